"""The view of an employment survey: rates, persons and wages by group, and the published rate beside ours."""

from __future__ import annotations

from collections.abc import Callable

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.naming import measure_text, name
from ayni.report.table import Cell, Table
from ayni.scenario.keys import COUNTS, RATES
from ayni.words import Language, say

Finding = Callable[[Figures, Language], str | None]
GROUPS = ("all", "area", "department", "sex", "age_band", "household_type")
_MEASURES = (*RATES, *COUNTS, "main_job_wage")
_URBAN = {"measure": "unemployment", "group": "area", "level": "urban"}


def _labour(f: Figures, language: Language) -> Table | None:
    there = [measure for measure in _MEASURES if f.of("labour", measure=measure)]
    heads = ["", *(measure_text(measure, language) for measure in there), say("column.n", language)]
    make = Maker(f, language, "labour", heads)
    for group in GROUPS:
        levels = f.levels("labour", group)
        if levels and group != "all":
            make.heading(name("group", group, language))
        for level in levels:
            found = [f.find("labour", concept="", measure=measure, group=group, level=level) for measure in there]
            counted = f.find("labour", concept="", measure="active", group=group, level=level)
            make.line(f.level(group, level, language), [*found, make.cases(counted)])
    return make.table()


def _published(f: Figures, language: Language) -> Table | None:
    rows = [f.find("labour", concept=concept, **_URBAN) for concept in ("", "official", "difference")]
    if rows[1] is None:
        return None
    heads = ["", *(say(f"column.{each}", language) for each in ("ours", "official", "difference"))]
    make = Maker(f, language, "unemployment_published", heads)
    make.line(say("labour.urban_unemployment", language), [row or Cell("–") for row in rows])
    return make.table()


def _finding(f: Figures, language: Language) -> str | None:
    rows = {"unemployment": f.find("labour", concept="", **_URBAN)}
    return sentence("finding.unemployment", rows, language)


TABLES: dict[str, Builder] = {"labour": _labour, "unemployment_published": _published}
ON_SCREEN = ("labour", "unemployment_published")
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = (_finding,)
