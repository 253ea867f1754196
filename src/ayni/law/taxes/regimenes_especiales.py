"""Regímenes especiales: the fixed quotas of small traders and of public transport."""

from ayni.engine import rule, step


@rule(unit="Bs", law="DS 24484 art. 3 a 7; DS 27924 art. 2; DS 3698 art. 2")
def rts_quota(business_capital, annual_sales, p):
    """Quota for two months in the simplified regime, by capital, in place of IVA, IT and IUE.

    Nothing is due below the lowest capital; above a limit the general regime applies, which is not computed here.
    """
    if business_capital > p.rts_capital_max:
        return 0.0
    if annual_sales > p.rts_sales_max:
        return 0.0
    return step(business_capital, p.rts_quotas)


@rule(unit="Bs", law="DS 23027 art. 3, 4 y 8; DS 28522 art. único")
def sti_quota(transport_service, vehicles_in_service, in_large_city, p):
    """Quota for a quarter and a vehicle in the integrated regime of urban and interprovincial transport.

    The owner of more than two vehicles belongs to the general regime.
    """
    if vehicles_in_service > p.sti_vehicles_max:
        return 0.0
    if transport_service in ("taxi_or_minibus", "urban_freight"):
        if in_large_city:
            return p.sti_category_1
        return p.sti_category_b
    if transport_service in ("urban_bus", "interprovincial"):
        if in_large_city:
            return p.sti_category_2
        return p.sti_category_1
    return 0.0
