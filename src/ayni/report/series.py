"""Series over time as tables, charts and data: published figures and ours side by side, each method for itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ayni.engine import Law
from ayni.evidence.over_time import (
    DEPARTMENTS,
    Point,
    Series,
    by_department,
    home,
    indicators,
    places,
    subjects,
    unit_of,
)
from ayni.report.chart import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    VERMILION,
    WIDTH,
    Plan,
    Spec,
    first_names,
    names_axis,
    panel,
)
from ayni.report.json_and_csv import as_csv, as_json, twelve_digits
from ayni.report.naming import name as level_name, wave_name
from ayni.report.page_card import INK, MARGIN, WIDTH as CARD_WIDTH, framed, signed, text_lines
from ayni.report.table import Cell, Line, Table
from ayni.runs import names_of
from ayni.words import LANGUAGES, Language, catalogue, say
from ayni.words.numbers import NBSP, number, percent, supported_places

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, "#8a5a00", GREY)
DASHES = ((1, 0), (6, 3), (2, 2), (8, 2, 2, 2), (4, 4), (1, 3))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
OUR_SHAPES = ("circle", "stroke", "diamond", "square")
IN_TABLE_ONLY = (
    "quarter", "month", "effect_reported", "ine_income_rebuilt", "net_market_before_pensions", "net_market",
    "disposable",
)  # fmt: skip
"""Methods of ours that the chart leaves to the table: other incomes and periods of account."""
SOURCES_SHOWN = 3
NAMED = 3
"""Up to so many lines bear their names; more have them in the legend."""


# ---- words


def indicator_name(indicator: str, law: Law, language: Language) -> str:
    """What an indicator counts, as a heading; for a recorded name that under which it stands, and its method."""
    if indicator not in indicators():
        under, method = home(indicator)
        return say(
            "series.by_method",
            language,
            name=_heading(under, law, language),
            method=method_name(True, method, language),
        )
    return _heading(indicator, law, language)


def _heading(indicator: str, law: Law, language: Language) -> str:
    for key in (f"series_name.{indicator}", f"indicator.{indicator}"):
        if key in catalogue():
            text = say(key, language)
            return text[0].upper() + text[1:]
    head, _, rest = indicator.partition(".")
    section = "series_counted"
    if head == "effect":
        section, (head, _, rest) = "series_effect", rest.partition(".")
    return say(f"{section}.{rest}", language, of=_subject(head, law, language))


def _subject(name: str, law: Law, language: Language) -> str:
    key = f"series_of.{name}"
    return say(key, language) if key in catalogue() else level_name("programme", name, language, names_of(law))


def place_name(area: str, group: str, law: Law, language: Language) -> str:
    """An area and a group in words."""
    key = f"series_place.{area}"
    place = say(key, language) if key in catalogue() else area
    return (
        place
        if group == "All"
        else say("series.place_and_group", language, place=place, group=group_name(group, law, language))
    )


KINDS = {
    "work": "work_category", "with": "programme", "domain": "domain", "employer": "employer_sector",
    "industry": "industry",
}  # fmt: skip
"""What the word before the colon of a recorded row's group is a group of."""


def group_name(group: str, law: Law, language: Language) -> str:
    """A group of the registry or of a recorded row in words."""
    if f"series_group.{group}" in catalogue():
        return say(f"series_group.{group}", language)
    kind, _, level = group.partition(":")
    if kind in KINDS:
        name = level_name(KINDS[kind], level, language, names_of(law))
        return say("series_group.also", language, programme=name) if kind == "with" else name[0].upper() + name[1:]
    if group.startswith("Decile "):
        return say("series_group.decile", language, n=group.split()[1])
    found = re.fullmatch(r"(Age|Female|Male) (\d+)(?:-(\d+)|\+)", group)
    if found is None:
        return say(f"self_identification.{group}", language)
    who, first, last = found.groups()
    age = say(f"series_group.{'ages' if last else 'and_over'}", language, first=first, last=last)
    return (
        age if who == "Age" else say("series_group.sex_and_age", language, sex=group_name(who, law, language), age=age)
    )


def method_name(ours: bool, method: str, language: Language) -> str:
    """A method in words."""
    return say(f"series_{'ours' if ours else 'method'}.{method}", language)


def title_of(of: Series, law: Law, language: Language) -> str:
    """The indicator and its place."""
    indicator = indicator_name(of.indicator, law, language)
    return say("series.title", language, indicator=indicator, place=place_name(of.area, of.group, law, language))


def value_text(point: Point, unit: str, language: Language) -> str:
    """A value: a published one as it was published, one of ours to the digit that its standard error supports."""
    text = number(point.value, language, _places(point))
    text += "%" if unit.startswith("%") else ""
    if point.relative is None:
        return text
    return f"{text} ({percent(point.relative, language, sign=True)})"


def _places(point: Point) -> int:
    if point.ours:
        counted = abs(point.value) >= 1000
        se = None if point.se is None else point.se / (10 if counted or abs(point.value) < 1 else 1)
        return supported_places(se, 1, least=-3 if counted else 0, most=3 if abs(point.value) < 1 else 2)
    decimals = repr(point.value).partition(".")[2]
    return 0 if decimals == "0" else min(len(decimals), 4)


def interval_text(point: Point, language: Language, places: int | None = None) -> str:
    """`[36,1; 38,2]` to the digits of the value, or so many; empty where there is none."""
    if not point.interval:
        return ""
    low, high = (number(end, language, _places(point) if places is None else places) for end in point.interval)
    return f"[{low};{NBSP}{high}]"


def _source(point: Point, language: Language) -> str:
    if not point.ours:
        return point.source
    compiled = point.wave.startswith("HOG")
    wave = say("series.compiled_wave", language) if compiled else wave_name(point.wave, language)
    return say("series.source_survey", language, wave=wave, hash=point.source[:12])


def sources(of: Series, language: Language) -> dict[str, str]:
    """Every source of a series, in the order of its points, with its address where it has one."""
    return {_source(point, language): point.url for point in of.points}


def finding(of: Series, law: Law, language: Language) -> str:
    """The title, and by method the first and the last value with their periods."""
    found = [_from_to(of, ours, method, language) for ours, method in of.methods if method not in IN_TABLE_ONLY]
    return say("series.finding", language, title=title_of(of, law, language), found="; ".join(found) + ".")


def latest(of: Series, language: Language) -> str:
    """The last value that others publish, and the last of ours with its interval, a sentence each."""
    said = []
    for ours, key in ((False, "series.latest"), (True, "series.latest_ours")):
        there = [point for point in of.points if point.ours is ours and point.method not in IN_TABLE_ONLY]
        if there:
            point = max(there, key=lambda each: each.last)
            value = f"{value_text(point, of.unit, language)} {interval_text(point, language)}".strip()
            method = method_name(ours, point.method, language)
            period = point.period.replace("..", " – ")
            said.append(say(key, language, period=period, value=value, method=method))
    return " ".join(said)


def _headline(of: Series, law: Law, language: Language) -> str:
    """The title, and the first and last value of the published line that goes on longest; without a line, of ours."""
    ends = {method: (line[-1].last, len(line)) for method, line in of.lines.items()}
    place = (False, max(ends, key=lambda method: ends[method])) if ends else max(of.methods, key=lambda each: each[0])
    return say("series.finding", language, title=title_of(of, law, language), found=_from_to(of, *place, language))


def _from_to(of: Series, ours: bool, method: str, language: Language) -> str:
    points = of.lines.get(method, ()) if not ours else ()
    points = points or of.of(ours, method)
    first, last = min(points, key=lambda point: point.last), max(points, key=lambda point: point.last)
    values = {"first": value_text(first, of.unit, language), "last": value_text(last, of.unit, language)}
    key = "series.single" if first.period == last.period else "series.from_to"
    name = method_name(ours, method, language)
    return say(key, language, method=name, start=first.period, end=last.period, **values)


# ---- the table


def series_table(of: Series, law: Law, language: Language) -> Table:
    """Every value by method and period, rivals too, with sampling error where it is ours; sources as notes."""
    named = list(sources(of, language))
    lines = []
    for is_ours, method in of.methods:
        lines.append(Line(method_name(is_ours, method, language)))
        for point in of.of(is_ours, method):
            note = (named.index(_source(point, language)) + 1,)
            cells = (
                Cell(value_text(point, of.unit, language), interval_text(point, language), note),
                Cell("" if point.se is None else number(point.se, language, max(_places(point), 0) + 1)),
                Cell("" if point.n is None else number(point.n, language), figure=point.n),
                Cell(_confidence(point, language)),
            )
            lines.append(Line(point.period.replace("..", " – "), cells))
    published = sum(not is_ours for is_ours, _ in of.methods)
    ours = any(point.ours for point in of.points)
    about = "" if ours and published else "_ours" if ours else "_published"
    remarks = {
        "break": published > 1,
        "rivals": len({(point.ours, point.method, point.period) for point in of.points}) < len(of.points),
        "compiled": any(point.wave.startswith("HOG") for point in of.points),
        "not_recorded": ours,
        "first_order": of.indicator.startswith("effect."),
    }
    return Table(
        id="series",
        wave="",
        title=title_of(of, law, language),
        about=say(f"series.about{about}", language, unit=say(f"series_unit.{of.unit}", language)),
        columns=tuple(say(f"series.{key}", language) for key in ("period", "value", "se", "n", "confidence")),
        lines=tuple(lines),
        notes=tuple(named),
        remarks=tuple(say(f"series.{key}", language) for key, holds in remarks.items() if holds),
        source="",
        words=(4,),
    )


def _confidence(point: Point, language: Language) -> str:
    if point.ours or point.confidence == "computed":
        return say(f"series.{'ours' if point.ours else 'computed'}", language)
    return say(f"standing.{point.confidence}", language)


# ---- the chart


def is_drawn(of: Series) -> bool:
    """Whether there is more than one moment to show."""
    return len({point.middle for point in _drawn(of)}) > 1


def _drawn(of: Series) -> list[Point]:
    return [point for point in of.points if not (point.ours and point.method in IN_TABLE_ONLY)]


def segments(of: Series, language: Language) -> list[dict[str, Any]]:
    """The points of each line: a line joins the published values of one method, and nothing else."""
    return [
        {"day": point.middle.isoformat(), "value": point.value, "series": method_name(False, method, language)}
        for method, points in of.lines.items()
        for point in points
    ]


def series_spec(of: Series, language: Language) -> Spec:
    """Lines by method, points of ours with their intervals, breaks of method, and surveys in the field as ticks."""
    drawn = _drawn(of)
    methods = list(dict.fromkeys((point.ours, point.method) for point in drawn))
    names = [method_name(*method, language) for method in methods]
    published = [index for index, (ours, _) in enumerate(methods) if not ours]
    colours = [COLOURS[index % 6] if index in published else BLACK for index in range(len(methods))]
    shapes = [
        SHAPES[index % 6] if index in published else OUR_SHAPES[(index - len(published)) % 4]
        for index in range(len(methods))
    ]
    dashes = [list(DASHES[index % 6]) if index in published else [1, 0] for index in range(len(methods))]
    values = [
        {
            "day": point.middle.isoformat(), "value": point.value,
            "series": method_name(point.ours, point.method, language),
            **({"low": point.interval[0], "high": point.interval[1]} if point.interval else {}),
        }
        for point in drawn
    ]  # fmt: skip
    spans = [
        {"from": point.first.isoformat(), "to": point.last.isoformat(), "value": point.value,
         "series": method_name(point.ours, point.method, language)}
        for point in drawn if ".." in point.period
    ]  # fmt: skip
    lines = segments(of, language)
    joined = {name for name, count in Counter(each["series"] for each in lines).items() if count > 1}
    joined = joined if len(joined) <= NAMED else set()
    named = [each for each in lines if each["series"] in joined]
    legend: Spec | None = {"orient": "bottom", "values": [each for each in names if each not in joined]}
    legend = legend if joined < set(names) else None
    x: Spec = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": 7}}
    if len({point.middle.year for point in drawn}) < 3:
        x["axis"] = {"format": "%m/%Y", "tickCount": 4}
    y: Spec = {"type": "quantitative", "title": None, "scale": {"zero": of.unit != "0-1"}}
    colour, shape, dash = (
        {"field": "series", "type": "nominal", "scale": {"domain": names, "range": each}, "legend": legend}
        for each in (colours, shapes, dashes)
    )
    value: Spec = {**y, "field": "value"}
    layer: list[Spec] = [
        {
            "data": {"values": [{"day": day.isoformat()} for day in of.breaks]},
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": "#444"},
            "encoding": {"x": x},
        },
        {
            "data": {"values": [{"from": a.isoformat(), "to": b.isoformat()} for a, b in of.surveys]},
            "mark": {"type": "rect", "color": "#444"},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": {"value": 214}, "y2": {"value": 220}},
        },
        {
            "data": {"values": lines},
            "mark": {"type": "line", "strokeWidth": 2},
            "encoding": {"x": x, "y": value, "color": colour, "strokeDash": dash},
        },
        {
            "data": {"values": spans},
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": value, "color": colour},
        },
        {
            "data": {"values": [each for each in values if "low" in each]},
            "mark": {"type": "rule", "strokeWidth": 1.5},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        },
        {
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "size": 38, "opacity": 1},
            "encoding": {"x": x, "y": value, "color": colour, "shape": shape},
        },
        *(first_names(named, x, value, colour) if named else ()),
    ]
    return {"width": 300, "height": 220, "layer": layer}


CARD_CHART = 760
"""The width for which the chart of a card is drawn, px, before it is made as large as its room."""


def series_card(of: Series, law: Law, language: Language, address: str) -> str:
    """The series as one picture of 1200 by 630, for those who pass its address on."""
    from ayni.report.drawing import Drawing
    from ayni.report.inline import to_width

    plan = series_plan(of, law, language)
    head = text_lines(plan.title, 74, 32, 3, INK, bold=True)
    top = 60 + 38 * len(head)
    height, body = to_width(Drawing(plan.spec, language), CARD_CHART)
    scale = min((CARD_WIDTH - 2 * MARGIN) / CARD_CHART, (562 - top) / height)
    chart = f'<g transform="translate({MARGIN} {top}) scale({scale:.3f})">{body}</g>'
    return framed(plan.title, plan.about, [*head, chart, *signed(address)])


def series_plan(of: Series, law: Law, language: Language) -> Plan:
    """The series as it is drawn."""
    about = [say("series.about_chart", language, unit=say(f"series_unit.{of.unit}", language))]
    about += [say("series.about_break", language)] if of.breaks else []
    about += [say("series.about_windows", language)] if of.surveys else []
    named = list(sources(of, language))
    shown = "; ".join(named[:SOURCES_SHOWN])
    if len(named) > SOURCES_SHOWN:
        shown += f" {say('series.more_sources', language, n=len(named) - SOURCES_SHOWN)}"
    source = say("series.chart_source", language, sources=shown)
    name = re.sub(r"[^a-z0-9]+", "-", of.indicator)
    return Plan(name, series_spec(of, language), _headline(of, law, language), " ".join(about), source)


# ---- data


def series_rows(of: Series) -> list[dict[str, Any]]:
    """A row a value, with what it rests on."""
    place = {"indicator": of.indicator, "area": of.area, "group": of.group}
    return [
        {
            **place, "id": point.id, "period": point.period, "value": twelve_digits(point.value), "unit": of.unit,
            "se": twelve_digits(point.se), "n": point.n, "relative": twelve_digits(point.relative),
            "computed_by_ayni": point.ours, "method": point.method, "wave": point.wave, "source": point.source,
            "url": point.url, "confidence": point.confidence, "note": point.note,
        }
        for point in of.points
    ]  # fmt: skip


def series_as_bytes(of: Series, layout: str) -> bytes:
    """The values as `json` or `csv`."""
    return as_json(series_rows(of)) if layout == "json" else as_csv(series_rows(of))


def indicators_as_json(law: Law) -> bytes:
    """Every indicator: its subject, its name, its unit, and the places and groups of which it has figures."""
    return as_json(
        {
            "indicator": indicator,
            "subject": subject,
            "name": {language: indicator_name(indicator, law, language) for language in LANGUAGES},
            "unit": unit_of(indicator),
            "places": [{"area": area, "group": group} for area, group in places(indicator)],
        }
        for subject, found in subjects().items()
        for indicator in found
    )


# ---- departments


def _departments(indicators: Sequence[str], wave: str) -> tuple[str, dict[str, dict[str, Point]]]:
    found = {}
    for indicator in indicators:
        wave, found[indicator] = by_department(indicator, wave)
    return wave, found


def departments_table(indicators: Sequence[str], wave: str, law: Law, language: Language) -> Table:
    """Indicators of one unit by department in INE's order, with intervals. Raises where the survey has none."""
    wave, found = _departments(indicators, wave)
    lines = []
    for area in ("Bolivia", *DEPARTMENTS.values()):
        cells = []
        for indicator in indicators:
            point = found[indicator].get(area)
            text = value_text(point, unit_of(indicator), language) if point else "–"
            cells.append(Cell(text, interval_text(point, language) if point else ""))
        lines.append(Line(area, tuple(cells)))
    return Table(
        id="departments",
        wave=wave,
        title=_departments_title(indicators, wave, law, language),
        about=say("series.departments_about", language, unit=say(f"series_unit.{unit_of(indicators[0])}", language)),
        columns=("", *(indicator_name(indicator, law, language) for indicator in indicators)),
        lines=tuple(lines),
        notes=(),
        remarks=(say("series.not_recorded", language),),
        source=_source(next(iter(found[indicators[0]].values())), language),
    )


def departments_as_csv(indicators: Sequence[str], wave: str) -> bytes:
    """The same as a file: a row for each indicator and department."""
    wave, found = _departments(indicators, wave)
    return as_csv([
        {"indicator": indicator, "wave": wave, "area": area, "value": point.value, "unit": unit_of(indicator),
         "low": (point.interval or (None, None))[0], "high": (point.interval or (None, None))[1], "n": point.n}
        for indicator, points in found.items() for area, point in points.items()
    ])  # fmt: skip


def _departments_title(indicators: Sequence[str], wave: str, law: Law, language: Language) -> str:
    name = indicator_name(indicators[0], law, language)
    return say("series.departments", language, indicator=name, wave=wave_name(wave, language))


def departments_finding(indicator: str, wave: str, law: Law, language: Language) -> str:
    """The lowest, the highest and the national figure."""
    wave, found = by_department(indicator, wave)
    unit = unit_of(indicator)
    ordered = sorted((point.value, area) for area, point in found.items() if area != "Bolivia")
    (_, low), (_, high) = ordered[0], ordered[-1]
    return say(
        "series.departments_finding", language, indicator=indicator_name(indicator, law, language),
        wave=wave_name(wave, language), low=value_text(found[low], unit, language), low_name=low,
        high=value_text(found[high], unit, language), high_name=high,
        national=value_text(found["Bolivia"], unit, language) if "Bolivia" in found else "–",
    )  # fmt: skip


def departments_plan(indicators: Sequence[str], wave: str, law: Law, language: Language) -> Plan:
    """A dot and its interval for each department; the country as a dashed line."""
    wave, found = _departments(indicators, wave)
    names = {indicator: indicator_name(indicator, law, language) for indicator in indicators}
    values: list[Spec] = []
    national: list[Spec] = []
    for indicator, points in found.items():
        for area, point in points.items():
            value: Spec = {"name": area, "value": point.value, "series": names[indicator]}
            if point.interval:
                value |= {"low": point.interval[0], "high": point.interval[1]}
            (national if area == "Bolivia" else values).append(value)
    domain = list(names.values())
    colour: Spec = {
        "field": "series", "type": "nominal", "scale": {"domain": domain, "range": [BLUE, VERMILION][: len(domain)]},
        "legend": {"orient": "top", "direction": "vertical", "symbolSize": 90} if len(domain) > 1 else None,
    }  # fmt: skip
    offset: Spec = {"field": "series", "type": "nominal", "scale": {"domain": domain, "range": [16, 8]}}
    offset = offset if len(domain) > 1 else {"value": 12}
    x: Spec = {"type": "quantitative", "title": say(f"series_unit.{unit_of(indicators[0])}", language)}
    shape: Spec = {
        "field": "series", "type": "nominal", "legend": None,
        "scale": {"domain": domain, "range": ["circle", "square"][: len(domain)]},
    }  # fmt: skip
    layer: list[Spec] = [
        {
            "data": {"values": national},
            "mark": {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1.5},
            "encoding": {
                "x": {"field": "value", **x}, "color": colour, "y": {"value": 0}, "y2": {"value": "height"}
            },
        },
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": colour, "yOffset": offset},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": {"field": "value", **x}, "color": colour, "yOffset": offset, "shape": shape},
        },
    ]  # fmt: skip
    spec = {**panel("", values, names_axis(list(DEPARTMENTS.values()), 80), layer, step=24), "width": WIDTH + 70}
    spec["height"] = {"step": 26, "for": "position"}
    table = departments_table(indicators, wave, law, language)
    title = departments_finding(indicators[0], wave, law, language)
    return Plan(f"departments-{indicators[0].replace('.', '-')}", spec, title, table.about, table.source)
