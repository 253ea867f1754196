"""The wealth tax as an aggregate: the tail by hand, by drawing, and as the law's own rule computes one fortune."""

import datetime as dt

import numpy as np
import pytest

from ayni.engine import Household
from ayni.law import bolivia
from ayni.scenario.wealth_tax import INSTRUMENT, Schedule, Tail, fitted
from ayni.words import AyniError

DAY = dt.date(2021, 1, 1)


def law_schedule():
    names = ("threshold", "rates", "tax_deduction")
    return Schedule(*(bolivia().parameter(f"{INSTRUMENT}.{name}").on(DAY).value for name in names))


def test_one_rate_on_a_tail_worked_by_hand():
    """With a = 2 the mean fortune above 10 is a/(a - 1) × 10 = 20; 100 persons at 3 % less 0.1: 100 (0.6 - 0.1)."""
    schedule = Schedule(10.0, ((10.0, 0.03),), ((10.0, 0.1),))
    assert Tail(10.0, 100, 2.0).revenue(schedule) == pytest.approx(50)
    assert Tail(10.0, 100, 2.0).above(20.0) == pytest.approx(25)
    assert fitted(schedule, 100, 50).a == pytest.approx(2)


def test_revenue_by_bracket_is_that_of_persons_drawn_from_the_tail():
    schedule, tail = law_schedule(), Tail(30e6, 204, 2.5)
    ranks = (np.arange(20_000) + 0.5) / 20_000
    fortunes = tail.threshold * ranks ** (-1 / tail.a)
    mean = float(np.mean([schedule.tax(fortune) for fortune in fortunes]))
    assert tail.revenue(schedule) == pytest.approx(204 * mean, rel=0.01)


@pytest.mark.parametrize("fortune", [25e6, 30e6, 31e6, 45e6, 60e6, 500e6])
def test_one_fortune_is_taxed_as_the_rule_of_the_law_does(fortune):
    answers = {
        "is_company": False, "days_in_country": 365, "assets_in_bolivia": fortune, "assets_abroad": 0.0,
        "loans_outstanding": 0.0, "pension_savings": 0.0, "sole_proprietorship_equity": 0.0, "property_tax_paid": 0.0,
        "professional_profits_tax_paid": 0.0,
    }  # fmt: skip
    by_law = Household(bolivia().on(DAY), [answers]).value(INSTRUMENT, 0)
    assert law_schedule().tax(fortune) == pytest.approx(by_law)


def test_a_revenue_that_no_tail_gives_is_refused():
    with pytest.raises(AyniError, match=r"No Pareto tail gives Bs\s1\smillion from 204 taxpayers"):
        fitted(law_schedule(), 204, 1e6)
