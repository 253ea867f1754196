"""Who is paid by PEPE, and for whom: facts with no dates of their own.

The lists of the decree are of late 2025. The survey's answers stand in for them.
"""

from ayni.engine import household_any, is_linked, linked_any, rule


@rule(unit="flag", law="DS 5516 art. 13-II")
def is_left_out_of_pepe(receives_pension, contributes_as_dependent, contributes_to_pension, work_category):
    """Has a pension, or a contribution paid for October 2025 as a dependant or a cooperative member.

    Whoever contributes on own account stays in. Contributing at the survey's date stands for that month.
    """
    if receives_pension:
        return True
    if contributes_as_dependent:
        return True
    return contributes_to_pension and work_category == "cooperative_member"


@rule(unit="flag", law="DS 5516 art. 13-I, 1 a 3")
def is_in_pepe_group(is_woman_in_juana_azurduy, reports_disability_grant, disability_card, disability_grade):
    """In a list of persons: Juana Azurduy, blind with the indigence grant, or serious disability; minors too."""
    if is_woman_in_juana_azurduy:
        return True
    if reports_disability_grant:
        return True
    return disability_card and disability_grade in ("serious", "very_serious")


@rule(unit="flag", law="DS 5516 art. 13-I, 4")
def is_pepe_pupil(is_enrolled, school_level, school_type):
    """A pupil of a public or agreement school of regular, alternative or special education; literacy not taken in."""
    if not is_enrolled:
        return False
    if school_type != "public":
        return False
    return school_level in ("preschool", "primary", "secondary", "special", "adult_primary", "adult_secondary")


is_mother_of_pepe_pupil = linked_any("is_pepe_pupil", by=("mother",))
is_father_of_pepe_pupil = linked_any("is_pepe_pupil", by=("father",))
has_father_at_home = is_linked("father")


@rule(unit="flag", law="DS 5516 art. 13-I, 4 y 13-II")
def collects_pepe_as_mother(is_mother_of_pepe_pupil, is_left_out_of_pepe):
    """A pupil's mother who is not left out: taken to collect for her family."""
    return is_mother_of_pepe_pupil and not is_left_out_of_pepe


a_mother_collects_pepe = household_any("collects_pepe_as_mother")


@rule(unit="flag", law="DS 5516 art. 13-I, 4 y 13-II")
def collects_pepe_as_father(is_father_of_pepe_pupil, is_left_out_of_pepe, a_mother_collects_pepe):
    """A pupil's father who is not left out, where no mother of the household collects."""
    if a_mother_collects_pepe:
        return False
    return is_father_of_pepe_pupil and not is_left_out_of_pepe


a_father_collects_pepe = household_any("collects_pepe_as_father")


@rule(unit="flag")
def is_pepe_pupil_without_parents(is_pepe_pupil, age, has_mother_at_home, has_father_at_home):
    """A pupil under 18 with neither mother nor father in the household: a guardian stands for them."""
    return is_pepe_pupil and age < 18 and not has_mother_at_home and not has_father_at_home


home_has_pepe_pupil_without_parents = household_any("is_pepe_pupil_without_parents")


@rule(unit="flag")
def is_guardian_for_pepe(relation, home_has_pepe_pupil_without_parents, a_mother_collects_pepe, a_father_collects_pepe):
    """Head or spouse of a household with a pupil without parents in it, and with no parent who collects."""
    if a_mother_collects_pepe or a_father_collects_pepe:
        return False
    return home_has_pepe_pupil_without_parents and relation in ("head", "spouse")


@rule(unit="flag", law="DS 5516 art. 13-I, 4 y 13-II")
def head_collects_pepe_as_guardian(relation, is_guardian_for_pepe, is_left_out_of_pepe):
    """The head as guardian, if not left out."""
    return is_guardian_for_pepe and relation == "head" and not is_left_out_of_pepe


the_head_collects_pepe = household_any("head_collects_pepe_as_guardian")


@rule(unit="flag", law="DS 5516 art. 13-I, 4 y 13-II")
def collects_pepe_as_guardian(relation, is_guardian_for_pepe, is_left_out_of_pepe, the_head_collects_pepe):
    """The guardian: the head, or the spouse where the head is left out."""
    if the_head_collects_pepe:
        return relation == "head"
    return is_guardian_for_pepe and not is_left_out_of_pepe


@rule(unit="flag", law="DS 5516 art. 13-I, 4")
def collects_pepe_for_pupils(collects_pepe_as_mother, collects_pepe_as_father, collects_pepe_as_guardian):
    """The parent or guardian who collects for the pupils of a family."""
    return collects_pepe_as_mother or collects_pepe_as_father or collects_pepe_as_guardian
