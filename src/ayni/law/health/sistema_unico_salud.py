"""Sistema Único de Salud: free care of everybody without social security, since March 2019."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 1152")
def sistema_unico_salud(has_social_security):
    """Entitled: not insured in a short-term social security fund; no limit of age."""
    return not has_social_security
