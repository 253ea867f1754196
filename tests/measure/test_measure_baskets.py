"""Baskets and what they rise by: worked by hand on two groups and two divisions, and against moved weights."""

import numpy as np
import pytest

from ayni import measure
from ayni.measure import Design, UndefinedError

SPENT = np.array([[80.0, 20.0], [60.0, 40.0], [100.0, 300.0], [0.0, 200.0]])
"""Food and the rest, of two poor households and two rich ones."""
POOR = np.array([True, True, False, False])
DESIGN = Design([1.0, 1.0, 1.0, 1.0], [0, 0, 0, 0], [0, 1, 2, 3])
FOOD_DOUBLES = ([1.0, 1.0], [2.0, 1.0])


def rises(**how):
    found = {}
    for name, where in (("poor", POOR), ("rich", ~POOR), ("all", None)):
        found[name] = measure.sampled_basket(SPENT, DESIGN, where=where, **how).basket.rise(*FOOD_DOUBLES)
    return found


def test_as_spent_a_group_s_prices_rise_by_its_share_of_what_becomes_dearer():
    found = rises()
    assert found["poor"].value == pytest.approx(140 / 200)
    assert found["rich"].value == pytest.approx(100 / 600)
    assert found["all"].value == pytest.approx(240 / 800)


def test_benchmarked_everybody_s_rise_is_the_official_one_without_error():
    """Official weights of a half and a half: food counts 0.5/240 a boliviano, the rest 0.5/560."""
    found = rises(official=[0.5, 0.5])
    food, rest = 140 / 240, 60 / 560
    assert found["poor"].value == pytest.approx(food / (food + rest))
    food, rest = 100 / 240, 500 / 560
    assert found["rich"].value == pytest.approx(food / (food + rest))
    assert found["all"].value == pytest.approx(0.5)
    assert found["all"].se == pytest.approx(0, abs=1e-12)
    assert found["poor"].se > 0


def test_democratic_each_household_counts_as_one():
    found = rises(democratic=True)
    assert found["poor"].value == pytest.approx((0.8 + 0.6) / 2)
    assert found["rich"].value == pytest.approx((0.25 + 0.0) / 2)


def test_who_buys_nothing_has_no_democratic_share():
    spent = np.vstack([SPENT, [0.0, 0.0]])
    design = Design(np.ones(5), np.zeros(5), np.arange(5))
    found = measure.sampled_basket(spent, design, democratic=True)
    assert found.n == 4
    np.testing.assert_allclose(found.shares, [(0.8 + 0.6 + 0.25) / 4, (0.2 + 0.4 + 0.75 + 1) / 4])


def test_a_basket_of_other_months_is_lowe_s():
    """Quantities of the first prices, 140 and 60: 140·3 + 60·2 over 140·2 + 60·1."""
    found = measure.sampled_basket(SPENT, DESIGN, where=POOR).basket.rise([2.0, 1.0], [3.0, 2.0])
    assert found.value == pytest.approx(540 / 340 - 1)


@pytest.mark.parametrize("how", [{}, {"official": [0.3, 0.2, 0.5]}, {"democratic": True},
                                 {"official": [0.3, 0.2, 0.5], "democratic": True}])  # fmt: skip
def test_scores_say_how_shares_move_with_a_unit_s_weight(how):
    draw = np.random.default_rng(7)
    spent, weight, unit = draw.gamma(1.0, 100.0, (40, 3)), draw.uniform(50, 150, 40), np.arange(40) // 4
    where = draw.random(40) < 0.6

    def of(weights):
        return measure.sampled_basket(spent, Design(weights, np.zeros(40), unit), where=where, **how)

    found = of(weight)
    for psu in (0, 5, 9):
        small = 1e-6
        more, less = (of(np.where(unit == psu, weight * (1 + sign * small), weight)).shares for sign in (1, -1))
        np.testing.assert_allclose(found.scores[psu], (more - less) / (2 * small), atol=1e-8)


def test_the_gap_of_two_groups_has_the_error_of_their_difference():
    """One division against another: the difference of two shares is linear, so its variance is that of its scores."""
    draw = np.random.default_rng(3)
    spent, weight = draw.gamma(1.0, 100.0, (60, 2)), draw.uniform(50, 150, 60)
    design, half = Design(weight, np.arange(60) // 30, np.arange(60) // 3), draw.random(60) < 0.5
    one, other = (measure.sampled_basket(spent, design, where=where) for where in (half, ~half))
    gap = measure.basket_gap(one.basket, other.basket, one.covariance(other), *FOOD_DOUBLES)
    assert gap.value == pytest.approx(one.shares[0] - other.shares[0])
    assert gap.se**2 == pytest.approx(design.sampling.variance(one.scores[:, 0] - other.scores[:, 0]))


def test_a_basket_by_hand_has_no_error_and_needs_something_in_it():
    assert measure.fixed([300, 100]).rise(*FOOD_DOUBLES).value == pytest.approx(0.75)
    assert measure.fixed([300, 100]).rise(*FOOD_DOUBLES).se == 0
    for amounts in ([0, 0], [-1, 2], [np.nan, 1]):
        with pytest.raises(UndefinedError):
            measure.fixed(amounts)


def test_a_division_with_a_weight_that_nobody_buys_is_refused():
    with pytest.raises(UndefinedError):
        measure.sampled_basket([[1.0, 0.0]] * 4, DESIGN, official=[0.5, 0.5])
