"""The differences of the law between two days: instruments, parameters, typical households and the population."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from ayni.engine import Instrument, Law, Row
from ayni.family import answers, family, typical_households
from ayni.scenario.analysis import Analysis, headline_figures
from ayni.scenario.blocks import Block, changes_of, laid_out
from ayni.scenario.rows import Row as ResultRow
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER


class Change(Struct, frozen=True):
    """One parameter, or an instrument as a whole (`parameter` empty), on the two days; None where not in force."""

    instrument: str
    parameter: str
    before: Row | None
    after: Row | None
    in_force: tuple[bool, bool]


def changes(law: Law, before: dt.date, after: dt.date) -> Iterator[Change]:
    """Instruments that came into force or ended, and parameters whose value differs."""
    for instrument in law.instruments.values():
        force = tuple(any(span.holds(day) for span in instrument.in_force) for day in (before, after))
        if force[0] != force[1]:
            yield Change(instrument.id, "", None, None, (force[0], force[1]))
        if not any(force):
            continue
        for name, parameter in instrument.parameters.items():
            rows = [_row(instrument, name, day) for day in (before, after)]
            values = [row.value if row else None for row in rows]
            if values[0] != values[1]:
                yield Change(instrument.id, parameter.id, rows[0], rows[1], (force[0], force[1]))


def days_of_change(law: Law, until: dt.date) -> list[tuple[dt.date, tuple[str, ...]]]:
    """The days, the latest first, on which a parameter took a value or an instrument began or ended, and which."""
    found: dict[dt.date, dict[str, None]] = {}
    for instrument in law.instruments.values():
        spans = [day for span in instrument.in_force for day in (span.start, span.end and span.end + dt.timedelta(1))]
        starts = [row.start for parameter in instrument.parameters.values() for row in parameter.rows]
        for day in (*spans, *starts):
            if day is not None and day <= until:
                found.setdefault(day, {})[instrument.id] = None
    return [(day, tuple(found[day])) for day in sorted(found, reverse=True)]


def _row(instrument: Instrument, parameter: str, day: dt.date) -> Row | None:
    try:
        return instrument.parameters[parameter].on(day)
    except AyniError:
        return None


def on_typical_households(law: Law, before: dt.date, after: dt.date) -> Iterator[tuple[str, float, float]]:
    """For each typical household, its benefits less contributions and tax, Bs a month, on the two days."""
    for name, entry in typical_households().items():
        budgets = []
        for day in (before, after):
            someone = family(entry["persons"], day, law)
            budgets.append(sum(answer.in_budget for answer in answers(someone, law)))
        yield name, budgets[0], budgets[1]


def on_population(before: Analysis, after: Analysis) -> Iterator[ResultRow]:
    """The effect of the other day's transfers on the same people: poverty, gap, Gini and spending."""
    make = after.maker("law_change", FIRST_ORDER, *after.marks(), accounting="year")
    old, new = (headline_figures(after.spread(each.disposable()), after) for each in (before, after))
    yield from laid_out([Block([{}], changes_of(make, old, new, {"concept": "disposable"}))])
    for name in dict.fromkeys([*before.payments, *after.payments]):
        yearly = [
            each.payments[name].per_year if name in each.payments else np.zeros(each.population.n_persons)
            for each in (before, after)
        ]
        difference = after.persons.total(yearly[1] - yearly[0], "Bs/year").only
        if (yearly[0] != yearly[1]).any():
            yield make.estimate(difference - 0 * difference, programme=name, measure="spending", side="change")
