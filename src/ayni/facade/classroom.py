"""A lesson of the class, in a notebook: it checks answers and gives hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ayni.facade.keywords import language_of, told_in
from ayni.words import AyniError, Language

if TYPE_CHECKING:
    from ayni.lessons import Lesson, Said

CHECKED: dict[str, bool | None] = {}
"""What was said last of the answer to each exercise in this process."""


class Session(Struct, frozen=True):
    """A lesson in a reader's language."""

    lesson: Lesson
    language: Language

    def check(self, number: str | float, answer: Any) -> Said:
        """Whether an answer is right: a number within half a per cent, or a word. `...` stands for none yet."""
        from ayni.lessons import said_of

        number = str(number)
        self._own(number)
        with told_in(self.language):
            said = said_of(number, answer, self.language)
        CHECKED[number] = said.right
        return said

    def hint(self, number: str | float) -> Said:
        """A hint for an exercise."""
        from ayni.lessons import Said

        return Said(self._own(str(number)), None)

    def _own(self, number: str) -> str:
        with told_in(self.language):
            if number not in self.lesson.exercises:
                raise AyniError("exercise_of_another_lesson", name=number, known=", ".join(self.lesson.exercises))
            return self.lesson.exercises[number].hint[self.language]

    def __repr__(self) -> str:
        return f"{self.lesson.number}. {self.lesson.of.title[self.language]}"


def lesson(which: str | int, *, lang: Language | None = None) -> Session:
    """A lesson of the class on the synthetic population, by number or name: `ayni class --output FOLDER` writes them.

    Its `check("1.1", answer)` says whether an answer is right, and `hint("1.1")` helps. AyniError for another lesson.
    """
    from ayni.lessons import lesson as named

    language = language_of(lang)
    with told_in(language):
        return Session(named(which), language)
