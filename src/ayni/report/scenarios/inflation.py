"""Views of inflation by group: both periods by group, month by month, what each group buys, prices by division."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

from ayni.report.chart import BLACK, BLUE, GREEN, VERMILION, ChartKind, Spec, line_names
from ayni.report.figures import Figures, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.words import Language, say
from ayni.words.numbers import month_of_year

GROUPS = ("decile", "area", "household_type")
PAIRS = {"decile": ("1", "10"), "area": ("rural", "urban")}
"""The levels that are set side by side in sentence and chart, the group that is asked for first."""
LINES = ("extreme_line", "moderate_line")
BESIDE = ("democratic", "plutocratic_raw")
"""The kinds of basket that stand beside the main one, over the whole period."""
Curve = tuple[str, str, str]
"""Whose basket: kind, group and level."""
OFFICIAL: Curve = ("official", "all", "all")
EXTREME: Curve = ("extreme_line", "all", "all")


def _periods(f: Figures) -> list[str]:
    """The period asked for, and the last year where that is another."""
    return f.values("step", "inflation", concept="official")


def _month(text: str, language: Language) -> str:
    return month_of_year(dt.date.fromisoformat(f"{text}-01"), language)


def _span(period: str, language: Language) -> dict[str, str]:
    start, _, end = period.partition("..")
    return {"start": _month(start, language), "end": _month(end, language)}


def _find(f: Figures, curve: Curve, period: str, table: str = "inflation") -> Row | None:
    kind, group, level = curve
    return f.find(table, concept=kind, measure="inflation", step=period, group=group, level=level)


def _pairs(f: Figures) -> list[Curve]:
    """The two levels of each group that is there."""
    return [
        ("plutocratic", group, level)
        for group, levels in PAIRS.items() if f.levels("inflation", group, concept="plutocratic") for level in levels
    ]  # fmt: skip


# ---- tables


def _inflation(f: Figures, language: Language) -> Table | None:
    periods = _periods(f)
    if not periods:
        return None
    heads = [say("column.inflation_since", language, **_span(period, language)) for period in periods]
    heads += [say(f"column.inflation_{kind}", language) for kind in BESIDE]
    make = Maker(f, language, "inflation", ["", *heads])

    def line(group: str, level: str, head: str) -> None:
        found = [_find(f, ("plutocratic", group, level), period) for period in periods]
        make.line(head, [*found, *(_find(f, (kind, group, level), periods[0]) for kind in BESIDE)])

    line("all", "all", say("inflation_line.everybody", language))
    for group in GROUPS:
        levels = f.levels("inflation", group, concept="democratic")
        if not levels:
            continue
        make.heading(say(f"inflation_line.{group}", language))
        for level in levels:
            line(group, level, _level(f, group, level, language))
        if group in PAIRS:
            gaps = [_gap(f, group, "plutocratic", period) for period in periods]
            make.line(
                say(f"inflation_line.gap_{group}", language),
                [*gaps, Cell(), _gap(f, group, "plutocratic_raw", periods[0])],
            )
    make.heading(say("inflation_line.lines", language))
    for kind in LINES:
        found = [_find(f, (kind, "all", "all"), period) for period in periods]
        make.line(say(f"inflation_line.{kind}", language), [*found, *(Cell() for _ in BESIDE)])
    return make.table()


def _level(f: Figures, group: str, level: str, language: Language) -> str:
    if group == "decile":
        return say("inflation_line.tenth", language, n=level)
    return f.name(group, level, language)


def _gap(f: Figures, group: str, kind: str, period: str) -> Row | None:
    level = "-".join(PAIRS[group])
    place = {"measure": "inflation_gap", "group": group, "level": level, "side": "change"}
    return f.find("inflation", concept=kind, step=period, **place)


def _months(f: Figures, language: Language, *, yearly: bool) -> Table | None:
    """Month by month, since the first month or over a year each."""
    start = _start(f)
    if not start:
        return None
    table = "inflation_yearly" if yearly else "inflation_months"
    title = say(f"table.{table}", language, start=_month(start, language))
    curves = [OFFICIAL, *_pairs(f), EXTREME]
    make = Maker(f, language, table, ["", *(_name(curve, language) for curve in curves)], title=title)
    make.about = {"start": _month(start, language)}
    for period in f.values("step", "inflation_months", concept="official"):
        before, _, month = period.partition("..")
        if _is_year(period) if yearly else before == start:
            found = [_find(f, curve, period, "inflation_months") for curve in curves]
            make.line(_month(month, language), found)
    return make.table()


def _is_year(period: str) -> bool:
    before, _, month = period.partition("..")
    return int(month[:4]) - int(before[:4]) == 1 and before[4:] == month[4:]


def _start(f: Figures) -> str:
    """The month from which prices are followed; empty where there are no rows of months."""
    return next(iter(f.values("step", "inflation_months", concept="official")), "").partition("..")[0]


def _name(curve: Curve, language: Language) -> str:
    kind, group, level = curve
    return say(f"inflation_curve.{kind if group == 'all' else f'{group}_{level}'}", language)


def _baskets(f: Figures, language: Language) -> Table | None:
    curves: list[Curve] = [("plutocratic_raw", "all", "all"), ("plutocratic", "all", "all"), *_pairs(f)]
    heads = [say(f"column.basket_{kind}", language) for kind, _, _ in curves[:2]]
    make = Maker(f, language, "inflation_baskets", ["", *heads, *(_name(curve, language) for curve in curves[2:])])
    for division in f.values("step", "inflation_baskets"):
        found = [
            f.find("inflation_baskets", concept=kind, measure="basket_share", group=group, level=level, step=division)
            for kind, group, level in curves
        ]
        make.line(say(f"division.{division}", language), found)
    return make.table()


def _divisions(f: Figures, language: Language) -> Table | None:
    periods = _periods(f)
    heads = [say("column.inflation_since", language, **_span(period, language)) for period in periods]
    make = Maker(f, language, "inflation_divisions", ["", *heads])
    place = {"concept": "official", "measure": "inflation", "group": "division"}
    for division in f.levels("inflation_divisions", "division"):
        found = [f.find("inflation_divisions", level=division, step=period, **place) for period in periods]
        make.line(say(f"division.{division}", language), found)
    if periods:
        make.line(say("inflation_curve.official", language), [_find(f, OFFICIAL, period) for period in periods])
    return make.table()


# ---- sentences and the chart


def finding(f: Figures, language: Language) -> str | None:
    """By how much prices rose for the two ends of a group, by INE's index, and for the extreme line."""
    periods = _periods(f)
    return _said(f, "inflation", periods[0], language, "inflation") if periods else None


def peak(f: Figures, language: Language) -> str | None:
    """The same of the year in which INE's index rose most; None where that is the last, or no other year is there."""
    official = {
        period: row.value
        for period in f.values("step", "inflation_months", concept="official")
        if _is_year(period) and (row := _find(f, OFFICIAL, period, "inflation_months")) and row.value is not None
    }
    highest = max(official, key=lambda period: official[period], default="")
    return None if highest in ("", *_periods(f)) else _said(f, "inflation_peak", highest, language, "inflation_months")


def _said(f: Figures, key: str, period: str, language: Language, table: str) -> str | None:
    pair = _pairs(f)[:2]
    curves = {"official": OFFICIAL, "line": EXTREME, **dict(zip(("one", "other"), pair, strict=False))}
    rows = {name: _find(f, curve, period, table) for name, curve in curves.items()}
    ending = f"_{pair[0][1]}" if pair else ""
    return sentence(f"finding.{key}{ending}", rows, language, **_span(period, language))


def _spec(f: Figures, language: Language) -> Spec:
    start = _start(f)
    curves = [*_pairs(f)[:2], OFFICIAL, EXTREME]
    names = [_name(curve, language) for curve in curves]
    looks = {OFFICIAL: (BLACK, [6, 3]), EXTREME: (GREEN, [2, 2])}
    own = iter(((VERMILION, [1, 0]), (BLUE, [1, 0])))
    colours, dashes = zip(*(looks[curve] if curve in looks else next(own) for curve in curves), strict=True)
    values: list[Spec] = []
    for curve, name in zip(curves, names, strict=True):
        values.append({"day": f"{start}-01", "name": name, "value": 0.0})
        for period in f.values("step", "inflation_months", concept="official"):
            row = _find(f, curve, period, "inflation_months") if period.startswith(f"{start}..") else None
            if row is not None and row.value is not None:
                point: Spec = {"day": f"{row.prices}-01", "name": name, "value": 100 * row.value}
                if row.low is not None and row.high is not None:
                    point |= {"low": 100 * row.low, "high": 100 * row.high}
                values.append(point)
    colour, dash = (
        {"field": "name", "type": "nominal", "scale": {"domain": names, "range": list(each)}, "legend": None}
        for each in (colours, dashes)
    )
    x: Spec = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": 7}}
    if int(values[-1]["day"][:4]) - int(start[:4]) < 2:
        x["axis"] = {"format": "%m/%Y", "tickCount": 4}
    y: Spec = {"type": "quantitative", "title": say("chart.axis_inflation", language)}
    bands: list[Spec] = [
        {
            "transform": [{"filter": f"isValid(datum.low) && datum.name === {json.dumps(name)}"}],
            "mark": {"type": "area", "opacity": 0.2, "color": tint},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        }
        for curve, name, tint in zip(curves, names, colours, strict=True) if curve not in looks
    ]  # fmt: skip
    return {
        "width": 330,
        "height": 240,
        "data": {"values": values},
        "layer": [
            *bands,
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": {**y, "field": "value"}, "color": colour, "strokeDash": dash},
            },
            *line_names(values, x, {**y, "field": "value"}, colour, 240),
        ],
    }  # fmt: skip


TABLES: dict[str, Builder] = {
    "inflation": _inflation,
    "inflation_baskets": _baskets,
    "inflation_divisions": _divisions,
    "inflation_months": partial(_months, yearly=False),
    "inflation_yearly": partial(_months, yearly=True),
}
ON_SCREEN = ("inflation", "inflation_baskets", "inflation_divisions")
CHARTS: dict[str, ChartKind] = {"inflation_months": ChartKind(finding, _spec, "inflation_months")}
FINDINGS = (finding, peak)
