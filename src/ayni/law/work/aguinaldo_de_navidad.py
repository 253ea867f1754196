"""Aguinaldo de Navidad: the thirteenth wage."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley de 18 de diciembre de 1944 art. 1")
def aguinaldo_de_navidad(is_dependent_worker, leaving_reason, is_manual_worker, months_worked_in_year, total_earned, p):
    """One month's total earned, by twelfths of the months worked; no contributions and no tax on it.

    The law takes the mean of the last three months: `total_earned` stands for it. Who leaves has it in the final
    settlement.
    """
    if not is_dependent_worker:
        return 0.0
    if leaving_reason != "none":
        return 0.0
    if is_manual_worker and months_worked_in_year < p.min_months_manual:
        return 0.0
    if not is_manual_worker and months_worked_in_year < p.min_months_other:
        return 0.0
    return p.monthly_wages * total_earned * min(months_worked_in_year, 12) / 12
