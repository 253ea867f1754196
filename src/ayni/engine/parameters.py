"""Dated parameters: what the law says a number is, since when, by which article, and how sure we are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast, get_args

from ayni.words import AyniError, read_yaml

Confidence = Literal["verified", "recalled", "conflicting", "reform"]
Scale = tuple[tuple[float, float], ...]
"""Thresholds in rising order, each with the rate or amount that begins there."""
Value = float | int | str | Scale
Tier = Literal["executable", "calculable", "measurable", "scenario", "recorded", "outside"]
Text = Mapping[str, str]
Place = Literal["market", "contribution", "direct_tax", "transfer", "indirect_tax", "subsidy", "in_kind"]
"""Where an instrument may enter the chain of incomes, in the order of the chain."""
Payer = Literal["person", "employer"]
NOWHERE = "none"
"""What `enters` says of an instrument that neither gives to households nor takes from them."""


@dataclass(frozen=True)
class Row:
    """One value of a parameter, from a day until `to` or until the next row begins."""

    start: dt.date
    value: Value
    end: dt.date | None = None
    confidence: Confidence = "verified"
    article: str = ""
    source: tuple[str, ...] = ()
    note: Text | None = None


@dataclass(frozen=True)
class Parameter:
    """A named quantity of one instrument with its dated rows, oldest first."""

    id: str
    unit: str
    rows: tuple[Row, ...]
    text: Text = field(default_factory=dict)

    def on(self, day: dt.date) -> Row:
        """The row in force on a day; raises where there is none."""
        current = None
        for row in self.rows:
            if row.start <= day:
                current = row
        if current is None or (current.end is not None and day > current.end):
            raise AyniError("no_value_on_date", parameter=self.id, date=day, first=self.rows[0].start)
        return current

    def amended(self, rows: Iterable[Row]) -> Parameter:
        """A new parameter in which the given rows take the place of whatever held on their days."""
        result = list(self.rows)
        for new in rows:
            kept: list[Row] = []
            for old, following in zip(result, [*result[1:], None], strict=True):
                end = old.end or (following.start - dt.timedelta(1) if following else None)
                if old.start < new.start:
                    cut = end is None or end >= new.start
                    kept.append(replace(old, end=new.start - dt.timedelta(1)) if cut else old)
                if new.end is not None and (end is None or end > new.end):
                    kept.append(replace(old, start=max(old.start, new.end + dt.timedelta(1))))
            result = sorted([*kept, new], key=lambda row: row.start)
        return replace(self, rows=tuple(result))


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`, both included; no `end` means still open."""

    start: dt.date
    end: dt.date | None = None
    article: str = ""

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies inside."""
        return self.start <= day and (self.end is None or day <= self.end)

    def nearest_in_year(self, day: dt.date) -> dt.date | None:
        """The day of this span nearest to `day` within its calendar year; None where the two never meet."""
        low = max(self.start, dt.date(day.year, 1, 1))
        high = min(self.end or dt.date.max, dt.date(day.year, 12, 31))
        return min(max(day, low), high) if low <= high else None


@dataclass(frozen=True)
class Entry:
    """One tax or transfer of an instrument: where it enters the chain of incomes, and which rules say how much."""

    id: str
    """Its name in rows: as given, else that of the instrument, or of its only rule where the instrument has others."""
    place: Place
    rules: tuple[str, ...] = ()
    """Rules in Bs that add up to it; empty for every rule of the instrument in Bs of a period."""
    paid_by: Payer = "person"
    """Who bears a tax or contribution: the employer's is no income of the household."""
    total: str = ""
    """The rule that adds it up with others, under whose name tables of wages show them as one."""
    own_pension: bool = False
    """A contribution to a pension of one's own: saving, where pensions are deferred income."""


@dataclass(frozen=True)
class Instrument:
    """A programme or tax: its names, its legal basis, when it was in force and its parameters."""

    id: str
    name: Text
    in_force: tuple[Span, ...]
    parameters: Mapping[str, Parameter]
    about: Mapping[str, Any]
    tier: Tier = "executable"
    tier_reason: Text | None = None
    """Why the instrument gives no more than its tier does; None for the first tier."""
    enters: tuple[Entry, ...] | None = None
    """Its places in the chain of incomes, none of them where it says `none`; None where it says nothing."""
    counted_by_ine: bool | str = False
    """Whether the national statistics office's own income counts it: a transfer in it, or a wage after this tax. The
    name of a money column: as part of it, in the waves where that is counted."""
    file: str = ""
    """Where it was read, for errors."""

    def day_in_force(self, day: dt.date, *, within_year: bool) -> dt.date | None:
        """The day on which to read the parameters, or None where the instrument is not in force.

        A monthly benefit is read on the day itself; one paid once or yearly, on the day of the same calendar year
        nearest to it on which the instrument was in force.
        """
        if any(span.holds(day) for span in self.in_force):
            return day
        if within_year:
            days = [found for span in self.in_force if (found := span.nearest_in_year(day))]
            return min(days, key=lambda found: abs(found - day), default=None)
        return None

    def rows_on(self, day: dt.date, names: tuple[str, ...], *, within_year: bool) -> dict[str, Row] | None:
        """The rows of these parameters on a day; None where the instrument is not in force."""
        asked = (day, names, within_year)
        if asked not in self._found:
            when = self.day_in_force(day, within_year=within_year)
            self._found[asked] = None if when is None else {name: self.parameters[name].on(when) for name in names}
        return self._found[asked]

    @cached_property
    def _found(self) -> dict[tuple[dt.date, tuple[str, ...], bool], dict[str, Row] | None]:
        return {}


def load_instrument(path: Path) -> Instrument:
    """Read and check the YAML file that stands beside a rule."""
    return instrument_of(path.stem, read_yaml(path), f"{path.parent.name}/{path.name}")


def instrument_of(identifier: str, raw: Mapping[str, Any], where: str) -> Instrument:
    """The instrument that a YAML file says; `where` names the file in errors."""
    for key in ("name", "in_force", "parameters"):
        if key not in raw:
            raise AyniError("instrument_lacks", file=where, key=key)
    tier, reason = raw.get("tier", "executable"), raw.get("tier_reason")
    if tier not in get_args(Tier) or (tier != "executable" and not reason):
        raise AyniError("instrument_tier", file=where, tier=tier, tiers=", ".join(get_args(Tier)))
    return Instrument(
        id=identifier,
        name=raw["name"],
        in_force=tuple(Span(span["from"], span.get("to"), span.get("article", "")) for span in raw["in_force"]),
        parameters={
            name: _parameter(f"{identifier}.{name}", entry, where) for name, entry in raw["parameters"].items()
        },
        about={key: value for key, value in raw.items() if key not in ("name", "in_force", "parameters")},
        tier=tier,
        tier_reason=reason,
        enters=_enters(identifier, raw.get("enters"), where),
        counted_by_ine=_counted(raw, where),
        file=where,
    )


def _enters(identifier: str, said: Any, where: str) -> tuple[Entry, ...] | None:
    """`enters: transfer`, `enters: none`, or a list of `{place, rules, …}`."""
    if said is None or said == NOWHERE:
        return None if said is None else ()
    entries = said if isinstance(said, list) else [{"place": said}]
    return tuple(_entry(identifier, entry, where, alone=len(entries) == 1) for entry in entries)


def _entry(identifier: str, entry: Any, where: str, *, alone: bool) -> Entry:
    if not isinstance(entry, dict) or entry.get("place") not in get_args(Place):
        place = entry.get("place") if isinstance(entry, dict) else entry
        raise AyniError("entry_place", file=where, place=place, places=", ".join((*get_args(Place), NOWHERE)))
    kinds = {"place": str, "rules": list, "id": str, "paid_by": str, "total": str, "own_pension": bool}
    for key, value in entry.items():
        if key not in kinds or not isinstance(value, kinds[key]):
            raise AyniError("entry_key", file=where, key=key, keys=", ".join(kinds))
    if entry.get("paid_by", "person") not in get_args(Payer):
        raise AyniError("entry_payer", file=where, payer=entry["paid_by"], payers=", ".join(get_args(Payer)))
    rules = tuple(map(str, entry.get("rules", ())))
    given = {key: entry[key] for key in ("paid_by", "total", "own_pension") if key in entry}
    name = rules[0] if len(rules) == 1 and not alone else identifier
    return Entry(entry.get("id", name), entry["place"], rules, **given)


def _counted(raw: Mapping[str, Any], where: str) -> bool | str:
    said = raw.get("counted_by_ine", False)
    if not isinstance(said, bool | str):
        raise AyniError("entry_counted", file=where, value=said)
    return said


def _parameter(identifier: str, entry: Mapping[str, Any], where: str) -> Parameter:
    if not entry.get("values") or "unit" not in entry:
        raise AyniError("parameter_lacks", file=where, parameter=identifier)
    rows = tuple(_row(identifier, row, where) for row in entry["values"])
    if list(rows) != sorted(rows, key=lambda row: row.start):
        raise AyniError("rows_out_of_order", file=where, parameter=identifier)
    return Parameter(identifier, entry["unit"], rows, {key: entry[key] for key in ("es", "en")})


def _row(identifier: str, row: Mapping[str, Any], where: str) -> Row:
    start, end, confidence = row.get("from"), row.get("to"), row.get("confidence")
    if not isinstance(start, dt.date) or not isinstance(end, dt.date | None) or (end is not None and end < start):
        raise AyniError("row_needs_dates", file=where, parameter=identifier, row=row)
    if confidence not in get_args(Confidence):
        raise AyniError("row_needs_confidence", file=where, parameter=identifier, start=start, confidence=confidence)
    if confidence == "verified" and not row.get("source"):
        raise AyniError("row_needs_source", file=where, parameter=identifier, start=start)
    return Row(
        start,
        _value(row.get("value"), identifier, start, where),
        end,
        cast(Confidence, confidence),
        row.get("article") or "",
        tuple(row.get("source") or ()),
        row.get("note"),
    )


def _value(value: Any, identifier: str, start: dt.date, where: str) -> Value:
    """A number, a text, or a scale written as `[[threshold, rate], ...]` in rising order."""
    if isinstance(value, list):
        steps = [tuple(step) for step in value if isinstance(step, list) and len(step) == 2]
        rising = all(low[0] < high[0] for low, high in pairwise(steps))
        if steps and len(steps) == len(value) and rising:
            return tuple((float(threshold), float(rate)) for threshold, rate in steps)
    elif isinstance(value, float | int | str):
        return value
    raise AyniError("row_needs_value", file=where, parameter=identifier, start=start)
