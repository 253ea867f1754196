"""Reading OpenFisca's situations: persons, households, dated facts, questions and axes, as its web API writes them.

The document is `{"persons": {id: {variable: {period: value}}}, "households": {id: {"members": [ids], variable: ...}},
"axes": [[axis]]}`; a null is a question. What is wrong is told as OpenFisca's server tells it, by the path of keys to
the fault.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ayni.engine import Law
from ayni.family.household import FIRST_DAY
from ayni.family.periods import Parts, Period, by_month, check_given, parts_of, read_period
from ayni.family.questions import out_of_range, read_answer
from ayni.family.variables import PLURALS, Variable, variables
from ayni.words import AyniError, Language, nearest

AXES = "axes"
ROLE = "members"
"""The one role of a household."""
PERSONS = 1_000
MEMBERS = 100
"""Of one household."""
PERIODS = 600
"""Of one variable of one person."""
CELLS = 1_000
"""Of the grid that axes span."""
LARGEST = 1e12
LAST_DAY = dt.date(2100, 12, 31)
"""Of what may be asked: later law is as unknown, and every day that is asked is kept in memory."""
Path = tuple[str | int, ...]


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


Given = Mapping[str, Mapping[Period, Any]]
"""Values by variable and period."""


class Home(Struct, frozen=True):
    """A household: its persons by their position in the situation, and what is given of it."""

    name: str
    members: tuple[int, ...]
    given: Given = field(default_factory=dict)


class Question(Struct, frozen=True):
    """A null of the document: of whom, which variable, for when."""

    plural: str
    instance: str
    variable: Variable
    period: Period
    parts: Parts
    text: str
    """The period as it is written."""

    @property
    def path(self) -> Path:
        """The keys of the document on the way to it."""
        return (self.plural, self.instance, self.variable.name, self.text)


class Axis(Struct, frozen=True):
    """The values that a variable of one person or household takes, for a period, one after the other."""

    plural: str
    index: int
    variable: Variable
    period: Period
    values: tuple[Any, ...]
    path: Path

    @property
    def place(self) -> tuple[str, int, str, Period]:
        """What it replaces."""
        return self.plural, self.index, self.variable.name, self.period


class Situation(Struct, frozen=True, dict=True):
    """Persons, their facts, their households, and the questions in the order of the document.

    Axes of one group go together, groups across each other.
    """

    persons: tuple[str, ...]
    given: tuple[Given, ...]
    homes: tuple[Home, ...]
    questions: tuple[Question, ...]
    axes: tuple[tuple[Axis, ...], ...] = ()

    @cached_property
    def _households(self) -> Mapping[str, Home]:
        return {home.name: home for home in reversed(self.homes)}  # who lives alone may share a name

    def home(self, question: Question) -> Home:
        """The household that a question is about, or in which its person lives."""
        if question.plural == "households":
            return self._households[question.instance]
        return self.home_of[question.instance][0]

    @property
    def size(self) -> int:
        """The cells of the grid that its axes span."""
        return math.prod(len(group[0].values) for group in self.axes)

    def cells(self, law: Law) -> Iterator[Situation]:
        """The situation of each cell, with what is given by single months; one cell where there are no axes.

        In the order in which OpenFisca replicates persons: the first group of axes changes faster than the second, as
        NumPy's `meshgrid` lays out a grid; any others faster than these. Raises SituationError.
        """
        groups = [*range(len(self.axes))]
        groups[:2] = reversed(groups[:2])
        for steps in itertools.product(*(range(len(self.axes[group][0].values)) for group in groups)):
            yield self._cell({
                axis.place: axis.values[step]
                for group, step in zip(groups, steps, strict=True)
                for axis in self.axes[group]
            }, law)  # fmt: skip

    def _cell(self, values: Mapping[tuple[str, int, str, Period], Any], law: Law) -> Situation:
        given: dict[str, list[Given]] = {"persons": [*self.given], "households": [home.given for home in self.homes]}
        for (plural, index, name, period), value in values.items():
            of = given[plural][index]
            given[plural][index] = {**of, name: {**of.get(name, {}), period: value}}
        names = {"persons": self.persons, "households": [home.name for home in self.homes]}
        months = {
            plural: [_by_month(plural, name, of, law) for name, of in zip(names[plural], given[plural], strict=True)]
            for plural in PLURALS
        }
        homes = tuple(replace(home, given=of) for home, of in zip(self.homes, months["households"], strict=True))
        return replace(self, given=tuple(months["persons"]), homes=homes, axes=())

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
        if key not in (*PLURALS, AXES):
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
    return replace(found, axes=_axes(document[AXES], found, law)) if AXES in document else found


def _by_month(plural: str, name: str, given: Given, law: Law) -> Given:
    found = {}
    for key, dated in given.items():
        variable = variables(law)[key]
        try:
            found[key] = by_month(variable, dated) if variable.period == "MONTH" else dated
        except AyniError as error:
            raise SituationError((plural, name, key), error) from None
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
                if period.size > PERIODS:
                    raise TooMuchError(AyniError("situation_periods", most=PERIODS))
                if value is None:
                    questions.append(Question(plural, name, variable, period, _asked(variable, period), text))
                else:
                    check_given(variable, period)
                    if period in given.setdefault(key, {}):
                        raise AyniError("situation_period_twice", variable=key, period=period.text)
                    given[key][period] = _value(variable, name, value, persons, law)
            except AyniError as error:
                raise SituationError((*path, text), error) from None
    return given


def _asked(variable: Variable, period: Period) -> Parts:
    parts = parts_of(variable, period)
    if variable.definition is not None:
        if parts.periods[0].day < FIRST_DAY:
            raise AyniError("before_the_law_book", date=period.text, year=FIRST_DAY.year)
        if parts.periods[-1].day > LAST_DAY:
            raise AyniError("situation_too_late", period=period.text, year=LAST_DAY.year)
    return parts


def _value(variable: Variable, name: str, value: Any, persons: Collection[str], law: Law) -> Any:
    if not isinstance(value, str | int | float):
        raise AyniError("situation_value", variable=variable.name, type=variable.type)
    if variable.is_link and value == "":
        return None
    found = read_answer(name, variable.name, value, persons, law)
    if variable.definition is None:
        return found
    if not -LARGEST <= found <= LARGEST:
        raise out_of_range(name, variable.name, value, -LARGEST, LARGEST)
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


def _axes(said: Any, situation: Situation, law: Law) -> tuple[tuple[Axis, ...], ...]:
    """The groups of axes that a document says, each checked."""
    if not isinstance(said, list) or not said or not all(isinstance(group, list) and group for group in said):
        raise SituationError((AXES,), AyniError("situation_axes"))
    found = tuple(
        tuple(_axis(axis, (AXES, place, position), situation, law) for position, axis in enumerate(group))
        for place, group in enumerate(said)
    )
    places = set()
    for axis in itertools.chain(*found):
        if axis.place in places:
            raise SituationError(axis.path, AyniError("situation_axis_twice", variable=axis.variable.name))
        places.add(axis.place)
    for group in found:
        for axis in group:
            if len(axis.values) != len(group[0].values):
                counts = {"count": len(axis.values), "first": len(group[0].values)}
                raise SituationError((*axis.path, "count"), AyniError("situation_axes_apart", **counts))
    if math.prod(len(group[0].values) for group in found) > CELLS:
        raise TooMuchError(AyniError("situation_cells", most=CELLS))
    return found


def _axis(said: Any, path: Path, situation: Situation, law: Law) -> Axis:
    _object(said, path)
    for key in said:
        if key not in ("name", "count", "min", "max", "period", "index"):
            raise SituationError((*path, key), AyniError("situation_axis_key", key=key))
    for key in ("name", "count", "min", "max", "period"):
        if key not in said:
            raise SituationError(path, AyniError("situation_axis_without", key=key))
    known, name = variables(law), said["name"]
    variable = known.get(name) if isinstance(name, str) else None
    if variable is None:
        near = nearest(str(name), known)
        raise SituationError((*path, "name"), AyniError("situation_variable", variable=name, near=near))
    if variable.type not in ("Int", "Float"):
        raise SituationError((*path, "name"), AyniError("situation_axis_of_no_number", variable=name))
    plural = next(many for many, one in PLURALS.items() if one == variable.entity)
    names = situation.persons if plural == "persons" else [home.name for home in situation.homes]
    index = said.get("index", 0)
    if not _is_whole(index) or not 0 <= index < len(names):
        raise SituationError((*path, "index"), AyniError("situation_axis_index", most=len(names) - 1))
    count = said["count"]
    if not _is_whole(count) or count < 1:
        raise SituationError((*path, "count"), AyniError("situation_axis_count", most=CELLS))
    if count > CELLS:
        raise TooMuchError(AyniError("situation_cells", most=CELLS))
    for key in ("min", "max"):
        if isinstance(said[key], bool) or not isinstance(said[key], int | float) or not abs(said[key]) <= LARGEST:
            raise SituationError((*path, key), AyniError("situation_axis_number"))
    try:
        period = read_period(str(said["period"]))
        check_given(variable, period)
    except AyniError as error:
        raise SituationError((*path, "period"), error) from None
    if period.size > PERIODS:
        raise TooMuchError(AyniError("situation_periods", most=PERIODS))
    try:
        values = tuple(
            _value(variable, names[index], value, situation.persons, law)
            for value in _steps(said["min"], said["max"], count, whole=variable.type == "Int")
        )
    except AyniError as error:
        raise SituationError(path, error) from None
    return Axis(plural, index, variable, period, values, path)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _steps(low: float, high: float, count: int, *, whole: bool) -> Iterator[float]:
    """Equal steps from low to high, both included, as NumPy's `linspace`; whole numbers as such."""
    step = (high - low) / max(count - 1, 1)
    for place in range(count):
        value = float(high) if 0 < place == count - 1 else low + place * step
        yield int(value) if whole and value.is_integer() else value
