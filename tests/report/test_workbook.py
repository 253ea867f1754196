"""The workbook: numbers as numbers with their errors beside them, nothing unpublished, the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ayni.report import write_workbook
from ayni.report.workbook import NAME_LENGTH, workbook
from ayni.scenario import COLUMNS, Result
from ayni.words import AyniError


@pytest.fixture(scope="module")
def content(rows: Result) -> bytes:
    return workbook(rows, "en")


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def test_the_same_rows_give_the_same_bytes(rows: Result, content: bytes) -> None:
    assert workbook(rows.where(rows), "en") == content


def test_sheets_have_names_that_excel_allows_each_its_own(book: Any) -> None:
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= NAME_LENGTH for name in book.sheetnames)
    assert book.sheetnames[0] == "README"
    assert all(sheet.freeze_panes for sheet in book)


def test_every_row_stands_in_its_sheet_as_numbers(book: Any, rows: Result) -> None:
    for table in {row.table for row in rows}:
        mine = [row for row in rows if row.table == table]
        lines = list(book[f"rows {table}"].iter_rows(values_only=True))
        assert lines[0] == COLUMNS
        assert len(lines) == len(mine) + 1
        for row, line in zip(mine, lines[1:], strict=True):
            found = dict(zip(COLUMNS, line, strict=True))
            assert (found["value"], found["se"]) == pytest.approx((row.value, row.se))
            assert found["n"] == row.n


def test_a_figure_has_its_error_and_cases_beside_it_in_its_unit(book: Any, rows: Result) -> None:
    sheet = book["poverty_ine"]
    assert [sheet.cell(4, column).value for column in range(2, 5)] == ["Moderate (total) poverty", "SE", "n"]
    row = next(row for row in rows if (row.table, row.concept, row.measure) == ("poverty", "ine_income", "headcount"))
    cells = [sheet.cell(6, column) for column in range(2, 5)]  # line 5 is a heading
    assert [cell.value for cell in cells] == pytest.approx([row.value, row.se, row.n])
    assert cells[0].number_format == "0.00%"


def test_no_figure_stands_as_text(book: Any) -> None:
    figures = [name for name in book.sheetnames[1:] if name != "data"]
    for name in figures:
        if name.startswith("rows"):
            continue
        for line in book[name].iter_rows(min_row=5, min_col=2):
            for cell in line[:-1]:
                assert not (isinstance(cell.value, str) and any(letter.isdigit() for letter in cell.value)), cell


def test_it_appears_whole_or_not_at_all(rows: Result, tmp_path: Path) -> None:
    write_workbook(rows.where(rows.rows[:3]), tmp_path / "out.xlsx", "es")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
    with pytest.raises(AyniError):
        write_workbook(rows.where(rows.rows[:3]), tmp_path / "absent" / "out.xlsx", "es")


def test_it_prints_on_a_few_pages_and_its_first_sheet_has_a_chart_of_a_table(book: Any, rows: Result) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1, 2)  # none is one
        if sheet.title.startswith("rows"):
            printed = min(50, sheet.max_row - 1)
            assert sheet.print_area.endswith(f"$X${printed + 1}")
            assert f"1 to {printed} of {sheet.max_row - 1}" in sheet.oddHeader.left.text
        elif sheet.title != "README":
            assert sheet.print_title_rows == "$1:$4"
    [chart] = book["README"]._charts
    headcounts = [
        row for row in rows if row.table == "waterfall" and row.measure == "headcount" and row.side == "after"
    ]
    for series, line in zip(chart.series, ("moderate", "extreme"), strict=True):
        name, cells = series.val.numRef.f.rsplit("!", 1)
        values = [cell.value for [cell] in book[name.strip("'")][cells.replace("$", "")]]
        assert values == pytest.approx([row.value for row in headcounts if row.line == line])
        assert series.errBars is not None
