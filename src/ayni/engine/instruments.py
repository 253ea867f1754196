"""Instruments: the programmes and taxes of a law, with every key that their YAML file may have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ayni.engine.errors import fault
from ayni.engine.host import host
from ayni.engine.parameters import Parameter, Quantity, Row
from ayni.engine.shapes import Named, Shape, Text, named, shaped

Tier = Literal["executable", "calculable", "measurable", "scenario", "recorded", "outside"]
Kind = Literal["", "transfer", "tax", "contribution", "pension", "labour", "price", "service", "indicator"]
Place = Literal["market", "contribution", "direct_tax", "transfer", "indirect_tax", "subsidy", "in_kind"]
"""Where an instrument may enter the chain of incomes, in the order of the chain."""
Nowhere = Literal["none"]
NOWHERE: Nowhere = "none"
"""What `enters` says of an instrument that neither gives to households nor takes from them."""
Payer = Literal["person", "employer"]
Section = Literal["earned", "worker", "employer", "arrears", "remarks"]
"""The sections of a payslip; a remark is shown where its amount is above zero."""


class Span(Shape, frozen=True):
    """Days from `start` to `end`, both included; no `end` means still open."""

    start: dt.date = msgspec.field(name="from")
    end: dt.date | None = msgspec.field(name="to", default=None)
    norms: Mapping[str, str] = {}
    """The norms on which it rests, each with its articles."""
    article: str = ""
    published: dt.date | None = None
    """From when anybody could know it."""
    ended_by: Mapping[str, str] = {}
    """The norms that ended it on `to`; none where its own norm says until when."""
    end_published: dt.date | None = None
    """From when anybody could know that it ends; the latest of `ended_by` where it is not given."""

    def as_known_on(self, day: dt.date) -> Span | None:
        """The span as it could be known on a day; None where nobody could know of it."""
        if (self.published or self.start) > day:
            return None
        if self.end_published is not None and self.end_published > day:
            return msgspec.structs.replace(self, end=None)
        return self

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies inside."""
        return self.start <= day and (self.end is None or day <= self.end)

    def nearest_in_year(self, day: dt.date) -> dt.date | None:
        """The day of this span nearest to `day` within its calendar year; None where the two never meet."""
        low = max(self.start, dt.date(day.year, 1, 1))
        high = min(self.end or dt.date.max, dt.date(day.year, 12, 31))
        return min(max(day, low), high) if low <= high else None


class Act(Shape, frozen=True):
    """An act of law on which an instrument rests."""

    instrument: str
    date: dt.date
    article: str = ""
    about: Text | None = None


class Bring(Named, frozen=True, kw_only=True):
    """What to take along in order to be paid, and the sources that say so."""

    source: tuple[str, ...] = ()


MonthDay = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Window(Shape, frozen=True, kw_only=True):
    """The days of a year on which a payment is collected, `12-01` to `12-15`, in the years in which that is known."""

    rules: tuple[str, ...] = ()
    """Of which payments; empty for all of the instrument."""
    start: dt.date = msgspec.field(name="from", default=dt.date.min)
    end: dt.date = msgspec.field(name="to", default=dt.date.max)
    first: MonthDay = "01-01"
    last: MonthDay = "12-31"
    awaits: Text | None = None
    """What the year's payment still awaits, such as its decree."""
    late: Text | None = None
    """Until when it can be claimed afterwards."""
    in_kind: bool = False
    """Whether it is handed out in goods."""

    def of_year(self, year: int) -> tuple[dt.date, dt.date]:
        """The first and the last day in a year."""
        first, last = (dt.date(year, int(each[:2]), int(each[3:])) for each in (self.first, self.last))
        return first, last


class NotIf(Named, frozen=True, kw_only=True):
    """What the law leaves out or asks for, and no question asks: an end of the sentence that begins with the name."""

    start: dt.date = msgspec.field(name="from", default=dt.date.min)
    end: dt.date = msgspec.field(name="to", default=dt.date.max)


class Reported(Shape, frozen=True):
    """The columns of a survey that see a programme."""

    amount: tuple[str, ...] = ()
    """Columns with amounts by the month that households report."""
    receipt: str | None = None
    """Who reports receiving."""
    refers_to: Literal["", "month", "last_year", "last_12_months"] = ""
    """The period of the question."""
    by_event: bool = False
    """Whether the amount depends on how many controls were attended, so that it is taken as reported."""


class Input(Named, frozen=True, kw_only=True):
    """What a rule of the instrument needs and no survey asks: a question to one family."""

    type: Literal["money", "count", "flag", "category"]
    default: bool | int | float | str
    """The neutral answer."""
    range: tuple[float, float] | None = None
    values: tuple[str, ...] = ()
    """Of a category."""
    unit: str = ""
    """Of an amount; empty where it is money by the month."""


class Entry(Shape, frozen=True, kw_only=True):
    """One tax or transfer of an instrument: where it enters the chain of incomes, and which rules say how much."""

    place: Place
    rules: tuple[str, ...] = ()
    """Rules in money that add up to it; empty for every rule of the instrument in money of a period."""
    id: str = ""
    """Its name in rows: as given, else that of the instrument, or of its only rule where the instrument has others."""
    paid_by: Payer = "person"
    """Who bears a tax or contribution: the employer's is no income of the household."""
    total: str = ""
    """The rule that adds it up with others, under whose name tables of wages show them as one."""
    own_pension: bool = False
    """A contribution to a pension of one's own: saving, where pensions are deferred income."""


class _Said(Shape, frozen=True, kw_only=True):
    """What the file of an instrument says in so many words."""

    name: Text
    """The long name, as the law has it."""
    short: Text | None = None
    """The name in tables, charts and sentences; None where the long one is short enough."""
    serves: Text | None = None
    kind: Kind = ""
    tier: Tier = "executable"
    tier_reason: Text | None = None
    """Why the instrument gives no more than its tier does; None for the first tier."""
    counted_by_office: bool | str = False
    """Whether the national statistics office's own income counts it: a transfer in it, or a wage after this tax. The
    name of a money column: as part of it, in the waves where that is counted."""
    reported: Reported = Reported()
    in_force: Annotated[tuple[Span, ...], Meta(min_length=1)]
    known_until: dt.date | None = None
    """The last day on which somebody looked whether it still holds as it stands here."""
    paid_in: Text | None = None
    """When it is paid, in words."""
    collected: tuple[Window, ...] = ()
    """On which days of a year; the first that holds for a rule and a year counts. Without one a payment once is
    collected while the instrument is in force."""
    not_if: tuple[NotIf, ...] = ()
    """What an answer tells because nobody was asked: `not if …`, `only if …`."""
    bring: Bring | None = None
    legal_basis: tuple[Act, ...] = ()
    sources: Mapping[str, str] = {}
    """Addresses by the names under which rows cite them."""
    not_seen_by_survey: tuple[Text, ...] = ()
    inputs: Mapping[str, Input] = {}
    only_if_said: bool = False
    """Whether it answers only a family that gave one of its inputs, as every calculable instrument does."""
    answers: tuple[str, ...] | None = None
    """The rules that answer a family; None for all of the instrument in money, and its flags."""
    payslip: Mapping[Section, tuple[str, ...]] = {}
    """The lines of a payslip, by section: rules and answers; without it what is withheld or paid on the wage."""


class InstrumentFile(_Said, frozen=True, kw_only=True):
    """Every key that the YAML file of an instrument may have."""

    parameters: Mapping[str, Quantity]
    """What its rules read as `p`."""
    recorded: Mapping[str, Quantity] = {}
    """Dated figures of the programme that no rule reads: beneficiaries, spending."""
    enters: Place | Nowhere | tuple[Entry, ...] | None = None
    """Where it enters the chain of incomes: a place, a list of entries, or `none`."""


class Instrument(_Said, frozen=True, kw_only=True, dict=True):
    """A programme or tax: its names, its legal basis, when it was in force and its parameters."""

    id: str
    parameters: Mapping[str, Parameter]
    recorded: Mapping[str, Parameter] = {}
    enters: tuple[Entry, ...] | None = None
    """Its places in the chain of incomes, none of them where it says `none`; None where it says nothing."""
    file: str = ""
    """Where it was read, for errors."""

    def __repr__(self) -> str:
        return f"<Instrument {self.id}: {self.kind or self.tier}, {len(self.parameters)} parameters>"

    @property
    def called(self) -> Text:
        """The short name."""
        return self.short or self.name

    @property
    def asks_more(self) -> bool:
        """Whether it answers only a family that says more than the ordinary questions ask."""
        return self.only_if_said or self.tier == "calculable"

    def as_known_on(self, day: dt.date) -> Instrument:
        """The same instrument with what could be known of it on a day."""
        known = (span.as_known_on(day) for span in self.in_force)
        return msgspec.structs.replace(
            self,
            in_force=tuple(span for span in known if span is not None),
            parameters={name: each.as_known_on(day) for name, each in self.parameters.items()},
            recorded={name: each.as_known_on(day) for name, each in self.recorded.items()},
            known_until=min(self.known_until or day, day),
        )

    def window(self, rule: str, year: int) -> Window | None:
        """When a rule's payment of a year is collected, where the book says so."""
        for each in self.collected:
            if (not each.rules or rule in each.rules) and each.start.year <= year <= each.end.year:
                return each
        return None

    def known_on(self, day: dt.date) -> dt.date | None:
        """The last day on which somebody looked whether it holds as it stands, where it is in force on a day."""
        return self.known_until if any(span.holds(day) for span in self.in_force) else None

    def day_in_force(self, day: dt.date, *, within_year: bool) -> dt.date | None:
        """The day on which to read the parameters, or None where the instrument is not in force.

        That is the day itself; `within_year`, or else the day of the same calendar year nearest to it on which the
        instrument was in force.
        """
        if any(span.holds(day) for span in self.in_force):
            return day
        if within_year:
            days = [found for span in self.in_force if (found := span.nearest_in_year(day))]
            return min(days, key=lambda found: abs(found - day), default=None)
        return None

    def rows_on(self, day: dt.date, names: tuple[str, ...]) -> dict[str, Row]:
        """The rows of these parameters on a day; raises where one has none."""
        asked = (day, names)
        if asked not in self._found:
            self._found[asked] = {name: self.parameters[name].on(day) for name in names}
        return self._found[asked]

    @cached_property
    def _found(self) -> dict[tuple[dt.date, tuple[str, ...]], dict[str, Row]]:
        return {}


def load_instrument(path: Path, languages: Collection[str] = ()) -> Instrument:
    """The instrument of a YAML file, called as the file; `languages` and errors as for `instrument_of`."""
    return instrument_of(path.stem, host.read(path), f"{path.parent.name}/{path.name}", languages=languages)


def instrument_of(
    identifier: str, raw: Any, where: str, place: str = "", *, languages: Collection[str] = ()
) -> Instrument:
    """The instrument that a YAML file says; `where` names the file in errors, and `place` the key that holds it.

    Every text of it is in all of the `languages`; where none are given, in those of the host, or of its name. Raises
    EngineError, naming the file and the key, for what the file of an instrument cannot say.
    """
    said = shaped(InstrumentFile, with_names(raw, languages), where, place, languages=languages or _languages_of(raw))
    if said.tier != "executable" and not said.tier_reason:
        raise fault("instrument_tier", file=where, tier=said.tier)
    for name, asked in said.inputs.items():
        low, high = asked.range or (0.0, 0.0)
        if low > high or (asked.type == "category") != isinstance(asked.default, str):
            raise fault("instrument_input", file=where, input=name)
        if asked.type == "category" and asked.default not in asked.values:
            raise fault("instrument_input", file=where, input=name)
    return Instrument(
        id=identifier,
        file=where,
        parameters=_checked(said.parameters, identifier, where),
        recorded=_checked(said.recorded, identifier, where),
        enters=_entries(said.enters, identifier),
        **{key: getattr(said, key) for key in _Said.__struct_fields__},
    )


def _languages_of(raw: Any) -> tuple[str, ...]:
    """The languages that the host gives, else those of the name of an instrument, which are those of all its texts."""
    if host.languages:
        return host.languages
    name = raw.get("name") if isinstance(raw, dict) else None
    return tuple(map(str, name)) if isinstance(name, dict) else ()


def with_names(raw: Any, languages: Collection[str]) -> Any:
    """What a file says, with the names that stand beside other keys laid together."""
    if not isinstance(raw, dict):
        return raw
    languages = languages or _languages_of(raw)
    found = dict(raw)
    for key in ("parameters", "recorded", "inputs"):
        if isinstance(each := found.get(key), dict):
            found[key] = {name: named(part, languages) for name, part in each.items()}
    if isinstance(found.get("not_if"), list):
        found["not_if"] = [named(part, languages) for part in found["not_if"]]
    if "bring" in found:
        found["bring"] = named(found["bring"], languages)
    return found


def _checked(said: Mapping[str, Quantity], identifier: str, where: str) -> dict[str, Parameter]:
    return {name: each.checked(f"{identifier}.{name}", where) for name, each in said.items()}


def _entries(said: Place | Nowhere | tuple[Entry, ...] | None, identifier: str) -> tuple[Entry, ...] | None:
    """The entries, each with its name."""
    if said is None or said == NOWHERE:
        return None if said is None else ()
    if isinstance(said, str):
        return (Entry(place=said, id=identifier),)
    names = [each.rules[0] if len(each.rules) == 1 and len(said) > 1 else identifier for each in said]
    return tuple(msgspec.structs.replace(each, id=each.id or name) for each, name in zip(said, names, strict=True))
