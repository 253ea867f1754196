"""Seguro Universal Materno Infantil: free care of mothers and small children, 2003 to April 2014."""

from ayni.engine import rule


@rule(unit="flag", law="DS 26874 art. 1")
def sumi(has_social_security, is_pregnant, gave_birth_last_year, age, p):
    """Entitled: uninsured, and pregnant, a mother of the last months, or a small child.

    The law covers six months after the birth; the survey tells births of the last twelve.
    """
    if has_social_security:
        return False
    if age < p.child_age_limit:
        return True
    return is_pregnant or gave_birth_last_year
