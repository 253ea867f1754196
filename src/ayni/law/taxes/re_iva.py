"""Re-IVA: the cash refund of part of the VAT in invoices."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 1355 art. 2, 3 y 4; DS 4435 art. 2, 3 y 8")
def re_iva(is_enabled_for_refund, average_monthly_income, invoices_for_refund, p):
    """Refund of the month to a person enabled by the tax office, up to an income, on invoices up to that income."""
    if not is_enabled_for_refund:
        return 0.0
    if average_monthly_income > p.income_limit:
        return 0.0
    return p.refund_rate * min(invoices_for_refund, average_monthly_income)
