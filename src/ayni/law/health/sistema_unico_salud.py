"""Sistema Único de Salud: free care of everybody without social security, since March 2019."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 475 art. 5-I; Ley 1152 art. 2-V")
def sistema_unico_salud(
    has_social_security,
    is_bolivian,
    has_health_reciprocity,
    age,
    disability_card,
    is_pregnant,
    gave_birth_last_year,
    p,
):
    """Entitled: without short-term insurance, and Bolivian, of a country that does the same, or of a group.

    The groups of other foreigners are those of Ley 475 before: pregnant and mothers of six months (the survey tells
    births of the last twelve), under five, from 60, and with a disability.
    """
    if has_social_security:
        return False
    if is_bolivian or has_health_reciprocity:
        return True
    if age < p.child_age_limit:
        return True
    if age >= p.old_age:
        return True
    if disability_card:
        return True
    return is_pregnant or gave_birth_last_year


@rule(unit="flag", law="Ley 475 art. 5-I; Ley 1152 art. 2-V")
def sistema_unico_salud_reproductive_care(has_social_security, sex):
    """Entitled to sexual and reproductive care: any woman without short-term insurance, foreign too."""
    return sex == "woman" and not has_social_security
