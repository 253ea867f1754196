"""Old-age pension: for persons of a certain age whose household earns little."""

from ayni.engine import household_sum, rule

household_earnings = household_sum("earnings")


@rule(unit="kr/month", law="Pension Act art. 3, 4")
def old_age_pension(age, household_earnings, p):
    """The full pension, less a part of what the household earns above the exempt amount."""
    if age < p.pension_age:
        return 0.0
    counted = max(household_earnings - p.exempt_earnings, 0.0)
    return max(p.full_pension - p.taper * counted, 0.0)
