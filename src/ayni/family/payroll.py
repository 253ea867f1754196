"""Payrolls: a csv with one worker in each row, and the same file with net pay and labour cost added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.engine import Law
from ayni.family.payslip import Line, payslip
from ayni.family.questions import questions
from ayni.words import LANGUAGES, AyniError

if TYPE_CHECKING:
    from ayni.family.sheet import Sheet

_WAGE = "monthly_wage"


class Payroll(Struct, frozen=True):
    """The workers of a file, and the lines of each one's payslip."""

    sheet: Sheet
    lines: Sequence[Sequence[Line]]
    law_folder: str = ""
    """The name of the folder merged over the law book, which then stands in a column of its own."""

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns that are no answers, such as names, which come back as they are."""
        return tuple(self.sheet.others)

    def columns(self, *, arrears: bool) -> tuple[str, ...]:
        """The lines that any of the workers has, in the order of a payslip; with or without what is owed of earlier
        months."""
        found: list[str] = []
        for lines in self.lines:
            place = 0
            for line in lines:
                if line.section == "arrears" and not arrears:
                    continue
                if line.rule not in found:
                    found.insert(place, line.rule)
                place = found.index(line.rule) + 1
        return tuple(found)

    def written(self) -> bytes:
        """The file again, each row as it is with every line of the payslip behind it, in the file's own convention.

        A line that a worker does not have is empty.
        """
        header = self.sheet.text.header
        lower = [name.lower() for name in header]
        added = [rule for rule in self.columns(arrears=False) if rule not in lower]
        folder = [self.law_folder] if self.law_folder else []
        rows = [[*header, *added, *(["law_folder"] if folder else [])]]
        for row, lines in zip(self.sheet.rows, self.lines, strict=True):
            amount = {line.rule: line.amount for line in lines}
            rows.append([*row, *(self._number(amount[name]) if name in amount else "" for name in added), *folder])
        return self.sheet.text.written(rows)

    def _number(self, amount: float) -> str:
        separator = self.sheet.text.separator
        decimal = self.sheet.convention.decimal or (
            "," if separator == ";" or self.sheet.convention.thousands == "." else "."
        )
        whole, _, cents = f"{amount:,.2f}".partition(".")
        return whole.replace(",", self.sheet.convention.thousands or "") + decimal + cents


def payroll(path: Path, day: dt.date, law: Law) -> Payroll:
    """The payslips of the workers in a csv file under the law of a month.

    The columns named as answers are read, all others are kept. Raises AyniError naming the row and the cell, and for a
    column that is nearly called as an answer.
    """
    from ayni.family.sheet import read_sheet

    sheet = read_sheet(path, law)
    if not sheet.rows or _WAGE not in map(str.lower, sheet.text.header):
        raise AyniError("payroll_form", file=path)
    known = [*questions(law), *law.definitions]
    for name in sheet.others:
        near = get_close_matches(name.lower(), known, 1, 0.85)
        if near:
            raise AyniError("payroll_near", file=path, column=name, near=near[0])
    lines = []
    for row, answers in zip(sheet.numbers.tolist(), sheet.answers, strict=True):
        if _WAGE not in answers:
            raise AyniError("payroll_blank", file=path, row=row)
        lines.append(_lines(path, row, answers, day, law))
    return Payroll(sheet, lines, law.folder.name if law.folder else "")


def _lines(path: Path, row: int, answers: Mapping[str, object], day: dt.date, law: Law) -> list[Line]:
    try:
        return payslip(answers, day, law)
    except AyniError as error:
        reason = {language: error.in_language(language) for language in LANGUAGES}
        raise AyniError("payroll_row", file=path, row=row, reason=reason) from None
