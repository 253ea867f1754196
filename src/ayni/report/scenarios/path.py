"""The view of a reform year by year: what is assumed, what it costs, and whom it reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from ayni.report.chart import BLUE, VERMILION, ChartKind, Spec, line_names
from ayni.report.figures import DASH, Figures, figure, interval
from ayni.report.maker import Builder, Maker
from ayni.report.scenarios.reform import value_text
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.scenario.result import PathCard
from ayni.words import Language, say
from ayni.words.marks import MarkKind
from ayni.words.numbers import month_of_year, number, percent

MOVED = ("prices", "growth_per_head", "other_earnings", "wages_of_contributors", "persons")
COST = {"own": "", "first": "first_prices"}
"""The concept of a cost in the prices of its year, and in those of the first month."""


def _month(month: str, language: Language) -> str:
    return month_of_year(dt.date.fromisoformat(f"{month}-01"), language)


def _cost(f: Figures, year: str, concept: str = "") -> Row | None:
    return f.find("path", measure="net_cost", side="change", step=year, concept=concept)


def _poor(f: Figures, year: str, line: str) -> Row | None:
    return f.find("path", concept="disposable", measure="poor", line=line, side="change", step=year)


def _paid(f: Figures, programme: str, measure: str, side: str, year: str) -> Row | None:
    return f.find("path", programme=programme, measure=measure, side=side, step=year)


def _plain(row: Row | None) -> Row | None:
    """The row without the month of each year, which the table says: else every line had a note of its own."""
    return row and replace(row, marks=tuple(mark for mark in row.marks if mark.kind is not MarkKind.CARRIED))


def _about(path: PathCard, language: Language) -> dict[str, str]:
    return {"month": _month(path.first_month, language)}


def _table(f: Figures, language: Language) -> Table | None:
    if f.path is None:
        return None
    about = _about(f.path, language)
    heads = [say(f"column.path_{each}", language) for each in ("law", "reform", "cost")]
    heads += [say("column.first_prices", language, **about)]
    heads += [say(f"column.path_poor_{line}", language) for line in ("moderate", "extreme")]
    make = Maker(f, language, "path", ["", *heads])
    make.about = about
    for year in map(str, f.path.years):
        found = [_paid(f, "all_programmes", "spending", side, year) for side in ("before", "after")]
        found += [_cost(f, year, concept) for concept in COST.values()]
        found += [_poor(f, year, line) for line in ("moderate", "extreme")]
        make.line(year, map(_plain, found))
    return make.table()


def _recipients(f: Figures, language: Language) -> Table | None:
    if f.path is None:
        return None
    heads = [say(f"column.{each}", language) for each in ("before", "after", "path_recipients_change")]
    make = Maker(f, language, "path_recipients", ["", *heads])
    for programme in f.programmes("path", measure="recipients"):
        make.heading(f.programme(programme, language))
        for year in map(str, f.path.years):
            found = [_paid(f, programme, "recipients", side, year) for side in ("before", "after", "change")]
            if any(found):
                make.line(year, map(_plain, found))
    return make.table()


def _assumed(f: Figures, language: Language) -> Table | None:
    if f.path is None:
        return None
    heads = [say(f"moved.{what}", language) for what in MOVED]
    make = Maker(f, language, "path_growth", ["", *heads, say("column.path_population", language)])
    make.about = _about(f.path, language)
    for year in map(str, f.path.years):
        cells: list[Row | Cell | None] = []
        for what in MOVED:
            row = f.find("path_growth", concept="factor", measure="factor", group="moved", level=what, step=year)
            text = "" if row is None or row.value is None else number(row.value, language, 3)
            cells.append(Cell(text, figure=row))
        people = f.find("path", concept="population", measure="persons", step=year)
        make.line(year, [*cells, _plain(people)])
    return make.table()


def _rates(rates: Mapping[str, float], language: Language) -> str:
    """One rate where all years have it, else each with its year."""
    if len(set(rates.values())) == 1:
        return say("finding.path_one_rate", language, rate=_rate(next(iter(rates.values())), language))
    return ", ".join(f"{_rate(rate, language)} ({year})" for year, rate in rates.items())


def _rate(rate: float, language: Language) -> str:
    return percent(rate / 100, language, len(f"{round(rate, 2):g}".partition(".")[2]))


def _growth(f: Figures, language: Language) -> str | None:
    """What is assumed, who said it, and that none of it is a forecast."""
    path = f.path
    if path is None:
        return None
    said = {}
    for name, rates in (("inflation", path.inflation), ("growth", path.growth)):
        if not rates:
            said[name] = say("finding.path_known", language)
        elif name in path.given:
            said[name] = _rates(rates, language)
        else:
            said[name] = say(f"finding.path_usual_{name}", language, rate=_rates(rates, language))
    month = _month(path.first_month, language)
    fields = {
        "last_prices": _month(path.last_prices, language), "wages": say(f"finding.path_wages_{path.wages}", language),
        "first_month": month, "month": say(f"number.month_{int(path.first_month[5:])}", language),
    }  # fmt: skip
    return say("finding.path_growth", language, **said, **fields)


def _law(f: Figures, language: Language) -> str | None:
    """What the law itself changes on the way, without any reform."""
    if f.path is None or not f.path.law:
        return None
    changes = [
        say(
            "finding.path_law_change", language, name=f.names[each.parameter][language], year=str(each.year),
            before=value_text(each.before, each.unit, language) or DASH,
            after=value_text(each.after, each.unit, language) or DASH,
        )
        for each in f.path.law
    ]  # fmt: skip
    return say("finding.path_law", language, changes="; ".join(changes))


def _ends(f: Figures, language: Language, rows: Iterable[str]) -> dict[str, str] | None:
    """The first and the last year, with their figures and intervals; None where one is not published."""
    if f.path is None:
        return None
    years = {"first": str(f.path.years[0]), "last": str(f.path.years[-1])}
    fields = {**years, "month": _month(f.path.first_month, language)}
    for end, year in years.items():
        found = {"cost": _cost(f, year), "real": _cost(f, year, "first_prices"), "poor": _poor(f, year, "moderate")}
        for name in rows:
            row = found[name]
            if row is None or row.value is None:
                return None
            fields |= {f"{end}_{name}": figure(row, language), f"{end}_{name}_interval": interval(row, language)}
    return fields


def _cost_finding(f: Figures, language: Language) -> str | None:
    fields = _ends(f, language, ("cost", "real"))
    return say("finding.path_cost", language, **fields) if fields else None


def _poor_finding(f: Figures, language: Language) -> str | None:
    fields = _ends(f, language, ("poor",))
    return say("finding.path_poor", language, **fields) if fields else None


def _title(f: Figures, language: Language) -> str | None:
    fields = _ends(f, language, ("cost",))
    return say("chart.path", language, **fields) if fields else None


def _chart(f: Figures, language: Language) -> Spec:
    """What the reform costs each year, in its prices and in those of the first month, with bands of intervals."""
    assert f.path is not None
    names = {
        "own": say("chart.path_own", language), "first": say("chart.path_first", language, **_about(f.path, language)),
    }  # fmt: skip
    values: list[Spec] = []
    for kind, concept in COST.items():
        for year in f.path.years:
            row = _cost(f, str(year), concept)
            if row is not None and row.value is not None:
                value: Spec = {"year": str(year), "value": row.value / 1e6, "kind": names[kind]}
                if row.low is not None and row.high is not None:
                    value |= {"low": row.low / 1e6, "high": row.high / 1e6}
                values.append(value)
    x: Spec = {"field": "year", "type": "ordinal", "title": say("chart.axis_year", language), "axis": {"labelAngle": 0}}
    y: Spec = {"type": "quantitative", "title": say("chart.axis_cost", language), "scale": {"zero": True}}
    domain = list(names.values())
    scale = {"domain": domain, "range": [BLUE, VERMILION]}
    colour: Spec = {"field": "kind", "type": "nominal", "scale": scale, "legend": None}
    dash: Spec = {"field": "kind", "type": "nominal", "scale": {"domain": domain, "range": [[1, 0], [6, 3]]}}
    dash["legend"] = None
    layer: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": 0.18},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": colour},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2, "point": {"filled": True, "size": 45}},
            "encoding": {"x": x, "y": {"field": "value", **y}, "color": colour, "strokeDash": dash},
        },
        *line_names(values, x, {"field": "value", **y}, colour, 190),
    ]
    return {"width": 300, "height": 190, "data": {"values": values}, "layer": layer}


TABLES: dict[str, Builder] = {"path": _table, "path_recipients": _recipients, "path_growth": _assumed}
ON_SCREEN = tuple(TABLES)
CHARTS = {"path": ChartKind(_title, _chart, "path")}
FINDINGS = (_growth, _law, _cost_finding, _poor_finding)
