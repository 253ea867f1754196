"""Bono Juana Azurduy: payments to uninsured mothers and small children for their health controls."""

from ayni.engine import rule


@rule(unit="Bs/year", law="DS 66 art. 3-II y 5")
def bono_juana_azurduy_mother(
    has_social_security, is_or_was_pregnant, is_pregnant_too_soon, prenatal_care_in_year, deliveries_in_year, p
):
    """What a mother is due in a period if she attends every control and gives birth in a health centre.

    Not for a pregnancy while her last child is under two.
    """
    if has_social_security:
        return 0.0
    if not is_or_was_pregnant:
        return 0.0
    if is_pregnant_too_soon:
        return 0.0
    prenatal = p.prenatal_control * p.prenatal_controls_max * prenatal_care_in_year
    return prenatal + p.delivery_and_postnatal * deliveries_in_year


@rule(unit="Bs/year", law="DS 66 art. 3-II y 5")
def bono_juana_azurduy_child(has_social_security, age, months_alive_in_year, p):
    """What a child under two is due in a period if taken to every control."""
    if has_social_security:
        return 0.0
    if age >= p.child_age_limit:
        return 0.0
    controls = min(p.child_controls_max / p.child_age_limit, months_alive_in_year / p.months_between_child_controls)
    return p.child_control * controls
