"""Renta Dignidad: the universal old-age benefit."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 1613 disp. adicional 5")
def is_in_a_company():
    """Shareholder, partner or director of a company in the commercial register: no, unless the person says so."""
    return False


@rule(unit="flag", law="Ley 1613 disp. adicional 5")
def receives_fraccion_complementaria():
    """Is paid the Fracción Complementaria by the treasury: no, unless the person says so."""
    return False


@rule(unit="Bs/month", law="Ley 3791 art. 3 y 5; DS 29400 art. 12; Ley 1196 art. 2; Ley 1613 disp. adicional 5")
def renta_dignidad(
    is_bolivian,
    age_this_month,
    on_state_payroll,
    is_affiliated_dependant,
    is_in_a_company,
    receives_fraccion_complementaria,
    receives_pension,
    p,
):
    """Universal old-age benefit, per person; no contribution and no income test.

    The first month is that of the sixtieth birthday. From 2025 the law leaves out, among those without a pension,
    wage earners of private firms, whom the manager of pensions knows by their affiliation, those in a company and those
    with the Fracción Complementaria. A pensioner is left out for pay from the public budget alone.
    """
    if not is_bolivian:
        return 0.0
    if age_this_month < p.min_age:
        return 0.0
    if on_state_payroll:
        return 0.0
    if receives_pension:
        if is_affiliated_dependant and p.excludes_private_dependants_with_pension == 1:
            return 0.0
        return p.monthly_pensioner
    if is_affiliated_dependant and p.excludes_private_dependants == 1:
        return 0.0
    if is_in_a_company and p.excludes_private_dependants == 1:
        return 0.0
    if receives_fraccion_complementaria and p.excludes_private_dependants == 1:
        return 0.0
    return p.monthly_non_pensioner


@rule(unit="Bs/once", law="Ley 562 art. 2; DS 2152 art. 3 a 6")
def renta_dignidad_thirteenth(renta_dignidad, age_on_30_november, receives_pension, p):
    """One more month's amount, paid towards the end of the year since 2014 to those who are 60 by 30 November.

    A supplement that another programme adds to the twelve months is not part of it.
    """
    if renta_dignidad <= 0:
        return 0.0
    if age_on_30_november < p.min_age:
        return 0.0
    if receives_pension:
        return renta_dignidad * p.thirteenth_payment
    return (renta_dignidad - p.supplement_outside_thirteenth) * p.thirteenth_payment
