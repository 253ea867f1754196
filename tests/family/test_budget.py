"""The budget constraint: a step on which net income does not rise is a cliff, and one on which it rises is none."""

import datetime as dt

import pytest

from ayni.family import budget_line, family, marginal
from ayni.law import bolivia
from ayni.report import budget_chart, budget_table
from ayni.words import LANGUAGES, AyniError, say

LAW = bolivia()
RISES, STANDS, FALLS, LAST = 0, 1, 2, 3
POINTS = [(0.0, 0.0, 0.0), (1_000.0, -50.0, 950.0), (2_000.0, -1_050.0, 950.0), (3_000.0, -2_060.0, 940.0)]
"""Worked by hand: net income rises by 950 of 1,000, then stands still, then falls by 10."""


@pytest.mark.parametrize(
    ("index", "rate", "is_cliff"), [(RISES, 0.05, False), (STANDS, 1.0, True), (FALLS, 1.01, True), (LAST, None, False)]
)
def test_net_income_that_stands_still_or_falls_is_a_cliff(index, rate, is_cliff):
    found, cliff = marginal(POINTS, index)
    assert found == (rate if rate is None else pytest.approx(rate))
    assert cliff is is_cliff


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_and_chart_mark_the_cliffs(language):
    table = budget_table(POINTS, "monthly_wage", LAW, language)
    marks = [line.cells[-1].text for line in table.lines]
    assert marks == ["", say("budget.cliff", language), say("budget.cliff", language), ""]
    assert say("budget.about_chart", language, cliffs=2) in budget_chart(POINTS, "monthly_wage", LAW, language)


def test_the_first_boliviano_of_a_pension_is_a_cliff():
    """It takes Renta Dignidad, of thirteen payments in 2019, from 350 to 300."""
    of = family({"ana": {"age": 66}}, dt.date(2019, 11, 15), LAW)
    points = list(budget_line(of, "pension_survivor", [0, 1, 51], LAW))
    assert [point[2] for point in points] == pytest.approx([350 * 13 / 12, 1 + 300 * 13 / 12, 51 + 300 * 13 / 12])
    assert [marginal(points, index)[1] for index in range(3)] == [True, False, False]


def test_a_column_is_called_by_the_answer_that_varies_whoever_gives_it():
    table = budget_table(POINTS, "luis.monthly_wage", LAW, "en")
    assert table.columns[0] == budget_table(POINTS, "monthly_wage", LAW, "en").columns[0] != "luis.monthly_wage"


def test_an_answer_of_somebody_who_is_not_there_is_refused():
    of = family({"ana": {"age": 66}}, dt.date(2020, 1, 15), LAW)
    with pytest.raises(AyniError, match="luis"):
        list(budget_line(of, "luis.monthly_wage", [0], LAW))
