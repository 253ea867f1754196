"""Views of people carried to another month: levels with both intervals, the fan, wages carried otherwise, and costs."""

from __future__ import annotations

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.scenarios.comparison import compared, measure_name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.words import Language, say
from ayni.words.numbers import decimals, number

LEVELS = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))
COSTS = ("drawn_weights", "calibrated", "caseload", "paid")


def _level(f: Figures, measure: str, line: str, side: str, group: str = "all", level: str = "all") -> Row | None:
    return f.find(
        "carried", concept=f.counted, measure=measure, line=line, side=side, group=group, level=level
    )  # fmt: skip


def _sides(f: Figures) -> list[str]:
    """Before and after of a reform; of one law, neither."""
    sides = [side for side in ("before", "after") if _level(f, *LEVELS[0], side)]
    return sides or [""]


def _levels(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("sampling_interval", "model_interval"))]
    make = Maker(f, language, "carried_levels", heads)
    for side in _sides(f):
        for measure, line in LEVELS:
            both = _level(f, measure, line, side)
            if both is None:
                continue
            place = {"concept": f.counted, "measure": measure, "line": line}
            own = compared(f, side, measure, line) if side else f.find("poverty", **place)
            text = measure_name(measure, line, language)
            make.line(f"{text}, {say(f'column.{side}', language).lower()}" if side else text, [own, both])
    return make.table()


def _fan(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "carried_fan", ["", *(measure_name(*each, language) for each in LEVELS)])
    for side in _sides(f):
        levels = f.levels("carried", "pass_through")
        if side and levels:
            make.heading(say(f"column.{side}", language))
        for level in levels:
            part = float(level)
            make.line(
                say("carried.pass_through", language, part=number(part, language, decimals(part))),
                [_level(f, measure, line, side, "pass_through", level) for measure, line in LEVELS],
            )
    return make.table()


def _wages(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "carried_wages", ["", say("column.share", language)])
    for rule in f.levels("carried", "wages"):
        make.line(say(f"carried.wages_{rule}", language), [_below(f, rule)])
    return make.table()


def _below(f: Figures, rule: str) -> Row | None:
    return f.find("carried", concept="below", measure="share", group="wages", level=rule)


def _costs(f: Figures, language: Language) -> Table | None:
    sides = [side for side in ("", "before", "after", "change") if _cost_programmes(f, side)]
    make = Maker(f, language, "carried_costs", ["", *(say(f"carried.{each}", language) for each in COSTS)])
    for side in sides:
        if side:
            make.heading(say(f"column.{side}", language))
        for programme in _cost_programmes(f, side):
            found = [_cost(f, programme, concept, side) or Cell() for concept in COSTS]
            make.line(f.programme(programme, language), found)
    return make.table()


def _cost_programmes(f: Figures, side: str) -> list[str]:
    return f.programmes("carried", measure="spending", side=side)


def _cost(f: Figures, programme: str, concept: str, side: str) -> Row | None:
    return f.find("carried", concept=concept, programme=programme, measure="spending", side=side)


def _levels_finding(f: Figures, language: Language) -> str | None:
    """Poverty after all with the interval of sampling and that of the model."""
    side = _sides(f)[-1]
    rows = {line: _level(f, "headcount", line, side) for line in ("moderate", "extreme")}
    return sentence("finding.carried_levels", rows, language)


def _wages_finding(f: Figures, language: Language) -> str | None:
    return sentence("finding.carried_wages", {rule: _below(f, rule) for rule in ("decree", "cpi", "growth")}, language)


TABLES: dict[str, Builder] = {
    "carried_levels": _levels,
    "carried_fan": _fan,
    "carried_wages": _wages,
    "carried_costs": _costs,
}
ON_SCREEN = tuple(TABLES)
CHARTS: dict[str, ChartKind] = {}
FINDINGS = (_wages_finding, _levels_finding)
