"""Bonosol: the yearly old-age benefit before Renta Dignidad."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley 2427 art. 1 y 4")
def bonosol(is_bolivian, age, p):
    """Yearly benefit, per person, pensioners too; no income test.

    The law asks for 21 years on 31 December 1995, that is, for a birth before 1975. Whoever was 65 in these years meets
    it, and so would everybody of 65 until 2039.
    """
    if not is_bolivian:
        return 0.0
    if age < p.min_age:
        return 0.0
    return p.amount
