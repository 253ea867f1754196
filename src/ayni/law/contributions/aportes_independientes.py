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
def aportes_independientes(independent_old_age, independent_others, national_solidarity_of_independents):
    """All that they pay a month."""
    return independent_old_age + independent_others + national_solidarity_of_independents


@rule(unit="Bs", law="Ley 065 art. 88")
def independent_savings_of_year(independent_old_age):
    """What twelve such months put into the own account, without what it earns there."""
    return 12 * independent_old_age


@rule(unit="years", law="Ley 065 art. 12 a 15")
def independent_years_missing(contributes_on_own_account, contribution_years, p):
    """Years of contributions that are still missing for the solidarity pension."""
    if not contributes_on_own_account:
        return 0
    return max(0, p.years_for_pension - contribution_years)


@rule(unit="Bs/month", law="Ley 065 art. 12 a 17")
def independent_pension_floor(contributes_on_own_account, pension_solidaria_vejez_lowest_limit):
    """What they give at least: the solidarity pension of ten years of contributions, from the age of 58."""
    if not contributes_on_own_account:
        return 0.0
    return pension_solidaria_vejez_lowest_limit
