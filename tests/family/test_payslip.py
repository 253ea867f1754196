"""The payslip, worked by hand."""

import datetime as dt

import pytest

from ayni.family import payslip
from ayni.law import bolivia
from ayni.report import payslip_table

DAY = dt.date(2026, 2, 1)


def lines(wage, day, **answers):
    return {line.rule: line for line in payslip({"monthly_wage": wage, **answers}, day, bolivia())}


def test_a_payslip_of_may_2025_worked_by_hand():
    """Bs 9,500 and six years of service: 11 % of one minimum wage of 2,750; 12.71 %; RC-IVA above two minimum wages."""
    found = lines(9_500, dt.date(2025, 5, 1), years_of_service=6)
    total = 9_500 + 0.11 * 2_750
    assert found["total_earned"].amount == pytest.approx(total)
    assert found["aportes_sip_old_age"].base == pytest.approx(total)
    assert found["aportes_sip_old_age"].rate == 0.10
    assert found["aportes_sip_worker"].amount == pytest.approx(0.1271 * total)
    assert found["aportes_sip_employer"].amount == pytest.approx(0.1721 * total)
    assert found["net_pay"].amount == pytest.approx(total - 0.1271 * total - found["rc_iva"].amount)
    assert found["labour_cost"].amount == pytest.approx(1.1721 * total)


def test_rc_iva_changes_in_may_2025_by_itself():
    april, may = (lines(9_500, dt.date(2025, month, 15))["rc_iva"].amount for month in (4, 5))
    assert april == 0
    net_of_contributions = 9_500 * (1 - 0.1271)
    assert may == pytest.approx(0.13 * (net_of_contributions - 2 * 2_750) - 0.13 * 2_750)


def test_invoices_pay_the_tax_and_their_rest_is_left_over():
    without = lines(20_000, dt.date(2019, 6, 1))["rc_iva"].amount
    some = lines(20_000, dt.date(2019, 6, 1), invoices_with_credit=1_000)["rc_iva"].amount
    assert some == pytest.approx(without - 130)
    assert lines(20_000, dt.date(2019, 6, 1), invoices_with_credit=100_000)["rc_iva"].amount == 0


def test_a_balance_carried_from_the_month_before_stands_on_the_payslip_with_what_is_left_of_it():
    """2026, Bs 15,000: 13 % of 6,470.50 is 841.17; less 429 presumed 412.17, which a balance of 412.17 just pays."""
    law, day = bolivia(), dt.date(2026, 5, 1)
    for balance, tax, left in ((0, 412.165, 0), (412, 0.165, 0), (412.165, 0, 0), (900, 0, 487.835)):
        amounts = {
            each.rule: each for each in payslip({"monthly_wage": 15_000, "rc_iva_credit_balance": balance}, day, law)
        }
        assert amounts["rc_iva_credit_balance"].amount == balance
        assert amounts["rc_iva"].amount == pytest.approx(tax)
        assert amounts["rc_iva_new_credit_balance"].amount == pytest.approx(left)
        assert "Ley 843" in amounts["rc_iva_new_credit_balance"].law
    without = {each.rule for each in payslip({"monthly_wage": 15_000}, day, law)}
    assert not {"rc_iva_credit_balance", "rc_iva_new_credit_balance"} & without


def test_arrears_are_shown_where_the_earlier_pay_is_given():
    assert "incremento_salarial_arrears" not in lines(3_000, dt.date(2025, 5, 1))
    found = lines(3_000, dt.date(2025, 5, 1), basic_pay_before_increase=3_000)
    assert found["incremento_salarial_arrears"].amount == pytest.approx(4 * 150)


def test_basic_pay_below_the_minimum_wage_is_remarked_and_no_other():
    below, equal = (lines(wage, dt.date(2026, 2, 1))["short_of_minimum_wage"] for wage in (3_000, 3_300))
    assert (below.section, below.amount, equal.amount) == ("remarks", 300, 0)
    shown = [
        payslip_table(payslip({"monthly_wage": wage}, DAY, bolivia()), DAY, bolivia(), "es") for wage in (3_000, 3_300)
    ]
    assert [any("salario mínimo" in line.head for line in table.lines) for table in shown] == [True, False]


def test_the_border_subsidy_is_part_of_the_total_earned():
    found = lines(5_000, DAY, kilometres_to_border=10)
    assert (found["subsidio_de_frontera"].amount, found["total_earned"].amount) == (1_000, 6_000)
    assert found["aportes_sip_old_age"].base == 6_000


def arrears(day, **answers):
    found = payslip({"monthly_wage": 5_250, **answers}, day, bolivia())
    return {line.rule: line.amount for line in found if line.section == "arrears"}


def test_seniority_is_owed_too_and_contributions_and_rc_iva_on_it():
    """DS 5383 of 1 May 2025: 5 % and a minimum of 2,750 for 2,500, from January; ten years in a productive firm.

    Seniority: 18 % of three minimum wages, 0.18 x 3 x 250 = 135 a month, 540 for four. Basic pay: 250 a month, 1,000.
    """
    answers = {"years_of_service": 10, "works_in_productive_enterprise": True}
    found = arrears(dt.date(2025, 5, 1), basic_pay_before_increase=5_000, **answers)
    assert found["incremento_salarial_arrears"] == pytest.approx(1_000)
    assert found["bono_antiguedad_arrears"] == pytest.approx(540)
    assert found["total_earned_arrears"] == pytest.approx(1_540)
    assert found["aportes_sip_worker_arrears"] == pytest.approx(0.1271 * 1_540)
    assert found["aportes_sip_employer_arrears"] == pytest.approx(0.1721 * 1_540)
    # taxable of May: 5,250 + 0.18 x 3 x 2,750 = 6,735, with the arrears 8,275; less 12.71 % and two minimum wages
    tax = 0.13 * (8_275 * 0.8729 - 5_500) - 0.13 * 2_750
    before = max(0, 0.13 * (6_735 * 0.8729 - 5_500) - 0.13 * 2_750)
    assert found.get("rc_iva_arrears", 0) == pytest.approx(max(0, tax) - before)
    assert found["net_pay_arrears"] == pytest.approx(1_540 * 0.8729 - found.get("rc_iva_arrears", 0))


def test_arrears_begin_with_the_decree_and_are_never_known_before():
    given = {"years_of_service": 10, "basic_pay_before_increase": 5_000}
    assert arrears(dt.date(2025, 4, 1), **given) == {}
    assert arrears(dt.date(2025, 6, 1), **given)["bono_antiguedad_arrears"] == pytest.approx(0.18 * 250 * 4)
    known = bolivia().as_known_on(dt.date(2025, 4, 30))
    found = payslip({"monthly_wage": 5_000, **given}, dt.date(2025, 5, 1), known)
    assert not [line for line in found if line.section == "arrears"]


def test_seniority_is_owed_in_the_month_of_the_decree_where_no_earlier_pay_is_given():
    assert arrears(dt.date(2025, 5, 1), years_of_service=10)["bono_antiguedad_arrears"] == pytest.approx(180)
    assert arrears(dt.date(2025, 6, 1), years_of_service=10) == {}
    assert arrears(dt.date(2025, 5, 1)) == {}


def test_what_was_paid_in_march_is_asked_as_it_was_known_then():
    march = dt.date(2025, 3, 1)
    answers = {"monthly_wage": 5_000, "years_of_service": 10}
    then = {line.rule: line.amount for line in payslip(answers, march, bolivia().as_known_on(dt.date(2025, 3, 31)))}
    assert then["bono_antiguedad"] == pytest.approx(0.18 * 2_500)
    assert lines(5_000, march, years_of_service=10)["bono_antiguedad"].amount == pytest.approx(0.18 * 2_750)
