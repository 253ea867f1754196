"""OpenFisca's situations answered: persons and households with dated facts and questions, as its web API writes them.

Periods are months (`2026-01`), years (`2026`), spans of months (`month:2026-01:3`) and `ETERNITY`. A month is answered
by the law of its first day; a year by the law of its last day, at which a payment of the year is read on the day of
that year nearest to it on which it was in force. A fact of ETERNITY holds from the period for which it is given until
another is, and the first one before it too; an amount of a MONTH holds in that month, and a year reads the last of its
months that was given. What is given of a computed variable is taken instead of computing. Nobody need be in a
household: who is in none lives alone.

An amount by the month asked for a year or another span is the sum of its months; given for one, it is divided among
them, as OpenFisca's `set_input_divide_by_period`. An amount by the year asked for a month is a twelfth. What is paid
once in a year, what is no amount, and an amount of the year given for one month have two readings and are refused.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from ayni.engine import Household, Law, LawOnDay, Rule, Trace
from ayni.family.dates import check
from ayni.family.household import Family
from ayni.family.knowledge import known_until, of_families
from ayni.family.periods import Period
from ayni.family.situation import (
    AXES,
    Given,
    Home,
    Question,
    Situation,
    SituationError,
    TooMuchError,
    read_situation,
)
from ayni.family.variables import Variable, variables
from ayni.words import AyniError

VALUES = 10_000
"""That one situation may have computed: for each household, period and cell, its members by what the questions rest on.

At 20 to 40 microseconds each no situation keeps the others waiting for more than half a second.
"""


class Answers:
    """A situation under a law, in which each question is answered by hand, each household once for each period."""

    def __init__(self, situation: Situation, law: Law, *, beyond: bool = False) -> None:
        """`situation` is a cell."""
        self.situation = situation
        self.law = law
        self.beyond = beyond
        self._days: dict[tuple[dt.date, bool], LawOnDay] = {}
        self._households: dict[tuple[int, Period], Household] = {}

    def answer(self, question: Question) -> Any:
        """The value that takes the null's place. Raises SituationError where the law book cannot say."""
        place = None if question.plural == "households" else self.situation.home_of[question.instance][1]
        home, parts = self.situation.home(question), question.parts
        try:
            found = [self.value(question.variable, period, home, place) for period in parts.periods]
        except AyniError as error:
            raise SituationError(question.path, error) from None
        return found[0] if len(found) == parts.divisor == 1 else sum(found) / parts.divisor

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


def check_size(situation: Situation, law: Law, *, of_everybody: bool) -> None:
    """Raise TooMuchError where the questions rest on more values than may be computed at once.

    A calculation is of the household asked about, a trace of everybody.
    """
    wanted: dict[tuple[int, Period], set[str]] = {}
    for question in situation.questions:
        where = 0 if of_everybody else id(situation.home(question))
        names = (question.variable.name, *law.order([question.variable.name]))
        for period in question.parts.periods:
            wanted.setdefault((where, period), set()).update(names)
    sizes = {id(home): max(len(home.members), 1) for home in situation.homes}
    sizes[0] = sum(sizes.values())
    if situation.size * sum(sizes[home] * len(names) for (home, _), names in wanted.items()) > VALUES:
        raise TooMuchError(AyniError("situation_values", most=VALUES))


def calculate(document: Any, law: Law, *, beyond: bool = False) -> Any:
    """The document with each null answered, in place. Raises SituationError and TooMuchError as `read_situation`.

    With axes a null becomes the list of the values in their cells, in the order of `Situation.cells`. `beyond` answers
    for a day more than a year after the law book is known.
    """
    situation = read_situation(document, law)
    check_size(situation, law, of_everybody=False)
    cells = [Answers(cell, law, beyond=beyond) for cell in situation.cells(law)]
    for question in situation.questions:
        plural, instance, variable, text = question.path
        found = [answers.answer(question) for answers in cells]
        document[plural][instance][variable][text] = found if situation.axes else found[0]
    return document


def trace(document: Any, law: Law, *, beyond: bool = False) -> dict[str, Any]:
    """How the answers come about: for each variable and period, every person's or household's value and what it read.

    `{"requestedCalculations": ["var<2026-01>"], "entitiesDescription": {plural: [ids]}, "trace": {"var<2026-01>":
    {"value": [], "dependencies": ["other<2026-01>"], "parameters": {"instrument.parameter<day>": value}}}}`. A value
    on which no answer rests, and which the law book cannot say, is null. What is asked for a span rests on its months.
    Raises as `calculate`, and for axes.
    """
    situation = read_situation(document, law)
    if situation.axes:
        raise SituationError((AXES,), AyniError("situation_axes_traced"))
    check_size(situation, law, of_everybody=True)
    answers = Answers(next(situation.cells(law)), law, beyond=beyond)
    steps: dict[str, dict[str, Any]] = {}
    for question in situation.questions:
        answers.answer(question)
        if question.parts.periods != (question.period,):
            steps[f"{question.variable.name}<{question.period.text}>"] = _summed(answers, question)
        for period in question.parts.periods:
            _add_steps(answers, question.variable, period, steps)
    return {
        "requestedCalculations": [f"{each.variable.name}<{each.text}>" for each in situation.questions],
        "entitiesDescription": {
            "persons": list(situation.persons),
            "households": [home.name for home in situation.homes],
        },
        "trace": steps,
    }


def _summed(answers: Answers, question: Question) -> dict[str, Any]:
    """The step of what is a sum of other periods, or a part of one."""
    variable, parts = question.variable, question.parts
    by_period = [_values(answers, variable, period) for period in parts.periods]
    return {
        "value": [None if None in each else sum(each) / parts.divisor for each in zip(*by_period, strict=True)],
        "dependencies": [f"{variable.name}<{period.text}>" for period in parts.periods],
        "parameters": {},
    }


def _add_steps(answers: Answers, variable: Variable, period: Period, steps: dict[str, dict[str, Any]]) -> None:
    """The steps of a variable, and of all that it reads for a period."""
    todo = [(variable, period.text)]
    while todo:
        variable, text = todo.pop()
        if (key := f"{variable.name}<{text}>") in steps:
            continue
        read = _read(answers, variable, period)
        steps[key] = {
            "value": _values(answers, variable, period),
            "dependencies": [f"{each.name}<{_when(each, period)}>" for each in read],
            "parameters": _parameters(answers.on(period), variable),
        }
        todo += [(each, _when(each, period)) for each in reversed(read)]


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
