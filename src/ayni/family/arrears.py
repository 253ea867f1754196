"""Arrears: what is owed for months already paid when a retroactive raise is published, and what is withheld from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ayni.engine import Household, Law, Row
from ayni.family.household import Family
from ayni.income.chain import Levy, on_wages

OWED = "_arrears"
"""The ending of a line's name that marks arrears."""


class Raise(Struct, frozen=True):
    """A raise that was published after the day from which it holds."""

    published: dt.date
    months: tuple[dt.date, ...]
    """The months of the year to which it applies retroactively: the first days of those that had ended on publication.
    """


def backdated(rules: Sequence[str], day: dt.date, law: Law) -> Raise | None:
    """The raise of a day's year that these rules read, where it is known by that month and reaches back.

    That is the latest of the rows in force on the day that were published after their first day.
    """
    on = law.on(day)
    read = [row for name in law.order(rules) if on.in_force(name) for row in _rows(name, day, law)]
    late = [row for row in read if row.start < row.known_from and row.known_from.year == row.start.year == day.year]
    if not late:
        return None
    published, start = max(row.known_from for row in late), min(row.start for row in late)
    if (published.year, published.month) > (day.year, day.month):
        return None
    months = tuple(dt.date(day.year, month, 1) for month in range(start.month, published.month))
    return Raise(published, months) if months else None


def _rows(rule: str, day: dt.date, law: Law) -> Iterator[Row]:
    instrument = law.instruments.get(law.instrument_of(rule) or "")
    for name in getattr(law.definitions[rule], "parameters", ()) if instrument else ():
        row = instrument.parameters[name].find(day) if instrument else None
        if row is not None:
            yield row


def owed(worker: Family, of: Raise, earned: Sequence[str], total: str, law: Law) -> Mapping[str, float]:
    """What is owed for all the months, by line: of `earned`, their `total`, what is withheld and what is paid on it.

    A month is paid again under the law as it is known now, less what it was paid under the law as it was known the day
    before the raise was published. Contributions are due month by month; taxes in the month in which it is received.
    Amounts in Bs at once.
    """
    before = law.as_known_on(of.published - dt.timedelta(1))
    persons = _without_extras(worker.persons(law), law)
    [now] = _with(persons, {})
    was = now["basic_pay_before_increase"]
    household = worker.under(law)
    after = float(household.value("basic_pay_after_increase", 0)) if was else now["monthly_wage"]
    levies = on_wages(law)
    found: dict[str, float] = {}

    def add(name: str, amount: float) -> None:
        found[name + OWED] = found.get(name + OWED, 0.0) + amount

    for month in of.months:
        then = Household(before.on(month), _with(persons, {"monthly_wage": was or now["monthly_wage"]}))
        again = Household(law.on(month), _with(persons, {"monthly_wage": after}))
        paid = Household(law.on(month), _with(persons, {"monthly_wage": after, total: then.value(total, 0)}))
        for name in earned:
            add(name, float(again.value(name, 0)) - float(then.value(name, 0)))
        for levy in levies:
            if levy.is_contribution:
                for rule in levy.rules:
                    add(rule, float(again.value(rule, 0)) - float(paid.value(rule, 0)))
    withheld = [levy for levy in levies if not levy.by_employer]
    contributed = {rule: household.value(rule, 0) + found[rule + OWED] for rule in _contributions(withheld)}
    received = {total: household.value(total, 0) + found[total + OWED], **contributed}
    taxed = Household(law.on(worker.day), _with(persons, received))
    for levy in withheld:
        for rule in levy.rules if not levy.is_contribution else ():
            add(rule, float(taxed.value(rule, 0)) - float(household.value(rule, 0)))
    net = found[total + OWED] - sum(found[rule + OWED] for levy in withheld for rule in levy.rules)
    return {**found, "net_pay" + OWED: net}


def _without_extras(persons: Sequence[Mapping[str, Any]], law: Law) -> list[dict[str, Any]]:
    """The worker without what is said of this month alone, such as hours of overtime."""
    apart = {name: asked.default for each in law.instruments.values() if each.only_if_said
             for name, asked in each.inputs.items()}  # fmt: skip
    return [{**person, **apart} for person in persons]


def _contributions(levies: Sequence[Levy]) -> list[str]:
    return [rule for levy in levies if levy.is_contribution for rule in levy.rules]


def _with(persons: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The worker with other facts."""
    return [{**persons[0], **facts}]
