"""Salario Mínimo Nacional: the national minimum wage."""

from ayni.engine import rule


@rule(
    unit="Bs/month", law="decreto supremo de cada año; DS 3888 art. 7; DS 5154 art. 7; DS 5383 art. 7; DS 5516 art. 21"
)
def salario_minimo_nacional(p):
    """The lowest basic pay of a full-time month; other laws count in it.

    The decree of each year is backdated to January: the value of a year holds for the whole of it.
    """
    return p.amount
