"""Programa Extraordinario de Protección y Equidad: three payments to families in the programmes of 2025."""

from ayni.engine import rule


@rule(unit="Bs/once", law="DS 5503; DS 5516 art. 10 y 11")
def pepe_2026(relation, family_in_pepe_group, family_has_old_age_supplement, p):
    """One payment for each family, whatever the number of members on the lists; taken as paid to the head.

    The household is taken for the family. The supplement of older persons is in Renta Dignidad, not here.
    """
    if relation != "head":
        return 0.0
    if not family_in_pepe_group:
        return 0.0
    if p.old_age_supplement_is_the_payment == 1 and family_has_old_age_supplement:
        return 0.0
    return p.amount * p.payments
