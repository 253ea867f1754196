"""Rows of several draws: means, with the error between the draws, worked by hand."""

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.measure import Design, mean
from ayni.scenario.draws import DrawnRows, combined
from ayni.scenario.rows import Basis


def test_variances_are_the_mean_sampling_variance_and_six_fifths_of_that_between_five_draws():
    """Values 10, 11, 12, 13, 14 times a mean: their variance is 2.5, and 1.2 × 2.5 = 3."""
    random = np.random.default_rng(2)
    design = Design(np.ones(400), np.zeros(400, dtype=int), np.arange(400))
    noise = random.normal(0, 5, 400)
    noise -= noise.mean()
    draws = []
    for level in (10, 11, 12, 13, 14):
        rows = DrawnRows("poverty", Basis("EH2022"))
        moved = rows.estimate(mean(level + noise, design), concept="disposable", measure="mean")
        draws.append([
            rows.estimate(mean(level + noise, design), concept="disposable", measure="mean"),
            rows.estimate(mean(noise + 20, design), concept="consumable", measure="mean"),
            rows.plain(level, unit="index", measure="gini"),
            replace(moved, table="costs"),
        ])  # fmt: skip
    one, same, plain, other = combined(draws)
    assert one.value == pytest.approx(12)
    assert one.se**2 == pytest.approx(noise.var(ddof=1) / 400 + 3)
    assert same.se**2 == pytest.approx(noise.var(ddof=1) / 400)
    assert (plain.value, plain.se) == (12, None)
    assert (other.table, other.value, other.se) == ("costs", one.value, one.se)


def test_the_sampling_part_is_the_mean_variance_where_draws_differ_in_who_spends():
    """Two draws whose noises do not go together: the variance of their mean would be half of it."""
    random = np.random.default_rng(3)
    design = Design(np.ones(400), np.zeros(400, dtype=int), np.arange(400))
    noises = random.normal(0, 5, (2, 400))
    noises -= noises.mean(axis=1)[:, None]
    rows = DrawnRows("poverty", Basis("EH2022"))
    (row,) = combined([[rows.estimate(mean(10 + each, design), measure="mean")] for each in noises])
    assert row.se**2 == pytest.approx(noises.var(axis=1, ddof=1).mean() / 400)
