"""Quantiles, income shares, the Lorenz curve and the Gini index."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from .design import Design, Floats, Where
from .estimate import CONFIDENCE, Estimate, UndefinedError
from .incidence import concentration, concentration_curve
from .sample import Ranking, Sample, share_argument
from .student import t_quantile


def quantile(y: ArrayLike, p: float, design: Design, *, where: Where = None, unit: str | None = None) -> Estimate:
    """The smallest value of ``y`` (n,) at which the cumulative population share reaches ``p``, 0 < p < 1.

    The value of R's ``svyquantile(qrule="math")``. The standard error is that of Woodruff (1952), as there with
    ``interval.type="mean"``: the 95 % interval F ± t s of the distribution function at the quantile, read back as
    incomes, its width over 2t. The scores are those of -(1(y <= q) - F)/(N f) with f the effective density 2ts/width,
    so their variance is that error exactly. An end of the interval beyond 0 or 1 is cut there (R gives NaN).
    """
    share_argument(p, "p")
    sample = Sample(design, where)
    column = sample.column(y, "y")
    ranking = Ranking(sample, column)
    return _quantile(sample, column, ranking, p, design.money if unit is None else unit)


def _quantile(sample: Sample, y: Floats, ranking: Ranking, p: float, unit: str) -> Estimate:
    at = ranking.at(p)
    q = float(ranking.level[at])
    reached = float(ranking.upto[at] / ranking.upto[-1])
    below = sample.estimate(reached, np.where(y <= q, 1 - reached, -reached) / sample.population, "share")
    spread = 0.0
    if below.se > 1e-9:  # less is rounding: every unit holds the same share below
        half = below.se * t_quantile((1 + CONFIDENCE) / 2, below.df)
        low, high = max(reached - half, 0.0), min(reached + half, 1.0)
        spread = float(ranking.level[ranking.at(high)] - ranking.level[ranking.at(low)]) / (high - low)
    return replace(below, value=q, unit=unit, scores=-spread * below.scores)


def quantile_ratio(y: ArrayLike, a: float, b: float, design: Design, *, where: Where = None) -> Estimate:
    """Quantile ``a`` of ``y`` (n,) over quantile ``b``, e.g. 0.9 over 0.1; error by the delta method.

    Raises ValueError when the second quantile is zero.
    """
    share_argument(a, "a")
    share_argument(b, "b")
    sample = Sample(design, where)
    column = sample.column(y, "y")
    ranking = Ranking(sample, column)
    return _quantile(sample, column, ranking, a, "ratio") / _quantile(sample, column, ranking, b, "ratio")


class _Lorenz:
    """The Lorenz curve of a column, with the influence of each person on its ordinates."""

    def __init__(self, y: ArrayLike, design: Design, where: Where) -> None:
        self.sample = Sample(design, where)
        self.y = self.sample.column(y, "y")
        self.income = self.sample.total(self.y)
        if not self.income > 0:
            raise UndefinedError("Income shares need a positive total.")
        self.ranking = Ranking(self.sample, self.y)
        self.money = (self.ranking.weight * self.ranking.level).cumsum()

    def ordinate(self, p: float) -> tuple[float, Floats]:
        """L(p) and its influence values ((y - q)1(y <= q) + p q - L y)/Y."""
        if p in (0.0, 1.0):
            return p, np.zeros(self.sample.n)
        ranking = self.ranking
        at = ranking.at(p)
        q = float(ranking.level[at])
        value = float(self.money[at] + (p * ranking.upto[-1] - ranking.upto[at]) * q) / self.income
        return value, (np.minimum(self.y - q, 0.0) + p * q - value * self.y) / self.income

    def between(self, cuts: list[float]) -> list[Estimate]:
        ordinates = [self.ordinate(p) for p in cuts]
        return [self.sample.estimate(b - a, ub - ua, "share") for (a, ua), (b, ub) in pairwise(ordinates)]


def lorenz(y: ArrayLike, p: float, design: Design, *, where: Where = None) -> Estimate:
    """Ordinate of the Lorenz curve: the share of all ``y`` (n,) held by the poorest ``p`` of persons, 0 <= p <= 1.

    The curve is interpolated linearly. Influence ((y - q)1(y <= q) + p q - L y)/Y (Beach & Davidson 1983; Kovačević &
    Binder 1997). Raises ValueError when the total of ``y`` is not positive.
    """
    return income_share(y, 0.0, p, design, where=where)


def income_share(y: ArrayLike, low: float, high: float, design: Design, *, where: Where = None) -> Estimate:
    """Share of all ``y`` (n,) held between the population shares ``low`` and ``high``, 0 <= low <= high <= 1."""
    low, high = share_argument(low, "low", closed=True), share_argument(high, "high", closed=True)
    if low > high:
        raise ValueError(f"low must not exceed high, but {low} > {high}.")
    return _Lorenz(y, design, where).between([low, high])[0]


def quantile_shares(y: ArrayLike, bands: int, design: Design, *, where: Where = None) -> list[Estimate]:
    """Shares of all ``y`` (n,) held by each of ``bands`` equal bands of persons, poorest first; they sum to one."""
    if bands < 1:
        raise ValueError(f"There must be at least one band, not {bands}.")
    return _Lorenz(y, design, where).between([k / bands for k in range(bands + 1)])


def decile_shares(y: ArrayLike, design: Design, *, where: Where = None) -> list[Estimate]:
    """Shares of all ``y`` (n,) held by each tenth of persons, poorest first."""
    return quantile_shares(y, 10, design, where=where)


def quintile_shares(y: ArrayLike, design: Design, *, where: Where = None) -> list[Estimate]:
    """Shares of all ``y`` (n,) held by each fifth of persons, poorest first."""
    return quantile_shares(y, 5, design, where=where)


def palma(y: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Income share of the richest tenth of persons over that of the poorest four tenths (Cobham & Sumner 2013)."""
    poorest, _, richest = _Lorenz(y, design, where).between([0.0, 0.4, 0.9, 1.0])
    return richest / poorest


def gini(y: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Gini index of ``y`` (n,): Σ w y (2 cum w - w)/(W Σ w y) - 1 on sorted incomes (Gini 1914).

    Zero incomes count. It is the concentration index of ``y`` ranked by itself, with the influence values given there.
    Negative incomes are allowed while the mean is positive (the index can then exceed 1); ValueError otherwise.
    """
    return replace(concentration(y, y, design, where=where), is_change=False)


def lorenz_curve(y: ArrayLike, design: Design, *, points: int = 101, where: Where = None) -> tuple[Floats, Floats]:
    """Population and income shares of the Lorenz curve at ``points`` even steps from 0 to 1; for charts, no errors."""
    return concentration_curve(y, y, design, points=points, where=where)
