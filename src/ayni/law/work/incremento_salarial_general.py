"""Incremento salarial general: the yearly increase of basic pay, backdated to January."""

from ayni.engine import rule


@rule(unit="share", law="decreto supremo de cada año, art. 6; DS 5516 art. 21 a 23")
def incremento_salarial_rate(agreed_increase_percent, p):
    """Increase of basic pay of the year: the one agreed with the employer, else the one of the decree.

    For private firms the decree's percentage is the base of the negotiation.
    """
    if agreed_increase_percent > 0:
        return agreed_increase_percent / 100
    return p.increase_percent / 100


@rule(unit="Bs/month", law="decreto supremo de cada año, art. 6 y 7")
def basic_pay_after_increase(basic_pay_before_increase, incremento_salarial_rate, salario_minimo_nacional):
    """Basic pay of a full-time month after the decree, never below the minimum wage of the year."""
    if basic_pay_before_increase <= 0:
        return 0.0
    return max(basic_pay_before_increase * (1 + incremento_salarial_rate), salario_minimo_nacional)


@rule(unit="Bs/month", law="decreto supremo de cada año")
def incremento_salarial_arrears_of_month(basic_pay_before_increase, basic_pay_after_increase):
    """What is owed for one month that was paid before the decree was signed."""
    return max(0.0, basic_pay_after_increase - basic_pay_before_increase)


@rule(unit="Bs/once", law="decreto supremo de cada año")
def incremento_salarial_arrears(incremento_salarial_arrears_of_month, p):
    """What is owed for all the months of the year that ended before the decree was signed."""
    return incremento_salarial_arrears_of_month * p.months_in_arrears
