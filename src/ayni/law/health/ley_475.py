"""Ley 475: free care of mothers, small children, older persons and persons with a disability, until the SUS of 2019."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 475 art. 5; DS 1984 art. 4")
def ley_475(has_social_security, is_pregnant, gave_birth_last_year, disability_card, age, p):
    """Entitled to care of every need: uninsured, and of one of the law's groups.

    The law covers six months after the birth; the survey tells births of the last twelve.
    """
    if has_social_security:
        return False
    if age < p.child_age_limit:
        return True
    if age >= p.old_age:
        return True
    if disability_card:
        return True
    return is_pregnant or gave_birth_last_year


@rule(unit="flag", law="Ley 475 art. 5")
def ley_475_reproductive_care(has_social_security, sex, age, p):
    """Entitled to sexual and reproductive care: uninsured women of fertile age."""
    if has_social_security:
        return False
    if sex != "woman":
        return False
    return p.fertile_age_from <= age <= p.fertile_age_to
