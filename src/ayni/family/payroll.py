"""A payroll: a csv with a worker a row, read as a spreadsheet of any country writes it, and given back the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from ayni.engine import Law
from ayni.family.payslip import Line, payslip
from ayni.family.questions import questions
from ayni.survey.cells import Cells, Convention, amounts, convention, text_cells
from ayni.survey.delimited import Delimited, delimited
from ayni.survey.files import read_bytes, told
from ayni.words import LANGUAGES, AyniError

_WAGE = "monthly_wage"
_AS_TEXT = ("flag", "category", "person", "date")
"""Kinds of answers that are no amounts."""


@dataclass(frozen=True)
class Payroll:
    """The workers of a file: its own rows, the lines of each payslip, and how the file writes text and numbers."""

    text: Delimited
    rows: Sequence[Sequence[str]]
    lines: Sequence[Sequence[Line]]
    convention: Convention
    kept: tuple[str, ...]
    """Columns that are no answers, such as names, which come back as they are."""

    def written(self) -> bytes:
        """The file again, each row as it is with every line of the payslip behind it, in the file's own convention."""
        header = self.text.header
        lower = [name.lower() for name in header]
        shown = [line.rule for line in self.lines[0] if line.section != "arrears"]
        added = [rule for rule in shown if rule not in lower]
        rows = [[*header, *added]]
        for row, lines in zip(self.rows, self.lines, strict=True):
            amount = {line.rule: line.amount for line in lines}
            rows.append([*row, *(self._number(amount[name]) for name in added)])
        return self.text.written(rows)

    def _number(self, amount: float) -> str:
        separator = self.text.separator
        decimal = self.convention.decimal or ("," if separator == ";" or self.convention.thousands == "." else ".")
        whole, _, cents = f"{amount:,.2f}".partition(".")
        return whole.replace(",", self.convention.thousands or "") + decimal + cents


def payroll(path: Path, day: dt.date, law: Law) -> Payroll:
    """The payslips of the workers in a csv file under the law of a month.

    The columns named as answers are read, amounts by the one convention that the file shows; all others are kept.
    Raises AyniError naming the row and the cell, for a column that stands twice, and for one that is nearly called as
    an answer.
    """
    content = read_bytes(path)
    with told(path):
        text = delimited(path, content)
        rows = text.rows()
    known = {**{name: question.type for name, question in questions(law).items()}, **dict.fromkeys(law.definitions, "")}
    places = _answers(path, text.header, known)
    if not rows or _WAGE not in places:
        raise AyniError("payroll_form", file=path)
    numbers = text.row_numbers()
    cells = {
        name: text_cells(text.header[at], [row[at] for row in rows], np.arange(len(rows)), rows=numbers)
        for name, at in places.items()
    }
    if cells[_WAGE].blank.any():
        raise AyniError("payroll_blank", file=path, row=int(numbers[cells[_WAGE].blank.argmax()]))
    of_amounts = {name: column for name, column in cells.items() if known[name] not in _AS_TEXT}
    of_file = convention(of_amounts.values())
    values = {name: _values(column, of_file if name in of_amounts else None) for name, column in cells.items()}
    lines = []
    for at in range(len(rows)):
        answers = {name: column[at] for name, column in values.items() if column[at] is not None}
        lines.append(_lines(path, int(numbers[at]), answers, day, law))
    kept = tuple(name for at, name in enumerate(text.header) if at not in places.values() and name)
    return Payroll(text, rows, lines, of_file, kept)


def _answers(path: Path, header: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Where each answer stands in the header."""
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        low = name.lower()
        if low in known:
            if low in found:
                raise AyniError("column_twice", file=path, column=header[found[low]], other=name)
            found[low] = at
    for name in header:
        near = [] if name.lower() in known else get_close_matches(name.lower(), known, 1, 0.85)
        if near:
            raise AyniError("payroll_near", file=path, column=name, near=near[0])
    return found


def _values(cells: Cells, of_file: Convention | None) -> list[object]:
    """Each row's answer, None where blank; amounts as numbers."""
    if of_file is None:
        return [text or None for text in cells.texts()]
    return [None if np.isnan(value) else float(value) for value in amounts(cells, of_file)]


def _lines(path: Path, row: int, answers: Mapping[str, object], day: dt.date, law: Law) -> list[Line]:
    try:
        return payslip(answers, day, law)
    except AyniError as error:
        reason = {language: error.in_language(language) for language in LANGUAGES}
        raise AyniError("payroll_row", file=path, row=row, reason=reason) from None
