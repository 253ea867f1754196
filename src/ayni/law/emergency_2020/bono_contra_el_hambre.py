"""Bono contra el Hambre: Bs 1,000 once, from December 2020, to adults without contributions or pension."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley 1330 art. 2; DS 4392 art. 3")
def bono_contra_el_hambre(
    is_bolivian,
    age,
    contributes_as_dependent,
    receives_pension,
    is_bono_familia_student,
    is_parent_of_student,
    collects_bono_familia,
    p,
):
    """Per adult who is in none of the groups left out.

    The decree names groups: Juana Azurduy, disability and blindness grants, Bono Universal, those without a wage, and,
    as applied, independent workers, mining cooperatives and dependants without contributions. Together they are
    everybody who is not left out. The decree names survivors' pensions; the others are left out of Bono Universal,
    whose list it takes over. Ages are those of the survey; the law asks for 18 years on 16 September 2020, and for
    less than 60 on 1 March 2021.
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
    return p.amount
