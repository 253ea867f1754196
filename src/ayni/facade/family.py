"""One family and one payslip."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ayni.facade.keywords import (
    Day,
    Values,
    Where,
    book_of,
    day_of,
    in_its_language,
    language_of,
    path_of,
    reform_of,
    tells,
    told_in,
)
from ayni.facade.view import View, frame_of, named
from ayni.words import AyniError, Language

if TYPE_CHECKING:
    import polars as pl

    from ayni.engine import Law
    from ayni.family import Family, Line
    from ayni.report import Table
    from ayni.runs import FamilyResult


Persons = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(repr=False)
class Household(View):
    """What the law gives and asks of a family: Bs, in the unit that each answer says."""

    found: FamilyResult
    language: Language

    def tables(self) -> list[Table]:
        """What applies, the calendar year, and what does not with the reason."""
        from ayni.report import family_tables, year_tables

        gives, why_not = family_tables(self.found, self.language)
        year = year_tables(self.found.year, self.found.family, self.found.law, self.language)
        return [gives, *year, why_not]

    def sentences(self) -> list[str]:
        from ayni.report import known_sentence

        return list(filter(None, [known_sentence(self.found, self.language)]))

    def frame(self) -> pl.DataFrame:
        """An answer a row: `instrument`, `rule`, `person`, `amount` in its `unit`, `in_budget` in Bs a month (what the
        family pays is below zero), `applies`, `why_not` and `law`, the articles."""
        from ayni.family import why_not

        return frame_of(
            [
                {
                    "instrument": each.instrument,
                    "rule": each.rule,
                    "person": each.person,
                    "amount": float(each.amount),
                    "unit": each.unit,
                    "in_budget": float(each.in_budget),
                    "applies": bool(each.applies),
                    "why_not": "" if each.applies else why_not(each, self.found.law, self.language),
                    "law": each.law,
                }
                for each in self.found.answers
            ]
        )

    def amount(self, name: str) -> float:
        """What a rule gives the whole family, in Bs of its own unit; or all rules of an instrument, of one unit. Zero
        where nothing.

        AyniError, with the nearest, for a name that answers nothing; and for an instrument whose rules have several
        units, which no sum can have.
        """
        answers = self.found.answers
        of = {each.instrument: [own for own in answers if own.instrument == each.instrument] for each in answers}
        of |= {each.rule: [own for own in answers if own.rule == each.rule] for each in answers}
        asked = named(name, of, self.language, _no_answer)
        if len({each.unit for each in asked}) > 1:
            rules = ", ".join(dict.fromkeys(f"{each.rule} ({each.unit})" for each in asked))
            raise in_its_language(AyniError("amounts_of_several_units", name=name, rules=rules), self.language)
        return float(sum(each.amount for each in asked))

    @property
    def budget(self) -> float:
        """Benefits less taxes and contributions of the family, Bs a month."""
        return float(sum(each.in_budget for each in self.found.answers))

    def trace(self, rule: str = "", person: str = "") -> str:
        """Every condition that was tried, as text: of one rule or all, of one person or all.

        AyniError, with the nearest, for a rule that answers nothing.
        """
        from ayni.family import trace_text

        asked = [each for each in self.found.answers if person in ("", each.person)]
        if rule:
            named(rule, {each.rule: each for each in asked}, self.language, _no_answer)
            asked = [each for each in asked if each.rule == rule]
        return "\n\n".join(f"{each.person}: {trace_text(each.trace, self.found.law, self.language)}" for each in asked)

    def vary(self, answer: str, values: Iterable[float]) -> Budget:
        """The budget constraint: what is left as one answer, such as `monthly_wage` of the first person, varies.

        AyniError for an answer or a value that is none.
        """
        from ayni.family import budget_line

        with told_in(self.language):
            points = list(budget_line(self.found.family, answer, [float(each) for each in values], self.found.law))
        return Budget(points, answer, self.found.law, self.language)

    def __repr__(self) -> str:
        names = ", ".join(self.found.family.names)
        applies = sum(each.applies for each in self.found.answers)
        return (
            f"<Household of {names} on {self.found.family.day}: {applies} answers apply, Bs {self.budget:,.2f} a month>"
        )


def _no_answer(**of: str) -> AyniError:
    return AyniError("no_such_answer", **of)


@dataclass(repr=False)
class Budget(View):
    """The budget constraint of a family: each value of one answer with what is left."""

    points: list[tuple[float, float, float]]
    answer: str
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report import budget_table

        return [budget_table(self.points, self.answer, self.law, self.language)]

    def frame(self) -> pl.DataFrame:
        """A value a row: `value`, `budget` (benefits less taxes and contributions) and `net`, Bs a month."""
        return frame_of([dict(zip(("value", "budget", "net"), map(float, each), strict=True)) for each in self.points])

    @property
    def svg(self) -> str:
        """The picture."""
        from ayni.report import budget_chart

        return budget_chart(self.points, self.answer, self.law, self.language)

    def __repr__(self) -> str:
        return f"<Budget by {self.answer}: {len(self.points)} values>"


@tells
def household(
    persons: Persons | Where | None = None,
    date: Day | None = None,
    reform: Mapping[str, Values] | Mapping[str, Any] | Where | None = None,
    *,
    beyond: bool = False,
    law_folder: Where | None = None,
    as_known_on: Day | None = None,
    lang: Language | None = None,
    **answers: Any,
) -> Household:
    """What the law gives and asks of a family on a day, and why not the rest; under a reform, what that changes.

    `persons` are the answers of each by name, `{"rosa": {"age": 66}}`, a list of answers, or a file; of one person the
    answers may be keywords, `age=66`. `date` is the day, else that of the file, else today. `beyond` takes a day more
    than a year after the law book is known; `law_folder` is merged over the book, `as_known_on` reads it as it could be
    known on a day, and `lang` is the language. AyniError for an answer that is none, with the nearest.
    """
    from ayni import runs
    from ayni.scenario import Reform, read_reform

    book, language = book_of(law_folder, as_known_on), language_of(lang)
    given = None if reform is None else reform_of(reform)
    asked = given if given is None or isinstance(given, Reform) else read_reform(given, book)
    if persons is not None and answers:
        raise AyniError("persons_or_answers", answer=next(iter(answers)))
    of = _family(answers if persons is None else persons, date, runs.law_for(book, asked))
    return Household(runs.household(of, book, asked, beyond=beyond), language)


def _family(persons: Persons | Where | None, date: Day | None, law: Law) -> Family:
    from ayni.family import family, read_family

    day = None if date is None else day_of("date", date)
    if isinstance(persons, str | os.PathLike):
        return read_family(path_of("persons", persons), law, day)
    if isinstance(persons, Sequence) and persons and all(isinstance(each, Mapping) for each in persons):
        persons = {f"persona{place}": each for place, each in enumerate(persons, 1)}
    if not isinstance(persons, Mapping) or not persons:
        raise AyniError("needs_persons")
    if not any(isinstance(each, Mapping) for each in persons.values()):
        persons = {"persona1": persons}
    if not all(isinstance(each, Mapping) for each in persons.values()):
        raise AyniError("needs_persons")
    return family(persons, day or dt.date.today(), law)


@dataclass(repr=False)
class Payslip(View):
    """Every line of a payslip, for the worker and the employer."""

    lines: tuple[Line, ...]
    day: dt.date
    law: Law
    language: Language
    known: str = ""

    def tables(self) -> list[Table]:
        from ayni.report import payslip_table

        return [payslip_table(self.lines, self.day, self.law, self.language)]

    def sentences(self) -> list[str]:
        return [self.known] if self.known else []

    def frame(self) -> pl.DataFrame:
        """A line a row: `section`, `rule`, `amount` in its `unit`, `base` and `rate` where it is a simple share, and
        `law`, its article."""
        names = ("section", "rule", "amount", "unit", "base", "rate", "law")
        return frame_of([{name: getattr(each, name) for name in names} for each in self.lines])

    def __getitem__(self, rule: str) -> float:
        amounts = {each.rule: float(each.amount) for each in reversed(self.lines)}
        return float(named(rule, amounts, self.language, _no_answer))

    @property
    def net_pay(self) -> float:
        """What the worker takes home, Bs a month."""
        return self["net_pay"]

    def __repr__(self) -> str:
        return f"<Payslip of {self.day:%Y-%m}: net pay Bs {self.net_pay:,.2f}, {len(self.lines)} lines>"


@tells
def payslip(
    wage: float | str,
    date: Day | None = None,
    *,
    arrears_from: float | str | None = None,
    beyond: bool = False,
    law_folder: Where | None = None,
    as_known_on: Day | None = None,
    lang: Language | None = None,
    **answers: Any,
) -> Payslip:
    """Every line of the payslip of a wage, Bs a month, in the month of `date`, else this month.

    More answers of the worker are keywords: `years_of_service`, `other_earnings`, `invoices_with_credit`.
    `arrears_from` is the basic pay before a backdated raise; all else as for `household`. AyniError, naming the answer,
    for one that is none.
    """
    from ayni import report
    from ayni.family import payslip as lines_of
    from ayni.family.knowledge import known_until, of_payslip

    book, day = book_of(law_folder, as_known_on), dt.date.today() if date is None else day_of("date", date)
    until = known_until(book, day, of_payslip(book), beyond=beyond)
    asked = {"monthly_wage": wage, **answers}
    if arrears_from is not None:
        asked["basic_pay_before_increase"] = arrears_from
    language = language_of(lang)
    said = report.known_until(until, day, language)
    return Payslip(tuple(lines_of(asked, day, book)), day, book, language, said)


@tells
def payroll(
    file: Where,
    date: Day | None = None,
    *,
    beyond: bool = False,
    law_folder: Where | None = None,
    as_known_on: Day | None = None,
    lang: Language | None = None,
) -> pl.DataFrame:
    """The payslips of a csv file with a worker a row: a data frame (n_workers, its columns as text and every line).

    A column called as an answer is read, `monthly_wage` at least; the lines are Bs a month. AyniError, naming the row,
    for a cell that is no answer; all else as for `payslip`.
    """
    from ayni.family import payroll as workers_of
    from ayni.family.knowledge import known_until, of_payslip

    book, day = book_of(law_folder, as_known_on), dt.date.today() if date is None else day_of("date", date)
    known_until(book, day, of_payslip(book), beyond=beyond)
    workers = workers_of(path_of("file", file), day, book)
    header, columns = workers.sheet.text.header, workers.columns(arrears=True)
    records = []
    for row, lines in zip(workers.sheet.rows, workers.lines, strict=True):
        amounts = {each.rule: each.amount for each in lines}
        records.append({**dict(zip(header, row, strict=True)), **{name: amounts.get(name) for name in columns}})
    return frame_of(records)
