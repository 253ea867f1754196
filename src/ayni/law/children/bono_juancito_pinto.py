"""Bono Juancito Pinto: the yearly grant for attending public school."""

from ayni.engine import rule


@rule(
    unit="Bs/once",
    law="DS 28899 art. 2; DS 29321 art. 2 y 3; DS 29652 art. 2; el decreto de cada año, art. 2; DS 5516 art. 9",
)
def bono_juancito_pinto(attends_special_school, attends_regular_school, school_type, school_grade, age_this_year, p):
    """Grant per pupil of a public or agreement school, in the grades covered that year; no income test.

    The law looks at age on 31 December.
    """
    if school_type != "public":
        return 0.0
    if p.covers_special_education == 1 and attends_special_school:
        return p.amount
    if not attends_regular_school:
        return 0.0
    if school_grade < 1:
        return 0.0
    if school_grade > p.highest_grade:
        return 0.0
    if age_this_year > p.max_age:
        return 0.0
    return p.amount
