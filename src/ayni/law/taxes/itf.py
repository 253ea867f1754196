"""Impuesto a las Transacciones Financieras: a small share of bank operations in foreign currency."""

from ayni.engine import rule


@rule(unit="share", law="Ley 3446; Ley de 1 de julio de 2015")
def itf_rate(foreign_operation, p):
    """Share of one operation in foreign currency that is due; none on operations below the exempt amount."""
    if foreign_operation < p.exempt_below:
        return 0.0
    return p.rate
