"""Views of a comparison of two runs: poverty before and after, winners and losers, gains by tenth, costs."""

from __future__ import annotations

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec, names_axis, panel
from ayni.report.figures import LINES, Figures, error, even_places, figure, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.naming import measure_text, name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.scenario.keys import ALL_PROGRAMMES, BANDS
from ayni.words import Language, say

MEASURES = (
    ("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"),
    ("severity", "moderate"), ("severity", "extreme"), ("poor", "moderate"), ("poor", "extreme"), ("gini", ""),
    ("mean", ""),
)  # fmt: skip
GROUPS = ("area", "department", "sex", "age_band")
OF_PROGRAMMES = ("recipients", "spending")
COSTS = (*OF_PROGRAMMES, "revenue", "net_cost")
"""What a comparison's costs count: of programmes, of taxes and contributions, and what is left to find."""
UNIT_COSTS = ("cost_per_lifted", "cost_per_gap_point")
COLOURS = {
    "gain_more": BLUE,
    "gain_less": "#7FB8D8",
    "no_change": "#DDDDDD",
    "lose_less": "#EFB083",
    "lose_more": VERMILION,
}
"""Blue for gains and vermilion for losses, pale for the small ones; in the order of the legend."""


def measure_name(measure: str, line: str, language: Language) -> str:
    """`Incidencia de la pobreza extrema`: a measure with its line; the Gini with the scale of its change."""
    if measure == "gini":
        return say("column.gini_and_change", language)
    text = measure_text(measure, language)
    return f"{text}, {say(f'line.{line}', language)}" if line else text


def _poverty(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("before", "after", "change"))]
    make = Maker(f, language, "comparison", heads, about=_income(f, language))
    for measure, line in MEASURES:
        found = [compared(f, side, measure, line) for side in ("before", "after", "change")]
        if any(found):
            make.line(measure_name(measure, line, language), found)
    return make.table()


def _income(f: Figures, language: Language) -> dict[str, str]:
    """The name of the income that is counted, for what stands under a title."""
    return {"income": say(f"counted_income.{f.counted}", language)}


def compared(
    f: Figures, side: str, measure: str, line: str, unit: str = "", accounting: str = "", **place: str
) -> Row | None:
    """A figure of the income that is counted, before or after, or its change."""
    of = {"concept": f.counted, "measure": measure, "line": line, "side": side, **place}
    return f.find("comparison", unit=unit, accounting=accounting, **of)


def gain(f: Figures, tenth: str, unit: str) -> Row | None:
    """What a tenth gains per head, in Bs a month or relative."""
    place = {"concept": f.counted, "measure": "mean", "group": "decile", "level": tenth, "side": "change"}
    return f.find("gains", unit=unit, **place)


def band(f: Figures, name: str, group: str = "all", level: str = "all") -> Row | None:
    """The share of persons in a band of gains and losses."""
    return f.find("winners", concept=f.counted, measure=name, group=group, level=level)


def _groups(f: Figures, language: Language) -> Table | None:
    columns = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gini", ""))
    make = Maker(f, language, "comparison_groups", ["", *(measure_name(*each, language) for each in columns)])
    for group in GROUPS:
        levels = f.levels("comparison", group)
        if levels:
            make.heading(name("group", group, language))
        for level in levels:
            place = {"group": group, "level": level}
            found = [compared(f, "change", *each, "points", **place) for each in columns]
            make.line(f.level(group, level, language), found)
    return make.table()


def _winners(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"band.{each}", language) for each in BANDS)]
    make = Maker(f, language, "winners", heads, error, about=_income(f, language))
    for group in ("all", "decile", *GROUPS):
        levels = f.levels("winners", group)
        if levels and group != "all":
            make.heading(name("group", "decile_before" if group == "decile" else group, language))
        for level in levels:
            make.line(f.level(group, level, language), [band(f, each, group, level) for each in BANDS])
    return make.table()


def _gains(f: Figures, language: Language) -> Table | None:
    heads = [say("chart.decile", language), say("column.gain", language), say("column.gain_relative", language)]
    make = Maker(f, language, "gains", heads)
    for level in f.levels("gains", "decile"):
        make.line(level, [gain(f, level, unit) for unit in ("Bs/month", "relative")])
    return make.table()


def _costs(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("before", "after", "change"))]
    make = Maker(f, language, "costs", heads)
    for programme in [*f.programmes("costs"), ""]:
        for measure in COSTS:
            place = {"programme": programme, "measure": measure}
            found = [f.find("costs", side=side, **place) for side in ("before", "after", "change")]
            if any(found):
                make.line(_cost_head(f, programme, measure, language), [cell or Cell() for cell in found])
    for measure in UNIT_COSTS:
        for line in ("moderate", "extreme"):
            row = f.find("costs", measure=measure, line=line, side="change")
            if row is not None:
                make.line(measure_name(measure, line, language), [Cell(), Cell(), row])
    return make.table()


def _cost_head(f: Figures, programme: str, measure: str, language: Language) -> str:
    if measure == "revenue":
        return f.measure(programme, language)
    if measure == "net_cost":
        return say("measure.net_cost", language)
    head = say("column.all", language) if programme == ALL_PROGRAMMES else f.programme(programme, language)
    return f"{head}: {measure_text(measure, language).lower()}"


def finding(f: Figures, language: Language) -> str | None:
    """What the change does, in one sentence; None where these are not the rows of one comparison."""
    rows = {
        "moderate": compared(f, "change", "headcount", "moderate", "points"),
        "moderate_relative": compared(f, "change", "headcount", "moderate", "relative"),
        "extreme": compared(f, "change", "headcount", "extreme", "points"),
        "extreme_relative": compared(f, "change", "headcount", "extreme", "relative"),
        "gini": compared(f, "change", "gini", "", "points"),
    }
    return sentence("finding.comparison" if f.counted == "disposable" else "finding.after_prices", rows, language)


def _winners_title(f: Figures, language: Language) -> str | None:
    rows = {each: band(f, each) for each in BANDS}
    fields = {each: figure(row, language) for each, row in rows.items() if row is not None}
    return say("chart.winners", language, **fields) if len(fields) == len(BANDS) else None


def _winners_chart(f: Figures, language: Language) -> Spec:
    labels = {each: say(f"band.{each}", language) for each in BANDS}
    order = [*(say("group.all", language),), *(f"{tenth}" for tenth in range(1, 11))]
    values = []
    for level, place in zip(order, (("all", "all"), *(("decile", str(tenth)) for tenth in range(1, 11))), strict=True):
        for index, each in enumerate(BANDS):
            row = band(f, each, *place)
            if row is not None and row.value is not None:
                values.append({"name": level, "band": labels[each], "order": index, "share": 100 * row.value})
    scale = {"domain": [*labels.values()], "range": [COLOURS[each] for each in BANDS]}
    legend = {"orient": "bottom", "columns": 1}
    axis = {"title": say("chart.decile", language), "labelFontSize": 12}
    return {
        "width": 300,
        "height": {"step": 24},
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": BLACK, "strokeWidth": 0.5},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": order, "axis": axis},
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": say("chart.axis_persons", language),
                "scale": {"domain": [0, 100]},
            },
            "color": {"field": "band", "type": "nominal", "scale": scale, "legend": legend},
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _gains_title(f: Figures, language: Language) -> str | None:
    ends = {end: gain(f, level, "Bs/month") for end, level in (("low", "1"), ("high", "10"))}
    fields = {end: figure(row, language) for end, row in ends.items() if row is not None and row.value is not None}
    return say("chart.gains", language, **fields) if len(fields) == len(ends) else None


def _gains_chart(f: Figures, language: Language) -> Spec:
    panels = []
    for unit, scale, title in (("Bs/month", 1, "column.gain"), ("relative", 100, "column.gain_relative")):
        values = []
        for level in f.levels("gains", "decile"):
            row = gain(f, level, unit)
            if row is not None and row.value is not None and row.low is not None and row.high is not None:
                value = {"decile": level, "value": scale * row.value, "low": scale * row.low, "high": scale * row.high}
                values.append({**value, "kind": "gain" if row.value >= 0 else "loss"})
        x: Spec = {"field": "decile", "type": "ordinal", "sort": None, "title": say("chart.decile", language)}
        x["axis"] = {"labelAngle": 0}
        colour = {"domain": ["gain", "loss"], "range": [BLUE, VERMILION]}
        y = {"type": "quantitative", "title": None}
        panels.append(
            {
                "title": say(title, language),
                "width": 300,
                "height": 120,
                "data": {"values": values},
                "layer": [
                    {
                        "mark": "bar",
                        "encoding": {
                            "x": x,
                            "y": {"field": "value", **y},
                            "color": {"field": "kind", "type": "nominal", "scale": colour, "legend": None},
                        },
                    },
                    {
                        "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
                        "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
                    },
                ],
            }
        )
    return {"vconcat": panels}


def _chart(f: Figures, language: Language) -> Spec:
    panels = []
    for line in LINES:
        found = [
            (f.level(group, level, language), row)
            for group in ("area", "department", "all")
            for level in (f.levels("comparison", group) if group != "all" else ["all"])
            if (row := compared(f, "change", "headcount", line, "points", group=group, level=level)) is not None
        ]
        panels.append(dots(say(f"column.headcount_{line}", language), found, language))
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}}


def _title(f: Figures, language: Language) -> str | None:
    fields = {}
    for line in LINES:
        for side in ("before", "after"):
            row = compared(f, side, "headcount", line)
            if row is None or row.value is None or not f.levels("comparison", "area"):
                return None
            fields[f"{line}_{side}"] = figure(row, language)
    return say("chart.comparison_groups", language, **fields)


def dots(title: str, rows: list[tuple[str, Row]], language: Language) -> Spec:
    """A panel of changes in points, each a dot with its interval and its figure; the last, of all of them, a diamond.

    What raises the figure is vermilion, what lowers it blue.
    """
    values = []
    places = even_places(row for _, row in rows)
    for label, row in rows:
        value: Spec = {"name": label, "sum": label == rows[-1][0]}
        if row.value is None or row.low is None or row.high is None:
            value |= {"label": "–", "end": 0}
        else:
            value |= {"value": 100 * row.value, "low": 100 * row.low, "high": 100 * row.high}
            value |= {"label": figure(row, language, places), "end": max(0.0, 100 * row.high), "up": row.value > 0}
        values.append(value)
    ends = [0.0, *(value[key] for value in values for key in ("low", "high") if key in value)]
    low, high = min(ends), max(ends)
    domain = [low - 0.03 * (high - low), high + 0.34 * (high - low)]
    x = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": {"tickCount": 5}}
    colour = {"domain": [True, False], "range": [VERMILION, BLUE]}
    up = {"field": "up", "type": "nominal", "legend": None, "scale": colour}
    shape = {"domain": [False, True], "range": ["circle", "diamond"]}
    shown = [{"filter": "isValid(datum.value)"}]
    zero = {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": "height"}}
    field = {"field": "low", "title": say("chart.axis_points", language), **x}
    layer: list[Spec] = [
        {"mark": {"type": "rule", "color": "#666"}, "encoding": zero},
        {
            "transform": shown,
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": field, "x2": {"field": "high"}, "color": up},
        },
        {
            "transform": shown,
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {
                "x": {"field": "value", **x},
                "color": up,
                "shape": {"field": "sum", "type": "nominal", "legend": None, "scale": shape},
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "label", "type": "nominal"}},
        },
    ]
    return panel(title, values, names_axis([value["name"] for value in values]), layer)


TABLES: dict[str, Builder] = {
    "comparison": _poverty,
    "costs": _costs,
    "winners": _winners,
    "gains": _gains,
    "comparison_groups": _groups,
}
ON_SCREEN = ("comparison", "costs", "winners", "gains")
CHARTS = {
    "winners": ChartKind(_winners_title, _winners_chart, "winners"),
    "gains": ChartKind(_gains_title, _gains_chart, "gains"),
    "comparison_groups": ChartKind(_title, _chart, "comparison_groups"),
}
FINDINGS = (finding,)
