"""Seguro de Salud para el Adulto Mayor: free care of older persons, 2006 to 2013."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 3323; DS 28968")
def sspam(has_social_security, age, p):
    """Entitled: uninsured, from a given age."""
    if has_social_security:
        return False
    return age >= p.min_age
