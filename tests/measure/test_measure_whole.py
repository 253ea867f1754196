"""Whole tables at once give what the functions of one figure give: every value, error, count and mark."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ayni import measure
from ayni.measure import Calibration, Design, Estimate, UndefinedError, Whole


def close(found, expected, *, is_difference=False):
    """Equal to 1e-12 relative, and absolute too where a difference takes the digits away."""
    at_most = 1e-12 * (max(1.0, abs(expected)) if is_difference else abs(expected))
    assert abs(found - expected) <= at_most + 1e-15, (found, expected)


def same(found, expected):
    """The same figure, or undefined for the same reason."""
    try:
        theirs = expected()
    except UndefinedError as error:
        with pytest.raises(UndefinedError, match=str(error)):
            found()
        return
    ours = found()
    close(ours.value, theirs.value, is_difference=theirs.is_change or theirs.unit == "index")
    size = max(float(np.abs(theirs.scores).max()), 1e-300)
    all_explained = max(size, float(np.abs(ours.scores).max())) < 1e-12  # by a calibration: what is left is rounding
    assert all_explained or np.abs(ours.scores - theirs.scores).max() <= 1e-12 * max(size, abs(theirs.value), 0.01)
    if theirs.se > 1e-6 * abs(theirs.value):  # less is rounding
        assert ours.se == pytest.approx(theirs.se, rel=1e-12 if theirs.se > 1e-3 * abs(theirs.value) else 1e-9)
        assert (ours.quality, ours.reason) == (theirs.quality, theirs.reason)
    assert (ours.n, ours.df, ours.unit, ours.is_change) == (theirs.n, theirs.df, theirs.unit, theirs.is_change)
    assert np.array_equal(ours.inside, theirs.inside)


def check(design, household, universe, columns, masks):
    """Every measure of a whole table against its function, in every domain."""
    whole = Whole(design, universe, household)
    check_domains(whole.everybody, design, [universe], columns)
    check_domains(whole.domains(masks), design, [each & universe for each in masks], columns)


def check_domains(domains, design, wheres, columns):
    y, x, z, holds = (columns[name] for name in ("y", "x", "z", "holds"))
    few = np.where(np.nan_to_num(y) > 1700, x, 0.0)
    of = domains.spread(y)
    assert domains.spread(y.copy()) is of
    figures = {
        "population": (domains.count(), lambda where: measure.population(design, where=where)),
        "total": (domains.total(x), lambda where: measure.total(x, design, where=where)),
        "few": (domains.total(few), lambda where: measure.total(few, design, where=where)),
        "mean": (of.mean(), lambda where: measure.mean(y, design, where=where)),
        "share": (domains.share(holds), lambda where: measure.share(holds, design, where=where)),
        "part": (domains.shares_by(1 * holds, 2)[1], lambda where: measure.share(holds, design, where=where)),
        "ratio": (domains.ratio(x, y), lambda where: measure.ratio(x, y, design, where=where)),
        "headcount": (of.headcount(z), lambda where: measure.headcount(y, z, design, where=where)),
        "gap": (of.gap(z), lambda where: measure.gap(y, z, design, where=where)),
        "severity": (of.severity(700.0), lambda where: measure.severity(y, 700.0, design, where=where)),
        "poor": (of.poor(z), lambda where: measure.total(y < z, design, where=where, unit="persons")),
        "gini": (of.gini(), lambda where: measure.gini(y, design, where=where)),
        "concentration": (of.concentration(x), lambda where: measure.concentration(x, y, design, where=where)),
        **{
            f"quantile {p}": (of.quantile(p), lambda where, p=p: measure.quantile(y, p, design, where=where))
            for p in (0.1, 0.5)
        },
    }
    for found, expected in figures.values():
        for at, where in enumerate(wheres):
            same(lambda found=found, at=at: found[at], lambda expected=expected, where=where: expected(where))
    rows = domains.whole.sample.rows
    among = np.isin(np.arange(design.n), rows) if rows is not None else np.ones(design.n, dtype=bool)
    held = domains.held(x, "Bs")
    for at, where in enumerate(wheres):
        there = np.where(where, x, 0.0)
        same(lambda at=at: held[at], lambda there=there: measure.total(there, design, where=among, unit="Bs"))
    check_logarithms(domains, design, wheres, y, z)
    check_sources(domains, design, wheres, {"y": np.nan_to_num(y) + 1, "x": x, "taxes": -0.1 * x, "none": 0.0 * x})
    assert domains.cases(holds).tolist() == [int((where & holds).sum()) for where in wheres]
    points, relative = of.mean().changes(domains.mean(few))
    for at, where in enumerate(wheres):
        if not where.any():
            continue
        expected = measure.change(measure.mean(y, design, where=where), measure.mean(few, design, where=where))
        same(lambda at=at: points[at], lambda expected=expected: expected.points)
        if expected.relative is None:
            with pytest.raises(UndefinedError, match="from zero"):
                relative[at]
        else:
            same(lambda at=at: relative[at], lambda expected=expected: expected.relative)
    for at, where in enumerate(wheres):
        same(lambda at=at: of.palma(at), lambda where=where: measure.palma(y, design, where=where))
        same(lambda at=at: of.kakwani(x, at), lambda where=where: measure.kakwani(x, y, design, where=where))
        same(
            lambda at=at: of.quantile_ratio(0.9, 0.1, at),
            lambda where=where: measure.quantile_ratio(y, 0.9, 0.1, design, where=where),
        )
        theirs = cache(partial(measure.decile_shares, y, design, where=where))
        for tenth in range(10):
            same(
                lambda at=at, tenth=tenth: of.decile_shares(at)[tenth],
                lambda theirs=theirs, tenth=tenth: theirs()[tenth],
            )


def check_logarithms(domains, design, wheres, y, z):
    """What rests on the logarithm of income, of those whose income is positive."""
    positive = [where & (np.nan_to_num(y) > 0) for where in wheres]
    of = domains.whole.domains(positive).spread(y)
    figures = {
        "watts": (of.watts(z), lambda where: measure.watts(y, z, design, where=where)),
        "theil": (of.theil(), lambda where: measure.theil(y, design, where=where)),
        "logs": (of.mean_log_deviation(), lambda where: measure.mean_log_deviation(y, design, where=where)),
        **{
            f"entropy {a}": (
                of.generalized_entropy(a), lambda where, a=a: measure.generalized_entropy(y, a, design, where=where)
            )
            for a in (-1.0, 2.0)
        },
        **{
            f"atkinson {e}": (of.atkinson(e), lambda where, e=e: measure.atkinson(y, e, design, where=where))
            for e in (0.5, 1.0, 2.0)
        },
    }  # fmt: skip
    for found, expected in figures.values():
        for at, where in enumerate(positive):
            same(lambda found=found, at=at: found[at], lambda expected=expected, where=where: expected(where))


def check_sources(domains, design, wheres, sources):
    """The Gini by source, in parts that may be undefined."""
    of = domains.spread(np.sum(list(sources.values()), axis=0))
    for at, where in enumerate(wheres):
        if not where.any():
            continue
        for name, theirs in measure.gini_by_source(sources, design, where=where).items():
            for ours, expected in zip(of.source(sources[name], at), theirs, strict=True):
                assert (ours is None) == (expected is None)
                if expected is not None:
                    same(lambda ours=ours: ours, lambda expected=expected: expected)


def drawn(seed, households, *, is_shared, calibrated=False, ties=True):
    """A random sample: units of a few households in strata, one of them alone; columns, and domains that overlap."""
    random = np.random.default_rng(seed)
    members = random.integers(1, 6, households)
    household = np.repeat(np.arange(households), members)
    n = len(household)
    unit = random.integers(0, max(3, households // 4), households)
    stratum = unit % 3 + (unit == 1) * 7
    weight = random.uniform(1, 50, households)
    of = household if is_shared else np.arange(n)
    size = of.max() + 1

    def shared(values):
        return np.asarray(values)[of]

    y = np.maximum(random.normal(800, 700, size), 0)
    columns = {
        "y": shared(np.round(y, -2) if ties else y),
        "x": shared(np.maximum(random.normal(20, 60, size), 0)),
        "z": shared(random.choice([500.0, 650.0], size)),
        "holds": shared(random.random(size) < 0.4),
    }
    universe = random.random(n) < 0.95
    universe[0] = True
    columns["y"] = np.where(universe, columns["y"], np.nan)
    masks = [household % 3 == 0, random.random(n) < 0.3, np.zeros(n, dtype=bool), columns["holds"], ~columns["holds"]]
    calibration = None
    if calibrated:
        person = weight[household]
        x = np.stack([np.bincount(household, part) for part in (household * 0 + 1.0, random.random(n) < 0.5)], axis=1)
        drawn_weight = weight * random.uniform(0.7, 1.4, households)
        calibration = Calibration(household, weight, drawn_weight, x)
        return Design(person, stratum[household], unit[household], calibration), household, universe, columns, masks
    person = weight[household] * (1 if is_shared else random.uniform(0.5, 2, n))
    return Design(person, stratum[household], unit[household]), household, universe, columns, masks


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(2, 120), st.booleans(), st.booleans(), st.booleans())
def test_any_sample_gives_what_one_figure_at_a_time_gives(seed, households, is_shared, calibrated, ties):
    check(*drawn(seed, households, is_shared=is_shared, calibrated=calibrated, ties=ties))


def test_households_count_once_and_persons_where_they_differ():
    design, household, universe, columns, masks = drawn(3, 200, is_shared=True)
    whole = Whole(design, universe, household)
    assert not whole.is_by_person
    assert len(whole.everybody.spread(columns["y"]).y) == whole.cells < universe.sum()
    differs = columns["y"] + np.arange(len(household))
    assert len(whole.everybody.spread(differs).y) == universe.sum()
    check(design, household, universe, {**columns, "y": differs}, masks)
    check(design, household, universe, {**columns, "z": np.where(np.arange(len(household)) % 2, 400.0, 900.0)}, masks)
    check(design, household, universe, {**columns, "x": np.arange(len(household)) * 1.0}, masks)


def test_a_curve_of_a_whole_table_is_that_of_one_figure():
    design, household, universe, columns, _ = drawn(8, 120, is_shared=True)
    everybody = Whole(design, universe, household).everybody
    for x in (columns["x"], np.arange(design.n) * 1.0):
        steps, shares = everybody.spread(columns["y"]).curve(x, 21)
        expected = measure.concentration_curve(x, columns["y"], design, points=21, where=universe)
        assert steps == pytest.approx(expected[0])
        assert shares == pytest.approx(expected[1], rel=1e-12, abs=1e-15)


def test_a_table_without_domains_has_no_figures():
    design, household, universe, columns, _ = drawn(8, 40, is_shared=True)
    of = Whole(design, universe, household).domains([]).spread(columns["y"])
    found = [*of.poverty([columns["z"], 700.0])[0], of.poor(700.0), of.gini(), of.mean(), *of.quantiles((0.1, 0.5))]
    assert [len(each) for each in (*found, *of.tenths())] == [0] * (len(found) + 10)


def test_a_household_in_two_units_is_counted_by_person():
    design, household, universe, columns, masks = drawn(4, 60, is_shared=True)
    split = Design(design.weight, np.zeros(design.n), np.arange(design.n) % 11)
    assert Whole(split, universe, household).is_by_person
    check(split, household, universe, columns, masks)


def test_means_over_draws_are_those_of_each_figure_and_what_no_draw_moves_has_no_spread():
    design, household, universe, columns, masks = drawn(9, 80, is_shared=True)
    domains = Whole(design, universe, household).domains([masks[0], masks[3]])
    draws = [np.where(universe, columns["y"] + masks[0] * 100.0 * draw, np.nan) for draw in (0, 3, 5)]
    figures = [domains.mean(y) for y in draws]
    summed = measure.Drawn(figures[0])
    for each in figures[1:]:
        summed.add(each.with_cases(np.array([40, 50])))
    before = domains.mean(columns["x"])
    for at in range(2):
        expected = measure.from_draws([each[at] for each in figures])
        same(lambda at=at, n=expected.n: summed.mean[at].with_cases(n), lambda expected=expected: expected)
        assert summed.mean[at].more_variance == pytest.approx(expected.more_variance, rel=1e-12)
        relative = measure.from_draws([measure.change(each[at], before[at]).relative for each in figures])
        found = summed.mean.changes(before)[1][at]
        assert (found.value, found.se) == pytest.approx((relative.value, relative.se), rel=1e-9)
    still = measure.Drawn(figures[0])
    still.add(domains.mean(draws[0].copy()))
    assert still.mean[0].more_variance == 0
    with pytest.raises(ValueError, match="at least two"):
        _ = measure.Drawn(figures[0]).mean
    with pytest.raises(ValueError, match="draw by draw"):
        before.changes(summed.mean)


def test_wrong_columns_are_refused_as_one_figure_refuses_them():
    design, household, universe, columns, _ = drawn(5, 30, is_shared=True)
    everybody = Whole(design, universe, household).everybody
    with pytest.raises(ValueError, match="missing or infinite values inside the domain"):
        everybody.mean(np.where(np.arange(design.n) == 0, np.nan, 1.0))
    with pytest.raises(ValueError, match="Every poverty line must be positive"):
        everybody.spread(columns["y"]).gap(0.0)
    with pytest.raises(ValueError, match="income must be positive inside the domain"):
        everybody.spread(columns["x"] - 1).watts(500.0)
    with pytest.raises(ValueError, match="y must be positive inside the domain"):
        everybody.spread(columns["x"] - 1).theil()
    with pytest.raises(ValueError, match="alpha must be a finite number"):
        everybody.spread(columns["x"] + 1).generalized_entropy(np.inf)
    with pytest.raises(ValueError, match="epsilon must be positive"):
        everybody.spread(columns["x"] + 1).atkinson(0)
    with pytest.raises(ValueError, match="needs one number for each"):
        everybody.total(np.ones(3))


def test_the_variances_of_many_rows_are_those_of_each():
    design = drawn(6, 300, is_shared=True)[0]
    rows = np.random.default_rng(1).normal(size=(150, len(design.sampling.psus)))
    both = measure.independent(*(Estimate(1.0, 9, "", row, design.sampling, row > 0) for row in rows[:2]))
    for sampling, scores in ((design.sampling, rows), (both[0].sampling, np.stack([each.scores for each in both]))):
        expected = [sampling.variance(row) for row in scores]
        assert sampling.variances(scores) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("calibrated", [False, True])
def test_one_income_after_another_gives_what_each_gives(calibrated):
    """Each sort begins in the order of the income before."""
    design, household, _, columns, _ = drawn(7, 150, is_shared=True, calibrated=calibrated)
    random = np.random.default_rng(2)
    income = np.nan_to_num(columns["y"])
    everybody = Whole(design).everybody
    for _ in range(6):
        income = income + np.where(random.random(len(household)) < 0.2, random.integers(-3, 9, len(household)) * 50, 0)
        of = everybody.spread(income)
        for z in (columns["z"], np.full(design.n, 800.0)):
            same(lambda of=of, z=z: of.gap(z).only, lambda z=z, income=income: measure.gap(income, z, design))
        same(lambda of=of: of.gini().only, lambda income=income: measure.gini(income, design))


@pytest.mark.parametrize("year", [2019, 2020, 2022])
def test_real_waves(shared_data, year):
    from ayni.survey import load

    population = load(shared_data / f"eh/{year}/persona.parquet", cached=False)
    universe = population["is_member"].astype(bool)
    design = Design(population["weight"], population["stratum"], population["psu"])
    income = population["ine_income"]
    old = (population["age"] >= 60) & universe
    received = np.bincount(population.household, old)[population.household] * 300.0
    columns = {"y": income, "x": received, "z": population["poverty_line"], "holds": received > 0}
    area, sex = population["area"], population["sex"]
    check(design, population.household, universe, columns, [area == 0, area == 1, sex == 0])


def test_stacked_figures_are_compared_with_one_before_as_each_by_itself():
    design = Design([1.0, 2.0, 3.0, 1.0, 2.0], [1, 1, 1, 2, 2], [1, 2, 3, 4, 5])
    everybody = Whole(design).everybody
    before = everybody.spread([0.0, 4.0, 5.0, 1.0, 9.0]).gini()
    after = [everybody.spread(y).gini() for y in ([1.0, 4.0, 5.0, 1.0, 9.0], [0.0] * 5, [7.0, 4.0, 5.0, 3.0, 9.0])]
    together = measure.stacked(after).changes(before)
    for at, alone in enumerate(each.changes(before) for each in after):
        for both, one in zip(together, alone, strict=True):
            same(lambda both=both, at=at: both[at], lambda one=one: one[0])
