"""Subvención a los combustibles: what the regulated price left out of the international one, where that was read."""

from ayni.engine import rule


@rule(unit="Bs", law="RA ANH 1575/2011; DS 5271 art. 8")
def fuel_subsidy(fuel, fuel_price, p):
    """Difference for one litre between an international reference price and the regulated one; never below zero."""
    if fuel == "gasolina_especial":
        return max(p.international_gasolina_especial - fuel_price, 0.0)
    if fuel == "diesel_oil":
        return max(p.international_diesel_oil - fuel_price, 0.0)
    return 0.0
