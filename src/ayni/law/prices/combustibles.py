"""Combustibles: the regulated price of each fuel, and what a purchase costs."""

from ayni.engine import rule


@rule(unit="Bs", law="DS 27992; DS 28121; DS 748; DS 5503; DS 5516 art. 2 y 4")
def fuel_price(fuel, p):
    """Final price of one unit: a litre of gasoline or diesel, a cubic metre of gas for vehicles, a kilo of LPG."""
    if fuel == "gasolina_especial":
        return p.gasolina_especial
    if fuel == "gasolina_premium":
        return p.gasolina_premium
    if fuel == "diesel_oil":
        return p.diesel_oil
    if fuel == "gnv":
        return p.gnv
    if fuel == "glp":
        return p.glp_kg
    return 0.0


@rule(unit="Bs", law="DS 5516 art. 2 y 4")
def fuel_cost(fuel_price, fuel_quantity):
    """What a quantity of one fuel costs at the regulated price."""
    return fuel_price * fuel_quantity
