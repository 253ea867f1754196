"""Impuesto a las Transacciones Financieras: a small share of bank operations in foreign currency."""

from ayni.engine import rule


@rule(unit="share", law="Ley 3446 art. 2, 6 y 9")
def itf_rate(is_remittance_from_abroad, is_savings_account, foreign_balance, p):
    """Share of an operation in foreign currency that is due; none on remittances and small savings of persons."""
    if is_remittance_from_abroad:
        return 0.0
    if is_savings_account and foreign_balance <= p.exempt_balance:
        return 0.0
    return p.rate


@rule(unit="Bs/month", law="Ley 3446 art. 5 y 6; DS 28815 art. 4 y 5-V")
def itf(foreign_operation, itf_rate, p):
    """Tax on the month's operations in bolivianos: cut to cents, then to the nearest ten cents; none below ten."""
    tax = foreign_operation * itf_rate * p.bolivianos_per_dollar
    if tax < p.least_withheld:
        return 0.0
    cents = (tax * 100 + 0.000001) // 1
    return (cents + 5) // 10 / 10
