"""Poverty and the Gini of one income after another, each near the one before, as when a programme joins or leaves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .design import Design, Floats, Indices
from .estimate import Estimate, UndefinedError
from .poverty import own_line
from .sample import Sample


class InTurn:
    """The headcount and the gap by line, and the Gini, of incomes (n,) over everybody of a design.

    Figures are those of `headcount`, `gap` and `gini`. Each sort begins with the order of the income before, which is
    nearly its own, and ties keep together. ``lines``: a poverty line (n,) by name.
    """

    def __init__(self, design: Design, lines: Mapping[str, Floats]) -> None:
        self.design = design
        self.sample = sample = Sample(design)
        self.lines = {name: own_line(z, sample) for name, z in lines.items()}
        self._everybody = design.scores(None, design.weight)
        self._inside = sample.inside()
        self._df = design.sampling.df(self._inside)
        self._order: Indices | None = None

    def figures(self, income: Floats) -> dict[tuple[str, str], Estimate]:
        """The figures of an income by measure and line. Raises UndefinedError where its total is not positive."""
        y = self.sample.column(income, "income")
        found = {}
        for line, z in self.lines.items():
            poor = np.flatnonzero(y < z)
            weight, level = self.design.weight[poor], z[poor]
            found["headcount", line] = self._mean(poor, weight)
            found["gap", line] = self._mean(poor, weight * ((level - y[poor]) / level))
        return {**found, ("gini", ""): self._gini(y)}

    def _mean(self, rows: Indices, weighted: Floats) -> Estimate:
        persons = self.sample.population
        value = float(weighted.sum()) / persons
        scores = (self.design.scores(rows, weighted) - value * self._everybody) / persons
        return self._estimate(value, scores, "share")

    def _gini(self, y: Floats) -> Estimate:
        order = y.argsort(kind="stable") if self._order is None else self._order[y[self._order].argsort(kind="stable")]
        self._order = order
        weight, persons = self.design.weight, self.sample.population
        money = weight * y
        whole = float(money.sum())
        if not whole > 0:
            raise UndefinedError("Concentration needs a positive total.")
        level = y[order]
        ends = np.flatnonzero(np.append(level[1:] != level[:-1], True))
        upto, held_upto = weight[order].cumsum()[ends], money[order].cumsum()[ends]
        middle = (upto + np.concatenate(([0.0], upto[:-1]))) / (2 * upto[-1])
        above = (whole - (held_upto + np.concatenate(([0.0], held_upto[:-1]))) / 2) / persons
        tie = np.diff(ends, prepend=-1)
        moves = np.empty(len(y))
        moves[order] = (level * middle.repeat(tie)) + above.repeat(tie)
        value = 2 * float((np.diff(held_upto, prepend=0.0) * middle).sum()) / whole - 1
        own, held = self.design.scores(None, 2 * weight * moves), self.design.scores(None, money)
        scores = (own - (value + 1) * (held + whole / persons * self._everybody)) / whole
        return self._estimate(value, scores, "index")

    def _estimate(self, value: float, scores: Floats, unit: str) -> Estimate:
        found = Estimate(value, self.sample.n, unit, scores, self.design.sampling, self._inside)
        vars(found)["df"] = self._df
        return found
