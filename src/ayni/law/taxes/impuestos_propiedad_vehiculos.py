"""Impuestos municipales a inmuebles y vehículos: the least and the most that they can be, for one property."""

from ayni.engine import rule


@rule(unit="share", law="Ley 1886 art. 1, 2 y 5")
def own_home_rebate(age, is_own_home, is_above_economic_type, p):
    """Part of the property tax taken off the own home of an older person, of social interest or economic type."""
    if not is_own_home:
        return 0.0
    if is_above_economic_type:
        return 0.0
    if age < p.old_age_min_age:
        return 0.0
    return p.old_age_rebate


@rule(unit="Bs/year", law="Ley 1606 art. 1-10; Ley 154 art. 8")
def property_tax_least(is_small_rural_property, property_tax_value, own_home_rebate, p):
    """Property tax of a year at the lowest rate; small rural properties and communal land pay none."""
    if is_small_rural_property:
        return 0.0
    return property_tax_value * p.property_rate_least * (1 - own_home_rebate)


@rule(unit="Bs/year", law="Ley 1606 art. 1-10; Ley 154 art. 8")
def property_tax_most(is_small_rural_property, property_tax_value, own_home_rebate, p):
    """Property tax of a year at the highest rate on the whole tax value."""
    if is_small_rural_property:
        return 0.0
    return property_tax_value * p.property_rate_most * (1 - own_home_rebate)


@rule(unit="Bs/year", law="Ley 1606 art. 1-10")
def vehicle_tax_least(is_public_transport, vehicle_value, p):
    """Vehicle tax of a year at the lowest rate; vehicles of public transport pay a part."""
    tax = vehicle_value * p.vehicle_rate_least
    if is_public_transport:
        return tax * p.public_transport_share
    return tax


@rule(unit="Bs/year", law="Ley 1606 art. 1-10")
def vehicle_tax_most(is_public_transport, vehicle_value, p):
    """Vehicle tax of a year at the highest rate on the whole depreciated value."""
    tax = vehicle_value * p.vehicle_rate_most
    if is_public_transport:
        return tax * p.public_transport_share
    return tax


@rule(unit="Bs", law="Ley 1606 art. 2; Ley 154 art. 8")
def transfer_tax(transfer_value, p):
    """Tax on the transfer of a property or vehicle."""
    return transfer_value * p.transfer_rate
