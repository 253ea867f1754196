"""The final settlement of a worker as the Ministry of Labour's form has it: every line with its amount and article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from ayni.engine import Household, Law, Trace
from ayni.family.articles import articles
from ayni.family.dates import OF_SERVICE, day_of, of_service
from ayni.family.household import Family, family
from ayni.family.payslip import EMPLOYEE
from ayni.family.wording import label
from ayni.words import LANGUAGES, AyniError

Part = Literal["mean", "benefits", "sum", "late"]
"""The parts of the form after its general data."""
PARTS: Mapping[Part, tuple[str, ...]] = {
    "mean": ("wage_last_month", "wage_month_before", "wage_third_month", "finiquito_mean_wage"),
    "benefits": (
        "finiquito_notice_pay",
        "finiquito_indemnity_years",
        "finiquito_indemnity_months",
        "finiquito_indemnity_days",
        "finiquito_christmas_bonus",
        "finiquito_vacation",
        "finiquito_profit_bonus",
        "finiquito_owed_wages",
    ),
    "sum": ("finiquito_benefits", "advances", "finiquito_net"),
    "late": ("finiquito_upkeep", "finiquito_fine", "finiquito"),
}
_ALWAYS = ("leaving_reason", "hired_on", "left_on", "wage_last_month")
_DATES = ("hired_on", "left_on")
_LINES = {name for names in PARTS.values() for name in names} | {"finiquito_indemnity"}
LATE = "days_until_paid"


class Line(Struct, frozen=True):
    """One line of the form."""

    part: Part
    rule: str
    """A rule of the law, or an answer as it was given."""
    amount: float
    """Bs."""
    law: str
    """The articles on which it rests itself; empty for an answer and for a sum."""
    trace: Trace | None
    """How it came about; None for an answer."""


class Form(Struct, frozen=True):
    """A worker's settlement, with the dates, the time of service and the days of holiday that it counts."""

    person: str
    family: Family
    lines: tuple[Line, ...]
    facts: Mapping[str, Any]
    """`hired_on`, `left_on`, `leaving_reason`, `service_years`, …, `finiquito_vacation_days`."""
    pay_by: dt.date
    """The last day on which it is paid in time."""
    fine_if_late: float
    """Bs: the fine on it after that day, without the upkeep of its value."""
    marks: tuple[str, ...]
    """`confidence:parameter` of what it rests on and was not read in a norm or in the press."""

    def amount(self, rule: str) -> float:
        """What a line says, Bs."""
        return next(line.amount for line in self.lines if line.rule == rule)


def finiquito(given: Mapping[str, Any], law: Law, day: dt.date | None = None, *, person: str = "worker") -> Form:
    """The settlement of a worker, under the law of the last day of work or of the `day` asked.

    `given` are the answers of a family's person. Raises AyniError for every answer that is missing, by name; nothing is
    taken for zero: holidays are wanted of who has served a year, periods already paid of who has served five.
    """
    of = family({person: {**EMPLOYEE, **given}}, dt.date.max, law, checked=False)
    answers = of.given[person]
    _missing(person, [name for name in (*_ALWAYS, "firm_made_profit") if name not in answers], law, of)
    left = day_of(answers, "left_on")
    assert left is not None
    of = family({person: {**EMPLOYEE, **given}}, max(day or left, left), law)
    if answers["leaving_reason"] == "none":
        raise AyniError("finiquito_at_work", person=person)
    begins = law.instrument("finiquito").in_force[0].start
    if left < begins:
        raise AyniError("finiquito_before", person=person, left=left, begins=begins)
    household = of.under(law)
    facts = {name: of.said[person][name] for name in OF_SERVICE}
    parameters = law.on(of.day).parameters("finiquito_fine")
    assert parameters is not None
    days = int(parameters.days_to_pay)
    late = of.with_answer(person, LATE, days + 1).under(law)
    lines = tuple(_lines(of, person, household))
    doubtful = (mark for line in lines if line.trace and line.amount for mark in line.trace.doubtful)
    return Form(
        person,
        of,
        lines,
        {
            **{name: answers[name] for name in _ALWAYS[:3]},
            **facts,
            "finiquito_vacation_days": float(household.value("finiquito_vacation_days", 0)),
        },
        left + dt.timedelta(days),
        float(late.value("finiquito_fine", 0)),
        tuple(dict.fromkeys(f"{row.confidence}:{name}" for name, row in doubtful)),
    )


def _missing(person: str, names: list[str], law: Law, of: Family) -> None:
    """Raise for the answers that are missing, with those that the time of service asks for."""
    given = of.given[person]
    for name in _DATES:
        if len(str(given.get(name, ""))) == len("2026-08"):
            raise AyniError("finiquito_needs_a_day", person=person, answer=name, value=given[name])
    hired, left = (day_of(given, name) for name in _DATES)
    if hired is not None and left is not None and hired <= left:
        served = of_service(given, left)
        whole = 12 * served["service_years"] + served["service_months"]
        wanted = ["wage_month_before", "wage_third_month"][: max(0, min(whole, 3) - 1)]
        wanted += ["vacation_days_left"] if served["service_years"] >= 1 else []
        wanted += ["paid_five_year_periods"] if served["service_years"] >= 5 else []
        names += [name for name in wanted if name not in given]
    if names:
        told = {
            language: ", ".join(f"{name} ({label(name, law, language)})" for name in names) for language in LANGUAGES
        }
        raise AyniError("finiquito_missing", person=person, answers=told)


def _lines(of: Family, person: str, household: Household) -> Iterator[Line]:
    given = of.given[person]
    for part, names in PARTS.items():
        if part == "late" and LATE not in given:
            continue
        for name in names:
            if name in household.law.law.definitions:
                trace = household.trace(name, 0)
                if trace.value or name != "finiquito_owed_wages":
                    yield Line(part, name, float(trace.value), articles(trace, _LINES), trace)
            elif name in given:
                yield Line(part, name, float(given[name]), "", None)
