"""Charts from rows: Vega-Lite specifications drawn as static SVG, the finding as title and the definition below."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ayni.report import findings
from ayni.report.figures import DASH, LINES, Figures, by_wave, figure, name
from ayni.report.tables import Table, tables
from ayni.scenario.rows import Row
from ayni.words import Language, say

Spec = dict[str, Any]

BLUE, VERMILION, GREEN, PURPLE, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#595959"
"""Okabe and Ito's colours that stand out from white by three to one, and a grey that does."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
VEGA_LITE = "5.20"
WIDTH = 220
"""Of the plotting area where names stand beside it: drawn small, so that text is legible on a telephone."""

_LOCALE = {
    "es": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Bs\u00a0", ""], "minus": "\u2212"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Bs\u00a0", ""], "minus": "\u2212"},
}
_CONFIG = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": "#222",
        "titleColor": "#222", "gridColor": "#ddd", "domainColor": "#666", "tickColor": "#666", "labelLimit": 0,
        "titleLimit": 0,
    },
    "legend": {"labelFontSize": 12, "labelLimit": 0, "labelColor": "#222", "title": None},
    "title": {"fontSize": 13, "fontWeight": "bold", "anchor": "start", "frame": "group", "color": "#222", "offset": 6},
    "header": {"labelFontSize": 12, "labelFontWeight": "bold", "labelColor": "#222", "title": None, "labelLimit": 0},
    "text": {"fontSize": 12, "color": "#222"},
    "concat": {"spacing": 14},
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A drawn chart: what it shows, its SVG, and the table of its data."""

    id: str
    wave: str
    title: str
    about: str
    source: str
    svg: str
    table: Table


def charts(rows: Iterable[Row], language: Language, only: Sequence[str] = ()) -> list[Chart]:
    """Every chart for which the rows are there, or those with these identifiers; wave by wave."""
    found = []
    for figures in by_wave(rows):
        for identifier in only or _CHARTS:
            kind = _CHARTS[identifier]
            title = kind.title(figures, language)
            table = next(iter(tables(figures.rows, language, (kind.table,))), None)
            if title is None or table is None:
                continue
            title, about = figures.named(title, language), say(f"chart.{identifier}_about", language)
            source = figures.source(language)
            body = kind.spec(figures, language)
            svg = draw(f"{figures.wave}-{identifier}".lower(), body, title, about, source, language)
            found.append(Chart(identifier, figures.wave, title, about, source, svg, table))
    return found


def draw(identifier: str, spec: Spec, title: str, about: str, source: str, language: Language) -> str:
    """The specification as SVG with title, definition and source written around it; it scales to its place."""
    import vl_convert

    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, format_locale=_LOCALE[language])
    opening = re.match(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>', drawn)
    if opening is None:
        raise ValueError("vl-convert gave no SVG with a width and a height.")
    width, height = max(float(opening[1]), 400.0), float(opening[2])
    body = re.sub(r"\b(clip|gradient_)(\d+)\b", rf"{identifier}-\1\2", drawn[opening.end() : drawn.rindex("</svg>")])
    above, y = _text(title, 15, width, 18.0, weight="bold")
    more, y = _text(about, 12, width, y + 3)
    below, end = _text(source, 11, width, y + height + 14)
    shift = (width - float(opening[1])) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {end:g}" width="100%" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-desc" font-family="{escape(FONT)}">'
        f'<title id="{identifier}-title">{escape(title)}</title>'
        f'<desc id="{identifier}-desc">{escape(f"{title}. {about} {source}")}</desc>'
        f'<rect width="100%" height="100%" fill="white"/>{above}{more}'
        f'<g transform="translate({shift:g},{y:g})">{body}</g>{below}</svg>'
    )


def _text(text: str, size: int, width: float, y: float, weight: str = "normal") -> tuple[str, float]:
    """Lines of text from a height on, and the height below them."""
    letter = size * (0.63 if weight == "bold" else 0.56)
    lines = textwrap.wrap(text, int((width - 8) / letter), break_on_hyphens=False)
    drawn = [
        f'<text x="4" y="{y + 1.3 * size * index:g}" font-size="{size}" font-weight="{weight}" fill="#222">'
        f"{escape(line)}</text>"
        for index, line in enumerate(lines)
    ]
    return "".join(drawn), round(y + 1.3 * size * len(lines), 2)


# ---- the charts


def _waterfall(f: Figures, language: Language) -> Spec:
    panels = []
    for line in LINES:
        values: list[Spec] = []
        before: float | None = None
        shown = DASH
        for step in f.levels("waterfall", "step"):
            level = f.get("waterfall", "level", "headcount", line, "step", step)
            change = f.get("waterfall", "change", "headcount", line, "step", step, "points")
            if level is None or level.value is None:
                continue
            after = 100 * level.value
            bar: Spec = {"name": name("step", step, language), "from": 0, "to": after, "kind": "level", "end": after}
            bar["label"] = shown = figure(level, language)
            if before is not None and change is not None and change.low is not None and change.high is not None:
                low, high = before + 100 * change.low, before + 100 * change.high
                bar |= {"from": before, "kind": "less" if after <= before else "more", "low": low, "high": high}
                bar |= {"label": figure(change, language), "end": max(before, after, high)}
            values.append(bar)
            before = after
        if before is not None:
            last = {"name": name("step", "disposable", language), "from": 0, "to": before, "kind": "level"}
            values.append({**last, "end": before, "label": shown})
        top = max((value["end"] for value in values), default=1)
        y = _names([value["name"] for value in values])
        x = {"type": "quantitative", "scale": {"domain": [0, top * 1.25], "nice": False}, "axis": {"tickCount": 4}}
        x["title"] = say("chart.axis_persons", language)
        colour = {"domain": ["level", "less", "more"], "range": [GREY, BLUE, VERMILION]}
        layer: list[Spec] = [
            {
                "mark": {"type": "bar", "height": {"band": 0.7}},
                "encoding": {
                    "x": {"field": "from", **x},
                    "x2": {"field": "to"},
                    "color": {"field": "kind", "type": "nominal", "scale": colour, "legend": None},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
                "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {
                    "x": {"field": "end", "type": "quantitative"},
                    "text": {"field": "label", "type": "nominal"},
                },
            },
        ]
        panels.append(_panel(say(f"column.headcount_{line}", language), values, y, layer))
    return {"vconcat": panels}


def _effects(f: Figures, language: Language) -> Spec:
    measures = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))
    found: dict[tuple[str, str], list[Spec]] = {measure: [] for measure in measures}
    levels = f.levels("effects", "programme", "disposable")
    for measure in measures:
        for level in levels:
            row = f.get("effects", "disposable", *measure, "programme", level, "points")
            value: Spec = {"name": name("programme", level, language), "all": level == "all_programmes"}
            if row is None or row.value is None or row.low is None or row.high is None:
                value |= {"label": DASH, "end": 0}
            else:
                value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
                value |= {"label": figure(row, language), "end": max(0.0, 100 * row.high)}
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
        panels.append(_panel(title, values, _names([value["name"] for value in values]), layer))
    return {"vconcat": panels}


def _departments(f: Figures, language: Language) -> Spec:
    values, national = [], []
    names = {line: say(f"column.headcount_{line}", language) for line in LINES}
    for line in LINES:
        for level in f.levels("poverty", "department", "ine_income"):
            row = f.get("poverty", "ine_income", "headcount", line, "department", level)
            value: Spec = {"name": name("department", level, language), "line": names[line]}
            if row is None or row.value is None or row.low is None or row.high is None:
                value["label"] = DASH
            else:
                value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
            values.append(value)
        row = f.get("poverty", "ine_income", "headcount", line)
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
    return {**_panel("", values, _names(order, 80), layer, step=24), "width": WIDTH + 70}


def _deciles(f: Figures, language: Language) -> Spec:
    values = []
    programmes = list(dict.fromkeys(row.concept for row in f.rows if row.table == "deciles"))
    for programme in programmes:
        for decile in range(1, 11):
            row = f.get("deciles", programme, "share_of_spending", "", "decile", str(decile))
            value: Spec = {"programme": name("programme", programme, language), "decile": decile}
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
    order = [name("programme", programme, language) for programme in programmes]
    return {
        "data": {"values": values},
        "facet": {"field": "programme", "type": "nominal", "sort": order},
        "columns": 2,
        "spacing": 12,
        "spec": {"width": 158, "height": 90, "layer": layer},
    }


def _curves(f: Figures, language: Language) -> Spec:
    curves = list(dict.fromkeys((row.concept, row.measure) for row in f.rows if row.table == "curves"))
    labels, values, marks = [], [], []
    for index, (concept, kind) in enumerate(curves, 1):
        label = f"{index}. {_curve(f, concept, kind, language)}"
        labels.append(label)
        points = []
        for level in f.levels("curves", "population_share"):
            row = f.get("curves", concept, kind, "", "population_share", level)
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


def _curve(f: Figures, concept: str, kind: str, language: Language) -> str:
    """A curve's name with its Gini or concentration index."""
    if kind == "lorenz":
        row, key, label = f.get("poverty", concept, "gini"), "chart.legend_gini", say(f"chart.{concept}", language)
    else:
        row = f.get("targeting", "net_market", "concentration", "", "programme", concept)
        key, label = "chart.legend_concentration", name("programme", concept, language)
    return say(key, language, name=label, value=figure(row, language) if row else DASH)


def _panel(title: str, values: list[Spec], y: Spec, layer: list[Spec], step: int = 26) -> Spec:
    """Layers over a column of names, one of which stands on each line."""
    layers = [{**each, "encoding": {"y": y, **each["encoding"]}} for each in layer]
    panel: Spec = {"width": WIDTH, "height": {"step": step}, "data": {"values": values}, "layer": layers}
    return {**panel, "title": title} if title else panel


def _names(order: Sequence[str], room: int = 165) -> Spec:
    axis = {"ticks": False, "domain": False, "minExtent": room, "labelPadding": 6, "title": None}
    return {"field": "name", "type": "nominal", "sort": list(order), "axis": axis}


@dataclass(frozen=True)
class _Kind:
    title: Callable[[Figures, Language], str | None]
    spec: Callable[[Figures, Language], Spec]
    table: str


_CHARTS = {
    "waterfall": _Kind(findings.waterfall, _waterfall, "waterfall"),
    "effects": _Kind(findings.effects, _effects, "effects"),
    "departments": _Kind(findings.departments, _departments, "groups_ine_income"),
    "deciles": _Kind(findings.deciles, _deciles, "deciles"),
    "curves": _Kind(findings.curves, _curves, "curves"),
}
