"""Prima anual: the share in the profits of the year, of who stays at work, and the tax on it."""

from ayni.engine import rule


@rule(unit="Bs/once", law="Ley General del Trabajo art. 57; DS 224 art. 48 a 51; Ley de 11 de junio de 1947 art. 3")
def prima_anual(is_under_labour_law, firm_made_profit, profit_year_months, profit_year_wage, p):
    """A month's wage for the year in which the firm made a profit, by twelfths after the first three months."""
    if not is_under_labour_law:
        return 0.0
    if not firm_made_profit:
        return 0.0
    if profit_year_months <= p.least_months:
        return 0.0
    return p.wages * profit_year_wage * profit_year_months / 12


@rule(unit="Bs/once", law="Ley 843 art. 19 d), 26, 30 y 31; DS 21531 art. 1 y 8")
def prima_anual_rc_iva(
    prima_anual,
    employer_withholds_tax,
    total_earned,
    aportes_sip_worker,
    rc_iva_rate,
    rc_iva_untaxed,
    rc_iva_presumed_most,
    rc_iva_before_invoices,
    rc_iva_new_credit_balance,
):
    """What it adds to the RC-IVA of the month in which it is paid."""
    if not employer_withholds_tax:
        return 0.0
    tax = rc_iva_rate * max(0.0, total_earned + prima_anual - aportes_sip_worker - rc_iva_untaxed)
    due = max(0.0, tax - rc_iva_presumed_most)
    return max(0.0, due - rc_iva_before_invoices - rc_iva_new_credit_balance)
