"""Rows of several draws: means, with the error between the draws, worked by hand."""

import numpy as np
import pytest

from ayni.measure import Design, mean
from ayni.scenario.draws import KeptRows, combined
from ayni.scenario.rows import Basis


def test_variances_are_the_mean_sampling_variance_and_six_fifths_of_that_between_five_draws():
    """Values 10, 11, 12, 13, 14 times a mean: their variance is 2.5, and 1.2 × 2.5 = 3."""
    random = np.random.default_rng(2)
    design = Design(np.ones(400), np.zeros(400, dtype=int), np.arange(400))
    noise = random.normal(0, 5, 400)
    noise -= noise.mean()
    draws = []
    for level in (10, 11, 12, 13, 14):
        kept = []
        rows = KeptRows("poverty", Basis("EH2022"), (), "", kept)
        found = mean(level + noise, design)
        rows.estimate(found, concept="disposable", measure="mean")
        rows.estimate(mean(noise + 20, design), concept="consumable", measure="mean")
        rows.plain(level, unit="index", measure="gini")
        draws.append(kept)
    one, same, plain = combined(draws)
    assert one.value == pytest.approx(12)
    assert one.se**2 == pytest.approx(noise.var(ddof=1) / 400 + 3)
    assert same.se**2 == pytest.approx(noise.var(ddof=1) / 400)
    assert (plain.value, plain.se) == (12, None)
