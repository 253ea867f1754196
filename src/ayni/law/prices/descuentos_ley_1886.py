"""Descuentos de la Ley 1886: rebates for older persons on electricity, water and fares."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 1886 art. 1, 2 y 3")
def ley_1886_electricity(age, bill_in_own_name, electricity_kwh, electricity_bill, p):
    """Rebate on the part of the electricity bill for the first kWh, where it is in an older person's name."""
    if age < p.min_age:
        return 0.0
    if not bill_in_own_name:
        return 0.0
    if electricity_kwh <= p.max_kwh:
        return electricity_bill * p.rate
    return electricity_bill * p.rate * p.max_kwh / electricity_kwh


@rule(unit="Bs/month", law="Ley 1886 art. 1, 2 y 3")
def ley_1886_water(age, bill_in_own_name, water_m3, water_bill, p):
    """Rebate on the part of the water bill for the first cubic metres, where it is in an older person's name."""
    if age < p.min_age:
        return 0.0
    if not bill_in_own_name:
        return 0.0
    if water_m3 <= p.max_m3:
        return water_bill * p.rate
    return water_bill * p.rate * p.max_m3 / water_m3


@rule(unit="Bs/once", law="Ley 1886 art. 1, 2 y 6")
def ley_1886_fare(age, transport_fare, p):
    """Rebate on one fare by air, rail or river, or by road between departments or provinces."""
    if age < p.min_age:
        return 0.0
    return transport_fare * p.rate
