"""Rows of several draws of what was not asked, combined to one: the mean, with the error between draws in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ayni.measure import Estimate, from_draws
from ayni.scenario.rows import Figure, Row, Rows


@dataclass(frozen=True)
class Drawn:
    """A row of one draw, the estimate that it is of where there is one, and how a row of another is made."""

    row: Row
    estimate: Estimate | None
    again: Callable[[Figure], Row]

    @property
    def place(self) -> Row:
        """What it is a figure of."""
        return replace(self.row, value=None, se=None, low=None, high=None, n=None, marks=())


@dataclass(frozen=True)
class KeptRows(Rows):
    """Rows that keep what they are made from, in the order in which they are made."""

    kept: list[Drawn] = field(default_factory=list)

    def estimate(self, estimate: Figure, /, *, unit: str = "", **place: str) -> Row:
        def again(of: Figure) -> Row:
            return Rows.estimate(self, of, unit=unit, **place)

        row = again(estimate)
        self.kept.append(Drawn(row, estimate if isinstance(estimate, Estimate) else None, again))
        return row

    def plain(self, value: float | None, n: int | None = None, /, *, unit: str, **place: str) -> Row:
        row = super().plain(value, n, unit=unit, **place)
        self.kept.append(Drawn(row, None, lambda _: row))
        return row


def combined(draws: Sequence[Sequence[Drawn]]) -> Iterator[Row]:
    """One row for each place that every draw has, in the order of the first.

    An estimate is the mean of the draws', its variance the mean sampling variance and (1 + 1/m) times that between the
    draws (Rubin 1987), and whether it may be published is asked of that. Other figures are means.
    """
    others = [{each.place: each for each in draw} for draw in draws[1:]]
    for first in draws[0]:
        if not all(first.place in draw for draw in others):
            continue
        same = [first, *(draw[first.place] for draw in others)]
        estimates = [each.estimate for each in same if each.estimate is not None]
        values = [each.row.value for each in same if each.row.value is not None]
        if len(estimates) == len(same):
            yield first.again(from_draws(estimates))
        elif len(values) == len(same):
            yield replace(first.row, value=sum(values) / len(values))
        else:
            yield first.row
