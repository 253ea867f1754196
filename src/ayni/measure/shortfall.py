"""Who is below a line, and how far, in each of many domains."""

from __future__ import annotations

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
        self.spread, self.domains, self.z, self.line = spread, spread.domains, z, line
        self.figures: dict[float, Figures] = {}
        self.rows: Floats | None = None
        """Those of the poor, once they are summed."""

    @property
    def _poor(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, weights, and shortfalls as a share of the line."""

        def make() -> tuple[Indices, Floats, Floats]:
            below, y, z = self._below()
            return below, self.domains.weight[below], (z - y) / z

        return self.spread.at_hand(id(self), make)

    def _below(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, income and line."""
        y, z = self.spread.y, self.z if self.domains.is_everybody else self.z[self.domains.cell]
        below = (y < z).nonzero()[0]
        return below, y[below], z[below]

    def fgt(self, alpha: float) -> Figures:
        if not alpha >= 0:
            raise ValueError(f"alpha must be zero or more, not {alpha}.")
        if alpha not in self.figures:
            sum_together([self], (alpha,))
        return self.figures[alpha]

    def short(self, alpha: float) -> tuple[Indices, Floats]:
        """The pairs of the poor, and their weighted shortfalls to a power."""
        below, weight, gaps = self._poor
        return below, weight * gaps**alpha if alpha else weight

    def watts(self) -> Figures:
        below, y, z = self._below()
        return self.domains.mean_of(self.domains.rows(self.domains.weight[below] * np.log(z / y), below), "index")

    @cached_property
    def persons(self) -> Figures:
        """How many they are."""
        below, weight = self.short(0)
        rows = self.rows if self.rows is not None else self.domains.rows(weight, below)
        return self.domains.figures(self.domains.totals(rows), rows, "persons")


def sum_together(poor: Sequence[Shortfall], alphas: Sequence[float]) -> None:
    """Measure the poor of the same domains by several lines, with each power that is not measured yet."""
    wanted = [(each, alpha) for each in poor for alpha in alphas if alpha not in each.figures]
    if not wanted:
        return
    of, parts = wanted[0][0].domains, len(wanted)
    pairs, short = zip(*(each.short(alpha) for each, alpha in wanted), strict=True)
    part = np.repeat(np.arange(parts), [len(each) for each in pairs])
    rows = of.rows(np.concatenate(short), np.concatenate(pairs), part, parts)
    rows = rows.reshape(parts, of.size, rows.shape[1])
    values = rows[:, :, : of.units].sum(axis=2) / of.population
    moves = (rows - values[:, :, None] * of.weights) / of.population[:, None]
    for at, (each, alpha) in enumerate(wanted):
        each.figures[alpha] = of.figures(values[at], moves[at], "share")
        if not alpha:
            each.rows = rows[at]


def positive_line(line: Floats) -> Floats:
    """The line, (n,). Raises ValueError where it is not positive for somebody."""
    if not (line > 0).all():
        raise ValueError("Every poverty line must be positive.")
    return line
