"""Bono Universal: Bs 500 once, from May 2020, to adults without wage, pension or another payment."""

from ayni.engine import rule


@rule(unit="Bs/once", law="DS 4215 art. 2")
def bono_universal(
    is_bolivian,
    age,
    is_bono_familia_student,
    is_parent_of_student,
    collects_bono_familia,
    renta_dignidad,
    canasta_familiar,
    receives_pension,
    on_state_payroll,
    contributes_as_dependent,
    p,
):
    """Per adult. Work and pensions are those of the survey's date, some months after the payment."""
    if not is_bolivian:
        return 0.0
    if age < p.min_age:
        return 0.0
    if age > p.max_age:
        return 0.0
    if is_bono_familia_student:
        return 0.0
    if p.excluded_parent == "all" and is_parent_of_student:
        return 0.0
    if p.excluded_parent == "collector" and collects_bono_familia:
        return 0.0
    if renta_dignidad > 0:
        return 0.0
    if canasta_familiar > 0:
        return 0.0
    if receives_pension:
        return 0.0
    if on_state_payroll:
        return 0.0
    if contributes_as_dependent:
        return 0.0
    return p.amount
