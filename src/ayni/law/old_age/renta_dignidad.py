"""Renta Dignidad: the universal old-age benefit."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 3791 art. 3 y 5; Ley 378 art. 2 y 3; Ley 953; Ley 1196; Ley 1613 (desde 2025)")
def renta_dignidad(is_bolivian, age, on_state_payroll, is_affiliated_dependant, receives_pension, p):
    """Universal old-age benefit, per person; no contribution and no income test.

    From 2025 wage earners of private firms are left out too; the manager of pensions knows them by their affiliation.
    """
    if not is_bolivian:
        return 0.0
    if age < p.min_age:
        return 0.0
    if on_state_payroll:
        return 0.0
    if p.excludes_private_dependants == 1 and is_affiliated_dependant:
        return 0.0
    if receives_pension:
        return p.monthly_pensioner
    return p.monthly_non_pensioner


@rule(unit="Bs/once", law="Ley 562 art. 2; DS 2152")
def renta_dignidad_thirteenth(renta_dignidad, receives_pension, p):
    """One more month's amount, paid towards the end of the year since 2014.

    A supplement that another programme adds to the twelve months is not part of it.
    """
    if renta_dignidad <= 0:
        return 0.0
    if receives_pension:
        return renta_dignidad * p.thirteenth_payment
    return (renta_dignidad - p.supplement_outside_thirteenth) * p.thirteenth_payment
