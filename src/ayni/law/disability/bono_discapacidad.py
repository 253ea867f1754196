"""Bono mensual para personas con discapacidad grave y muy grave: the municipal disability grant."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 977 art. 1; DS 3437")
def bono_discapacidad(disability_card, disability_grade, p):
    """Monthly grant to holders of a disability card of serious or very serious grade; no income test."""
    if not disability_card:
        return 0.0
    if disability_grade not in ("serious", "very_serious"):
        return 0.0
    return p.amount
