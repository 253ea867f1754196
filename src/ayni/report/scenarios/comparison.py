"""Views of a comparison of two runs: poverty before and after, winners and losers, gains by tenth, costs."""

from __future__ import annotations

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec
from ayni.report.figures import Figures, error, figure, interval, name
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.scenario.comparison import BANDS
from ayni.words import Language, say

MEASURES = (
    ("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"),
    ("severity", "moderate"), ("severity", "extreme"), ("poor", "moderate"), ("poor", "extreme"), ("gini", ""),
    ("mean", ""),
)  # fmt: skip
GROUPS = ("area", "department", "sex", "age_band")
COSTS = ("recipients", "spending", "rc_iva", "aportes_sip_worker", "aportes_sip_employer", "net_cost")
"""What a comparison's costs count: by programme, then taxes and contributions, then what is left to find."""
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
    text = say(f"measure.{measure}", language)
    return f"{text}, {say(f'line.{line}', language)}" if line else text


def _poverty(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("before", "after", "change"))]
    make = Maker(f, language, "comparison", heads)
    for measure, line in MEASURES:
        found = [f.get("comparison", concept, measure, line) for concept in ("before", "after", "change")]
        if any(found):
            make.line(measure_name(measure, line, language), found)
    return make.table()


def _groups(f: Figures, language: Language) -> Table | None:
    columns = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gini", ""))
    make = Maker(f, language, "comparison_groups", ["", *(measure_name(*each, language) for each in columns)])
    for group in GROUPS:
        levels = f.levels("comparison", group)
        if levels:
            make.heading(say(f"group.{group}", language))
        for level in levels:
            found = [f.get("comparison", "change", *each, group, level, "points") for each in columns]
            make.line(name(group, level, language), found)
    return make.table()


def _winners(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "winners", ["", *(say(f"band.{band}", language) for band in BANDS)], error)
    for group in ("all", "decile", *GROUPS):
        levels = f.levels("winners", group)
        if levels and group != "all":
            make.heading(say("group.decile_before" if group == "decile" else f"group.{group}", language))
        for level in levels:
            found = [f.get("winners", band, "share", "", group, level) for band in BANDS]
            make.line(name(group, level, language), found)
    return make.table()


def _gains(f: Figures, language: Language) -> Table | None:
    heads = [say("chart.decile", language), say("column.gain", language), say("column.gain_relative", language)]
    make = Maker(f, language, "gains", heads)
    for level in f.levels("gains", "decile"):
        place = ("gains", "change", "mean", "", "decile", level)
        make.line(level, [f.get(*place, "Bs/month"), f.get(*place, "relative")])
    return make.table()


def _costs(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("before", "after", "change"))]
    make = Maker(f, language, "costs", heads)
    for group in ("programme", "all"):
        for level in f.levels("costs", group):
            for measure in COSTS:
                found = [f.get("costs", each, measure, "", group, level) for each in ("before", "after", "change")]
                if any(found):
                    head = f.programme(level, language) if group == "programme" else say("column.all", language)
                    text = say(f"measure.{measure}", language)
                    line = f"{head}: {text.lower()}" if measure in COSTS[:2] else text
                    make.line(line, [cell if cell is not None else Cell() for cell in found])
    for measure in ("cost_per_lifted", "cost_per_gap_point"):
        for line in ("moderate", "extreme"):
            row = f.get("costs", "change", measure, line)
            if row is not None:
                make.line(measure_name(measure, line, language), [Cell(), Cell(), row])
    return make.table()


def finding(f: Figures, language: Language) -> str | None:
    """What the change does, in one sentence; None where these are not the rows of one comparison."""
    rows = {
        "moderate": f.get("comparison", "change", "headcount", "moderate", unit="points"),
        "moderate_relative": f.get("comparison", "change", "headcount", "moderate", unit="relative"),
        "extreme": f.get("comparison", "change", "headcount", "extreme", unit="points"),
        "extreme_relative": f.get("comparison", "change", "headcount", "extreme", unit="relative"),
        "gini": f.get("comparison", "change", "gini", unit="points"),
    }
    fields: dict[str, str] = {}
    for label, row in rows.items():
        if row is None or row.value is None:
            return None
        fields |= {label: figure(row, language), f"{label}_interval": interval(row, language)}
    return say("finding.comparison", language, **fields)


def _winners_title(f: Figures, language: Language) -> str | None:
    rows = {band: f.get("winners", band, "share") for band in BANDS}
    fields = {band: figure(row, language) for band, row in rows.items() if row is not None}
    return say("chart.winners", language, **fields) if len(fields) == len(BANDS) else None


def _winners_chart(f: Figures, language: Language) -> Spec:
    labels = {band: say(f"band.{band}", language) for band in BANDS}
    order = [*(say("group.all", language),), *(f"{tenth}" for tenth in range(1, 11))]
    values = []
    for level, place in zip(order, (("all", "all"), *(("decile", str(tenth)) for tenth in range(1, 11))), strict=True):
        for index, band in enumerate(BANDS):
            row = f.get("winners", band, "share", "", *place)
            if row is not None and row.value is not None:
                values.append({"name": level, "band": labels[band], "order": index, "share": 100 * row.value})
    scale = {"domain": [*labels.values()], "range": [COLOURS[band] for band in BANDS]}
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
    ends = {end: f.get("gains", "change", "mean", "", "decile", level) for end, level in (("low", "1"), ("high", "10"))}
    fields = {end: figure(row, language) for end, row in ends.items() if row is not None and row.value is not None}
    return say("chart.gains", language, **fields) if len(fields) == len(ends) else None


def _gains_chart(f: Figures, language: Language) -> Spec:
    panels = []
    for unit, scale, title in (("Bs/month", 1, "column.gain"), ("relative", 100, "column.gain_relative")):
        values = []
        for level in f.levels("gains", "decile"):
            row = f.get("gains", "change", "mean", "", "decile", level, unit)
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
}
FINDINGS = (finding,)
