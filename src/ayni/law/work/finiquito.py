"""Finiquito: what an employer owes on the day on which work ends, and the quinquenio of those who stay."""

from ayni.engine import rule, step


@rule(unit="flag", law="Ley General del Trabajo art. 1; DS 224 art. 1; Ley 2450 art. 8")
def is_under_labour_law(is_dependent_worker, employer_sector):
    """Works for a wage under the General Labour Law: not a civil servant."""
    if not is_dependent_worker:
        return False
    return employer_sector != "public_administration"


@rule(unit="count", law="DS 110 art. 1")
def days_worked(days_of_service, service_years, service_months, service_days):
    """Days of continuous work: by the calendar where the dates are known, else by years of 360 days."""
    return max(days_of_service, 360 * service_years + 30 * service_months + service_days)


@rule(unit="Bs/month", law="Ley General del Trabajo art. 19; DS 224 art. 11; DS 110 art. 2")
def finiquito_mean_wage(wage_last_month, wage_month_before, wage_third_month, service_years, service_months, p):
    """Mean of the total earned in the last three whole months; in those that there were, where they are fewer."""
    months = max(1, min(12 * service_years + service_months, p.mean_months))
    return (wage_last_month + wage_month_before + wage_third_month) / months


@rule(unit="Bs/once", law="Ley General del Trabajo art. 12 y 13; DS 110 art. 3; Ley 2450 art. 7")
def finiquito_notice_pay(is_under_labour_law, leaving_reason, work_category, days_worked, finiquito_mean_wage, p):
    """Desahucio: for those dismissed without a cause of the law."""
    if not is_under_labour_law:
        return 0.0
    if leaving_reason != "dismissal":
        return 0.0
    if days_worked <= p.trial_days:
        return 0.0
    if work_category == "domestic_worker":
        return p.notice_wages_domestic * finiquito_mean_wage
    return p.notice_wages * finiquito_mean_wage


@rule(unit="flag", law="DS 110 art. 1 y 2; Ley 2450 art. 18")
def is_indemnity_due(is_under_labour_law, leaving_reason, work_category, days_worked, service_years, p):
    """Whether severance is due for the time of service: on dismissal and on resignation, after the trial."""
    if not is_under_labour_law:
        return False
    if leaving_reason == "none":
        return False
    if days_worked <= p.trial_days:
        return False
    if work_category == "domestic_worker" and leaving_reason == "resignation":
        return service_years >= p.domestic_years_to_resign
    return True


@rule(unit="Bs/once", law="DS 110 art. 2 y 4; DS 522 art. 2 y 4")
def finiquito_indemnity_years(
    is_indemnity_due, leaving_reason, service_years, paid_five_year_periods, finiquito_mean_wage, p
):
    """Severance for whole years, without the periods of five years already paid.

    Who is dismissed for a cause of the law loses the period of five years under way, and none of those before.
    """
    if not is_indemnity_due:
        return 0.0
    unpaid = service_years - p.period_years * paid_five_year_periods
    if leaving_reason == "dismissal_for_cause":
        unpaid = service_years // p.period_years * p.period_years - p.period_years * paid_five_year_periods
    return p.wages_a_year * finiquito_mean_wage * max(0, unpaid)


@rule(unit="Bs/once", law="DS 110 art. 2")
def finiquito_indemnity_months(is_indemnity_due, leaving_reason, service_months, finiquito_mean_wage, p):
    """Severance for the months beyond whole years, by twelfths."""
    if not is_indemnity_due:
        return 0.0
    if leaving_reason == "dismissal_for_cause":
        return 0.0
    return p.wages_a_year * finiquito_mean_wage * service_months / 12


@rule(unit="Bs/once", law="DS 110 art. 2")
def finiquito_indemnity_days(is_indemnity_due, leaving_reason, service_days, finiquito_mean_wage, p):
    """Severance for the days beyond whole months, by parts of a year of 360 days."""
    if not is_indemnity_due:
        return 0.0
    if leaving_reason == "dismissal_for_cause":
        return 0.0
    return p.wages_a_year * finiquito_mean_wage * service_days / 360


@rule(unit="Bs/once", law="DS 110 art. 1, 2 y 4")
def finiquito_indemnity(finiquito_indemnity_years, finiquito_indemnity_months, finiquito_indemnity_days):
    """Severance for the time of service: a wage a year, and in proportion."""
    return finiquito_indemnity_years + finiquito_indemnity_months + finiquito_indemnity_days


@rule(unit="Bs/once", law="Ley de 18 de diciembre de 1944 art. 1; DS 1802 disposición adicional única")
def finiquito_christmas_bonus(
    is_under_labour_law, leaving_reason, is_manual_worker, service_years, service_months,
    months_in_last_year, days_in_last_year, finiquito_mean_wage, p,
):  # fmt: skip
    """Aguinaldo of the year in which work ends, by twelfths and days."""
    if not is_under_labour_law:
        return 0.0
    if leaving_reason == "none":
        return 0.0
    if is_manual_worker and 12 * service_years + service_months < p.bonus_months_manual:
        return 0.0
    if not is_manual_worker and 12 * service_years + service_months < p.bonus_months_other:
        return 0.0
    return p.bonus_wages * finiquito_mean_wage * (months_in_last_year / 12 + days_in_last_year / 360)


@rule(unit="count", law="Ley General del Trabajo art. 44; DS 224 art. 33; DS 17288 art. 1; DS 12058 art. único")
def finiquito_vacation_days(
    is_under_labour_law, leaving_reason, service_years, service_months, service_days, vacation_days_left, p
):
    """Days of holiday not taken: those left of whole years, and the twelfths of the year under way."""
    if not is_under_labour_law:
        return 0.0
    if leaving_reason == "none":
        return 0.0
    if service_years < p.vacation_after_years:
        return 0.0
    return vacation_days_left + step(service_years, p.vacation_days) * (service_months / 12 + service_days / 360)


@rule(unit="Bs/once", law="DS 224 art. 33; DS 12059 art. único")
def finiquito_vacation(finiquito_vacation_days, finiquito_mean_wage):
    """Holidays not taken, paid because the contract ends."""
    return finiquito_mean_wage / 30 * finiquito_vacation_days


@rule(unit="Bs/once", law="Ley General del Trabajo art. 57; DS 224 art. 48 a 51; Ley de 11 de junio de 1947 art. 3")
def finiquito_profit_bonus(
    is_under_labour_law, leaving_reason, firm_made_profit, days_worked,
    months_in_last_year, days_in_last_year, finiquito_mean_wage, p,
):  # fmt: skip
    """Prima of the year in which work ends, where the firm made a profit; all of them take at most a quarter of it."""
    if not is_under_labour_law:
        return 0.0
    if leaving_reason == "none":
        return 0.0
    if not firm_made_profit:
        return 0.0
    if leaving_reason == "dismissal_for_cause":
        return 0.0
    if days_worked <= p.trial_days:
        return 0.0
    return p.profit_wages * finiquito_mean_wage * (months_in_last_year / 12 + days_in_last_year / 360)


@rule(unit="Bs/once", law="DS 28699 art. 9")
def finiquito_owed_wages(is_under_labour_law, leaving_reason, unpaid_wages):
    """Wages worked for and not paid."""
    if not is_under_labour_law:
        return 0.0
    if leaving_reason == "none":
        return 0.0
    return unpaid_wages


@rule(unit="Bs/once", law="DS 28699 art. 9; DS 110 art. 2 y 3")
def finiquito_benefits(
    finiquito_notice_pay,
    finiquito_indemnity,
    finiquito_christmas_bonus,
    finiquito_vacation,
    finiquito_profit_bonus,
    finiquito_owed_wages,
):
    """All that is owed when work ends."""
    return (
        finiquito_notice_pay
        + finiquito_indemnity
        + finiquito_christmas_bonus
        + finiquito_vacation
        + finiquito_profit_bonus
        + finiquito_owed_wages
    )


@rule(unit="Bs/once", law="DS 28699 art. 9")
def finiquito_net(finiquito_benefits, advances):
    """The same less what was paid in advance."""
    return max(0.0, finiquito_benefits - advances)


@rule(unit="Bs/once", law="DS 28699 art. 9-I")
def finiquito_upkeep(finiquito_net, days_until_paid, ufv_when_leaving, ufv_when_paid, p):
    """What keeps the value of what is paid late, by the change of the UFV; nothing where no value of it is given."""
    if days_until_paid <= p.days_to_pay:
        return 0.0
    if ufv_when_leaving <= 0:
        return 0.0
    return finiquito_net * max(0.0, ufv_when_paid / ufv_when_leaving - 1)


@rule(unit="Bs/once", law="DS 28699 art. 9-II")
def finiquito_fine(leaving_reason, finiquito_net, finiquito_upkeep, days_until_paid, p):
    """Fine in the worker's favour where it is not paid in time.

    The decree speaks of dismissal; that the fine holds when a worker resigns rests on other norms.
    """
    if days_until_paid <= p.days_to_pay:
        return 0.0
    if leaving_reason == "dismissal":
        return p.fine * (finiquito_net + finiquito_upkeep)
    return p.fine_other * (finiquito_net + finiquito_upkeep)


@rule(unit="Bs/once", law="DS 28699 art. 9")
def finiquito(finiquito_net, finiquito_upkeep, finiquito_fine):
    """What the worker is paid in the end."""
    return finiquito_net + finiquito_upkeep + finiquito_fine


@rule(unit="Bs/once", law="DS 522 art. 1, 2 y 3")
def quinquenio(
    is_under_labour_law, employer_sector, leaving_reason, service_years, paid_five_year_periods, finiquito_mean_wage, p
):
    """Severance of each whole period of five years, which who stays at work may ask for; in the private sector."""
    if not is_under_labour_law:
        return 0.0
    if employer_sector == "public_enterprise":
        return 0.0
    if leaving_reason != "none":
        return 0.0
    periods = max(0, service_years // p.period_years - paid_five_year_periods)
    return p.wages_a_year * finiquito_mean_wage * p.period_years * periods


@rule(unit="Bs/once", law="DS 522 art. 3-IV")
def quinquenio_fine(quinquenio, days_until_paid, p):
    """Fine in the worker's favour where the quinquenio is not paid in time, counted from the written request."""
    if days_until_paid <= p.days_to_pay_period:
        return 0.0
    return p.fine_period * quinquenio
