"""The payslip, and gross wages from net ones: worked by hand, and there and back on every contributor."""

import datetime as dt

import numpy as np
import pytest

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.scenario import payslip, with_gross_wages
from ayni.scenario.analysis import survey_day
from ayni.survey import load


def lines(wage, day, **answers):
    return {line.rule: line for line in payslip({"monthly_wage": wage, **answers}, day)}


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


def there_and_back(population):
    law = bolivia().on(survey_day(population))
    gross = with_gross_wages(population, law)
    columns = Simulation(gross).run(law, ["net_pay", "contributes_as_dependent"])
    contributes = columns["contributes_as_dependent"] & (population["wage"] > 0)
    assert contributes.sum() > 2_000
    np.testing.assert_allclose(columns["net_pay"][contributes], population["wage"][contributes], atol=0.01)
    others = ~contributes
    np.testing.assert_array_equal(gross["total_earned"][others], population["wage"][others])
    assert (gross["total_earned"][contributes] > population["wage"][contributes]).all()


def test_net_to_gross_to_net_on_every_contributor_of_the_survey(shared_data):
    there_and_back(load(shared_data / "eh/2019/original/EH2019_Pers_csv.csv.gz", cached=False))


def test_net_to_gross_to_net_on_the_synthetic_population():
    there_and_back(load())


def test_the_wage_bill_is_the_guide_s_and_its_sums_close(analyses):
    rows = {row.measure: row.value for row in analyses[2019].wages()}
    assert round(rows["net_wages"] / 1e9, 2) == 47.08
    assert round(rows["contributors"] / 1e3, 1) == 887.9
    assert rows["net_wages"] + rows["aportes_sip_worker"] + rows["rc_iva"] == pytest.approx(rows["gross_wages"])
    assert rows["gross_wages"] + rows["aportes_sip_employer"] == pytest.approx(rows["labour_cost"])
    taken = rows["aportes_sip_worker"] + rows["rc_iva"] + rows["aportes_sip_employer"]
    assert rows["tax_wedge"] == pytest.approx(taken / rows["labour_cost"])


def test_a_wave_that_does_not_ask_who_contributes_has_no_wage_table(analyses):
    assert list(analyses[2022].wages()) == []
