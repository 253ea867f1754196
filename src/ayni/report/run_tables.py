"""Tables of `ayni run`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ayni.report.figures import DASH, INE, MODEL, OF_SOURCE, Figures, by_survey, column_text, error, notes_on
from ayni.report.maker import Builder, Column, Given, Maker, column_head
from ayni.report.naming import measure_text, name, wave_name
from ayni.report.steps import steps_table
from ayni.report.table import Cell, Table
from ayni.scenario import DataCard, Result, Row
from ayni.scenario.result import LeftOut
from ayni.words import Language, catalogue, say
from ayni.words.marks import Mark, MarkKind
from ayni.words.numbers import day, number, percent, points

ON_SCREEN = (
    "poverty_ine", "poverty_model", "recipients", "spending", "targeting", "effects", "effects_ine", "accountings",
)  # fmt: skip
"""The tables of the terminal; the page has all."""
LAST_ON_SCREEN = ("trust", "reproduction", "data")
"""What the results rest on, after them."""


def _data(f: Figures, language: Language) -> Table | None:
    card = f.card
    if card is None:
        return None
    make = Maker(f, language, "data", ["", say("column.value", language)])
    make.title = say("table.data", language, wave=wave_name(f.wave, language))
    if not card.census:
        _counts(make, card, {each: size_head("sample", each, language) for each in ("persons", "households")})
    for row in f.of("data"):
        make.line(size_head("population", row.measure, language), [row])
    _counts(make, card, {each: measure_text(each, language) for each in ("sampling_units", "strata")})
    for what, text in facts_of(card, language).items():
        make.line(measure_text(what, language), [Cell(text)])
    for column in card.imputed:
        said = notes_on([Mark(MarkKind.IMPUTED, column)], language)
        make.line(say("measure.imputed", language), [Cell(column, notes=make.numbers(said))])
    for event in card.overlaps:
        make.line(say("measure.overlap", language), [Cell(f"{event.text[language]} ({event.days})")])
    if card.replicates:
        make.line(say("measure.replicates", language), [Cell(str(card.replicates))])
    left_out_lines(make, card.left_out)
    return make.table()


def left_out_lines(make: Maker, left_out: Iterable[LeftOut]) -> None:
    """What a file cannot give, and why."""
    for each in left_out:
        why = {"column": column_text(each.column, make.language), "reason": each.reason.get(make.language, DASH)}
        head = f"{say('concept.left_out', make.language)}: {say(f'left_out.{each.what}', make.language)}"
        make.line(head, [Cell(say("left_out.because", make.language, **why))])


def _counts(make: Maker, card: DataCard, heads: Mapping[str, str]) -> None:
    for what, head in heads.items():
        count = getattr(card, what)
        if count is not None:
            make.line(head, [count_cell(count, make.language)])


def count_cell(count: int, language: Language) -> Cell:
    """How many there are, of what is counted and not estimated."""
    return Cell(number(count, language), figure=count)


def size_head(concept: str, measure: str, language: Language) -> str:
    """What the sample or the population counts."""
    return f"{say(f'concept.{concept}', language)}: {measure_text(measure, language).lower()}"


def facts_of(card: DataCard, language: Language) -> dict[str, str]:
    """What the data card says in words, by measure: what is not known, or not of this run, is left out."""
    days = {
        "field_from": card.field_from,
        "field_to": card.field_to,
        "law_date": card.law_day,
        "known_on": card.known_on,
        "known_until": card.known_until,
    }
    found = {what: day(dt.date.fromisoformat(text), language) for what, text in days.items() if text}
    if card.law_book:
        found["law_book"] = card.law_book
    if card.law_folder:
        found["law_folder"] = card.law_folder
    if card.persons is None:
        return found
    if card.take_up:
        found["take_up"] = say(f"take_up.{card.take_up}", language)
    found["file_sha256"] = card.sha256 or DASH
    if card.expanded_from:
        found |= {"expanded_from": card.expanded_from, "expansion_seed": str(card.expansion_seed)}
    found["synthetic"] = say(f"page.{'yes' if card.synthetic else 'no'}", language)
    if card.weights:
        found["weights"] = _weights({card.weights: card.weights_base}, language)
    if card.other_weights:
        found["other_weights"] = _weights(card.other_weights, language)
    for what, state in (("totals", card.totals), ("lines", card.lines), ("mapping", card.mapping)):
        if state:
            found[what] = say(f"totals_state.{state}", language)
    return found


def _weights(bases: Mapping[str, str], language: Language) -> str:
    return ", ".join(f"{column} ({base_name(base, language)})" for column, base in bases.items())


def base_name(base: str, language: Language) -> str:
    """The name of the known totals to which the weights add up; a user's own are named by their file."""
    return say(f"weights_base.{base}", language) if f"weights_base.{base}" in catalogue() else base


def _trust(f: Figures, language: Language) -> Table | None:
    columns = ("ours", "official", "difference")
    make = Maker(f, language, "trust", ["", *(say(f"column.{column}", language) for column in columns)], error)
    for head, (ours, _, official, apart) in _trust_lines(f, language):
        make.line(head, [ours, official, apart])
    return make.table()


def trust_table(result: Result, language: Language) -> Table:
    """Ours, what households report, the official figure and the difference, wave by wave, from what is recorded."""
    columns = (say("column.ours", language), *(say(f"concept.{each}", language) for each in ("survey", "official")))
    heads = ["", *columns, say("column.difference", language)]
    make = Maker(Figures(Result(())), language, "trust", heads, error)
    for figures in by_survey(result):
        make.heading(wave_name(figures.wave, language))
        for head, cells in _trust_lines(figures, language):
            make.line(head, cells)
    table = make.table()
    assert table is not None
    return replace(table, about=say("trust.about", language), source=say("trust.source", language))


def _trust_lines(f: Figures, language: Language) -> Iterator[tuple[str, list[Given]]]:
    """Ours, the survey's own, the official figure and the difference; the income that is rebuilt is the survey's."""
    for official in f.of("validation", concept="official"):
        head = [measure_text(official.measure, language), name(official.group, official.level, language)]
        head += [say(f"line.{official.line}", language)] if official.line else []
        place = {"measure": official.measure, "line": official.line, "group": official.group, "level": official.level}
        ours = f.find("poverty", concept="ine_income_rebuilt", **place)
        yield ", ".join(head), [ours, Cell(""), official, _gap(ours, official, language)]
    for programme in f.programmes("programmes"):
        for measure in ("recipients", "spending"):
            place = {"programme": programme, "measure": measure}
            found = f.find("programmes", concept="official", **place)
            if found is not None:
                head = [f.programme(programme, language), measure_text(measure, language).lower()]
                ratio = f.find("programmes", concept="simulated_over_official", **place)
                apart = Cell(DASH)
                if ratio is not None and ratio.value is not None:
                    apart = _apart(found, percent(ratio.value - 1, language, sign=True), ratio.value - 1, "relative")
                both = [f.find("programmes", concept=concept, **place) for concept in ("simulated", "survey")]
                yield ", ".join(head), [*both, found, apart]


def _gap(ours: Row | None, official: Row, language: Language) -> Cell:
    """Ours less the official figure, in points of per cent or of the index; none of a model and what was measured."""
    if ours is not None and ours.has(MarkKind.CARRIED):
        return Cell(say("column.a_model", language))
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
        levels = f.levels("validation", "variable", concept=concept)
        if levels:
            make.heading(say(f"concept.{concept}", language))
        for level in levels:
            row = f.of("validation", concept=concept, level=level)[0]
            make.line(name("variable", level, language), [row, make.cases(row)])
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
            if not f.levels("poverty", "all", concept=concept):
                continue
            make.heading(say(f"concept.{concept}", language))
            _domains(make, concept, columns, ["all", "area"])
        return make.table()

    return build


def _by_group(of: str) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        concept = FLAG if of == "ine_income" and f.levels("poverty", "all", concept=FLAG) else of
        groups = ["all", "area", "department", "sex", "age_band", "self_identification", "household_type"]
        heads = ["", *(column_head(column, language) for column in _POVERTY), say("column.n", language)]
        make = Maker(f, language, f"groups_{of}", heads)
        for group in groups:
            if group != "all" and f.levels("poverty", group, concept=concept):
                make.heading(name("group", group, language))
            _domains(make, concept, _POVERTY, [group])
        return make.table()

    return build


def _domains(make: Maker, concept: str, columns: Sequence[Column], groups: Sequence[str]) -> None:
    for group in groups:
        for level in make.figures.levels("poverty", group, concept=concept):
            place = {"concept": concept, "group": group, "level": level}
            found = [make.figures.find("poverty", measure=measure, line=line, **place) for measure, line in columns]
            make.line(make.figures.level(group, level, make.language), [*found, make.cases(found[0])])


def _distribution(f: Figures, language: Language) -> Table | None:
    concepts = [each for each in (*INE, *MODEL) if f.find("poverty", concept=each, measure="quantile_50")]
    make = Maker(f, language, "distribution", ["", *(say(f"concept.{each}", language) for each in concepts)], error)
    for p in (10, 25, 50, 75, 90):
        found = [f.find("poverty", concept=concept, measure=f"quantile_{p}") for concept in concepts]
        make.line(say(f"measure.quantile_{p}", language), found)
    make.heading(say("measure.income_share", language))
    for decile in range(1, 11):
        place = {"measure": "income_share", "group": "decile", "level": str(decile)}
        shares = [f.find("poverty", concept=concept, **place) for concept in concepts]
        make.line(f"{say('chart.decile', language)} {decile}", shares)
    return make.table() if concepts else None


BESIDE = (
    "simulated", "survey", "official", "simulated_over_survey", "simulated_over_official", "survey_over_official",
)  # fmt: skip
"""What stands in the columns of recipients and spending, as far as the rows have it."""


def _programmes(measure: str) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        there = {row.concept for row in f.of("programmes", measure=measure)}
        concepts = [concept for concept in BESIDE if concept in there]
        heads = ["", *(say(f"concept.{concept}", language) for concept in concepts)]
        about = {"take_up": say(f"take_up.{(f.card and f.card.take_up) or 'legal'}", language)}
        make = Maker(f, language, measure, heads, error, about=about)
        for each in f.programmes("programmes"):
            place = {"programme": each, "measure": measure}
            found = [f.find("programmes", concept=concept, **place) for concept in concepts]
            if any(found):
                make.line(f.programme(each, language), [_without_source(row) for row in found])
        return make.table()

    return build


def _without_source(row: Row | None) -> Row | None:
    """A ratio without the note on the official figure, which stands beside it with its own."""
    if row is None or row.concept not in ("simulated_over_official", "survey_over_official"):
        return row
    return replace(row, marks=tuple(mark for mark in row.marks if mark.kind not in OF_SOURCE))


def _targeting(f: Figures, language: Language) -> Table | None:
    columns: tuple[Column, ...] = (
        ("share_to_poor", "moderate"), ("share_to_poor", "extreme"), ("coverage", "moderate"), ("coverage", "extreme"),
        ("concentration", ""), ("kakwani", ""),
    )  # fmt: skip
    make = Maker(f, language, "targeting", ["", *(column_head(column, language) for column in columns)])
    for each in f.programmes("targeting"):
        place = {"concept": "net_market", "programme": each}
        found = [f.find("targeting", measure=measure, line=line, **place) for measure, line in columns]
        make.line(f.programme(each, language), found)
    return make.table()


_EFFECTS: tuple[Column, ...] = (
    ("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("lifted", "moderate"), ("lifted", "extreme"),
)  # fmt: skip


def _effect_heads(columns: Sequence[Column], language: Language) -> list[str]:
    return ["", *(column_head(("gini_points", "") if column[0] == "gini" else column, language) for column in columns)]


def _effect(
    f: Figures, concept: str, columns: Sequence[Column], programme: str, accounting: str = ""
) -> list[Row | None]:
    found = []
    for measure, line in columns:
        side, unit = ("", "persons") if measure == "lifted" else ("change", "points")
        place = {"concept": concept, "programme": programme, "measure": measure, "line": line, "side": side}
        found.append(f.find("effects", unit=unit, accounting=accounting, **place))
    return found


def _effects(identifier: str, concept: str, columns: Sequence[Column]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        make = Maker(f, language, identifier, _effect_heads(columns, language))
        for each in f.programmes("effects", concept=concept):
            make.line(f.programme(each, language), _effect(f, concept, columns, each))
        return make.table()

    return build


def _accountings(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "accountings", _effect_heads(_EFFECTS, language))
    for each in f.programmes("effects", accounting="month"):
        make.heading(f.programme(each, language))
        for accounting in ("month", "quarter", "year"):
            found = _effect(f, "disposable", _EFFECTS, each, accounting)
            make.line(say(f"accounting.{accounting}", language), found)
    return make.table()


def _deciles(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "deciles", ["", *(str(decile) for decile in range(1, 11))], error)
    for programme in f.programmes("deciles"):
        place = {"concept": "net_market", "programme": programme, "measure": "share_of_spending", "group": "decile"}
        shares = [f.find("deciles", level=str(decile), **place) for decile in range(1, 11)]
        make.line(f.programme(programme, language), shares)
    return make.table()


def _curves(f: Figures, language: Language) -> Table | None:
    curves = curves_of(f)
    heads = [f.programme(each, language) if each else say(f"chart.{concept}", language) for concept, each, _ in curves]
    make = Maker(f, language, "curves", [say("group.population_share", language), *heads])
    for level in f.levels("curves", "population_share"):
        found = [curve_at(f, curve, level) for curve in curves]
        make.line(percent(float(level), language, 0), found)
    return make.table()


Curve = tuple[str, str, str]
"""An income, a programme or none, and the kind of the curve."""


def curves_of(f: Figures) -> list[Curve]:
    """The curves of the rows, in their order."""
    return list(dict.fromkeys((row.concept, row.programme, row.measure) for row in f.of("curves")))


def curve_at(f: Figures, curve: Curve, level: str) -> Row | None:
    """The point of a curve at a share of persons."""
    concept, programme, kind = curve
    place = {"concept": concept, "programme": programme, "measure": kind}
    return f.find("curves", group="population_share", level=level, **place)


def _wages(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "wages", ["", say("column.ours", language), say("column.official", language)])
    for row in f.of("wages", concept="simulated"):
        official = f.find("wages", concept="official", programme=row.programme, measure=row.measure)
        make.line(f.measure(row.programme or row.measure, language), [row, official or Cell()])
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
