"""Views of a survey carried to a month: factors, lines, levels step by step; and what carried surveys are off by."""

from __future__ import annotations

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, sentence
from ayni.report.maker import Builder, Maker, column_head
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.words import Language, say
from ayni.words.numbers import number

FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("mean", ""))
AREAS = (("all", "all"), ("area", "urban"), ("area", "rural"))


def _factors(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("factor", "carry_rule")]
    make = Maker(f, language, "carry_factors", ["", *heads])
    for row in f.rows:
        if row.table == "carry_factors":
            value = "" if row.value is None else number(row.value, language, 4)
            cells = [Cell(value, notes=make.cell(row).notes, figure=row), Cell(say(f"carry_rule.{row.step}", language))]
            make.line(say(f"moved.{row.level}", language), cells)
    return make.table()


def _lines(f: Figures, language: Language) -> Table | None:
    sides = [(line, side) for line in ("moderate", "extreme") for side in ("before", "after")]
    heads = [say(f"column.carry_{line}_{side}", language) for line, side in sides]
    make = Maker(f, language, "carry_lines", ["", *heads])
    for domain in f.values("level", "carry_lines", group="domain"):
        place = {"concept": "line", "measure": "amount", "group": "domain", "level": domain}
        found = [f.find("carry_lines", line=line, side=side, **place) for line, side in sides]
        make.line(f.name("domain", domain, language), found)
    return make.table()


def _steps(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "carry_steps", ["", *(column_head(each, language) for each in FIGURES)])
    for step in f.values("step", "carry_steps"):
        place = {"concept": "ine_income", "step": step}
        found = [f.find("carry_steps", measure=name, line=line, **place) for name, line in FIGURES]
        make.line(say(f"carry_step.{step}", language), [Cell() if row is None else row for row in found])
    return make.table()


def _backcast(f: Figures, language: Language) -> Table | None:
    heads = [*(column_head(each, language) for each in FIGURES), say("column.sampling_error", language)]
    make = Maker(f, language, "backcast", ["", *heads])
    own = [row for row in f.rows if (row.table, row.concept, row.level) == ("backcast", "difference", "all")]
    for month in dict.fromkeys(row.month for row in own):
        make.heading(say("column.carried_to", language, base=f.survey.removeprefix("EH"), year=month[:4]))
        for recipe in dict.fromkeys(row.step for row in own if row.month == month):
            of = {(row.measure, row.line): row for row in own if (row.month, row.step) == (month, recipe)}
            cells = [_hundredths(of.get(each), language, sign=True) for each in FIGURES]
            moderate = of["headcount", "moderate"]
            cells.append(Cell(number(100 * (moderate.se or 0.0), language, 1)))
            make.line(say(f"recipe.{recipe}", language), cells)
    return make.table()


def _squares(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "backcast_squares", ["", *(column_head(each, language) for each in FIGURES)])
    rows = [row for row in f.rows if row.table == "backcast_squares"]
    for group, level in AREAS:
        make.heading(f.level(group, level, language))
        for recipe in dict.fromkeys(row.step for row in rows):
            of = {
                (row.measure, row.line): row for row in rows
                if (row.group, row.level, row.step) == (group, level, recipe) and row.value is not None
            }  # fmt: skip
            cells = [_hundredths(of.get(each), language, sign=False) for each in FIGURES]
            make.line(say(f"recipe.{recipe}", language), cells)
    return make.table()


def _hundredths(row: Row | None, language: Language, *, sign: bool) -> Cell:
    """Points, or per cent of the mean, with one decimal whatever the sampling error, which stands beside them."""
    if row is None or row.value is None:
        return Cell()
    return Cell(number(100 * row.value, language, 1, sign=sign), figure=row)


def finding(f: Figures, language: Language) -> str | None:
    """From what to what poverty goes; None where nothing was carried."""
    if not any(row.table == "carry_factors" for row in f.rows):
        return None
    rows = {
        f"{label}_{line}": f.find("carry_steps", concept="ine_income", measure="headcount", line=line, step=step)
        for label, step in (("before", "survey"), ("after", "all"))
        for line in ("moderate", "extreme")
    }
    return sentence("finding.carry", rows, language, survey=f.survey, month=f.rows[0].month)


TABLES: dict[str, Builder] = {
    "carry_factors": _factors,
    "carry_lines": _lines,
    "carry_steps": _steps,
    "backcast": _backcast,
    "backcast_squares": _squares,
}
ON_SCREEN = tuple(TABLES)
CHARTS: dict[str, ChartKind] = {}
FINDINGS = (finding,)
