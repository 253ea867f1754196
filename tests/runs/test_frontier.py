"""The same money through each programme: each costs the budget, and what it does is what a reform would do."""

import pytest

import ayni
from ayni.words import AyniError


@pytest.fixture(scope="module")
def found():
    return ayni.frontier(budget_millions=500, at="survey", lang="en")


def of(rows, **place):
    [row] = [row for row in rows if all(getattr(row, key) == value for key, value in place.items())]
    return row


def test_every_programme_costs_the_budget(found):
    costs = {row.programme: row.value for row in found.rows if row.table == "frontier" and row.measure == "net_cost"}
    assert {"renta_dignidad", "bono_juancito_pinto", "bono_juana_azurduy"} <= set(costs)
    assert costs == pytest.approx(dict.fromkeys(costs, 500e6), rel=1e-4)


def test_what_it_does_is_what_the_reform_of_all_its_amounts_does(found):
    factor = of(found.rows, table="frontier", programme="renta_dignidad", measure="factor").value
    amounts = {"monthly_non_pensioner": 350, "monthly_pensioner": 300}
    again = ayni.reform(reform={f"renta_dignidad.{name}": factor * each for name, each in amounts.items()}, at="survey")
    place = {"concept": "disposable", "measure": "gap", "line": "extreme", "side": "change", "unit": "points"}
    one = of(found.rows, table="frontier", programme="renta_dignidad", **place)
    two = of(again.rows, table="comparison", group="all", accounting="year", **place)
    assert one.value == pytest.approx(two.value, rel=1e-9)
    assert one.se == pytest.approx(two.se, rel=1e-9)


def test_the_first_sentence_and_the_chart_name_what_does_most_and_least(found):
    assert "more a year" in str(found)
    assert "<svg" in found.chart("frontier").svg


def test_no_budget_is_refused():
    with pytest.raises(AyniError) as raised:
        ayni.frontier(budget_millions=0, at="survey")
    assert raised.value.key == "frontier_budget"
