"""Views of two waves: levels and change, growth and redistribution, and the accounting split in four parts."""

from __future__ import annotations

from ayni.report.chart import ChartKind, Spec
from ayni.report.figures import LINES, Figures, figure, interval, sentence
from ayni.report.maker import Builder, Given, Maker
from ayni.report.naming import measure_text, wave_name
from ayni.report.run_tables import count_cell, facts_of, left_out_lines, size_head
from ayni.report.scenarios.comparison import dots, measure_name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.survey import money_columns
from ayni.words import Language, say

MEASURES = ("headcount", "gap", "severity")
PARTS = ("employment", "earnings", "labour", "transfers", "composition", "total")
SHOWN = ("employment", "earnings", "transfers", "composition", "total")
"""The parts of the chart, which add up to its last line."""


SIDES = ("before", "after")
OF_A_RUN = ("law_date", "take_up", "synthetic")
"""Facts of a data card that are not of two surveys on which no law is run."""


def _waves(f: Figures, language: Language) -> Table | None:
    if len(f.cards) < len(SIDES):
        return None
    make = Maker(f, language, "waves", _heads(f, language))
    for name in ("persons", "households"):
        make.line(size_head("sample", name, language), _counts(f, name, language))
    for name in ("persons", "households"):
        rows = [f.find("waves", concept="population", measure=name, side=side) for side in SIDES]
        make.line(size_head("population", name, language), rows)
    for name in ("sampling_units", "strata"):
        make.line(measure_text(name, language), _counts(f, name, language))
    facts = [facts_of(card, language) for card in f.cards]
    for name in dict.fromkeys(name for each in facts for name in each if name not in OF_A_RUN):
        make.line(measure_text(name, language), [_fact(name, each.get(name)) for each in facts])
    left_out_lines(make, f.left_out)
    return make.table()


def _fact(name: str, text: str | None) -> Cell | None:
    """A fact as text; of a file's hash the beginning."""
    return None if text is None else Cell(f"{text[:12]}…" if name == "file_sha256" else text)


def _heads(f: Figures, language: Language) -> list[str]:
    """The names of the two surveys, over the columns of figures."""
    return ["", *([wave_name(card.survey, language) for card in f.cards] if len(f.cards) > 1 else ["", ""])]


def _counts(f: Figures, name: str, language: Language) -> list[Given]:
    return [count_cell(getattr(card, name), language) for card in f.cards]


def _levels(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "levels", [*_heads(f, language), say("column.change", language)])
    places = [(what, line) for line in LINES for what in MEASURES]
    for what, line in [*places, ("gini", ""), ("mean", ""), *(("mean_in_lines", line) for line in LINES)]:
        place = {"concept": "ine_income", "measure": what, "line": line}
        before, after, change = (f.find("levels", side=side, **place) for side in (*SIDES, "change"))
        if before is not None:
            make.line(measure_name(what, line, language), [before, after, _change(make, change)])
    return make.table()


def _change(make: Maker, row: Row | None) -> Given:
    """A change with the relative one beside it, whatever its unit."""
    if row is None or row.unit == "points":
        return row
    return Cell(figure(row, make.language) + make.relative(row), interval(row, make.language))


def _part(f: Figures, table: str, part: str, what: str, line: str, unit: str = "points") -> Row | None:
    place = {"concept": "ine_income", "measure": what, "line": line, "side": "change", "step": part}
    return f.find(table, unit=unit, **place)


def _parts(identifier: str, parts: tuple[str, ...]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        make = Maker(f, language, identifier, ["", *(say(f"column.headcount_{line}", language) for line in LINES)])
        for what in MEASURES:
            make.heading(measure_text(what, language))
            for part in parts:
                found = [_part(f, identifier, part, what, line) for line in LINES]
                if any(found):
                    make.line(say(f"part.{part}", language), found)
        return make.table()

    return build


def _counted(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "counted", _heads(f, language))
    for level in f.levels("counted", "amount"):
        place = {"concept": "ine_income", "measure": "mean", "group": "amount", "level": level}
        found = [f.find("counted", side=side, **place) for side in SIDES]
        make.line(money_columns()[level][language], [row or Cell(say("column.not_counted", language)) for row in found])
    return make.table()


def finding(f: Figures, language: Language) -> str | None:
    """How poverty moved and in which parts, in one sentence; None where these are not the rows of two waves."""
    return _sentence("finding.between_waves", f, language)


def _title(f: Figures, language: Language) -> str | None:
    return _sentence("chart.split", f, language)


def _sentence(key: str, f: Figures, language: Language) -> str | None:
    rows = {
        f"{part}{end}": _part(f, "split", part, "headcount", "moderate", unit)
        for part in PARTS
        for unit, end in (("points", ""), ("relative", "_relative"))
    }
    return sentence(key, rows, language, wave=wave_name(f.wave, language))


def split_chart(f: Figures, language: Language) -> Spec:
    """A panel a line: each part of the change of the headcount as a dot with its interval."""
    panels = []
    for line in LINES:
        rows = [(part, _part(f, "split", part, "headcount", line)) for part in SHOWN]
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
