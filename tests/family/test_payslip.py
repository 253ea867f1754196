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
