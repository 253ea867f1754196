"""One printable table: its cells, lines and notes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

if TYPE_CHECKING:
    from ayni.scenario.rows import Row


class Cell(Struct, frozen=True):
    """A figure as printed, what stands under it (interval or standard error), and the numbers of its notes.

    `figure` is what it prints, for files that hold numbers: a row, or a number.
    """

    text: str = ""
    detail: str = ""
    notes: tuple[int, ...] = ()
    figure: Row | float | None = None


class Line(Struct, frozen=True):
    """One line of a table; without cells, a heading over those that follow."""

    head: str
    cells: tuple[Cell, ...] = ()
    notes: tuple[int, ...] = ()


class Table(Struct, frozen=True):
    """A table to print. `notes` are numbered from 1; `remarks` stand under them without a number.

    `print` gives its text in a hundred columns, a notebook its HTML.
    """

    id: str
    wave: str
    title: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    remarks: tuple[str, ...]
    source: str
    words: tuple[int, ...] = ()
    """The columns that hold words, not figures."""

    def __repr__(self) -> str:
        return f"<Table {self.id}: {self.title}; {sum(bool(line.cells) for line in self.lines)} lines>"

    def __str__(self) -> str:
        from ayni.report.terminal import as_text

        return as_text([self])

    def _repr_html_(self) -> str:
        from ayni.report.notebook import as_html

        return as_html([self])


def tables_as_json(tables: Iterable[Table]) -> bytes:
    """Tables as one process hands them to another, without the rows behind their cells."""
    plain = [to_builtins(replace(table, lines=tuple(map(_without_rows, table.lines)))) for table in tables]
    return json.dumps(plain, ensure_ascii=False).encode()


def table_as_csv(table: Table) -> bytes:
    """A table as a file: figures as numbers, beside an estimate the ends of its interval, else what is printed."""
    from ayni.report.json_and_csv import as_csv

    lines = [line for line in table.lines if line.cells]
    spans = [any(_ends(line.cells[at].figure) for line in lines) for at in range(len(table.columns) - 1)]
    rows = []
    for line in lines:
        row: dict[str, Any] = {table.columns[0] or table.id: line.head}
        for head, cell, has_span in zip(table.columns[1:], line.cells, spans, strict=True):
            row[head] = _number(cell.figure) if cell.figure is not None else cell.text.replace("\u00a0", " ")
            if has_span:
                row[f"{head} [2.5%]"], row[f"{head} [97.5%]"] = _ends(cell.figure) or (None, None)
        rows.append(row)
    return as_csv(rows)


def _number(figure: Row | float | None) -> float | None:
    return figure if figure is None or isinstance(figure, int | float) else figure.value


def _ends(figure: Row | float | None) -> tuple[float, float] | None:
    if figure is None or isinstance(figure, int | float) or figure.low is None or figure.high is None:
        return None
    return figure.low, figure.high


def tables_from_json(content: bytes) -> list[Table]:
    """The tables that `tables_as_json` wrote."""
    found = []
    for table in json.loads(content):
        plain: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        plain["lines"] = tuple(_line(line) for line in table["lines"])
        found.append(Table(**plain))
    return found


def _without_rows(line: Line) -> Line:
    return replace(line, cells=tuple(replace(cell, figure=None) for cell in line.cells))


def _line(line: dict[str, Any]) -> Line:
    cells = tuple(Cell(cell["text"], cell["detail"], tuple(cell["notes"])) for cell in line["cells"])
    return Line(line["head"], cells, tuple(line["notes"]))
