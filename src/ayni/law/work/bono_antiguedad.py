"""Bono de Antigüedad: the seniority bonus, and the total earned to which it belongs."""

from ayni.engine import rule, step


@rule(unit="Bs/month", law="DS 21060 art. 60; DS 21137 art. 13; DS 23474 art. único; DS 24067 art. 11")
def bono_antiguedad(
    monthly_wage, years_of_service, works_in_productive_enterprise, employer_sector, salario_minimo_nacional, p
):
    """A share of one or three minimum wages that grows with the years of service.

    Three in productive firms, private or public, and in public enterprises of goods or services; one elsewhere.
    """
    if monthly_wage <= 0:
        return 0.0
    share = step(years_of_service, p.scale)
    if works_in_productive_enterprise:
        return share * p.base_productive * salario_minimo_nacional
    if employer_sector == "public_enterprise":
        return share * p.base_public_enterprise * salario_minimo_nacional
    return share * p.base_services * salario_minimo_nacional


@rule(unit="Bs/month", law="Ley 065 anexo; Ley 843 art. 19")
def total_earned(
    monthly_wage,
    bono_antiguedad,
    subsidio_de_frontera,
    overtime_pay,
    holiday_work_pay,
    night_work_pay,
    other_earnings,
):
    """Total earned in the month: basic pay, seniority bonus, border subsidy, overtime, commissions and other bonuses.

    Contributions and RC-IVA are due on it. The thirteenth wage, severance and family allowances are not part of it.
    """
    by_the_hour = overtime_pay + holiday_work_pay + night_work_pay
    return monthly_wage + bono_antiguedad + subsidio_de_frontera + by_the_hour + other_earnings
