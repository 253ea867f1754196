"""Inflation by group: one index is everybody's inflation, the country's is the official one."""

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.scenario.inflation import BY, Inflation, own_inflation, recorded
from ayni.series import DIVISIONS, Point, Prices, Series, read_month, series
from ayni.words import AyniError


def rows(of=None, start="2019-11", end="2026-07", by=BY):
    return list(Inflation(recorded(), of or series(), read_month(start), read_month(end), by).rows())


@pytest.fixture(scope="module")
def found():
    return rows()


def laid_over(values):
    """The package's series with other values of indices, by division and period."""
    points = [point for name in series().names for group in series().groups(name)
              for point in series().of(name, group).values()]  # fmt: skip
    own = [Point("cpi", group, period, value, "index", "ine_cpi", "verified", "") for (group, period), value in values]
    return Series([*points, *own], series().sources, series().files)


def test_with_one_index_on_everything_all_rise_alike():
    names = ("general", *DIVISIONS)
    before = {name: series().at("cpi", "2019-11", name).value for name in names}
    same = laid_over([((name, "2026-07"), 1.3 * before[name]) for name in names])
    rises = [row for row in rows(same) if row.measure == "inflation" and row.step == "2019-11..2026-07"]
    assert {row.group for row in rises} == {"all", "decile", "area", "household_type", "division"}
    np.testing.assert_allclose([row.value for row in rises], 0.3, rtol=1e-9)
    np.testing.assert_allclose([row.se or 0 for row in rises], 0, atol=1e-9)


def test_the_whole_country_s_inflation_is_the_official_index_s_in_every_month(found):
    """To the tolerance of the notes: 0.005 of an index of about 100, at both ends."""
    of = {(row.concept, row.step): row.value for row in found if row.table == "inflation_months" and row.group == "all"}
    steps = [step for kind, step in of if kind == "official"]
    assert len(steps) == 80 * 2 - 1  # since November 2019, and over a year, which in November 2020 are one
    for step in steps:
        assert of["plutocratic", step] == pytest.approx(of["official", step], abs=1e-4)
    assert of["official", "2025-07..2026-07"] == pytest.approx(0.0493, abs=5e-5)  # as published


def test_food_alone_is_the_extreme_line_and_the_moderate_one_lies_between_it_and_the_rest(found):
    of = {row.concept: row for row in found if row.table == "inflation" and row.step == "2019-11..2026-07"}
    food, rest = (
        index([read_month("2026-07")]) / index([read_month("2019-11")]) - 1
        for index in (lambda months: Prices(series()).division("01", months), Prices(series()).without_food)
    )
    assert of["extreme_line"].value == pytest.approx(food)
    assert rest < of["moderate_line"].value < food


def test_every_row_that_rests_on_what_was_bought_says_of_which_survey(found):
    for row in found:
        marks = set(map(str, row.marks))
        kind = row.concept.partition("_raw")[0]
        assert ("spending_of:EH2019" in marks) is (kind in ("plutocratic", "democratic"))
        assert ("benchmarked" in marks) is (row.concept in ("plutocratic", "democratic"))
        assert ("survey_shares" in marks) is row.concept.endswith("_raw")


def test_shares_of_a_basket_add_up_to_one(found):
    shares = [row for row in found if row.table == "inflation_baskets" and row.group == "area"]
    for kind in ("plutocratic", "plutocratic_raw"):
        for area in ("urban", "rural"):
            own = [row.value for row in shares if (row.concept, row.level) == (kind, area)]
            assert len(own) == 12
            assert sum(own) == pytest.approx(1, abs=1e-8)


def test_a_group_alone_is_asked_for_by_name(found):
    own = rows(by=["area"])
    assert {row.group for row in own} == {"all", "area", "division"}
    assert own == [row for row in found if row.group in ("all", "area", "division")]


def test_doubtful_prices_of_others_mark_what_rests_on_them():
    guess = series().at("cpi", "2026-07", "07")
    mine = laid_over([])
    mine._by_name["cpi"]["07"]["2026-07"] = replace(guess, confidence="forecast")
    of = [row for row in rows(mine, by=["area"]) if row.table == "inflation" and row.concept == "plutocratic"]
    assert all("forecast:cpi" in map(str, row.marks) for row in of)


def test_a_family_s_own_basket_is_worked_by_hand():
    """Three quarters food, a quarter transport: the same quarters of how each rose."""
    food, transport = (
        series().at("cpi", "2026-07", name).value / series().at("cpi", "2025-07", name).value - 1
        for name in ("01", "07")
    )
    own = own_inflation({"01": 900, "07": 300}, series(), "2025-07", "2026-07")
    assert own == pytest.approx(0.75 * food + 0.25 * transport)
    for spent, key in (({"13": 5}, "inflation_division"), ({}, "inflation_basket"), ({"01": -1}, "inflation_basket")):
        with pytest.raises(AyniError) as refused:
            own_inflation(spent, series(), "2025-07", "2026-07")
        assert refused.value.key == key


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"start": "2017-12"}, "inflation_month"),
        ({"end": "2026-08"}, "inflation_month"),
        ({"start": "2026-07"}, "inflation_order"),
        ({"by": ["deciles"]}, "unknown_by"),
    ],
)
def test_what_cannot_be_is_refused(given, key):
    with pytest.raises(AyniError) as refused:
        rows(**given)
    assert refused.value.key == key
