"""Views of the year 2020: the laws of its payments, who reports them, poverty as each is added, and with none."""

from __future__ import annotations

from ayni.report.chart import ChartKind, Spec
from ayni.report.figures import LINES, Figures, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.naming import measure_text
from ayni.report.scenarios.comparison import dots
from ayni.report.table import Cell, Table
from ayni.scenario import MONTHS, Row
from ayni.words import Language, say
from ayni.words.numbers import day as written

Income = tuple[str, str]
"""An income and its accounting."""
FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gini", ""))


def _laws(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("act", "enacted", "paid_from", "paid_to", "amount")]
    make = Maker(f, language, "laws", ["", *heads])
    paid = f.programmes("laws")
    for each in (act for act in f.acts if act.programme in paid):
        days = [Cell(written(day, language) if day else "") for day in (each.enacted, each.paid_from, each.paid_to)]
        amount = f.one("laws", concept="law", programme=each.programme, measure="amount")
        make.line(f.programme(each.programme, language), [Cell(each.act), *days, amount])
    return make.table()


def _receipt(f: Figures, language: Language) -> Table | None:
    measures = ("reporting_of_simulated", "simulated_of_reporting")
    make = Maker(f, language, "receipt_2020", ["", *(measure_text(each, language) for each in measures)])
    for programme in f.programmes("receipt_2020"):
        place = {"concept": "survey", "programme": programme}
        found = [f.find("receipt_2020", measure=each, **place) for each in measures]
        make.line(f.programme(programme, language), found)
    return make.table()


def _heads(language: Language, gini: str) -> list[str]:
    keys = (f"{what}_{line}" if line else gini for what, line in FIGURES)
    return ["", *(say(f"column.{key}", language) for key in keys)]


def _joining(f: Figures, accounting: str, programme: str, measure: str, line: str) -> Row | None:
    """What a payment changes as it joins those before it."""
    place = {"concept": "disposable", "programme": programme, "measure": measure, "line": line, "order": "cumulative"}
    return f.find("sequence", unit="points", accounting=accounting, side="change", **place)


def _paid(f: Figures, income: Income, side: str, measure: str, line: str, unit: str = "") -> Row | None:
    """With none of the payments, with all, or the change."""
    concept, accounting = income
    place = {"concept": concept, "measure": measure, "line": line, "side": side}
    return f.find("nothing_paid", unit=unit, accounting=accounting, **place)


def _sequence(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "sequence", _heads(language, "gini_points"))
    for accounting in MONTHS:
        make.heading(say(f"accounting.{accounting}", language))
        for programme in f.programmes("sequence"):
            found = [_joining(f, accounting, programme, *each) for each in FIGURES]
            make.line(f.programme(programme, language), found)
    return make.table()


def _nothing_paid(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "nothing_paid", _heads(language, "gini_and_change"))
    incomes = dict.fromkeys((row.concept, row.accounting) for row in f.of("nothing_paid"))
    for concept, accounting in incomes:
        income = concept if accounting in ("", "year") else f"{concept}_{accounting}"
        make.heading(say(f"concept.{income}", language))
        for side, head in (("before", "none_paid"), ("after", "all_paid"), ("change", "change")):
            found = [_paid(f, (concept, accounting), side, *each) for each in FIGURES]
            make.line(say(f"column.{head}", language), found)
    return make.table()


def _rows(f: Figures, line: str, language: Language) -> list[tuple[str, Row]]:
    """Each payment as it joins those before it, and all together, over the year."""
    rows = [
        (f.programme(each, language), _joining(f, "year", each, "headcount", line)) for each in f.programmes("sequence")
    ]
    joint = _paid(f, ("disposable", "year"), "change", "headcount", line, "points")
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
    incomes = {"ine": ("ine_income", ""), "year": ("disposable", "year"), "month": ("disposable", "month")}
    rows = {
        f"{label}{end}": _paid(f, income, "change", "headcount", "moderate", unit)
        for label, income in incomes.items()
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
