"""What a household has after taxes and benefits."""

from ayni.engine import household_sum, rule

household_tax = household_sum("income_tax")
household_pensions = household_sum("old_age_pension")


@rule(unit="kr/month", entity="household")
def disposable_income(household_earnings, household_tax, household_pensions, child_benefit):
    """Earnings, less the income tax, and with the pensions and the child benefit."""
    return household_earnings - household_tax + household_pensions + child_benefit
