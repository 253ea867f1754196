"""Instruments, which are the programmes and taxes of a law, and every key that the YAML file of one may have."""

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
from ayni.engine.parameters import Confidence, Parameter, Quantity, Row
from ayni.engine.shapes import Named, Shape, Text, named, shaped

Tier = Literal["executable", "calculable", "measurable", "scenario", "recorded", "outside"]
Kind = Literal["", "transfer", "tax", "contribution", "pension", "labour", "price", "service", "indicator"]
Place = Literal["market", "contribution", "direct_tax", "transfer", "indirect_tax", "subsidy", "in_kind"]
"""Where an instrument may enter the chain of incomes (from market to final income), in the order of the chain."""
Nowhere = Literal["none"]
NOWHERE: Nowhere = "none"
"""The value of `enters` for an instrument that neither pays households nor takes from them."""
Payer = Literal["person", "employer"]
Section = Literal["earned", "worker", "employer", "besides", "deducted", "arrears", "remarks"]
"""The sections of a payslip. What is paid `besides` the wage of the month, and what is `deducted` besides, is shown
where something of it was said; a remark where its amount is above zero."""


class Span(Shape, frozen=True):
    """A period in which an instrument is in force, from `start` to `end`, both included; without `end` it is still
    open."""

    start: dt.date = msgspec.field(name="from")
    end: dt.date | None = msgspec.field(name="to", default=None)
    norms: Mapping[str, str] = {}
    """The norms on which the period rests, each with its articles."""
    article: str = ""
    published: dt.date | None = None
    """The day from which the period could be known."""
    ended_by: Mapping[str, str] = {}
    """The norms that ended the period; empty where the norm that began it also says when it ends."""
    end_published: dt.date | None = None
    """The day from which its end could be known; that of the latest of `ended_by` where it is not given."""

    def as_known_on(self, day: dt.date) -> Span | None:
        """The period as it could be known on a day; None where it was not known yet."""
        if (self.published or self.start) > day:
            return None
        if self.end_published is not None and self.end_published > day:
            return msgspec.structs.replace(self, end=None)
        return self

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= day and (self.end is None or day <= self.end)

    def nearest_in_year(self, day: dt.date) -> dt.date | None:
        """The day of this span nearest to `day` within its calendar year; None where the two never meet."""
        low = max(self.start, dt.date(day.year, 1, 1))
        high = min(self.end or dt.date.max, dt.date(day.year, 12, 31))
        return min(max(day, low), high) if low <= high else None


class Act(Shape, frozen=True):
    """A law, decree or resolution on which an instrument rests."""

    instrument: str
    date: dt.date
    article: str = ""
    about: Text | None = None


class Bring(Named, frozen=True, kw_only=True):
    """What a recipient must bring along to be paid, and the sources that say so."""

    source: tuple[str, ...] = ()


MonthDay = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Window(Shape, frozen=True, kw_only=True):
    """The days of a year on which a payment is collected, `12-01` to `12-15`, in the years in which that is known."""

    rules: tuple[str, ...] = ()
    """The payments (rules) to which these days apply; empty for all of the instrument."""
    start: dt.date = msgspec.field(name="from", default=dt.date.min)
    end: dt.date = msgspec.field(name="to", default=dt.date.max)
    first: MonthDay = "01-01"
    last: MonthDay = "12-31"
    awaits: Text | None = None
    """What must still happen before this year's payment, such as a decree."""
    late: Text | None = None
    """Until when the payment can be claimed afterwards."""
    in_kind: bool = False
    """Whether it is paid in goods."""

    def of_year(self, year: int) -> tuple[dt.date, dt.date]:
        """The first and the last day of collection in a year."""
        first, last = (dt.date(year, int(each[:2]), int(each[3:])) for each in (self.first, self.last))
        return first, last


class NotIf(Named, frozen=True, kw_only=True):
    """A condition of the law that no question asks about, as the end of a sentence that begins with the instrument's
    name."""

    start: dt.date = msgspec.field(name="from", default=dt.date.min)
    end: dt.date = msgspec.field(name="to", default=dt.date.max)


Facet = Literal["day", "until", "late", "complain"]
"""What is asked of every payment: on which day it is collected, until when, what if one is late, where to complain."""
FACETS: tuple[Facet, ...] = ("day", "until", "late", "complain")


class Told(Named, frozen=True, kw_only=True):
    """What is known of a payment's collection in a period: the end of a sentence, and on what it rests."""

    start: dt.date = msgspec.field(name="from", default=dt.date.min)
    end: dt.date = msgspec.field(name="to", default=dt.date.max)
    rules: tuple[str, ...] = ()
    """The payments (rules) of which it is said; empty for all of the instrument."""
    by: Literal["", "day_of_birth"] = ""
    """What sets the day of the month, where it is the person's own."""
    norms: Mapping[str, str] = {}
    article: str = ""
    source: tuple[str, ...] = ()
    confidence: Confidence


class Claiming(Shape, frozen=True, kw_only=True):
    """How a payment is collected. A facet without any entry says that no text was found."""

    day: tuple[Told, ...]
    until: tuple[Told, ...]
    late: tuple[Told, ...]
    complain: tuple[Told, ...]

    def told(self, facet: Facet, rule: str, day: dt.date) -> Told | None:
        """What is known on a day of a facet of a payment; the first entry that fits."""
        for each in getattr(self, facet):
            if (not each.rules or rule in each.rules) and each.start <= day <= each.end:
                return each  # type: ignore[no-any-return]
        return None


class Reported(Shape, frozen=True):
    """The survey columns in which households report that they receive the programme."""

    amount: tuple[str, ...] = ()
    """Columns with the monthly amounts that households report."""
    receipt: str | None = None
    """The column that says who reports receiving it."""
    refers_to: Literal["", "month", "last_year", "last_12_months"] = ""
    """The period about which the survey asks."""
    by_event: bool = False
    """Whether the amount depends on events that the survey does not count, such as health controls attended, so that
    the reported amount is used in place of a simulated one."""


class Input(Named, frozen=True, kw_only=True):
    """A fact that a rule needs and no survey asks for, which one household is asked instead."""

    type: Literal["money", "count", "flag", "category"]
    default: bool | int | float | str
    """The answer that is assumed where none is given."""
    range: tuple[float, float] | None = None
    values: tuple[str, ...] = ()
    """The values of a category."""
    unit: str = ""
    """The unit of an amount; empty for money by the month."""
    needs: tuple[str, ...] = ()
    """Other answers without which this one says nothing: a payslip refuses it alone."""


class Entry(Shape, frozen=True, kw_only=True):
    """One tax or transfer of an instrument: where it enters the chain of incomes, and which rules say how much."""

    place: Place
    rules: tuple[str, ...] = ()
    """The rules whose amounts add up to it; empty for all rules of the instrument that pay money over a period."""
    id: str = ""
    """Its name in results: the one given here, else the instrument's, or its only rule's where the instrument has
    several entries."""
    paid_by: Payer = "person"
    """Who bears a tax or contribution: one of the employer is not taken from the household's income."""
    total: str = ""
    """The rule that adds this entry to others, under whose name wage tables show them together."""
    own_pension: bool = False
    """Whether it is a contribution to one's own pension, which counts as saving where pensions are deferred income."""


class _Said(Shape, frozen=True, kw_only=True):
    """The keys of an instrument's file that are kept as they are written."""

    name: Text
    """The full name, as in the law."""
    short: Text | None = None
    """The name for tables, charts and sentences; None where the full name is short enough."""
    serves: Text | None = None
    kind: Kind = ""
    tier: Tier = "executable"
    tier_reason: Text | None = None
    """Why the instrument can do no more than its tier says; None for tier `executable`."""
    counted_by_office: bool | str = False
    """Whether the statistics office's own income aggregate includes this transfer, or is net of this tax. The name of a
    column: it is included as part of that column, in the survey waves in which the column is."""
    reported: Reported = Reported()
    in_force: Annotated[tuple[Span, ...], Meta(min_length=1)]
    known_until: dt.date | None = None
    """The last day on which somebody checked that the instrument still holds as it stands here."""
    paid_in: Text | None = None
    """When it is paid, in words."""
    collected: tuple[Window, ...] = ()
    """The days of a year on which payments are collected; the first entry that fits a rule and a year counts. Without
    any, a one-off payment is collected while the instrument is in force."""
    not_if: tuple[NotIf, ...] = ()
    """Conditions that an answer mentions because no question asks about them: `not if …`, `only if …`."""
    claiming: Claiming | None = None
    """On which day, until when, what if late and where to complain; None where nothing is paid."""
    bring: Bring | None = None
    legal_basis: tuple[Act, ...] = ()
    sources: Mapping[str, str] = {}
    """Web addresses, by the names under which parameter rows cite them."""
    not_seen_by_survey: tuple[Text, ...] = ()
    inputs: Mapping[str, Input] = {}
    only_if_said: bool = False
    """Whether it answers only a family that gave one of its inputs, as every calculable instrument does."""
    answers: tuple[str, ...] | None = None
    """The rules whose values a household is told; None for all of the instrument's payments and flags."""
    payslip: Mapping[Section, tuple[str, ...]] = {}
    """The lines of a payslip, by section: names of rules and inputs. Without it, what is withheld from the wage or paid
    on it."""


class InstrumentFile(_Said, frozen=True, kw_only=True):
    """Every key that the YAML file of an instrument may have."""

    parameters: Mapping[str, Quantity]
    """The dated parameters that its rules read as `p`."""
    recorded: Mapping[str, Quantity] = {}
    """Dated figures of the programme that no rule reads, such as beneficiaries and spending."""
    enters: Place | Nowhere | tuple[Entry, ...] | None = None
    """Where it enters the chain of incomes: one place, a list of entries, or `none`."""


class Instrument(_Said, frozen=True, kw_only=True, dict=True):
    """A programme or tax: its names, its legal basis, when it was in force and its parameters."""

    id: str
    parameters: Mapping[str, Parameter]
    recorded: Mapping[str, Parameter] = {}
    enters: tuple[Entry, ...] | None = None
    """Its entries in the chain of incomes; empty where the file says `none`, None where it does not say."""
    file: str = ""
    """The file from which it was read, for errors."""

    def __repr__(self) -> str:
        return f"<Instrument {self.id}: {self.kind or self.tier}, {len(self.parameters)} parameters>"

    @property
    def called(self) -> Text:
        """The short name, or the full one where there is no short one."""
        return self.short or self.name

    @property
    def asks_more(self) -> bool:
        """Whether it answers only a family that says more than the ordinary questions ask."""
        return self.only_if_said or self.tier == "calculable"

    def as_known_on(self, day: dt.date) -> Instrument:
        """The instrument with only what could be known of it on a day."""
        known = (span.as_known_on(day) for span in self.in_force)
        return msgspec.structs.replace(
            self,
            in_force=tuple(span for span in known if span is not None),
            parameters={name: each.as_known_on(day) for name, each in self.parameters.items()},
            recorded={name: each.as_known_on(day) for name, each in self.recorded.items()},
            known_until=min(self.known_until or day, day),
        )

    def window(self, rule: str, year: int) -> Window | None:
        """The days on which a rule's payment of a year is collected, where the law book has them."""
        for each in self.collected:
            if (not each.rules or rule in each.rules) and each.start.year <= year <= each.end.year:
                return each
        return None

    def known_on(self, day: dt.date) -> dt.date | None:
        """The last day on which somebody checked the instrument, where it is in force on the given day; else None."""
        return self.known_until if any(span.holds(day) for span in self.in_force) else None

    def day_in_force(self, day: dt.date, *, within_year: bool) -> dt.date | None:
        """The day whose parameters count, or None where the instrument is not in force.

        It is the day itself. With `within_year` it may also be the nearest day of the same calendar year on which the
        instrument was in force.
        """
        if any(span.holds(day) for span in self.in_force):
            return day
        if within_year:
            days = [found for span in self.in_force if (found := span.nearest_in_year(day))]
            return min(days, key=lambda found: abs(found - day), default=None)
        return None

    def rows_on(self, day: dt.date, names: tuple[str, ...]) -> dict[str, Row]:
        """The rows of these parameters that are in force on a day; raises EngineError where one has none."""
        asked = (day, names)
        if asked not in self._found:
            self._found[asked] = {name: self.parameters[name].on(day) for name in names}
        return self._found[asked]

    @cached_property
    def _found(self) -> dict[tuple[dt.date, tuple[str, ...]], dict[str, Row]]:
        return {}


def load_instrument(path: Path, languages: Collection[str] = ()) -> Instrument:
    """Read an instrument from its YAML file; the file's name is the instrument's. Arguments and errors as
    `instrument_of`."""
    return instrument_of(path.stem, host.read(path), f"{path.parent.name}/{path.name}", languages=languages)


def instrument_of(
    identifier: str, raw: Any, where: str, place: str = "", *, languages: Collection[str] = ()
) -> Instrument:
    """Build an instrument from the content of its YAML file.

    `where` names the file in errors, and `place` the key that holds the instrument where it is part of a larger file.
    Every text must be in all of the `languages`; where none are given, in the host's, or else in those of the
    instrument's name. Raises EngineError, naming the file and the key, for an unknown, missing or invalid key.
    """
    said = shaped(InstrumentFile, with_names(raw, languages), where, place, languages=languages or _languages_of(raw))
    if said.tier != "executable" and not said.tier_reason:
        raise fault("instrument_tier", file=where, tier=said.tier)
    for facet in FACETS if said.claiming else ():
        for told in getattr(said.claiming, facet):
            unknown = set(told.source) - set(said.sources)
            rests = bool(told.source or told.norms or told.article)
            if unknown or (told.confidence in ("verified", "reported") and not rests):
                raise fault("told_needs_source", file=where, key=f"claiming.{facet}")
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
    """The content of an instrument's file, in which the names that stand beside other keys are gathered in one key,
    `text`."""
    if not isinstance(raw, dict):
        return raw
    languages = languages or _languages_of(raw)
    found = dict(raw)
    for key in ("parameters", "recorded", "inputs"):
        if isinstance(each := found.get(key), dict):
            found[key] = {name: named(part, languages) for name, part in each.items()}
    if isinstance(found.get("not_if"), list):
        found["not_if"] = [named(part, languages) for part in found["not_if"]]
    if isinstance(claiming := found.get("claiming"), dict):
        found["claiming"] = {
            facet: [named(part, languages) for part in told] if isinstance(told, list) else told
            for facet, told in claiming.items()
        }
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
