"""The view of errors by replicate weights beside the linearised ones."""

from __future__ import annotations

from collections.abc import Callable

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, error, place_of
from ayni.report.maker import Builder, Maker
from ayni.report.naming import measure_text
from ayni.report.table import Cell, Table
from ayni.words import Language, say

Finding = Callable[[Figures, Language], str | None]
STEPS = ("linearised", "replicates", "ratio")


def _table(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "replicates", ["", *(say(f"column.{each}", language) for each in STEPS)], error)
    make.about = {"replicates": str(f.card.replicates or "") if f.card else ""}
    places = dict.fromkeys((row.programme, row.concept) for row in f.of("replicates"))
    for programme, concept in places:
        make.heading(f.programme(programme, language) if programme else say(f"concept.{concept}", language))
        for row in f.of("replicates", programme=programme, concept=concept):
            if row.step == "linearised":
                other, ratio = (f.find("replicates", **{**place_of(row), "step": each}) for each in STEPS[1:])
                text = error(other, language) if other is not None else ""
                label = measure_text(row.measure, language)
                label += f", {say(f'line.{row.line}', language)}" if row.line else ""
                make.line(label, [row, Cell(text, figure=other), ratio or Cell()])
    return make.table()


TABLES: dict[str, Builder] = {"replicates": _table}
ON_SCREEN = ("replicates",)
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = ()
