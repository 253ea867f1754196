"""Tables on the terminal: as wide as it is, in parts where a table is wider; sentences in at most a hundred columns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

from ayni.report.table import Cell, Line, Table
from ayni.words import Language
from ayni.words.numbers import MINUS, NBSP

if TYPE_CHECKING:
    from ayni.scenario import Result

WIDTH = 100
BOLD, DIM, ITALIC = 1, 2, 3
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans(f"{MINUS}{NBSP}–─×˒⁰¹²³⁴⁵⁶⁷⁸⁹", "- --x,0123456789") | str.maketrans(
    {"→": "->", "≤": "<=", "≥": ">="}
)
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])
"""Characters that would steer a terminal: all but line breaks and tabs."""
_WORD, _PART = re.compile(" *[^ ]+ *"), re.compile(r"\s*\S+\s*")
"""A word, and what of one stands on a line where the word is longer: a figure and its unit, or an interval, are one."""
Printed = tuple[str, int]
"""A line, and how it is shown where that can be: bold, dim, in italics, or 0."""


def print_tables(
    result: Result, language: Language, *, only: Sequence[str] | None = None, file: TextIO | None = None
) -> None:
    """Print the headlines and the tables with these identifiers, else those of the terminal."""
    file = file or sys.stdout
    _write(_of_result(result, language, only, _width(file)), file)


def show(found: Iterable[Table]) -> None:
    """Print tables."""
    _write(_lines(found, _width(sys.stdout)), sys.stdout)


def show_text(text: str) -> None:
    """Print lines as wide as the terminal; what goes on of one stands further in than its beginning."""
    width, lines = _width(sys.stdout), list[Printed]()
    for line in text.split("\n"):
        start = line.lstrip(" ")
        deep = min(len(line) - len(start), width // 2)
        first, *more = _wrapped(start, width - deep - 4)
        lines += [(" " * deep + first.rstrip(), 0), *((" " * (deep + 4) + each.rstrip(), 0) for each in more)]
    _write(lines, sys.stdout)


def tables_as_text(result: Result, language: Language) -> str:
    """What `print_tables` prints, as plain text."""
    return "".join(f"{line.rstrip()}\n" for line, _ in _of_result(result, language, None, WIDTH))


def as_text(found: Iterable[Table]) -> str:
    """What `show` prints, as plain text without empty lines around it."""
    return "\n".join(line.rstrip() for line, _ in _lines(found, WIDTH)).strip("\n")


def headlines_as_text(result: Result, language: Language) -> list[str]:
    """The sentences that `print_tables` says first."""
    from ayni.report.figures import by_survey
    from ayni.report.findings import headlines

    return [
        figures.named(sentence, language)
        for figures in by_survey(result)
        for sentence in headlines(figures, language)
    ]  # fmt: skip


def _of_result(result: Result, language: Language, only: Sequence[str] | None, width: int) -> Iterator[Printed]:
    from ayni.report.tables import ON_SCREEN, tables

    for sentence in headlines_as_text(result, language):
        yield from _said(sentence, min(width, WIDTH))
    yield from _lines(tables(result, language, ON_SCREEN if only is None else only), width)


def _width(file: TextIO) -> int:
    """The terminal's width, or what COLUMNS says, else a hundred columns."""
    return get_terminal_size().columns if file.isatty() or os.environ.get("COLUMNS") else WIDTH


def _write(lines: Iterable[Printed], file: TextIO) -> None:
    """Write lines in characters that the file can hold, and styles where it is a terminal that knows them."""
    styled = file.isatty() and os.name == "posix" and os.environ.get("TERM", "dumb") != "dumb"
    text = "".join(f"\x1b[{style}m{line}\x1b[0m\n" if styled and style else f"{line}\n" for line, style in lines)
    encoding = file.encoding or "utf-8"
    file.write(text if encoding.lower().startswith("utf") else in_code_page(text, encoding))
    file.flush()


def in_code_page(text: str, encoding: str) -> str:
    """A text in plain characters that a code page has, and a question mark for what it has not."""
    return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)


def _lines(found: Iterable[Table], room: int) -> Iterator[Printed]:
    width = min(room, WIDTH)
    for table in found:
        yield "", 0
        yield from _said(table.title, width, BOLD)
        if table.about:
            yield from _said(table.about, width, DIM)
        for number, (part, widths) in enumerate(_parts(table, room)):
            if number:
                yield "", 0
            yield from _part(table, part, widths)
        for number, note in enumerate(table.notes, 1):
            yield from _said(f"{raised((number,))} {note}", width, DIM)
        for remark in filter(None, (*table.remarks, table.source)):
            yield from _said(remark, width, DIM)


def _part(table: Table, part: Sequence[int], widths: Sequence[int]) -> Iterator[Printed]:
    """Some columns of a table side by side, the first among them."""
    left = [index == 0 or len(table.columns) == 2 or index in table.words for index in part]
    whole = sum(widths) + len(widths) - 1
    yield from _row([table.columns[index] for index in part], widths, left, is_head=True)
    yield "─" * whole, 0
    for heading, lines in _sections(table):
        if heading:
            yield from _said(heading, max(whole, LEAST), ITALIC)
        for line in lines:
            texts = _texts(line)
            yield from _row([texts[index] for index in part if index < len(texts)], widths, left)


def _texts(line: Line) -> tuple[str, ...]:
    """What stands in each column of a line."""
    return (line.head + raised(line.notes), *map(_cell, line.cells))


def _said(text: str, width: int, style: int = 0) -> Iterator[Printed]:
    return ((line, style) for line in _wrapped(text, width))


def _row(
    texts: Sequence[str], widths: Sequence[int], left: Sequence[bool], *, is_head: bool = False
) -> Iterator[Printed]:
    """The lines of one row: its cells side by side, those of a head standing on the last line."""
    cells = [_wrapped(text, width) for text, width in zip(texts, widths, strict=False)]
    height = max(map(len, cells))
    for index in range(height):
        parts = []
        for cell, width, is_left in zip(cells, widths, left, strict=False):
            at = index - height + len(cell) if is_head else index
            text = cell[at] if 0 <= at < len(cell) else ""
            parts.append(text.ljust(width) if is_left else text.rstrip().rjust(width))
        yield " ".join(parts), BOLD if is_head else 0


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, broken between words, and within a word that is longer than a line."""
    if len(text) <= width and text.isprintable():
        return [text]
    lines = []
    text = text.translate(_CONTROL).expandtabs()
    words = _WORD if all(len(word) <= width for word in re.split("[ \n]", text)) else _PART
    for paragraph in text.split("\n"):
        line = ""
        for word in words.findall(paragraph) or [paragraph]:
            length = len(word.rstrip())
            if len(line) + length > width and line:
                lines.append(line[:width])
                line = ""
            line += word
            while length > width and len(line) > width:
                lines.append(line[:width])
                line = line[width:]
        lines.append(line[:width])
    return lines


ADDRESS = 30
"""The least room of an address."""
LEAST = 20
"""The room of a table's first column from which on it is broken rather than the table."""


def _sections(table: Table) -> list[tuple[str, list[Line]]]:
    """The lines under each heading; those before the first stand under none."""
    sections: list[tuple[str, list[Line]]] = [("", [])]
    for line in table.lines:
        if line.cells:
            sections[-1][1].append(line)
        else:
            sections.append((line.head, []))
    return [section for section in sections if section[1]]


def _parts(table: Table, room: int) -> Iterator[tuple[list[int], list[int]]]:
    """The columns of each part of a table, with their widths: all, or else as many as fit beside the first."""
    columns = [[column] for column in table.columns]
    for line in table.lines:
        for column, text in zip(columns, _texts(line), strict=False):
            if line.cells:
                column.append(text)
    least = [max(_length(word) for text in column for word in re.split("[ \n]", text)) for column in columns]
    least[0] = min(least[0], max(LEAST, room // 3))
    part = [0]
    for index in range(1, len(columns)):
        if len(part) > 1 and sum(least[each] + 1 for each in (*part, index)) > room:
            yield part, _widths([columns[each] for each in part], [least[each] for each in part], room)
            part = [0]
        part.append(index)
    yield part, _widths([columns[each] for each in part], [least[each] for each in part], room)


def _widths(columns: Sequence[Sequence[str]], least: Sequence[int], room: int) -> list[int]:
    """Column widths that fit: each at least its longest word, and an equal part of the rest as far as it needs it."""
    wanted = [max((len(part) for text in column[1:] for part in text.split("\n")), default=0) for column in columns]
    widths = list(least)
    widths[-1] = max(1, min(widths[-1], room - sum(widths[:-1]) - len(widths)))
    while sum(widths) + len(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
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
