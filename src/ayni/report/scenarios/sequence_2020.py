"""Views of the year 2020: the laws of its payments, who reports them, poverty as each is added, and with none."""

from __future__ import annotations

import datetime as dt

from ayni.report.chart import ChartKind, Spec
from ayni.report.figures import LINES, Figures, measure_text, name, sentence
from ayni.report.scenarios.between_waves import text_of
from ayni.report.scenarios.comparison import dots
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.scenario import MONTHS, Row
from ayni.words import Language, say
from ayni.words.numbers import day as written

FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gini", ""))


def _laws(f: Figures, language: Language) -> Table | None:
    facts = ("act", "enacted", "paid_from", "paid_to")
    heads = [say(f"column.{each}", language) for each in (*facts, "amount")]
    make = Maker(f, language, "laws", ["", *heads])
    for level in f.levels("laws", "programme"):
        cells = []
        for each in facts:
            row = f.get("laws", "law", each, "", "programme", level)
            text = text_of(row) if row else ""
            cells.append(Cell(text if each == "act" else written(dt.date.fromisoformat(text), language)))
        amount = f.get("laws", "law", "amount", "", "programme", level)
        make.line(name("programme", level, language), [*cells, amount])
    return make.table()


def _receipt(f: Figures, language: Language) -> Table | None:
    measures = ("reporting_of_simulated", "simulated_of_reporting")
    make = Maker(f, language, "receipt_2020", ["", *(measure_text(each, language) for each in measures)])
    for level in f.levels("receipt_2020", "programme"):
        found = [f.get("receipt_2020", "survey", each, "", "programme", level) for each in measures]
        make.line(name("programme", level, language), found)
    return make.table()


def _heads(language: Language, gini: str) -> list[str]:
    keys = (f"{what}_{line}" if line else gini for what, line in FIGURES)
    return ["", *(say(f"column.{key}", language) for key in keys)]


def _sequence(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "sequence", _heads(language, "gini_points"))
    for accounting in MONTHS:
        make.heading(say(f"accounting.{accounting}", language))
        for level in f.levels("sequence", "programme"):
            place = ("programme", level, "points")
            found = [f.get("sequence", f"change/{accounting}", *each, *place) for each in FIGURES]
            make.line(name("programme", level, language), found)
    return make.table()


def _nothing_paid(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "nothing_paid", _heads(language, "gini_and_change"))
    for level in f.levels("nothing_paid", "income"):
        make.heading(say(f"concept.{level}", language))
        for concept, head in (("before", "none_paid"), ("after", "all_paid"), ("change", "change")):
            found = [f.get("nothing_paid", concept, *each, "income", level) for each in FIGURES]
            make.line(say(f"column.{head}", language), found)
    return make.table()


def _rows(f: Figures, line: str, language: Language) -> list[tuple[str, Row]]:
    """Each payment as it joins those before it, and all together, over the year."""
    change = ("sequence", "change/year", "headcount", line, "programme")
    levels = f.levels("sequence", "programme")
    rows = [(name("programme", level, language), f.get(*change, level, "points")) for level in levels]
    joint = f.get("nothing_paid", "change", "headcount", line, "income", "disposable", "points")
    return [(label, row) for label, row in [*rows, (say("column.all_four", language), joint)] if row is not None]


def _sequence_chart(f: Figures, language: Language) -> Spec:
    panels = [dots(say(f"column.headcount_{line}", language), _rows(f, line, language), language) for line in LINES]
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}}


def _title(f: Figures, language: Language) -> str | None:
    return _sentence("chart.sequence", f, language)


def finding(f: Figures, language: Language) -> str | None:
    """What the four payments do together; None where these are not the rows of the year 2020."""
    return _sentence("finding.sequence", f, language)


def _sentence(key: str, f: Figures, language: Language) -> str | None:
    place = ("nothing_paid", "change", "headcount", "moderate", "income")
    incomes = (("ine", "ine_income"), ("year", "disposable"), ("month", "disposable_month"))
    rows = {
        f"{label}{end}": f.get(*place, income, unit)
        for label, income in incomes
        for unit, end in (("points", ""), ("relative", "_relative"))
    }
    return sentence(key, rows, language)


TABLES: dict[str, Builder] = {
    "laws": _laws,
    "receipt_2020": _receipt,
    "sequence": _sequence,
    "nothing_paid": _nothing_paid,
}
ON_SCREEN = tuple(TABLES)
CHARTS = {"sequence": ChartKind(_title, _sequence_chart, "sequence")}
FINDINGS = (finding,)
