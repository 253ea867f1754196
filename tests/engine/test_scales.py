"""Scales: a tax by brackets and a step function, by hand, by column and as plain functions."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from ayni.engine import Household, Law, Population, Simulation, brackets, rule, step
from ayni.words import AyniError
from support.builders import instrument

SCALE = ((100.0, 0.1), (200.0, 0.2))
DAY = dt.date(2020, 1, 1)


@rule(unit="Bs/month")
def taxed(wage, p):
    """A tax by brackets and a fee by step."""
    return brackets(wage, p.scale) + 10 * step(wage, p.scale)


def _law():
    rules = {"taxed": replace(taxed, module="tests.taxed")}
    return Law({"taxed": instrument("taxed", scale={dt.date(2010, 1, 1): SCALE})}, rules).checked()


@pytest.mark.parametrize(
    ("wage", "tax", "fee"),
    [(0, 0, 0), (100, 0, 0.1), (150, 5, 0.1), (199.99, 9.999, 0.1), (200, 10, 0.2), (300, 30, 0.2)],
)
def test_a_scale_is_worked_by_hand(wage, tax, fee):
    assert brackets(wage, SCALE) == pytest.approx(tax)
    assert step(wage, SCALE) == fee
    expected = pytest.approx(tax + 10 * fee)
    assert Household(_law().on(DAY), [{"wage": wage}]).value("taxed", 0) == expected
    population = Population({"wage": np.array([wage], dtype=float)}, np.array([0, 1]))
    assert Simulation(population).run(_law().on(DAY), ["taxed"])["taxed"][0] == expected


def test_a_scale_must_be_a_parameter():
    def wrong(wage, other):
        """A scale that is not the law's."""
        return brackets(wage, other)

    with pytest.raises(AyniError, match=r"brackets\(amount, p\.scale\)"):
        rule(unit="Bs/month")(wrong)


def test_a_reform_gives_a_scale_as_a_list_of_steps():
    law = _law().amend({"taxed.scale": {"2020-01-01": [[50, 0.5]]}})
    assert Household(law.on(DAY), [{"wage": 60}]).value("taxed", 0) == 5 + 5
    with pytest.raises(AyniError, match="not a value of the kind"):
        _law().amend({"taxed.scale": {"2020-01-01": 0.5}})


def test_what_is_given_is_not_computed():
    law = _law().on(DAY)
    assert Household(law, [{"taxed": 7.0}]).value("taxed", 0) == 7
    population = Population({"taxed": np.array([7.0])}, np.array([0, 1]))
    assert Simulation(population).run(law, ["taxed"])["taxed"].tolist() == [7]
