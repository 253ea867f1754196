"""A reform from end to end, and what it changes; and the aggregate of a tax that no survey sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.report.chart import BLUE, ChartKind, Spec, names_axis, panel
from ayni.report.figures import Figures, figure, text_mark
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.scenario.rows import Row, Rows
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import number

if TYPE_CHECKING:
    from ayni.engine import Engine, Law, Work
    from ayni.scenario import Accounting, Analysis, Comparison, Reform, TakeUp

KEPT = 4
"""Runs of the law as it stands that are kept: days and take-ups that are asked for in turn."""
AGGREGATE = ("taxpayers", "revenue", "revenue_change", "mean_tax")


def run(
    data: Path | None = None,
    *,
    reform: Reform | Path | str | Mapping[str, Any],
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    accounting: Accounting = "year",
    engine: Engine = "auto",
    work: Work | None = None,
) -> list[Row]:
    """Every row of a reform: a file, or what it holds; the rest as for `analysis_of`.

    Where the reform begins after the day of the run, and neither `day` nor `year` was given, the law of both runs is
    that of its first day. A file with `schedules` is computed as an aggregate. Raises as `read_reform` does, and for a
    reform that changes nothing.
    """
    from ayni.law import bolivia
    from ayni.scenario import Reform, read_reform

    asked = reform if isinstance(reform, Reform) else read_reform(reform)
    if asked.schedules:
        return list(_aggregate(asked, bolivia()))
    return Reforms(data, engine=engine, work=work).rows(
        asked, day=day, year=year, take_up=take_up, accounting=accounting
    )


class Reforms:
    """Reforms on one survey, or on the synthetic population: all that begin on one day share the run of the law."""

    def __init__(self, data: Path | None = None, *, engine: Engine = "auto", work: Work | None = None) -> None:
        from ayni.engine import Simulation
        from ayni.survey import load

        self.population = load(data)
        self.simulation = Simulation(self.population, engine=engine, work=work)
        self._kept: dict[tuple[dt.date, TakeUp], Analysis] = {}

    def rows(
        self,
        asked: Reform,
        *,
        day: dt.date | None = None,
        year: int | None = None,
        take_up: TakeUp = "legal",
        accounting: Accounting = "year",
        headline: bool = False,
    ) -> list[Row]:
        """The rows that `run` gives; with `headline` those of them that are of everybody and of programmes."""
        from ayni.law import bolivia
        from ayni.report.results import day_of_law
        from ayni.scenario.reform import unknown_columns

        unknown_columns(asked, asked.law(bolivia()), [*self.population.columns, *self.population.absent])
        when = asked.day(bolivia(), day_of_law(self.population, day, year), asked=bool(day or year))
        before = self._before(when, take_up)
        with self.simulation.aside():
            return [*before.data_card(), *_what(asked, before), *_rows_of(asked, before, accounting, headline)]

    def _before(self, day: dt.date, take_up: TakeUp) -> Analysis:
        """The law as it stands; the runs of the last few days are kept."""
        from ayni.law import bolivia
        from ayni.scenario import Analysis

        key = (day, take_up)
        if key not in self._kept:
            if len(self._kept) == KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = Analysis(self.population, bolivia(), day, take_up, self.simulation)
        return self._kept[key]


def _rows_of(asked: Reform, before: Analysis, accounting: Accounting, headline: bool) -> Iterator[Row]:
    from ayni.evidence import administrative_rows
    from ayni.scenario.financing import financing_rows, levy

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
    from ayni.income.take_home import moves_wages, take_home
    from ayni.scenario import Analysis, Comparison

    own = int(before.population.source["year"])
    marks = [] if before.day.year == own else [f"other_year:{before.day.year}/{own}"]
    if accounting != "year":
        marks.append(f"paid_over:{accounting}")
    if not moves_wages(before.law_on_day, law.on(before.day)):
        return Comparison(before, before.under(law), accounting, more_marks=tuple(marks))
    population, revenues = take_home(before.population, before.law_on_day, law.on(before.day))
    after = Analysis(population, law, before.day, before.take_up)
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
    from ayni.words import AyniError

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
    from ayni.evidence.registry import registry
    from ayni.scenario.wealth_tax import INSTRUMENT, Schedule, fitted
    from ayni.words import AyniError

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
    from ayni.scenario.wealth_tax import INSTRUMENT

    found = law.instruments[INSTRUMENT].parameters
    names = ("threshold", "rates", "tax_deduction")
    return [found[name].id for name in names if found[name].on(day).confidence == "recalled"]


# ---- views


def _what_table(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "reform", ["", *(say(f"column.{each}", language) for each in ("before", "after"))])
    title = f.get("reform", "reform", "name")
    if title is not None:
        make.about = {"name": text_mark(title, f"name_{language}")}
    for measure in ("reform", "financing"):
        rows = [row for row in f.rows if (row.table, row.measure, row.concept) == ("reform", measure, "before")]
        if rows and measure == "financing":
            make.heading(say("reform.financing", language))
        for row in rows:
            after = f.get("reform", "after", measure, "", "parameter", row.level)
            head = f"{parameter_name(row.level, language)} ({row.level}, {_unit(row.unit, language)})"
            make.line(head, [_cell(each, language) for each in (row, after)])
    yes, no = (Cell(say(f"reform.{each}", language)) for each in ("in_force", "not_in_force"))
    for row in f.rows:
        if row.table == "reform" and row.measure in ("programme", "rule"):
            label = f.programme(row.level, language) if row.measure == "programme" else row.level
            head = say(f"reform.{row.measure}", language, name=label)
            cells = {"off": [yes, no], "added": [no, yes]}.get(row.concept)
            text = Cell(say("reform.replaced", language))
            make.line(head, cells or [yes, text])
    return make.table()


def parameter_name(identifier: str, language: Language) -> str:
    """The words of a parameter."""
    from ayni.law import bolivia

    instrument, _, parameter = identifier.partition(".")
    return bolivia().instruments[instrument].parameters[parameter].text[language]


def _unit(unit: str, language: Language) -> str:
    from ayni.scenario.reform import SPANISH_UNITS

    spanish = {name: text for text, name in SPANISH_UNITS.items()}
    return spanish.get(unit, unit) if language == "es" else unit


def _cell(row: Row | None, language: Language) -> Cell:
    if row is None or row.value is None:
        return Cell(text_mark(row, "text") if row else "")
    places = max(0, len(f"{row.value:g}".partition(".")[2]))
    return Cell(number(row.value, language, places))


def _aggregate_table(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "aggregate", ["", *(say(f"column.{each}", language) for each in AGGREGATE)])
    official = [f.get("aggregate", "official", measure) for measure in AGGREGATE[:2]]
    if official[0] is None:
        return None
    exponent = f.get("aggregate", "tail", "pareto_exponent")
    make.about = {"a": number(exponent.value or 0.0, language, 2) if exponent else ""}
    make.line(say("aggregate.official", language), [*official, Cell(), Cell()])
    for level in f.levels("aggregate", "schedule"):
        rows = [f.get("aggregate", "schedule", measure, "", "schedule", level) for measure in AGGREGATE]
        first = rows[0]
        own = text_mark(first, f"name_{language}") if first is not None else ""
        make.line(own or say("aggregate.law", language), rows)
    table = make.table()
    return None if table is None else replace(table, source=say("aggregate.source", language, year=f.wave))


def _aggregate_finding(f: Figures, language: Language) -> str | None:
    """The schedules that raise least and most, beside that of the law."""
    place = ("aggregate", "schedule", "revenue", "", "schedule")
    rows = [row for level in f.levels("aggregate", "schedule") if (row := f.get(*place, level)) is not None]
    if not rows:
        return None
    law, *others = rows
    low, *_, high = sorted(rows, key=lambda row: row.value or 0.0)
    names = {
        end: text_mark(row, f"name_{language}") or say("aggregate.law", language)
        for end, row in (("low_name", low), ("high_name", high))
    }
    figures = {"low": figure(low, language), "high": figure(high, language), "law": figure(law, language)}
    return say("finding.aggregate", language, **figures, **names) if others else None


def _aggregate_chart(f: Figures, language: Language) -> Spec:
    values: list[Spec] = []
    for level in f.levels("aggregate", "schedule"):
        row = f.get("aggregate", "schedule", "revenue", "", "schedule", level)
        if row is not None and row.value is not None:
            label = text_mark(row, f"name_{language}") or say("aggregate.law", language)
            values.append({"name": label, "value": row.value / 1e6, "label": figure(row, language)})
    most = max(value["value"] for value in values)
    x: Spec = {"field": "value", "type": "quantitative", "title": say("chart.axis_million_bs", language)}
    x |= {"scale": {"domain": [0, 1.5 * most], "nice": False}, "axis": {"tickCount": 4}}
    layer: list[Spec] = [
        {"mark": {"type": "bar", "color": BLUE, "height": {"band": 0.7}}, "encoding": {"x": x}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {"x": x, "text": {"field": "label", "type": "nominal"}},
        },
    ]
    return panel("", values, names_axis([value["name"] for value in values]), layer)


TABLES: dict[str, Builder] = {
    "reform": _what_table,
    "aggregate": _aggregate_table,
}
ON_SCREEN = ("reform", "aggregate")
CHARTS = {"aggregate": ChartKind(_aggregate_finding, _aggregate_chart, "aggregate")}
FINDINGS = (_aggregate_finding,)
