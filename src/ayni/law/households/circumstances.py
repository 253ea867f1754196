"""Who brings a family into the payments of 2026: facts with no dates of their own.

The lists of the decree are of late 2025. The survey's answers and the programmes' own rules stand in for them.
"""

from ayni.engine import household_any, rule


@rule(unit="flag", law="DS 5516 art. 10")
def is_in_pepe_group(
    receives_pension,
    is_woman_in_juana_azurduy,
    reports_disability_grant,
    disability_card,
    disability_grade,
    bono_juancito_pinto,
):
    """In one of the lists: Juana Azurduy, blind with the indigence grant, serious disability, or Juancito Pinto.

    Whoever receives a pension brings nobody in. A pupil stands for the parent or guardian on the list.
    """
    if receives_pension:
        return False
    if is_woman_in_juana_azurduy:
        return True
    if reports_disability_grant:
        return True
    if disability_card and disability_grade in ("serious", "very_serious"):
        return True
    return bono_juancito_pinto > 0


@rule(unit="flag", law="DS 5516 art. 10")
def has_old_age_supplement(renta_dignidad, receives_pension):
    """Has Renta Dignidad without a pension, and so the supplement that its amount of 2026 holds."""
    return renta_dignidad > 0 and not receives_pension


family_in_pepe_group = household_any("is_in_pepe_group")
family_has_old_age_supplement = household_any("has_old_age_supplement")
