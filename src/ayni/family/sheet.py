"""A household's answers from a csv with one person in each row and one answer in each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Law
from ayni.family.questions import questions
from ayni.survey.cells import Cells, Convention, amounts, convention, text_cells
from ayni.survey.content import read_bytes, told
from ayni.survey.delimited import Delimited, delimited
from ayni.words import AyniError

_AS_TEXT = ("flag", "category", "person", "date")
"""Kinds of answers that are no amounts."""


class Sheet(Struct, frozen=True):
    """The rows of a file as they are, and the answers that they give."""

    text: Delimited
    rows: Sequence[Sequence[str]]
    numbers: Array
    """The number of each row as a person sees it, (n_rows,)."""
    answers: Sequence[Mapping[str, Any]]
    """Of each row, what is not blank: amounts as numbers, all else as text."""
    convention: Convention
    others: Mapping[str, int]
    """Columns that are no answers, with their place."""


def read_sheet(path: Path, law: Law) -> Sheet:
    """The answers in a csv file, amounts by the one convention that the file shows.

    Raises AyniError for a file that is no table, an answer whose column stands twice, and an amount that is none or has
    two readings, with its place.
    """
    content = read_bytes(path)
    with told(path):
        text = delimited(path, content)
        rows, numbers = text.rows(), text.row_numbers()
    kinds = {name: question.type for name, question in questions(law).items()}
    known = {**dict.fromkeys(law.definitions, ""), **kinds}
    places: dict[str, int] = {}
    others: dict[str, int] = {}
    for at, name in enumerate(text.header):
        among, key = (places, name.lower()) if name.lower() in known else (others, name)
        if key in among:
            raise AyniError("column_twice", file=path, column=text.header[among[key]], other=name)
        if key:
            among[key] = at
    cells = {
        name: text_cells(text.header[at], [row[at] for row in rows], np.arange(len(rows)), rows=numbers)
        for name, at in places.items()
    }
    of_file = convention(column for name, column in cells.items() if known[name] not in _AS_TEXT)
    values = {name: _values(column, of_file, known[name]) for name, column in cells.items()}
    answers = [
        {name: column[at] for name, column in values.items() if column[at] is not None} for at in range(len(rows))
    ]
    return Sheet(text, rows, numbers, answers, of_file, others)


def _values(cells: Cells, of_file: Convention, kind: str) -> list[Any]:
    """Each row's answer, None where blank; amounts as numbers."""
    if kind in _AS_TEXT:
        return [text or None for text in cells.texts()]
    return [None if np.isnan(value) else float(value) for value in amounts(cells, of_file)]
