"""Asignaciones familiares: what employers give insured mothers before and after a birth."""

from ayni.engine import rule


@rule(unit="Bs/month", law="DS 21637 art. 25; DS 3546")
def asignaciones_familiares_prenatal(has_social_security, month_of_pregnancy, salario_minimo_nacional, p):
    """Prenatal subsidy of one month, in food: in the last months of a pregnancy of nine."""
    if not has_social_security:
        return 0.0
    if month_of_pregnancy <= 9 - p.prenatal_months:
        return 0.0
    return p.monthly_minimum_wages * salario_minimo_nacional + p.monthly_amount


@rule(unit="Bs/once", law="DS 21637 art. 25")
def asignaciones_familiares_birth(has_social_security, live_births, salario_minimo_nacional, p):
    """Birth grant, in cash, for each child born alive."""
    if not has_social_security:
        return 0.0
    return p.birth_minimum_wages * salario_minimo_nacional * live_births


@rule(unit="Bs/month", law="DS 21637 art. 25; DS 3546")
def asignaciones_familiares_lactation(has_social_security, month_after_birth, salario_minimo_nacional, p):
    """Breastfeeding subsidy of one month for one child, in food: in the first months after the birth."""
    if not has_social_security:
        return 0.0
    if month_after_birth < 1:
        return 0.0
    if month_after_birth > p.lactation_months:
        return 0.0
    return p.monthly_minimum_wages * salario_minimo_nacional + p.monthly_amount
