"""Tarifa Dignidad: a rebate on the electricity bill of homes that use little."""

from ayni.engine import rule


@rule(unit="Bs/month", law="DS 28653 art. 2-I; DS 465 art. 2-I; DS 1948")
def tarifa_dignidad(isolated_grid, electricity_kwh, electricity_bill, p):
    """Rebate on the whole bill of a home that used no more than the limit in the month; above it, none."""
    limit = p.max_kwh
    if isolated_grid:
        limit = p.max_kwh_isolated
    if electricity_kwh > limit:
        return 0.0
    return electricity_bill * p.discount_rate
