"""Views of what each programme accounts for."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.report.chart import BLUE, GREEN, VERMILION, ChartKind, Spec, names_axis, panel
from ayni.report.figures import DASH, Figures, error, figure, interval
from ayni.report.maker import Builder, Given, Maker, column_head
from ayni.report.table import Cell, Table
from ayni.scenario.keys import TOGETHER, WAYS
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
            for player in f.programmes("attribution", order="cumulative"):
                found = [_part(f, way, measured, line, player) for way in WAYS]
                share = _part(f, "shapley", measured, line, player, "share_of_joint")
                make.line(f.programme(player, language), [*found, share or Cell(DASH)])
            joint = _part(f, "joint", measured, line, TOGETHER)
            if joint is not None:
                given: list[Given] = [Cell(), Cell(), joint, joint, Cell()]
                make.line(f.programme("together", language), given)
        return make.table()

    return build


def _part(
    f: Figures, order: str, measured: str, line: str, player: str, unit: str = "points", table: str = "attribution",
    accounting: str = "", **place: str,
) -> Row | None:  # fmt: skip
    """What an order of joining assigns to a player."""
    of = {"concept": "disposable", "programme": player, "measure": measured, "line": line, "side": "change", **place}
    return f.find(table, unit=unit, accounting=accounting, order=order, **of)


def _panel_title(measured: str, line: str, language: Language) -> str:
    return say("column.gini_points", language) if measured == "gini" else column_head((measured, line), language)


def _source(f: Figures, level: str, measured: str) -> Row | None:
    return f.find("gini_by_source", concept="disposable", measure=measured, group="income_source", level=level)


def _sources(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in SOURCE_FIGURES]
    make = Maker(f, language, "gini_by_source", ["", *heads], error)
    for level in f.levels("gini_by_source", "income_source"):
        found = [_source(f, level, each) for each in SOURCE_FIGURES]
        make.line(f.name("income_source", level, language), [cell or Cell() for cell in found])
    return make.table()


def _with_and_without(f: Figures, language: Language) -> Table | None:
    sides = {"without": "before", "with": "after"}
    figures = [(way, line) for line in ("moderate", "extreme") for way in sides]
    heads = [
        f"{column_head(('headcount', line), language)}, {say(f'way.{way}', language).lower()}" for way, line in figures
    ]
    make = Maker(f, language, "with_and_without", ["", *heads])
    for accounting in ACCOUNTINGS:
        players = f.programmes("together", accounting=accounting)
        if players:
            make.heading(say(f"accounting.{accounting}", language))
        for player in players:
            place = {"concept": "disposable", "programme": player, "measure": "headcount"}
            found = [
                f.find("together", accounting=accounting, line=line, side=sides[way], **place) for way, line in figures
            ]
            make.line(f.programme(player, language), found)
    return make.table()


def _together(f: Figures, language: Language) -> Table | None:
    columns = [*((way, *SHOWN[0]) for way in ("one_at_a_time", "first_in")), *(("shapley", *each) for each in SHOWN)]
    heads = [
        f"{_panel_title(measured, line, language)}: {say(f'way.{way}', language)}" for way, measured, line in columns
    ]
    make = Maker(f, language, "together", ["", *heads])
    for accounting in ACCOUNTINGS:
        players = f.programmes("together", accounting=accounting)
        if players:
            make.heading(say(f"accounting.{accounting}", language))
        for player in players:
            found: list[Given] = []
            for way, measured, line in columns:
                if player != TOGETHER or way == "shapley":
                    found.append(_in_part(f, accounting, measured, line, player, way))
                else:
                    found.append(Cell())
            make.line(f.programme(player, language), found)
    return make.table()


Reading = tuple[str, str]
"""A parameter and its value; `all` and `all` for the law book's own reading."""


def _in_part(
    f: Figures, accounting: str, measured: str, line: str, player: str, order: str, reading: Reading = ("all", "all")
) -> Row | None:
    """A player's part of the effect of some programmes; of all of them the joint effect."""
    place = {"group": reading[0], "level": reading[1]}
    order = "joint" if player == TOGETHER else order
    return _part(f, order, measured, line, player, table="together", accounting=accounting, **place)


def _readings(f: Figures) -> list[Reading]:
    """Each reading of which parents are excluded, the law book's first."""
    return list(dict.fromkeys((row.group, row.level) for row in f.of("together")))


def _reading_name(f: Figures, reading: Reading, language: Language) -> str:
    parameter, value = reading
    if parameter == "all":
        return say("parent_reading.law_book", language)
    programme = f.programme(parameter.partition(".")[0], language)
    return say(f"parent_reading.{value}", language, programme=programme)


def _switch(f: Figures, language: Language) -> Table | None:
    readings = _readings(f)
    if len(readings) < 2:
        return None
    make = Maker(f, language, "readings", ["", *(_reading_name(f, each, language) for each in readings)])
    for measured, line in SHOWN:
        for accounting in ACCOUNTINGS:
            title = _panel_title(measured, line, language)
            make.heading(f"{title}: {say(f'accounting.{accounting}', language).lower()}")
            for player in f.programmes("together", accounting=accounting):
                place = (accounting, measured, line, player, "shapley")
                make.line(f.programme(player, language), [_in_part(f, *place, each) for each in readings])
    return make.table()


# ---- sentences and titles


def _largest(f: Figures, measured: str, line: str, language: Language) -> dict[str, str] | None:
    """The joint effect and the two players of the largest Shapley values; None where fewer are published."""
    joint = _part(f, "joint", measured, line, TOGETHER)
    parts = [
        (player, row)
        for player in f.programmes("attribution", order="shapley")
        if (row := _part(f, "shapley", measured, line, player)) is not None and row.value is not None
    ]
    if joint is None or joint.value is None or len(parts) < 2:
        return None
    fields = {"joint": figure(joint, language), "joint_interval": interval(joint, language)}
    ordered = sorted(parts, key=lambda part: -abs(part[1].value or 0.0))
    for label, (player, row) in zip(("first", "second"), ordered, strict=False):
        fields |= {f"{label}_name": f.programme(player, language), label: figure(row, language)}
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
    total = _source(f, "disposable", "source_gini")
    labour = _source(f, "labour", "contribution_share")
    if total is None or total.value is None or labour is None or labour.value is None:
        return None
    return say("chart.gini_by_source", language, gini=figure(total, language), labour=figure(labour, language))


def _together_title(f: Figures, language: Language) -> str | None:
    rows = {each: _in_part(f, each, "headcount", "moderate", TOGETHER, "joint") for each in ACCOUNTINGS}
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
            _value(_part(f, way, measured, line, player), f.programme(player, language), label)
            for player in f.programmes("attribution", order="cumulative")
            for way, label in series.items()
        ]
        title = _panel_title(measured, line, language)
        panels.append(_dots(title, values, [*series.values()], say("chart.axis_points", language)))
    return {"vconcat": panels}


def _sources_chart(f: Figures, language: Language) -> Spec:
    panels = []
    for measured in ("contribution", "marginal"):
        values = [
            _value(_source(f, level, measured), f.name("income_source", level, language), measured)
            for level in f.levels("gini_by_source", "income_source")
            if level != "disposable"
        ]
        title, axis = say(f"chart.source_{measured}", language), say("chart.axis_gini_points", language)
        panels.append(_dots(title, values, [measured], axis))
    return {"vconcat": panels}


def _together_chart(f: Figures, language: Language) -> Spec:
    readings = {each: _reading_name(f, each, language) for each in _readings(f)[:3]}
    panels = []
    for accounting in ACCOUNTINGS:
        values = [
            _value(
                _in_part(f, accounting, "headcount", "moderate", player, "shapley", reading),
                f.programme(player, language),
                label,
            )
            for player in f.programmes("together", accounting=accounting, order="shapley")
            for reading, label in readings.items()
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
