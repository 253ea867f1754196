"""Views of two waves: levels and change, growth and redistribution, and the accounting split in four parts."""

from __future__ import annotations

from ayni.report.chart import ChartKind, Spec
from ayni.report.figures import LINES, Figures, figure, interval, measure_text, sentence, wave_name
from ayni.report.run_tables import fact, left_out
from ayni.report.scenarios.comparison import dots, measure_name
from ayni.report.table import Builder, Cell, Given, Maker, Table
from ayni.scenario import Row
from ayni.survey import money_columns
from ayni.words import Language, say

MEASURES = ("headcount", "gap", "severity")
PARTS = ("employment", "earnings", "labour", "transfers", "composition", "total")
SHOWN = ("employment", "earnings", "transfers", "composition", "total")
"""The parts of the chart, which add up to its last line."""


def _waves(f: Figures, language: Language) -> Table | None:
    names = f.levels("waves", "wave")
    make = Maker(f, language, "waves", ["", *(wave_name(each, language) for each in names)])
    rows = [row for row in f.rows if row.table == "waves"]
    for concept, what in dict.fromkeys((row.concept, row.measure) for row in rows if row.concept != "left_out"):
        found = [f.get("waves", concept, what, "", "wave", each) for each in names]
        head = measure_text(what, language)
        if concept in ("sample", "population"):
            head = f"{say(f'concept.{concept}', language)}: {head.lower()}"
        make.line(head, [_fact(row, language) for row in found])
    for row in rows:
        if row.concept == "left_out":
            head, why = left_out(row, language)
            make.line(head, [Cell(why)])
    return make.table()


def _fact(row: Row | None, language: Language) -> Given:
    """A figure as it is, a fact as text; of a file's hash the beginning."""
    if row is None or row.unit != "text":
        return row
    text = text_of(row)
    return Cell(f"{text[:12]}…" if row.measure == "file_sha256" else fact(row.measure, text, language))


def text_of(row: Row) -> str:
    """The text of a row that holds no number."""
    return next(mark.removeprefix("text:") for mark in row.marks if mark.startswith("text:"))


def _levels(f: Figures, language: Language) -> Table | None:
    heads = [wave_name(each, language) for each in f.levels("waves", "wave")] or ["", ""]
    make = Maker(f, language, "levels", ["", *heads, say("column.change", language)])
    places = [(what, line) for line in LINES for what in MEASURES]
    for what, line in [*places, ("gini", ""), ("mean", ""), *(("mean_in_lines", line) for line in LINES)]:
        before, after, change = (f.get("levels", each, what, line) for each in ("before", "after", "change"))
        if before is not None:
            make.line(measure_name(what, line, language), [before, after, _change(make, change)])
    return make.table()


def _change(make: Maker, row: Row | None) -> Given:
    """A change with the relative one beside it, whatever its unit."""
    if row is None or row.unit == "points":
        return row
    return Cell(figure(row, make.language) + make.relative(row), interval(row, make.language))


def _parts(identifier: str, parts: tuple[str, ...]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        make = Maker(f, language, identifier, ["", *(say(f"column.headcount_{line}", language) for line in LINES)])
        for what in MEASURES:
            make.heading(measure_text(what, language))
            for part in parts:
                found = [f.get(identifier, part, what, line, unit="points") for line in LINES]
                if any(found):
                    make.line(say(f"part.{part}", language), found)
        return make.table()

    return build


def _counted(f: Figures, language: Language) -> Table | None:
    heads = [wave_name(each, language) for each in f.levels("waves", "wave")] or ["", ""]
    make = Maker(f, language, "counted", ["", *heads])
    for level in f.levels("counted", "amount"):
        found = [f.get("counted", each, "mean", "", "amount", level) for each in ("before", "after")]
        make.line(money_columns()[level][language], [row or Cell(say("column.not_counted", language)) for row in found])
    return make.table()


def finding(f: Figures, language: Language) -> str | None:
    """How poverty moved and in which parts, in one sentence; None where these are not the rows of two waves."""
    return _sentence("finding.between_waves", f, language)


def _title(f: Figures, language: Language) -> str | None:
    return _sentence("chart.split", f, language)


def _sentence(key: str, f: Figures, language: Language) -> str | None:
    rows = {
        f"{part}{end}": f.get("split", part, "headcount", "moderate", unit=unit)
        for part in PARTS
        for unit, end in (("points", ""), ("relative", "_relative"))
    }
    return sentence(key, rows, language, wave=wave_name(f.wave, language))


def split_chart(f: Figures, language: Language) -> Spec:
    """A panel a line: each part of the change of the headcount as a dot with its interval."""
    panels = []
    for line in LINES:
        rows = [(part, f.get("split", part, "headcount", line, unit="points")) for part in SHOWN]
        named = [(say(f"part.{part}", language), row) for part, row in rows if row is not None]
        panels.append(dots(say(f"column.headcount_{line}", language), named, language))
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}}


TABLES: dict[str, Builder] = {
    "waves": _waves,
    "levels": _levels,
    "split": _parts("split", PARTS),
    "growth": _parts("growth", ("growth", "redistribution", "total")),
    "counted": _counted,
}
ON_SCREEN = tuple(TABLES)
CHARTS = {"split": ChartKind(_title, split_chart, "split")}
FINDINGS = (finding,)
