"""Small cases worked by hand."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

from ayni.measure import (
    Design,
    by,
    change,
    concentration,
    concentration_curve,
    coverage,
    decile_shares,
    exclusion,
    fgt,
    gap,
    gini,
    headcount,
    income_share,
    independent,
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
    share,
    total,
)
from ayni.measure.student import t_cdf, t_quantile


def simple(n: int, weight: float = 1.0) -> Design:
    """Every person their own sampling unit in one stratum: a simple random sample."""
    return Design(np.full(n, weight), np.zeros(n, int), np.arange(n))


# ---- two surveys


def test_the_error_of_a_change_between_two_surveys_is_the_root_of_the_sum_of_squares():
    """Means of 1, 3 and of 2, 4, 9: variances of the mean (2 / 2) and (13 / 3)."""
    one, other = mean([1.0, 3.0], simple(2)), mean([2.0, 4.0, 9.0], simple(3))
    before, after = independent(one, other)
    change = after - before
    assert (one.se, other.se) == (pytest.approx(1), pytest.approx(math.sqrt(13 / 3)))
    assert (change.value, change.se) == (pytest.approx(3), pytest.approx(math.sqrt(1 + 13 / 3)))
    assert change.df == 1 + 2


# ---- Student's t


@pytest.mark.parametrize(
    ("p", "df", "expected"),
    [  # printed tables: p = 0.975, 0.95, 0.995, 0.9
        (0.975, 1, 12.7062047), (0.975, 2, 4.3026527), (0.975, 3, 3.1824463), (0.975, 4, 2.7764451),
        (0.975, 5, 2.5705818), (0.975, 10, 2.2281389), (0.975, 30, 2.0422725), (0.975, 60, 2.0002978),
        (0.975, 120, 1.9799304), (0.95, 1, 6.3137515), (0.95, 10, 1.8124611), (0.995, 1, 63.6567412),
        (0.995, 2, 9.9248432), (0.995, 7, 3.4994833), (0.9, 15, 1.3406056), (0.9995, 3, 12.9239786),
        (0.025, 10, -2.2281389), (0.5, 7, 0.0), (0.975, 977, 1.9623951), (0.975, 10**6, 1.9599664),
    ],
)  # fmt: skip
def test_t_quantile_gives_the_printed_tables(p, df, expected):
    assert t_quantile(p, df) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("df", [1, 2, 3, 8, 41, 500])
@pytest.mark.parametrize("p", [0.6, 0.9, 0.975, 0.9999])
def test_t_quantile_inverts_the_distribution(p, df):
    assert t_cdf(t_quantile(p, df), df) == pytest.approx(p, abs=1e-12)


def test_t_without_degrees_of_freedom():
    assert t_quantile(0.975, 0) == math.inf
    with pytest.raises(ValueError, match="at least 1 degree"):
        t_cdf(1.0, 0)
    with pytest.raises(ValueError, match="probability"):
        t_quantile(1.0, 5)


# ---- variance


def test_simple_random_sample_gives_the_textbook_error():
    x = np.array([3.0, 7.0, 8.0, 12.0, 20.0])
    estimate = mean(x, simple(5))
    assert estimate.value == 10.0
    assert estimate.se == pytest.approx(x.std(ddof=1) / math.sqrt(5))
    assert estimate.df == 4
    assert estimate.high - estimate.value == pytest.approx(2.7764451 * estimate.se)


def test_two_strata_by_hand():
    # unit totals: stratum a 2·(1+2)=6 and 2·5=10, stratum b 3·4=12, 3·1=3, 3·3=9
    design = Design([2, 2, 2, 3, 3, 3], list("aaabbb"), [1, 1, 2, 3, 4, 5])
    estimate = total([1, 2, 5, 4, 1, 3], design, unit="things")
    assert estimate.value == 40
    assert estimate.se**2 == pytest.approx(2 * (2**2 + 2**2) + 3 / 2 * (4**2 + 5**2 + 1**2))
    assert estimate.df == 3
    assert repr(estimate) == "Estimate(40 ± 8.9 things, n=6 suppressed)"


def test_a_stratum_with_one_unit_deviates_from_the_mean_of_all_units():
    design = Design([1, 1, 1], ["a", "a", "b"], [1, 2, 3])
    assert design.sampling.lonely == ["b"]
    assert total([1, 3, 11], design).se ** 2 == pytest.approx(2 * (1 + 1) + (11 - 5) ** 2)
    assert total([1, 3, 11], design).df == 1


def test_a_domain_keeps_the_whole_design():
    design = Design([1, 1, 1, 1], ["a", "a", "a", "b"], [1, 2, 3, 4])
    estimate = total([2, 4, 9, 9], design, where=np.array([True, True, False, False]))
    assert (estimate.value, estimate.n, estimate.df) == (6, 2, 1)  # stratum b has no unit inside
    assert estimate.scores.tolist() == [2, 4, 0, 0]
    alone = (0 - 6 / 4) ** 2  # the lonely stratum, outside the domain, against the mean of all units
    assert estimate.se**2 == pytest.approx(3 / 2 * (0 + 2**2 + 2**2) + alone)


# ---- poverty


def test_fgt_of_four_persons():
    income, line, design = [1.0, 2.0, 5.0, 8.0], 4.0, simple(4)
    assert headcount(income, line, design).value == 0.5
    assert gap(income, line, design).value == pytest.approx((0.75 + 0.5) / 4)
    assert severity(income, line, design).value == pytest.approx((0.75**2 + 0.5**2) / 4)
    assert fgt(income, line, 3, design).value == pytest.approx((0.75**3 + 0.5**3) / 4)


def test_poverty_decomposes_by_subgroup():
    # Foster, Greer & Thorbecke (1984): the whole is the population-weighted mean of the parts
    income = np.array([1.0, 2.0, 9.0, 3.0, 9.0])
    town = np.array([True, True, True, False, False])
    design = simple(5)
    for alpha in (0, 1, 2):
        whole, inside, outside = (fgt(income, 4.0, alpha, design, where=w).value for w in (None, town, ~town))
        assert whole == pytest.approx(0.6 * inside + 0.4 * outside)


def test_income_on_the_line_is_not_poor_and_each_person_has_a_line():
    assert headcount([4.0, 4.0], 4.0, simple(2)).value == 0.0
    assert gap([4.0, 4.0], [5.0, 8.0], simple(2)).value == pytest.approx((0.2 + 0.5) / 2)


# ---- distribution


def test_gini_by_hand():
    assert gini([1, 2, 3, 4], simple(4)).value == pytest.approx(0.25)
    assert gini([0, 0, 0, 1], simple(4)).value == pytest.approx(0.75)
    assert gini([5, 5, 5], simple(3)).value == pytest.approx(0.0, abs=1e-15)
    assert gini([4, 1, 3, 2], simple(4, 7.5)).value == pytest.approx(0.25)


def test_gini_is_the_formula_of_ine():
    y, w = np.array([0.0, 3.0, 3.0, 8.0, 20.0]), np.array([4.0, 1.0, 2.5, 3.0, 0.5])
    cumulated = w.cumsum()
    expected = (w * y * (2 * cumulated - w)).sum() / (w.sum() * (w * y).sum()) - 1
    assert gini(y, Design(w, np.zeros(5), np.arange(5))).value == pytest.approx(expected)


def test_concentration_by_hand():
    rank = [1, 2, 3, 4]
    assert concentration([4, 3, 2, 1], rank, simple(4)).value == pytest.approx(-0.25)
    assert concentration([1, 0, 0, 0], rank, simple(4)).value == pytest.approx(-0.75)
    assert concentration([7, 7, 7, 7], rank, simple(4)).value == pytest.approx(0.0, abs=1e-15)
    assert concentration([9, 1, 2, 8], [1, 1, 1, 1], simple(4)).value == pytest.approx(0.0, abs=1e-15)
    assert kakwani([1, 1, 1, 1], rank, simple(4)).value == pytest.approx(-0.25)
    assert kakwani([1, 2, 3, 4], rank, simple(4), rank_by=[4, 3, 2, 1]).value == pytest.approx(-0.5)


def test_lorenz_and_shares_by_hand():
    y, design = [1.0, 2.0, 3.0, 4.0], simple(4)
    assert lorenz(y, 0.5, design).value == pytest.approx(0.3)
    assert lorenz(y, 0.375, design).value == pytest.approx(0.2)  # halfway through the second person
    assert (lorenz(y, 0.0, design).value, lorenz(y, 1.0, design).value, lorenz(y, 1.0, design).se) == (0.0, 1.0, 0.0)
    assert income_share(y, 0.25, 0.75, design).value == pytest.approx(0.5)
    ten = np.arange(1.0, 11.0)
    assert [s.value for s in decile_shares(ten, simple(10))] == pytest.approx(ten / 55)
    assert [s.value for s in quintile_shares(ten, simple(10))] == pytest.approx(
        [3 / 55, 7 / 55, 11 / 55, 15 / 55, 19 / 55]
    )
    assert palma(ten, simple(10)).value == pytest.approx(10 / (1 + 2 + 3 + 4))
    assert palma(ten, simple(10)).unit == "ratio"


def test_curves_by_hand():
    persons, shares = lorenz_curve([1.0, 2.0, 3.0, 4.0], simple(4), points=5)
    assert persons.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert shares == pytest.approx([0, 0.1, 0.3, 0.6, 1])
    _, shares = concentration_curve([6.0, 0.0, 2.0, 2.0], [1, 1, 2, 3], simple(4), points=5)
    assert shares == pytest.approx([0, 0.3, 0.6, 0.8, 1])  # straight through the tie


def test_quantile_is_the_lower_one():
    y, design = [1.0, 2.0, 3.0, 4.0], simple(4)
    assert [quantile(y, p, design).value for p in (0.2, 0.25, 0.26, 0.5, 0.99)] == [1, 1, 2, 2, 4]
    assert quantile_ratio(y, 0.9, 0.1, design).value == 4
    assert quantile([3.0, 3.0, 3.0], 0.5, simple(3)).se == 0.0
    alike = Design(np.tile([0.1, 0.7, 0.3], 4), np.zeros(12), np.repeat(np.arange(4), 3))
    assert quantile(np.tile([1.0, 2.0, 3.0], 4), 0.5, alike).se == 0.0


def test_the_quantile_at_a_rounded_cumulative_weight():
    # ten weights of 0.1 do not sum to 1 exactly; the third tenth still ends at the third person
    y = np.arange(10.0)
    assert [quantile(y, k / 10, simple(10, 0.1)).value for k in range(1, 10)] == list(range(9))


# ---- incidence


def test_coverage_and_leakage_by_hand():
    poor = np.array([True, True, True, True, False, False])
    amount = np.array([10.0, 10.0, 10.0, 0.0, 5.0, 0.0])
    design = simple(6)
    assert coverage(amount > 0, poor, design).value == 0.75
    assert coverage(amount > 0, poor, design).n == 4
    assert exclusion(amount > 0, poor, design).value == 0.25
    assert not exclusion(amount > 0, poor, design).is_change
    assert leakage(amount, poor, design).value == pytest.approx(5 / 35)
    assert leakage(amount, poor, design).n == 4
    town = np.array([True, True, False, False, True, True])
    assert leakage(amount, poor, design, where=town).value == pytest.approx(5 / 25)
    assert coverage(amount > 0, poor, design, where=town).value == 1.0


# ---- basics


def test_means_shares_ratios_and_groups():
    design = Design([1, 2, 3], [0, 0, 0], [1, 2, 3])
    assert mean([1, 2, 4], design).value == pytest.approx(17 / 6)
    assert share(np.array([True, False, True]), design).value == pytest.approx(4 / 6)
    assert ratio([1, 2, 4], [1, 1, 1], design).value == pytest.approx(17 / 6)
    assert population(design).value == 6
    assert (population(design).unit, mean([1, 2, 4], design, unit="years").unit) == ("persons", "years")
    missing = np.array([1.0, np.nan, 4.0])
    assert mean(missing, design, where=~np.isnan(missing)).value == pytest.approx(13 / 4)
    parts = by(["b", "a", "b"], lambda where: total([1, 2, 4], design, where=where))
    assert {label: part.value for label, part in parts.items()} == {"a": 4, "b": 13}
    assert list(by([2, 1, 2], lambda w: int(w.sum()), where=np.array([True, False, True]))) == [2]


# ---- the Estimate


@pytest.fixture
def wide() -> tuple[Design, np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    design = Design(random.uniform(1, 3, 200), np.repeat([1, 2], 100), np.repeat(np.arange(40), 5), money="Bs/month")
    return design, random.uniform(50, 150, 200), random.uniform(1, 2, 200)


def test_arithmetic_is_the_delta_method(wide):
    design, x, y = wide
    a, b = total(x, design), total(y, design)
    assert (a + b).se == pytest.approx(total(x + y, design).se)
    assert (a - b).se == pytest.approx(total(x - y, design).se)
    assert (3 * a / 2).se == pytest.approx(1.5 * a.se)
    assert (a / b).value == pytest.approx(ratio(x, y, design).value)
    assert (a / b).se == pytest.approx(ratio(x, y, design).se)
    assert (a * b / b).se == pytest.approx(a.se)
    assert (1 / (1 / a)).se == pytest.approx(a.se)
    assert (np.float64(2.0) * a).value == (a * np.float64(2.0)).value == 2 * a.value
    assert (5 - a).value == 5 - a.value
    assert (a - 5).value == a.value - 5
    assert (-a).scores.tolist() == (-a.scores).tolist()
    assert sum([a, b]).value == a.value + b.value
    assert (a - a).se == 0.0


def test_units_follow_the_arithmetic(wide):
    design, x, _ = wide
    money, people, half = total(x, design), population(design), share(x > 100, design)
    assert (money / money).unit == "ratio"
    assert (money / people).unit == "Bs/month / persons"
    assert (money * half).unit == (half * money).unit == "Bs/month"
    assert (1 / people).unit == "1 / persons"
    assert (money / people).with_unit("Bs/month").unit == "Bs/month"
    with pytest.raises(ValueError, match="cannot be added"):
        money + people


def test_a_change_shows_points_and_relative_change(wide):
    design, x, y = wide
    before, after = mean(x, design), mean(x + y, design)
    points, relative = change(after, before)
    assert points.value == pytest.approx(after.value - before.value)
    assert points.se == pytest.approx(mean(y, design).se)
    assert relative.value == pytest.approx(after.value / before.value - 1)
    assert relative.se == pytest.approx((after / before).se)
    assert (points.is_change, relative.is_change, points.unit, relative.unit) == (True, True, "Bs/month", "relative")
    assert change(after, before * 0).relative is None


def test_changes_are_marked_and_levels_are_not(wide):
    design, x, y = wide
    a, b = mean(x, design), mean(y, design)
    difference = a - b
    assert difference.is_change
    assert (-difference).is_change
    assert (difference + difference).is_change
    assert (difference / b).is_change
    assert not (b + difference).is_change
    assert not (1 - a).is_change
    assert not gini(x, design).is_change
    assert concentration(x, y, design).is_change
    assert kakwani(x, y, design).is_change


def test_quality(wide):
    design, x, _ = wide
    few = np.arange(200) < 29
    enough = np.arange(200) < 30
    assert (mean(x, design, where=few).quality, mean(x, design, where=few).reason) == ("suppressed", "few_cases")
    assert mean(x, design, where=enough).quality == ""
    one_unit = Design(np.ones(50), np.zeros(50), np.zeros(50))
    assert mean(np.arange(50.0), one_unit).reason == "few_cases"  # no degrees of freedom
    level = mean(x, design)
    for cv, quality, reason in [
        (0.149, "", ""),
        (0.151, "(*)", ""),
        (0.299, "(*)", ""),
        (0.301, "suppressed", "high_cv"),
    ]:
        for sign in (1, -1):
            moved = level + (sign * level.se / cv - level.value)
            assert moved.cv == pytest.approx(cv)
            assert (moved.quality, moved.reason) == (quality, reason)
    assert (level - level.value).cv == np.inf
    difference = mean(x, design) - mean(np.full(200, x.mean()), design)
    assert difference.cv > 0.3
    assert (difference.quality, difference.reason) == ("", "")
    few_of_them = mean(x, design, where=few) - level
    assert (few_of_them.quality, few_of_them.reason) == ("suppressed", "few_cases")
    nothing = total(np.zeros(200), design)
    assert (nothing.se, nothing.cv, nothing.low, nothing.high, nothing.quality) == (0, 0, 0, 0, "")


def test_the_smaller_part_and_both_domains_count(wide):
    design, x, _ = wide
    first, second = np.arange(200) < 60, np.arange(200) >= 100
    a, b = mean(x, design, where=first), mean(x, design, where=second)
    assert (a - b).n == 60
    assert (a.df, b.df, (a - b).df) == (11, 19, 30)


def test_estimates_travel(wide):
    design, x, _ = wide
    estimate = mean(x, design)
    back = pickle.loads(pickle.dumps(estimate))
    assert (back - estimate).se == 0.0  # equal samplings are the same sampling, whatever process they come from
    assert len(pickle.dumps(estimate)) < 5_000
    with pytest.raises(ValueError, match="read-only"):
        estimate.scores[0] = 1.0


# ---- errors


def test_a_bad_design_is_refused():
    with pytest.raises(ValueError, match="at least one person"):
        Design([], [], [])
    for weight in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="positive, finite"):
            Design([1.0, weight], [1, 1], [1, 2])
    with pytest.raises(ValueError, match="one code for each of the 2 persons"):
        Design([1.0, 1.0], [1], [1, 2])
    with pytest.raises(ValueError, match="Sampling unit 7 appears in more than one stratum"):
        Design([1.0, 1.0], [1, 2], [7, 7])
    for missing in (["a", None], [1.0, np.nan]):
        with pytest.raises(ValueError, match="stratum has missing codes"):
            Design([1.0, 1.0], np.array(missing, dtype=object), [1, 2])
    with pytest.raises(ValueError, match="psu has missing codes"):
        Design([1.0, 1.0], [1, 1], [1.0, np.nan])
    with pytest.raises(ValueError, match="different types"):
        Design([1.0, 1.0], np.array(["a", 1], dtype=object), [1, 2])


def test_bad_columns_are_refused():
    design = simple(3)
    with pytest.raises(ValueError, match="x needs one number for each of 3 persons"):
        mean([1.0, 2.0], design)
    with pytest.raises(ValueError, match="x has missing or infinite values inside the domain"):
        mean([1.0, np.nan, 2.0], design)
    with pytest.raises(ValueError, match="column of numbers"):
        mean(["a", "b", "c"], design)
    with pytest.raises(ValueError, match="where must be True or False"):
        mean([1.0, 2.0, 3.0], design, where=[1, 0, 1])
    with pytest.raises(ValueError, match="holds no sample person"):
        mean([1.0, 2.0, 3.0], design, where=np.zeros(3, bool))
    with pytest.raises(ValueError, match="holds must be True or False"):
        share([1.0, 0.0, 1.0], design)
    with pytest.raises(ValueError, match="total of zero"):
        ratio([1.0, 2.0, 3.0], [1.0, -1.0, 0.0], design)
    with pytest.raises(ValueError, match="poverty line must be positive"):
        headcount([1.0, 2.0, 3.0], 0.0, design)
    with pytest.raises(ValueError, match="line has missing"):
        headcount([1.0, 2.0, 3.0], np.nan, design)
    with pytest.raises(ValueError, match="alpha must be zero or more"):
        fgt([1.0, 2.0, 3.0], 2.0, -1, design)
    with pytest.raises(ValueError, match="positive total"):
        gini([-3.0, 1.0, 2.0], design)
    with pytest.raises(ValueError, match="positive total"):
        palma([0.0, 0.0, 0.0], design)
    for p in (0.0, 1.0, np.nan):
        with pytest.raises(ValueError, match="between 0 and 1, both excluded"):
            quantile([1.0, 2.0, 3.0], p, design)
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        lorenz([1.0, 2.0, 3.0], 1.5, design)
    with pytest.raises(ValueError, match="low must not exceed high"):
        income_share([1.0, 2.0, 3.0], 0.6, 0.5, design)
    with pytest.raises(ValueError, match="divided by zero"):
        quantile_ratio([0.0, 0.0, 3.0], 0.9, 0.1, design)
    with pytest.raises(ValueError, match="nobody in the domain receives"):
        leakage([0.0, 0.0, 0.0], [True, True, False], design)
    with pytest.raises(ValueError, match="cannot be negative"):
        leakage([-1.0, 0.0, 5.0], [True, True, False], design)
    with pytest.raises(ValueError, match="at least two points"):
        lorenz_curve([1.0, 2.0, 3.0], design, points=1)
    with pytest.raises(ValueError, match="one code for each"):
        by([[1, 2], [3, 4]], lambda where: where)


def test_estimates_of_different_designs_do_not_mix():
    one, other = Design([1, 1], [0, 0], [1, 2]), Design([1, 1], [0, 0], [1, 3])
    with pytest.raises(ValueError, match="same sampling design"):
        mean([1, 2], one) - mean([1, 2], other)
    with pytest.raises(ValueError, match="divided by zero"):
        mean([1, 2], one) / 0
    with pytest.raises(ValueError, match="estimate of zero"):
        1 / mean([0, 0], one)
    with pytest.raises(ValueError, match="finite numbers only"):
        mean([1, 2], one) * np.nan
