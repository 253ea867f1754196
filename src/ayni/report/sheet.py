"""Tables as HTML: of pages, of the report and of notebooks.

No template writes them, since a report has thousands of cells and a command that makes one would wait for Jinja.
"""

from __future__ import annotations

from collections.abc import Sequence

from ayni.report.table import Cell, Line, Table
from ayni.words.markup import escaped, linked

SHORT = 16
"""Lines of a table that stands on one sheet of paper."""


def sheet(table: Table, id: str, level: int = 3, links: Sequence[str] = (), under: str = "") -> str:
    """A table with its title as a heading of a level, what it is about, its remarks and its source.

    `links` are the addresses of its lines, one each; `under` is the id of what tells it from another of its title.
    """
    about = f'<p class="about">{escaped(table.about)}</p>' if table.about else ""
    remarks = "".join(f"{escaped(remark)} " for remark in table.remarks)
    return (
        f'<section class="table{" short" if len(table.lines) <= SHORT else ""}" id="{escaped(id)}">\n'
        f"<h{level}>{escaped(table.title)}</h{level}>\n{about}\n"
        f'{cells(table, id, links, under)}<p class="source">{remarks}{escaped(table.source)}</p>\n</section>\n'
    )


def cells(table: Table, id: str, links: Sequence[str] = (), under: str = "") -> str:
    """A table as it scrolls within a page, and its notes below."""
    named = f"{escaped(under)} {escaped(id)}-caption" if under else f"{escaped(id)}-caption"
    width = len(table.columns)
    heads = "".join(
        f'<th scope="col"{_words(at in table.words)}>{escaped(column)}</th>' if at else f"<td>{escaped(column)}</td>"
        for at, column in enumerate(table.columns)
    )
    lines = "".join(
        _line(line, table.words, link) if line.cells
        else f'<tr class="heading"><th scope="rowgroup" colspan="{width}">{escaped(line.head)}</th></tr>\n'
        for line, link in zip(table.lines, links or [""] * len(table.lines), strict=True)
    )  # fmt: skip
    notes = "".join(f"<li>{linked(note)}</li>" for note in table.notes)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{named}">\n<table class="c{width}">\n'
        f'<caption id="{escaped(id)}-caption">{escaped(table.title)}</caption>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{lines}</tbody>\n</table>\n</div>\n"
    ) + (f'<ol class="notes">{notes}</ol>\n' if notes else "")


def _line(line: Line, words: Sequence[int], link: str) -> str:
    head = escaped(line.head)
    head = f'<a href="{escaped(link)}">{head}</a>' if link else head
    found = "".join([_cell(cell, at in words) for at, cell in enumerate(line.cells, 1)])
    return f'<tr><th scope="row">{head}{_raised(line.notes)}</th>{found}</tr>\n'


def _cell(cell: Cell, is_words: bool) -> str:
    detail = f' <span class="detail">{escaped(cell.detail)}</span>' if cell.detail else ""
    return f"<td{_words(is_words)}>{escaped(cell.text)}{_raised(cell.notes)}{detail}</td>"


def _words(is_words: bool) -> str:
    return ' class="words"' if is_words else ""


def _raised(notes: Sequence[int]) -> str:
    """The numbers of notes."""
    return f"<sup>{','.join(map(str, notes))}</sup>" if notes else ""
