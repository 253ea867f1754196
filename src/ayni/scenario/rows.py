"""The tidy row: every result of every command is a list of these, and every table, file and chart a view of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal, Protocol

import numpy as np

from ayni.engine import Array
from ayni.measure import Estimate
from ayni.measure import change as measured_change


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its sampling error.

    Shares are fractions; `unit` says what the value is; `note` holds marks separated by "; " (synthetic, first_order,
    suppressed:few_cases, suppressed:high_cv, quality:(*), conflicting:parameter, imputed:column, …). A suppressed
    figure has no value.
    """

    table: str
    wave: str
    concept: str
    measure: str
    line: str = ""
    group: str = "all"
    level: str = "all"
    value: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    unit: str = ""
    note: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the note."""
        return tuple(mark for mark in self.note.split("; ") if mark)


COLUMNS = tuple(field.name for field in fields(Row))


class Figure(Protocol):
    """A figure with its unit and interval: an Estimate, or a count of every person, which has no sampling error."""

    @property
    def value(self) -> float: ...
    @property
    def se(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def quality(self) -> Literal["", "(*)", "suppressed"]: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class Rows:
    """Makes rows of one table on one wave, with the marks that all of them bear."""

    table: str
    wave: str
    marks: tuple[str, ...] = ()

    def estimate(
        self,
        estimate: Figure,
        *,
        concept: str,
        measure: str,
        line: str = "",
        group: str = "all",
        level: str = "all",
        unit: str = "",
        marks: Iterable[str] = (),
    ) -> Row:
        """The row of an estimate; without its figures where they must not be published."""
        all_marks = [*self.marks, *marks]
        shown = estimate.quality != "suppressed"
        if not shown:
            all_marks.append(f"suppressed:{estimate.reason}")
        elif estimate.quality:
            all_marks.append(f"quality:{estimate.quality}")
        return Row(
            self.table,
            self.wave,
            concept,
            measure,
            line,
            group,
            level,
            estimate.value if shown else None,
            estimate.se if shown else None,
            estimate.low if shown else None,
            estimate.high if shown else None,
            estimate.n,
            unit or estimate.unit,
            "; ".join(all_marks),
        )

    def change(
        self,
        change: tuple[Figure, Figure | None],
        *,
        concept: str,
        measure: str,
        line: str = "",
        group: str = "all",
        level: str = "all",
        marks: Iterable[str] = (),
    ) -> list[Row]:
        """A change as two rows, in points and relative, which always go together."""
        place = {"concept": concept, "measure": measure, "line": line, "group": group, "level": level}
        points, relative = change
        rows = [self.estimate(points, **place, unit="points", marks=marks)]
        if relative is not None:
            rows.append(self.estimate(relative, **place, unit="relative", marks=marks))
        return rows

    def before_after(self, before: Estimate, after: Estimate, **place: str) -> list[Row]:
        """Two levels on one sampling, and the change in their unit and relative; shares and indices in points."""
        levels = [self.estimate(before, concept="before", **place), self.estimate(after, concept="after", **place)]
        change = measured_change(after, before)
        if before.unit in ("share", "index"):
            return [*levels, *self.change(change, concept="change", **place)]
        both = [each for each in change if each is not None]
        return [*levels, *(self.estimate(each, concept="change", **place) for each in both)]

    def plain(
        self,
        value: float | None,
        *,
        concept: str,
        measure: str,
        unit: str,
        group: str = "all",
        level: str = "all",
        line: str = "",
        n: int | None = None,
        marks: Iterable[str] = (),
    ) -> Row:
        """The row of a figure without a sampling error: a count of cases, an official figure, a fact about the file."""
        return Row(
            self.table,
            self.wave,
            concept,
            measure,
            line,
            group,
            level,
            value,
            n=n,
            unit=unit,
            note="; ".join([*self.marks, *marks]),
        )


def with_cases(estimate: Estimate, who: Array | None) -> Estimate:
    """The estimate with the sample cases that it rests on, such as those who receive; None leaves it as it is."""
    return estimate if who is None else replace(estimate, n=int(np.count_nonzero(who)))
