"""The tables of the main job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ayni.engine import Law
from ayni.evidence.trust import trust_rows
from ayni.report.figures import (
    DASH,
    INE,
    MODEL,
    OF_SOURCE,
    Figures,
    by_wave,
    column_text,
    error,
    measure_text,
    name,
    notes,
    text_mark,
    wave_name,
)
from ayni.report.steps import steps_table
from ayni.report.table import Builder, Cell, Column, Given, Maker, Table, column_head, place_of
from ayni.scenario.rows import Row
from ayni.words import Language, say
from ayni.words.numbers import day, number, percent, points

ON_SCREEN = (
    "data", "trust", "poverty_ine", "poverty_model", "recipients", "spending", "targeting", "effects",
    "effects_ine", "accountings", "reproduction",
)  # fmt: skip
"""The tables of the terminal; the page has all."""


def _data(f: Figures, language: Language) -> Table | None:
    if not any(row.table == "data" for row in f.rows):
        return None
    make = Maker(f, language, "data", ["", say("column.value", language)])
    make.title = say("table.data", language, wave=wave_name(f.wave, language))
    for concept in ("sample", "population", "design"):
        rows = [row for row in f.rows if row.table == "data" and row.concept == concept]
        for row in rows:
            head = f"{say(f'concept.{concept}', language)}: {measure_text(row.measure, language).lower()}"
            make.line(head if concept != "design" else measure_text(row.measure, language), [row])
    for row in f.rows:
        if row.table == "data" and row.concept == "source":
            text = row.level if row.measure in ("imputed", "overlap") else f.text(row.measure)
            text = fact(row.measure, text, language)
            said = notes([f"imputed:{text}"], language) if row.measure == "imputed" else []
            make.line(measure_text(row.measure, language), [Cell(text, notes=make.numbers(said))])
    for row in f.rows:
        if (row.table, row.concept) == ("data", "left_out"):
            head, why = left_out(row, language)
            make.line(head, [Cell(why)])
    return make.table()


def left_out(row: Row, language: Language) -> tuple[str, str]:
    """What a file cannot give, and why."""
    why = {"column": column_text(row.level, language), "reason": text_mark(row, f"reason_{language}") or DASH}
    head = f"{say('concept.left_out', language)}: {say(f'left_out.{row.measure}', language)}"
    return head, say("left_out.because", language, **why)


def fact(measure: str, text: str, language: Language) -> str:
    """A fact of the data card as people read it."""
    match measure:
        case "field_from" | "field_to" | "law_date":
            return day(dt.date.fromisoformat(text), language)
        case "take_up":
            return say(f"take_up.{text}", language)
        case "synthetic":
            return say(f"page.{text}", language)
        case "totals" | "mapping" | "lines":
            return say(f"totals_state.{text}", language)
        case "weights" | "other_weights":
            each = (entry.partition("|") for entry in text.split(", "))
            return ", ".join(f"{column} ({say(f'weights_base.{base}', language)})" for column, _, base in each)
        case "overlap":
            from ayni.evidence.timeline import entry_of

            return f"{entry_of(text).text[language]} ({entry_of(text).days})"
        case _:
            return text


def _trust(f: Figures, language: Language) -> Table | None:
    columns = ("ours", "official", "difference")
    make = Maker(f, language, "trust", ["", *(say(f"column.{column}", language) for column in columns)], error)
    for head, (ours, _, official, apart) in _trust_lines(f, language):
        make.line(head, [ours, official, apart])
    return make.table()


def trust_table(law: Law, language: Language) -> Table:
    """Ours, what households report, the official figure and the difference, wave by wave, from what is recorded."""
    columns = (say("column.ours", language), *(say(f"concept.{each}", language) for each in ("survey", "official")))
    heads = ["", *columns, say("column.difference", language)]
    make = Maker(Figures(()), language, "trust", heads, error)
    for figures in by_wave(trust_rows(law)):
        make.heading(wave_name(figures.wave, language))
        for head, cells in _trust_lines(figures, language):
            make.line(head, cells)
    table = make.table()
    assert table is not None
    return replace(table, about=say("trust.about", language), source=say("trust.source", language))


def _trust_lines(f: Figures, language: Language) -> Iterator[tuple[str, list[Given]]]:
    """Ours, the survey's own, the official figure and the difference; the income that is rebuilt is the survey's."""
    for official in f.rows:
        if (official.table, official.concept) != ("validation", "official"):
            continue
        head = [measure_text(official.measure, language), name(official.group, official.level, language)]
        head += [say(f"line.{official.line}", language)] if official.line else []
        ours = f.get("poverty", "ine_income_rebuilt", *place_of(official))
        yield ", ".join(head), [ours, Cell(""), official, _gap(ours, official, language)]
    for programme in f.levels("programmes", "programme"):
        for measure in ("recipients", "spending"):
            place = (measure, "", "programme", programme)
            found = f.get("programmes", "official", *place)
            if found is not None:
                head = [name("programme", programme, language), measure_text(measure, language).lower()]
                ratio = f.get("programmes", "simulated/official", *place)
                apart = Cell(DASH)
                if ratio is not None and ratio.value is not None:
                    apart = _apart(found, percent(ratio.value - 1, language, sign=True), ratio.value - 1, "relative")
                both = [f.get("programmes", concept, *place) for concept in ("simulated", "survey")]
                yield ", ".join(head), [*both, found, apart]


def _gap(ours: Row | None, official: Row, language: Language) -> Cell:
    """Ours less the official figure, in points of per cent or of the index."""
    if ours is None or ours.value is None or official.value is None:
        return Cell(DASH)
    difference = ours.value - official.value
    shares = official.unit == "share"
    text = points(difference, language) if shares else number(difference, language, 3, sign=True)
    return _apart(official, text, difference, "points" if shares else official.unit)


def _apart(official: Row, text: str, value: float, unit: str) -> Cell:
    """A difference from an official figure, which has no error of its own."""
    return Cell(text, figure=replace(official, value=value, unit=unit, se=None, low=None, high=None, n=None))


def _reproduction(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "reproduction", ["", say("column.share", language), say("column.n", language)])
    for concept in ("rebuilt_within_1_bs", "flag_reproduced"):
        levels = f.levels("validation", "variable", concept)
        if levels:
            make.heading(say(f"concept.{concept}", language))
        for level in levels:
            lines = [row for row in f.rows if (row.table, row.concept, row.level) == ("validation", concept, level)]
            make.line(name("variable", level, language), [lines[0], make.cases(lines[0])])
    return make.table()


FLAG = "ine_flag"
"""Poverty by INE's own flags, of a file that has no income."""
_POVERTY: tuple[Column, ...] = (
    ("headcount", "moderate"), ("headcount", "extreme"), ("poor", "moderate"), ("poor", "extreme"), ("gini", ""),
    ("mean", ""),
)  # fmt: skip
_DEPTH: tuple[Column, ...] = (
    ("gap", "moderate"), ("gap", "extreme"), ("severity", "moderate"), ("severity", "extreme"), ("palma", ""),
    ("p90_p10", ""),
)  # fmt: skip


def _by_concept(identifier: str, concepts: Sequence[str], columns: Sequence[Column]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        heads = ["", *(column_head(column, language) for column in columns), say("column.n", language)]
        make = Maker(f, language, identifier, heads)
        for concept in concepts:
            if f.get("poverty", concept, *columns[0]) is None:
                continue
            make.heading(say(f"concept.{concept}", language))
            _domains(make, concept, columns, ["all", "area"])
        return make.table()

    return build


def _by_group(of: str) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        concept = FLAG if of == "ine_income" and f.get("poverty", FLAG, *_POVERTY[0]) else of
        groups = ["all", "area", "department", "sex", "age_band", "self_identification", "household_type"]
        heads = ["", *(column_head(column, language) for column in _POVERTY), say("column.n", language)]
        make = Maker(f, language, f"groups_{of}", heads)
        for group in groups:
            if group != "all" and f.levels("poverty", group, concept):
                make.heading(name("group", group, language))
            _domains(make, concept, _POVERTY, [group])
        return make.table()

    return build


def _domains(make: Maker, concept: str, columns: Sequence[Column], groups: Sequence[str]) -> None:
    for group in groups:
        for level in make.figures.levels("poverty", group, concept):
            found = [make.figures.get("poverty", concept, *column, group, level) for column in columns]
            make.line(make.figures.level(group, level, make.language), [*found, make.cases(found[0])])


def _distribution(f: Figures, language: Language) -> Table | None:
    concepts = [concept for concept in (*INE, *MODEL) if f.get("poverty", concept, "quantile_50")]
    make = Maker(f, language, "distribution", ["", *(say(f"concept.{each}", language) for each in concepts)], error)
    for p in (10, 25, 50, 75, 90):
        found = [f.get("poverty", concept, f"quantile_{p}") for concept in concepts]
        make.line(say(f"measure.quantile_{p}", language), found)
    make.heading(say("measure.income_share", language))
    for decile in range(1, 11):
        shares = [f.get("poverty", concept, "income_share", "", "decile", str(decile)) for concept in concepts]
        make.line(f"{say('chart.decile', language)} {decile}", shares)
    return make.table() if concepts else None


def _programmes(measure: str) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        there = {row.concept for row in f.rows if (row.table, row.measure) == ("programmes", measure)}
        concepts = ["simulated", "survey", "official", "simulated/survey", "simulated/official", "survey/official"]
        concepts = [concept for concept in concepts if concept in there]
        heads = ["", *(say(f"concept.{concept}", language) for concept in concepts)]
        about = {"take_up": fact("take_up", f.text("take_up") or "legal", language)}
        make = Maker(f, language, measure, heads, error, about=about)
        for level in f.levels("programmes", "programme"):
            found = [f.get("programmes", concept, measure, "", "programme", level) for concept in concepts]
            if any(found):
                make.line(name("programme", level, language), [_without_source(row) for row in found])
        return make.table()

    return build


def _without_source(row: Row | None) -> Row | None:
    """A ratio without the note on the official figure, which stands beside it with its own."""
    if row is None or not row.concept.endswith("/official"):
        return row
    return replace(row, note="; ".join(mark for mark in row.marks if mark.partition(":")[0] not in OF_SOURCE))


def _targeting(f: Figures, language: Language) -> Table | None:
    columns: tuple[Column, ...] = (
        ("share_to_poor", "moderate"), ("share_to_poor", "extreme"), ("coverage", "moderate"), ("coverage", "extreme"),
        ("concentration", ""), ("kakwani", ""),
    )  # fmt: skip
    make = Maker(f, language, "targeting", ["", *(column_head(column, language) for column in columns)])
    for level in f.levels("targeting", "programme"):
        found = [f.get("targeting", "net_market", *column, "programme", level) for column in columns]
        make.line(name("programme", level, language), found)
    return make.table()


_EFFECTS: tuple[Column, ...] = (
    ("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("lifted", "moderate"), ("lifted", "extreme"),
)  # fmt: skip


def _effect_heads(columns: Sequence[Column], language: Language) -> list[str]:
    return ["", *(column_head(("gini_points", "") if column[0] == "gini" else column, language) for column in columns)]


def _effect(f: Figures, concept: str, columns: Sequence[Column], level: str) -> list[Row | None]:
    units = ["persons" if measure == "lifted" else "points" for measure, _ in columns]
    pairs = zip(columns, units, strict=True)
    return [f.get("effects", concept, *column, "programme", level, unit) for column, unit in pairs]


def _effects(identifier: str, concept: str, columns: Sequence[Column]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        make = Maker(f, language, identifier, _effect_heads(columns, language))
        for level in f.levels("effects", "programme", concept):
            make.line(name("programme", level, language), _effect(f, concept, columns, level))
        return make.table()

    return build


def _accountings(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "accountings", _effect_heads(_EFFECTS, language))
    for level in f.levels("effects", "programme", "disposable_month"):
        make.heading(name("programme", level, language))
        for accounting in ("month", "quarter", "year"):
            concept = "disposable" if accounting == "year" else f"disposable_{accounting}"
            make.line(say(f"accounting.{accounting}", language), _effect(f, concept, _EFFECTS, level))
    return make.table()


def _deciles(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "deciles", ["", *(str(decile) for decile in range(1, 11))], error)
    for programme in dict.fromkeys(row.concept for row in f.rows if row.table == "deciles"):
        place = ("deciles", programme, "share_of_spending", "", "decile")
        shares = [f.get(*place, str(decile)) for decile in range(1, 11)]
        make.line(name("programme", programme, language), shares)
    return make.table()


def _curves(f: Figures, language: Language) -> Table | None:
    curves = list(dict.fromkeys((row.concept, row.measure) for row in f.rows if row.table == "curves"))
    heads = [say(f"chart.{c}", language) if kind == "lorenz" else name("programme", c, language) for c, kind in curves]
    make = Maker(f, language, "curves", [say("group.population_share", language), *heads])
    for level in f.levels("curves", "population_share"):
        found = [f.get("curves", *curve, "", "population_share", level) for curve in curves]
        make.line(percent(float(level), language, 0), found)
    return make.table()


def _wages(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "wages", ["", say("column.ours", language), say("column.official", language)])
    for row in f.rows:
        if (row.table, row.concept) == ("wages", "simulated"):
            official = f.get("wages", "official", row.measure)
            make.line(measure_text(row.measure, language), [row, official or Cell()])
    return make.table()


TABLES: dict[str, Builder] = {
    "data": _data,
    "trust": _trust,
    "poverty_ine": _by_concept("poverty_ine", (*INE, FLAG), _POVERTY),
    "poverty_model": _by_concept("poverty_model", MODEL, _POVERTY),
    "recipients": _programmes("recipients"),
    "spending": _programmes("spending"),
    "targeting": _targeting,
    "effects": _effects("effects", "disposable", _EFFECTS),
    "effects_depth": _effects("effects_depth", "disposable", (("gap", "moderate"), ("gap", "extreme"))),
    "effects_ine": _effects("effects_ine", "ine_income_rebuilt", _EFFECTS),
    "accountings": _accountings,
    "depth_ine": _by_concept("depth_ine", INE, _DEPTH),
    "depth_model": _by_concept("depth_model", MODEL, _DEPTH),
    "groups_ine_income": _by_group("ine_income"),
    "groups_disposable": _by_group("disposable"),
    "distribution": _distribution,
    "wages": _wages,
    "deciles": _deciles,
    "waterfall": steps_table("waterfall"),
    "curves": _curves,
    "reproduction": _reproduction,
}
