"""Bono Familia: Bs 500 once, from April 2020, for each pupil."""

from ayni.engine import rule


@rule(unit="Bs/once", law="DS 4197 art. 2; DS 4199; DS 4205 disp. adicional única; DS 4210 art. 2; DS 4215 art. 3")
def bono_familia(is_bono_familia_student, p):
    """Per pupil, paid to one parent or guardian; public and private schools alike."""
    if not is_bono_familia_student:
        return 0.0
    return p.amount
