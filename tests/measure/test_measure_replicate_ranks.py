"""Gini and quantiles under replicate weights on one sort: those of a survey weighed anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ayni.measure import (
    Design,
    gini,
    quantile,
    replicate_ranks,
    replicate_totals,
    replicate_weights,
    total,
)


def weighed_anew(design: Design, multipliers: np.ndarray, function) -> list[float]:
    """The figure with each row of weights: persons whose unit was not drawn are left out."""
    found = []
    for row in multipliers:
        weight = design.weight * row[design.psu_of_person]
        there = weight > 0
        found.append(function(Design(weight[there], *(each[there] for each in _codes(design))), there).value)
    return found


def _codes(design: Design) -> tuple[np.ndarray, np.ndarray]:
    return design.sampling.stratum_of_psu[design.psu_of_person], design.psu_of_person


def test_two_units_by_hand():
    """Incomes 1 and 3 (unit a), 2 (unit b), all of weight 1: with multipliers 1 and 2 the persons are 1, 2, 2, 3."""
    design = Design([1, 1, 1], [0, 0, 0], ["a", "a", "b"])
    ranked = replicate_ranks([1.0, 3.0, 2.0], 0.5, design, np.array([[1.0, 1.0], [1.0, 2.0], [2.0, 0.0]]))
    # of 1, 2, 3: sum of differences of the three pairs 4, over n² times the mean, 9 × 2; of 1, 2, 2, 3: 6 / (16 × 2);
    # of 1, 1, 3, 3: 8 / (16 × 2)
    assert ranked.gini == pytest.approx([4 / 18, 6 / 32, 8 / 32], abs=1e-15)
    assert ranked.quantile.tolist() == [2, 2, 1]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_one_sort_gives_what_each_replicate_gives_by_itself(seed, decimals):
    random = np.random.default_rng(seed)
    n = 60
    design = Design(random.uniform(1, 5, n), np.arange(n) // 20, np.arange(n) // 4)
    y = 1 + np.round(random.lognormal(1, 1, n), decimals)  # from many ties to none
    where = random.random(n) < 0.9
    where[:4] = True
    y[~where] = np.nan
    multipliers = replicate_weights(design, 20, seed)
    ranked = replicate_ranks(y, 0.5, design, multipliers, where=where)
    np.testing.assert_allclose(
        ranked.gini, weighed_anew(design, multipliers, lambda d, t: gini(y[t], d, where=where[t])), atol=1e-12, rtol=0
    )
    medians = weighed_anew(design, multipliers, lambda d, t: quantile(y[t], 0.5, d, where=where[t]))
    assert ranked.quantile.tolist() == medians


def test_totals_under_replicate_weights_are_those_of_a_survey_weighed_anew():
    random = np.random.default_rng(1)
    design = Design(random.uniform(1, 5, 60), np.arange(60) // 20, np.arange(60) // 4)
    columns = [random.normal(size=60), np.ones(60)]
    multipliers = replicate_weights(design, 30, 2)
    found = replicate_totals(columns, design, multipliers)
    for column, values in zip(columns, found, strict=True):
        expected = weighed_anew(design, multipliers, lambda d, t, x=column: total(x[t], d))
        np.testing.assert_allclose(values, expected, rtol=1e-12)


def test_a_replicate_without_income_is_refused():
    design = Design([1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 1, 1])
    with pytest.raises(ValueError, match="positive total"):
        replicate_ranks([0.0, 0.0, 1.0, 2.0], 0.5, design, np.array([[2.0, 0.0], [1.0, 1.0]]))
