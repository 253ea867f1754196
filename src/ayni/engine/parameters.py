"""Dated parameters: the values of a quantity in the law, each with its first day, its article and its certainty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import replace

from ayni.engine.errors import fault
from ayni.engine.shapes import Named, Shape, Text

Confidence = Literal["verified", "reported", "recalled", "conflicting", "assumed", "reform"]
"""How a value was established: `verified` was read in the norm or an official source, `reported` in the press;
`recalled` comes from memory; of `conflicting` sources disagree; `assumed` is stated nowhere; `reform` comes from a
reform."""
Scale = tuple[tuple[float, float], ...]
"""Thresholds in rising order, each with the rate or amount that applies from there on."""
Value = float | int | str | Scale


class Row(Shape, frozen=True):
    """One value of a parameter, valid from a day until `end` or until the next row begins."""

    start: dt.date = msgspec.field(name="from")
    value: Value
    end: dt.date | None = msgspec.field(name="to", default=None)
    confidence: Confidence = "verified"
    norms: Mapping[str, str] = {}
    """The norms on which the value rests, each with its articles: `{"Act 12": "2", "Decree 7": "10, 12-II"}`."""
    article: str = ""
    """The citation as one text; made from `norms` where they are given."""
    published: dt.date | None = None
    """The day from which the value could be known; where not given, the latest publication of its norms."""
    known_until: dt.date | None = None
    """The last day on which somebody checked that the value still holds; where not given, the instrument's."""
    source: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def known_from(self) -> dt.date:
        """The day from which the value could be known: its publication, or else its first day."""
        return self.published or self.start

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody read the value in a norm, an official source or the press."""
        return self.confidence in ("recalled", "conflicting", "assumed")


class RowOfFile(Row, frozen=True, kw_only=True):
    """A row in a file, which must say its confidence."""

    confidence: Confidence


class Quantity(Named, frozen=True, kw_only=True):
    """A parameter in a file: its name, its unit and its rows, oldest first."""

    unit: str
    values: Annotated[tuple[RowOfFile, ...], Meta(min_length=1)]

    def checked(self, identifier: str, where: str) -> Parameter:
        """The parameter, after checking its rows; raises EngineError for rows out of order, a row that ends before it
        begins, a scale whose thresholds do not rise, and a value said to have been read without a source."""
        for row in self.values:
            if row.end is not None and row.end < row.start:
                raise fault("row_ends_early", file=where, parameter=identifier, start=row.start, end=row.end)
            if row.confidence in ("verified", "reported") and not (row.source or row.norms):
                raise fault("row_needs_source", file=where, parameter=identifier, start=row.start)
            if isinstance(row.value, tuple) and (
                not row.value or any(low[0] >= high[0] for low, high in pairwise(row.value))
            ):
                raise fault("row_scale", file=where, parameter=identifier, start=row.start)
        if any(one.start > other.start for one, other in pairwise(self.values)):
            raise fault("rows_out_of_order", file=where, parameter=identifier)
        return Parameter(identifier, self.unit, self.values, self.text)


class Parameter(Struct, frozen=True):
    """A named quantity of one instrument with its dated rows, oldest first."""

    id: str
    unit: str
    rows: tuple[Row, ...]
    text: Text = field(default_factory=dict)

    def __repr__(self) -> str:
        since = f" since {self.rows[0].start}" if self.rows else ""
        return f"<Parameter {self.id}: {len(self.rows)} values{since}, {self.unit}>"

    def on(self, day: dt.date) -> Row:
        """The row in force on a day; raises EngineError, with the last day that has a value, where there is none."""
        found = self.find(day)
        if found is None:
            first = self.rows[0].start if self.rows else "–"
            before = [row.end for row in self.rows if row.end is not None and row.end < day]
            until = max(before, default="")
            raise fault("no_value_on_date", parameter=self.id, date=day, first=first, until=until)
        return found

    def find(self, day: dt.date) -> Row | None:
        """The row in force on a day, or None."""
        current = None
        for row in self.rows:
            if row.start <= day:
                current = row
        return None if current is None or (current.end is not None and day > current.end) else current

    def with_rows(self, rows: Iterable[Row]) -> Parameter:
        """The same parameter with these rows, oldest first."""
        return replace(self, rows=tuple(rows))

    def as_known_on(self, day: dt.date) -> Parameter:
        """The parameter without the rows that were not yet published on a day; rows of a reform stay."""
        return self.with_rows(row for row in self.rows if row.confidence == "reform" or row.known_from <= day)

    def amended(self, rows: Iterable[Row]) -> Parameter:
        """A new parameter in which these rows replace the values of their days."""
        result = list(self.rows)
        for new in rows:
            kept: list[Row] = []
            for old, following in zip(result, [*result[1:], None], strict=True):
                end = old.end or (following.start - dt.timedelta(1) if following else None)
                if old.start < new.start:
                    cut = end is None or end >= new.start
                    kept.append(msgspec.structs.replace(old, end=new.start - dt.timedelta(1)) if cut else old)
                if new.end is not None and (end is None or end > new.end):
                    kept.append(msgspec.structs.replace(old, start=max(old.start, new.end + dt.timedelta(1))))
            result = sorted([*kept, new], key=lambda row: row.start)
        return self.with_rows(result)
