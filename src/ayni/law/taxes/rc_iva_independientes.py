"""RC-IVA of those without an employer: rents, consultancies and other income, a quarter at a time."""

from ayni.engine import rule


@rule(unit="Bs", law="DS 21531 art. 9; Ley 843 art. 30")
def rc_iva_quarter_before_credits(quarter_income, p):
    """The tax on all the income of the quarter: the two minimum wages are for wage earners alone."""
    return p.rate * quarter_income


@rule(unit="Bs", law="DS 21531 art. 9 y 16")
def rc_iva_quarter_presumed_credit(is_dependent_worker, rc_iva_quarter_before_credits, salario_minimo_nacional, p):
    """Credit for purchases presumed without invoice, for each of the three months; up to the tax.

    Whoever also earns a wage has it on the wage alone.
    """
    if is_dependent_worker:
        return 0.0
    presumed = p.rate * p.presumed_purchases_minimum_wages * p.months * salario_minimo_nacional
    return min(rc_iva_quarter_before_credits, presumed)


@rule(unit="Bs/once", law="DS 21531 art. 6 y 9; Ley 843 art. 30")
def rc_iva_quarter(
    rc_iva_quarter_before_credits, rc_iva_quarter_presumed_credit, quarter_invoices, quarter_credit_balance, p
):
    """What is paid for the quarter, after invoices and the balance of the quarter before; never below zero."""
    due = rc_iva_quarter_before_credits - rc_iva_quarter_presumed_credit
    return max(0.0, due - p.rate * quarter_invoices - quarter_credit_balance)


@rule(unit="Bs", law="DS 21531 art. 9")
def rc_iva_quarter_new_balance(
    rc_iva_quarter_before_credits, rc_iva_quarter_presumed_credit, quarter_invoices, quarter_credit_balance, p
):
    """Credit of invoices left for the next quarter; there it is first brought up to date."""
    due = rc_iva_quarter_before_credits - rc_iva_quarter_presumed_credit
    return max(0.0, p.rate * quarter_invoices + quarter_credit_balance - due)


@rule(unit="Bs/once", law="DS 21531 art. 11; Ley 843 art. 30")
def rc_iva_withheld_without_invoice(paid_without_invoice, p):
    """What a firm or office withholds from a rent or a fee without an invoice: of all of it, once and for all."""
    return p.rate * paid_without_invoice


@rule(unit="Bs/month", law="Ley 843 art. 27; DS 21531 art. 7")
def rc_iva_anticretico_income(anticretico_amount, p):
    """Income presumed of an anticrético, of a month: a tenth of the contract a year, in twelfths."""
    return p.anticretico_share * anticretico_amount / 12
