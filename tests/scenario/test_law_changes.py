"""What changed between two days: parameters, typical households, the population."""

import datetime as dt

import pytest

from ayni.law import bolivia
from ayni.scenario import Analysis
from ayni.scenario.law_changes import changes, on_population, on_typical_households, typical_households


def test_the_rise_of_june_2019_is_the_only_change_of_that_month():
    found = {change.parameter for change in changes(bolivia(), dt.date(2019, 5, 31), dt.date(2019, 6, 1))}
    assert found == {"renta_dignidad.monthly_non_pensioner", "renta_dignidad.monthly_pensioner"}


def test_an_instrument_that_begins_or_ends_is_a_change():
    began = {
        change.instrument
        for change in changes(bolivia(), dt.date(2007, 12, 31), dt.date(2008, 1, 1))
        if not change.parameter
    }
    assert {"renta_dignidad", "bonosol"} <= began


def test_no_days_apart_nothing_changed():
    day = dt.date(2015, 3, 1)
    assert list(changes(bolivia(), day, day)) == []
    assert all(before == after for _, before, after in on_typical_households(bolivia(), day, day))


def test_typical_households_gain_what_the_law_says():
    found = {
        name: after - before
        for name, before, after in on_typical_households(bolivia(), dt.date(2019, 5, 15), dt.date(2019, 8, 1))
    }
    assert set(found) == set(typical_households())
    assert found["older_woman_alone"] == pytest.approx(50 + 50 / 12)
    assert found["minimum_wage_earner"] == 0


def test_the_population_shows_the_difference_with_its_error(synthetic):
    population = synthetic.population
    before, after = (Analysis(population, bolivia(), dt.date(2019, month, 1)) for month in (5, 8))
    rows = {(row.measure, row.line, row.programme, row.unit): row for row in on_population(before, after)}
    poverty = rows["headcount", "moderate", "", "points"]
    assert poverty.value < 0 < poverty.se
    paid = rows["spending", "", "renta_dignidad", "Bs/year"]
    weight = population["weight"]
    recipients = (weight * after.payments["renta_dignidad"].received).sum()
    assert paid.value == pytest.approx(recipients * 50 * 13)
    assert not any(row.programme == "bono_juancito_pinto" for row in rows.values())
