"""Aportes: what worker and employer pay into pensions, health and housing on the total earned."""

from ayni.engine import brackets, rule


@rule(unit="Bs/month", law="Ley 065 anexo (Total Solidario)")
def aportes_sip_total_earned(contributes_as_dependent, total_earned):
    """Total earned of a wage earner who contributes, without a ceiling."""
    if not contributes_as_dependent:
        return 0.0
    return total_earned


@rule(unit="Bs/month", law="Ley 065 anexo (Total Ganado)")
def aportes_sip_capped_earned(aportes_sip_total_earned, salario_minimo_nacional, p):
    """The same up to the ceiling, counted in minimum wages, that holds for old age, risks and the commission."""
    return min(aportes_sip_total_earned, p.ceiling_minimum_wages * salario_minimo_nacional)


@rule(unit="Bs/month", law="Ley 065 art. 88")
def aportes_sip_old_age(receives_old_age_pension, aportes_sip_capped_earned, p):
    """Worker's old-age contribution, to the own account; of who draws an old-age pension, as payrolls have it."""
    if receives_old_age_pension:
        return p.worker_old_age_of_pensioner * aportes_sip_capped_earned
    return p.worker_old_age * aportes_sip_capped_earned


@rule(unit="Bs/month", law="Ley 065 art. 83")
def aportes_sip_common_risk(age, aportes_sip_capped_earned, p):
    """Worker's premium for disability and death of common origin, up to an age, as payrolls have it."""
    if age >= p.common_risk_until_age:
        return 0.0
    return p.worker_common_risk * aportes_sip_capped_earned


@rule(unit="Bs/month", law="Ley 065 art. 151")
def aportes_sip_commission(aportes_sip_capped_earned, p):
    """Worker's commission to the manager of the accounts."""
    return p.worker_commission * aportes_sip_capped_earned


@rule(unit="Bs/month", law="Ley 065 art. 87 y 94")
def aportes_sip_solidarity(aportes_sip_total_earned, p):
    """Worker's contribution to the Solidarity Fund."""
    return p.worker_solidarity * aportes_sip_total_earned


@rule(unit="Bs/month", law="Ley 3785 art. 15-4; Ley 065 art. 87 f) y anexo; Ley 1582 art. 2-II")
def aportes_sip_national_solidarity(aportes_sip_total_earned, salario_minimo_nacional, p):
    """National solidarity contribution of high wages.

    The law applies a rate to what exceeds each of three thresholds and the three amounts add up, so that the rates of
    the scale are sums: 1 %, then 1 + 5, then 1 + 5 + 10. From 2007 until Ley 065 it was for the minimum pension, on
    what exceeds the ceiling of the other contributions.
    """
    if p.minimum_pension > 0:
        return p.minimum_pension * max(
            0.0, aportes_sip_total_earned - p.ceiling_minimum_wages * salario_minimo_nacional
        )
    return brackets(aportes_sip_total_earned, p.national_solidarity)


@rule(unit="Bs/month", law="Ley 065 art. 83, 87, 88, 94 y 151")
def aportes_sip_of_second_pay(age, receives_old_age_pension, second_employer_pay, salario_minimo_nacional, p):
    """What a second employer withholds of its pay, up to the ceiling, without the national solidarity contribution."""
    capped = min(second_employer_pay, p.ceiling_minimum_wages * salario_minimo_nacional)
    own = p.worker_old_age
    if receives_old_age_pension:
        own = p.worker_old_age_of_pensioner
    risk = p.worker_common_risk
    if age >= p.common_risk_until_age:
        risk = 0.0
    return (own + risk + p.worker_commission) * capped + p.worker_solidarity * second_employer_pay


@rule(unit="Bs/month", law="Ley 065 art. 87 f) y anexo; Ley 1582 art. 2-II")
def national_solidarity_of_second_pay(aportes_sip_total_earned, second_employer_pay, p):
    """What the pay of a second employer adds to the national solidarity contribution, which is due on all earnings."""
    both = brackets(aportes_sip_total_earned + second_employer_pay, p.national_solidarity)
    return both - brackets(aportes_sip_total_earned, p.national_solidarity)


@rule(unit="Bs/month", law="Ley 065 art. 87 f) y anexo; Ley 1582 art. 2-II")
def national_solidarity_of_independents(aportes_sip_total_earned, independent_base, p):
    """What the income declared on own account adds to it."""
    both = brackets(aportes_sip_total_earned + independent_base, p.national_solidarity)
    return both - brackets(aportes_sip_total_earned, p.national_solidarity)


@rule(unit="Bs/month", law="Ley 065 art. 83, 87, 88, 94 y 151")
def aportes_sip_worker(
    aportes_sip_old_age,
    aportes_sip_common_risk,
    aportes_sip_commission,
    aportes_sip_solidarity,
    aportes_sip_national_solidarity,
):
    """All that is withheld from the worker for social security."""
    return (
        aportes_sip_old_age
        + aportes_sip_common_risk
        + aportes_sip_commission
        + aportes_sip_solidarity
        + aportes_sip_national_solidarity
    )


@rule(unit="Bs/month", law="Ley 924 art. 3")
def aportes_sip_employer_health(aportes_sip_total_earned, p):
    """Employer's contribution to the health fund."""
    return p.employer_health * aportes_sip_total_earned


@rule(unit="Bs/month", law="régimen de vivienda social")
def aportes_sip_employer_housing(aportes_sip_total_earned, p):
    """Employer's contribution to housing."""
    return p.employer_housing * aportes_sip_total_earned


@rule(unit="Bs/month", law="Ley 065 art. 83")
def aportes_sip_employer_professional_risk(aportes_sip_capped_earned, p):
    """Employer's premium for disability and death of occupational origin."""
    return p.employer_professional_risk * aportes_sip_capped_earned


@rule(unit="Bs/month", law="Ley 065 art. 87 c); Ley 1582 art. 2-II")
def aportes_sip_employer_solidarity(aportes_sip_total_earned, p):
    """Employer's contribution to the Solidarity Fund."""
    return p.employer_solidarity * aportes_sip_total_earned


@rule(unit="Bs/month", law="Ley 065 art. 83, 87; Ley 1582 art. 2-II")
def aportes_sip_employer_common(
    aportes_sip_employer_health,
    aportes_sip_employer_housing,
    aportes_sip_employer_professional_risk,
    aportes_sip_employer_solidarity,
):
    """What an employer of any sector pays for social security."""
    return (
        aportes_sip_employer_health
        + aportes_sip_employer_housing
        + aportes_sip_employer_professional_risk
        + aportes_sip_employer_solidarity
    )


@rule(unit="Bs/month", law="Ley 065 art. 87 d); Ley 1582 art. 2-II")
def aportes_sip_employer_mining(works_in_mining, aportes_sip_total_earned, p):
    """Further solidarity contribution of an employer in mining and metallurgy."""
    if not works_in_mining:
        return 0.0
    return p.employer_mining_solidarity * aportes_sip_total_earned


@rule(unit="Bs/month", law="Ley 065 art. 83, 87; Ley 1582 art. 2-II")
def aportes_sip_employer(aportes_sip_employer_common, aportes_sip_employer_mining):
    """All that the employer pays for social security, on top of the wage."""
    return aportes_sip_employer_common + aportes_sip_employer_mining


@rule(unit="Bs/month")
def labour_cost(total_earned, aportes_sip_employer):
    """What the month costs the employer: total earned and the employer's contributions."""
    return total_earned + aportes_sip_employer
