"""Asignaciones familiares: what employers give insured mothers around a birth, and at the death of a child."""

from ayni.engine import rule


@rule(unit="Bs/month", law="DS 21637 art. 25 a); DS 3546 art. único")
def asignaciones_familiares_prenatal(has_social_security, month_of_pregnancy, salario_minimo_nacional, p):
    """Prenatal subsidy of one month, in food: in the last months of a pregnancy of nine."""
    if not has_social_security:
        return 0.0
    if month_of_pregnancy <= 9 - p.prenatal_months:
        return 0.0
    return p.minimum_wages * salario_minimo_nacional + p.amount


@rule(unit="Bs/once", law="DS 21637 art. 25 b); DS 3546 art. único")
def asignaciones_familiares_birth(has_social_security, live_births, salario_minimo_nacional, p):
    """Birth grant, in cash, for each child born alive."""
    if not has_social_security:
        return 0.0
    return live_births * (p.minimum_wages * salario_minimo_nacional + p.amount)


@rule(unit="Bs/month", law="DS 21637 art. 25 c); DS 3546 art. único")
def asignaciones_familiares_lactation(
    has_social_security, month_after_birth, breastfed_children, salario_minimo_nacional, p
):
    """Breastfeeding subsidy of one month, in food, for each child: in the first months of its life."""
    if not has_social_security:
        return 0.0
    if month_after_birth < 1:
        return 0.0
    if month_after_birth > p.lactation_months:
        return 0.0
    return breastfed_children * (p.minimum_wages * salario_minimo_nacional + p.amount)


@rule(unit="Bs/once", law="DS 21637 art. 25 d); DS 3546 art. único")
def asignaciones_familiares_burial(has_social_security, children_who_died, salario_minimo_nacional, p):
    """Burial grant, in cash, for the death of each child under the age of 19 who was a beneficiary."""
    if not has_social_security:
        return 0.0
    return children_who_died * (p.minimum_wages * salario_minimo_nacional + p.amount)
