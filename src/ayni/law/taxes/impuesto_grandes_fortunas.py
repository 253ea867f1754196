"""Impuesto a las Grandes Fortunas: the yearly tax on net fortunes above thirty million bolivianos."""

from ayni.engine import rule, step


@rule(unit="Bs", law="Ley 1357 art. 3, 4 y 7; DS 4436 art. 6")
def net_fortune(
    days_in_country,
    assets_in_bolivia,
    assets_abroad,
    loans_outstanding,
    pension_savings,
    sole_proprietorship_equity,
    p,
):
    """Fortune of one person on 31 December, less what the law takes off; never below zero.

    Residents count what they have anywhere; the others only what they have in Bolivia.
    """
    assets = assets_in_bolivia
    if days_in_country > p.residence_days:
        assets = assets_in_bolivia + assets_abroad
    return max(assets - loans_outstanding - pension_savings - sole_proprietorship_equity, 0.0)


@rule(unit="Bs/year", law="Ley 1357 art. 5, 6, 9 y 10; DS 4436 art. 8")
def impuesto_grandes_fortunas(is_company, net_fortune, property_tax_paid, professional_profits_tax_paid, p):
    """Tax on the fortune of 31 December: the rate of its bracket on the whole of it, less the bracket's deduction.

    Property tax and the profits tax of professionals paid in the year count against it.
    """
    if is_company:
        return 0.0
    if net_fortune <= p.threshold:
        return 0.0
    tax = net_fortune * step(net_fortune, p.rates) - step(net_fortune, p.tax_deduction)
    return max(tax - property_tax_paid - professional_profits_tax_paid, 0.0)
