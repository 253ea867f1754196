"""Errors without linearisation: replicate weights of the design, and figures averaged over random draws."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .design import Design, Floats, Indices, Where
from .estimate import Estimate, UndefinedError, same_unit
from .sample import Sample, share_argument
from .waves import independent

_TOO_FEW = "An error from replicates needs at least two values of the figure, and a design."
_AT_ONCE = 16
"""Replicates ranked together: few enough to stay near the processor."""


def replicate_weights(design: Design, replicates: int, seed: int | Sequence[int]) -> Floats:
    """Multipliers (replicates, m) of the weights of each sampling unit: the rescaling bootstrap.

    In each stratum of n units, n - 1 are drawn with replacement; a unit drawn t times has the multiplier t n/(n - 1)
    (Rao, Wu & Yue 1992, Survey Methodology 18). A unit alone in its stratum always has 1: such strata add nothing to
    the variance of the replicates, while the linearised error counts them. Persons of replicate r weigh
    ``design.weight * multipliers[r, design.psu_of_person]``; figures linear in the weights need only
    ``multipliers @ unit_totals(x, design)``. Two surveys need two seeds, e.g. ``[seed, 0]`` and ``[seed, 1]``. Raises
    ValueError for fewer than two replicates.
    """
    if replicates < 2:
        raise ValueError(f"There must be at least two replicates, not {replicates}.")
    given = seed if isinstance(seed, int) else tuple(seed)
    return _drawn(design.sampling.stratum_of_psu.tobytes(), replicates, given)


@lru_cache(maxsize=4)
def _drawn(strata: bytes, replicates: int, seed: int | tuple[int, ...]) -> Floats:
    """The multipliers of units in these strata; those of the last few designs are kept."""
    random = np.random.default_rng(seed)
    stratum = np.frombuffer(strata, dtype=np.intp)
    multipliers = np.ones((replicates, len(stratum)))
    for units in np.split(np.argsort(stratum, kind="stable"), np.cumsum(np.bincount(stratum))[:-1]):
        n = len(units)
        if n > 1:
            multipliers[:, units] = random.multinomial(n - 1, np.full(n, 1 / n), replicates) * (n / (n - 1))
    multipliers.flags.writeable = False
    return multipliers


def unit_totals(x: ArrayLike, design: Design, *, where: Where = None) -> Floats:
    """Weighted sums of ``x`` (n,) over the domain by sampling unit of the design: (m,)."""
    sample = Sample(design, where)
    return sample.scores(sample.column(x, "x"))


def replicate_totals(
    columns: Sequence[ArrayLike], design: Design, multipliers: Floats, *, where: Where = None
) -> Floats:
    """Totals of K columns (n,) over the domain under replicate weights, (K, replicates): `unit_totals` times weights.

    Summed by NumPy and not by BLAS, whose threads change the last digits.
    """
    totals = np.stack([unit_totals(column, design, where=where) for column in columns])
    return np.asarray(np.einsum("km,rm->kr", totals, multipliers, optimize=False))


class Ranked(NamedTuple):
    """Figures of ranks under replicate weights, (replicates,) each."""

    gini: Floats
    quantile: Floats


def replicate_ranks(
    y: ArrayLike, p: float, design: Design, multipliers: Floats, *, where: Where = None
) -> Ranked:  # fmt: skip
    """The Gini index of ``y`` (n,) and its quantile ``p`` under each row of ``multipliers``, on one sort.

    Persons of one unit with the same ``y``, such as a household's, move together and are one cell; ties need no care:
    with C_i the weight up to cell i, Σ w y (2 cum w - w) = Σ y_i (C_i² - C_(i-1)²) = y_last W² - Σ C_i² (y_(i+1) - y_i)
    whatever the order within a tie. Values are those of `gini` and `quantile` with the weights of the replicate. Raises
    ValueError where the total of ``y`` under some replicate is not positive.
    """
    share_argument(p, "p")
    sample = Sample(design, where)
    column = sample.column(y, "y")
    value, psu, weight = in_cells(column, sample)
    steps = np.diff(value)
    gini, quantile = np.empty(len(multipliers)), np.empty(len(multipliers))
    for first in range(0, len(multipliers), _AT_ONCE):
        rows = slice(first, first + _AT_ONCE)
        upto = multipliers[rows].take(psu, axis=1)
        upto *= weight
        money = np.einsum("ri,i->r", upto, value, optimize=False)
        if not (money > 0).all():
            raise UndefinedError("The Gini index needs a positive total in every replicate.")
        np.cumsum(upto, axis=1, out=upto)
        persons = upto[:, -1]
        below = (upto < (p * (1 - 1e-12) * persons)[:, None]).sum(axis=1)
        quantile[rows] = value[np.minimum(below, len(value) - 1)]
        squares = np.einsum("ri,ri,i->r", upto[:, :-1], upto[:, :-1], steps, optimize=False)
        gini[rows] = (value[-1] * persons**2 - squares) / (persons * money) - 1
    return Ranked(gini, quantile)


def in_cells(column: Floats, sample: Sample) -> tuple[Floats, Indices, Floats]:
    """The values of a domain column in ascending order, each once a sampling unit: with the unit, and its weight."""
    order = np.lexsort((sample.psu, column))
    value, psu = column[order], sample.psu[order]
    begins = np.flatnonzero(np.concatenate(([True], (value[1:] != value[:-1]) | (psu[1:] != psu[:-1]))))
    return value[begins], psu[begins], np.add.reduceat(sample.weight[order], begins)


def from_replicates(
    value: float,
    replicates: ArrayLike,
    unit: str,
    *domains: tuple[Design, Where],
    is_change: bool = False,
) -> Estimate:
    """The Estimate ``value`` with the error of its values (r,) under replicate weights.

    All of the variance is ``more_variance``: the mean squared deviation of the replicates from their mean. ``domains``:
    the survey or surveys behind it, each with the domain measured (None: everybody); ``n`` counts the cases of the
    smallest. Raises ValueError for fewer than two replicates or no survey.
    """
    return Replicated(*domains).estimate(value, replicates, unit, is_change=is_change)


class Replicated:
    """The survey or surveys behind figures whose errors come from replicates, each with the domain measured."""

    def __init__(self, *domains: tuple[Design, Where]) -> None:
        if not domains:
            raise ValueError(_TOO_FEW)
        samples = [Sample(design, where) for design, where in domains]
        parts = [sample.estimate(0.0, np.zeros(sample.n), "") for sample in samples]
        if len(parts) > 1:
            parts = list(independent(*parts))
        self._nothing = parts[0]
        self._inside = np.logical_or.reduce([part.inside for part in parts])
        self._n = min(sample.n for sample in samples)

    def estimate(self, value: float, replicates: ArrayLike, unit: str, *, is_change: bool = False) -> Estimate:
        """See `from_replicates`."""
        values = np.asarray(replicates, dtype=np.float64)
        if values.ndim != 1 or len(values) < 2:
            raise ValueError(_TOO_FEW)
        spread = float(((values - values.mean()) ** 2).mean())
        scores, sampling = self._nothing.scores, self._nothing.sampling
        return Estimate(value, self._n, unit, scores, sampling, self._inside, is_change, spread)

    def change(self, values: Floats, unit: str) -> Estimate:
        """A change of which the sample's value comes first and those of the replicates follow, (1 + r,)."""
        return self.estimate(float(values[0]), values[1:], unit, is_change=True)


def from_draws(estimates: Sequence[Estimate]) -> Estimate:
    """The mean of R estimates of one figure on one sampling, each from another random draw.

    Its scores are the mean of theirs. ``more_variance`` is (1 + 1/R) times the variance of the values between draws
    (Rubin 1987, multiple imputation), so that its root is the part of ``se`` that comes from drawing. Raises ValueError
    for fewer than two draws, different samplings or units, or estimates that have ``more_variance`` already.
    """
    draws = len(estimates)
    if draws < 2:
        raise ValueError(f"The spread between draws needs at least two of them, not {draws}.")
    first = estimates[0]
    for estimate in estimates:
        same_unit(first, estimate)
    values = [estimate.value for estimate in estimates]
    return Estimate(
        sum(values) / draws, min(estimate.n for estimate in estimates), first.unit,
        np.sum([estimate.scores for estimate in estimates], axis=0) / draws, first.sampling,
        np.logical_or.reduce([estimate.inside for estimate in estimates]),
        all(estimate.is_change for estimate in estimates), (1 + 1 / draws) * float(np.var(values, ddof=1)),
    )  # fmt: skip
