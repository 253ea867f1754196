"""A lesson: prose in two languages, code, and exercises, from one file each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from ayni.words import LANGUAGES, AyniError, Language, Shape, Text, nearest, read_yaml, shaped

FOLDER = Path(__file__).with_name("material")


class Exercise(Shape, frozen=True, kw_only=True):
    """A question with one answer, which `answers` computes too."""

    asks: Text
    hint: Text
    solution: str
    """Python whose last line is the answer."""
    r: str = ""
    """The same in R, where the lesson has a twin."""


class Cell(Shape, frozen=True, kw_only=True):
    """One of the three: prose, code (with its twin in R), or an exercise."""

    text: Text | None = None
    code: str = ""
    r: str = ""
    exercise: Exercise | None = None


class LessonFile(Shape, frozen=True, kw_only=True):
    """What a file of `material` says."""

    title: Text
    file: Text
    """What its notebook is called, without the number."""
    learns: Text
    cells: tuple[Cell, ...]


class Lesson(Struct, frozen=True):
    """A lesson and its number; its exercises are numbered `1.1`, `1.2`…"""

    number: int
    id: str
    of: LessonFile

    @property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises by their numbers."""
        asked = [each.exercise for each in self.of.cells if each.exercise is not None]
        return {f"{self.number}.{place}": each for place, each in enumerate(asked, start=1)}

    @property
    def in_r(self) -> bool:
        """Whether it has a twin in R."""
        return any(each.r for each in self.of.cells)

    def numbered(self) -> Iterator[tuple[str, Cell]]:
        """The cells, an exercise with its number and any other with an empty one."""
        numbers = iter(self.exercises)
        for each in self.of.cells:
            yield ("" if each.exercise is None else next(numbers)), each

    def name(self, language: Language) -> str:
        """What its files are called, without the ending."""
        return f"{self.number}_{self.of.file[language]}"


@cache
def lessons() -> tuple[Lesson, ...]:
    """All of them, in order. Raises AyniError for a file that is none."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        number, _, name = path.stem.partition("_")
        found.append(Lesson(int(number), name, shaped(LessonFile, read_yaml(path), path)))
    return tuple(found)


def lesson(which: str | int) -> Lesson:
    """A lesson by its number or by its name in either language; AyniError, with the nearest, for another."""
    names = {name: each for each in lessons() for name in _names(each)}
    if str(which) not in names:
        known = [each.id for each in lessons()]
        raise AyniError("unknown_lesson", name=which, near=nearest(str(which), names), known=", ".join(known))
    return names[str(which)]


def _names(of: Lesson) -> Iterator[str]:
    yield str(of.number)
    yield of.id
    yield from (of.of.file[language] for language in LANGUAGES)


def exercise(which: str) -> tuple[Lesson, Exercise]:
    """An exercise by its number, and its lesson; AyniError for another."""
    known = {number: (each, one) for each in lessons() for number, one in each.exercises.items()}
    if which not in known:
        raise AyniError("unknown_exercise", name=which, known=", ".join(known))
    return known[which]
