"""Tiers: an instrument gives what its tier promises, and refuses more with its reason."""

import datetime as dt

import pytest

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.survey import load
from ayni.words import AyniError

DAY = dt.date(2022, 6, 1)


@pytest.fixture(scope="module")
def simulation():
    return Simulation(load())


def test_the_wealth_tax_on_a_household_survey_is_an_error_that_explains_itself(simulation):
    with pytest.raises(AyniError, match="impuesto_grandes_fortunas is of tier “calculable” and does not run") as raised:
        simulation.run(bolivia().on(DAY), ["impuesto_grandes_fortunas"])
    reason = bolivia().instruments["impuesto_grandes_fortunas"].tier_reason
    assert str(raised.value).endswith(reason["en"])
    assert raised.value.in_language("es").endswith(reason["es"])


def test_every_rule_above_the_survey_is_refused_and_says_why(simulation):
    law = bolivia()
    calculable = [name for name, each in law.instruments.items() if each.tier == "calculable"]
    assert len(calculable) > 10
    for name in calculable:
        assert all(law.instruments[name].tier_reason.values())
        for rule in (each for each in law.rules_of(name) if each.inputs):
            with pytest.raises(AyniError, match="is of tier “calculable”"):
                simulation.run(law.on(DAY), [rule.name])


def test_what_is_only_measured_or_recorded_has_no_rule():
    for name, instrument in bolivia().instruments.items():
        if instrument.tier in ("measurable", "recorded"):
            assert not bolivia().rules_of(name)


def test_executable_programmes_run_on_the_survey_s_columns_alone(simulation):
    law = bolivia()
    for name, instrument in law.instruments.items():
        if instrument.tier == "executable" and instrument.kind in ("transfer", "service"):
            columns = simulation.run(law.on(DAY), [rule.name for rule in law.rules_of(name)])
            assert columns
