"""A household's budget constraint: disposable income as one answer, such as a wage, varies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ayni.engine import Law
from ayni.family.answers import answers
from ayni.family.household import Family
from ayni.family.questions import read_answer
from ayni.words import AyniError

Point = tuple[float, float, float]
"""A value, benefits less contributions and tax, and net income, Bs a month."""
WAGES = tuple(range(0, 15_001, 500))
"""Bs a month, for the budget constraint of a wage."""


def at_a_wage(of: Family, person: str) -> Family:
    """The same family with a person who has a wage, contributions and a health fund; a wage earner stays as she is."""
    dependent = ("employee", "employer_with_salary", "domestic_worker")
    if of.given[person].get("work_category") in dependent:
        return of
    job = {"work_category": "employee", "is_pension_affiliate": True, "contributes_to_pension": True}
    return Family({**of.given, person: {**of.given[person], **job, "health_insurance": "social_security"}}, of.day)


def budget_line(of: Family, question: str, values: Iterable[float], law: Law) -> Iterator[Point]:
    """The budget constraint: each value of one answer, benefits less contributions and tax, and net income, Bs a month.

    `question` is an answer of the first person, or `person.answer`. Net income is the value plus benefits less
    contributions and tax; the family's other incomes are left out, as they do not change.
    """
    person, _, answer = question.rpartition(".")
    person = person or of.names[0]
    if person not in of.given:
        raise AyniError("answer_not_a_person", person=person, answer=answer, value=person, persons=", ".join(of.names))
    for value in values:
        changed = of.with_answer(person, answer, read_answer(person, answer, value, of.given, law))
        budget = sum(each.in_budget for each in answers(changed, law))
        yield value, budget, value + budget


def marginal(points: Sequence[Point], index: int) -> tuple[float | None, bool]:
    """The share of the next step that does not reach net income, and whether net income does not rise on it."""
    if index + 1 == len(points):
        return None, False
    gained, step = points[index + 1][2] - points[index][2], points[index + 1][0] - points[index][0]
    return 1 - gained / step, gained <= 0
