"""Salario Mínimo Nacional: the national minimum wage."""

from ayni.engine import rule


@rule(unit="Bs/month", law="decreto supremo de cada año")
def salario_minimo_nacional(p):
    """The lowest basic pay of a full-time month; other laws count in it.

    Most years' decrees are backdated to January; those of 2006 and 2007 hold from May.
    """
    return p.amount


@rule(unit="Bs/month", law="DS 5516 art. 21-II; decreto supremo de cada año")
def short_of_minimum_wage(works_full_time, work_category, monthly_wage, salario_minimo_nacional):
    """What the basic pay of a full-time month lacks of the minimum wage: no agreement may go below it.

    Domestic work has its own least amounts, by its time.
    """
    if work_category == "domestic_worker":
        return 0.0
    if not works_full_time:
        return 0.0
    if monthly_wage <= 0:
        return 0.0
    return max(0.0, salario_minimo_nacional - monthly_wage)
