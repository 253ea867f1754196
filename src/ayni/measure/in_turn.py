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
            weight, level = self.design.weight.take(poor), z.take(poor)
            found["headcount", line] = self._mean(poor, weight)
            found["gap", line] = self._mean(poor, weight * ((level - y.take(poor)) / level))
        return {**found, ("gini", ""): self._gini(y)}

    def _mean(self, rows: Indices, weighted: Floats) -> Estimate:
        persons = self.sample.population
        value = float(weighted.sum()) / persons
        scores = (self.design.scores(rows, weighted) - value * self._everybody) / persons
        return self._estimate(value, scores, "share")

    def _gini(self, y: Floats) -> Estimate:
        if self._order is None:
            order = y.argsort(kind="stable")
        else:
            order = self._order.take(y.take(self._order).argsort(kind="stable"))
        self._order = order
        persons = self.sample.population
        money = self.design.weight * y
        whole = float(money.sum())
        if not whole > 0:
            raise UndefinedError("Concentration needs a positive total.")
        level, weight = y.take(order), self.design.weight.take(order)
        last = np.empty(len(y), dtype=np.bool_)
        last[-1] = True
        np.not_equal(level[1:], level[:-1], out=last[:-1])
        ends = np.flatnonzero(last)
        upto, held_upto = weight.cumsum().take(ends), (weight * level).cumsum().take(ends)
        before, held_before = np.zeros_like(upto), np.zeros_like(upto)
        before[1:], held_before[1:] = upto[:-1], held_upto[:-1]
        middle = (upto + before) / (2 * upto[-1])
        above = (whole - (held_upto + held_before) / 2) / persons
        value = 2 * float(((held_upto - held_before) * middle).sum()) / whole - 1
        if len(ends) < len(y):
            tie = np.empty_like(ends)
            tie[0], tie[1:] = ends[0] + 1, ends[1:] - ends[:-1]
            middle, above = middle.repeat(tie), above.repeat(tie)
        weight *= level * middle + above
        own, held = self.design.scores(order, weight), self.design.scores(None, money)
        scores = (2 * own - (value + 1) * (held + whole / persons * self._everybody)) / whole
        return self._estimate(value, scores, "index")

    def _estimate(self, value: float, scores: Floats, unit: str) -> Estimate:
        found = Estimate(value, self.sample.n, unit, scores, self.design.sampling, self._inside)
        vars(found)["df"] = self._df
        return found
