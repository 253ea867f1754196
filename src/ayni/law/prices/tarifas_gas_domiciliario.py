"""Gas en garrafa: what LPG cylinders cost at the regulated price."""

from ayni.engine import rule


@rule(unit="Bs", law="DS 5503 art. 76; DS 5516 art. 2-II")
def gas_cylinder_cost(gas_cylinders, p):
    """Price of a number of ten-kilo cylinders of liquefied gas."""
    return gas_cylinders * p.cylinder_price
