"""Segundo aguinaldo «Esfuerzo por Bolivia»: the fourteenth wage of the years in which the economy grew enough."""

from ayni.engine import rule, step


@rule(unit="Bs/once", law="DS 1802 art. 1, 3 y 5; DS 3747 art. 2")
def segundo_aguinaldo(is_dependent_worker, employer_sector, monthly_wage, total_earned, months_worked_in_year, p):
    """One month's total earned once more, by twelfths; in public enterprises, basic pay alone.

    It asks for three months in a row with the same employer. In 2018 it was due up to a ceiling; above it, a private
    firm could pay it by choice.
    """
    if not is_dependent_worker:
        return 0.0
    if months_worked_in_year < p.min_months:
        return 0.0
    base = total_earned
    if employer_sector == "public_enterprise":
        base = monthly_wage
    return step(base, p.monthly_wages) * base * min(months_worked_in_year, 12) / 12
