"""Subsidio Universal Prenatal por la Vida: food packages for uninsured pregnant women."""

from ayni.engine import rule


@rule(unit="Bs/year", law="DS 2480 art. 3, 4 y 5")
def subsidio_universal_prenatal(
    has_social_security, is_or_was_pregnant, is_pregnant_too_soon, late_pregnancy_in_year, p
):
    """Value in a period of the packages due from the fifth month of pregnancy; in kind, not cash.

    For those whom Juana Azurduy enrols.
    """
    if has_social_security:
        return 0.0
    if not is_or_was_pregnant:
        return 0.0
    if is_pregnant_too_soon:
        return 0.0
    return p.package_value * p.packages * late_pregnancy_in_year
