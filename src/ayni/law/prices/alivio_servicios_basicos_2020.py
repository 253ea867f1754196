"""Alivio de servicios básicos de 2020: the part of three months' bills that the State paid."""

from ayni.engine import rule, step


@rule(unit="Bs/month", law="Ley 1294 art. 2-III; DS 4206 art. 24")
def alivio_electricity(electricity_bill, p):
    """Part of a domestic electricity bill, by the size of the bill; no income test."""
    return electricity_bill * step(electricity_bill, p.electricity_shares)


@rule(unit="Bs/month", law="Ley 1294 art. 2-III; DS 4206 art. 30")
def alivio_water(water_bill, p):
    """Part of a domestic water bill."""
    return water_bill * p.water_share


@rule(unit="Bs/month", law="Ley 1294 art. 2-III; DS 4206 art. 32")
def alivio_gas(gas_bill, p):
    """Part of a domestic bill of piped gas."""
    return gas_bill * p.gas_share
