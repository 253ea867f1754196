"""What a group buys, as shares of the divisions of a price index, and by how much that becomes dearer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .design import Design, Floats, Sampling, Where
from .estimate import CONFIDENCE, CV_FLAG, CV_LIMIT, MIN_CASES, UndefinedError
from .sample import Sample
from .student import t_quantile


@dataclass(frozen=True)
class BasketFigure:
    """A figure of a basket with its sampling error: by how much its prices rise, a fraction, or a share of it."""

    value: float
    se: float
    n: int
    df: int
    unit: str = "relative"

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval (Student's t)."""
        return self.value - self._half_width()

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval (Student's t)."""
        return self.value + self._half_width()

    @property
    def cv(self) -> float:
        """Coefficient of variation of a share; a rise is measured from zero, where it says nothing."""
        if self.unit != "share" or not self.se:
            return 0.0
        return self.se / self.value if self.value else math.inf

    @property
    def reason(self) -> Literal["", "few_cases", "high_cv"]:
        """Why it is not published: under 30 households, or a share of which the error is above 30 %."""
        if self.n < MIN_CASES or self.df < 1:
            return "few_cases"
        return "high_cv" if self.cv > CV_LIMIT else ""

    @property
    def quality(self) -> Literal["", "(*)", "suppressed"]:
        """Empty to publish, ``(*)`` to publish with a warning, ``suppressed`` not to."""
        if self.reason:
            return "suppressed"
        return "(*)" if self.cv > CV_FLAG else ""

    def _half_width(self) -> float:
        return self.se * t_quantile((1 + CONFIDENCE) / 2, self.df) if self.se and self.df > 0 else 0.0


@dataclass(frozen=True)
class Basket:
    """``shares`` (k,) of each division, which add up to one, their sampling ``covariance`` (k, k), households, df."""

    shares: Floats
    covariance: Floats
    n: int
    df: int

    def rise(self, before: ArrayLike, after: ArrayLike) -> BasketFigure:
        """The basket of fixed quantities at ``after`` over the same at ``before``, less one.

        ``before`` and ``after`` (k,): each division's index over that of the month in whose prices the shares are.
        R = Σ s_k after_k / Σ s_k before_k: Laspeyres' index where ``before`` is that month, else Lowe's.
        """
        ratio, slope = self._linear(before, after)
        variance = float((self.covariance * np.outer(slope, slope)).sum())
        return BasketFigure(ratio - 1, math.sqrt(max(variance, 0.0)), self.n, self.df)

    def share(self, index: int) -> BasketFigure:
        """The share of one division."""
        return BasketFigure(
            float(self.shares[index]),
            math.sqrt(max(float(self.covariance[index, index]), 0.0)),
            self.n,
            self.df,
            "share",
        )

    def _linear(self, before: ArrayLike, after: ArrayLike) -> tuple[float, Floats]:
        """The ratio, and how it moves with each share (k,)."""
        start, end = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
        base = float((self.shares * start).sum())
        ratio = float((self.shares * end).sum()) / base
        slope: Floats = (end - ratio * start) / base
        return ratio, slope


def basket_gap(one: Basket, other: Basket, shared: Floats, before: ArrayLike, after: ArrayLike) -> BasketFigure:
    """By how many points more the prices of one basket rose than those of another; ``shared`` (k, k): covariances of
    the one's shares with the other's."""
    (first, slope), (second, other_slope) = one._linear(before, after), other._linear(before, after)
    own = one.rise(before, after).se ** 2 + other.rise(before, after).se ** 2
    variance = own - 2 * float((shared * np.outer(slope, other_slope)).sum())
    return BasketFigure(
        first - second, math.sqrt(max(variance, 0.0)), min(one.n, other.n), min(one.df, other.df), "points"
    )


def fixed(amounts: ArrayLike, n: int = MIN_CASES, df: int = 1) -> Basket:
    """A basket that is not estimated: ``amounts`` (k,) that somebody spends, in any unit."""
    spent = np.asarray(amounts, dtype=np.float64)
    total = float(spent.sum())
    if not np.isfinite(spent).all() or (spent < 0).any() or not total:
        raise UndefinedError("A basket needs amounts of zero or more, and one above zero.")
    return Basket(spent / total, np.zeros((len(spent), len(spent))), n, df)


@dataclass(frozen=True, eq=False)
class SampledBasket:
    """A basket of a sample: its ``shares`` (k,) and, by sampling unit, how they move with its weight, (m, k)."""

    shares: Floats
    scores: Floats
    sampling: Sampling
    n: int
    df: int

    @property
    def basket(self) -> Basket:
        """The basket with the covariance of its shares."""
        return Basket(self.shares, self.covariance(self), self.n, self.df)

    def covariance(self, other: SampledBasket) -> Floats:
        """Of these shares with those of another basket of the same sample, (k, k)."""
        return self.sampling.covariance(self.scores, other.scores)


def sampled_basket(
    spent: ArrayLike, design: Design, *, official: ArrayLike | None = None, democratic: bool = False,
    where: Where = None,
) -> SampledBasket:  # fmt: skip
    """The basket of a domain of the households of ``design``, who spend ``spent`` (n, k) on k divisions.

    Plutocratic: of all that the domain spends; a household counts by what it spends, as in official indices.
    ``democratic``: the mean of households' own shares; each counts as one (Prais 1959, Review of Economic Studies
    26(2); Ley 2005, Oxford Economic Papers 57(4)). Who spends nothing has no shares and is left out there.

    ``official`` (k,): weights of an official index. What is spent on each division is multiplied by one number for all
    households, with which everybody's plutocratic basket is that of the index; the error of these numbers is in the
    covariance, so that everybody's basket then has none. Raises UndefinedError where a division has a weight and
    nobody spends on it, or the domain spends nothing.
    """
    amounts = np.asarray(spent, dtype=np.float64)
    everyone, sample = Sample(design), Sample(design, where)
    columns = [everyone.column(column, "spent") for column in amounts.T]
    totals = np.array([everyone.total(column) for column in columns])
    factor = np.ones(len(totals))
    if official is not None:
        if not totals.all():
            raise UndefinedError("Nobody in the sample buys of a division that has a weight.")
        factor = np.asarray(official, dtype=np.float64) / totals
    scaled = amounts * factor
    inside = np.ones(design.n, dtype=np.bool_)
    if sample.rows is not None:
        inside[:] = False
        inside[sample.rows] = True
    spending = scaled.sum(axis=1)
    if democratic:
        inside &= spending > 0
    held = np.where(inside, design.weight, 0.0)
    if democratic:
        base = float(held.sum())
        own = np.divide(scaled, spending[:, None], out=np.zeros_like(scaled), where=spending[:, None] > 0)
    else:
        base = float((held * spending).sum())
        own = scaled
    if not base:
        raise UndefinedError("The domain buys nothing.")
    shares = (held[:, None] * own).sum(axis=0) / base
    centred = (own - shares if democratic else own - shares * spending[:, None]) / base
    scores = _by_unit(design, held[:, None] * centred)
    if official is not None:
        if democratic:
            products = (held[:, None, None] * own[:, :, None] * own[:, None, :]).sum(axis=0) / base
            slope = np.diag(shares) - products
        else:
            slope = np.diag(shares) - np.outer(shares, shares)
        moved = _by_unit(design, design.weight[:, None] * amounts) / totals
        scores = scores - (moved[:, None, :] * slope[None, :, :]).sum(axis=2)
    psus = np.zeros(len(design.sampling.psus), dtype=np.bool_)
    psus[design.psu_of_person[inside]] = True
    return SampledBasket(shares, scores, design.sampling, int(inside.sum()), design.sampling.df(psus))


def _by_unit(design: Design, weighted: Floats) -> Floats:
    """Weighted columns (n, k) by sampling unit (m, k)."""
    return np.column_stack([design.scores(None, column) for column in weighted.T])
