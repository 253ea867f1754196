"""The disability grant at the extreme poverty line of the place where the person lives, where that is more."""

from ayni.engine import rule

REFORM = {
    "name": {
        "es": "Bono de discapacidad a la línea de pobreza extrema",
        "en": "Disability grant at the extreme poverty line",
    },
}


@rule(unit="Bs/month", law="Ley 977 art. 3; DS 3437 art. 12-I, con otro monto")
def bono_discapacidad(disability_card, disability_grade, age, extreme_poverty_line, p):
    """Monthly grant to holders of a card of serious or very serious grade until 60: the law's amount or the line."""
    if not disability_card:
        return 0.0
    if disability_grade not in ("serious", "very_serious"):
        return 0.0
    if age >= p.age_limit:
        return 0.0
    return max(p.amount, extreme_poverty_line)
