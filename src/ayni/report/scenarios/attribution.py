"""Views of what each programme accounts for."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.report.chart import BLUE, GREEN, VERMILION, ChartKind, Spec, names_axis, panel
from ayni.report.figures import DASH, Figures, error, figure, interval, name
from ayni.report.table import Builder, Cell, Given, Maker, Table, column_head
from ayni.scenario.attribution import WAYS
from ayni.scenario.rows import Row
from ayni.words import Language, say

ACCOUNTINGS = ("year", "quarter", "month")
SHOWN = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))
SOURCE_FIGURES = (
    "income_share", "source_gini", "gini_correlation", "concentration", "contribution", "contribution_share",
    "marginal",
)  # fmt: skip


# ---- tables


def _division(identifier: str, figures: Sequence[tuple[str, str]]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        heads = ["", *(say(f"way.{way}", language) for way in WAYS), say("column.share_of_joint", language)]
        make = Maker(f, language, identifier, heads)
        for measured, line in figures:
            make.heading(_panel_title(measured, line, language))
            for level in f.levels("attribution", "programme", "cumulative"):
                place = (measured, line, "programme", level)
                found = [f.get("attribution", way, *place, "points") for way in WAYS]
                share = f.get("attribution", "shapley", *place, "share_of_joint")
                make.line(name("programme", level, language), [*found, share or Cell(DASH)])
            joint = f.get("attribution", "joint", measured, line, "programme", "together", "points")
            if joint is not None:
                given: list[Given] = [Cell(), Cell(), joint, joint, Cell()]
                make.line(name("programme", "together", language), given)
        return make.table()

    return build


def _panel_title(measured: str, line: str, language: Language) -> str:
    return say("column.gini_points", language) if measured == "gini" else column_head((measured, line), language)


def _sources(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in SOURCE_FIGURES]
    make = Maker(f, language, "gini_by_source", ["", *heads], error)
    for level in f.levels("gini_by_source", "income_source"):
        found = [f.get("gini_by_source", "disposable", each, "", "income_source", level) for each in SOURCE_FIGURES]
        make.line(name("income_source", level, language), [cell or Cell() for cell in found])
    return make.table()


def _with_and_without(f: Figures, language: Language) -> Table | None:
    figures = [(way, line) for line in ("moderate", "extreme") for way in ("without", "with")]
    heads = [
        f"{column_head(('headcount', line), language)}, {say(f'way.{way}', language).lower()}" for way, line in figures
    ]
    make = Maker(f, language, "with_and_without", ["", *heads])
    for accounting in ACCOUNTINGS:
        levels = f.levels("together", "programme", f"with/{accounting}")
        if levels:
            make.heading(say(f"accounting.{accounting}", language))
        for level in levels:
            place = ("programme", level)
            found = [f.get("together", f"{way}/{accounting}", "headcount", line, *place) for way, line in figures]
            make.line(name("programme", level, language), found)
    return make.table()


def _together(f: Figures, language: Language) -> Table | None:
    columns = [*((way, *SHOWN[0]) for way in ("one_at_a_time", "first_in")), *(("shapley", *each) for each in SHOWN)]
    heads = [
        f"{_panel_title(measured, line, language)}: {say(f'way.{way}', language)}" for way, measured, line in columns
    ]
    make = Maker(f, language, "together", ["", *heads])
    for accounting in ACCOUNTINGS:
        levels = f.levels("together", "programme", f"with/{accounting}")
        if levels:
            make.heading(say(f"accounting.{accounting}", language))
        for level in levels:
            found: list[Given] = []
            for way, measured, line in columns:
                asked = way if level != "together" else "joint"
                place = (f"{asked}/{accounting}", measured, line, "programme", level, "points")
                found.append(Cell() if asked == "joint" and way != "shapley" else f.get("together", *place))
            make.line(name("programme", level, language), found)
    return make.table()


def _readings(f: Figures) -> list[str]:
    """The ends of the concepts of each reading: empty for the law book's, `/parameter=value` for the others."""
    found = (row.concept.split("/", 2)[2:] for row in f.rows if row.table == "together")
    return list(dict.fromkeys("/" + end[0] if end else "" for end in found))


def _reading_name(end: str, language: Language) -> str:
    if not end:
        return say("parent_reading.law_book", language)
    parameter, _, value = end[1:].partition("=")
    programme = name("programme", parameter.partition(".")[0], language)
    return say(f"parent_reading.{value}", language, programme=programme)


def _switch(f: Figures, language: Language) -> Table | None:
    readings = _readings(f)
    if len(readings) < 2:
        return None
    make = Maker(f, language, "readings", ["", *(_reading_name(end, language) for end in readings)])
    for measured, line in SHOWN:
        for accounting in ACCOUNTINGS:
            title = _panel_title(measured, line, language)
            make.heading(f"{title}: {say(f'accounting.{accounting}', language).lower()}")
            for level in f.levels("together", "programme", f"with/{accounting}"):
                way = "joint" if level == "together" else "shapley"
                concepts = [f"{way}/{accounting}{end}" for end in readings]
                place = (measured, line, "programme", level, "points")
                make.line(
                    name("programme", level, language), [f.get("together", concept, *place) for concept in concepts]
                )
    return make.table()


# ---- sentences and titles


def _largest(f: Figures, measured: str, line: str, language: Language) -> dict[str, str] | None:
    """The joint effect and the two players of the largest Shapley values; None where fewer are published."""
    joint = f.get("attribution", "joint", measured, line, "programme", "together", "points")
    parts = [
        (level, row)
        for level in f.levels("attribution", "programme", "shapley")
        if (row := f.get("attribution", "shapley", measured, line, "programme", level, "points")) is not None
        and row.value is not None
    ]
    if joint is None or joint.value is None or len(parts) < 2:
        return None
    fields = {"joint": figure(joint, language), "joint_interval": interval(joint, language)}
    ordered = sorted(parts, key=lambda part: -abs(part[1].value or 0.0))
    for label, (level, row) in zip(("first", "second"), ordered, strict=False):
        fields |= {f"{label}_name": name("programme", level, language), label: figure(row, language)}
        fields[f"{label}_interval"] = interval(row, language)
    return fields


def finding(f: Figures, language: Language) -> str | None:
    """What all players take from moderate poverty together, and the largest parts."""
    fields = _largest(f, "headcount", "moderate", language)
    return say("finding.attribution", language, **fields) if fields else None


def _title(f: Figures, language: Language) -> str | None:
    fields = _largest(f, "headcount", "moderate", language)
    return say("chart.attribution", language, **fields) if fields else None


def _sources_title(f: Figures, language: Language) -> str | None:
    total = f.get("gini_by_source", "disposable", "source_gini", "", "income_source", "disposable")
    labour = f.get("gini_by_source", "disposable", "contribution_share", "", "income_source", "labour")
    if total is None or total.value is None or labour is None or labour.value is None:
        return None
    return say("chart.gini_by_source", language, gini=figure(total, language), labour=figure(labour, language))


def _together_title(f: Figures, language: Language) -> str | None:
    place = ("headcount", "moderate", "programme", "together", "points")
    rows = {each: f.get("together", f"joint/{each}", *place) for each in ACCOUNTINGS}
    fields = {each: figure(row, language) for each, row in rows.items() if row is not None and row.value is not None}
    return say("chart.together", language, **fields) if len(fields) == len(ACCOUNTINGS) else None


# ---- charts


def _value(row: Row | None, label: str, series: str) -> Spec:
    value: Spec = {"name": label, "series": series}
    if row is not None and row.value is not None and row.low is not None and row.high is not None:
        value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
    return value


def _dots(title: str, values: list[Spec], series: Sequence[str], axis: str) -> Spec:
    """Names down the side, and for each a dot with its interval for every series, one below the other."""
    colours, shapes = [BLUE, VERMILION, GREEN][: len(series)], ["circle", "square", "diamond"][: len(series)]
    legend = {"orient": "bottom", "columns": 1, "symbolSize": 90} if len(series) > 1 else None
    of: Spec = {"field": "series", "type": "nominal", "legend": legend}
    colour = {**of, "scale": {"domain": series, "range": colours}}
    shape = {**of, "scale": {"domain": series, "range": shapes}}
    offset = {"yOffset": {"field": "series", "type": "nominal", "sort": list(series)}} if len(series) > 1 else {}
    x: Spec = {"type": "quantitative", "title": axis, "axis": {"tickCount": 5}}
    shown = [{"filter": "isValid(datum.value)"}]
    layer: list[Spec] = [
        {
            "mark": {"type": "rule", "color": "#666"},
            "encoding": {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "transform": shown,
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": colour, **offset},
        },
        {
            "transform": shown,
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"x": {"field": "value", **x}, "color": colour, "shape": shape, **offset},
        },
    ]
    order = list(dict.fromkeys(value["name"] for value in values))
    drawn = panel(title, values, names_axis(order), layer)
    return {**drawn, "height": {"step": 14 + 9 * len(series), "for": "position"}}


def _chart(f: Figures, language: Language) -> Spec:
    series = {way: say(f"way.{way}", language) for way in ("shapley", "one_at_a_time")}
    panels = []
    for measured, line in SHOWN:
        values = [
            _value(
                f.get("attribution", way, measured, line, "programme", level, "points"),
                name("programme", level, language),
                label,
            )
            for level in f.levels("attribution", "programme", "cumulative")
            for way, label in series.items()
        ]
        title = _panel_title(measured, line, language)
        panels.append(_dots(title, values, [*series.values()], say("chart.axis_points", language)))
    return {"vconcat": panels}


def _sources_chart(f: Figures, language: Language) -> Spec:
    panels = []
    for measured in ("contribution", "marginal"):
        values = [
            _value(
                f.get("gini_by_source", "disposable", measured, "", "income_source", level),
                name("income_source", level, language),
                measured,
            )
            for level in f.levels("gini_by_source", "income_source")
            if level != "disposable"
        ]
        title, axis = say(f"chart.source_{measured}", language), say("chart.axis_gini_points", language)
        panels.append(_dots(title, values, [measured], axis))
    return {"vconcat": panels}


def _together_chart(f: Figures, language: Language) -> Spec:
    readings = {end: _reading_name(end, language) for end in _readings(f)[:3]}
    panels = []
    for accounting in ACCOUNTINGS:
        values = [
            _value(
                f.get(
                    "together", f"shapley/{accounting}{end}", "headcount", "moderate", "programme", level, "points"
                ),
                name("programme", level, language),
                label,
            )
            for level in f.levels("together", "programme", f"shapley/{accounting}")
            for end, label in readings.items()
        ]  # fmt: skip
        title = say(f"accounting.{accounting}", language)
        panels.append(_dots(title, values, [*readings.values()], say("chart.axis_points", language)))
    return {"vconcat": panels}


TABLES: dict[str, Builder] = {
    "attribution": _division("attribution", SHOWN),
    "attribution_gap": _division("attribution_gap", (("gap", "moderate"), ("gap", "extreme"))),
    "gini_by_source": _sources,
    "with_and_without": _with_and_without,
    "together": _together,
    "readings": _switch,
}
ON_SCREEN = ("attribution", "gini_by_source", "with_and_without", "together", "readings")
CHARTS = {
    "attribution": ChartKind(_title, _chart, "attribution"),
    "gini_by_source": ChartKind(_sources_title, _sources_chart, "gini_by_source"),
    "together": ChartKind(_together_title, _together_chart, "together"),
}
FINDINGS = (finding,)
