"""RC-IVA: the tax on wages that complements VAT, and the net pay that it leaves."""

from ayni.engine import rule


@rule(unit="flag")
def employer_withholds_tax(contributes_as_dependent):
    """Assumed, not in the law: an employer who pays no contributions withholds no tax either."""
    return contributes_as_dependent


@rule(unit="Bs/month", law="Ley 843 art. 19 d), 25 y 26; DS 21531 art. 5 y 6")
def rc_iva_base(employer_withholds_tax, total_earned, aportes_sip_worker, salario_minimo_nacional, p):
    """Total earned less the worker's contributions and less the wages that are not taxed."""
    if not employer_withholds_tax:
        return 0.0
    return max(0.0, total_earned - aportes_sip_worker - p.untaxed_minimum_wages * salario_minimo_nacional)


@rule(unit="share", law="Ley 843 art. 30")
def rc_iva_rate(p):
    """The rate on wages."""
    return p.rate


@rule(unit="Bs/month", law="Ley 843 art. 26; DS 21531 art. 6")
def rc_iva_untaxed(salario_minimo_nacional, p):
    """The pay of a month that is not taxed, of one person."""
    return p.untaxed_minimum_wages * salario_minimo_nacional


@rule(unit="Bs/month", law="DS 21531 art. 8 c) 2; DS 5383 disposición adicional única")
def rc_iva_presumed_most(salario_minimo_nacional, p):
    """The most that the credit for purchases presumed without invoice can be in a month."""
    return p.rate * p.presumed_purchases_minimum_wages * salario_minimo_nacional


@rule(unit="Bs/month", law="Ley 843 art. 30")
def rc_iva_before_credits(rc_iva_base, p):
    """The tax on the base, before any credit."""
    return p.rate * rc_iva_base


@rule(unit="Bs/month", law="DS 21531 art. 8 c) 2; DS 5383 disposición adicional única")
def rc_iva_presumed_credit(rc_iva_before_credits, salario_minimo_nacional, p):
    """Credit for the VAT of purchases presumed to be without invoice; up to the tax, and not carried over."""
    return min(rc_iva_before_credits, p.rate * p.presumed_purchases_minimum_wages * salario_minimo_nacional)


@rule(unit="Bs/month", law="Ley 843 art. 30; DS 21531 art. 8 c)")
def rc_iva_before_invoices(rc_iva_before_credits, rc_iva_presumed_credit):
    """The tax that invoices must cover: what is due from a worker who presents none."""
    return rc_iva_before_credits - rc_iva_presumed_credit


@rule(unit="Bs/month", law="Ley 843 art. 31")
def rc_iva_invoice_credit(employer_withholds_tax, invoices_with_credit, p):
    """Credit for the VAT of the invoices presented in the month (form 110)."""
    if not employer_withholds_tax:
        return 0.0
    return p.invoice_credit_rate * invoices_with_credit


@rule(unit="Bs/month", law="Ley 843 art. 31; DS 21531 art. 8 c)")
def rc_iva(rc_iva_before_invoices, rc_iva_invoice_credit, rc_iva_credit_balance):
    """The tax withheld in the month, after the invoices and the balance of earlier months; never below zero."""
    return max(0.0, rc_iva_before_invoices - rc_iva_invoice_credit - rc_iva_credit_balance)


@rule(unit="Bs", law="DS 21531 art. 8 c)")
def rc_iva_new_credit_balance(rc_iva_before_invoices, rc_iva_invoice_credit, rc_iva_credit_balance):
    """Credit of invoices that is left for the next month; there it is first brought up to date by the UFV."""
    return max(0.0, rc_iva_invoice_credit + rc_iva_credit_balance - rc_iva_before_invoices)


@rule(unit="Bs/month")
def net_pay(total_earned, aportes_sip_worker, rc_iva):
    """What the worker receives: total earned less contributions and tax."""
    return total_earned - aportes_sip_worker - rc_iva
