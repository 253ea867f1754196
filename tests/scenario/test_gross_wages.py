"""Gross wages from net ones: there and back on every contributor, and the wage bill."""

import numpy as np
import pytest

from ayni.engine import Simulation, rule
from ayni.law import bolivia
from ayni.scenario import with_gross_wages
from ayni.scenario.analysis import survey_day
from ayni.survey import load


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


def test_where_a_tax_ends_at_a_wage_who_is_left_more_than_below_it_earns_that_wage():
    """A net pay that jumps from 3,000 - 500 to 3,000, less contributions."""

    @rule(unit="Bs/month")
    def rc_iva(total_earned):
        """Five hundred a month below a wage of three thousand."""
        return 500.0 if total_earned < 3_000 else 0.0

    population = load()
    law = bolivia().extended((), {"rc_iva": rc_iva}).on(survey_day(population))
    gross = with_gross_wages(population, law)
    kept = 1 - 0.1271
    contributes = Simulation(gross).run(law, ["contributes_as_dependent"])["contributes_as_dependent"]
    contributes &= population["age"] < 50  # the old may pay another rate
    between = contributes & (population["wage"] > 3_000 * kept - 500) & (population["wage"] <= 3_000 * kept)
    assert between.sum() > 20
    np.testing.assert_allclose(gross["total_earned"][between], 3_000)


def test_the_wage_bill_is_the_guide_s_and_its_sums_close(analyses):
    rows = {row.programme or row.measure: row.value for row in analyses[2019].wages()}
    assert round(rows["net_wages"] / 1e9, 2) == 47.08
    assert round(rows["contributors"] / 1e3, 1) == 887.9
    assert rows["net_wages"] + rows["aportes_sip_worker"] + rows["rc_iva"] == pytest.approx(rows["gross_wages"])
    assert rows["gross_wages"] + rows["aportes_sip_employer"] == pytest.approx(rows["labour_cost"])
    taken = rows["aportes_sip_worker"] + rows["rc_iva"] + rows["aportes_sip_employer"]
    assert rows["tax_wedge"] == pytest.approx(taken / rows["labour_cost"])


def test_a_wave_that_does_not_ask_who_contributes_has_no_wage_table(analyses):
    assert list(analyses[2022].wages()) == []
