"""Bono mensual para personas con discapacidad grave y muy grave: the municipal disability grant."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 977 art. 3; DS 3437 art. 9 y 12")
def bono_discapacidad(
    disability_card, disability_grade, age_this_month, registered_late, has_inclusion_job, has_indigence_grant, p
):
    """Monthly grant to holders of a card of serious or very serious disability, until the month before they are 60.

    Registered by 30 June of the year before; not with a job of the inclusion quota, nor with the indigence grant of the
    blind. No income test.
    """
    if not disability_card:
        return 0.0
    if disability_grade not in ("serious", "very_serious"):
        return 0.0
    if age_this_month >= p.age_limit:
        return 0.0
    if registered_late:
        return 0.0
    if has_inclusion_job:
        return 0.0
    if has_indigence_grant:
        return 0.0
    return p.amount
