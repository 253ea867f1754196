"""Gestión de Aula: the bonus of each June for teachers and staff of public schools."""

from ayni.engine import rule


@rule(unit="Bs/year", law="DS 5621 art. único; DS 5622 art. único")
def gestion_de_aula(is_public_school_staff, p):
    """The amount of the year for teachers and administrative staff of public schools."""
    if not is_public_school_staff:
        return 0.0
    return p.amount
