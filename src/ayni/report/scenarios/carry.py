"""Views of a survey carried to a month: factors, lines, levels step by step; and what carried surveys are off by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ayni.report.chart import BLACK, BLUE, GREEN, PURPLE, VERMILION, ChartKind, Spec
from ayni.report.figures import Figures, notes_on, sentence
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.naming import wave_name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.scenario.result import CarriedCard
from ayni.words import Language, catalogue, say
from ayni.words.marks import Mark, MarkKind
from ayni.words.numbers import money, month_of_year, number

FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("mean", ""))
CHARTED = ("prices", "line_food", "growth_per_head", "wages_of_contributors", "persons")
"""The series that are drawn, where they were used; each has its colour."""
AREAS = (("all", "all"), ("area", "urban"), ("area", "rural"))


def _how(f: Figures) -> CarriedCard | None:
    return f.card.carried if f.card is not None else None


def _factors(f: Figures, language: Language) -> Table | None:
    """By how much each thing moved, with where that is from: of every run on carried people."""
    how = _how(f)
    heads = [say(f"column.{each}", language) for each in ("factor", "carry_rule")]
    make = Maker(f, language, "carry_factors", ["", *heads])
    if how is not None:
        make.about = {"since": _written(how.since[-7:], language), "month": _written(f.cards[0].month, language)}
    for each in how.factors if how else ():
        row = _row(each.value, "ratio", {MarkKind.SOURCE: each.source, MarkKind.CONFIDENCE: each.confidence})
        cells = [
            Cell(number(each.value, language, 4), notes=make.cell(row).notes, figure=row),
            Cell(say(f"carry_rule.{each.rule}", language)),
        ]
        make.line(say(f"moved.{each.what}", language), cells)
    return make.table()


def _row(value: float, unit: str, marks: Mapping[MarkKind, str]) -> Row:
    """A figure of a data card, as a row."""
    source = marks.get(MarkKind.SOURCE, "x")
    said = tuple(Mark(kind, text) for kind, text in marks.items() if text and source)
    return Row(table="carry_factors", concept="factor", measure="factor", value=value, unit=unit, marks=said)


def _lines(f: Figures, language: Language) -> Table | None:
    """The poverty lines by domain, the survey's and the month's."""
    how = _how(f)
    sides = [(line, side) for line in ("moderate", "extreme") for side in ("before", "after")]
    heads = [say(f"column.carry_{line}_{side}", language) for line, side in sides]
    make = Maker(f, language, "carry_lines", ["", *heads])
    lines = {(each.domain, each.line): each for each in (how.lines if how else ())}
    for domain in dict.fromkeys(domain for domain, _ in lines):
        values = [getattr(lines[domain, line], side) for line, side in sides]
        cells = [Cell(money(value, language, 0), figure=_row(value, "Bs/month", {})) for value in values]
        make.line(_domain(f, domain, language), cells)
    return make.table()


def _domain(f: Figures, domain: str, language: Language) -> str:
    """A domain by its name; one that is not known, by its department and area."""
    if f"domain.{domain}" in catalogue():
        return f.name("domain", domain, language)
    department, _, area = domain.partition(" ")
    return ", ".join(f.name(group, each, language) for group, each in (("department", department), ("area", area)))


def _used(f: Figures, language: Language) -> Table | None:
    """Where what is published of each series ends, and how far it had moved by then and by the month."""
    how = _how(f)
    heads = [say(f"column.{each}", language) for each in ("series_last", "series_at_last", "series_at_month")]
    make = Maker(f, language, "carry_used", ["", *heads])
    for each in how.used if how else ():
        source = make.numbers(notes_on([Mark(MarkKind.SOURCE, each.source)], language)) if each.source else ()
        month = max(each.points, default="")
        values = [each.points.get(when) for when in (each.last, month)]
        if each.last > month:
            values[0] = None
        cells = [Cell(_written(each.last, language), notes=source)]
        cells += [Cell() if value is None else Cell(number(value, language, 4)) for value in values]
        make.line(say(f"moved.{each.what}", language), cells)
    return make.table()


def _written(month: str, language: Language) -> str:
    return month_of_year(dt.date.fromisoformat(f"{month}-01"), language)


def _used_title(f: Figures, language: Language) -> str | None:
    """To when prices, the product and persons are published."""
    how = _how(f)
    ends = {each.what: _written(each.last, language) for each in (how.used if how else ()) if each.points}
    if not ends:
        return None
    said = ", ".join(
        say("chart.carry_used_end", language, what=say(f"moved.{what}", language), month=month)
        for what, month in ends.items() if what not in ("line_food", "wages_of_contributors")
    )  # fmt: skip
    return say("chart.carry_used", language, ends=said or ", ".join(ends.values()))


def _used_chart(f: Figures, language: Language) -> Spec:
    """Each series over what it was in the survey: full as far as it is published, dotted beyond."""
    how = _how(f)
    assert how is not None
    colours = dict(zip(CHARTED, (VERMILION, GREEN, BLUE, PURPLE, BLACK), strict=True))
    there = [each for each in how.used if each.points and each.what in colours]
    values: list[Spec] = []
    for each in there:
        name = say(f"moved.{each.what}", language)
        inside = [month for month in each.points if month <= each.last]
        for month, value in each.points.items():
            point: Spec = {"month": f"{month}-01", "value": value, "name": name}
            if month in inside:
                values.append({**point, "part": "known", "end": month == inside[-1]})
            if not inside or month >= inside[-1]:
                values.append({**point, "part": "beyond", "end": False})
    domain = [say(f"moved.{each.what}", language) for each in there]
    x: Spec = {"field": "month", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}}
    y: Spec = {"field": "value", "type": "quantitative", "title": say("chart.axis_times", language)}
    y["scale"] = {"zero": False}
    legend = {"orient": "bottom", "columns": 1, "symbolType": "stroke", "symbolSize": 300}
    scale = {"domain": domain, "range": [colours[each.what] for each in there]}
    colour: Spec = {"field": "name", "type": "nominal", "legend": legend, "scale": scale}
    layer: list[Spec] = [
        {
            "transform": [{"filter": f"datum.part == '{part}'"}],
            "mark": {"type": "line", "strokeWidth": 2, "strokeDash": dash},
            "encoding": {"x": x, "y": y, "color": colour},
        }
        for part, dash in (("known", [1, 0]), ("beyond", [2, 3]))
    ]
    layer.append(
        {
            "transform": [{"filter": "datum.end"}],
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour},
        }
    )
    return {"width": 300, "height": 200, "data": {"values": values}, "layer": layer}


def _steps(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "carry_steps", ["", *(column_head(each, language) for each in FIGURES)])
    for step in f.values("step", "carry_steps"):
        place = {"concept": "ine_income", "step": step}
        found = [f.find("carry_steps", measure=name, line=line, **place) for name, line in FIGURES]
        make.line(say(f"carry_step.{step}", language), [Cell() if row is None else row for row in found])
    return make.table()


def _off(f: Figures, language: Language) -> Table | None:
    """The foot of a carried run: what such levels were off by where a later survey could be asked."""
    how = _how(f)
    make = Maker(
        f, language, "carry_off", ["", *(say(f"column.{each}", language) for each in ("carry_error", "pairs_error"))]
    )
    for each in how.off if how else ():
        make.about = {"pairs": str(max(own.pairs for own in how.off)) if how else ""}
        values = [number(100 * value, language, 1) for value in (each.error, each.sampling)]
        text = column_head(("gini_points", "") if each.measure == "gini" else (each.measure, each.line), language)
        make.line(text, [Cell(value) for value in values])
    return make.table()


def _backcast(f: Figures, language: Language) -> Table | None:
    heads = [*(column_head(each, language) for each in FIGURES), say("column.sampling_error", language)]
    make = Maker(f, language, "backcast", ["", *heads])
    own = f.of("backcast", concept="difference", level="all")
    for month in dict.fromkeys(row.month for row in own):
        make.heading(say("column.carried_to", language, base=f.survey.removeprefix("EH"), year=month[:4]))
        for recipe in dict.fromkeys(row.step for row in own if row.month == month):
            of = {(row.measure, row.line): row for row in own if (row.month, row.step) == (month, recipe)}
            cells = [_hundredths(of.get(each), language, sign=True) for each in FIGURES]
            moderate = of["headcount", "moderate"]
            cells.append(Cell(number(100 * (moderate.se or 0.0), language, 1)))
            make.line(say(f"recipe.{recipe}", language), cells)
    return make.table()


def _squares(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "backcast_squares", ["", *(column_head(each, language) for each in FIGURES)])
    rows = f.of("backcast_squares")
    for group, level in AREAS:
        make.heading(f.level(group, level, language))
        for recipe in dict.fromkeys(row.step for row in rows):
            of = {
                (row.measure, row.line): row for row in rows
                if (row.group, row.level, row.step) == (group, level, recipe) and row.value is not None
            }  # fmt: skip
            cells = [_hundredths(of.get(each), language, sign=False) for each in FIGURES]
            make.line(say(f"recipe.{recipe}", language), cells)
    return make.table()


def _hundredths(row: Row | None, language: Language, *, sign: bool) -> Cell:
    """Points, or per cent of the mean, with one decimal whatever the sampling error, which stands beside them."""
    if row is None or row.value is None:
        return Cell()
    return Cell(number(100 * row.value, language, 1, sign=sign), figure=row)


def finding(f: Figures, language: Language) -> str | None:
    """From what to what poverty goes; None where nothing was carried."""
    if not f.of("carry_factors"):  # a run has findings of its own
        return None
    rows = {
        f"{label}_{line}": f.find("carry_steps", concept="ine_income", measure="headcount", line=line, step=step)
        for label, step in (("before", "survey"), ("after", "all"))
        for line in ("moderate", "extreme")
    }
    about = {"survey": wave_name(f.survey, language), "month": _written(f.rows[0].month, language)}
    return sentence("finding.carry", rows, language, **about)


TABLES: dict[str, Builder] = {
    "carry_factors": _factors,
    "carry_lines": _lines,
    "carry_used": _used,
    "carry_steps": _steps,
    "carry_off": _off,
    "backcast": _backcast,
    "backcast_squares": _squares,
}
ON_SCREEN = tuple(TABLES)
CHARTS = {"carry_used": ChartKind(_used_title, _used_chart, "carry_used")}
FINDINGS = (finding,)
