"""The view of indicators: one table for everybody, and one a group."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures
from ayni.report.maker import Builder, Maker
from ayni.report.naming import name
from ayni.report.table import Table
from ayni.words import Language, say

Finding = Callable[[Figures, Language], str | None]
GROUPS = ("area", "sex", "age_band", "self_identification", "department")
OWN = ("domain", "employer_sector", "industry")
"""Groups of a few indicators: a line each, where the others have a column."""


def _measures(f: Figures, group: str) -> list[str]:
    return f.values("measure", "indicators", group=group)


def _indicators(group: str, f: Figures, language: Language) -> Table | None:
    levels = ["all"] if group == "all" else f.levels("indicators", group)
    if not levels or not _measures(f, group):
        return None
    title = say("table.indicators", language)
    if group == "all":
        heads = ["", say("column.value", language), say("column.n", language)]
    else:
        title = say("table.indicators_by", language, group=name("group", group, language))
        heads = ["", *(f.level(group, level, language) for level in levels)]
    make = Maker(f, language, f"indicators_{group}", heads, title=title)
    for measure in _measures(f, group):
        found = [
            f.find("indicators", concept="measurable", measure=measure, group=group, level=level) for level in levels
        ]
        cells = [*found, make.cases(found[0])] if group == "all" else found
        make.line(say(f"indicator.{measure}", language), cells)
    return make.table()


def _own(group: str, f: Figures, language: Language) -> Table | None:
    measures = _measures(f, group)
    if not measures:
        return None
    title = say("table.indicators_by", language, group=name("group", group, language))
    heads = ["", *(say(f"indicator.{measure}", language) for measure in measures)]
    make = Maker(f, language, f"indicators_{group}", heads, title=title)
    for level in f.levels("indicators", group):
        place = {"concept": "measurable", "group": group, "level": level}
        make.line(f.level(group, level, language), [f.find("indicators", measure=each, **place) for each in measures])
    return make.table()


TABLES: dict[str, Builder] = {f"indicators_{group}": partial(_indicators, group) for group in ("all", *GROUPS)}
TABLES |= {f"indicators_{group}": partial(_own, group) for group in OWN}
ON_SCREEN = tuple(TABLES)
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = ()
