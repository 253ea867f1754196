"""Views of what a reform changes, and of the aggregate of a tax that no survey sees."""

from __future__ import annotations

from dataclasses import replace

from ayni.report.chart import BLUE, ChartKind, Spec, names_axis, panel
from ayni.report.figures import Figures, figure, text_mark
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.scenario.rows import Row
from ayni.words import Language, say
from ayni.words.numbers import number

AGGREGATE = ("taxpayers", "revenue", "revenue_change", "mean_tax")


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
