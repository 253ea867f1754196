"""What must hold for every population."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from ayni.measure import (
    Design,
    by,
    concentration,
    coverage,
    decile_shares,
    exclusion,
    fgt,
    gini,
    headcount,
    income_share,
    kakwani,
    leakage,
    lorenz,
    lorenz_curve,
    mean,
    palma,
    population,
    quantile,
    quantile_ratio,
    quintile_shares,
    ratio,
    severity,
    total,
)

check = settings(max_examples=40, deadline=None, database=None, derandomize=True)
close = pytest.approx

MEASURES = {
    "mean": lambda c, d: mean(c.income, d),
    "ratio": lambda c, d: ratio(c.benefit, c.income, d),
    "headcount": lambda c, d: headcount(c.income, c.line, d),
    "severity": lambda c, d: severity(c.income, c.line, d),
    "gini": lambda c, d: gini(c.income, d),
    "concentration": lambda c, d: concentration(c.benefit, c.income, d),
    "kakwani": lambda c, d: kakwani(c.benefit, c.income, d),
    "lorenz": lambda c, d: lorenz(c.income, 0.37, d),
    "middle": lambda c, d: income_share(c.income, 0.4, 0.9, d),
    "palma": lambda c, d: palma(c.income, d),
    "coverage": lambda c, d: coverage(c.benefit > 0, c.income < c.line, d),
    "leakage": lambda c, d: leakage(c.benefit, c.income < c.line, d),
    "median": lambda c, d: quantile(c.income, 0.5, d),
    "p90p10": lambda c, d: quantile_ratio(c.income + 1, 0.9, 0.1, d),
}
SMOOTH = sorted(set(MEASURES) - {"median", "p90p10"})


def make(seed: int, strata: int = 3, units: int = 4, households: int = 6) -> SimpleNamespace:
    """Persons in households in units in strata; incomes of households, rounded so that ties occur, some zero."""
    random = np.random.default_rng(seed)
    n_households = strata * units * households
    size = random.integers(1, 5, n_households)
    household = np.repeat(np.arange(n_households), size)
    unit = np.arange(n_households) // households
    income = np.round(random.lognormal(6, 0.8, n_households) * (random.random(n_households) > 0.05), -1)
    return SimpleNamespace(
        income=income[household] + 0.0,
        benefit=np.where(random.random(len(household)) < 0.4, 200.0, 0.0) + random.integers(0, 2, len(household)),
        line=np.full(len(household), 300.0) + 50 * (household % 2),
        weight=random.uniform(10, 90, n_households)[household],
        psu=unit[household],
        stratum=(unit // units)[household],
        household=household,
    )


def design(c: SimpleNamespace) -> Design:
    return Design(c.weight, c.stratum, c.psu)


def rows(c: SimpleNamespace, order: np.ndarray) -> SimpleNamespace:
    return SimpleNamespace(**{name: column[order] for name, column in vars(c).items()})


people = st.builds(make, st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(2, 5), st.integers(4, 8))


@check
@given(people)
def test_household_order_does_not_matter(c):
    random = np.random.default_rng(1)
    shuffled = random.permutation(c.household.max() + 1)[c.household]
    other = rows(c, np.argsort(shuffled, kind="stable"))
    for measure in MEASURES.values():
        one, two = measure(c, design(c)), measure(other, design(other))
        assert (two.value, two.se) == close((one.value, one.se), rel=1e-9, abs=1e-12)


@check
@given(people)
def test_twice_the_weight_is_the_same_figure(c):
    twice = Design(2 * c.weight, c.stratum, c.psu)
    for measure in MEASURES.values():
        one, two = measure(c, design(c)), measure(c, twice)
        assert (two.value, two.se) == close((one.value, one.se), rel=1e-9, abs=1e-12)
    assert total(c.income, twice).value == close(2 * total(c.income, design(c)).value)


@check
@given(people)
def test_a_person_listed_twice_is_one_of_twice_the_weight(c):
    double = rows(c, np.repeat(np.arange(len(c.income)), 2))
    for measure in MEASURES.values():
        one, two = measure(c, design(c)), measure(double, design(double))
        assert (two.value, two.se) == close((one.value, one.se), rel=1e-9, abs=1e-12)


@check
@given(people, st.sampled_from([0.01, 0.5, 3.0, 1000.0]))
def test_scale_invariance(c, k):
    d = design(c)
    for measure in (
        lambda k: gini(k * c.income, d),
        lambda k: palma(k * c.income, d),
        lambda k: concentration(k * c.benefit, k * c.income, d),
        lambda k: headcount(k * c.income, k * (c.line + 0.5), d),
        lambda k: severity(k * c.income, k * c.line, d),
        lambda k: quantile_ratio(k * (c.income + 1), 0.9, 0.1, d),
        lambda k: mean(k * c.income, d) / k,
        lambda k: quantile(k * c.income, 0.3, d) / k,
    ):
        assert (measure(k).value, measure(k).se) == close((measure(1).value, measure(1).se), rel=1e-9, abs=1e-12)


@check
@given(people)
def test_parts_add_up(c):
    d = design(c)
    for shares in (decile_shares(c.income, d), quintile_shares(c.income, d)):
        whole = sum(shares)
        assert (whole.value, whole.se) == close((1.0, 0.0), abs=1e-9)
        assert all(a.value <= b.value + 1e-12 for a, b in pairwise(shares))
    parts = by(c.household % 3, lambda where: total(c.income, d, where=where))
    whole = sum(parts.values())
    assert (whole.value, whole.se) == close((total(c.income, d).value, total(c.income, d).se))
    assert (coverage(c.benefit > 0, c.income < 1e9, d) + exclusion(c.benefit > 0, c.income < 1e9, d)).se == close(
        0, abs=1e-12
    )
    assert sum(by(c.psu, lambda where: population(d, where=where).value).values()) == close(c.weight.sum())


@check
@given(people, st.floats(50, 2000), st.floats(1.0, 2.0), st.sampled_from([0, 1, 2]))
def test_poverty_grows_with_the_line_and_falls_with_income(c, line, factor, alpha):
    d = design(c)
    base = fgt(c.income, line, alpha, d).value
    assert fgt(c.income, line * factor, alpha, d).value >= base - 1e-12
    assert fgt(c.income + 10, line, alpha, d).value <= base + 1e-12
    assert 0 <= base <= 1


@check
@given(people)
def test_gini_and_concentration(c):
    d = design(c)
    index, itself = gini(c.income, d), concentration(c.income, c.income, d)
    assert 0 <= index.value < 1
    assert index.value == itself.value
    assert index.scores.tolist() == itself.scores.tolist()
    equal = concentration(np.full(len(c.income), 7.0), c.income, d)
    assert (equal.value, equal.se) == close((0, 0), abs=1e-9)
    reverse = concentration(c.benefit, -c.income, d)
    assert reverse.value == close(-concentration(c.benefit, c.income, d).value, abs=1e-12)
    persons, shares = lorenz_curve(c.income, d, points=2001)
    area = ((shares[1:] + shares[:-1]) / 2 * np.diff(persons)).sum()
    assert index.value == close(1 - 2 * area, abs=1e-4)
    assert lorenz(c.income, 0.4, d).value == close(shares[800], abs=1e-9)


@check
@given(people)
def test_a_difference_carries_the_error_of_the_difference(c):
    d = design(c)
    for measure in MEASURES.values():
        assert (measure(c, d) - measure(c, d)).se == 0.0
    after = c.income + c.benefit
    difference = headcount(after, c.line, d) - headcount(c.income, c.line, d)
    direct = mean((after < c.line).astype(float) - (c.income < c.line), d)
    assert (difference.value, difference.se) == close((direct.value, direct.se), abs=1e-12)
    assert difference.is_change


@check
@given(people)
def test_influence_is_the_derivative_in_the_weights(c):
    """The score of a unit is the derivative of the figure in the log of that unit's weights: central differences."""
    step = 1e-5
    for name in SMOOTH:
        measure = MEASURES[name]
        scores = measure(c, design(c)).scores
        for unit in (0, int(c.psu.max())):
            up, down = (
                measure(c, Design(np.where(c.psu == unit, c.weight * np.exp(e), c.weight), c.stratum, c.psu)).value
                for e in (step, -step)
            )
            assert scores[unit] == close((up - down) / (2 * step), rel=2e-3, abs=2e-6), name


@check
@given(people, st.floats(0.05, 0.95))
def test_the_quantile_splits_the_population(c, p):
    q = quantile(c.income, p, design(c)).value
    assert c.weight[c.income <= q].sum() >= p * c.weight.sum() * (1 - 1e-9)
    assert c.weight[c.income < q].sum() <= p * c.weight.sum() * (1 + 1e-9)


@check
@given(people)
def test_the_interval_holds_the_value(c):
    assume(len(c.income) >= 30)
    for measure in MEASURES.values():
        estimate = measure(c, design(c))
        assert estimate.low <= estimate.value <= estimate.high


@pytest.mark.parametrize("name", SMOOTH)
def test_jackknife(name):
    """Leaving out one unit at a time, the others of its stratum reweighted (Wolter 2007, ch. 4)."""
    c = make(77, strata=6, units=15, households=8)
    measure, variance = MEASURES[name], 0.0
    for stratum in range(6):
        units = np.unique(c.psu[c.stratum == stratum])
        figures = []
        for unit in units:
            kept = rows(c, np.flatnonzero(c.psu != unit))
            kept.weight = kept.weight * np.where(kept.stratum == stratum, len(units) / (len(units) - 1), 1)
            figures.append(measure(kept, design(kept)).value)
        variance += (len(units) - 1) / len(units) * ((np.array(figures) - np.mean(figures)) ** 2).sum()
    assert measure(c, design(c)).se == close(np.sqrt(variance), rel=0.05)
