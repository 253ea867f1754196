"""OpenFisca's situations answered: persons and households with dated facts and questions, as its web API writes them.

The document is `{"persons": {id: {variable: {period: value}}}, "households": {id: {"members": [ids], variable: ...}}}`;
a null is a question. What is wrong is told as OpenFisca's server tells it, by the path of keys to the fault.

Periods are months (`2026-01`), years (`2026`) and `ETERNITY`. A month is answered by the law of its first day; a year
by the law of its last day, at which a payment of the year is read on the day of that year nearest to it on which it was
in force. A fact of ETERNITY holds from the period for which it is given until another is, and the first one before it
too; an amount of a MONTH holds in that month, and a year reads the last of its months that was given. What is given of
a computed variable is taken instead of computing. Nobody need be in a household: who is in none lives alone.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ayni.engine import Household, Law, LawOnDay, Rule, Trace
from ayni.family.dates import check
from ayni.family.household import FIRST_DAY, Family
from ayni.family.knowledge import known_until, of_families
from ayni.family.questions import read_answer
from ayni.family.variables import PLURALS, Variable, variables
from ayni.words import AyniError, Language, nearest

ROLE = "members"
"""The one role of a household."""
PERSONS = 1_000
MEMBERS = 100
"""Of one household."""
PERIODS = 600
"""Of one variable of one person."""
VALUES = 10_000
"""That one situation may have computed: for each household and period, its members by what the questions rest on.

At 20 to 40 microseconds each no situation keeps the others waiting for more than half a second.
"""
LARGEST = 1e12
Path = tuple[str | int, ...]
_PERIOD = re.compile(r"(?:(year|month|day):)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?::([0-9]{1,4}))?")
_WEEK = re.compile(r"(?:week(?:day)?:)?([0-9]{4})-W([0-9]{2})(?:-([1-7]))?(?::[0-9]{1,4})?")
LAST_DAY = dt.date(2100, 12, 31)
"""Of what may be asked: later law is as unknown, and every day that is asked is kept in memory."""


class SituationError(Exception):
    """A validation error at a place of the document."""

    def __init__(self, path: Path, error: AyniError) -> None:
        super().__init__(path)
        self.path = path
        self.error = error

    @property
    def is_unknown_variable(self) -> bool:
        """Whether a variable is named that there is not."""
        return self.error.key == "situation_variable"

    def tree(self, language: Language) -> dict[str, Any]:
        """The keys on the way to the fault, and the sentence there; an item of a list stands at its place in one."""
        found: Any = self.error.in_language(language)
        for key in reversed(self.path):
            found = [*[None] * key, found] if isinstance(key, int) else {key: found}
        return found if isinstance(found, dict) else {"error": found}


class TooMuchError(Exception):
    """A request asks for more results than one request may."""

    def __init__(self, error: AyniError) -> None:
        super().__init__(error.key)
        self.error = error


@dataclass(frozen=True)
class Period:
    """A month, a year, ETERNITY, or another span, for which nothing here is defined."""

    kind: Literal["MONTH", "YEAR", "ETERNITY", "OTHER"]
    start: dt.date
    text: str

    @property
    def day(self) -> dt.date:
        """The day whose law answers: the first of a month, the last of a year."""
        match self.kind:
            case "YEAR":
                return dt.date(self.start.year, 12, 31)
            case "ETERNITY":
                return dt.date.max
        return self.start


def read_period(text: str) -> Period:
    """A period from its text, `2026-01`, `month:2026-01`, `2026`, `ETERNITY`… Raises for what is none."""
    if text.lower() == "eternity":
        return Period("ETERNITY", dt.date.min, "ETERNITY")
    try:
        if found := _PERIOD.fullmatch(text):
            said, year, month, day, size = found.groups()
            unit = said or ("day" if day else "month" if month else "year")
            start = dt.date(int(year), int(month or 1), int(day or 1))
            if (said or size is None) and (month or unit == "year") and (day or unit != "day"):
                is_one = size in (None, "1") and not day
                if is_one and unit == "month":
                    return Period("MONTH", start, f"{start.year:04}-{start.month:02}")
                if is_one and unit == "year" and start.month == 1:
                    return Period("YEAR", start, f"{start.year:04}")
                return Period("OTHER", start, text)
        elif week := _WEEK.fullmatch(text):
            return Period("OTHER", dt.date.fromisocalendar(int(week[1]), int(week[2]), int(week[3] or 1)), text)
    except ValueError:
        pass
    raise AyniError("situation_period", period=text)


Given = Mapping[str, Mapping[Period, Any]]
"""Values by variable and period."""


@dataclass(frozen=True)
class Home:
    """A household: its persons by their position in the situation, and what is given of it."""

    name: str
    members: tuple[int, ...]
    given: Given = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A null of the document: of whom, which variable, for when."""

    plural: str
    instance: str
    variable: Variable
    period: Period
    text: str
    """The period as it is written."""

    @property
    def path(self) -> Path:
        """The keys of the document on the way to it."""
        return (self.plural, self.instance, self.variable.name, self.text)


@dataclass(frozen=True)
class Situation:
    """Persons, their facts, their households, and the questions in the order of the document."""

    persons: tuple[str, ...]
    given: tuple[Given, ...]
    homes: tuple[Home, ...]
    questions: tuple[Question, ...]

    @cached_property
    def home_of(self) -> Mapping[str, tuple[Home, int]]:
        """For each person: the household, and the position in it."""
        return {self.persons[index]: (home, place) for home in self.homes for place, index in enumerate(home.members)}


def read_situation(document: Any, law: Law) -> Situation:
    """The situation that a document says in the variables of a law.

    Raises SituationError at the place of a fault, TooMuchError for its size.
    """
    _object(document, ())
    for key in document:
        if key not in PLURALS:
            raise SituationError((key,), AyniError("situation_entity", entity=key, known=", ".join(PLURALS)))
    persons = document.get("persons")
    if not persons:
        raise SituationError(("persons",), AyniError("situation_without_persons"))
    _object(persons, ("persons",))
    if len(persons) > PERSONS:
        raise TooMuchError(AyniError("situation_persons", most=PERSONS))
    names = tuple(persons)
    questions: list[Question] = []
    given = tuple(_entries("persons", name, persons[name], names, questions, law) for name in names)
    homes: list[Home] = []
    placed: set[str] = set()
    households = document.get("households")
    if households is not None:
        _object(households, ("households",))
        positions = {name: index for index, name in enumerate(names)}
        for name, entries in households.items():
            _object(entries, ("households", name))
            members = _members(name, entries.get(ROLE, []), positions, placed)
            if len(members) > MEMBERS:
                raise TooMuchError(AyniError("situation_members", most=MEMBERS))
            others = {key: value for key, value in entries.items() if key != ROLE}
            homes.append(Home(name, members, _entries("households", name, others, names, questions, law)))
    homes += [Home(name, (index,)) for index, name in enumerate(names) if name not in placed]
    found = Situation(names, given, tuple(homes), tuple(questions))
    _check_links(found, law)
    return found


def _object(value: Any, path: Path) -> None:
    if not isinstance(value, dict):
        raise SituationError(path or ("error",), AyniError("situation_not_an_object"))


def _members(home: str, said: Any, positions: Mapping[str, int], placed: set[str]) -> tuple[int, ...]:
    path = ("households", home, ROLE)
    if isinstance(said, str | int | float):
        said = [said]
    if not isinstance(said, list):
        raise SituationError(path, AyniError("situation_not_a_list"))
    for index, item in enumerate(said):
        if not isinstance(item, str | int | float):
            raise SituationError((*path, index), AyniError("situation_not_a_name"))
        person = str(item)
        if person not in positions:
            raise SituationError(path, AyniError("situation_person", person=person, home=home))
        if person in placed:
            raise SituationError(path, AyniError("situation_person_twice", person=person))
        placed.add(person)
    return tuple(positions[str(item)] for item in said)


def _entries(
    plural: str, name: str, entries: Any, persons: Collection[str], questions: list[Question], law: Law
) -> Given:
    """What is given of one person or household; its nulls are added to the questions."""
    _object(entries, (plural, name))
    given: dict[str, dict[Period, Any]] = {}
    for key, dated in entries.items():
        path = (plural, name, key)
        known = variables(law)
        variable = known.get(key)
        if variable is None:
            raise SituationError(path, AyniError("situation_variable", variable=key, near=nearest(key, known)))
        if variable.entity != PLURALS[plural]:
            raise SituationError(
                path, AyniError("situation_of_another_entity", variable=key, entity=variable.entity, asked=plural)
            )
        if not isinstance(dated, dict):
            raise SituationError(path, AyniError("situation_without_period", variable=key))
        if len(dated) > PERIODS:
            raise TooMuchError(AyniError("situation_periods", most=PERIODS))
        for text, value in dated.items():
            try:
                period = read_period(text)
            except AyniError as error:
                raise SituationError(path, error) from None
            try:
                _check_period(variable, period, is_question=value is None)
                if value is None:
                    questions.append(Question(plural, name, variable, period, text))
                else:
                    given.setdefault(key, {})[period] = _value(variable, name, value, persons, law)
            except AyniError as error:
                raise SituationError((*path, text), error) from None
    return given


def _check_period(variable: Variable, period: Period, *, is_question: bool) -> None:
    if variable.period != "ETERNITY" and period.kind != variable.period:
        raise AyniError("situation_wrong_period", variable=variable.name, kind=variable.period, period=period.text)
    if is_question and variable.definition is not None:
        if period.day < FIRST_DAY:
            raise AyniError("before_the_law_book", date=period.text, year=FIRST_DAY.year)
        if period.day > LAST_DAY:
            raise AyniError("situation_too_late", period=period.text, year=LAST_DAY.year)


def _value(variable: Variable, name: str, value: Any, persons: Collection[str], law: Law) -> Any:
    if not isinstance(value, str | int | float):
        raise AyniError("situation_value", variable=variable.name, type=variable.type)
    if variable.is_link and value == "":
        return None
    found = read_answer(name, variable.name, value, persons, law)
    if variable.definition is None:
        return found
    if not -LARGEST <= found <= LARGEST:
        raise AyniError(
            "answer_out_of_range", person=name, answer=variable.name, value=value, low=-LARGEST, high=LARGEST
        )
    return bool(found) if variable.type == "Boolean" else float(found)


def _check_links(situation: Situation, law: Law) -> None:
    """Whom a person names as mother, father or spouse must live in the same household."""
    for person, given in zip(situation.persons, situation.given, strict=True):
        for key, dated in given.items():
            if not variables(law)[key].is_link:
                continue
            household = {situation.persons[member] for member in situation.home_of[person][0].members}
            for period, named in dated.items():
                if named is not None and named not in household:
                    error = AyniError("situation_link", person=person, variable=key, named=named)
                    raise SituationError(("persons", person, key, period.text), error)


class Answers:
    """A situation under a law, in which each question is answered by hand, each household once for each period."""

    def __init__(self, situation: Situation, law: Law, *, beyond: bool = False) -> None:
        self.situation = situation
        self.law = law
        self.beyond = beyond
        self.homes = {home.name: home for home in reversed(situation.homes)}  # who lives alone may share a name
        self._days: dict[tuple[dt.date, bool], LawOnDay] = {}
        self._households: dict[tuple[int, Period], Household] = {}

    def check_size(self, *, of_everybody: bool) -> None:
        """Raise TooMuchError where the questions rest on more values than may be computed at once.

        A calculation is of the household asked about, a trace of everybody.
        """
        wanted: dict[tuple[int, Period], set[str]] = {}
        for question in self.situation.questions:
            where = 0 if of_everybody else id(self.home(question))
            names = (question.variable.name, *self.law.order([question.variable.name]))
            wanted.setdefault((where, question.period), set()).update(names)
        sizes = {id(home): max(len(home.members), 1) for home in self.situation.homes}
        sizes[0] = sum(sizes.values())
        if sum(sizes[home] * len(names) for (home, _), names in wanted.items()) > VALUES:
            raise TooMuchError(AyniError("situation_values", most=VALUES))

    def home(self, question: Question) -> Home:
        """The household that a question is about, or in which its person lives."""
        if question.plural == "households":
            return self.homes[question.instance]
        return self.situation.home_of[question.instance][0]

    def answer(self, question: Question) -> Any:
        """The value that takes the null's place. Raises SituationError where the law book cannot say."""
        place = None if question.plural == "households" else self.situation.home_of[question.instance][1]
        try:
            return self.value(question.variable, question.period, self.home(question), place)
        except AyniError as error:
            raise SituationError(question.path, error) from None

    def value(self, variable: Variable, period: Period, home: Home, place: int | None) -> Any:
        """A variable of the person at a place of a household, or, with no place, of the household."""
        if variable.definition is None:
            assert place is not None
            held = _held(variable, self.situation.given[home.members[place]], period)
            if held is None and not variable.is_link:
                held = self._household(home, period).persons[place][variable.name]
            return variable.default if held is None else held
        found = self.trace(variable.name, period, home, place).value
        if not math.isfinite(found):
            raise AyniError("not_finite", rule=variable.name, inputs="–")
        return bool(found) if variable.type == "Boolean" else float(found)

    def trace(self, name: str, period: Period, home: Home, place: int | None) -> Trace:
        """How an answer came about."""
        return self._household(home, period).trace(name, place)

    def on(self, period: Period) -> LawOnDay:
        """The law that answers for a period: on the day of a month; what is paid once in a year, within that year.

        Raises AyniError for a day more than a year after the law book is known, unless one goes beyond knowingly.
        """
        whole_year = period.kind == "YEAR"
        known_until(self.law, period.day, of_families(self.law), beyond=self.beyond)
        return self._days.setdefault(
            (period.day, whole_year), self.law.within_year(period.day) if whole_year else self.law.on(period.day)
        )

    def _household(self, home: Home, period: Period) -> Household:
        key = (id(home), period)
        if key not in self._households:
            said = {
                self.situation.persons[index]: self._held_by(self.situation.given[index], period)
                for index in home.members
            }
            if period.kind != "ETERNITY":
                check(said, period.day, is_day=period.kind == "MONTH")
            persons = Family(said, period.day).persons(self.law)
            self._households[key] = Household(self.on(period), persons, self._held_by(home.given, period))
        return self._households[key]

    def _held_by(self, given: Given, period: Period) -> dict[str, Any]:
        """What is given of a person or household and holds for a period."""
        known = variables(self.law)
        held = {name: _held(known[name], given, period) for name in given}
        return {name: value for name, value in held.items() if value is not None}


def _held(variable: Variable, given: Given, period: Period) -> Any:
    """What is given of a variable for a period, by the rules at the head of this module; else None."""
    dated = given.get(variable.name, {})
    rising = sorted(dated, key=lambda each: each.start)
    match variable.period, period.kind:
        case "ETERNITY", _:
            holding = [each for each in rising if each.start <= period.day] or rising[:1]
        case "MONTH", "MONTH":
            holding = [each for each in rising if each.start == period.start]
        case _:
            holding = [each for each in rising if each.start.year == period.start.year]
    return dated[holding[-1]] if holding else None


def calculate(document: Any, law: Law, *, beyond: bool = False) -> Any:
    """The document with each null answered, in place. Raises SituationError and TooMuchError as `read_situation`.

    `beyond` answers for a day more than a year after the law book is known.
    """
    situation = read_situation(document, law)
    answers = Answers(situation, law, beyond=beyond)
    answers.check_size(of_everybody=False)
    for question in situation.questions:
        plural, instance, variable, text = question.path
        document[plural][instance][variable][text] = answers.answer(question)
    return document


def trace(document: Any, law: Law, *, beyond: bool = False) -> dict[str, Any]:
    """How the answers come about: for each variable and period, every person's or household's value and what it read.

    `{"requestedCalculations": ["var<2026-01>"], "entitiesDescription": {plural: [ids]}, "trace": {"var<2026-01>":
    {"value": [], "dependencies": ["other<2026-01>"], "parameters": {"instrument.parameter<day>": value}}}}`. A value
    on which no answer rests, and which the law book cannot say, is null. Raises as `calculate`.
    """
    situation = read_situation(document, law)
    answers = Answers(situation, law, beyond=beyond)
    answers.check_size(of_everybody=True)
    steps: dict[str, dict[str, Any]] = {}
    for question in situation.questions:
        answers.answer(question)
        todo = [(question.variable, question.period.text)]
        while todo:
            variable, text = todo.pop()
            if (key := f"{variable.name}<{text}>") in steps:
                continue
            read = _read(answers, variable, question.period)
            steps[key] = {
                "value": _values(answers, variable, question.period),
                "dependencies": [f"{each.name}<{_when(each, question.period)}>" for each in read],
                "parameters": _parameters(answers.on(question.period), variable),
            }
            todo += [(each, _when(each, question.period)) for each in reversed(read)]
    return {
        "requestedCalculations": [f"{each.variable.name}<{each.text}>" for each in situation.questions],
        "entitiesDescription": {
            "persons": list(situation.persons),
            "households": [home.name for home in situation.homes],
        },
        "trace": steps,
    }


def _when(variable: Variable, asked: Period) -> str:
    """The period of a variable that was read for an answer."""
    if variable.period == "YEAR" or asked.kind != "YEAR":
        return asked.text[:4] if variable.period == "YEAR" else asked.text
    return f"{asked.day:%Y-%m}"


def _places(variable: Variable, home: Home) -> Iterable[int | None]:
    return range(len(home.members)) if variable.entity == "person" else [None]


def _values(answers: Answers, variable: Variable, period: Period) -> list[Any]:
    found: dict[int, Any] = {}
    for position, home in enumerate(answers.situation.homes):
        for place in _places(variable, home):
            index = position if place is None else home.members[place]
            try:
                found[index] = answers.value(variable, period, home, place)
            except AyniError:
                found[index] = None
    return [found[index] for index in sorted(found)]


def _read(answers: Answers, variable: Variable, period: Period) -> list[Variable]:
    """What was read for anybody, in the order in which the law reads it."""
    if variable.definition is None:
        return []
    names: set[str] = set()
    for home in answers.situation.homes:
        for place in _places(variable, home):
            try:
                names.update(each.rule for each in answers.trace(variable.name, period, home, place).read)
            except AyniError:
                continue
    return [variables(answers.law)[name] for name in dict.fromkeys(variable.definition.inputs) if name in names]


def _parameters(law: LawOnDay, variable: Variable) -> dict[str, Any]:
    """The parameters that a rule reads, each with the day on which it is read."""
    if not isinstance(variable.definition, Rule):
        return {}
    try:
        rows = law.rows(variable.name)
    except AyniError:
        rows = None
    if not rows:
        return {}
    instrument, day = law.law.instrument_of(variable.name), law.day_read(variable.name)
    return {f"{instrument}.{name}<{day}>": _plain(row.value) for name, row in rows.items()}


def _plain(value: Any) -> Any:
    return {str(threshold): rate for threshold, rate in value} if isinstance(value, tuple) else value
