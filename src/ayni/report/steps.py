"""Views of income step by step: the table and the waterfall of rows that `step_by_step` makes."""

from __future__ import annotations

from collections.abc import Callable

from ayni.report.chart import BLACK, BLUE, GREY, VERMILION, Spec, names_axis, panel
from ayni.report.figures import DASH, Figures, even_places, figure
from ayni.report.maker import Builder, Column, Given, Maker, column_head
from ayni.report.table import Cell, Table
from ayni.words import Language, say


def steps_table(identifier: str, table: str = "waterfall") -> Builder:
    """The table of the rows that `step_by_step` makes."""

    def build(f: Figures, language: Language) -> Table | None:
        columns: tuple[Column, ...] = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))
        heads = [""]
        for column in columns:
            gini = column[0] == "gini"
            heads += [
                column_head(column, language),
                say("column.gini_points" if gini else "column.difference", language),
            ]
        make = Maker(f, language, identifier, heads)
        for step in f.values("step", table):
            found: list[Given] = []
            for measured, line in columns:
                place = {"measure": measured, "line": line, "step": step}
                changed = f.find(table, side="change", unit="points", **place)
                found += [f.one(table, side="after", **place), changed or Cell()]
            make.line(f.name("step", step, language), found)
        return make.table()

    return build


def steps_chart(table: str, measures: tuple[Column, ...]) -> Callable[[Figures, Language], Spec]:
    """The steps of a table of `step_by_step`: one panel of bars for each measure and line."""

    def spec(f: Figures, language: Language) -> Spec:
        return {"vconcat": [_steps(f, language, table, measure) for measure in measures]}

    return spec


def _steps(f: Figures, language: Language, table: str, measure: Column) -> Spec:
    values: list[Spec] = []
    before: float | None = None
    shown = DASH
    place = {"measure": measure[0], "line": measure[1], "side": "change", "unit": "points"}
    places = even_places(f.find(table, step=step, **place) for step in f.values("step", table))
    for step in f.values("step", table):
        place = {"measure": measure[0], "line": measure[1], "step": step}
        level = f.one(table, side="after", **place)
        change = f.find(table, side="change", unit="points", **place)
        if level.value is None:
            continue
        after = 100 * level.value
        bar: Spec = {"name": f.name("step", step, language), "from": 0, "to": after, "kind": "level", "end": after}
        bar["label"] = shown = figure(level, language)
        if before is not None and change is not None and change.low is not None and change.high is not None:
            low, high = before + 100 * change.low, before + 100 * change.high
            bar |= {"from": before, "kind": "less" if after <= before else "more", "low": low, "high": high}
            bar |= {"label": figure(change, language, places), "end": max(before, after, high)}
        values.append(bar)
        before = after
    if before is not None:
        last = {"name": f.name("step", "disposable", language), "from": 0, "to": before, "kind": "level"}
        values.append({**last, "end": before, "label": shown})
    top, base = max((value["end"] for value in values), default=1.0), 0.0
    if measure[0] == "gini":  # steps are small beside the level, so the axis does not begin at zero
        lowest = min((min(value["to"], value.get("low", top)) for value in values), default=0.0)
        base = max(0.0, lowest - (top - lowest))
        values = [{**value, "from": base} if value["kind"] == "level" else value for value in values]
    y = names_axis([value["name"] for value in values])
    x = {
        "type": "quantitative",
        "scale": {"domain": [base, top + 0.25 * (top - base)], "nice": False},
        "axis": {"tickCount": 4},
    }
    head = "gini_points" if measure[0] == "gini" else "_".join(measure)
    x["title"] = say("column.gini_points" if measure[0] == "gini" else "chart.axis_persons", language)
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
    return panel(say(f"column.{head}", language), values, y, layer)
