"""Theil, Atkinson and Watts: by hand, against R (tools/r_entropy.R), and against a bootstrap."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from ayni.measure import Design, atkinson, generalized_entropy, mean_log_deviation, theil, watts

THEIRS = json.loads((Path(__file__).parent.parent / "fixtures" / "r_entropy.json").read_text(encoding="utf-8"))
FIGURES = {
    "theil": lambda y, z, d, w=None: theil(y, d, where=w),
    "mean_log_deviation": lambda y, z, d, w=None: mean_log_deviation(y, d, where=w),
    "entropy_2": lambda y, z, d, w=None: generalized_entropy(y, 2, d, where=w),
    "atkinson_05": lambda y, z, d, w=None: atkinson(y, 0.5, d, where=w),
    "atkinson_1": lambda y, z, d, w=None: atkinson(y, 1, d, where=w),
    "atkinson_2": lambda y, z, d, w=None: atkinson(y, 2, d, where=w),
    "watts": lambda y, z, d, w=None: watts(y, z, d, where=w),
}


def simple(weight) -> Design:
    """Every person their own sampling unit in one stratum."""
    return Design(weight, np.zeros(len(weight), int), np.arange(len(weight)))


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("domain", ["all", "area_2"])
def test_as_r(people, same_as_r, domain, figure):
    design = Design(people["weight"], people["stratum"], people["psu"])
    where = people["income"] > 0
    if domain == "area_2":
        where &= people["area"] == 2
    same_as_r(FIGURES[figure](people["income"], people["line"], design, where), THEIRS[domain][figure])


def test_three_persons_by_hand():
    """Incomes 1, 1 (weight 2) and 4: three quarters of the persons hold 3 of the 3 + 4, the mean is 7 / 4."""
    y, d = [1.0, 1.0, 4.0], simple([1.0, 2.0, 1.0])
    low, high = 4 / 7, 16 / 7
    assert theil(y, d).value == pytest.approx(0.75 * low * math.log(low) + 0.25 * high * math.log(high))
    assert mean_log_deviation(y, d).value == pytest.approx(math.log(7 / 4) - math.log(4) / 4)
    assert generalized_entropy(y, 2, d).value == pytest.approx(((0.75 * 1 + 0.25 * 16) / (7 / 4) ** 2 - 1) / 2)
    assert atkinson(y, 1, d).value == pytest.approx(1 - 4**0.25 / (7 / 4))
    assert atkinson(y, 2, d).value == pytest.approx(1 - 1 / (0.75 + 0.25 / 4) / (7 / 4))
    assert watts(y, 2.0, d).value == pytest.approx(0.75 * math.log(2))
    assert watts(y, [1.0, 8.0, 4.0], d).value == pytest.approx(0.5 * math.log(8))


def test_all_alike_is_zero_without_error():
    d = simple(np.full(40, 3.0))
    for figure in FIGURES.values():
        found = figure(np.full(40, 700.0), 700.0, d)
        assert (found.value, found.se) == (pytest.approx(0, abs=1e-12), pytest.approx(0, abs=1e-12))


def test_entropy_splits_into_within_and_between():
    """GE(1) of a whole is that of its parts by their shares of income, and that of their means."""
    rng = np.random.default_rng(4)
    y, d, woman = rng.lognormal(7, 1, 500), simple(rng.uniform(1, 9, 500)), rng.random(500) < 0.4
    held = [(d.weight * y)[who].sum() / (d.weight * y).sum() for who in (woman, ~woman)]
    persons = [d.weight[who].sum() / d.weight.sum() for who in (woman, ~woman)]
    within = sum(share * theil(y, d, where=who).value for share, who in zip(held, (woman, ~woman), strict=True))
    between = sum(share * math.log(share / part) for share, part in zip(held, persons, strict=True))
    assert theil(y, d).value == pytest.approx(within + between)


@pytest.mark.parametrize("alpha", [1e-4, 1 - 1e-4])
def test_entropy_runs_on_into_its_limits(alpha):
    rng = np.random.default_rng(5)
    y, d = rng.lognormal(7, 1, 400), simple(np.ones(400))
    near, limit = generalized_entropy(y, alpha, d), generalized_entropy(y, round(alpha), d)
    assert (near.value, near.se) == (pytest.approx(limit.value, rel=1e-3), pytest.approx(limit.se, rel=1e-3))


@pytest.mark.parametrize("y", [0.0, -5.0])
def test_an_income_that_is_not_positive_is_refused_and_may_stand_outside(y):
    d, values = simple([1.0, 1.0, 1.0]), np.array([y, 10.0, 20.0])
    for figure in FIGURES.values():
        with pytest.raises(ValueError, match="positive inside the domain"):
            figure(values, 15.0, d)
        assert figure(values, 15.0, d, values > 0).n == 2


def test_parameters_that_no_measure_has_are_refused():
    d = simple([1.0, 1.0])
    for call in (lambda: atkinson([1.0, 2.0], 0, d), lambda: generalized_entropy([1.0, 2.0], math.nan, d)):
        with pytest.raises(ValueError, match="must be"):
            call()
    with pytest.raises(ValueError, match="line must be positive"):
        watts([1.0, 2.0], 0.0, d)


def test_errors_as_a_bootstrap_of_sampling_units():
    """On random designs, whole sampling units drawn again within their strata (Rao & Wu 1988)."""
    rng = np.random.default_rng(11)
    strata, units, persons = 6, 12, 8
    stratum = np.repeat(np.arange(strata), units * persons)
    unit = np.repeat(np.arange(strata * units), persons)
    y = rng.lognormal(6 + 0.1 * stratum + 0.3 * rng.normal(size=strata * units)[unit], 0.7)
    weight = rng.uniform(50, 400, len(y))
    ours = {name: figure(y, 500.0, Design(weight, stratum, unit)) for name, figure in FIGURES.items()}
    drawn = {name: [] for name in FIGURES}
    for _ in range(300):
        times = np.concatenate(
            [np.bincount(rng.integers(units, size=units - 1), minlength=units) for _ in range(strata)]
        )
        factor = (times * units / (units - 1))[unit]
        kept = factor > 0
        again = Design((weight * factor)[kept], stratum[kept], unit[kept])
        for name, figure in FIGURES.items():
            drawn[name].append(figure(y[kept], 500.0, again).value)
    for name, values in drawn.items():
        assert ours[name].se == pytest.approx(np.std(values, ddof=1), rel=0.15), name
