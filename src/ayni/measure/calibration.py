"""Weights that meet known totals, each within bounds of its old self, and the error of figures made with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from .design import Floats, Indices, sums_by

LOWER, UPPER = 0.2, 4.0
"""A household's new weight over its old one stays between these."""
STEPS = 60
"""Newton's steps, at most; four to six are usual."""
CLOSE = 1e-10
"""A total is met when it is off by less than this part of itself."""
TRIED = 6
"""How many totals are left out, one at a time, to see which cannot be met with the others."""


class NotCalibratedError(ValueError):
    """No weights within the bounds meet the totals; ``margin`` is the position of the one that is in the way, ``off``
    by how much it differs from what the weights give."""

    def __init__(self, margin: int, off: float) -> None:
        super().__init__(f"No weights within the bounds meet the totals; total {margin} is off by {off:.2%}.")
        self.margin, self.off = margin, off


def calibrate(
    weight: ArrayLike, x: ArrayLike, totals: ArrayLike, *, lower: float = LOWER, upper: float = UPPER
) -> Floats:
    """What to multiply each of ``weight`` (n,) by, (n,), so that the weighted sums of ``x`` (n, p) are ``totals`` (p,).

    Bounded logit of Deville & Särndal (1992, case 6), which stays within ``lower`` < 1 < ``upper``: g = F(x·λ),
    F(u) = [L(U-1) + U(1-L)e^{Au}] / [(U-1) + (1-L)e^{Au}], A = (U-L)/((1-L)(U-1)), λ by Newton's steps. Columns of
    ``x`` may say the same twice. Raises NotCalibratedError where the steps do not meet every total, with the one that,
    left out, lets the others be met, or else the one that asks most of the weights.
    """
    if not 0 <= lower < 1 < upper:
        raise ValueError(f"The bounds must hold one between them, not be {lower} and {upper}.")
    d, of, wanted = (np.asarray(each, dtype=np.float64) for each in (weight, x, totals))
    found = _solved(d, of, wanted, lower, upper)
    if found is not None:
        return found
    held = np.einsum("h,hp->p", d, of, optimize=False)
    off = wanted / held - 1
    by_size = np.argsort(-np.abs(np.log(wanted / held)))
    for margin in by_size[:TRIED]:
        if _solved(d, np.delete(of, margin, axis=1), np.delete(wanted, margin), lower, upper) is not None:
            raise NotCalibratedError(int(margin), float(off[margin]))
    raise NotCalibratedError(int(by_size[0]), float(off[by_size[0]]))


def _solved(d: Floats, of: Floats, wanted: Floats, lower: float, upper: float) -> Floats | None:
    """The ratios, or None where the steps do not meet every total."""
    size = np.maximum(np.abs(wanted), 1.0)
    columns, target = of / size, wanted / size
    products = _Products(columns)
    slope = (upper - lower) / ((1 - lower) * (upper - 1))

    def ratio(multiplier: Floats) -> Floats:
        grown = (1 - lower) * np.exp(np.clip(slope * (columns @ multiplier), -300, 300))
        found: Floats = (lower * (upper - 1) + upper * grown) / ((upper - 1) + grown)
        return found

    def missed(g: Floats) -> Floats:
        return np.asarray(target - np.einsum("h,hp->p", d * g, columns, optimize=False))

    multiplier = np.zeros(columns.shape[1])
    g = ratio(multiplier)
    missing = missed(g)
    for _ in range(STEPS):
        if np.abs(missing).max(initial=0.0) < CLOSE:
            return g
        steep = d * (g - lower) * (upper - g) / ((1 - lower) * (upper - 1))
        turn = products.weighted(steep)
        step = np.linalg.lstsq(turn, missing, rcond=1e-12)[0]
        for part in (1.0, 0.5, 0.25, 0.125, 1 / 16, 1 / 64):
            nearer = missed(ratio(multiplier + part * step))
            if np.abs(nearer).max() < np.abs(missing).max():
                break
        else:
            return None
        multiplier = multiplier + part * step
        g, missing = ratio(multiplier), nearer
    return None


class _Products:
    """The products of the totals of ``x`` (h, p), of which most are nothing, household by household."""

    def __init__(self, x: Floats) -> None:
        self.totals = x.shape[1]
        household, total = np.nonzero(x)
        count = np.bincount(household, minlength=len(x))
        with_others = count[household]
        first = (count.cumsum() - count)[household]
        upto = with_others.cumsum()
        one = np.repeat(np.arange(len(household)), with_others)
        other = np.arange(len(one)) + np.repeat(first - upto + with_others, with_others)
        values = x[household, total]
        self._household, self._place = household[one], total[one] * self.totals + total[other]
        self._product = values[one] * values[other]

    def weighted(self, weight: Floats) -> Floats:
        """Their weighted sums, (p, p)."""
        sums = np.bincount(self._place, weight[self._household] * self._product, self.totals**2)
        return sums.astype(np.float64, copy=False).reshape(self.totals, self.totals)


@dataclass(frozen=True, eq=False)
class Calibration:
    """To which sums of households the weights of a design were calibrated.

    ``household`` (n,): that of each person; ``weight`` (h,) and ``design_weight`` (h,): a household's weight now and as
    it was drawn; ``x`` (h, p): its sums of what has known totals.
    """

    household: Indices
    weight: Floats
    design_weight: Floats
    x: Floats

    @cached_property
    def inverse(self) -> Floats:
        """The inverse of the totals' products, as drawn, (p, p)."""
        products = _Products(self.x).weighted(self.design_weight)
        return np.asarray(np.linalg.pinv(products, rcond=1e-12), dtype=np.float64)

    @cached_property
    def held(self) -> tuple[Indices, Indices, Floats]:
        """Households, totals and sums of what ``x`` holds: most of it is nothing."""
        household, total = np.nonzero(self.x)
        return household, total, self.x[household, total]

    def residuals(self, rows: Indices | None, weighted: Floats) -> Floats:
        """Weighted influence values of persons (those of ``rows``), less what the totals explain, by household (h,).

        What varies once the totals are known is the residual of each household's influence from its regression on
        ``x``, with the weights as drawn, times its weight now (Deville & Särndal 1992, eq. 3.4; R's
        ``survey::calibrate``).
        """
        of = self.household if rows is None else self.household[rows]
        influence = sums_by(of, weighted, len(self.weight)) / self.weight
        household, total, sums = self.held
        explained = np.bincount(total, sums * (self.design_weight * influence)[household], self.x.shape[1])
        slopes = np.einsum("pq,q->p", self.inverse, explained)
        foreseen = np.bincount(household, sums * slopes[total], len(self.weight))
        residual: Floats = self.weight * (influence - foreseen)
        return residual
