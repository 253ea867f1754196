"""Rules for the engine's tests: small, country-free, one for each thing that the language has."""

from ayni.engine import household_any, household_count, household_sum, linked_any, rule


@rule(unit="Bs/month", law="Act 1")
def allowance(age, is_resident, status):
    """Two exclusions, then a flat amount."""
    if age < 60:
        return 0.0
    if not is_resident or status == "absent":
        return 0.0
    return 350.0


@rule(unit="Bs/month")
def tapered(wage, children):
    """An assignment on both sides of an if, a local, arithmetic, min, max, abs and round."""
    if children > 2:
        base = 100 + 10 * children
    else:
        base = 100
    reduced = max(base - wage * 0.1, 0)
    if 900 < wage < 1000 and children == 0:
        return abs(0 - wage) // 7 + wage % 7
    return min(round(reduced), 130) if wage > 50 else reduced / (wage + 1)


@rule(unit="flag")
def has_wage(wage, status):
    """A condition as the value, and `in` with a tuple."""
    return wage > 0 and status in ("present", "visiting")


wages_of_household = household_sum("wage")
anybody_earns = household_any("has_wage")
earners = household_count("has_wage")
has_working_child = linked_any("has_wage", by=("mother", "father"))


@rule(unit="Bs/month", entity="household")
def top_up(wages_of_household, earners):
    """A household's benefit that reads declared sums."""
    if wages_of_household >= 500:
        return 0.0
    return 50.0 * earners


@rule(unit="Bs/month")
def share_of_top_up(top_up, anybody_earns, has_working_child):
    """A person's rule that reads columns of the household and of the children."""
    if has_working_child:
        return top_up / 2
    return top_up if anybody_earns else 1.0
