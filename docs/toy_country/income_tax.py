"""Income tax: a scale on each person's earnings."""

from ayni.engine import brackets, rule


@rule(unit="kr/month", law="Income Tax Act art. 2")
def income_tax(earnings, p):
    """Tax on the earnings of a month, bracket by bracket."""
    return brackets(earnings, p.rates)
