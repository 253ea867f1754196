"""Bono contra el Hambre: Bs 1,000 once, from December 2020, to adults without wage or pension."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley 1330; DS 4392")
def bono_contra_el_hambre(
    is_bolivian,
    age,
    contributes_as_dependent,
    receives_pension,
    is_bono_familia_student,
    is_parent_of_student,
    collects_bono_familia,
    is_woman_in_juana_azurduy,
    reports_disability_grant,
    bono_universal,
    is_dependent_worker,
    p,
):
    """Per adult in one of the decree's groups; the insured who work for themselves are among those without a wage.

    Ages are those of the survey. The law asks for 18 years on 16 September 2020, and for less than 60 on 1 March 2021.
    Ask it on a day of 2020: on one of 2021 the Bono Universal of the year before is not remembered.
    """
    if not is_bolivian:
        return 0.0
    if age < p.min_age:
        return 0.0
    if age > p.max_age:
        return 0.0
    if contributes_as_dependent:
        return 0.0
    if receives_pension:
        return 0.0
    if is_bono_familia_student:
        return 0.0
    if p.excluded_parent == "all" and is_parent_of_student:
        return 0.0
    if p.excluded_parent == "collector" and collects_bono_familia:
        return 0.0
    if is_woman_in_juana_azurduy:
        return p.amount
    if reports_disability_grant:
        return p.amount
    if bono_universal > 0:
        return p.amount
    if is_dependent_worker:
        return 0.0
    return p.amount
