"""What leaves out of the disability grant and no survey asks: a family says it; where nobody does, it is not so."""

from ayni.engine import rule


@rule(unit="flag", law="DS 3437 art. 9-I")
def registered_late():
    """Registered as a person with a disability after 30 June of the year before."""
    return False


@rule(unit="flag", law="Ley 977 art. 3-II")
def has_inclusion_job():
    """Has a job of the inclusion quota."""
    return False


@rule(unit="flag", law="Ley 977 art. 3-IX")
def has_indigence_grant():
    """Receives the indigence grant of the blind; the survey asks for it together with the disability grant."""
    return False
