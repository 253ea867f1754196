"""Transfer programmes on a population: eligibility by the law, receipt as households report it, and take-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Law, LawOnDay, Population, Simulation
from ayni.income.amounts import of_persons
from ayni.income.chain import elements
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

TakeUp = Literal["legal", "observed"]
Accounting = Literal["year", "quarter", "month"]
MONTHS: Mapping[Accounting, int] = {"year": 12, "quarter": 3, "month": 1}
"""Over how many months a one-off payment is spread, by accounting."""


class Programme(Struct, frozen=True):
    """A transfer programme: its rules, and the survey's columns that see it.

    The instrument's YAML says that it enters as a transfer, and under `reported` the columns: `amount` (Bs a month that
    households report), `receipt` (who reports receiving), `refers_to` (the period of the question) and `by_event` (the
    amount depends on how many controls were attended, so observed take-up comes at the reported amount).
    """

    id: str
    rules: tuple[str, ...]
    amounts: tuple[str, ...] = ()
    receipt: str | None = None
    refers_to: str = ""
    by_event: bool = False
    counted_by_office: bool | str = False

    @property
    def period_marks(self) -> tuple[Mark, ...]:
        """The mark of a question about another period than the month of the survey."""
        return () if self.refers_to in ("", "month") else (Mark(MarkKind(self.refers_to)),)

    def reported_amount(self, population: Population) -> Array | None:
        """The monthly amount that each person reports, in Bs, (n_persons,); None where the wave does not ask."""
        known = [population[name] for name in self.amounts if name in population.columns]
        return np.sum(known, axis=0) if known else None

    def reported_receipt(self, population: Population) -> Array | None:
        """Whether each person reports receiving the programme, (n_persons,); None where the wave does not ask."""
        if self.receipt is not None and self.receipt in population.columns:
            return population[self.receipt].astype(bool)
        amount = self.reported_amount(population)
        return None if amount is None else amount > 0


def programmes(law: Law) -> tuple[Programme, ...]:
    """The transfer programmes of a law, by the day on which each came into force."""
    rules: dict[str, tuple[str, ...]] = {}
    for element in elements(law):
        if element.place == "transfer":
            rules[element.instrument] = (*rules.get(element.instrument, ()), *element.rules)
    found = [law.instrument(name) for name in rules]
    return tuple(
        Programme(
            id=instrument.id,
            rules=rules[instrument.id],
            amounts=instrument.reported.amount,
            receipt=instrument.reported.receipt,
            refers_to=instrument.reported.refers_to,
            by_event=instrument.reported.by_event,
            counted_by_office=instrument.counted_by_office,
        )
        for instrument in sorted(found, key=lambda instrument: (instrument.in_force[0].start, instrument.id))
    )


class Payment(Struct, frozen=True, dict=True):
    """What one programme pays each person under a law, in the units of its rules, (n_persons,) each."""

    programme: Programme
    monthly: Array
    """Bs a month: regular benefits, and yearly sums of several payments spread over twelve months."""
    at_once: Array
    """Bs paid once in the year; the accounting says over which time it is spread."""
    marks: tuple[Mark, ...] = ()

    def per_month(self, accounting: Accounting = "year") -> Array:
        """Bs a month, with one-off payments spread by an accounting."""
        if accounting not in self._per_month:
            self._per_month[accounting] = self.monthly + self.at_once / MONTHS[accounting]
        return self._per_month[accounting]

    @cached_property
    def _per_month(self) -> dict[Accounting, Array]:
        return {}

    @cached_property
    def per_year(self) -> Array:
        """Bs a year."""
        return self.monthly * 12 + self.at_once

    @cached_property
    def received(self) -> Array:
        """Whether each person is paid anything."""
        return self.per_year > 0

    @property
    def stopped(self) -> Payment:
        """The programme when it pays nobody."""
        return self._of(np.zeros_like(self.monthly), np.zeros_like(self.at_once))

    def apart(self, before: Payment) -> tuple[Array, Payment, Payment]:
        """The persons (k,) whom the programme pays otherwise than before, and what it paid and pays them."""
        if id(before) not in self._apart:
            who = np.flatnonzero((self.monthly != before.monthly) | (self.at_once != before.at_once))
            old, new = (each._of(each.monthly[who], each.at_once[who]) for each in (before, self))
            self._apart[id(before)] = before, (who, old, new)
        return self._apart[id(before)][1]

    @cached_property
    def _apart(self) -> dict[int, tuple[Payment, tuple[Array, Payment, Payment]]]:
        return {}

    def _of(self, monthly: Array, at_once: Array) -> Payment:
        return replace(self, monthly=monthly, at_once=at_once)


def pay(
    simulation: Simulation, law: LawOnDay, programme: Programme, take_up: TakeUp = "legal"
) -> Payment | AyniError | None:
    """What the programme pays under the law; None where it is not in force, the error where this wave cannot tell.

    `legal` pays everybody whom the rule entitles. `observed` pays those of them who report receiving (for programmes
    whose amount depends on controls attended, at the amount they report); where the wave does not ask, it is as legal
    and marked so.
    """
    in_force = [name for name in programme.rules if law.in_force(name)]
    if not in_force:
        return None
    try:
        columns = simulation.run(law, in_force)
    except AyniError as error:
        if error.key == "column_absent":
            return error
        raise
    population = simulation.population
    parts: dict[str, list[Array]] = {"Bs/month": [], "Bs/year": [], "Bs/once": []}
    for name, column in columns.items():
        parts[law.law.rule(name).unit].append(of_persons(column, population))
    monthly = _sum([*parts["Bs/month"], *(column / 12 for column in parts["Bs/year"])], population)
    at_once = _sum(parts["Bs/once"], population)
    marks = doubts(law, in_force)
    marks += [Mark(MarkKind.IMPUTED, name) for name in law.law.read_by(in_force) if name in population.imputed]
    if take_up == "observed":
        receipt = programme.reported_receipt(population)
        if receipt is None:
            marks.append(Mark(MarkKind.TAKE_UP_NOT_ASKED))
        else:
            reported = programme.reported_amount(population) if programme.by_event else None
            at_once = np.where(receipt, at_once, 0.0)
            entitled = receipt & (monthly > 0)
            monthly = np.where(entitled, monthly if reported is None else reported, 0.0)
    return Payment(programme, monthly, at_once, tuple(marks))


def beyond(
    before: Mapping[str, Payment], after: Mapping[str, Payment], amount: Callable[[Payment], Array]
) -> Iterator[tuple[Array, Array]]:
    """Whom each programme that does not pay the very same pays otherwise, (k,), and how much more, (k,)."""
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) is not after.get(name):
            new = after.get(name) or before[name].stopped
            who, was, now = new.apart(before.get(name) or new.stopped)
            yield who, amount(now) - amount(was)


def doubts(law: LawOnDay, names: Iterable[str]) -> list[Mark]:
    """The marks of parameters that were not read in a norm or official source and on which columns depend; an assumed
    one is given once for each instrument."""
    found = [
        Mark(MarkKind.ASSUMPTION, parameter.partition(".")[0])
        if row.confidence == "assumed"
        else Mark(MarkKind(row.confidence), parameter)
        for parameter, row in law.doubtful(names)
    ]
    return list(dict.fromkeys(found))


def _sum(columns: list[Array], population: Population) -> Array:
    return reduce(np.add, columns) if columns else np.zeros(population.n_persons)
