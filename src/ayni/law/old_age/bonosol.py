"""Bonosol: the yearly old-age benefit before Renta Dignidad."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley 2427 art. 1 y 4")
def bonosol(is_bolivian, age_this_month, p):
    """Yearly benefit, per person, pensioners too; no income test. The first is due in the month of the 65th birthday.

    The law asks for 21 years on 31 December 1995, that is, for a birth before 1975. Whoever was 65 in these years meets
    it, and so would everybody of 65 until 2039.
    """
    if not is_bolivian:
        return 0.0
    if age_this_month < p.min_age:
        return 0.0
    return p.amount
