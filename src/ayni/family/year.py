"""The calendar year of a household: what can be collected now, what comes later, what has closed, and the sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

from ayni.engine import Household, Instrument, Law, Rule
from ayni.engine.instruments import Span
from ayni.family.answers import asked_about, gives
from ayni.family.dates import COUNTED, dated, last_of, persons_on
from ayni.family.household import Family
from ayni.words import AyniError

PAID = ("Bs/month", "Bs/year", "Bs/once")
"""The units of payments of a year."""
Place = Literal["now", "coming", "closed", "paid"]
"""The position of a payment relative to the day: collected now, still to come, closed, or of a past month."""
Count = Literal["received", "from_employer", "withheld", "in_kind", "beside"]
"""Which sum a payment belongs to; none where it stands `beside` the household's budget."""
BY_EVENT = frozenset({*COUNTED, "live_births"})
"""Columns of payments that depend on the months of a pregnancy, a birth or a small child."""


class Payment(Struct, frozen=True):
    """One payment to a person, or of one, in the year."""

    instrument: str
    rule: str
    person: str
    amount: float
    """Bs."""
    is_monthly: bool
    month: int | None
    """1 to 12; None where it is of the year and nobody knows in which month."""
    first: dt.date | None
    last: dt.date | None
    """The days on which it is collected, where they are not the whole month."""
    place: Place
    count: Count
    awaits: Mapping[str, str]
    """What it still awaits, such as the year's decree: it is in no sum."""
    late: Mapping[str, str]
    """Until when it can be claimed afterwards."""

    @property
    def in_sum(self) -> bool:
        """Whether it will really be paid, as far as the book knows."""
        return self.place != "closed" and not self.awaits


class Run(Struct, frozen=True):
    """Payments of one rule to one person that stand together: the same amount, from a month to another."""

    payments: tuple[Payment, ...]

    @property
    def last(self) -> Payment:
        """The last of them."""
        return self.payments[-1]

    @property
    def first(self) -> Payment:
        """The first of them."""
        return self.payments[0]


class NotKnown(Struct, frozen=True):
    """What the book does not know of a rule in the year, from a month on."""

    instrument: str
    rule: str
    error: AyniError
    month: int


class Year(Struct, frozen=True, dict=True):
    """A family's payments of a calendar year as they stand on a day, and what of them is not known."""

    day: dt.date
    payments: tuple[Payment, ...]
    not_known: tuple[NotKnown, ...]

    @cached_property
    def now(self) -> list[Run]:
        """What is collected on the day."""
        return [Run((each,)) for each in self.payments if each.place == "now"]

    @cached_property
    def coming(self) -> list[Run]:
        """What comes later in the year and is not already collected in the same amount, each from its first month."""
        now = (each for each in self.payments if each.place == "now" and each.is_monthly)
        current = {(each.rule, each.person, each.amount) for each in now}
        later = [each for each in self.payments if each.place == "coming"]
        return _together(each for each in later if (each.rule, each.person, each.amount) not in current)

    @cached_property
    def closed(self) -> list[Run]:
        """What was collected in the year and is no longer: a window that has passed, and what ended in a month."""
        going = {(each.rule, each.person) for each in self.payments if each.place in ("now", "coming")}
        gone = [each for each in self.payments if each.place == "closed" or (each.place == "paid" and each.is_monthly)]
        return _together(each for each in gone if (each.rule, each.person) not in going)

    def sums(self, person: str | None = None) -> dict[str, float]:
        """Bs of the year by what they are, of a person or of the home; and of `received`, what is yet to come."""
        mine = [each for each in self.payments if person in (None, each.person)]
        found: dict[str, float] = {}
        for count in ("received", "from_employer", "withheld", "in_kind"):
            found[count] = float(sum(each.amount for each in mine if each.in_sum and each.count == count))
        to_come = (
            each for each in mine if each.in_sum and each.count == "received" and each.place in ("now", "coming")
        )
        found["received_from_now"] = float(sum(each.amount for each in to_come))
        found["awaiting"] = float(sum(each.amount for each in mine if each.awaits and each.place != "closed"))
        return found


def _together(payments: Iterable[Payment]) -> list[Run]:
    found: dict[tuple[str, str, float], list[Payment]] = {}
    for each in payments:
        found.setdefault((each.rule, each.person, each.amount), []).append(each)
    return [Run(tuple(each)) for each in found.values()]


def year_of(of: Family, law: Law) -> Year:
    """What a law gives and asks of a family in the calendar year of its day, payment by payment.

    A month stands for its first day, or for the first on which an instrument is in force in it. What is paid once is
    read on the day of its window nearest to the day asked. Ages and months that are not known by a date are taken as
    they are on the day, all year.
    """
    months = [_Month(of, law, each) for each in range(1, 13)]
    payments: list[Payment] = []
    not_known: dict[str, NotKnown] = {}
    for instrument, rules in asked_about(of, law):
        for rule in rules:
            if rule.unit not in PAID or instrument.id in law.suspended:
                continue
            try:
                payments += _payments(of, law, instrument, rule, months)
            except _NotKnownError as error:
                payments += error.before
                not_known[rule.name] = NotKnown(instrument.id, rule.name, error.cause, error.month)
    payments.sort(key=lambda each: each.month or 13)
    return Year(of.day, tuple(payments), tuple(not_known.values()))


class _NotKnownError(Exception):
    def __init__(self, before: list[Payment], cause: AyniError, month_number: int) -> None:
        self.before, self.cause, self.month = before, cause, month_number


class _Month:
    """A month of the family's year, before the law of each day that is asked about."""

    def __init__(self, of: Family, law: Law, number: int) -> None:
        self.first = dt.date(of.day.year, number, 1)
        self.number = number
        self.law = law
        of_dates = Family(dated(of.given, of.day), self.first)
        self.names = list(persons_on(of_dates.given, self.first, by_month=True))
        self.of = of_dates
        self._households: dict[dt.date, Household] = {}

    def on(self, day: dt.date) -> Household:
        """The family of the month before the law of a day in it."""
        if day not in self._households:
            persons = self.of.persons(self.law, self.first)
            self._households[day] = Household(self.law.on(day), persons)
        return self._households[day]


def falls_by_event(rule: Rule) -> bool:
    """Whether a rule's payments fall in the months of a pregnancy, a birth or a small child."""
    return rule.unit != "Bs/month" and not BY_EVENT.isdisjoint(rule.inputs)


def _payments(of: Family, law: Law, instrument: Instrument, rule: Rule, months: list[_Month]) -> list[Payment]:
    if rule.unit == "Bs/month":
        return list(_by_month(of, instrument, rule, months))
    if falls_by_event(rule):
        found = list(_by_month(of, instrument, rule, months))
        return found + list(_without_month(of, law, instrument, rule, found))
    return list(_once(of, law, instrument, rule, months))


def _by_month(of: Family, instrument: Instrument, rule: Rule, months: list[_Month]) -> Iterator[Payment]:
    found: list[Payment] = []
    for each in months:
        held = _held(instrument, each.first, of.day)
        if held is None:
            continue
        first, last = held
        people = each.names if rule.entity == "person" else each.names[:1]
        for position, name in enumerate(people):
            try:
                amount = float(each.on(first).trace(rule.name, position).value)
            except AyniError as error:
                if error.key != "no_value_on_date":
                    raise
                raise _NotKnownError(found, error, each.number) from None
            if amount:
                place: Place = "now" if each.number == of.day.month else "paid"
                place = "coming" if each.number > of.day.month or (place == "now" and first > of.day) else place
                place = "paid" if place == "now" and last < of.day else place
                whole = first == each.first and last == last_of(first)
                days = (None, None) if whole else (first, last)
                found.append(_payment(of, instrument, rule, name, amount, each.number, days, place))
    yield from found


def _known(instrument: Instrument, day: dt.date) -> list[Span]:
    """When an instrument is in force, as could be known on a day: not what began later and was published later."""
    return [span for span in instrument.in_force if span.start <= day or (span.published or span.start) <= day]


def _held(instrument: Instrument, first: dt.date, day: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a month on which an instrument is in force, as could be known on a day."""
    end = last_of(first)
    for span in _known(instrument, day):
        low, high = max(span.start, first), min(span.end or end, end)
        if low <= high:
            return low, high
    return None


def _without_month(of: Family, law: Law, instrument: Instrument, rule: Rule, found: list[Payment]) -> Iterator[Payment]:
    """What the day's answer gives of an event of which nobody said the month."""
    household, with_month = of.under(law), {each.person for each in found}
    for position, name in enumerate(of.names if rule.entity == "person" else of.names[:1]):
        if name in with_month:
            continue
        try:
            amount = float(household.trace(rule.name, position).value)
        except AyniError as error:
            if error.key != "no_value_on_date":
                raise
            raise _NotKnownError(found, error, of.day.month) from None
        if amount and not _is_dated(of, name):
            yield _payment(of, instrument, rule, name, amount, None, (None, None), "now")


def _is_dated(of: Family, name: str) -> bool:
    said = dated(of.given, of.day)[name]
    return any(said.get(key) for key in ("born", "pregnant_since", "gave_birth"))


def _once(of: Family, law: Law, instrument: Instrument, rule: Rule, months: list[_Month]) -> Iterator[Payment]:
    window = instrument.window(rule.name, of.day.year)
    spans = [window.of_year(of.day.year)] if window else [(dt.date(of.day.year, 1, 1), dt.date(of.day.year, 12, 31))]
    for low, high in spans:
        for span in _known(instrument, of.day):
            first, last = max(span.start, low), min(span.end or high, high)
            if first > last:
                continue
            day = min(max(of.day, first), last)
            each = months[day.month - 1]
            people = of.names if rule.entity == "person" else of.names[:1]
            for name in people:
                if name not in each.names:
                    continue
                household = of.under(law) if day == of.day else each.on(day)
                position = of.names.index(name) if day == of.day else each.names.index(name)
                try:
                    amount = float(household.trace(rule.name, position).value)
                except AyniError as error:
                    if error.key != "no_value_on_date":
                        raise
                    raise _NotKnownError([], error, day.month) from None
                if not amount:
                    continue
                place: Place = "now" if first <= of.day <= last else "coming" if of.day < first else "closed"
                is_open = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
                of_month = None if is_open else first.month
                days = (None, None) if is_open else (first, last)
                yield _payment(of, instrument, rule, name, amount, of_month, days, place)


def _payment(
    of: Family,
    instrument: Instrument,
    rule: Rule,
    person: str,
    amount: float,
    of_month: int | None,
    days: tuple[dt.date | None, dt.date | None],
    place: Place,
) -> Payment:
    window = instrument.window(rule.name, of.day.year)
    awaits = (window.awaits if window else None) or {}
    late = (window.late if window else None) or {}
    if awaits and place == "now":
        place = "coming"
    kind = count_of(instrument, rule)
    if window and window.in_kind:
        kind = "in_kind"
    return Payment(
        instrument.id, rule.name, person, amount, rule.unit == "Bs/month", of_month, *days, place, kind, awaits, late
    )


def count_of(instrument: Instrument, rule: Rule) -> Count:
    """Which sum the payments of a rule belong to."""
    sign = gives(instrument, rule.name)
    if sign:
        return "received" if sign > 0 else "withheld"
    return "from_employer" if instrument.kind == "labour" else "beside"
