"""Rows as a workbook for Excel: every table with its figures as numbers, and the tidy rows behind them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ayni import __version__
from ayni.report.chart import BLUE, VERMILION
from ayni.report.charts import charts
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
A4 = 9
ACROSS = 240
"""So many letters of a table's breadth are one printed page across: letters stay at half their size or larger."""
PRINTED = 50
"""So many tidy rows are printed, and the page says of how many."""
CHARTED = range(3, 21)
"""How many lines the table of a chart of the first sheet may have."""
CHART_ROWS = 21
"""Rows that it takes."""


def write_workbook(result: Result, path: Path, language: Language) -> None:
    """Write the workbook; the file appears whole or not at all, and the same rows give the same bytes.

    First a chart, what it holds, where it comes from and what the words mean; then each table that the rows fill, every
    figure with its standard error and sample cases beside it and its notes at the end of the line; then the tidy rows,
    a sheet for each table of theirs. It prints on A4: a table on a page or two, of the tidy rows the first.
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
        self.placed: dict[tuple[str, str], tuple[str, dict[int, int]]] = {}
        """The sheet of a survey's table, and in which column of it each column of the table stands."""

    def write(self) -> None:
        waves = by_survey(self.result)
        first = self._sheet(say("workbook.readme", self.language))
        listed: list[tuple[str, str]] = []
        for figures in waves:
            for table in tables(figures.result, self.language, [*TABLES]):
                name = table.id if len(waves) == 1 else f"{table.id} {figures.wave}"
                listed.append((self._table(name, table, figures.wave), table.title))
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
        sheet = self.book.add_worksheet(short)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&8Ayni · &A&R&8&P / &N")
        sheet.fit_to_pages(1, 0)
        return sheet

    def _table(self, name: str, table: Table, wave: str) -> str:
        """A printable table with numbers in place of text: value, standard error and cases in columns of their own."""
        sheet = self._sheet(name)
        sheet.write_string(0, 0, table.title, self.bold)
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
        said = {id(line): self._notes(table, line) for line in table.lines}
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, notes - 1, 11)
        sheet.set_column(notes, notes, 60 if any(said.values()) else 10)
        broad = 44 + 11 * (notes - 1) + (60 if any(said.values()) else 10)
        sheet.fit_to_pages(-(-broad // ACROSS), 0)
        sheet.repeat_rows(0, 3)
        sheet.repeat_columns(0)
        self._sentence(sheet, 1, notes, table.about, broad)
        self.placed[wave, table.id] = (str(sheet.get_name()), place)
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
            if said[id(line)]:
                sheet.write_string(row, notes, said[id(line)], self.wrap)
        for row, text in enumerate([*table.remarks, table.source], len(table.lines) + 5):
            self._sentence(sheet, row, notes, text, broad)
        return str(sheet.get_name())

    def _sentence(self, sheet: Any, row: int, last: int, text: str, broad: int) -> None:
        """A sentence over all columns of a table, in as many lines as it needs."""
        if text:
            broad = min(broad, ACROSS)
            sheet.set_row(row, 15 * -(-len(text) // broad))
            sheet.merge_range(row, 0, row, last, text, self.wrap)

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
            for column, name in enumerate(COLUMNS):
                value = getattr(row, name)
                if isinstance(value, tuple):
                    sheet.write_string(line, column, joined(value))
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value, self.numbers[""] if name == "n" else form)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        printed = min(PRINTED, len(rows))
        sheet.print_area(0, 0, printed, len(COLUMNS) - 1)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L&8{say('workbook.printed', self.language, printed=printed, all=len(rows))}")
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
        top = 2
        if drawn := self._chart():
            chart, about = drawn
            sheet.insert_chart(1, 0, chart, {"x_offset": 4, "y_offset": 4, "description": about})
            top += CHART_ROWS
        for row, (head, text) in enumerate(lines, top):
            sheet.write_string(row, 0, head, self.bold)
            sheet.write_string(row, 1, text, self.wrap)
        start = top + len(lines) + 1
        sheet.write_string(start, 0, say("workbook.sheets", self.language), self.head)
        sheet.write_string(start, 1, "", self.head)
        for row, (name, title) in enumerate(listed, start + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(row, 1, title)
        sheet.freeze_panes(1, 0)

    def _chart(self) -> tuple[Any, str] | None:
        """The first chart whose table has a column of figures that bars can show, drawn by Excel from its sheet."""
        for drawn in charts(self.result, self.language):
            found = self.placed.get((drawn.wave, drawn.table.id))
            lines, columns = _figures(drawn.table)
            if found is None or not columns:
                continue
            sheet, place = found
            chart = self.book.add_chart({"type": "column"})
            unit = _row(drawn.table, lines.start, columns[0]).unit
            for index, colour in zip(columns, (BLUE, VERMILION), strict=False):
                rows = [_row(drawn.table, line, index) for line in lines]
                cells = (lines.start + 4, lines.stop + 3)
                ends = {
                    side: [abs((end if end is not None else row.value or 0) - (row.value or 0)) for row, end in pairs]
                    for side, pairs in (
                        ("minus_values", [(row, row.low) for row in rows]),
                        ("plus_values", [(row, row.high) for row in rows]),
                    )
                }  # fmt: skip
                chart.add_series({
                    "name": drawn.table.columns[index + 1], "fill": {"color": colour}, "gap": 60,
                    "categories": [sheet, cells[0], 0, cells[1], 0],
                    "values": [sheet, cells[0], place[index], cells[1], place[index]],
                    "y_error_bars": {"type": "custom", **ends},
                })  # fmt: skip
            chart.set_title({"name": drawn.title, "name_font": {"size": 12}, "overlay": False})
            chart.set_y_axis({"num_format": FORMATS.get(unit, FORMATS[""]), "major_gridlines": {"visible": True}})
            chart.set_x_axis({"label_position": "low"})
            chart.set_legend({"position": "bottom", "none": len(columns) == 1})
            chart.set_size({"width": 1060, "height": 20 * (CHART_ROWS - 1)})
            return chart, drawn.about
        return None


def _row(table: Table, line: int, column: int) -> Row:
    figure = table.lines[line].cells[column].figure
    assert isinstance(figure, Row)
    return figure


def _figures(table: Table) -> tuple[range, list[int]]:
    """The first lines under one heading and the columns, two at most and of one unit, that all hold figures there."""
    start = 0
    for end in [*(at for at, line in enumerate(table.lines) if not line.cells), len(table.lines)]:
        lines = table.lines[start:end]
        cells = zip(*(line.cells for line in lines), strict=True) if lines else ()
        whole = [[cell.figure for cell in column] for column in cells]
        held = [
            at
            for at, column in enumerate(whole)
            if all(isinstance(each, Row) and each.value is not None for each in column)
        ]
        if len(lines) in CHARTED and held:
            alike = [at for at in held if whole[at][0].unit == whole[held[0]][0].unit]
            return range(start, end), alike[:2]
        start = end + 1
    return range(0), []
