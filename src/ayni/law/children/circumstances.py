"""When a new pregnancy is not paid for: the last child is still under two."""

from ayni.engine import linked_any, rule


@rule(unit="flag", law="DS 66 art. 5-II")
def is_under_two(age):
    """A child of less than two completed years."""
    return age < 2


has_child_under_two = linked_any("is_under_two", by=("mother",))


@rule(unit="flag", law="DS 66 art. 5-II")
def is_pregnant_too_soon(is_pregnant, gave_birth_last_year, has_child_under_two):
    """Pregnant with a child under two in the household, born before the last twelve months.

    Whoever gave birth in them is asked about that pregnancy.
    """
    if gave_birth_last_year:
        return False
    return is_pregnant and has_child_under_two
