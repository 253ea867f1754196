"""Segundo empleador: contributions and RC-IVA of a month's pay from a second employer, beside the first."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 065 art. 83, 87, 88, 94 y 151")
def second_employer_contributions(aportes_sip_of_second_pay, national_solidarity_of_second_pay):
    """Contributions withheld from the second pay: each employer withholds on what it pays."""
    return aportes_sip_of_second_pay + national_solidarity_of_second_pay


@rule(unit="Bs/month", law="Ley 843 art. 26, 30 y 31; DS 21531 art. 6 y 8")
def second_employer_rc_iva(
    second_employer_pay,
    second_employer_contributions,
    employer_withholds_tax,
    total_earned,
    prima_anual,
    prima_anual_rc_iva,
    aportes_sip_worker,
    rc_iva_rate,
    rc_iva_untaxed,
    rc_iva_presumed_most,
    rc_iva_before_invoices,
    rc_iva_new_credit_balance,
    p,
):
    """RC-IVA of the second pay where both pays have one untaxed minimum and one presumed credit between them.

    The untaxed minimum is of the person; what invoices of the first leave over counts too.
    """
    if not employer_withholds_tax:
        return 0.0
    earned = total_earned + prima_anual + second_employer_pay
    both = earned - aportes_sip_worker - second_employer_contributions
    tax = rc_iva_rate * max(0.0, both - p.times_deducted * rc_iva_untaxed)
    due = max(0.0, tax - p.times_deducted * rc_iva_presumed_most)
    return max(0.0, due - rc_iva_before_invoices - prima_anual_rc_iva - rc_iva_new_credit_balance)


@rule(unit="Bs/month", law="Ley 843 art. 26 y 30; DS 21531 art. 8")
def second_employer_rc_iva_least(
    second_employer_pay,
    second_employer_contributions,
    employer_withholds_tax,
    rc_iva_rate,
    rc_iva_untaxed,
    rc_iva_presumed_most,
):
    """The same where the second employer deducts on its own, as if it were the only one: article 8 does not say."""
    if not employer_withholds_tax:
        return 0.0
    tax = rc_iva_rate * max(0.0, second_employer_pay - second_employer_contributions - rc_iva_untaxed)
    return max(0.0, tax - rc_iva_presumed_most)


@rule(unit="Bs/month")
def second_employer_net(second_employer_pay, second_employer_contributions, second_employer_rc_iva):
    """What is left of the second pay."""
    return second_employer_pay - second_employer_contributions - second_employer_rc_iva
