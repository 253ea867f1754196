"""Errors that come from outside the scores: replicate weights, random draws, and two independent waves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.measure import (
    Design,
    change,
    from_draws,
    from_replicates,
    gini,
    headcount,
    independent,
    mean,
    replicate_weights,
    total,
    unit_totals,
)


def small(seed: int = 0, *, lonely: bool = False) -> tuple[np.ndarray, Design]:
    """Twelve persons in six units of two strata; with ``lonely``, one more unit alone in a third stratum."""
    n = 14 if lonely else 12
    random = np.random.default_rng(seed)
    design = Design(random.uniform(1, 5, n), np.arange(n) // 6, np.arange(n) // 2)
    return random.lognormal(3, 1, n), design


@pytest.fixture(scope="module")
def sample(people):
    return people, Design(people["weight"], people["stratum"], people["psu"])


# ---- variance beside the scores


def test_more_variance_joins_the_standard_error_and_scales_with_the_figure():
    x, design = small()
    plain = mean(x, design)
    drawn = replace(plain, more_variance=9.0)
    assert drawn.se == pytest.approx(np.hypot(plain.se, 3))
    assert (-drawn).more_variance == 9
    assert (drawn + 5).more_variance == (5 - drawn).more_variance == 9
    assert (drawn * 2).more_variance == (drawn / 0.5).more_variance == 36
    inverse = 1 / drawn
    assert inverse.cv == pytest.approx(drawn.cv)
    assert drawn.with_unit("x").more_variance == 9


def test_drawn_estimates_are_combined_draw_by_draw_only():
    x, design = small()
    drawn = replace(mean(x, design), more_variance=1.0)
    for combine in (
        lambda: drawn - mean(x, design),
        lambda: mean(x, design) + drawn,
        lambda: drawn * drawn,
        lambda: mean(x, design) / drawn,
    ):
        with pytest.raises(ValueError, match="draw by draw"):
            combine()
    with pytest.raises(ValueError, match="zero or more"):
        replace(drawn, more_variance=-1.0)


# ---- independent waves


@pytest.mark.parametrize("lonely", [False, True])
def test_a_change_between_waves_has_the_variance_of_both(lonely):
    (x0, d0), (x1, d1) = small(1, lonely=lonely), small(2, lonely=True)
    before, after = total(x0, d0), total(x1, d1)
    old, new = independent(before, after)
    assert (old.value, old.se, old.n, old.df) == (
        before.value,
        pytest.approx(before.se, rel=1e-14),
        before.n,
        before.df,
    )
    assert (new - old).se ** 2 == pytest.approx(before.se**2 + after.se**2, rel=1e-13)
    assert (new - old).df == before.df + after.df
    assert (new - old).value == after.value - before.value
    points, relative = change(new, old)
    assert points.is_change
    ratio = after.value / before.value
    assert relative.se == pytest.approx(ratio * np.hypot(before.cv, after.cv), rel=1e-12)


def test_changes_of_the_same_two_waves_can_be_combined():
    (x0, d0), (x1, d1) = small(1), small(2)
    women = np.arange(12) % 2 == 0
    changes = []
    for where in (women, ~women):
        old, new = independent(total(x0, d0, where=where), total(x1, d1, where=where))
        changes.append(new - old)
    old, new = independent(total(x0, d0), total(x1, d1))
    assert sum(changes).value == pytest.approx((new - old).value)
    assert sum(changes).se == pytest.approx((new - old).se)


def test_waves_with_the_same_codes_are_not_one_sample():
    x, design = small()
    old, new = independent(mean(x, design), mean(x, design))
    assert (new - old).se == pytest.approx(np.sqrt(2) * mean(x, design).se)
    with pytest.raises(ValueError, match="same sampling"):
        new - mean(x, design)
    with pytest.raises(ValueError, match="at least one"):
        independent()


# ---- replicate weights


def test_replicates_draw_one_unit_less_than_each_stratum_has():
    _, design = small(lonely=True)
    weights = replicate_weights(design, 50, seed=3)
    assert weights.shape == (50, 7)
    assert (weights[:, 6] == 1).all()  # alone in its stratum
    for units in (slice(0, 3), slice(3, 6)):  # two of three units drawn, each worth 3/2
        assert set(np.unique(weights[:, units])) == {0.0, 1.5, 3.0}
        assert (weights[:, units].sum(axis=1) == 3).all()
    assert (replicate_weights(design, 50, seed=3) == weights).all()
    assert (replicate_weights(design, 50, seed=[3, 1]) != weights).any()
    with pytest.raises(ValueError, match="two replicates"):
        replicate_weights(design, 1, seed=3)


def test_the_error_of_replicates_is_their_spread():
    x, design = small()
    estimate = from_replicates(5.0, [4, 6, 4, 6], "Bs/month", (design, None))
    assert (estimate.value, estimate.se, estimate.n, estimate.df) == (5, 1, 12, 4)
    assert not estimate.scores.any()
    both = from_replicates(1.0, [0, 2], "share", (design, x > np.median(x)), (small(1)[1], None), is_change=True)
    assert (both.se, both.n, both.is_change) == (1, 6, True)
    assert len(both.scores) == 12
    with pytest.raises(ValueError, match="at least two values"):
        from_replicates(1.0, [1.0], "share", (design, None))
    with pytest.raises(ValueError, match="and a design"):
        from_replicates(1.0, [1.0, 2.0], "share")


def test_the_linearised_error_of_a_headcount_change_is_that_of_replicates(sample):
    """400 replicates have a noise of their own of about 3.5 %."""
    people, design = sample
    income, after, line = people["income"], people["income"] + people["benefit"], people["line"]
    before, now = headcount(income, line, design), headcount(after, line, design)
    multipliers = replicate_weights(design, 400, seed=1)
    fall = (after < line).astype(float) - (income < line)
    sums = multipliers @ np.stack([unit_totals(fall, design), unit_totals(np.ones(design.n), design)], axis=1)
    replicated = from_replicates((now - before).value, sums[:, 0] / sums[:, 1], "share", (design, None), is_change=True)
    assert (now - before).se == pytest.approx(replicated.se, rel=0.15)
    assert 0 < (now - before).se < 0.5 * min(before.se, now.se)


def test_the_linearised_error_of_a_gini_change_is_that_of_replicates(sample):
    people, design = sample
    income, after = people["income"], people["income"] + people["benefit"]
    weights = design.weight * replicate_weights(design, 400, seed=2)[:, design.psu_of_person]

    def ginis(y):
        order = np.argsort(y)
        w, y = weights[:, order], y[order]
        return (w * y * (2 * w.cumsum(axis=1) - w)).sum(axis=1) / (w.sum(axis=1) * (w * y).sum(axis=1)) - 1

    difference = gini(after, design) - gini(income, design)
    assert difference.se == pytest.approx((ginis(after) - ginis(income)).std(), rel=0.15)
    assert difference.se < 0.25 * gini(income, design).se


# ---- random draws


def test_the_mean_of_draws_adds_the_spread_between_them():
    x, design = small()
    one, two = mean(x, design), mean(x + 2, design)
    pooled = from_draws([one, two])
    assert pooled.value == pytest.approx(one.value + 1)
    assert pooled.more_variance == pytest.approx(1.5 * 2)  # (1 + 1/2) · ((-1)² + 1²)/(2 - 1)
    assert pooled.se**2 == pytest.approx(one.se**2 + 3)  # the shift leaves the scores alone
    assert from_draws([one, one, one]).se == pytest.approx(one.se)
    with pytest.raises(ValueError, match="at least two"):
        from_draws([one])
    with pytest.raises(ValueError, match="draw by draw"):
        from_draws([pooled, one])
