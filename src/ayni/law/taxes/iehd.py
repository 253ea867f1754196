"""Impuesto Especial a los Hidrocarburos y sus Derivados: an amount for each litre of fuel."""

from ayni.engine import rule


@rule(unit="Bs", law="Ley 1606 art. 3; DS 5271 art. 9")
def iehd_private_import(privately_imported_fuel, fuel_litres, p):
    """Tax in fuel that private persons import: on petrol an amount a litre, on diesel none."""
    if privately_imported_fuel == "petrol":
        return fuel_litres * p.imported_petrol
    if privately_imported_fuel == "diesel":
        return fuel_litres * p.imported_diesel
    return 0.0
