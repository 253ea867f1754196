"""The class: seven lessons on the synthetic population, as notebooks in two languages, with checks of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.lessons.checking import Said as Said, said_of as said_of
    from ayni.lessons.course import Lesson as Lesson, exercise as exercise, lesson as lesson, lessons as lessons
    from ayni.lessons.marking import Marked as Marked, mark as mark, marks_as_csv as marks_as_csv
    from ayni.lessons.tables import lessons_table as lessons_table, marks_table as marks_table
    from ayni.lessons.written import write_class as write_class

face(
    __name__,
    {
        "checking": "Said said_of",
        "course": "Lesson exercise lesson lessons",
        "marking": "Marked mark marks_as_csv",
        "tables": "lessons_table marks_table",
        "written": "write_class",
    },
)
