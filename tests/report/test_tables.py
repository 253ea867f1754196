from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ayni.evidence.official import BASES
from ayni.evidence.registry import CONFIDENCES
from ayni.law import bolivia
from ayni.report import Table, print_tables, tables, tables_as_text
from ayni.report.figures import DASH, SILENT, UNITS, Figures, notes
from ayni.report.naming import measure_text, name
from ayni.report.run_tables import TABLES
from ayni.report.table import Cell, Line
from ayni.report.tables import ON_SCREEN
from ayni.report.terminal import _lines, _wrapped, show_text
from ayni.runs import names_of
from ayni.scenario import Result, Row, programmes
from ayni.scenario.analysis import AGE_BANDS, GROUPS, LINES
from ayni.survey import standard_columns
from ayni.words import LANGUAGES, AyniError, Language, catalogue
from ayni.words.marks import Mark, MarkKind

WHATS = {
    MarkKind.CONFLICTING: ["bono_universal.amount"], MarkKind.RECALLED: ["bono_universal.amount"],
    MarkKind.REPORTED: ["bono_universal.amount"],
    MarkKind.IMPUTED: ["disability_card"], MarkKind.NOT_COMPUTED: ["school_type"], MarkKind.SOURCE: ["INE"],
    MarkKind.OFFICIAL_PERIOD: ["2018"], MarkKind.METHOD: ["elcsa"], MarkKind.OTHER_FLOOR: ["2164"],
    MarkKind.SCENARIO: ["honduras_2009"], MarkKind.BASIS: [*BASES], MarkKind.CONFIDENCE: [*CONFIDENCES],
}  # fmt: skip
MARKS = [Mark(kind, what) for kind in MarkKind if kind not in SILENT for what in WHATS.get(kind, [""])]
REMARKS = ["synthetic", "first_order", "quality", "dash", "not_available"]
CAUSAL = ("reduce", "redujo", "baja ", "bajó", "saca ", "sacó", "lifts", "lowers", "caus", "gracias a", "impact")


def texts(table: Table) -> str:
    """Everything that a table says, one thing a line."""
    lines = [line.head for line in table.lines]
    lines += [f"{cell.text} {cell.detail}" for line in table.lines for cell in line.cells]
    return "\n".join([table.title, table.about, table.source, *table.columns, *lines, *table.notes, *table.remarks])


def one(rows: Result, identifier: str, language: Language = "es") -> Table:
    (table,) = tables(rows, language, (identifier,))
    return table


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_every_kind_fill_every_table(rows: Result, language: Language) -> None:
    found = tables(rows, language)
    assert [table.id for table in found] == list(TABLES)
    for table in found:
        assert all(len(line.cells) == len(table.columns) - 1 for line in table.lines if line.cells)
        assert all(number <= len(table.notes) for line in table.lines for number in line.notes)


def test_no_number_in_a_spanish_table_has_a_point_before_its_decimals(rows: Result) -> None:
    for table in tables(rows, "es"):
        texts = [*table.columns, *(line.head for line in table.lines)]
        texts += [text for line in table.lines for cell in line.cells for text in (cell.text, cell.detail)]
        for text in texts:
            assert not re.search(r"(?<![\w.])\d+\.\d{1,2}(?![\w.])", text), f"{table.id}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_has_a_phrase(language: Language) -> None:
    of = {"survey": "EH2019", "month": "2019-11", "law_day": "2026-01-01", "accounting": "quarter"}
    for mark in MARKS:
        (said,) = notes(Row(table="comparison", measure="gini", marks=(mark,), **of), language)
        assert said
        assert "{" not in said
    for remark in REMARKS:
        assert f"mark.{remark}" in catalogue()


def test_what_rows_can_bear_has_a_name(rows: Result) -> None:
    known = catalogue()
    called = names_of(bolivia())
    for row in rows:
        assert not row.concept or f"concept.{row.concept}" in known
        assert row.measure == "revenue" or row.measure in called or measure_text(row.measure, "es")
        assert name("group", row.group, "es")
        assert row.unit in {*UNITS}
    assert all(name("programme", each.id, "es", called) for each in programmes(bolivia()))
    for group in GROUPS:
        assert all(f"{group}.{value}" in known for value in standard_columns()[group].values)
    assert all(f"age_band.{band}" in known for band in AGE_BANDS)
    assert all(f"line.{line}" in known for line in LINES)
    assert all({"es", "en"} == set(phrase) for phrase in known.values())


def test_a_suppressed_figure_is_a_dash_with_its_reason(rows: Result) -> None:
    table = one(rows, "groups_ine_income")
    (pando,) = (line for line in table.lines if line.head == "Pando")
    assert pando.cells[0].text == DASH
    assert "menos de 30 casos" in table.notes[pando.cells[0].notes[0] - 1]


def test_a_careful_figure_bears_its_flag(rows: Result) -> None:
    table = one(rows, "groups_ine_income")
    (beni,) = (line for line in table.lines if line.head == "Beni")
    assert beni.cells[0].text.endswith("(*)")
    assert any(remark.startswith("(*)") for remark in table.remarks)


def test_departments_stand_in_the_order_of_ine(rows: Result) -> None:
    heads = [line.head for line in one(rows, "groups_ine_income").lines]
    assert heads[heads.index("Chuquisaca") :][:9] == [
        "Chuquisaca", "La Paz", "Cochabamba", "Oruro", "Potosí", "Tarija", "Santa Cruz", "Beni", "Pando",
    ]  # fmt: skip


def test_a_change_is_in_points_with_its_interval_and_relative(rows: Result) -> None:
    cell = one(rows, "effects").lines[0].cells[0]
    assert (cell.text, cell.detail) == ("−0,5\u00a0pp (−1,3%)", "[−0,7;\u00a0−0,3]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_effects_are_first_order_and_name_no_cause(rows: Result, language: Language) -> None:
    word = {"es": "primer orden", "en": "first-order"}[language]
    for table in tables(rows, language):
        if "effects" in table.id or table.id in ("accountings", "waterfall"):
            assert word in table.title
        assert not [verb for verb in CAUSAL if verb in texts(table).lower()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_stands_in_every_title(rows: Result, synthetic_rows: Result, language: Language) -> None:
    word = {"es": "sintéticos", "en": "synthetic"}[language]
    assert all(word in table.title.lower() for table in tables(synthetic_rows, language))
    assert not any(word in table.title.lower() for table in tables(rows, language))


def test_income_of_ine_and_of_the_model_stand_apart_or_say_so(rows: Result) -> None:
    assert "INE" in one(rows, "poverty_ine").title
    assert "modelo" in one(rows, "poverty_model").title
    assert "ingresos distintos" in one(rows, "distribution").about


def test_the_trust_table_says_ours_official_and_difference(rows: Result) -> None:
    table = one(rows, "trust", "en")
    poverty, *_ = table.lines
    (recipients,) = (line for line in table.lines if line.head == "Renta Dignidad, recipients")
    assert [cell.text for cell in poverty.cells] == ["38.0%", "37.2%", "+0.8\u00a0pp"]
    assert [cell.text for cell in recipients.cells] == ["1,271,000", "1,144,091", "+11.1%"]
    assert "UDAPE" in table.notes[recipients.cells[1].notes[0] - 1]


def test_waves_are_kept_apart(example: Callable[..., Result]) -> None:
    found = tables(Result((*example("EH2019"), *example("EH2022"))), "es", ("poverty_ine",))
    assert [table.wave for table in found] == ["EH2019", "EH2022"]


def test_tables_that_rows_do_not_fill_are_left_out(rows: Result) -> None:
    assert tables(Result(()), "es") == []
    only = rows.where(row for row in rows if row.table in ("data", "targeting"))
    assert [table.id for table in tables(only, "es")] == ["data", "targeting"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_gets_a_hundred_columns(rows: Result, language: Language) -> None:
    lines = tables_as_text(rows, language).splitlines()
    assert max(map(len, lines)) <= 100
    assert any("1.271.000" in line or "1,271,000" in line for line in lines)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_without_unicode_is_spared(rows: Result, encoding: str) -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    print_tables(rows, "es", file=file)
    printed = raw.getvalue().decode(encoding)
    assert "-0,5 pp" in printed
    assert "(-1,3%)" in printed


def test_texts_are_broken_between_words_as_rich_does() -> None:
    from rich.console import Console
    from rich.text import Text

    text = "Bs\u00a09.500  de " + "x" * 20 + " a  https://example.org/ley.pdf 1" + "\n\n  y " + "é" * 12 + " z "
    console = Console(width=100, color_system=None)
    for width in range(1, 60):
        as_rich = [line.plain for line in Text(text).wrap(console, width, overflow="fold")]
        assert _wrapped(text, width) == as_rich, width


def test_a_table_fits_a_narrow_terminal_and_steers_none() -> None:
    line = Line("\x1b[3mBeni", tuple(Cell("1.234,5", "[1.000; 1.500]") for _ in range(9)))
    table = Table("any", "", "Title\r", "", ("where", *"ABCDEFGHI"), (line,), (), (), "")
    printed = list(_lines([table], 40))
    assert max(len(text) for text, _ in printed) <= 40
    assert all(text.isprintable() for text, _ in printed)
    assert "".join("".join(text.split()) for text, _ in printed).count("1") == 27


def test_nothing_is_lost_from_a_narrow_column(rows: Result) -> None:
    wide = rows.where(replace(row, n=1_234_567) if row.table == "poverty" else row for row in rows)
    assert "1.234.567" in tables_as_text(wide, "es")


PLACE = {"concept": "disposable", "programme": "renta_dignidad", "measure": "headcount", "line": "moderate"}


def test_a_misspelt_look_up_is_an_error_and_no_empty_cell(rows: Result) -> None:
    figures = Figures(rows)
    found = figures.find("effects", side="change", unit="points", **PLACE)
    assert found is figures.one("effects", side="change", unit="points", **PLACE)
    slips = {"concept": "disposble", "measure": "headcont", "line": "moderat", "side": "chang", "group": "departmen"}
    for column, slip in slips.items():
        with pytest.raises(AyniError, match=rf"column {column}; the nearest is “{slip[:4]}"):
            figures.find("effects", **{**PLACE, "side": "change", column: slip})
    with pytest.raises(AyniError, match="column table; the nearest is “effects”"):
        figures.find("efects", **PLACE)
    with pytest.raises(AyniError, match="column table; the nearest is “effects”"):
        figures.of("efects")
    with pytest.raises(AyniError, match="column side; the nearest is “change”"):
        figures.of("effects", side="chang")
    with pytest.raises(AyniError, match="no column “month”; the nearest is"):
        figures.find("effects", month="2019-11", **PLACE)
    with pytest.raises(AyniError, match="no column “programe”; the nearest is “programme”"):
        figures.find("effects", measure="headcount", programe="renta_dignidad")
    with pytest.raises(AyniError, match="column accounting; the nearest is “quarter”"):
        figures.find("effects", accounting="quater", **PLACE)
    with pytest.raises(AyniError, match="column measure; the nearest is “headcount”"):
        figures.levels("poverty", "area", measure="headcunt")


def test_what_must_exist_raises_with_the_nearest_and_what_may_be_absent_does_not(rows: Result) -> None:
    figures = Figures(rows)
    absent = {**PLACE, "programme": "renta_dignida", "side": "change"}
    assert figures.find("effects", **absent) is None
    with pytest.raises(AyniError, match=r"There is no row .*renta_dignida .*nearest is .*renta_dignidad"):
        figures.one("effects", **absent)


def test_a_look_up_takes_the_year_and_the_runs_take_up_where_it_says_no_other(rows: Result) -> None:
    figures = Figures(rows)
    place = {**PLACE, "side": "change", "unit": "points"}
    assert figures.one("effects", **place).accounting == "year"
    assert figures.one("effects", accounting="month", **place).accounting == "month"
    observed = replace(figures.one("effects", **place), take_up="observed", value=1.0)
    both = Figures(rows.where([observed, *rows]))
    assert both.one("effects", **place).take_up == "legal"
    assert both.one("effects", take_up="observed", **place) is observed


def test_lines_of_a_trace_are_broken_under_their_own_indentation(monkeypatch, capsys) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    show_text("rosa: a pension\n  which is paid to all who are old\n" + " " * 40 + "deep")
    assert capsys.readouterr().out == ("rosa: a pension\n  which is paid to\n      all who are old\n            deep\n")


@pytest.mark.parametrize("width", [60, 80, 100, 130])
def test_a_table_wider_than_the_terminal_stands_in_parts_that_break_no_interval(rows: Result, width: int) -> None:
    for table in tables(rows, "es"):
        printed = [text for text, _ in _lines([table], width)]
        assert max(map(len, printed)) <= width
        assert [text for text in printed if text.count("[") != text.count("]")] == []
        for line in table.lines:
            for cell in line.cells:
                assert any(cell.detail in text for text in printed)


def test_results_stand_before_the_card_of_the_data(rows: Result) -> None:
    shown = [table.id for table in tables(rows, "es", ON_SCREEN)]
    assert (shown[0], shown[-1]) == ("poverty_ine", "data")
