"""Seguro de Salud para el Adulto Mayor: free care of older persons, 2006 to April 2014."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 3323; DS 28968 art. 1")
def sspam(has_social_security, is_bolivian, age, p):
    """Entitled: Bolivian, uninsured, from a given age."""
    if has_social_security:
        return False
    if not is_bolivian:
        return False
    return age >= p.min_age
