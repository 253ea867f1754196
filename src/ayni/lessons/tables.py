"""The lessons, and the marks of the notebooks that were handed in, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ayni.lessons.course import lessons
from ayni.lessons.marking import Marked
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say


def lessons_table(language: Language) -> Table:
    """Each lesson with what is learnt, how many exercises it has and what its notebook is called."""
    lines = [
        Line(
            f"{each.number}. {each.of.title[language]}",
            (Cell(each.of.learns[language]), Cell(str(len(each.exercises))), Cell(f"{each.name(language)}.ipynb")),
        )
        for each in lessons()
    ]
    columns = tuple(say(f"class.column_{key}", language) for key in ("lesson", "learns", "exercises", "notebook"))
    title, about = say("class.title", language), say("class.about", language)
    return Table("lessons", "", title, about, columns, tuple(lines), (), (), "", (1, 3))


def marks_table(marked: Iterable[Marked], folder: Path, language: Language) -> Table:
    """Each notebook with how many answers are right, which are not, and which are missing."""
    columns = tuple(say(f"class.column_{key}", language) for key in ("notebook", "right", "wrong", "missing"))
    lines = tuple(_line(each, folder, language) for each in marked)
    return Table("marks", "", say("class.marks_title", language), "", columns, lines, (), (), "", (2, 3))


def _line(of: Marked, folder: Path, language: Language) -> Line:
    named = {
        state: ", ".join(number for number, right in of.right.items() if right is state) for state in (False, None)
    }
    missing = say("class.stopped", language) if of.stopped else named[None]
    cells = (f"{of.points}/{len(of.right)}", named[False], missing)
    return Line(str(of.path.relative_to(folder)), tuple(Cell(text) for text in cells))
