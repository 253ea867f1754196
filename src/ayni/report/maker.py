"""Making tables from result rows: collecting their lines and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from ayni.report.figures import DASH, Figures, figure, interval, is_flagged
from ayni.report.table import Cell, Line, Table
from ayni.scenario.rows import Row
from ayni.words import Language, say
from ayni.words.marks import FIRST_ORDER
from ayni.words.numbers import number

Given = Row | Cell | None
Detail = Callable[[Row, Language], str]


class Maker(Struct):
    """Collects the lines and notes of one table."""

    figures: Figures
    language: Language
    id: str
    columns: Sequence[str]
    detail: Detail = interval
    title: str = ""
    about: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flagged: bool = False
    effects: bool = False

    def heading(self, text: str) -> None:
        """A heading over the lines that follow."""
        self.lines.append(Line(text))

    def line(self, head: str, given: Iterable[Given]) -> None:
        """A line of figures; notes that all of ours share stand at its head."""
        cells = list(given)
        ours = [cell for cell in cells if isinstance(cell, Row) and "official" not in cell.concept]
        said = [self.figures.notes(cell, self.language) for cell in ours]
        shared = [text for text in said[0] if all(text in other for other in said)] if len(said) > 1 else []
        head_notes = self.numbers(shared)
        self.lines.append(Line(head, tuple(self.cell(cell, shared) for cell in cells), head_notes))

    def cell(self, given: Given, shared: Sequence[str] = ()) -> Cell:
        """A row as a cell."""
        if isinstance(given, Cell):
            return given
        if given is None:
            return Cell(say("column.not_available", self.language))
        flagged = is_flagged(given)
        self.flagged |= flagged
        self.effects |= FIRST_ORDER in given.marks
        text = figure(given, self.language) + (" (*)" if flagged else "")
        if given.unit == "points":
            text += self.relative(given)
        own = [text for text in self.figures.notes(given, self.language) if text not in shared]
        return Cell(text, self.detail(given, self.language), self.numbers(own), given)

    def relative(self, change: Row) -> str:
        """The relative change that goes with one in points."""
        row = self.figures.beside(change, "relative")
        return f" ({figure(row, self.language)})" if row and row.value is not None else ""

    def numbers(self, texts: Iterable[str]) -> tuple[int, ...]:
        """The numbers of notes, which are added where they are new."""
        found = []
        for text in texts:
            if text not in self.notes:
                self.notes.append(text)
            found.append(self.notes.index(text) + 1)
        return tuple(sorted(found))

    def cases(self, row: Row | None) -> Cell:
        """The sample cases behind a line."""
        n = row.n if row else None
        return Cell(DASH if n is None else number(n, self.language), figure=n)

    def table(self) -> Table | None:
        """The table, or None where no line has figures."""
        if not any(line.cells for line in self.lines):
            return None
        texts = [cell.text for line in self.lines for cell in line.cells]
        present = {
            "synthetic": self.figures.synthetic,
            "expanded": self.figures.expanded,
            "census": self.figures.census,
            "part": bool(self.figures.part),
            "first_order": self.effects,
            "quality": self.flagged,
            "dash": DASH in texts,
            "not_available": say("column.not_available", self.language) in texts,
        }
        return Table(
            id=self.id,
            wave=self.figures.wave,
            title=self.figures.named(self.title or say(f"table.{self.id}", self.language), self.language),
            about=say(f"table.{self.id}_about", self.language, **self.about),
            columns=tuple(self.columns),
            lines=tuple(self.lines),
            notes=tuple(self.notes),
            remarks=tuple(say(f"mark.{mark}", self.language) for mark, is_there in present.items() if is_there),
            source=self.figures.source(self.language),
        )


Column = tuple[str, str]
"""A measure and its line."""
Builder = Callable[[Figures, Language], Table | None]
"""Makes a table from the figures of one wave; None where they do not fill it."""


def column_head(column: Column, language: Language) -> str:
    """The head of a measure's column."""
    return say(f"column.{'_'.join(part for part in column if part)}", language)
