"""Views of what a reform changes, and of the aggregate of a tax that no survey sees."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ayni.report.chart import BLUE, ChartKind, Spec, names_axis, panel
from ayni.report.figures import DASH, Figures, figure
from ayni.report.maker import Builder, Maker
from ayni.report.table import Cell, Table
from ayni.scenario.result import ParameterChange
from ayni.scenario.rows import Row
from ayni.words import Language, say
from ayni.words.numbers import decimals, number, percent

AGGREGATE = ("taxpayers", "revenue", "revenue_change", "mean_tax")


def _what_table(f: Figures, language: Language) -> Table | None:
    reform = f.reform
    if reform is None:
        return None
    make = Maker(f, language, "reform", ["", *(say(f"column.{each}", language) for each in ("before", "after"))])
    make.about = {"name": reform.name[language]}
    _changes(make, reform.changes)
    if reform.financing_changes:
        make.heading(say("reform.financing", language))
        _changes(make, reform.financing_changes)
    yes, no = (Cell(say(f"reform.{each}", language)) for each in ("in_force", "not_in_force"))
    programmes = {**dict.fromkeys(reform.off, (yes, no)), **dict.fromkeys(reform.added, (no, yes))}
    for each, cells in programmes.items():
        make.line(say("reform.programme", language, name=f.programme(each, language)), cells)
    replaced = (yes, Cell(say("reform.replaced", language)))
    for rule, how in reform.rules.items():
        make.line(say("reform.rule", language, name=rule), replaced if how == "replaced" else (no, yes))
    return make.table()


def _changes(make: Maker, changes: Iterable[ParameterChange]) -> None:
    language = make.language
    for each in changes:
        about = ", ".join(filter(None, (each.parameter, unit_beside(each.unit, language))))
        values = (Cell(value_text(value, each.unit, language)) for value in (each.before, each.after))
        make.line(f"{make.figures.names[each.parameter][language]} ({about})", values)


def unit_beside(unit: str, language: Language) -> str:
    """A parameter's unit, as people type it; empty where its values hold it already."""
    from ayni.scenario.reform import SPANISH_UNITS

    if unit in ("share", "percent", "flag"):
        return ""
    spanish = {name: text for text, name in SPANISH_UNITS.items()}
    if unit in spanish:
        return spanish[unit] if language == "es" else unit
    return say(f"law_unit.{unit}", language)


def _changes_finding(f: Figures, language: Language) -> str | None:
    """From what to what each parameter goes."""
    changes = f.reform.changes if f.reform else ()
    said = []
    for each in changes:
        unit = unit_beside(each.unit, language)
        before, after = (value_text(value, each.unit, language) or DASH for value in (each.before, each.after))
        name = f.names[each.parameter][language] + (f" ({unit})" if unit else "")
        said.append(say("reform.from_to", language, name=name, before=before, after=after))
    return say("finding.changes", language, changes="; ".join(said)) if said else None


def value_text(value: float | str | None, unit: str, language: Language) -> str:
    """A parameter's value: a share as per cent, a switch as yes or no, a number; empty where it has none."""
    if value is None or isinstance(value, str):
        return value or ""
    if unit == "flag":
        return say("word.yes" if value else "word.no", language)
    if unit == "share":
        return percent(value, language, decimals(100 * value))
    return number(value, language, decimals(value)) + ("%" if unit == "percent" else "")


def _schedule_name(f: Figures, identifier: str, language: Language) -> str:
    """The name of a schedule of the reform; that of the law has none of its own."""
    names = f.reform.schedules if f.reform else {}
    return names[identifier][language] if identifier in names else say("aggregate.law", language)


def _of_schedules(f: Figures, measure: str) -> dict[str, Row]:
    """A figure of each schedule."""
    place = {"concept": "schedule", "measure": measure, "group": "schedule"}
    return {each: f.one("aggregate", level=each, **place) for each in f.levels("aggregate", "schedule")}


def _aggregate_table(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "aggregate", ["", *(say(f"column.{each}", language) for each in AGGREGATE)])
    official = [f.find("aggregate", concept="official", measure=measure) for measure in AGGREGATE[:2]]
    if official[0] is None:
        return None
    exponent = f.one("aggregate", concept="tail", measure="pareto_exponent")
    make.about = {"a": number(exponent.value or 0.0, language, 2)}
    make.line(say("aggregate.official", language), [*official, Cell(), Cell()])
    figures = [_of_schedules(f, measure) for measure in AGGREGATE]
    for level in f.levels("aggregate", "schedule"):
        make.line(_schedule_name(f, level, language), [rows[level] for rows in figures])
    table = make.table()
    return None if table is None else replace(table, source=say("aggregate.source", language, year=f.wave))


def _aggregate_finding(f: Figures, language: Language) -> str | None:
    """The schedules that raise least and most, beside that of the law."""
    rows = _of_schedules(f, "revenue")
    if not rows:
        return None
    law, *others = rows.values()
    low, *_, high = sorted(rows.values(), key=lambda row: row.value or 0.0)
    names = {end: _schedule_name(f, row.level, language) for end, row in (("low_name", low), ("high_name", high))}
    figures = {"low": figure(low, language), "high": figure(high, language), "law": figure(law, language)}
    return say("finding.aggregate", language, **figures, **names) if others else None


def _aggregate_chart(f: Figures, language: Language) -> Spec:
    values: list[Spec] = []
    for level, row in _of_schedules(f, "revenue").items():
        if row.value is not None:
            label = _schedule_name(f, level, language)
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
FINDINGS = (_changes_finding, _aggregate_finding)
