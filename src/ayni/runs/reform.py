"""`reform`: what another law would cost and do; and the aggregate of a tax that no survey sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ayni.engine import Simulation
from ayni.evidence import administrative_rows
from ayni.evidence.registry import registry
from ayni.income.take_home import moves_wages, take_home
from ayni.runs.law_on_survey import day_of_law
from ayni.scenario import Analysis, Comparison, Row, Rows
from ayni.scenario.comparison import collected
from ayni.scenario.financing import financing_rows, levy
from ayni.scenario.reform import unknown_columns
from ayni.scenario.wealth_tax import INSTRUMENT, Schedule, fitted
from ayni.survey import load
from ayni.words import LANGUAGES, AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.income.programmes import Accounting, TakeUp
    from ayni.runs.options import Options, ReformOptions
    from ayni.scenario import Reform

KEPT = 4
"""Runs of the law as it stands that are kept: days and take-ups that are asked for in turn."""


def run(options: ReformOptions, law: Law, work: Work | None = None) -> list[Row]:
    """Every row of a reform; errors as for `analysis_of`, and for a reform that changes nothing.

    Where the reform begins after the day of the run, and neither a day nor a year was asked for, the law of both runs
    is that of its first day. A reform with `schedules` is computed as an aggregate.
    """
    return Reforms(options, law, work).rows(options)


class Reforms:
    """Reforms on the survey of some options: all that begin on one day share the run of the law as it stands."""

    def __init__(self, options: Options, law: Law, work: Work | None = None) -> None:
        self.law = law
        self._on, self._work = options, work
        self._kept: dict[tuple[dt.date, TakeUp], Analysis] = {}

    @cached_property
    def simulation(self) -> Simulation:
        """The survey, and what was computed on it."""
        population = load(self._on.data, cached=self._on.cached)
        return Simulation(population, engine=self._on.engine, work=self._work)

    def rows(self, options: ReformOptions) -> list[Row]:
        """The rows that `run` gives."""
        law, asked, accounting = self.law, options.reform, options.accounting
        if asked.schedules:
            return list(_aggregate(asked, law))
        population = self.simulation.population
        unknown_columns(asked, law, [*population.columns, *population.absent])
        when = asked.day(law, day_of_law(population, options), asked=bool(options.day or options.year))
        before = self._before(when, options.take_up)
        with self.simulation.aside():
            return [*before.data_card(), *_what(asked, before), *_rows_of(asked, before, accounting, options.headline)]

    def _before(self, day: dt.date, take_up: TakeUp) -> Analysis:
        """The law as it stands; the runs of the last few days are kept."""
        key = (day, take_up)
        if key not in self._kept:
            if len(self._kept) == KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = Analysis(self.simulation.population, self.law, day, take_up, self.simulation)
        return self._kept[key]


def _rows_of(asked: Reform, before: Analysis, accounting: Accounting, headline: bool) -> Iterator[Row]:
    touched = asked.instruments(asked.law(before.law))
    comparison = compared(before, asked.law(before.law), accounting)
    for name in touched:
        if name in comparison.after.refused:
            raise comparison.after.refused[name]
    yield from comparison.headline() if headline else comparison.rows()
    yield from _other_take_up(comparison)
    for row in administrative_rows(before, comparison.changed_programmes):
        if not row.concept.startswith("survey"):
            yield replace(row, table="costs")
            if (row.measure, row.concept) == ("spending", "official") and row.value:
                after = comparison.after
                cost = (after.spending(row.level) if row.level in after.payments else 0.0) - before.spending(row.level)
                make = comparison.make("costs", *row.marks)
                yield make.estimate(
                    replace(cost / row.value, is_change=True), concept="change/official", measure="spending",
                    unit="ratio", group="programme", level=row.level,
                )  # fmt: skip
    financing = asked.financing
    make = comparison.make("financing")
    saves = financing.kind == "unfinanced" and comparison.cost.value < 0
    kind = "unspent" if saves else financing.kind
    yield make.plain(None, concept=kind, measure="stated", unit="text", marks=_texts(financing.text))
    if financing.rule:
        yield from financing_rows(comparison, levy(comparison, financing.rule), financing.kind)
    elif financing.values:
        financed = compared(before, asked.financed(before.law), accounting)
        paid = comparison.incomes[1] - financed.incomes[1]
        yield from financing_rows(comparison, paid, financing.kind)
        raised = replace(comparison.cost - financed.cost, is_change=True)
        yield make.estimate(raised, concept=financing.kind, measure="raised_in_all")


def compared(before: Analysis, law: Law, accounting: Accounting) -> Comparison:
    """The two runs; where the law of wages differs, on the take-home pay that it leaves."""
    own = int(before.population.source["year"])
    marks = [] if before.day.year == own else [f"other_year:{before.day.year}/{own}"]
    if accounting != "year":
        marks.append(f"paid_over:{accounting}")
    if not moves_wages(before.law_on_day, law.on(before.day)):
        after = before.under(law)
        return Comparison(before, after, accounting, more_marks=tuple(marks), revenues=collected(before, after))
    population, revenues = take_home(before.population, before.law_on_day, law.on(before.day))
    after = Analysis(population, law, before.day, before.take_up)
    revenues |= collected(before, after)
    return Comparison(before, after, accounting, more_marks=(*marks, "take_home_recomputed"), revenues=revenues)


def _other_take_up(of: Comparison) -> Iterator[Row]:
    """What the reform costs when the others are paid: those who report receiving, or all whom the law entitles."""
    comparison = replace(of, before=of.before.otherwise_paid, after=of.after.otherwise_paid)
    for row in comparison.spending():
        if row.measure in ("recipients", "spending", "net_cost"):
            yield replace(row, concept=f"{row.concept}_{comparison.before.take_up}")


def _what(asked: Reform, before: Analysis) -> Iterator[Row]:
    """What the reform changes on the day: its name, parameters before and after, programmes off and added, rules."""
    law, make = asked.law(before.law), before.maker("reform")
    yield make.plain(None, concept="reform", measure="name", unit="text", marks=_named(asked.name))
    for concept, values in (("reform", asked.values), ("financing", asked.financing.values)):
        after = asked.financed(before.law) if concept == "financing" else law
        for name in values:
            parameter = before.law.parameter(name)
            for which, source in (("before", before.law), ("after", after)):
                value = _value_on(source, name, before.day)
                plain = isinstance(value, int | float)
                yield make.plain(
                    float(value) if plain else None, concept=which, measure=concept, unit=parameter.unit,
                    group="parameter", level=name, marks=() if plain or value is None else _texts(_scale(value)),
                )  # fmt: skip
    for name in asked.off:
        yield make.plain(None, concept="off", measure="programme", unit="text", group="programme", level=name)
    for programme in asked.programmes:
        yield make.plain(
            None, concept="added", measure="programme", unit="text", group="programme", level=programme.id,
            marks=_named(programme.name),
        )  # fmt: skip
    for name in asked.definitions:
        concept = "replaced" if name in before.law.definitions else "added"
        yield make.plain(None, concept=concept, measure="rule", unit="text", group="rule", level=name)


def _value_on(law: Law, name: str, day: dt.date) -> Any:
    """The value of a parameter on a day; of one paid within the year, on the nearest day in force; None without one."""
    instrument = law.instruments[name.partition(".")[0]]
    when = instrument.day_in_force(day, within_year=True) or day
    try:
        return law.parameter(name).on(when).value
    except AyniError:
        return None


def _scale(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(f"{start:,.0f}: {rate:g}" for start, rate in value)


def _texts(text: str) -> tuple[str, ...]:
    return (f"text:{text.replace(';', ',')}",) if text else ()


def _named(name: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"name_{language}:{name[language].replace(';', ',')}" for language in LANGUAGES)


# ---- the aggregate


def _aggregate(asked: Reform, law: Law) -> Iterator[Row]:
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
    published = Rows("aggregate", year, (f"confidence:{collected.confidence}", f"source:{collected.source}"))
    recalled = [f"recalled:{name}" for name in _recalled(law, day)]
    make = Rows("aggregate", year, ("first_order", "pareto_tail", *recalled))
    facts = Rows("data", year)
    yield facts.plain(None, concept="source", measure="law_date", unit="text", marks=_texts(day.isoformat()))
    yield make.plain(tail.a, concept="tail", measure="pareto_exponent", unit="index")
    for what, fact, times in (("taxpayers", payers, 1.0), ("revenue", collected, 1e6)):
        unit = "persons" if what == "taxpayers" else "Bs/year"
        yield published.plain(times * fact.value, concept="official", measure=what, unit=unit)
    base = tail.revenue(current)
    for identifier, (text, values) in {"law": (None, {}), **asked.schedules}.items():
        own = schedule(law.amend(values))
        below = ("below_the_threshold",) if own.threshold < current.threshold else ()
        more = (*below, *(_named(text) if text else ()))
        persons, revenue = tail.above(own.threshold), tail.revenue(own)
        found = {
            "taxpayers": (persons, "persons"), "revenue": (revenue, "Bs/year"),
            "revenue_change": (revenue - base, "Bs/year"), "mean_tax": (revenue / persons, "Bs"),
        }  # fmt: skip
        for what, (value, unit) in found.items():
            yield make.plain(
                value, concept="schedule", measure=what, unit=unit, group="schedule", level=identifier, marks=more
            )  # fmt: skip


def _recalled(law: Law, day: dt.date) -> list[str]:
    found = law.instruments[INSTRUMENT].parameters
    names = ("threshold", "rates", "tax_deduction")
    return [found[name].id for name in names if found[name].on(day).confidence == "recalled"]
