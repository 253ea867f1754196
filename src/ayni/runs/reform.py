"""`reform`: what another law would cost and do; and the aggregate of a tax that no survey sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ayni.engine import Simulation
from ayni.evidence import administrative_rows
from ayni.evidence.official import marks_of
from ayni.evidence.registry import registry
from ayni.income.take_home import moves_wages, take_home
from ayni.runs.carried import Assumed, Carrying, said_of_carried
from ayni.runs.names import named
from ayni.runs.protection import REGISTRY, check_question, is_protected, protected
from ayni.runs.spending import card_of_spenders, check_unread, own_people, rows_of_draws, runs_at_the_till
from ayni.runs.time import People, day_of_reforms, how_carried, people
from ayni.scenario import Analysis, Comparison, DataCard, Result, Row, Rows
from ayni.scenario.comparison import collected, subsidised
from ayni.scenario.financing import financing_rows, levy
from ayni.scenario.reform import unknown_columns
from ayni.scenario.result import ParameterChange, ReformCard
from ayni.scenario.rows import Basis, Place
from ayni.scenario.wealth_tax import INSTRUMENT, Schedule, fitted
from ayni.survey import load
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

if TYPE_CHECKING:
    from ayni.engine import Array, Law, Population, Work
    from ayni.income.programmes import Accounting
    from ayni.runs.options import Options, ReformOptions
    from ayni.scenario import Reform

KEPT = 4
"""How many base runs are kept, for months, days and take-ups that are asked for alternately."""


def run(options: ReformOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of a reform; errors as for `analysis_of`, and for a reform that changes nothing.

    Where the reform begins after the day of the run, and no day was asked for, the law of both runs is that of its
    first day, if the money of the people allows it. A reform with `schedules` is computed as an aggregate.
    """
    return Reforms(options, law, work).found(options)


class Reforms:
    """Reforms on the survey of some options: all that begin on one day share the run of the law as it stands."""

    def __init__(self, options: Options, law: Law, work: Work | None = None) -> None:
        self.law = law
        self._on, self._work = options, work
        self._people: dict[tuple[Any, ...], tuple[People, Simulation]] = {}
        self._kept: dict[tuple[Any, ...], Analysis] = {}
        self._on_others: dict[tuple[int, Assumed], Analysis] = {}

    @cached_property
    def population(self) -> Population:
        """The survey's own people."""
        return load(self._on.data, cached=self._on.cached)

    def people(self, options: Options) -> tuple[People, Simulation]:
        """The people of a month with their money, and what was computed on them; those of the last are kept."""
        key = how_carried(options)
        if key not in self._people:
            if len(self._people) == KEPT:
                del self._people[next(iter(self._people))]
            found = people(self.population, options, self.law)
            self._people[key] = (found, Simulation(found.population, engine=self._on.engine, work=self._work))
        return self._people[key]

    def rows(self, options: ReformOptions) -> Result:
        """What `result` of `ayni.runs` gives: of a protected survey what is published."""
        if not is_protected(options):
            return self.found(options)
        check_question(options, self.law)
        return protected(self.found(options))

    def found(self, options: ReformOptions) -> Result:
        """What `run` gives."""
        asked = options.reform
        if asked.schedules:
            return _aggregate(asked, self.law)
        draws = []
        runs = self.before(options)
        for before in runs:
            with self._compared(before, options) as comparison:
                rows = [*before.size(), *_rows_of(asked, comparison, options.headline)]
                own = None
                if options.by or options.line:
                    from ayni.runs.groups import groups_asked

                    own = groups_asked(options, before)
                rows += own.changes(comparison) if own else ()
                if before.carried is not None and not options.headline and len(runs) == 1:
                    rows += self._carrying(options, comparison).rows()
                draws.append(rows)
                described_as, after = described(asked, comparison), comparison.after.law
        found = said_of_carried(rows_of_draws(draws), runs[0], own)
        return named(Result(found, (card_of_spenders(runs[0]),), described_as), after, own)

    @contextmanager
    def compared(self, options: ReformOptions) -> Iterator[Comparison]:
        """The runs before and after a reform; what is computed for the second is kept no longer than the block."""
        with self._compared(self.before(options)[0], options) as comparison:
            yield comparison

    @contextmanager
    def _compared(self, before: Analysis, options: ReformOptions) -> Iterator[Comparison]:
        with before.simulation.aside():
            yield compared(before, options.reform.law(before.law), options.accounting)

    def before(self, options: ReformOptions) -> tuple[Analysis, ...]:
        """The law as it stands: one run, or one for each draw of what people spend where that is matched."""
        law, asked = self.law, options.reform
        check_unread(options, law)
        unknown_columns(asked, law, [*self.population.columns, *self.population.absent])
        if asked.reaches_spending(law):
            return runs_at_the_till(options, law, [asked], self._work)
        found, _ = self.people(options)
        return (self._before(day_of_reforms(found.population, options, law, [asked]), options),)

    def _carrying(self, options: ReformOptions, comparison: Comparison) -> Carrying:
        first = comparison.before
        spends = first.counts != "disposable"
        law, own = (first.law, own_people(options)) if spends else (self.law, self.population)

        def run_on(assumed: Assumed, made: Callable[[], People]) -> dict[str, Analysis]:
            run = self._on_others.get((id(first), assumed))
            if run is None:
                more: dict[str, Any] = {"counts": first.counts, "marks_of_till": first.marks_of_till}
                run = made().run(law, first.day, options.take_up, **more)
                if any(first is kept for kept in self._kept.values()):  # those of one run, the last, are kept
                    same = {key: kept for key, kept in self._on_others.items() if key[0] == id(first)}
                    self._on_others = {**same, (id(first), assumed): run}
            with run.simulation.aside():
                again = compared(run, comparison.after.law, options.accounting)
            return {"before": again.before, "after": again.after}

        runs = {"before": first, "after": comparison.after}
        return Carrying(options, law, own, runs, run_on, options.accounting)

    def _before(self, day: dt.date, options: Options) -> Analysis:
        """The law as it stands; the runs of the last few days are kept."""
        key = (day, options.take_up, *how_carried(options))
        if key not in self._kept:
            if len(self._kept) == KEPT:
                oldest = id(self._kept.pop(next(iter(self._kept))))
                self._on_others = {key: run for key, run in self._on_others.items() if key[0] != oldest}
            found, simulation = self.people(options)
            self._kept[key] = found.run(self.law, day, options.take_up, simulation)
        return self._kept[key]


def _rows_of(asked: Reform, comparison: Comparison, headline: bool) -> Iterator[Row]:
    before = comparison.before
    for name in asked.instruments(asked.law(before.law)):
        if name in comparison.after.refused:
            raise comparison.after.refused[name]
    yield from comparison.headline() if headline else comparison.rows()
    if comparison.changed_programmes or comparison.concept == "disposable":
        yield from _other_take_up(comparison)
    for row in administrative_rows(before, comparison.changed_programmes):
        if not row.concept.startswith("survey"):
            yield replace(row, table="costs")
            if (row.measure, row.concept) == ("spending", "official") and row.value:
                after = comparison.after
                name = row.programme
                cost = (after.spending(name) if name in after.payments else 0.0) - before.spending(name)
                make = comparison.make("costs", *row.marks)
                yield make.estimate(
                    (cost / row.value).as_change(), concept="simulated_over_official", measure="spending",
                    unit="ratio", programme=name, side="change",
                )  # fmt: skip
    financing = asked.financing
    make = comparison.make("financing")
    if financing.rule:
        yield from financing_rows(comparison, levy(comparison, financing.rule), financing.kind)
    elif financing.values:
        financed = compared(before, asked.financed(before.law), comparison.accounting)
        paid = comparison.incomes[1] - financed.incomes[1]
        yield from financing_rows(comparison, paid, financing.kind)
        raised = (comparison.cost - financed.cost).as_change()
        yield make.estimate(raised, concept=financing.kind, measure="raised_in_all")


def compared(before: Analysis, law: Law, accounting: Accounting) -> Comparison:
    """The two runs; where the law of wages differs, on the take-home pay that it leaves."""
    marks = [] if accounting == "year" else [Mark(MarkKind.PAID_OVER)]
    revenues: dict[str, tuple[Array, Array]] = {}
    if not moves_wages(before.law_on_day, law.within_year(before.day)):
        after = before.under(law)
    else:
        population, revenues = take_home(before.population, before.law_on_day, law.within_year(before.day))
        after = before.of_others(population, law)
        marks.append(Mark(MarkKind.TAKE_HOME_RECOMPUTED))
    return Comparison(
        before, after, accounting, more_marks=tuple(marks), revenues=revenues | collected(before, after),
        subsidies=subsidised(before, after), concept=before.counts,
    )  # fmt: skip


def _other_take_up(of: Comparison) -> Iterator[Row]:
    """What the reform costs when the others are paid: those who report receiving, or all whom the law entitles."""
    comparison = replace(of, before=of.before.otherwise_paid, after=of.after.otherwise_paid)
    for row in comparison.spending():
        if row.measure in ("recipients", "spending", "net_cost"):
            yield row


def described(asked: Reform, comparison: Comparison) -> ReformCard:
    """What the reform changes on the day, and how it is paid for."""
    before, financing = comparison.before, asked.financing
    law, financed = before.law, asked.financed(before.law)
    saves = financing.kind == "unfinanced" and comparison.cost.value < 0
    return ReformCard(
        name=dict(asked.name),
        changes=tuple(_change(name, before, comparison.after.law) for name in asked.values),
        off=tuple(asked.off),
        added={programme.id: dict(programme.name) for programme in asked.programmes},
        rules={name: "replaced" if name in law.definitions else "added" for name in asked.definitions},
        financing="unspent" if saves else financing.kind,
        financing_text=financing.text,
        financing_changes=tuple(_change(name, before, financed) for name in financing.values),
    )


def _change(name: str, before: Analysis, after: Law) -> ParameterChange:
    values = (as_written(value_on(law, name, before.day)) for law in (before.law, after))
    return ParameterChange(name, before.law.parameter(name).unit, *values)


def value_on(law: Law, name: str, day: dt.date) -> Any:
    """The value of a parameter on a day; of one paid within the year, on the nearest day in force; None without one."""
    instrument = law.instruments[name.partition(".")[0]]
    when = instrument.day_in_force(day, within_year=True) or day
    try:
        return law.parameter(name).on(when).value
    except AyniError:
        return None


def as_written(value: Any) -> float | str | None:
    """A number as it is, a scale as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    return ", ".join(f"{start:,.0f}: {rate:g}" for start, rate in value)


# ---- the aggregate


def _aggregate(asked: Reform, law: Law) -> Result:
    """The schedules of a tax that no survey sees, on the tail that the registry's count and revenue give."""
    year = "2021"
    payers, collected = (registry().one(f"igf.{what}", year) for what in ("taxpayers", "revenue"))
    day = dt.date(int(year), 1, 1)
    names = {name.partition(".")[0] for _, values in asked.schedules.values() for name in values}
    if names - {INSTRUMENT}:
        raise AyniError("no_aggregate", instrument=", ".join(sorted(names - {INSTRUMENT})), known=INSTRUMENT)

    def schedule(of: Law) -> Schedule:
        threshold, rates, off = (
            of.parameter(f"{INSTRUMENT}.{name}").on(day).value for name in ("threshold", "rates", "tax_deduction")
        )
        return Schedule(float(threshold), rates, off)  # type: ignore[arg-type]

    current = schedule(law)
    tail = fitted(current, payers.value, 1e6 * collected.value)
    basis = Basis(REGISTRY, year, day.isoformat(), year)
    published = Rows("aggregate", basis, marks_of(collected))
    recalled = [Mark(MarkKind.RECALLED, name) for name in _recalled(law, day)]
    make = Rows("aggregate", basis, (FIRST_ORDER, Mark(MarkKind.PARETO_TAIL), *recalled))
    rows = [make.plain(tail.a, concept="tail", measure="pareto_exponent", unit="index")]
    for what, fact, times in (("taxpayers", payers, 1.0), ("revenue", collected, 1e6)):
        unit = "persons" if what == "taxpayers" else "Bs/year"
        rows.append(published.plain(times * fact.value, concept="official", measure=what, unit=unit))
    base = tail.revenue(current)
    for identifier, (_, values) in {"law": (None, {}), **asked.schedules}.items():
        own = schedule(law.amend(values))
        below = [Mark(MarkKind.BELOW_THE_THRESHOLD)] if own.threshold < current.threshold else []
        persons, revenue = tail.above(own.threshold), tail.revenue(own)
        found = {
            "taxpayers": (persons, "persons"), "revenue": (revenue, "Bs/year"),
            "revenue_change": (revenue - base, "Bs/year"), "mean_tax": (revenue / persons, "Bs"),
        }  # fmt: skip
        place: Place = {"concept": "schedule", "group": "schedule", "level": identifier}
        own_make = make.marked(*below)
        rows += [own_make.plain(value, measure=what, unit=unit, **place) for what, (value, unit) in found.items()]
    names_of = {identifier: dict(text) for identifier, (text, _) in asked.schedules.items()}
    card = DataCard(REGISTRY, month=year, law_day=day.isoformat(), prices=year)
    return Result(tuple(rows), (card,), ReformCard(dict(asked.name), schedules=names_of))


def _recalled(law: Law, day: dt.date) -> list[str]:
    found = law.instruments[INSTRUMENT].parameters
    names = ("threshold", "rates", "tax_deduction")
    return [found[name].id for name in names if found[name].on(day).confidence == "recalled"]
