"""Views of what others found that programmes do, beside ours, and of each reading of a rule that is not clear."""

from __future__ import annotations

from collections.abc import Callable

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.naming import name
from ayni.report.table import Table
from ayni.words import Language, say

Finding = Callable[[Figures, Language], str | None]
FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))


def _heads(language: Language) -> list[str]:
    return [column_head(("gini_points", "") if measure == "gini" else (measure, line), language)
            for measure, line in FIGURES]  # fmt: skip


def _published(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "published_effects", ["", *_heads(language)])
    for programme in f.programmes("published_effects"):
        make.heading(f.programme(programme, language))
        there = f.of("published_effects", programme=programme)
        place = {"programme": programme, "side": "change", "unit": "points"}
        ours = [
            f.find("published_effects", concept="disposable", measure=measure, line=line, accounting="year", **place)
            for measure, line in FIGURES
        ]
        make.line(say("column.ours", language), ours)
        for author in dict.fromkeys(row.level for row in there if row.concept == "official"):
            of_author = {"concept": "official", "group": "author", "level": author, **place}
            found = [f.find("published_effects", measure=measure, line=line, **of_author) for measure, line in FIGURES]
            make.line(name("author", author, language), found)
    return make.table()


def _readings(f: Figures, language: Language) -> Table | None:
    counted = ("recipients", "spending")
    heads = [say(f"measure.{each}", language) for each in counted]
    make = Maker(f, language, "rule_readings", ["", *heads, *_heads(language)])
    for programme in f.programmes("rule_readings"):
        make.heading(f.programme(programme, language))
        there = f.of("rule_readings", programme=programme)
        for group, level in dict.fromkeys((row.group, row.level) for row in there):
            place = {"programme": programme, "group": group, "level": level, "accounting": "year"}
            found = [f.find("rule_readings", concept="simulated", measure=each, **place) for each in counted]
            changed = {"concept": "disposable", "side": "change", "unit": "points", **place}
            found += [f.find("rule_readings", measure=measure, line=line, **changed) for measure, line in FIGURES]
            make.line(say(f"parents_out.{level}", language), found)
    return make.table()


TABLES: dict[str, Builder] = {"published_effects": _published, "rule_readings": _readings}
ON_SCREEN = tuple(TABLES)
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = ()
