"""Rows as a workbook for Excel: every table with its figures as numbers, and the tidy rows behind them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ayni import __version__
from ayni.report.figures import Figures, by_survey, is_flagged
from ayni.report.findings import headlines
from ayni.report.naming import measure_text, wave_name
from ayni.report.run_tables import facts_of
from ayni.report.table import Line, Table
from ayni.report.tables import TABLES, tables
from ayni.scenario import COLUMNS, Result, Row
from ayni.words import Language, say, write_whole
from ayni.words.marks import joined

CREATED = dt.datetime(2000, 1, 1)
"""Written into every workbook as the time of its making, so that the same rows give the same bytes."""
FORMATS = {
    "share": "0.00%", "relative": "0.0%", "points": "0.000%", "index": "0.0000", "ratio": "0.000",
    "Bs/month": "#,##0.00", "Bs/year": "#,##0", "Bs": "#,##0.00", "persons": "#,##0", "households": "#,##0",
    "": "#,##0",
}  # fmt: skip
"""The number format of each unit; shares stay fractions, which Excel prints as per cent."""
NAME_LENGTH = 31
"""What Excel allows the name of a sheet."""


def write_workbook(result: Result, path: Path, language: Language) -> None:
    """Write the workbook; the file appears whole or not at all, and the same rows give the same bytes.

    First what it holds, where it comes from and what the words mean; then each table that the rows fill, every figure
    with its standard error and sample cases beside it and its notes at the end of the line; then the tidy rows, a sheet
    for each table of theirs.
    """
    write_whole(path, workbook(result, language))


def workbook(result: Result, language: Language) -> bytes:
    """The workbook as bytes."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": say("workbook.title", language), "author": "Ayni", "created": CREATED})
        _Writer(book, result, language).write()
    return content.getvalue()


class _Writer:
    def __init__(self, book: Any, result: Result, language: Language) -> None:
        self.book, self.result, self.language = book, result, language
        self.numbers = {unit: book.add_format({"num_format": form}) for unit, form in FORMATS.items()}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#0072B2", "underline": 1})
        self.names: list[str] = []

    def write(self) -> None:
        waves = by_survey(self.result)
        first = self._sheet(say("workbook.readme", self.language))
        listed: list[tuple[str, str]] = []
        for figures in waves:
            for table in tables(figures.result, self.language, [*TABLES]):
                name = table.id if len(waves) == 1 else f"{table.id} {figures.wave}"
                listed.append((self._table(name, table), table.title))
        for name in dict.fromkeys(row.table for row in self.result):
            found = [row for row in self.result if row.table == name]
            sheet = self._tidy(say("workbook.rows", self.language, table=name), found)
            listed.append((sheet, say("workbook.rows_about", self.language, table=name)))
        self._readme(first, waves, listed)

    def _sheet(self, name: str) -> Any:
        """A new sheet under a name that Excel allows and no other sheet bears."""
        short, count = name[:NAME_LENGTH], 1
        while short.lower() in self.names:
            count += 1
            short = f"{name[: NAME_LENGTH - len(str(count)) - 1]} {count}"
        self.names.append(short.lower())
        return self.book.add_worksheet(short)

    def _table(self, name: str, table: Table) -> str:
        """A printable table with numbers in place of text: value, standard error and cases in columns of their own."""
        sheet = self._sheet(name)
        sheet.write_string(0, 0, table.title, self.bold)
        sheet.write_string(1, 0, table.about)
        numeric = [
            index
            for index in range(len(table.columns) - 1)
            if any(isinstance(line.cells[index].figure, Row) for line in table.lines if line.cells)
        ]
        heads, place = [table.columns[0]], {}
        for index, head in enumerate(table.columns[1:]):
            place[index] = len(heads)
            heads.append(head)
            if index in numeric:
                heads += [say("workbook.se", self.language), say("workbook.n", self.language)]
        notes = len(heads)
        for column, head in enumerate([*heads, say("workbook.notes", self.language)]):
            sheet.write_string(3, column, head, self.head)
        sheet.freeze_panes(4, 1)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, notes - 1, 13)
        sheet.set_column(notes, notes, 70)
        for row, line in enumerate(table.lines, 4):
            sheet.write_string(row, 0, line.head, None if line.cells else self.bold)
            for index, cell in enumerate(line.cells):
                column = place[index]
                if isinstance(cell.figure, Row):
                    self._estimate(sheet, row, column, cell.figure)
                elif cell.figure is not None:
                    sheet.write_number(row, column, cell.figure, self.numbers[""])
                elif cell.text:
                    sheet.write_string(row, column, cell.text)
            said = self._notes(table, line)
            if said:
                sheet.write_string(row, notes, said)
        below = len(table.lines) + 5
        for offset, text in enumerate([*table.remarks, table.source]):
            sheet.write_string(below + offset, 0, text)
        return str(sheet.get_name())

    def _estimate(self, sheet: Any, row: int, column: int, figure: Row) -> None:
        form = self._format(figure)
        for offset, value in enumerate((figure.value, figure.se)):
            if value is not None:
                sheet.write_number(row, column + offset, value, form)
        if figure.n is not None:
            sheet.write_number(row, column + 2, figure.n, self.numbers[""])

    def _format(self, row: Row) -> Any:
        if row.unit == "points" and row.measure == "gini":
            return self.numbers["index"]
        return self.numbers.get(row.unit, self.numbers[""])

    def _notes(self, table: Table, line: Line) -> str:
        """The notes of a line's head, then those of its cells with the column's name."""
        said = [table.notes[number - 1] for number in line.notes]
        for head, cell in zip(table.columns[1:], line.cells, strict=False):
            said += [f"{head}: {table.notes[number - 1]}" for number in cell.notes]
            if isinstance(cell.figure, Row) and is_flagged(cell.figure):
                said.append(f"{head}: (*)")
        return " ".join(said)

    def _tidy(self, name: str, rows: Sequence[Row]) -> str:
        """The rows as they are, a column each."""
        sheet = self._sheet(name)
        for column, head in enumerate(COLUMNS):
            sheet.write_string(0, column, head, self.head)
        for line, row in enumerate(rows, 1):
            form = self._format(row)
            for column, field in enumerate(fields(Row)):
                value = getattr(row, field.name)
                if isinstance(value, tuple):
                    sheet.write_string(line, column, joined(value))
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value, self.numbers[""] if field.name == "n" else form)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        sheet.set_column(0, len(COLUMNS) - 2, 15)
        sheet.set_column(len(COLUMNS) - 1, len(COLUMNS) - 1, 60)
        return str(sheet.get_name())

    def _readme(self, sheet: Any, waves: Sequence[Figures], listed: Sequence[tuple[str, str]]) -> None:
        """Where the figures come from, what the workbook holds, and what the names of measures mean."""
        from ayni.evidence.receipts import code_hash, rows_hash

        lines: list[tuple[str, str]] = []
        for figures in waves:
            lines.append((wave_name(figures.wave, self.language), ""))
            lines += [("", figures.named(sentence, self.language)) for sentence in headlines(figures, self.language)]
            for card in figures.cards:
                facts = facts_of(card, self.language)
                lines += [(measure_text(name, self.language), text) for name, text in facts.items()]
        lines.append((say("workbook.program", self.language), f"Ayni {__version__}"))
        lines.append((say("workbook.code_hash", self.language), code_hash()))
        lines.append((say("workbook.rows_hash", self.language), rows_hash(self.result)))
        lines += [(say("workbook.reading", self.language), say("workbook.reading_about", self.language))]
        tables_there = {row.table for row in self.result}
        if any(name.startswith("incidence_") for name in tables_there):
            lines += [(say("workbook.method", self.language), say("workbook.method_incidence", self.language))]
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 110)
        sheet.write_string(0, 0, say("workbook.title", self.language), self.bold)
        for row, (head, text) in enumerate(lines, 2):
            sheet.write_string(row, 0, head, self.bold)
            sheet.write_string(row, 1, text, self.wrap)
        start = len(lines) + 3
        sheet.write_string(start, 0, say("workbook.sheets", self.language), self.head)
        sheet.write_string(start, 1, "", self.head)
        for row, (name, title) in enumerate(listed, start + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(row, 1, title)
        sheet.freeze_panes(1, 0)
