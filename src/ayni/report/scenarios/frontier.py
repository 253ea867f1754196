"""The view of the same money through each programme: what it does to gap, headcount and inequality."""

from __future__ import annotations

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec, names_axis, panel
from ayni.report.figures import Figures, figure, interval
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.words import Language, say
from ayni.words.numbers import number

CHANGES = (("gap", "extreme"), ("gap", "moderate"), ("headcount", "extreme"), ("headcount", "moderate"), ("gini", ""))


def _programmes(f: Figures) -> list[str]:
    """The programmes, the one that lowers the extreme gap most first."""
    found = f.programmes("frontier", measure="net_cost")
    return sorted(found, key=lambda each: (row.value or 0.0) if (row := _change(f, each, "gap", "extreme")) else 0.0)


def _change(f: Figures, programme: str, measure: str, line: str) -> Row | None:
    place = {"concept": "disposable", "programme": programme, "measure": measure, "line": line, "side": "change"}
    return f.find("frontier", unit="points", **place)


def _table(f: Figures, language: Language) -> Table | None:
    heads = [column_head(each if each[0] != "gini" else ("gini_points", ""), language) for each in CHANGES]
    make = Maker(f, language, "frontier", ["", say("column.factor_of_amounts", language), *heads], interval)
    for programme in _programmes(f):
        factor = f.find("frontier", programme=programme, measure="factor")
        times = Cell("" if factor is None else f"× {number(factor.value or 0.0, language, 2)}")
        changes = [_change(f, programme, *each) for each in CHANGES]
        make.line(f.name("programme", programme, language), [times, *changes])
    return make.table()


def _ends(f: Figures, language: Language) -> dict[str, str] | None:
    names = _programmes(f)
    if len(names) < 2:
        return None
    fields: dict[str, str] = {}
    for end, programme in (("most", names[0]), ("least", names[-1])):
        row, cost = (
            _change(f, programme, "gap", "extreme"),
            f.find("frontier", programme=programme, measure="net_cost", side="change"),
        )
        if row is None or row.value is None or cost is None:
            return None
        fields |= {end: f.name("programme", programme, language), f"{end}_change": figure(row, language)}
        fields |= {f"{end}_interval": interval(row, language), "budget": figure(cost, language)}
    return fields


def finding(f: Figures, language: Language) -> str | None:
    """Which programme does most, and which least, to the extreme gap for the same money."""
    fields = _ends(f, language)
    return say("finding.frontier", language, **fields) if fields else None


def _title(f: Figures, language: Language) -> str | None:
    fields = _ends(f, language)
    return say("chart.frontier", language, **fields) if fields else None


def _chart(f: Figures, language: Language) -> Spec:
    panels = []
    for (measure, line), colour in zip(CHANGES[:4], (BLUE, BLUE, VERMILION, VERMILION), strict=True):
        values: list[Spec] = []
        for programme in _programmes(f):
            row = _change(f, programme, measure, line)
            if row is None or row.value is None or row.low is None or row.high is None:
                continue
            label = figure(row, language)
            value = {"name": f.name("programme", programme, language), "value": 100 * row.value, "label": label}
            values.append({**value, "low": 100 * row.low, "high": 100 * row.high})
        x = {"type": "quantitative", "title": say("chart.axis_points", language)}
        layer: list[Spec] = [
            {
                "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "color": colour, "size": 60, "opacity": 1},
                "encoding": {"x": {"field": "value", **x}},
            },
        ]
        title = say(f"column.{measure}_{line}", language)
        panels.append(panel(title, values, names_axis([value["name"] for value in values]), layer))
    return {"vconcat": panels}


TABLES: dict[str, Builder] = {"frontier": _table}
ON_SCREEN = ("frontier",)
CHARTS = {"frontier": ChartKind(_title, _chart, "frontier")}
FINDINGS = (finding,)
