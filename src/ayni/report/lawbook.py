"""The law book as tables: its instruments, one of them on a day, the history of a parameter, and what changed."""

from __future__ import annotations

import datetime as dt
import inspect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ayni.engine import Instrument, Law, Row
from ayni.evidence import consumer_prices, in_prices_of
from ayni.law import bolivia
from ayni.report.figures import figure, interval
from ayni.report.numbers import day, money, number
from ayni.report.people import label
from ayni.report.table import Cell, Line, Table
from ayni.scenario import Analysis
from ayni.scenario import Row as ResultRow
from ayni.scenario.law_changes import Change, changes, on_population, on_typical_households, typical_households
from ayni.survey import load
from ayni.words import AyniError, Language, say

CONFIDENCES = ("verified", "conflicting", "recalled")


def instruments_table(law: Law, language: Language, cases: Mapping[str, int] | None = None) -> Table:
    """Every instrument: tier, first and last day, dated values by confidence, and, where known, its cases."""
    lines = []
    for instrument in sorted(law.instruments.values(), key=lambda each: each.id):
        counts = confidence_counts(instrument)
        spans = "; ".join(_span(span.start, span.end) for span in instrument.in_force)
        cells = [
            say(f"tier.{instrument.tier}", language),
            spans,
            *(str(counts[confidence]) for confidence in CONFIDENCES),
            *([str(cases.get(instrument.id, 0))] if cases is not None else []),
            instrument.name[language],
        ]
        lines.append(Line(instrument.id, tuple(map(Cell, cells))))
    keys = ["instrument", "tier", "in_force", *CONFIDENCES, *(["cases"] if cases is not None else []), "name"]
    columns = tuple(say(f"law.{key}", language) for key in keys)
    return Table("law", "", say("law.title", language), say("law.about", language), columns, tuple(lines), (), (), "")


def confidence_counts(instrument: Instrument) -> Counter[str]:
    """How many dated values an instrument has of each confidence, in parameters and in what is only recorded."""
    recorded = instrument.about.get("recorded", {})
    rows = [row["confidence"] for entry in recorded.values() for row in _recorded_rows(entry)]
    return Counter([*(row.confidence for parameter in instrument.parameters.values() for row in parameter.rows), *rows])


def _recorded_rows(entry: Mapping[str, object]) -> list[Mapping[str, str]]:
    rows = entry.get("values", [])
    return [row for row in rows if isinstance(row, dict) and "confidence" in row] if isinstance(rows, list) else []


def _span(start: dt.date, end: dt.date | None) -> str:
    return f"{start.isoformat()} – {end.isoformat() if end else ''}".rstrip(" –") if end else f"{start.isoformat()} →"


def instrument_text(law: Law, name: str, when: dt.date, language: Language) -> tuple[str, list[Table]]:
    """An instrument on a day: what it is, and its rules as they are written, with its parameters as a table."""
    instrument = law.instruments[name]
    texts = [
        instrument.name[language],
        *([instrument.about["serves"][language]] if "serves" in instrument.about else []),
    ]
    texts.append(f"{say('law.tier', language)}: {say(f'tier.{instrument.tier}', language)}")
    if instrument.tier_reason:
        texts.append(instrument.tier_reason[language])
    texts.append("; ".join(_span(span.start, span.end) for span in instrument.in_force))
    for act in instrument.about.get("legal_basis", []):
        about = act.get("about", {}).get(language, "")
        article = f", {act['article']}" if act.get("article") else ""
        texts.append(f"  {act['instrument']} ({act['date']}){article}: {about}")
    for rule in law.rules_of(name):
        texts += ["", f"{label(rule.name, language)} [{rule.law}]", inspect.getsource(rule.function).rstrip()]
    return "\n".join(texts), [parameters_table(instrument, when, language)]


def parameters_table(instrument: Instrument, when: dt.date, language: Language) -> Table:
    """The parameters in force on a day, with since when, article, confidence and source."""
    lines = []
    for name, parameter in instrument.parameters.items():
        try:
            row = parameter.on(when)
        except AyniError:
            cells: tuple[str, ...] = (say("law.no_value", language), parameter.unit, "", "", "", "")
        else:
            sources = " ".join(str(instrument.about.get("sources", {}).get(each, each)) for each in row.source)
            confidence = say(f"standing.{row.confidence}", language)
            cells = (_value(row, language), parameter.unit, row.start.isoformat(), row.article, confidence, sources)
        lines.append(Line(name, tuple(map(Cell, cells))))
    keys = ("parameter", "value", "unit", "since", "article", "confidence", "source")
    columns = tuple(say(f"law.{key}", language) for key in keys)
    title = say("law.title_parameters", language, name=instrument.name[language], day=day(when, language))
    return Table("parameters", "", title, "", columns, tuple(lines), (), (), "", (2, 3, 4, 5, 6))


def _value(row: Row, language: Language) -> str:
    if isinstance(row.value, tuple):
        return "; ".join(f"{number(start, language)}: {rate:g}" for start, rate in row.value)
    if isinstance(row.value, str):
        return row.value
    return number(
        row.value, language, 0 if float(row.value).is_integer() else min(4, len(f"{row.value:g}".partition(".")[2]))
    )


def history(law: Law, name: str) -> list[tuple[dt.date, dt.date | None, Row]]:
    """The rows of `instrument.parameter` with the day on which each ceased to hold."""
    rows = law.parameter(name).rows
    following = [row.start - dt.timedelta(1) for row in rows[1:]]
    return [(row.start, row.end or end, row) for row, end in zip(rows, [*following, None], strict=True)]


def history_table(
    law: Law, name: str, rows: Iterable[tuple[dt.date, dt.date | None, Row]], language: Language
) -> Table:
    """A parameter over time: nominal, and, where it is money, in the prices of the last year of the index."""
    base = max(consumer_prices())
    parameter = law.parameter(name)
    lines = []
    for start, end, row in rows:
        real = ""
        if parameter.unit.startswith("Bs") and isinstance(row.value, int | float) and start.year in consumer_prices():
            real = money(in_prices_of(float(row.value), start.year, base), language, 2)
        standing = say(f"standing.{row.confidence}", language)
        cells = (end.isoformat() if end else "→", _value(row, language), real, row.article, standing)
        lines.append(Line(start.isoformat(), tuple(map(Cell, cells))))
    keys = ("from", "to", "value", "real", "article", "confidence")
    columns = tuple(say(f"law.{key}", language, year=base) for key in keys)
    title = say("law.title_history", language, name=f"{parameter.text[language]} ({name})", unit=parameter.unit)
    return Table(
        "history",
        "",
        title,
        say("law.about_history", language, year=base),
        columns,
        tuple(lines),
        (),
        (),
        "",
        (1, 4, 5),
    )


def law_difference(before: dt.date, after: dt.date, data: Path | None, language: Language) -> list[Table]:
    """What changed between two days: instruments, parameters, typical households and, with a survey, the population."""
    law, days = bolivia(), (before, after)
    tables = changes_tables(list(changes(law, *days)), on_typical_households(law, *days), law, days, language)
    if data is not None:
        population = load(data)
        rows = list(on_population(*(Analysis(population, law, day) for day in days)))
        tables.append(_population_table(rows, language))
    return tables


def _population_table(rows: Sequence[ResultRow], language: Language) -> Table:
    lines = []
    for row in rows:
        if row.unit == "relative":
            continue
        what = (
            say(f"programme.{row.level}", language)
            if row.group == "programme"
            else say(f"measure.{row.measure}", language)
        )
        head = f"{what}, {say(f'line.{row.line}', language)}" if row.line else what
        lines.append(Line(head, (Cell(figure(row, language), interval(row, language)),)))
    columns = ("", say("law.difference", language))
    title, about = say("law.title_population", language), say("budget.first_order", language)
    return Table("population", "", title, about, columns, tuple(lines), (), (), "")


def changes_tables(
    found: Sequence[Change], households: Iterable[tuple[str, float, float]], law: Law, days: tuple[dt.date, dt.date],
    language: Language,
) -> list[Table]:  # fmt: skip
    """What changed between two days: instruments and parameters, and the budgets of typical households."""
    lines = []
    for change in found:
        name = law.instruments[change.instrument].name[language]
        if not change.parameter:
            words = [say(f"law.{'in' if force else 'not_in'}_force", language) for force in change.in_force]
            lines.append(Line(name, (Cell(""), Cell(words[0]), Cell(words[1]), Cell(""))))
        else:
            values = [_value(row, language) if row else "–" for row in (change.before, change.after)]
            article = change.after.article if change.after else ""
            parameter = law.instruments[change.instrument].parameters[change.parameter.partition(".")[2]]
            lines.append(Line(name, (Cell(parameter.text[language]), *map(Cell, values), Cell(article))))
    when = [day(each, language) for each in days]
    columns = (say("law.instrument", language), say("law.parameter", language), *when, say("law.article", language))
    title = say("law.title_changes", language, before=when[0], after=when[1])
    tables = [Table("changes", "", title, "", columns, tuple(lines), (), (), "", (1, 2, 3, 4))]
    lines = [
        Line(
            typical_households()[name][language],
            tuple(Cell(money(value, language, 2, sign=True)) for value in (before, after, after - before)),
        )
        for name, before, after in households
    ]
    columns = (say("law.household", language), *when, say("law.difference", language))
    title = say("law.title_households", language)
    about = say("law.about_households", language)
    return [*tables, Table("households", "", title, about, columns, tuple(lines), (), (), "")]
