"""Combustibles: the regulated price of each fuel, and what a purchase costs."""

from ayni.engine import rule


@rule(unit="Bs", law="DS 27992; DS 759; DS 5503 art. 71 y 76; DS 5516 art. 2-II y 4")
def fuel_price(fuel, p):
    """Final price of one unit: a litre, a cubic metre of gas for vehicles, a kilo of liquefied gas."""
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
    if fuel == "gasolina_aviacion":
        return p.gasolina_aviacion
    if fuel == "kerosene":
        return p.kerosene
    if fuel == "jet_fuel":
        return p.jet_fuel
    if fuel == "gas_oil":
        return p.gas_oil
    return 0.0


@rule(unit="Bs", law="DS 5516 art. 2-II y 4")
def fuel_cost(fuel_price, fuel_quantity):
    """What a quantity of one fuel costs at the regulated price."""
    return fuel_price * fuel_quantity
