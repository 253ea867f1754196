"""Charts of `ayni run`."""

from __future__ import annotations

from ayni.report import findings
from ayni.report.chart import BLACK, BLUE, GREEN, PURPLE, VERMILION, WIDTH, ChartKind, Spec, names_axis, panel
from ayni.report.figures import DASH, LINES, Figures, even_places, figure
from ayni.report.naming import name
from ayni.report.run_tables import Curve, curve_at, curves_of
from ayni.report.steps import steps_chart
from ayni.scenario.keys import ALL_PROGRAMMES
from ayni.words import Language, say

HEADCOUNTS = tuple(("headcount", line) for line in LINES)


def _effects(f: Figures, language: Language) -> Spec:
    measures = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))
    found: dict[tuple[str, str], list[Spec]] = {measure: [] for measure in measures}
    programmes = f.programmes("effects", concept="disposable")
    for measure in measures:
        rows = {
            each: f.find("effects", side="change", unit="points", concept="disposable", programme=each,
                         measure=measure[0], line=measure[1])
            for each in programmes
        }  # fmt: skip
        places = even_places(rows.values())
        for each, row in rows.items():
            value: Spec = {"name": f.programme(each, language), "all": each == ALL_PROGRAMMES}
            if row is None or row.value is None or row.low is None or row.high is None:
                value |= {"label": DASH, "end": 0}
            else:
                value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
                value |= {"label": figure(row, language, places), "end": max(0.0, 100 * row.high)}
            found[measure].append(value)
    panels = []
    for measure, values in found.items():
        same = [each for key, group in found.items() if key[0] == measure[0] for each in group]
        ends = [each[key] for each in same for key in ("low", "high") if key in each]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        domain = [low - 0.03 * (high - low), high + 0.34 * (high - low)]
        x = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": {"tickCount": 5}}
        layer: list[Spec] = [
            {
                "mark": {"type": "rule", "color": "#666"},
                "encoding": {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": "height"}},
            },
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "rule", "strokeWidth": 2, "color": BLUE},
                "encoding": {
                    "x": {"field": "low", "title": say("chart.axis_points", language), **x},
                    "x2": {"field": "high"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": BLUE},
                "encoding": {
                    "x": {"field": "value", **x},
                    "shape": {
                        "field": "all",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": [False, True], "range": ["circle", "diamond"]},
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {
                    "x": {"field": "end", "type": "quantitative"},
                    "text": {"field": "label", "type": "nominal"},
                },
            },
        ]
        title = say("column.gini_points" if measure[0] == "gini" else f"column.headcount_{measure[1]}", language)
        panels.append(panel(title, values, names_axis([value["name"] for value in values]), layer))
    return {"vconcat": panels}


def _departments(f: Figures, language: Language) -> Spec:
    values, national = [], []
    names = {line: say(f"column.headcount_{line}", language) for line in LINES}
    for line in LINES:
        place = {"concept": "ine_income", "measure": "headcount", "line": line}
        for level in f.levels("poverty", "department", concept="ine_income"):
            row = f.find("poverty", group="department", level=level, **place)
            value: Spec = {"name": name("department", level, language), "line": names[line]}
            if row is None or row.value is None or row.low is None or row.high is None:
                value["label"] = DASH
            else:
                value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
            values.append(value)
        row = f.find("poverty", **place)
        if row is not None and row.value is not None:
            national.append({"national": 100 * row.value, "line": names[line]})
    order = list(dict.fromkeys(value["name"] for value in values))
    domain = list(names.values())
    colour = {
        "field": "line", "type": "nominal", "scale": {"domain": domain, "range": [BLUE, VERMILION]},
        "legend": {"orient": "top", "direction": "horizontal", "symbolSize": 90},
    }  # fmt: skip
    offset = {"field": "line", "type": "nominal", "scale": {"domain": domain, "range": [16, 8]}}
    x = {"type": "quantitative", "scale": {"zero": True}, "title": say("chart.axis_persons", language)}
    shown = [{"filter": "isValid(datum.value)"}]
    layer: list[Spec] = [
        {
            "data": {"values": national},
            "mark": {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1.5},
            "encoding": {
                "x": {"field": "national", **x},
                "color": colour,
                "y": {"value": 0},
                "y2": {"value": "height"},
            },
        },
        {
            "transform": shown,
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": colour, "yOffset": offset},
        },
        {
            "transform": shown,
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {
                "x": {"field": "value", **x},
                "color": colour,
                "yOffset": offset,
                "shape": {
                    "field": "line",
                    "type": "nominal",
                    "scale": {"domain": domain, "range": ["circle", "square"]},
                },
            },
        },
        {
            "transform": [{"filter": "isValid(datum.label)"}],
            "mark": {"type": "text", "align": "left", "dx": 4, "dy": 4},
            "encoding": {
                "x": {"datum": 0},
                "text": {"field": "label", "type": "nominal"},
                "color": colour,
                "yOffset": offset,
            },
        },
    ]
    return {**panel("", values, names_axis(order, 80), layer, step=24), "width": WIDTH + 70}


def _deciles(f: Figures, language: Language) -> Spec:
    values = []
    programmes = [each for each in f.programmes("deciles") if _is_drawn(f, each)]
    for programme in programmes:
        place = {"concept": "net_market", "programme": programme, "measure": "share_of_spending", "group": "decile"}
        for decile in range(1, 11):
            row = f.find("deciles", level=str(decile), **place)
            value: Spec = {"programme": f.programme(programme, language), "decile": decile}
            if row is None or row.value is None or row.low is None or row.high is None:
                value["label"] = DASH
            else:
                value |= {"value": 100 * row.value, "low": max(0.0, 100 * row.low), "high": 100 * row.high}
            values.append(value)
    axis = {"labelAngle": 0, "labelFontSize": 11}
    x = {"field": "decile", "type": "ordinal", "axis": axis, "title": say("chart.decile", language)}
    y = {"type": "quantitative", "axis": {"tickCount": 4}, "title": say("chart.axis_spending", language)}
    shown = [{"filter": "isValid(datum.value)"}]
    layer = [
        {
            "transform": shown,
            "mark": {"type": "bar", "color": BLUE, "width": {"band": 0.8}},
            "encoding": {"x": x, "y": {"field": "value", **y}},
        },
        {
            "transform": shown,
            "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.2},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        {
            "transform": [{"filter": "isValid(datum.label)"}],
            "mark": {"type": "text", "baseline": "bottom", "dy": -2},
            "encoding": {"x": x, "y": {"datum": 0}, "text": {"field": "label", "type": "nominal"}},
        },
        {"mark": {"type": "rule", "color": VERMILION, "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 10}}},
    ]
    order = [f.programme(programme, language) for programme in programmes]
    return {
        "data": {"values": values},
        "facet": {"field": "programme", "type": "nominal", "sort": order},
        "columns": 2,
        "spacing": 12,
        "spec": {"width": 158, "height": 90, "layer": layer},
    }


def _is_drawn(f: Figures, programme: str) -> bool:
    """Whether enough tenths of a programme are published to be drawn; all are in the table."""
    place = {"concept": "net_market", "programme": programme, "measure": "share_of_spending", "group": "decile"}
    rows = (f.find("deciles", level=str(decile), **place) for decile in range(1, 11))
    return sum(row is not None and row.value is not None for row in rows) > 2


def _curves(f: Figures, language: Language) -> Spec:
    curves = curves_of(f)
    labels, values, marks = [], [], []
    for index, curve in enumerate(curves, 1):
        label = f"{index}. {_curve(f, curve, language)}"
        labels.append(label)
        points = []
        for level in f.levels("curves", "population_share"):
            row = curve_at(f, curve, level)
            if row is not None and row.value is not None:
                point = {"curve": label, "persons": 100 * float(level), "share": 100 * row.value}
                points.append({**point, "number": str(index)})
        values += points
        marks.append(points[4 + 3 * index % 13 if len(points) == 21 else len(points) // 2])
    # Incomes in black, programmes in four colours; no two curves share both colour and dashes.
    colours = [BLACK, BLACK, *([BLUE, VERMILION, GREEN, PURPLE] * len(labels))][: len(labels)]
    dashes = [[1, 0], [6, 3], *([[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [1, 3]] * len(labels))][: len(labels)]
    legend = {"orient": "bottom", "columns": 1, "symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2}
    colour: Spec = {"field": "curve", "type": "nominal", "legend": legend, "sort": labels}
    dash = {**colour, "scale": {"domain": labels, "range": dashes}}
    colour["scale"] = {"domain": labels, "range": colours}
    axis = {"type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {"tickCount": 5}}
    x = {"field": "persons", "title": say("chart.axis_persons_ranked", language), **axis}
    y = {"field": "share", "title": say("chart.axis_money", language), **axis}
    number: Spec = {
        "encoding": {"x": x, "y": y, "text": {"field": "number", "type": "nominal"}},
        "data": {"values": marks},
    }
    diagonal = [{"persons": 0, "share": 0}, {"persons": 100, "share": 100}]
    return {
        "width": 300,
        "height": 300,
        "layer": [
            {
                "data": {"values": diagonal},
                "mark": {"type": "line", "color": "#666", "strokeWidth": 1},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": values},
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
            },
            {
                **number,
                "mark": {"type": "text", "fontWeight": "bold", "stroke": "white", "strokeWidth": 4, "fontSize": 12},
            },
            {**number, "mark": {"type": "text", "fontWeight": "bold", "fontSize": 12}},
        ],
    }


def _curve(f: Figures, curve: Curve, language: Language) -> str:
    """A curve's name with its Gini or concentration index."""
    concept, programme, kind = curve
    if kind == "lorenz":
        row, key = f.find("poverty", concept=concept, measure="gini"), "chart.legend_gini"
        label = say(f"chart.{concept}", language)
    else:
        row = f.find("targeting", concept=concept, programme=programme, measure="concentration")
        key, label = "chart.legend_concentration", f.programme(programme, language)
    return say(key, language, name=label, value=figure(row, language) if row else DASH)


CHARTS = {
    "waterfall": ChartKind(
        findings.waterfall, steps_chart("waterfall", HEADCOUNTS), "waterfall", after="poverty_model"
    ),
    "effects": ChartKind(findings.effects, _effects, "effects"),
    "departments": ChartKind(findings.departments, _departments, "groups_ine_income"),
    "deciles": ChartKind(findings.deciles, _deciles, "deciles", after="targeting"),
    "curves": ChartKind(findings.curves, _curves, "curves", after="distribution"),
}
