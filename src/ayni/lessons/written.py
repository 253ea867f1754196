"""The lessons as files: notebooks of Jupyter, scripts of R, and the people whom the scripts read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engine import Population
from ayni.lessons.course import Exercise, Lesson, lessons
from ayni.survey import load
from ayni.survey.prepared import SYNTHETIC_MARK
from ayni.words import AyniError, Language, say, write_whole

PEOPLE = "people.csv"
COLUMNS = (
    "person_number", "weight", "stratum", "psu", "department", "area", "sex", "age", "relation", "is_member",
    "household_size", "ine_income", "poverty_line", "extreme_poverty_line", "self_identification",
    "years_of_schooling", "can_read_write", "attends_school", "activity", "work_category", "employer_sector",
    "industry", "tax_registration", "hours_worked", "wage", "self_employment_income", "contributes_to_pension",
    "reported_renta_dignidad",
)  # fmt: skip
"""What the file of people has of each, beside its household and the mark that it is invented."""
ANSWER = {"es": "respuesta", "en": "answer"}


def write_class(folder: Path, language: Language, *, solved: bool = False) -> list[Path]:
    """Write the seven notebooks, the scripts of R and the people whom these read; the paths.

    `solved` writes the answers too, for whoever teaches. Raises AyniError where a notebook is there already, which may
    hold somebody's answers, and as `words.writing` where a file cannot be written.
    """
    made = {f"{each.name(language)}.ipynb": as_notebook(each, language, solved=solved) for each in lessons()}
    made |= {f"{each.name(language)}.R": as_script(each, language, solved=solved) for each in lessons() if each.in_r}
    for name in made:
        if (folder / name).exists():
            raise AyniError("file_there_already", file=folder / name)
    made[PEOPLE] = people_as_csv(load())
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        write_whole(folder / name, content)
    return [folder / name for name in made]


def as_notebook(of: Lesson, language: Language, *, solved: bool = False) -> bytes:
    """A lesson as a notebook of version 4.5."""
    cells = [
        _cell(f"{of.id}-{place}", kind, source) for place, (kind, source) in enumerate(_cells(of, language, solved))
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    found = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}, "ayni": {"lesson": of.id}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(name: str, kind: str, source: str) -> dict[str, Any]:
    found: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
    return found | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _cells(of: Lesson, language: Language, solved: bool) -> Iterator[tuple[str, str]]:
    """The kind and the source of each cell of a notebook."""
    text = of.of
    yield "markdown", f"# {of.number}. {text.title[language]}\n\n{text.learns[language].strip()}"
    yield "markdown", say("class.notice", language).strip()
    yield "code", f'import numpy as np\n\nimport ayni\n\nlesson = ayni.lesson("{of.id}", lang="{language}")'
    for number, cell in of.numbered():
        if cell.text is not None:
            yield "markdown", cell.text[language].strip()
        if cell.code:
            yield "code", spoken(cell.code, language)
        if cell.exercise is not None:
            yield "markdown", asked(number, cell.exercise, language)
            yield "code", _answered(number, cell.exercise, language, solved)


def spoken(code: str, language: Language) -> str:
    """Code with the reader's language in it, which the lessons write as `LANG`."""
    return code.strip().replace("LANG", f'"{language}"')


def asked(number: str, exercise: Exercise, language: Language) -> str:
    """An exercise as it is asked, with how to get its hint."""
    head, hint = say("class.exercise", language, number=number), say("class.stuck", language, number=number)
    return f"**{head}** {exercise.asks[language].strip()}\n\n{hint}"


def _answered(number: str, exercise: Exercise, language: Language, solved: bool) -> str:
    name = ANSWER[language]
    *before, last = spoken(exercise.solution, language).splitlines() if solved else ["..."]
    return "\n".join([*before, f"{name} = {last}", f'lesson.check("{number}", {name})'])


# ---- R


def as_script(of: Lesson, language: Language, *, solved: bool = False) -> bytes:
    """A lesson as a script of R, which reads the people beside it; answers are checked by `ayni class --answer`."""
    return ("\n\n".join(_blocks(of, language, solved)) + "\n").encode()


def _blocks(of: Lesson, language: Language, solved: bool) -> Iterator[str]:
    yield _comment(f"{of.number}. {of.of.title[language]}\n\n{of.of.learns[language].strip()}")
    yield _comment(say("class.notice", language).strip())
    yield _comment(say("class.r_check", language).strip())
    yield (
        f"library(survey)\n"
        f'people <- read.csv("{PEOPLE}", stringsAsFactors = TRUE)\n'
        f"check <- function(exercise, answer) {{\n"
        f'  given <- paste0(exercise, "=", format(answer, digits = 15))\n'
        f'  invisible(system2("ayni", c("class", "--answer", given, "--lang", "{language}")))\n'
        f"}}"
    )
    for number, cell in of.numbered():
        if cell.text is not None and (cell.r or not cell.code):
            yield _comment(cell.text[language].strip())
        if cell.r:
            yield cell.r.strip()
        if cell.exercise is not None and cell.exercise.r:
            head = say("class.exercise", language, number=number)
            yield _comment(f"{head} {cell.exercise.asks[language].strip()}")
            name = ANSWER[language]
            if solved:
                *before, last = cell.exercise.r.strip().splitlines()
                yield "\n".join([*before, f"{name} <- {last}", f'check("{number}", {name})'])
            else:
                yield f'{name} <- NA\n# check("{number}", {name})'


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def people_as_csv(people: Population) -> bytes:
    """The synthetic people, one a row, in every row marked as invented; categories by name, blank where there is no
    value."""
    marked = {SYNTHETIC_MARK: np.ones(people.n_persons, dtype=int), "household": people.household + 1}
    columns = [*marked.values(), *(_plain(people, name) for name in COLUMNS)]
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([*marked, *COLUMNS])
    writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
    return content.getvalue().encode()


def _plain(people: Population, name: str) -> Any:
    values = people[name]
    if name in people.categories:
        return np.array(people.categories[name], dtype=object)[values]
    if values.dtype == bool:
        return values.astype(int)
    if values.dtype.kind == "f":
        found = values.astype(object)
        found[np.isnan(values)] = None
        return found
    return values
