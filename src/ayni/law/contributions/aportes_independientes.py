"""Aportes de independientes: what those who work on their own account pay to have a pension."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 065 art. 101")
def independent_base(contributes_on_own_account, declared_income, salario_minimo_nacional, p):
    """Income that they declare, between the minimum wage and the ceiling of the contributions."""
    if not contributes_on_own_account:
        return 0.0
    return min(max(declared_income, salario_minimo_nacional), p.ceiling_minimum_wages * salario_minimo_nacional)


@rule(unit="Bs/month", law="Ley 065 art. 88 y 101")
def independent_old_age(independent_base, p):
    """What goes to the own account."""
    return p.old_age * independent_base


@rule(unit="Bs/month", law="Ley 065 art. 83, 87, 101 y 151")
def independent_others(independent_base, p):
    """Premiums of common and occupational risk, commission and the contribution to the Solidarity Fund."""
    return (p.common_risk + p.occupational_risk + p.commission + p.solidarity) * independent_base


@rule(unit="Bs/month", law="Ley 065 art. 101")
def aportes_independientes(independent_old_age, independent_others):
    """All that they pay a month."""
    return independent_old_age + independent_others
