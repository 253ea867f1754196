"""Result rows: every result is a list of them, and every table, file and chart shows them and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, Literal, Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict, replace

from ayni.engine import Array
from ayni.measure import Estimate, change as measured_change
from ayni.scenario.keys import check_names
from ayni.words.marks import Mark, MarkKind


class Row(Struct, frozen=True, kw_only=True):
    """One figure with its sampling error, and the columns that say what it is a figure of.

    Shares are fractions; `unit` is the unit of the value. A suppressed figure has no value but a mark that says why. A
    column whose values are listed in `keys` accepts no other: AyniError, with the nearest.
    """

    table: str
    survey: str = ""
    """The persons: a survey by its identifier, or a pair of surveys, `EH2019-EH2020`."""
    month: str = ""
    """The month of the persons and of their money, `2019-11`: the survey's own."""
    law_day: str = ""
    """The day of the law."""
    prices: str = ""
    """The month of the prices in which amounts are."""
    weights_base: str = ""
    """The population projection to which the weights add up."""
    concept: str = ""
    """The income concept, or the source of the figure."""
    programme: str = ""
    """The programme, tax or contribution; or several together, such as `all_programmes`."""
    measure: str
    line: str = ""
    group: str = "all"
    level: str = "all"
    """The value of the group."""
    accounting: str = ""
    """Over which period payments made at once are spread; empty where nothing is."""
    take_up: str = ""
    """Who is paid in the run: all who are eligible, or those of them who report receiving."""
    side: str = ""
    """Before, after, or the change between them."""
    step: str = ""
    """The point of a sequence, or the part of a change."""
    order: str = ""
    """In which order the parts of a joint effect join: last, first, one after another, the mean of all, together."""
    value: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    unit: str = ""
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        _check(_names_of(self))

    def __repr__(self) -> str:
        place = ", ".join(value for name in _OF_PLACE if (value := getattr(self, name)) not in ("", "all"))
        error = "" if self.se is None else f" ± {self.se:.3g}"
        value = "none" if self.value is None else f"{self.value:.6g}{error} {self.unit}"
        return f"<Row {place}: {value}>"

    def has(self, kind: MarkKind) -> bool:
        """Whether it bears a mark of a kind."""
        return any(mark.kind == kind for mark in self.marks)


_CHECKED = ("table", "concept", "measure", "line", "group", "accounting", "take_up", "side", "order")
_OF_PLACE = (
    "table", "survey", "concept", "programme", "measure", "line", "group", "level", "side", "step", "order",
)  # fmt: skip
_names_of = attrgetter(*_CHECKED)


@lru_cache(maxsize=4096)
def _check(names: tuple[str, ...]) -> None:
    """Refuse a value that its column does not have; the same values are looked at once."""
    check_names(dict(zip(_CHECKED, names, strict=True)))


COLUMNS = Row.__struct_fields__
NUMBERS = ("value", "se", "low", "high")


Place = dict[str, str]
"""What a row is a figure of, within its table: its columns by name."""


class Basis(Struct, frozen=True):
    """What all rows of a run rest on: the columns of the same names."""

    survey: str
    month: str = ""
    law_day: str = ""
    prices: str = ""
    weights_base: str = ""
    take_up: str = ""


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


class Rows(Struct, frozen=True, dict=True):
    """Makes result rows of one table with the same basis, marks and accounting."""

    table: str
    basis: Basis
    marks: tuple[Mark, ...] = ()
    accounting: str = ""

    def marked(self, *marks: Mark) -> Rows:
        """The same with more marks."""
        return replace(self, marks=(*self.marks, *marks))

    @cached_property
    def _own(self) -> dict[str, Any]:
        """The columns that all rows have alike, unless their place says otherwise."""
        return {"table": self.table, "accounting": self.accounting, **asdict(self.basis)}

    @cached_property
    def _flagged(self) -> tuple[Mark, ...]:
        """The marks of a figure that is published with a warning."""
        return (*self.marks, Mark(MarkKind.QUALITY))

    def estimate(self, estimate: Figure, /, *, unit: str = "", **place: str) -> Row:
        """The row of an estimate; without its figures where they must not be published."""
        unit, quality = unit or estimate.unit, estimate.quality
        if quality == "suppressed":
            why = Mark(MarkKind(estimate.reason))
            return Row(**{**self._own, **place}, n=estimate.n, unit=unit, marks=(*self.marks, why))
        return Row(
            **{**self._own, **place}, value=estimate.value, se=estimate.se, low=estimate.low, high=estimate.high,
            n=estimate.n, unit=unit, marks=self._flagged if quality else self.marks,
        )  # fmt: skip

    def plain(self, value: float | None, n: int | None = None, /, *, unit: str, **place: str) -> Row:
        """The row of a figure without a sampling error: a count of cases, an official figure, an assumption."""
        return Row(**{**self._own, **place}, value=value, n=n, unit=unit, marks=self.marks)

    def change(self, change: tuple[Figure, Figure | None], /, **place: str) -> list[Row]:
        """A change as two rows, in points and relative, which always go together."""
        points, relative = change
        place = {**place, "side": "change"}
        rows = [self.estimate(points, unit="points", **place)]
        if relative is not None:
            rows.append(self.estimate(relative, unit="relative", **place))
        return rows

    def before_after(self, before: Estimate, after: Estimate, /, **place: str) -> list[Row]:
        """Two levels on one sampling, and the change in their unit and relative; shares and indices in points."""
        levels = [self.estimate(each, **place, side=side) for side, each in (("before", before), ("after", after))]
        change = measured_change(after, before)
        if before.unit in ("share", "index"):
            return [*levels, *self.change(change, **place)]
        both = [each for each in change if each is not None]
        return [*levels, *(self.estimate(each, **place, side="change") for each in both)]


NORMAL = 1.96
"""Errors in half an interval of 95 %."""


def within(row: Row, low: float, high: float) -> Row:
    """The row with an interval that was found by its ends, in whatever order, and the error that goes with it."""
    low, high = min(low, high), max(low, high)
    return replace(row, low=low, high=high, se=(high - low) / (2 * NORMAL))


def with_cases(estimate: Estimate, who: Array | None) -> Estimate:
    """The estimate with the sample cases that it rests on, such as those who receive; None leaves it as it is."""
    return estimate if who is None else estimate.with_cases(int(np.count_nonzero(who)))


def beside_hidden(rows: Iterable[Row], among: Callable[[Row], bool]) -> list[Row]:
    """The rows, where one level of a group alone is not published without the figure of the smallest beside it: the
    whole less the others would give it back. `among`: the rows of which this holds."""
    found = list(rows)
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(found):
        if row.group != "all" and among(row):
            groups.setdefault(_levels_of(row), []).append(index)
    for places in groups.values():
        shown = [index for index in places if found[index].value is not None]
        if shown and len(shown) == len(places) - 1:
            least = min(shown, key=lambda index: (found[index].n or 0, abs(found[index].value or 0.0)))
            marks = (*found[least].marks, Mark(MarkKind.BESIDE_HIDDEN))
            found[least] = replace(found[least], value=None, se=None, low=None, high=None, marks=marks)
    return found


_levels_of = attrgetter(
    "table", "survey", "concept", "programme", "measure", "line", "group", "accounting", "take_up", "side", "step",
    "order", "unit",
)  # fmt: skip
