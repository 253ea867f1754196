"""What a figure, or its change, is made of: Shapley values, growth and redistribution, the Gini by source of income."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import factorial
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .design import Design, Floats, Indices, Where
from .estimate import Estimate, SourceShare, UndefinedError, same_unit
from .inequality import gini
from .poverty import fgt, own_line, shortfall
from .replicates import Replicated, in_cells, replicate_weights
from .sample import Ranking, Sample
from .waves import independent

Measured = TypeVar("Measured")
"""What names a measure."""

# ---- Shapley values


def subsets(players: Sequence[str]) -> list[frozenset[str]]:
    """All 2^k subsets of k players, the empty one first, all of them last: subset s holds player i if bit i of s is 1.

    Raises ValueError without a player, or for one named twice.
    """
    if not players or len(set(players)) < len(players):
        raise ValueError("A division needs at least one player, each named once.")
    return [frozenset(player for i, player in enumerate(players) if s >> i & 1) for s in range(2 ** len(players))]


def shapley_weights(players: Sequence[str]) -> Floats:
    """The weights (k, 2^k) whose product with the worths of all `subsets` is the Shapley value of each player.

    Each player's row is the mean, over all k! orders, of the worth with the player and those before less that without
    (Shapley 1953). For plain numbers, e.g. ``shapley_weights(players) @ worths`` with one column per replicate.
    """
    k = len(players)
    size = np.array([len(subset) for subset in subsets(players)])
    orders = [factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)]
    joins, leaves = np.array([0.0, *orders]), np.array([*orders, 0.0])
    member = np.arange(2**k) >> np.arange(k)[:, None] & 1
    weights: Floats = np.where(member, joins[size], -leaves[size])
    return weights


def shapley_parts(worths: Floats) -> Floats:
    """`shapley_weights` times the worths (2^k, …) of all `subsets`, (k, …), in sums of halves.

    With w the weight of joining a subset of s players, its worth counts w(s - 1) for each of its players and -w(s) for
    the others: the sum over the subsets of a player, of both together, less that of the second over all.
    """
    k = len(worths).bit_length() - 1
    size = np.array([subset.bit_count() for subset in range(2**k)])
    orders = [factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)]
    joins, leaves = (np.array(each)[size] for each in ([0.0, *orders], [*orders, 0.0]))
    shape = (-1, *(1 for _ in worths.shape[1:]))
    both, less = (joins + leaves).reshape(shape) * worths, (leaves.reshape(shape) * worths).sum(axis=0)
    found = np.empty((k, *worths.shape[1:]))
    for player in reversed(range(k)):
        without, with_player = np.split(both, 2)
        found[player] = with_player.sum(axis=0) - less
        both = without + with_player
    return found


def shapley(
    worth: Mapping[frozenset[str], Estimate] | Callable[[frozenset[str]], Estimate], players: Sequence[str]
) -> dict[str, Estimate]:
    """Each player's part of the worth of all less the worth of none: the mean over every order of joining.

    ``worth`` gives the Estimate of each of the 2^k subsets, all of one sampling and unit (for distributions, Shorrocks
    2013, J. Econ. Inequality 11). The parts add up exactly; being linear in the worths, they carry their scores and so
    the error of the difference. Raises ValueError for a subset without a worth, Estimates that cannot be added, or the
    errors of `subsets`.
    """
    every = subsets(players)
    if isinstance(worth, Mapping):
        missing = [subset for subset in every if subset not in worth]
        if missing:
            raise ValueError(f"There is no worth for the players {sorted(missing[0])}.")
        worths = [worth[subset] for subset in every]
    else:
        worths = [worth(subset) for subset in every]
    first = worths[0]
    for other in worths:
        same_unit(first, other)
    values = shapley_parts(np.array([estimate.value for estimate in worths]))
    scores = shapley_parts(np.array([estimate.scores for estimate in worths]))
    inside = np.logical_or.reduce([estimate.inside for estimate in worths])
    n = min(estimate.n for estimate in worths)
    return {
        player: Estimate(float(values[i]), n, first.unit, scores[i], first.sampling, inside, is_change=True)
        for i, player in enumerate(players)
    }


def shapley_of_orders(
    worths: Callable[[frozenset[str]], Mapping[Measured, Estimate]], orders: Iterable[Sequence[str]]
) -> dict[Measured, dict[str, Estimate]]:
    """As `shapley`, of several measures, where the subsets are too many: the mean over some orders of joining.

    ``orders`` are drawn at random, each with every player once (Castro, Gómez & Tejada 2009, Comput. Oper. Res. 36);
    their spread, the variance between them over their number, is ``more_variance``. The parts of each order add up, and
    so do their means. Raises ValueError for fewer than two orders.
    """
    parts: dict[tuple[Measured, str], _Mean] = {}
    nobody = worths(frozenset())
    for order in orders:
        before, there = nobody, frozenset[str]()
        for player in order:
            there |= {player}
            after = worths(there)
            for which, worth in after.items():
                parts.setdefault((which, player), _Mean()).add(worth - before[which])
            before = after
    found: dict[Measured, dict[str, Estimate]] = {}
    for (which, player), part in parts.items():
        found.setdefault(which, {})[player] = part.estimate
    return found


class _Mean:
    """The mean of the estimates that are added, with their spread."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.sum: Estimate | None = None

    def add(self, part: Estimate) -> None:
        self.values.append(part.value)
        self.sum = part if self.sum is None else self.sum + part

    @property
    def estimate(self) -> Estimate:
        orders = len(self.values)
        if self.sum is None or orders < 2:
            raise ValueError(f"The spread between orders needs at least two of them, not {orders}.")
        return replace(self.sum / orders, more_variance=float(np.var(self.values, ddof=1)) / orders)


# ---- between two waves


class GrowthRedistribution(NamedTuple):
    """A change of poverty in two parts that add up to it; shares of persons (or of the line), measured from zero."""

    growth: Estimate
    redistribution: Estimate
    total: Estimate


def growth_and_redistribution(
    y0: ArrayLike,
    z0: ArrayLike,
    design0: Design,
    y1: ArrayLike,
    z1: ArrayLike,
    design1: Design,
    alpha: float,
    *,
    where0: Where = None,
    where1: Where = None,
    replicates: int = 200,
    seed: int = 0,
) -> GrowthRedistribution:
    """The change of FGT(``alpha``) from wave 0 to wave 1, split in growth and redistribution.

    Incomes ``y`` (n,) count in multiples of the own line ``z`` (a number or (n,)), so that prices and lines that differ
    between places or waves need no part of their own. Growth: all such incomes multiplied by the change of their mean,
    the Lorenz curve held; redistribution: the Lorenz curve changed, the mean held (Datt & Ravallion 1992, J. Dev. Econ.
    38). Each is the mean of its two orders, which leaves no residual (Shorrocks 2013).

    The error of ``total`` is linearised; that of the two parts comes from ``replicates`` replicate weights (Rao, Wu &
    Yue 1992) of each wave, the waves taken as independent. Raises ValueError for a mean income that is not positive,
    and as `fgt`.
    """
    (found,) = growths_and_redistributions(
        y0, z0, design0, y1, z1, design1, (alpha,), where0=where0, where1=where1, replicates=replicates, seed=seed
    )
    return found


def growths_and_redistributions(
    y0: ArrayLike,
    z0: ArrayLike,
    design0: Design,
    y1: ArrayLike,
    z1: ArrayLike,
    design1: Design,
    alphas: Sequence[float],
    *,
    where0: Where = None,
    where1: Where = None,
    replicates: int = 200,
    seed: int = 0,
) -> list[GrowthRedistribution]:
    """`growth_and_redistribution` for several powers of the shortfall, on the same replicates."""
    totals = [
        independent(fgt(y0, z0, alpha, design0, where=where0), fgt(y1, z1, alpha, design1, where=where1))
        for alpha in alphas
    ]
    old = _Wave(y0, z0, alphas, Sample(design0, where0), replicate_weights(design0, replicates, [seed, 0]))
    new = _Wave(y1, z1, alphas, Sample(design1, where1), replicate_weights(design1, replicates, [seed, 1]))
    rise = new.mean / old.mean
    worths = np.array([old.poverty, old.poverty_at(rise), new.poverty_at(1 / rise), new.poverty])
    parts = np.einsum("ps,sar->apr", shapley_weights(("growth", "redistribution")), worths)
    replicated = Replicated((design0, where0), (design1, where1))
    found = []
    for (growth, redistribution), (before, after) in zip(parts, totals, strict=True):
        both = replicated.change(growth, "share"), replicated.change(redistribution, "share")
        found.append(GrowthRedistribution(*both, after - before))
    return found


class _Wave:
    """Incomes in multiples of the line, and their poverty with each of some powers (a,) of the shortfall.

    Figures (1 + replicates,), those of poverty (a, 1 + replicates): first that of the sample, then of each replicate.
    """

    def __init__(
        self, y: ArrayLike, z: ArrayLike, alphas: Sequence[float], sample: Sample, multipliers: Floats
    ) -> None:
        self.sample, self.alphas = sample, alphas
        self.multipliers = np.vstack([np.ones(multipliers.shape[1]), multipliers])
        income = sample.column(y, "y") / own_line(z, sample)
        self.persons = self._summed(np.ones(sample.n))
        self.mean = self._summed(income) / self.persons
        self.poverty = np.array([self._summed(shortfall(income, 1.0, alpha)) for alpha in alphas]) / self.persons
        if not (self.mean > 0).all():
            raise UndefinedError("Growth is not defined where the mean income is not positive.")
        self.income, self.psu, self.weight = in_cells(income, sample)

    def _summed(self, x: Floats) -> Floats:
        sums: Floats = np.einsum("rm,m->r", self.multipliers, self.sample.scores(x))
        return sums

    def poverty_at(self, factor: Floats) -> Floats:
        """Poverty after multiplying all incomes by the ``factor`` of the sample and of each replicate."""
        sums = np.array([self._poor(m, f) for m, f in zip(self.multipliers, factor.tolist(), strict=True)])
        found: Floats = sums.T / self.persons
        return found

    def _poor(self, multipliers: Floats, factor: float) -> list[float]:
        poor = int(self.income.searchsorted(1 / factor))
        while poor < len(self.income) and self.income[poor] * factor < 1:
            poor += 1
        while poor and not self.income[poor - 1] * factor < 1:
            poor -= 1
        weight = multipliers.take(self.psu[:poor]) * self.weight[:poor]
        short = 1 - self.income[:poor] * factor
        return [float((weight * short**alpha).sum()) for alpha in self.alphas]


# ---- sources of income


def gini_by_source(sources: Mapping[str, ArrayLike], design: Design, *, where: Where = None) -> dict[str, SourceShare]:
    """The Gini of the sum of the ``sources``, each (n,), by source (Lerman & Yitzhaki 1985, Rev. Econ. Stat. 67).

    A source may be negative, such as a tax. Errors are linearised. Raises ValueError without a source, and when the
    total of all is not positive.
    """
    if not sources:
        raise ValueError("There must be at least one source of income.")
    sample = Sample(design, where)
    columns = {name: sample.column(source, name) for name, source in sources.items()}
    income = np.sum(list(columns.values()), axis=0)
    whole = sample.total(income)
    if not whole > 0:
        raise UndefinedError("A Gini by source needs a positive total income.")
    ranking = Ranking(sample, income)
    rank = ranking.mid_rank()
    everybody = np.zeros(design.n)
    everybody[slice(None) if sample.rows is None else sample.rows] = income
    total_gini = gini(everybody, design, where=where)

    def part(name: str, x: Floats) -> SourceShare:
        held = ranking.amounts(sample, x)
        own, ranked = sample.total(x), 2 * float((held * rank).sum())
        share_value, value = own / whole, (ranked - own) / whole
        above = (own - held.cumsum() + held / 2) / sample.population
        moves = 2 * x * rank[ranking.group] + 2 * above[ranking.group] - ranked / sample.population  # of `ranked`
        share = sample.estimate(share_value, (x - share_value * income) / whole, "share")
        contribution = sample.estimate(value, (moves - x - value * income) / whole, "index", is_change=True)
        concentration = contribution / share if share.value else None
        index = gini(sources[name], design, where=where) if own > 0 else None
        correlation = concentration / index if concentration and index and index.value else None
        return SourceShare(share, index, correlation, concentration, contribution, contribution - share * total_gini)

    return {name: part(name, x) for name, x in columns.items()}


def at_same_rank(
    values_from: ArrayLike, order_from: ArrayLike, weight_from: ArrayLike, order_to: ArrayLike, weight_to: ArrayLike
) -> NDArray[np.generic]:
    """The value in one sample at the rank of each unit of another: (n_to,), or (n_to, …) for a table of values.

    The units of ``to`` stand at their weighted mid-rank by ``order_to``, those of ``from`` follow one another by
    ``order_from``, each as long as its weight; equal orders keep the order given. It puts one wave's incomes in the
    place of another's, rank by rank (Barros, Carvalho, Franco & Mendonça 2006; Azevedo, Sanfelice & Nguyen 2012).
    Raises ValueError for empty samples, lengths that differ within one, or weights that are not positive.
    """
    values = np.asarray(values_from)
    source, source_weight = _ordered(order_from, weight_from, "from")
    target, target_weight = _ordered(order_to, weight_to, "to")
    if len(values) != len(source):
        raise ValueError(f"There must be one value for each of {len(source)} units, not {len(values)}.")
    found = same_rank(source_weight, target_weight)
    taken = np.empty((len(target), *values.shape[1:]), dtype=values.dtype)
    taken[target] = values[source[found]]
    return taken


def same_rank(weight_from: Floats, weight_to: Floats, which: Indices | None = None) -> Indices:
    """The place in one sample at the rank of each unit of another, both in their order: see `at_same_rank`.

    ``which``: the places of the units wanted, ascending. Weights are positive; nothing is checked.
    """
    upto, middle = weight_from.cumsum(), weight_to.cumsum() - weight_to / 2
    if which is not None:
        middle = middle[which]
    return first_to_reach(upto, middle * (upto[-1] / weight_to.sum()))


def first_to_reach(upto: Floats, points: Floats) -> Indices:
    """The place of the first of ascending sums ``upto`` that reaches each of some points; the last, if none does.

    Sums and points are put on one grid of a third of the mean step: from the first sum of a point's interval few steps
    lead to its own, where a merge or a search would guess wrongly at every second of their comparisons.
    """
    grid = 3 * len(upto) / upto[-1]
    begins = np.bincount((upto * grid).astype(np.intp) + 1).cumsum()
    found: Indices = begins.take((points * grid).astype(np.intp), mode="clip")
    ends = np.append(upto, np.inf)
    behind = (ends.take(found) < points).nonzero()[0]
    while len(behind):
        found[behind] += 1
        behind = behind[ends.take(found.take(behind)) < points.take(behind)]
    return np.minimum(found, len(upto) - 1, out=found)


def _ordered(order: ArrayLike, weight: ArrayLike, name: str) -> tuple[Indices, Floats]:
    by, weights = np.asarray(order), np.asarray(weight, dtype=np.float64)
    if by.ndim != 1 or not len(by) or by.shape != weights.shape or not (weights > 0).all():
        raise ValueError(f"The units of '{name}' need one order and one positive weight each.")
    positions = np.argsort(by, kind="stable")
    return positions, weights[positions]
