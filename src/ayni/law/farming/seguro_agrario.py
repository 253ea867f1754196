"""Seguro Agrario Universal Pachamama: an indemnity for each hectare lost, in municipalities of extreme poverty."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley 144 art. 30 y 31; DS 942 art. 4, 5, 10 y 12")
def seguro_agrario(is_insured_farmer, hectares_lost, p):
    """Indemnity of a registered family for crops certified as lost to drought, frost, hail or flood."""
    if not is_insured_farmer:
        return 0.0
    return p.indemnity * min(hectares_lost, p.max_hectares)
