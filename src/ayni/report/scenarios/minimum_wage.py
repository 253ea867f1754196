"""Views of a new minimum wage: who stands where, what each case of compliance moves, who pays, jobs where asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ayni.report.chart import BLACK, BLUE, VERMILION, WIDTH, ChartKind, Spec, names_axis, panel
from ayni.report.figures import Figures, even_places, figure, sentence
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.naming import measure_text, name
from ayni.report.scenarios.comparison import compared
from ayni.report.table import Cell, Table
from ayni.words import Language, say

if TYPE_CHECKING:
    from ayni.scenario import Row

POSITIONS = ("below", "between", "above")
CONTRIBUTION = ("contributes", "does_not_contribute")
GROUPS = ("contribution", "week", "sex", "area", "department", "industry")
AGAINST_TODAY = ("none", "contributors", "all")
RISE_ALONE = ("contributors_rise", "all_rise")
MEASURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gini", ""), ("mean", ""))
EMPLOYERS = ("public", "private", "households")


# ---- tables


def _standing(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{position}_floor", language, **_floors(f, language)) for position in POSITIONS)]
    make = Maker(f, language, "minimum_wage", heads)
    for floor in ("old_floor", "new_floor"):
        row = f.find("minimum_wage", concept="floor", measure=floor)
        if row is not None:
            make.line(measure_text(floor, language), [row, Cell(), Cell()])
    for measure, heading in (("persons", "concept.earners"), ("mean_wage", "measure.mean_wage")):
        make.heading(say(heading, language))
        for group in ("all", "contribution"):
            _positions(make, f, measure, group, language)
    make.heading(say("measure.share_of_earners", language))
    _positions(make, f, "share", "all", language)
    for group in GROUPS:
        if f.levels("minimum_wage", group):
            make.heading(f"{say('measure.share_of_earners', language)}: {name('group', group, language).lower()}")
            _positions(make, f, "share", group, language)
    return make.table() if f.levels("minimum_wage", "all") else None


def _positions(make: Maker, f: Figures, measure: str, group: str, language: Language) -> None:
    for level in f.levels("minimum_wage", group):
        place = {"measure": measure, "group": group, "level": level}
        found = [f.find("minimum_wage", concept=position, **place) for position in POSITIONS]
        make.line(f.level(group, level, language), [row or Cell() for row in found])


def _floors(f: Figures, language: Language) -> dict[str, str]:
    """The two floors as printed."""
    rows = {end: f.find("minimum_wage", concept="floor", measure=f"{end}_floor") for end in ("old", "new")}
    return {end: figure(row, language) if row else "" for end, row in rows.items()}


def _cases(f: Figures, language: Language) -> Table | None:
    heads = ["", *_heads(MEASURES, language)]
    make = Maker(f, language, "minimum_wage_cases", heads)
    for heading, cases in (("against_today", AGAINST_TODAY), ("rise_alone", RISE_ALONE)):
        make.heading(say(f"column.{heading}", language, **_floors(f, language)))
        for case in cases:
            found = [compared(f, "change", *each, group="case", level=case) for each in MEASURES]
            if any(found):
                make.line(name("case", case, language), found)
    return make.table()


def _costs(f: Figures, language: Language) -> Table | None:
    heads = ["", *(name("employer", each, language) for each in EMPLOYERS), say("column.all_employers", language)]
    make = Maker(f, language, "minimum_wage_costs", heads)
    for case in (*AGAINST_TODAY, *RISE_ALONE):
        make.heading(name("case", case, language))
        rows = f.of("minimum_wage_costs", concept=case)
        counted = list(dict.fromkeys((row.programme, row.measure) for row in rows))
        total = ("", "contributions")
        paid = counted.index(total) if total in counted else 0
        for programme, measure in counted[:paid]:
            place = {"concept": case, "programme": programme, "measure": measure}
            found = [f.find("minimum_wage_costs", group="employer", level=each, **place) for each in EMPLOYERS]
            everybody = f.find("minimum_wage_costs", **place)
            if everybody is not None and everybody.value:
                cells = [row or Cell() for row in (*found, everybody)]
                make.line(f.measure(programme or measure, language), cells)
        for programme, measure in counted[paid:]:
            row = f.find("minimum_wage_costs", concept=case, programme=programme, measure=measure)
            if row is not None:
                make.line(f.measure(programme or measure, language), [Cell(), Cell(), Cell(), row])
    return make.table()


def _heads(measures: Iterable[tuple[str, str]], language: Language) -> list[str]:
    """The heads of columns of changes."""
    return [column_head(("gini_points", "") if each[0] == "gini" else each, language) for each in measures]


def _jobs(f: Figures, language: Language) -> Table | None:
    measures = MEASURES[:-1]
    heads = ["", say("measure.jobs_lost", language), *_heads(measures, language)]
    make = Maker(f, language, "minimum_wage_jobs", heads)
    for row in (f.find("minimum_wage_jobs", concept="assumed", measure=each) for each in ("elasticity", "chance")):
        if row is not None:
            make.line(measure_text(row.measure, language), [row, *(Cell() for _ in measures)])
    for case in AGAINST_TODAY[1:]:
        lost = f.find("minimum_wage_jobs", concept=case, measure="jobs_lost")
        if lost is not None:
            with_loss = [
                f.find("minimum_wage_jobs", unit="points", concept=case, measure=measure, line=line, side="change")
                for measure, line in measures
            ]
            without = [compared(f, "change", *each, "points", group="case", level=case) for each in measures]
            make.line(say("column.with_loss", language, case=name("case", case, language)), [lost, *with_loss])
            make.line(say("column.without_loss", language, case=name("case", case, language)), [Cell(), *without])
    return make.table()


def _bar(f: Figures, contribution: str, level: str) -> Row | None:
    place = {"concept": contribution, "measure": "share", "group": "wage_over_floor", "level": level}
    return f.find("minimum_wage_bars", **place)


def _bars_table(f: Figures, language: Language) -> Table | None:
    levels = f.levels("minimum_wage_bars", "wage_over_floor")
    make = Maker(
        f,
        language,
        "minimum_wage_bars",
        [say("group.wage_over_floor", language), *(name("contribution", each, language) for each in CONTRIBUTION)],
    )
    for level in levels:
        make.line(level, [_bar(f, each, level) for each in CONTRIBUTION])
    return make.table()


# ---- sentences and charts


def _change(f: Figures, case: str, line: str = "moderate") -> Row | None:
    return compared(f, "change", "headcount", line, "points", group="case", level=case)


def finding(f: Figures, language: Language) -> str | None:
    """Where wage earners stand and what each case moves; None where these are not the rows of a minimum wage."""
    rows = {position: f.find("minimum_wage", concept=position, measure="share") for position in POSITIONS}
    rows |= {case: _change(f, case) for case in AGAINST_TODAY}
    rows["rise"] = _change(f, "all_rise")
    return sentence("finding.minimum_wage", rows, language, **_floors(f, language))


def _bars_title(f: Figures, language: Language) -> str | None:
    place = {"concept": "below", "measure": "share", "group": "contribution"}
    rows = {each: f.find("minimum_wage", level=each, **place) for each in CONTRIBUTION}
    if not all(row is not None and row.value is not None for row in rows.values()):
        return None
    shares = {each: figure(row, language) for each, row in rows.items() if row is not None}
    return say("chart.minimum_wage_bars", language, **shares, **_floors(f, language))


def _bars(f: Figures, language: Language) -> Spec:
    floors = [f.one("minimum_wage", concept="floor", measure=f"{end}_floor") for end in ("old", "new")]
    old, new = (row.value or 1.0 for row in floors)
    levels = f.levels("minimum_wage_bars", "wage_over_floor")
    panels: list[Spec] = []
    for kind in CONTRIBUTION:
        values = []
        for level in levels:
            row = _bar(f, kind, level)
            if row is not None and row.value is not None:
                start = float(level)
                values.append({"from": start, "to": start + 0.1, "share": 100 * row.value, "below": start < 0.995})
        axis = {"values": [0, 0.5, 1, 1.5, 2, 2.5, 3], "format": ".1f"}
        x: Spec = {"type": "quantitative", "scale": {"domain": [0, 3.1], "nice": False}, "axis": axis}
        x["title"] = say("group.wage_over_floor", language) if panels else None
        y = {"field": "share", "type": "quantitative", "title": say("chart.axis_earners", language)}
        colour = {"domain": [True, False], "range": [VERMILION, BLUE]}
        rules = [{"at": old / new, "end": "old"}, {"at": 1.0, "end": "new"}]
        dash = {"domain": ["old", "new"], "range": [[4, 3], [1, 0]]}
        panels.append(
            {
                "title": name("contribution", kind, language),
                "width": 340,
                "height": 110,
                "layer": [
                    {
                        "data": {"values": values},
                        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.5},
                        "encoding": {
                            "x": {"field": "from", **x},
                            "x2": {"field": "to"},
                            "y": y,
                            "y2": {"datum": 0},
                            "color": {"field": "below", "type": "nominal", "scale": colour, "legend": None},
                        },
                    },
                    {
                        "data": {"values": rules},
                        "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
                        "encoding": {
                            "x": {"field": "at", **x},
                            "strokeDash": {"field": "end", "type": "nominal", "scale": dash, "legend": None},
                        },
                    },
                ],
            }
        )
    return {"vconcat": panels, "resolve": {"scale": {"y": "shared"}}}


def _cases_title(f: Figures, language: Language) -> str | None:
    rows = {case: _change(f, case) for case in AGAINST_TODAY}
    fields = {case: figure(row, language) for case, row in rows.items() if row is not None and row.value is not None}
    if len(fields) < len(rows):
        return None
    return say("chart.minimum_wage_cases", language, **fields, **_floors(f, language))


def _cases_chart(f: Figures, language: Language) -> Spec:
    panels = []
    for line in ("moderate", "extreme"):
        values, ends = [], [0.0]
        places = even_places(_change(f, case, line) for case in (*AGAINST_TODAY, *RISE_ALONE))
        for case in (*AGAINST_TODAY, *RISE_ALONE):
            row = _change(f, case, line)
            if row is not None and row.value is not None and row.low is not None and row.high is not None:
                value = {"name": name("case", case, language), "value": 100 * row.value}
                value |= {"label": figure(row, language, places)}
                values.append({**value, "low": 100 * row.low, "high": 100 * row.high})
                ends += [100 * row.low, 100 * row.high]
        low, high = min(ends), max(ends)
        room = 0.36 * (high - low or 1)
        scale = {"domain": [low - 0.2 * room, high + room], "nice": False}
        x = {
            "type": "quantitative",
            "scale": scale,
            "title": say("chart.axis_points", language),
            "axis": {"tickCount": 4},
        }
        layer: list[Spec] = [
            {
                "mark": {"type": "rule", "color": "#666"},
                "encoding": {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": "height"}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": BLUE},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": BLUE},
                "encoding": {"x": {"field": "value", **x}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"x": {"datum": high}, "text": {"field": "label", "type": "nominal"}},
            },
        ]
        y = names_axis([str(value["name"]) for value in values], 230)
        panels.append({**panel(say(f"column.headcount_{line}", language), values, y, layer), "width": WIDTH})
    return {"vconcat": panels}


TABLES: dict[str, Builder] = {
    "minimum_wage": _standing,
    "minimum_wage_cases": _cases,
    "minimum_wage_costs": _costs,
    "minimum_wage_jobs": _jobs,
    "minimum_wage_bars": _bars_table,
}
ON_SCREEN = ("minimum_wage", "minimum_wage_cases", "minimum_wage_costs", "minimum_wage_jobs")
CHARTS = {
    "minimum_wage_bars": ChartKind(_bars_title, _bars, "minimum_wage_bars", after="minimum_wage"),
    "minimum_wage_cases": ChartKind(_cases_title, _cases_chart, "minimum_wage_cases"),
}
FINDINGS = (finding,)
