"""Child benefit: an amount for each child of the household."""

from ayni.engine import household_count, rule


@rule(unit="flag", law="Family Act art. 1")
def is_child(age, p):
    """Younger than the age limit."""
    return age < p.age_limit


children = household_count("is_child")


@rule(unit="kr/month", law="Family Act art. 2", entity="household")
def child_benefit(children, p):
    """The same amount for each child."""
    return children * p.per_child
