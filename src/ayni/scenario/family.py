"""One family: its answers, and what the law gives and asks of it on a day, with the reason why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine import Condition, Household, Instrument, Law, LawOnDay, Rule, Trace
from ayni.law import bolivia
from ayni.survey import money_columns, standard_columns
from ayni.words import AyniError, nearest, read_json, read_yaml

FIRST_DAY = dt.date(2005, 1, 1)
MONEY_UNITS = ("Bs/month", "Bs/year", "Bs/once", "Bs")
GIVES = {"transfer": 1, "tax": -1, "contribution": -1}
"""Which kinds of instrument add to a household's budget and which take from it; the others stand beside it."""
MONTHS = {"Bs/month": 1, "Bs/year": 12, "Bs/once": 12}
"""Over how many months a payment of the budget is spread."""
MOST = 10**12
"""The greatest number that an answer, or a parameter of a reform, takes."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}([.,]\d{3})+")


@dataclass(frozen=True)
class Question:
    """One answer that a family can give: what kind it is, its limits, and what stands where nothing is said."""

    name: str
    type: str
    text: Mapping[str, str]
    neutral: Any
    values: tuple[str, ...] = ()
    low: float = 0
    high: float = MOST
    unit: str = "Bs/month"
    """Of an amount."""


@cache
def questions() -> Mapping[str, Question]:
    """Every answer that a family can give, by name: columns of the survey and inputs that instruments add."""
    neutral = read_yaml(Path(__file__).with_name("neutral.yaml"))
    found: dict[str, Question] = {}
    for name, column in standard_columns().items():
        if name in neutral:
            high = 120.0 if name == "age" else 1_000.0
            found[name] = Question(name, column.type, column.text, neutral[name], column.values, 0, high)
    for name, text in money_columns().items():
        found[name] = Question(name, "money", text, 0)
    for instrument in bolivia().instruments.values():
        for name, entry in instrument.about.get("inputs", {}).items():
            low, high = (float(end) for end in entry.get("range", (0, MOST)))
            text = {language: entry[language] for language in ("es", "en")}
            values = tuple(entry.get("values", ()))
            unit = entry.get("unit", "Bs/month")
            found[name] = Question(name, entry["type"], text, entry["default"], values, low, high, unit)
    return found


@dataclass(frozen=True)
class Family:
    """Persons by name with their answers; what nobody said is neutral."""

    given: Mapping[str, Mapping[str, Any]]
    day: dt.date

    @property
    def names(self) -> tuple[str, ...]:
        """The persons, in the order in which they were given."""
        return tuple(self.given)

    def persons(self) -> list[dict[str, Any]]:
        """Every person with every answer; a link is the position of another person, or None."""
        neutral = {name: question.neutral for name, question in questions().items()}
        position = {name: index for index, name in enumerate(self.given)}
        related = relations([answers.get("relation") for answers in self.given.values()])
        people = []
        for answers, relation in zip(self.given.values(), related, strict=True):
            person = {**neutral, **answers, "relation": relation}
            for name, question in questions().items():
                if question.type == "person":
                    person[name] = position.get(person[name]) if person[name] is not None else None
            people.append(person)
        return people

    def under(self, law: Law) -> Household:
        """The family before a law on its day."""
        return Household(law.on(self.day), self.persons())

    def with_answer(self, person: str, question: str, value: Any) -> Family:
        """The same family with one answer changed."""
        return Family({**self.given, person: {**self.given[person], question: value}}, self.day)


def relations(said: Sequence[str | None]) -> list[str]:
    """What each person of a household is to its head, from what is said of each, which may be nothing.

    A household has one head: who says so, else the first who says nothing. Who else says nothing is another relative.
    """
    head = said.index("head") if "head" in said else said.index(None) if None in said else None
    return [relation or ("head" if place == head else "other_relative") for place, relation in enumerate(said)]


def read_family(path: Path, day: dt.date | None = None) -> Family:
    """A family from a YAML or JSON file: `persons`, by name, and `date`. Raises naming the person and the answer."""
    raw = read_json(path, numbers_as_text=True) if path.suffix == ".json" else read_yaml(path, "text")
    if not isinstance(raw, dict) or not isinstance(raw.get("persons"), dict) or not raw["persons"]:
        raise AyniError("family_form", file=path)
    unknown = set(raw) - {"persons", "date"}
    if unknown:
        raise AyniError("family_key", file=path, key=sorted(unknown)[0])
    when = day or _date(raw.get("date") or dt.date.today().isoformat())
    return family(raw["persons"], when)


def family(persons: Mapping[str, Mapping[str, Any]], day: dt.date, *, since: dt.date = FIRST_DAY) -> Family:
    """A family from mappings; answers may be text as a person types it.

    Raises naming the person and the answer, and for a day before `since`, where the law book begins.
    """
    if day < since:
        raise AyniError("before_the_law_book", date=day, year=since.year)
    given: dict[str, dict[str, Any]] = {}
    for name, answers in persons.items():
        if not isinstance(answers, Mapping):
            raise AyniError("person_form", person=name)
        given[name] = {key: read_answer(name, key, value, persons) for key, value in answers.items()}
    return Family(given, day)


def read_answer(person: str, key: str, value: Any, persons: Collection[str]) -> Any:
    """The value of one answer, or of a fact that the family knows better. Raises naming the person and the answer."""
    known = questions()
    if key not in known:
        facts = bolivia().definitions
        if key in facts:
            is_flag = isinstance(value, bool) or getattr(facts[key], "unit", "") == "flag"
            if is_flag:
                return _truth(person, key, value)
            number = read_number(person, key, value)
            if not abs(number) <= MOST:
                raise AyniError(
                    "answer_out_of_range", person=person, answer=key, value=str(value)[:20], low=-MOST, high=MOST
                )
            return number
        raise AyniError("unknown_answer", person=person, answer=key, near=nearest(key, [*known, *facts]))
    question = known[key]
    match question.type:
        case "category":
            if value not in question.values:
                raise AyniError(
                    "answer_not_a_value", person=person, answer=key, value=value, values=", ".join(question.values)
                )
            return value
        case "flag":
            return _truth(person, key, value)
        case "person":
            if value not in persons or value == person:
                raise AyniError(
                    "answer_not_a_person", person=person, answer=key, value=value, persons=", ".join(persons)
                )
            return value
    number = read_number(person, key, value)
    if not question.low <= number <= question.high or (question.type == "count" and number != int(number)):
        raise AyniError(
            "answer_out_of_range", person=person, answer=key, value=value, low=question.low, high=question.high
        )
    return int(number) if question.type == "count" else number


def _truth(person: str, key: str, value: Any) -> bool:
    truth = {"true": True, "false": False, "yes": True, "no": False, "si": True, "sí": True, "1": True, "0": False}
    found = value if isinstance(value, bool) else truth.get(str(value).lower())
    if found is None:
        raise AyniError("answer_not_a_value", person=person, answer=key, value=value, values="true, false")
    return found


def read_number(person: str, key: str, value: Any) -> float:
    """A number written as 2000 or 2000.5; text that could be read in two ways is refused with both readings."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    if _GROUPED.fullmatch(text):
        digits = re.sub(r"[.,]", "", text)
        decimal = ".".join(re.split(r"[.,]", text, maxsplit=1))
        raise AyniError("number_of_two_readings", person=person, answer=key, value=value, one=digits, other=decimal)
    if not _NUMBER.fullmatch(text):
        raise AyniError("answer_not_a_number", person=person, answer=key, value=value)
    return float(text)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise AyniError("not_a_date", option="date", date=text) from None


@dataclass(frozen=True)
class Answer:
    """What one rule gives or asks of one person, and why not where it gives nothing."""

    instrument: str
    rule: str
    kind: str
    person: str
    amount: float
    unit: str
    law: str
    paid_in: Mapping[str, str]
    trace: Trace
    why_not: Condition | None
    marks: tuple[str, ...] = field(default=())
    refused: AyniError | None = None
    """Why the law book cannot say: a parameter with no known value on the day."""

    @property
    def applies(self) -> bool:
        """Whether there is anything to pay or to receive."""
        return self.amount != 0

    @property
    def in_budget(self) -> float:
        """Bs a month of the household's budget: benefits add, taxes and the worker's contributions take."""
        months = MONTHS.get(self.unit)
        return GIVES.get(self.kind, 0) * self.amount / months if months else 0.0


def answering(law: Law, instrument: Instrument) -> tuple[Rule, ...]:
    """The rules of an instrument that answer a family: those that its YAML lists under `answers`, else all in Bs."""
    listed = instrument.about.get("answers")
    rules = law.rules_of(instrument.id)
    return tuple(
        rule for rule in rules if (rule.name in listed if listed is not None else rule.unit in (*MONEY_UNITS, "flag"))
    )


def answers(of: Family, law: Law | None = None) -> Iterator[Answer]:
    """Everything that the law gives and asks of a family, rule by rule and person by person.

    A rule of a calculable instrument rests on answers beyond the ordinary ones (a fortune, a basic pay): it is left out
    unless one of those was given.
    """
    law = law or bolivia()
    household, on_day = of.under(law), law.on(of.day)
    said = {key for given in of.given.values() for key in given} - set(standard_columns()) - set(money_columns())
    for instrument in law.instruments.values():
        for rule in answering(law, instrument):
            if instrument.tier == "calculable" and not said & set(law.read_by([rule.name])):
                continue
            people = of.names if rule.entity == "person" else of.names[:1]
            for position, name in enumerate(people):
                yield _answer_of(on_day, household, rule, position, name)


def _answer_of(law: LawOnDay, household: Household, rule: Rule, position: int, person: str) -> Answer:
    instrument = law.law.instruments[law.law.instrument_of(rule.name) or ""]
    refused = None
    doubtful: tuple[str, ...] = ()
    try:
        trace = household.trace(rule.name, position)
        doubtful = tuple(f"{row.confidence}:{name}" for name, row in law.doubtful([rule.name]))
    except AyniError as error:
        if error.key != "no_value_on_date":
            raise
        trace, refused = Trace(rule.name, rule.law, 0.0, (), ()), error
    return Answer(
        instrument=instrument.id,
        rule=rule.name,
        kind=str(instrument.about.get("kind", "")),
        person=person,
        amount=float(trace.value),
        unit=rule.unit,
        law=rule.law,
        paid_in=instrument.about.get("paid_in", {}),
        trace=trace,
        why_not=None if trace.value else trace.decided_by,
        marks=doubtful if trace.value else (),
        refused=refused,
    )


WAGES = tuple(range(0, 15_001, 500))
"""Bs a month, for the budget constraint of a wage."""


def at_a_wage(of: Family, person: str) -> Family:
    """The same family with a person who has a wage, contributions and a health fund; a wage earner stays as she is."""
    dependent = ("employee", "employer_with_salary", "domestic_worker")
    if of.given[person].get("work_category") in dependent:
        return of
    job = {"work_category": "employee", "is_pension_affiliate": True, "contributes_to_pension": True}
    return Family({**of.given, person: {**of.given[person], **job, "health_insurance": "social_security"}}, of.day)


def budget_line(of: Family, question: str, values: Iterable[float]) -> Iterator[tuple[float, float, float]]:
    """The budget constraint: each value of one answer, benefits less contributions and tax, and net income, Bs a month.

    `question` is an answer of the first person, or `person.answer`. Net income is the value plus benefits less
    contributions and tax; the family's other incomes are left out, as they do not change.
    """
    person, _, answer = question.rpartition(".")
    person = person or of.names[0]
    if person not in of.given:
        raise AyniError("answer_not_a_person", person=person, answer=answer, value=person, persons=", ".join(of.names))
    for value in values:
        changed = of.with_answer(person, answer, read_answer(person, answer, value, of.given))
        budget = sum(each.in_budget for each in answers(changed))
        yield value, budget, value + budget
