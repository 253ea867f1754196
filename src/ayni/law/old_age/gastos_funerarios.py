"""Gastos funerarios: a single payment to whoever paid for the burial of an insured person or of an older one."""

from ayni.engine import rule


@rule(unit="flag", law="DS 29400 art. 24")
def may_claim_funeral_payment(paid_the_funeral, is_close_relative, months_since_death, p):
    """Whoever paid, in the first months; then close relatives alone, until the term is over."""
    if months_since_death >= p.months_of_relatives:
        return False
    if months_since_death >= p.months_of_payer:
        return is_close_relative
    return paid_the_funeral


@rule(unit="Bs/once", law="DS 29400 art. 21 y 22; Ley 065 art. 2")
def gastos_funerarios(deceased_was, may_claim_funeral_payment, p):
    """The payment: of who received Renta Dignidad and of who was insured in the pension system."""
    if deceased_was == "none":
        return 0.0
    if not may_claim_funeral_payment:
        return 0.0
    if deceased_was == "insured":
        return p.amount_insured
    return p.amount
