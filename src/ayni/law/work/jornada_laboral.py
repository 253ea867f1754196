"""Jornada laboral: overtime, holidays, night work, the minimum wage by the hour, and leave around a birth."""

from ayni.engine import rule


@rule(unit="count", law="Ley General del Trabajo art. 46; Ley 2450 art. 11")
def legal_weekly_hours(sex, age, work_category, lives_in, p):
    """The most hours a week: fewer for women and minors; ten a day for domestic workers who live in."""
    if work_category == "domestic_worker" and lives_in:
        return p.days_a_week * p.daily_hours_living_in
    if work_category == "domestic_worker":
        return p.days_a_week * p.daily_hours
    if sex == "woman":
        return p.weekly_hours_women
    if age < p.adult_age:
        return p.weekly_hours_women
    return p.weekly_hours


@rule(unit="count", law="Ley General del Trabajo art. 46")
def hours_of_a_month(legal_weekly_hours, p):
    """Hours that a month's wage pays for: those of a week, over its working days, for thirty days."""
    return p.days_a_month * legal_weekly_hours / p.days_a_week


@rule(unit="Bs", law="Ley General del Trabajo art. 52 y 55")
def hourly_wage(monthly_wage, hours_of_a_month):
    """What an hour of the monthly wage is worth."""
    return monthly_wage / hours_of_a_month


@rule(unit="Bs", law="Ley General del Trabajo art. 52; Ley 2450 art. 14")
def minimum_hourly_wage(salario_minimo_nacional, hours_of_a_month):
    """The minimum wage by the hour."""
    return salario_minimo_nacional / hours_of_a_month


@rule(unit="Bs/month", law="Ley General del Trabajo art. 46 y 55")
def overtime_pay(is_under_labour_law, is_in_charge, overtime_hours, hourly_wage, p):
    """Overtime, with its surcharge; not for posts of direction, watch or trust."""
    if not is_under_labour_law:
        return 0.0
    if is_in_charge:
        return 0.0
    return overtime_hours * hourly_wage * (1 + p.overtime_surcharge)


@rule(unit="Bs/month", law="Ley General del Trabajo art. 41 y 55; DS 224 art. 31")
def holiday_work_pay(is_under_labour_law, holiday_hours, hourly_wage, p):
    """Work on Sundays and holidays without another day of rest in the week, with its surcharge."""
    if not is_under_labour_law:
        return 0.0
    return holiday_hours * hourly_wage * (1 + p.holiday_surcharge)


@rule(unit="Bs/month", law="Ley General del Trabajo art. 55")
def night_work_pay(is_under_labour_law, night_hours, hourly_wage, p):
    """Surcharge of hours worked at night, which the wage pays already: the least that the law says."""
    if not is_under_labour_law:
        return 0.0
    return night_hours * hourly_wage * p.night_surcharge_least


@rule(unit="Bs/month", law="Ley General del Trabajo art. 55")
def night_work_pay_most(is_under_labour_law, night_hours, hourly_wage, p):
    """The same at the most that the law says; which of them holds depends on the work."""
    if not is_under_labour_law:
        return 0.0
    return night_hours * hourly_wage * p.night_surcharge_most


@rule(unit="Bs/month", law="Ley 2450 art. 14")
def domestic_minimum_wage(
    work_category, domestic_time, domestic_hours, salario_minimo_nacional, minimum_hourly_wage, p
):
    """The least that a domestic worker may be paid a month: for a full day, half time or some hours."""
    if work_category != "domestic_worker":
        return 0.0
    if domestic_time == "half":
        return p.half_time * salario_minimo_nacional
    if domestic_time == "hours":
        return domestic_hours * minimum_hourly_wage
    return salario_minimo_nacional


@rule(unit="Bs/month", law="Ley 2450 art. 14")
def short_of_domestic_minimum(domestic_minimum_wage, monthly_wage):
    """What the pay of a domestic worker lacks of the least for her time."""
    if domestic_minimum_wage <= 0:
        return 0.0
    return max(0.0, domestic_minimum_wage - monthly_wage)


@rule(unit="Bs/month", law="Ley General del Trabajo art. 46 y 52")
def minimum_wage_of_hours(hours_paid_by_the_hour, minimum_hourly_wage):
    """The least for a month's hours, where pay is by the hour."""
    return hours_paid_by_the_hour * minimum_hourly_wage


@rule(unit="count", law="DL 13214 art. 31; Ley 2450 art. 21-6")
def maternity_leave_days(sex, is_dependent_worker, p):
    """Days of leave around a birth, before and after it."""
    if sex != "woman":
        return 0
    if not is_dependent_worker:
        return 0
    return p.maternity_days_before + p.maternity_days_after


@rule(unit="count", law="DS 1212 art. único")
def paternity_leave_days(sex, is_dependent_worker, p):
    """Working days of a father's leave, with all of the total earned."""
    if sex != "man":
        return 0
    if not is_dependent_worker:
        return 0
    return p.paternity_days
