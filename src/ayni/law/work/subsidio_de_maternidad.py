"""Subsidio de maternidad: the part of the wage paid during the leave around a birth."""

from ayni.engine import rule


@rule(unit="count", law="DL 13214 art. 31; Ley 1516 art. 2-II")
def maternity_days_covered(maternity_leave_days, maternity_days_taken):
    """Days of leave that are paid: those taken, up to those of the law, before and after the birth together."""
    return min(maternity_days_taken, maternity_leave_days)


@rule(unit="Bs/once", law="DL 13214 art. 28, 31 y 32")
def subsidio_de_maternidad(
    has_social_security, contributions_in_last_year, maternity_days_covered, maternity_base_wage, p
):
    """What the employer pays for those days, and the health fund gives back to it.

    For the insured with enough contributions in the twelve months before.
    """
    if not has_social_security:
        return 0.0
    if contributions_in_last_year < p.least_contributions:
        return 0.0
    return p.share_of_wage * maternity_base_wage / 30 * maternity_days_covered


@rule(unit="Bs/once", law="DL 13214 art. 28, 31 y 32")
def subsidio_de_maternidad_least(
    has_social_security, contributions_in_last_year, maternity_days_covered, maternity_base_wage, p
):
    """The same by the share that the decree law of 1975 says, which was later raised."""
    if not has_social_security:
        return 0.0
    if contributions_in_last_year < p.least_contributions:
        return 0.0
    return p.share_of_1975 * maternity_base_wage / 30 * maternity_days_covered
