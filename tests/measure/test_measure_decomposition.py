"""Shapley values, growth and redistribution, the Gini by source, and incomes at the same rank."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ayni.measure import (
    Design,
    at_same_rank,
    concentration,
    fgt,
    gini,
    gini_by_source,
    growth_and_redistribution,
    headcount,
    independent,
    mean,
    replicate_weights,
    shapley,
    shapley_parts,
    shapley_weights,
    subsets,
)

check = settings(max_examples=30, deadline=None, database=None, derandomize=True)


def simple(n: int) -> Design:
    return Design(np.ones(n), np.zeros(n, int), np.arange(n))


def clustered(seed: int, n: int = 240) -> Design:
    weight = np.random.default_rng(seed).uniform(1, 9, n)
    return Design(weight, np.arange(n) // 60, np.arange(n) // 12)


@pytest.fixture(scope="module")
def sample(people):
    return people, Design(people["weight"], people["stratum"], people["psu"])


# ---- Shapley


def divide(players, worth):
    return shapley_weights(players) @ np.array([worth(subset) for subset in subsets(players)], dtype=float)


def test_glove_game():
    """One left glove and two right ones, a pair is worth 1: 1/6, 1/6 and 2/3 (the textbook case)."""
    pairs = divide(["right", "other right", "left"], lambda s: "left" in s and len(s) > 1)
    assert pairs == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-15)


def test_airport_game():
    """Six aircraft whose runways cost 40, 50, 60, 70, 80, 90 pay (40, 52, 67, 87, 117, 177)/6: Mathematics Stack
    Exchange 4152535, after Littlechild & Owen (1973)."""
    cost = {"I": 40, "II": 50, "III": 60, "IV": 70, "V": 80, "VI": 90}
    paid = divide(list(cost), lambda s: max((cost[p] for p in s), default=0))
    assert paid == pytest.approx(np.array([40, 52, 67, 87, 117, 177]) / 6)


def test_shapley_value_of_a_tax_and_a_transfer_as_published():
    """Table A-2 of Enami, Lustig & Aranda (2016, CEQ Working Paper 25), zero income decomposition: of a fall of the
    Gini from 0.335 to 0.270, -0.004 is the tax's and 0.069 the transfer's."""
    market, tax, transfer = np.array([[1, 20, 30, 40, 50], [-1, -2, -3, -4, -5], [6, 4, 3, 2, 1]], dtype=float)
    design = simple(5)
    parts = shapley(
        lambda s: gini(market + tax * ("tax" in s) + transfer * ("transfer" in s), design), ["tax", "transfer"]
    )
    assert round(gini(market, design).value, 3) == 0.335
    assert round(gini(market + tax + transfer, design).value, 3) == 0.270
    assert round(-parts["tax"].value, 3) == -0.004
    assert round(-parts["transfer"].value, 3) == 0.069


@check
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_shapley_is_the_mean_over_all_orders_of_joining(seed, k):
    players = list("abcdef"[:k])
    worths = dict(zip(subsets(players), np.random.default_rng(seed).normal(size=2**k), strict=True))
    by_hand = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        for at, player in enumerate(order):
            by_hand[player] += (worths[frozenset(order[: at + 1])] - worths[frozenset(order[:at])]) / len(orders)
    value = divide(players, worths.__getitem__)
    assert value == pytest.approx(list(by_hand.values()), abs=1e-12)
    assert value.sum() == pytest.approx(worths[frozenset(players)] - worths[frozenset()], abs=1e-12)


@check
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_shapley_axioms(seed, k):
    players = list("abcdef"[:k])
    random = np.random.default_rng(seed)
    without = dict(zip(subsets(players[2:]) if k > 2 else [frozenset()], random.normal(size=2**k), strict=False))
    alike = random.normal(size=3)  # what none, one or both of the first two players add

    def worth(s):
        return without[s - {"a", "b"}] * (1 + alike[len(s & {"a", "b"})])

    value = divide(players, worth)
    assert value[0] == pytest.approx(value[1], abs=1e-12)  # symmetry
    padded = divide([*players, "nobody"], lambda s: worth(s - {"nobody"}))
    assert padded == pytest.approx([*value, 0.0], abs=1e-12)  # the null player gets nothing and changes nothing
    shuffled = divide(players[::-1], worth)
    assert shuffled[::-1] == pytest.approx(value, abs=1e-12)  # the order of the list does not matter


@pytest.mark.parametrize("k", [1, 2, 5])
def test_shapley_parts_of_a_table_are_its_product_with_the_weights(k):
    worths = np.random.default_rng(k).normal(size=(2**k, 3))
    assert shapley_parts(worths) == pytest.approx(shapley_weights("abcde"[:k]) @ worths, abs=1e-14)


def test_shapley_parts_carry_their_errors(sample):
    people, design = sample
    parts = {"benefit": people["benefit"], "gift": 10.0 * (people["age"] > 40), "age": people["age"] / 10}

    def income(s):
        return people["income"] + sum((parts[name] for name in s), np.zeros(design.n))

    linear = shapley(lambda s: mean(income(s), design), list(parts))
    for name, part in linear.items():  # of a mean, each has its own mean, in any order
        assert (part.value, part.se) == pytest.approx((mean(parts[name], design).value, mean(parts[name], design).se))
    worths = {s: headcount(income(s), people["line"], design) for s in subsets(list(parts))}
    poverty = shapley(worths, list(parts))
    whole = worths[frozenset(parts)] - worths[frozenset()]
    assert sum(part.value for part in poverty.values()) == pytest.approx(whole.value, rel=1e-12)
    assert sum(poverty.values()).se == pytest.approx(whole.se, rel=1e-9)
    assert all(part.is_change and part.unit == "share" and part.n == design.n for part in poverty.values())


def test_shapley_refuses_what_cannot_be_divided():
    design = simple(4)
    figure = mean([1, 2, 3, 4], design)
    with pytest.raises(ValueError, match="each named once"):
        shapley(lambda s: figure, ["a", "a"])
    with pytest.raises(ValueError, match="at least one player"):
        subsets([])
    with pytest.raises(ValueError, match=r"no worth for the players \['a'\]"):
        shapley({frozenset(): figure}, ["a"])
    with pytest.raises(ValueError, match="added to or subtracted"):
        shapley(lambda s: figure.with_unit(str(len(s))), ["a"])


# ---- growth and redistribution


def test_growth_and_redistribution_by_hand():
    """Datt & Ravallion (1992) print no incomes, and no published case with both incomes and results was reachable.

    Incomes 1, 2, 3, 6 (mean 3), then 2, 2, 2, 10 (mean 4), line 2.5: 2/4 poor, then 3/4. The first incomes at the mean
    of 4 are 1.3, 2.7, 4, 8: 1/4 poor; the second at the mean of 3 are 1.5, 1.5, 1.5, 7.5: 3/4 poor.
    """
    design = simple(4)
    parts = growth_and_redistribution([1, 2, 3, 6], 2.5, design, [2, 2, 2, 10], 2.5, design, 0)
    assert parts.growth.value == pytest.approx(((1 / 4 - 2 / 4) + (3 / 4 - 3 / 4)) / 2)
    assert parts.redistribution.value == pytest.approx(((3 / 4 - 2 / 4) + (3 / 4 - 1 / 4)) / 2)
    assert parts.total.value == pytest.approx(1 / 4)
    dearer = growth_and_redistribution([1, 2, 3, 6], 2.5, design, [6, 6, 6, 30], np.full(4, 7.5), design, 0)
    assert [part.value for part in dearer] == pytest.approx([part.value for part in parts])


@check
@given(st.integers(0, 10**6), st.sampled_from([0, 1, 2]), st.floats(0.6, 1.7))
def test_growth_and_redistribution_add_up(seed, alpha, rise):
    random = np.random.default_rng(seed)
    y0, y1 = random.lognormal(6, 0.8, 240), random.lognormal(6.2, 0.6, 240)
    z0, z1 = random.choice([300.0, 350.0], 240), random.choice([320.0, 380.0], 240)
    d0, d1 = clustered(seed), clustered(seed + 1)
    parts = growth_and_redistribution(y0, z0, d0, y1, z1, d1, alpha, replicates=2)
    assert parts.growth.value + parts.redistribution.value == pytest.approx(parts.total.value, abs=1e-12)
    assert parts.total.value == fgt(y1, z1, alpha, d1).value - fgt(y0, z0, alpha, d0).value
    back = growth_and_redistribution(y1, z1, d1, y0, z0, d0, alpha, replicates=2)
    assert back.growth.value == pytest.approx(-parts.growth.value, abs=1e-12)
    same = growth_and_redistribution(y0, z0, d0, rise * y0, z0, d0, max(alpha, 1), replicates=2)
    assert same.redistribution.value == pytest.approx(0, abs=1e-12)


def test_errors_of_growth_and_redistribution_are_those_of_reweighted_waves():
    """The same replicates the long way: each as a design of its own, persons without weight left out."""
    random = np.random.default_rng(5)
    y0, y1, z = random.lognormal(6, 0.8, 240), random.lognormal(6.2, 0.6, 240), np.full(240, 300.0)
    d0, d1 = clustered(1), clustered(2)
    parts = growth_and_redistribution(y0, z, d0, y1, z, d1, 1, replicates=20, seed=9)
    growths = []
    for r in range(20):
        waves = []
        for k, (y, d) in enumerate([(y0, d0), (y1, d1)]):
            weight = d.weight * replicate_weights(d, 20, [9, k])[r, d.psu_of_person]
            keep = weight > 0
            waves.append((y[keep], Design(weight[keep], np.zeros(keep.sum()), np.arange(keep.sum()))))
        (a, da), (b, db) = waves
        k = mean(b, db).value / mean(a, da).value
        gap = [fgt(y, 300, 1, d).value for y, d in ((a, da), (k * a, da), (b / k, db), (b, db))]
        growths.append((gap[1] - gap[0] + gap[3] - gap[2]) / 2)
    assert parts.growth.se == pytest.approx(np.std(growths))
    assert parts.growth.n == 240
    old, new = independent(fgt(y0, z, 1, d0), fgt(y1, z, 1, d1))
    assert parts.total.se == (new - old).se


def test_growth_needs_a_positive_mean_and_line():
    design = simple(4)
    with pytest.raises(ValueError, match="mean income"):
        growth_and_redistribution([-9, 1, 2, 3], 2, design, [1, 2, 3, 4], 2, design, 0)
    with pytest.raises(ValueError, match="line must be positive"):
        growth_and_redistribution([1, 2, 3, 4], 2, design, [1, 2, 3, 4], 0, design, 0)


# ---- sources of income


def test_gini_by_source_by_hand():
    """No published case with both data and digits was reachable (Lerman & Yitzhaki 1985 and the help of Stata's
    descogini give no data), so two persons: wages 0 and 6, transfers 2 and 0."""
    parts = gini_by_source({"wages": [0, 6], "transfers": [2, 0]}, simple(2))
    wages, transfers = parts["wages"], parts["transfers"]
    assert [e.value for e in wages] == pytest.approx([0.75, 0.5, 1, 0.5, 0.375, 0.75 * (0.5 - 0.25)])
    assert [e.value for e in transfers] == pytest.approx([0.25, 0.5, -1, -0.5, -0.125, 0.25 * (-0.5 - 0.25)])
    assert wages.contribution.value + transfers.contribution.value == pytest.approx(gini([2, 6], simple(2)).value)


def test_sources_without_a_positive_total():
    parts = gini_by_source({"wages": [2, 6], "nothing": [0, 0], "tax": [0, -1]}, simple(2))
    assert (parts["nothing"].share.value, parts["nothing"].contribution.value) == (0, 0)
    assert parts["nothing"].gini is parts["nothing"].correlation is parts["nothing"].concentration is None
    assert parts["tax"].gini is None
    assert parts["tax"].concentration.value == pytest.approx(0.5)
    assert sum(p.contribution.value for p in parts.values()) == pytest.approx(gini([2, 5], simple(2)).value)
    with pytest.raises(ValueError, match="positive total"):
        gini_by_source({"debt": [-1, -1]}, simple(2))
    with pytest.raises(ValueError, match="at least one source"):
        gini_by_source({}, simple(2))


def test_contributions_add_up_and_carry_their_errors(sample):
    people, design = sample
    where = people["area"] == 2
    sources = {"benefit": people["benefit"], "half": people["income"] / 2, "rest": people["income"] / 2 - 20}
    income = sum(sources.values())
    parts = gini_by_source(sources, design, where=where)
    whole = gini(income, design, where=where)
    summed = sum(part.contribution for part in parts.values())
    assert (summed.value, summed.se) == pytest.approx((whole.value, whole.se), abs=1e-12)
    assert sum(part.share for part in parts.values()).se == pytest.approx(0, abs=1e-12)
    assert sum(part.marginal.value for part in parts.values()) == pytest.approx(0, abs=1e-12)
    direct = concentration(sources["benefit"], income, design, where=where)
    assert parts["benefit"].concentration.value == pytest.approx(direct.value)
    assert parts["benefit"].concentration.se == pytest.approx(direct.se)
    again = parts["half"].gini * parts["half"].correlation * parts["half"].share
    assert (again.value, again.se) == pytest.approx((parts["half"].contribution.value, parts["half"].contribution.se))


def test_marginal_effect_is_the_derivative_of_the_gini(sample):
    people, design = sample
    sources = {"benefit": people["benefit"], "other": people["income"]}
    parts = gini_by_source(sources, design)
    up, down = (gini(people["income"] + k * people["benefit"], design).value for k in (1.001, 0.999))
    assert parts["benefit"].marginal.value == pytest.approx((up - down) / 0.002, rel=1e-3)


# ---- the same rank


def test_the_value_at_the_same_rank_by_hand():
    # from: b holds the lowest quarter, a the rest; to: five of equal weight stand at 1/10, 3/10, 5/10, 7/10, 9/10
    taken = at_same_rank(np.array(["a", "b"]), [20, 10], [3, 1], [5, 1, 4, 2, 3], np.full(5, 7.0))
    assert taken.tolist() == ["a", "b", "a", "a", "a"]
    table = at_same_rank([[1, 2], [3, 4]], [0, 0], [1, 1], [0, 0], [2, 2])  # ties keep the order given
    assert table.tolist() == [[1, 2], [3, 4]]


@check
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 60))
def test_ranks_are_kept(seed, n, m):
    random = np.random.default_rng(seed)
    order, weight = np.round(random.normal(size=n), 1), random.uniform(0.1, 9, n)
    to, to_weight = np.round(random.normal(size=m), 1), random.uniform(0.1, 9, m)
    values = random.normal(size=n)
    assert (at_same_rank(values, order, weight, order, 3 * weight) == values).all()  # its own ranks: itself
    taken = at_same_rank(order, order, weight, to, to_weight)
    assert (np.diff(taken[np.argsort(to, kind="stable")]) >= 0).all()
    assert set(taken) <= set(order)


def test_ranks_need_whole_samples():
    with pytest.raises(ValueError, match="units of 'to'"):
        at_same_rank([1], [1], [1], [1, 2], [1])
    with pytest.raises(ValueError, match="units of 'from'"):
        at_same_rank([1], [1], [0], [1], [1])
    with pytest.raises(ValueError, match="one value for each"):
        at_same_rank([1, 2], [1], [1], [1], [1])
