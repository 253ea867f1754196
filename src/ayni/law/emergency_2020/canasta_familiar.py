"""Canasta Familiar: Bs 400 once, in April 2020, to those already in three programmes."""

from ayni.engine import rule


@rule(unit="Bs/once", law="DS 4200 art. 11; Resolución Biministerial 001/20 art. 4")
def canasta_familiar(
    is_bolivian,
    on_state_payroll,
    is_dependent_worker,
    renta_dignidad,
    receives_pension,
    is_woman_in_juana_azurduy,
    reports_disability_grant,
    p,
):
    """To whoever has Renta Dignidad and no pension, is in Juana Azurduy, or has the disability or blindness grant.

    The two last grants are taken as received: the survey asks for both in one question, and no rule gives the second.
    """
    if not is_bolivian:
        return 0.0
    if on_state_payroll:
        return 0.0
    if is_dependent_worker:
        return 0.0
    if renta_dignidad > 0 and not receives_pension:
        return p.amount
    if is_woman_in_juana_azurduy:
        return p.amount
    if reports_disability_grant:
        return p.amount
    return 0.0
