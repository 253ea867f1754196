"""Public education and health valued at what they cost the State, for whoever uses or is covered by them."""

from ayni.engine import rule


@rule(unit="Bs/year", law="Constitución art. 81, 82")
def public_school_at_cost(is_enrolled, school_type, school_level, p):
    """What a year of a public or agreement school costs, for a pupil below higher education."""
    if not is_enrolled:
        return 0.0
    if school_type != "public":
        return 0.0
    if school_level == "higher":
        return 0.0
    return p.school_cost


@rule(unit="Bs/year", law="Constitución art. 92, 93")
def public_university_at_cost(is_enrolled, school_type, school_level, p):
    """What a year of a public university or institute costs, for a student."""
    if not is_enrolled:
        return 0.0
    if school_type != "public":
        return 0.0
    if school_level != "higher":
        return 0.0
    return p.university_cost


@rule(unit="Bs/year", law="Ley 1152 art. 2")
def public_health_at_cost(health_insurance, p):
    """What public health costs a year for each person outside the funds of social security, used or not."""
    if health_insurance == "social_security":
        return 0.0
    return p.health_cost
