"""Tables on the terminal, in a hundred columns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ayni.report.table import Cell, Line, Table
from ayni.words import Language
from ayni.words.numbers import MINUS, NBSP

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

    from ayni.scenario import Result

WIDTH = 100
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans(f"{MINUS}{NBSP}–─×˒⁰¹²³⁴⁵⁶⁷⁸⁹", "- --x,0123456789")


def print_tables(
    result: Result, language: Language, *, only: Sequence[str] | None = None, console: Console | None = None
) -> None:
    """Print the headlines and the tables with these identifiers, else those of the terminal."""
    from rich.console import Console

    from ayni.report.tables import ON_SCREEN, tables

    console = _narrow(console or Console())
    for sentence in headlines_as_text(result, language):
        _say(console, sentence)
    show(tables(result, language, ON_SCREEN if only is None else only), console=console)


def show(found: Iterable[Table], *, console: Console | None = None) -> None:
    """Print tables."""
    from rich.console import Console

    console = _narrow(console or Console())
    for table in found:
        _print(console, table)


def _narrow(console: Console) -> Console:
    if not console.is_terminal or console.width > WIDTH:
        console.width = WIDTH
    return console


def tables_as_text(result: Result, language: Language) -> str:
    """What `print_tables` prints, as plain text."""
    console, text = _page()
    print_tables(result, language, console=console)
    return _plain_lines(text) + "\n"


def as_text(found: Iterable[Table]) -> str:
    """What `show` prints, as plain text without empty lines around it."""
    console, text = _page()
    show(found, console=console)
    return _plain_lines(text).strip("\n")


def headlines_as_text(result: Result, language: Language) -> list[str]:
    """The sentences that `print_tables` says first."""
    from ayni.report.figures import by_survey
    from ayni.report.findings import headlines

    return [
        figures.named(sentence, language)
        for figures in by_survey(result)
        for sentence in headlines(figures, language)
    ]  # fmt: skip


def _page() -> tuple[Console, io.StringIO]:
    from rich.console import Console

    text = io.StringIO()
    return Console(file=text, width=WIDTH, legacy_windows=False, color_system=None), text


def _plain_lines(text: io.StringIO) -> str:
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def _print(console: Console, table: Table) -> None:
    console.print()
    _say(console, table.title, style="bold")
    if table.about:
        _say(console, table.about, style="dim")
    widths = _widths(table, console.width)
    console.print(_rich(console, widths, table.words, table.columns))
    _say(console, "─" * (sum(widths) + len(widths) - 1))
    for heading, lines in _sections(table):
        if heading:
            _say(console, heading, style="italic")
        console.print(_rich(console, widths, table.words, None, lines))
    for number, note in enumerate(table.notes, 1):
        _say(console, f"{raised((number,))} {note}", style="dim")
    for remark in filter(None, (*table.remarks, table.source)):
        _say(console, remark, style="dim")


ADDRESS = 30
"""The least room of an address."""


def _sections(table: Table) -> list[tuple[str, list[Line]]]:
    """The lines under each heading; those before the first stand under none."""
    sections: list[tuple[str, list[Line]]] = [("", [])]
    for line in table.lines:
        if line.cells:
            sections[-1][1].append(line)
        else:
            sections.append((line.head, []))
    return [section for section in sections if section[1]]


def _rich(
    console: Console,
    widths: Sequence[int],
    words: Sequence[int],
    heads: Sequence[str] | None,
    lines: Sequence[Line] = (),
) -> RichTable:
    from rich.table import Table as RichTable
    from rich.text import Text

    printed = RichTable(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=heads is not None)
    for index, width in enumerate(widths):
        left = index == 0 or len(widths) == 2 or index in words
        head = Text(_legible(console, heads[index])) if heads else ""
        printed.add_column(head, justify="left" if left else "right", width=width, overflow="fold")
    for line in lines:
        texts = (line.head + raised(line.notes), *(_cell(cell) for cell in line.cells))
        printed.add_row(*(Text(_legible(console, text)) for text in texts))
    return printed


def _widths(table: Table, room: int) -> list[int]:
    """Column widths that fit: each at least its longest word, and an equal part of the rest as far as it needs it."""
    columns = [[table.columns[index]] for index in range(len(table.columns))]
    for line in table.lines:
        for column, text in zip(columns, (line.head + raised(line.notes), *map(_cell, line.cells)), strict=False):
            if line.cells:
                column.append(text)
    wanted = [max((len(part) for text in column[1:] for part in text.split("\n")), default=0) for column in columns]
    for breaks in ("[ \n]", r"\s"):  # a figure and its interval are broken only where there is no room for them
        widths = [max(_length(word) for text in column for word in re.split(breaks, text)) for column in columns]
        if sum(widths) + len(widths) <= room:
            break
    widths[0] = min(widths[0], room // 2)
    widths[-1] = min(widths[-1], room - sum(widths[:-1]) - len(widths))
    spare = room - sum(widths) - len(widths)
    for place, index in enumerate(sorted(range(len(widths)), key=lambda index: wanted[index] - widths[index])):
        more = max(0, min(wanted[index] - widths[index], spare // (len(widths) - place)))
        widths[index] += more
        spare -= more
    return widths


def _length(word: str) -> int:
    """The room that a word needs; an address may be broken."""
    return min(len(word), ADDRESS) if word.startswith("http") else len(word)


def _cell(cell: Cell) -> str:
    """A figure over its interval, each unbroken."""
    text = cell.text + raised(cell.notes)
    return "\n".join(part for part in (text, cell.detail) if part)


def raised(numbers: Sequence[int]) -> str:
    """The numbers of notes, raised."""
    return "˒".join(str(number).translate(_RAISED) for number in numbers)


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(_legible(console, text), style=style or None, markup=False, highlight=False)


def _legible(console: Console, text: str) -> str:
    """The text in characters that the terminal can show."""
    if console.encoding.startswith("utf"):
        return text
    return text.translate(_PLAIN).encode(console.encoding, "replace").decode(console.encoding)
