"""Who is who in the payments of 2020: pupils, the parents who collect for them, and women in Juana Azurduy.

These are facts, with no dates of their own, so that a payment of December can look back at one of April.
"""

from ayni.engine import is_linked, linked_any, rule


@rule(unit="flag", law="DS 4197 art. 2; DS 4199; DS 4205 disp. adicional única; DS 4210 art. 2; DS 4215 art. 3")
def is_bono_familia_student(is_enrolled, school_level, school_type):
    """A pupil of initial, primary or secondary school of any kind, or of public special or alternative education.

    Adults' primary and secondary are the alternative education that grants a school report; literacy courses are
    not taken in.
    """
    if not is_enrolled:
        return False
    if school_level in ("preschool", "primary", "secondary"):
        return True
    return school_type == "public" and school_level in ("special", "adult_primary", "adult_secondary")


is_parent_of_student = linked_any("is_bono_familia_student", by=("mother", "father"))
is_mother_of_student = linked_any("is_bono_familia_student", by=("mother",))
has_mother_at_home = is_linked("mother")


@rule(unit="flag")
def is_student_without_mother(is_bono_familia_student, has_mother_at_home):
    """A pupil of Bono Familia whose mother is not in the household."""
    return is_bono_familia_student and not has_mother_at_home


is_father_of_student_without_mother = linked_any("is_student_without_mother", by=("father",))


@rule(unit="flag")
def collects_bono_familia(is_mother_of_student, is_father_of_student_without_mother):
    """Taken to be the parent who collected Bono Familia: a pupil's mother, or the father where she is not at home.

    One parent collects for each pupil. The survey does not say which one.
    """
    return is_mother_of_student or is_father_of_student_without_mother


is_mother_of_juana_azurduy_child = linked_any("bono_juana_azurduy_child", by=("mother",))


@rule(unit="flag", law="Resolución Biministerial 001/20 art. 4; DS 4392")
def is_woman_in_juana_azurduy(
    has_social_security, gave_birth_last_year, reported_prenatal_controls, is_mother_of_juana_azurduy_child
):
    """A woman to whom Bono Juana Azurduy is being paid, for herself or for a child of hers.

    The survey of 2020 does not ask who is pregnant: a woman was in the programme before the birth if she was paid
    for a control.
    """
    if reported_prenatal_controls > 0:
        return True
    if is_mother_of_juana_azurduy_child:
        return True
    return gave_birth_last_year and not has_social_security
