"""The view of errors by replicate weights beside the linearised ones."""

from __future__ import annotations

from collections.abc import Callable

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, error, measure_text, name
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.words import Language, say

Finding = Callable[[Figures, Language], str | None]
CONCEPTS = ("linearised", "replicates", "ratio")


def _table(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "replicates", ["", *(say(f"column.{each}", language) for each in CONCEPTS)], error)
    make.about = {"replicates": f.text("replicates")}
    places = dict.fromkeys((row.group, row.level) for row in f.rows if row.table == "replicates")
    for group, level in places:
        make.heading(name(group, level, language))
        own = [row for row in f.rows if (row.table, row.group, row.level) == ("replicates", group, level)]
        for row in own:
            if row.concept == "linearised":
                place = (row.measure, row.line, group, level)
                other, ratio = (f.get("replicates", each, *place) for each in CONCEPTS[1:])
                text = error(other, language) if other is not None else ""
                label = measure_text(row.measure, language)
                label += f", {say(f'line.{row.line}', language)}" if row.line else ""
                make.line(label, [row, Cell(text, figure=other), ratio or Cell()])
    return make.table()


TABLES: dict[str, Builder] = {"replicates": _table}
ON_SCREEN = ("replicates",)
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = ()
