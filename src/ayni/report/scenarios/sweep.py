"""The view of one parameter over a range of values."""

from __future__ import annotations

from ayni.report.chart import BLUE, VERMILION, ChartKind, Spec
from ayni.report.figures import Figures, error, figure, interval
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.scenarios.reform import value_text
from ayni.report.table import Table
from ayni.scenario import Row
from ayni.words import Language, say
from ayni.words.numbers import number, percent

CHANGES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"), ("gini", ""))
SHARES = ("winners", "losers")


# ---- views


def _parameter(f: Figures, language: Language) -> dict[str, str] | None:
    """The parameter's words, identifier and unit."""
    if f.sweep is None:
        return None
    unit = say(f"law_unit.{f.sweep.unit}", language)
    return {"text": f.names[f.sweep.parameter][language], "parameter": f.sweep.parameter, "unit": unit}


def _levels(f: Figures) -> list[str]:
    """The values of the parameter."""
    return f.levels("sweep", f.sweep.parameter) if f.sweep and f.of("sweep") else []


def _cost(f: Figures, level: str) -> Row | None:
    group = f.sweep.parameter if f.sweep else "all"
    return f.find("sweep", measure="net_cost", group=group, level=level, side="change")


def _change(f: Figures, level: str, measure: str, line: str) -> Row | None:
    place = {"concept": f.counted, "measure": measure, "line": line, "side": "change", "level": level}
    return f.find("sweep", unit="points", group=f.sweep.parameter if f.sweep else "all", **place)


def _value(f: Figures, level: str, language: Language) -> str:
    return value_text(float(level), f.sweep.unit if f.sweep else "", language)


def _table(f: Figures, language: Language) -> Table | None:
    about = _parameter(f, language)
    if about is None or not _levels(f):
        return None
    heads = [about["unit"], say("column.net_cost", language)]
    heads += [column_head(each if each[0] != "gini" else ("gini_points", ""), language) for each in CHANGES]
    make = Maker(f, language, "sweep", [*heads, *(say(f"column.{each}", language) for each in SHARES)], error)
    make.about = about
    for level in _levels(f):
        found = [_cost(f, level), *(_change(f, level, *each) for each in CHANGES)]
        place = {"concept": f.counted, "group": about["parameter"], "level": level}
        found += [f.find("sweep", measure=each, **place) for each in SHARES]
        make.line(_value(f, level, language), found)
    return make.table()


def _ends(f: Figures, language: Language) -> dict[str, str] | None:
    """The parameter, and at the first and the last value the cost and the change of extreme poverty."""
    fields, levels = _parameter(f, language), _levels(f)
    if fields is None or not levels:
        return None
    for end, level in (("first", levels[0]), ("last", levels[-1])):
        cost = _cost(f, level)
        poverty = _change(f, level, "headcount", "extreme")
        if cost is None or cost.value is None or poverty is None or poverty.value is None:
            return None
        fields |= {end: _value(f, level, language), f"{end}_cost": figure(cost, language)}
        fields |= {f"{end}_change": figure(poverty, language), f"{end}_interval": interval(poverty, language)}
    return fields


def finding(f: Figures, language: Language) -> str | None:
    """What the two ends of the range cost and do."""
    fields = _ends(f, language)
    return say("finding.sweep", language, **fields) if fields else None


def solved(f: Figures, language: Language) -> str | None:
    """The value that reaches the target, with its interval."""
    found = f.of("solve")
    if len(found) != 2 or f.sweep is None:
        return None
    row, target = found
    unit, value = f.sweep.unit, row.value or 0.0
    fields = {"text": f.names[f.sweep.parameter][language], "target": figure(target, language)}

    def found_value(of: float, places: int) -> str:
        return percent(of, language, 2) if unit == "share" else number(of, language, places)

    beside = "" if unit == "share" else f" {say(f'law_unit.{unit}', language)}"
    fields |= {"value": found_value(value, 2 if value >= 1 else 4) + beside}
    if row.low is not None and row.high is not None:
        ends = (found_value(end, 0 if row.low > 10 else 2 if value >= 1 else 4) for end in (row.low, row.high))
        fields["interval"] = say("solve.interval", language, low=next(ends), high=next(ends))
    else:
        fields["interval"] = ""
    return say(f"finding.solve_{row.level}", language, **fields)


def _title(f: Figures, language: Language) -> str | None:
    fields = _ends(f, language)
    return say("chart.sweep", language, **fields) if fields else None


def _chart(f: Figures, language: Language) -> Spec:
    """Change of poverty over what each value costs: a line with its band of intervals, by line of poverty."""
    levels = _levels(f)
    panels = []
    for line, colour in (("extreme", BLUE), ("moderate", VERMILION)):
        values: list[Spec] = []
        for index, level in enumerate(levels):
            cost = _cost(f, level)
            row = _change(f, level, "headcount", line)
            if row is None or row.value is None or row.low is None or row.high is None or cost is None:
                continue
            if cost.value is None:
                continue
            value: Spec = {"cost": cost.value / 1e6, "value": 100 * row.value, "order": index}
            value |= {"low": 100 * row.low, "high": 100 * row.high}
            if index % max(1, -(-len(levels) // 6)) == 0:
                value["label"] = _value(f, level, language)
            values.append(value)
        x: Spec = {"field": "cost", "type": "quantitative", "title": say("chart.axis_cost", language)}
        x |= {"scale": {"zero": False, "padding": 18}, "axis": {"tickCount": 5}}
        y: Spec = {"type": "quantitative", "title": say("chart.axis_points", language)}
        labelled = [{"filter": "isValid(datum.label)"}]
        layer: list[Spec] = [
            {
                "mark": {"type": "area", "color": colour, "opacity": 0.18},
                "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "color": colour, "strokeWidth": 2},
                "encoding": {"x": x, "y": {"field": "value", **y}, "order": {"field": "order"}},
            },
            {
                "transform": labelled,
                "mark": {"type": "point", "filled": True, "color": colour, "size": 50, "opacity": 1},
                "encoding": {"x": x, "y": {"field": "value", **y}},
            },
            {
                "transform": labelled,
                "mark": {"type": "text", "dy": -9, "align": "left", "dx": 2},
                "encoding": {"x": x, "y": {"field": "value", **y}, "text": {"field": "label", "type": "nominal"}},
            },
        ]
        title = say(f"column.headcount_{line}", language)
        panels.append({"title": title, "width": 300, "height": 150, "data": {"values": values}, "layer": layer})
    return {"vconcat": panels}


TABLES: dict[str, Builder] = {"sweep": _table}
ON_SCREEN = ("sweep",)
CHARTS = {"sweep": ChartKind(_title, _chart, "sweep")}
FINDINGS = (solved, finding)
