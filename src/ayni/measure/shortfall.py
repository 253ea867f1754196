"""Who is below a line, and how far, in each of many domains."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .design import Floats, Indices

if TYPE_CHECKING:
    from .figures import Figures
    from .spread import Spread


class Shortfall:
    """The poor of an income by a line, ``z`` by cell; nobody else enters the sums."""

    def __init__(self, spread: Spread, z: Floats, line: object) -> None:
        self.spread: Spread = weakref.proxy(spread)  # which holds it: else both would outlive their last use
        self.domains, self.z, self.line = spread.domains, z, line
        self.figures: dict[float, Figures] = {}
        self.rows: Floats | None = None
        """Those of the poor, once they are summed."""

    @property
    def _poor(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, weights, and shortfalls as a share of the line."""

        def make() -> tuple[Indices, Floats, Floats]:
            below, y, z = self._below()
            return below, self.domains.weight.take(below), (z - y) / z

        return self.spread.at_hand(self, make)

    def _below(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, income and line."""
        y, z = self.spread.y, self.z if self.domains.is_everybody else self.z.take(self.domains.cell)
        below = (y < z).nonzero()[0]
        return below, y.take(below), z.take(below)

    def fgt(self, alpha: float) -> Figures:
        if not alpha >= 0:
            raise ValueError(f"alpha must be zero or more, not {alpha}.")
        if alpha not in self.figures:
            sum_together([self], (alpha,))
        return self.figures[alpha]

    def short(self, powers: Sequence[float]) -> tuple[list[Floats], Indices]:
        """The weighted shortfalls of the poor to each of some powers, and their pairs."""
        below, weight, gaps = self._poor
        return [weight * gaps**alpha if alpha else weight for alpha in powers], below

    def watts(self) -> Figures:
        below, y, z = self._below()
        return self.domains.mean_of(self.domains.rows(self.domains.weight[below] * np.log(z / y), below), "index")

    @cached_property
    def persons(self) -> Figures:
        """How many they are."""
        rows = self.rows
        if rows is None:
            below, weight, _ = self._poor
            rows = self.domains.rows(weight, below)
        return self.domains.figures(self.domains.totals(rows), rows, "persons")


def sum_together(poor: Sequence[Shortfall], alphas: Sequence[float]) -> None:
    """Measure the poor of the same domains by several lines, with each power that is not measured yet."""
    wanted = [(each, powers) for each in poor if (powers := [a for a in alphas if a not in each.figures])]
    if not wanted:
        return
    of = wanted[0][0].domains
    rows = np.concatenate([of.rows_of_each(*each.short(powers)) for each, powers in wanted])
    values = rows[:, :, : of.units].sum(axis=2) / of.population
    moves = (rows - values[:, :, None] * of.weights) / of.population[:, None]
    at = 0
    for each, powers in wanted:
        for alpha in powers:
            each.figures[alpha] = of.figures(values[at], moves[at], "share")
            if not alpha:
                each.rows = rows[at]
            at += 1


def positive_line(line: Floats) -> Floats:
    """The line, (n,). Raises ValueError where it is not positive for somebody."""
    if not (line > 0).all():
        raise ValueError("Every poverty line must be positive.")
    return line
