"""The persons of a domain: checked columns in, an Estimate out; and their ranking by a column, ties kept together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .design import Bools, Design, Floats, Indices, Where, sums_by
from .estimate import Estimate, UndefinedError


class Sample:
    """The ``n`` persons of ``design`` for whom ``where`` holds (all, without it).

    Raises ValueError when ``where`` is not one True or False per person, UndefinedError when it holds for none.
    """

    __slots__ = ("design", "n", "population", "psu", "rows", "weight")

    def __init__(self, design: Design, where: Where = None) -> None:
        self.design = design
        self.rows: Indices | None = None
        self.weight: Floats = design.weight
        self.psu: Indices = design.psu_of_person
        if where is not None:
            self.rows = np.flatnonzero(mask(where, design.n, "where"))
            if not len(self.rows):
                raise UndefinedError("The domain holds no sample person.")
            self.weight, self.psu = self.weight[self.rows], self.psu[self.rows]
        self.n = len(self.weight)
        self.population = float(self.weight.sum())

    def column(self, values: ArrayLike, name: str, rows: Indices | None = None) -> Floats:
        """The domain's part of a column with one number per person of the design, or that of some rows of the design.

        Raises ValueError for a wrong length or a missing number. Missing numbers outside the domain are allowed: that
        is how a survey marks who is out of the universe.
        """
        array = np.asarray(values)
        if array.shape != (self.design.n,):
            raise ValueError(f"{name} needs one number for each of {self.design.n} persons, not shape {array.shape}.")
        rows = self.rows if rows is None else rows
        if rows is not None:
            array = array.take(rows)
        try:
            column = array.astype(np.float64, copy=rows is None)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} must be a column of numbers.") from error
        if not np.isfinite(column).all():
            raise ValueError(f"{name} has missing or infinite values inside the domain.")
        return column

    def total(self, x: Floats) -> float:
        """Weighted sum of a domain column (n,): added in pairs by NumPy itself, not by BLAS, whose threads change the
        last digits and wait for one another."""
        return float((self.weight * x).sum())

    def scores(self, influence: Floats) -> Floats:
        """Weighted influence values (n,) summed by sampling unit of the design (m,), zero outside the domain."""
        return sums_by(self.psu, self.weight * influence, len(self.design.sampling.psus))

    def inside(self) -> Bools:
        """Which sampling units of the design hold persons of the domain."""
        inside = np.zeros(len(self.design.sampling.psus), dtype=np.bool_)
        inside[self.psu] = True
        return inside

    def estimate(self, value: float, influence: Floats, unit: str, *, is_change: bool = False) -> Estimate:
        """The Estimate with this value and these influence values (n,)."""
        scores = self.design.scores(self.rows, self.weight * influence)
        return Estimate(value, self.n, unit, scores, self.design.sampling, self.inside(), is_change)


class Ranking:
    """Persons of a sample in groups of equal ``by`` (n,), in ascending order.

    ``level`` (k,): the distinct values; ``group`` (n,): each person's group; ``weight`` and ``upto`` (k,): weight in
    the group, and in it and below. Nothing depends on the order of persons within a tie.
    """

    __slots__ = ("group", "level", "upto", "weight")

    def __init__(self, sample: Sample, by: Floats) -> None:
        self.level, self.group = np.unique(by, return_inverse=True)
        self.weight = sums_by(self.group, sample.weight, len(self.level))
        self.upto: Floats = self.weight.cumsum()

    def at(self, p: float) -> int:
        """The first group at which the cumulative population share reaches ``p``."""
        # one part in 10^12 forgives the rounding of a sum of weights that should equal p exactly
        return min(int(self.upto.searchsorted(p * self.upto[-1] * (1 - 1e-12))), len(self.level) - 1)

    def mid_rank(self) -> Floats:
        """Population share below each group plus half of its own (k,)."""
        rank: Floats = (self.upto - self.weight / 2) / self.upto[-1]
        return rank

    def amounts(self, sample: Sample, x: Floats) -> Floats:
        """Weighted sum of ``x`` (n,) in each group (k,)."""
        return sums_by(self.group, sample.weight * x, len(self.level))


def mask(values: ArrayLike, n: int, name: str) -> Bools:
    """A column of True or False for each of ``n`` persons; ValueError otherwise."""
    array = np.asarray(values)
    if array.dtype != np.bool_ or array.shape != (n,):
        raise ValueError(f"{name} must be True or False for each of the {n} persons, without missing values.")
    return array


def share_argument(p: float, name: str, *, closed: bool = False) -> float:
    """A number between 0 and 1, the ends allowed if ``closed``; ValueError otherwise."""
    if not (0.0 <= p <= 1.0 if closed else 0.0 < p < 1.0):
        raise ValueError(f"{name} must lie between 0 and 1{'' if closed else ', both excluded'}, but it is {p}.")
    return float(p)
