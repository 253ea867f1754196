"""Asistencia familiar: the floor below which no judge may set what a parent owes."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 603 art. 116-IV y V")
def asistencia_familiar(children_owed_support, salario_minimo_nacional, p):
    """The least that is set, of whoever earns a minimum wage or less, and of whoever cannot show less.

    It grows with more children by what they need: how much is for the judge.
    """
    if children_owed_support < 1:
        return 0.0
    return p.share_of_minimum_wage * salario_minimo_nacional
