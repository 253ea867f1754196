"""IVA, IT and IUE: the value added, transactions and corporate income taxes, for one purchase, sale or firm."""

from ayni.engine import rule


@rule(unit="Bs", law="Ley 843 art. 1, 5 y 15")
def iva_in_purchase(purchase_has_invoice, purchase_price, p):
    """Value added tax in the price of one purchase: a share of the final price, which holds the tax.

    A purchase without invoice holds only the tax on what its seller bought, which is not computed.
    """
    if not purchase_has_invoice:
        return 0.0
    return purchase_price * p.vat_rate


@rule(unit="share", law="Ley 843 art. 5 y 15")
def iva_on_net_price(p):
    """The same tax as a share of the price without it."""
    return p.vat_rate / (1 - p.vat_rate)


@rule(unit="Bs", law="Ley 843 art. 72 a 75; Ley 1606 art. 1-11")
def it_on_sales(gross_sales, p):
    """Transactions tax of a seller of the general regime: a share of gross sales, at every stage."""
    return gross_sales * p.it_rate


@rule(unit="Bs/year", law="Ley 843 art. 36 a 50; Ley 1606 art. 1-9")
def iue_of_firm(firm_profit, p):
    """Corporate income tax on a year's net profit; none on a loss. What is paid counts against the IT."""
    if firm_profit <= 0:
        return 0.0
    return firm_profit * p.iue_rate


@rule(unit="share", law="Ley 843 art. 5 y 15")
def vat_rate_of_price(p):
    """The IVA rate, which is a share of the final price."""
    return p.vat_rate


@rule(unit="share", law="Ley 843 art. 75; Ley 1606 art. 1-11")
def it_rate_of_sales(p):
    """The IT rate on gross sales."""
    return p.it_rate
