"""A family: its persons with what they said, from a file or from mappings, and as a household before a law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from ayni.engine import Household, Law
from ayni.family.dates import DATES, check, persons_on
from ayni.family.questions import questions, read_answer
from ayni.words import AyniError, read_yaml

FIRST_DAY = dt.date(2005, 1, 1)


class Family(Struct, frozen=True, dict=True):
    """A household as it was described: persons by name with their answers; a default is assumed for what was not
    answered."""

    given: Mapping[str, Mapping[str, Any]]
    day: dt.date

    @property
    def names(self) -> tuple[str, ...]:
        """The persons, in the order in which they were given."""
        return tuple(self.given)

    @cached_property
    def said(self) -> Mapping[str, Mapping[str, Any]]:
        """What each person said, with what follows from the dates on the day."""
        return persons_on(self.given, self.day)

    def persons(self, law: Law, month: dt.date | None = None) -> list[dict[str, Any]]:
        """Every person with every answer that a law asks for; a link is the position of another person, or None.

        Of a month those who are born by its end, as `persons_on` says it.
        """
        said = self.said if month is None else persons_on(self.given, month, by_month=True)
        asked = questions(law)
        neutral = {name: question.neutral for name, question in asked.items() if not question.required}
        neutral = {name: value for name, value in neutral.items() if name not in DATES}
        position = {name: index for index, name in enumerate(said)}
        related = dict(zip(self.given, relations([each.get("relation") for each in self.given.values()]), strict=True))
        people = []
        for who, answers in said.items():
            person = {**neutral, **answers, "relation": related[who]}
            for name, question in asked.items():
                if question.type == "person" and name in person:
                    person[name] = position.get(person[name]) if person[name] is not None else None
            people.append(person)
        return people

    def under(self, law: Law) -> Household:
        """The family under a law, on the family's day, ready to compute rules."""
        return Household(law.on(self.day), self.persons(law))

    def with_answer(self, person: str, question: str, value: Any) -> Family:
        """The same family with one answer changed."""
        return Family({**self.given, person: {**self.given[person], question: value}}, self.day)


def relations(said: Sequence[str | None]) -> list[str]:
    """What each person of a household is to its head, from what is said of each, which may be nothing.

    A household has one head: who says so, else the first who says nothing. Who else says nothing is another relative.
    """
    head = said.index("head") if "head" in said else said.index(None) if None in said else None
    return [relation or ("head" if place == head else "other_relative") for place, relation in enumerate(said)]


def read_family(path: Path, law: Law, day: dt.date | None = None) -> Family:
    """A family from a YAML or JSON file: `persons`, by name, and `date`; or from a csv, a person a row.

    Raises naming the person and the answer.
    """
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return family(_persons(path, law), day or dt.date.today(), law)
    from ayni.words import read_json

    raw = read_json(path, numbers_as_text=True) if path.suffix == ".json" else read_yaml(path, "text")
    if not isinstance(raw, dict) or not isinstance(raw.get("persons"), dict) or not raw["persons"]:
        raise AyniError("family_form", file=path)
    unknown = set(raw) - {"persons", "date"}
    if unknown:
        raise AyniError("family_key", file=path, key=sorted(unknown)[0])
    when = day or _date(raw.get("date") or dt.date.today().isoformat())
    return family(raw["persons"], when, law)


def _persons(path: Path, law: Law) -> dict[str, dict[str, Any]]:
    """The persons of a csv by the column `name` or `nombre`; other columns that are no answers are unknown answers."""
    from ayni.family.sheet import read_sheet

    sheet = read_sheet(path, law)
    places = [at for name, at in sheet.others.items() if name.lower() in ("name", "nombre")]
    if not sheet.rows or len(places) != 1:
        raise AyniError("family_sheet", file=path)
    persons: dict[str, dict[str, Any]] = {}
    for row, cells, answers in zip(sheet.numbers.tolist(), sheet.rows, sheet.answers, strict=True):
        name = cells[places[0]]
        if not name or name in persons:
            raise AyniError("family_row", file=path, row=row, name=name)
        unknown = {other: cells[at] for other, at in sheet.others.items() if at != places[0]}
        persons[name] = {**answers, **unknown}
    return persons


def family(
    persons: Mapping[str, Mapping[str, Any]],
    day: dt.date,
    law: Law,
    *,
    since: dt.date = FIRST_DAY,
    checked: bool = True,
) -> Family:
    """A family from mappings, with the answers that a law asks for; answers may be text as a person types it.

    Raises naming the person and the answer; for what cannot be, where it is to be `checked`;
    and for a day before `since`, where the book begins.
    """
    if day < since:
        raise AyniError("before_the_law_book", date=day, year=since.year)
    given: dict[str, dict[str, Any]] = {}
    for name, answers in persons.items():
        if not isinstance(answers, Mapping):
            raise AyniError("person_form", person=name)
        given[name] = {key: read_answer(name, key, value, persons, law) for key, value in answers.items()}
    if checked:
        check(given, day)
    return Family(given, day)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise AyniError("not_a_date", option="date", date=text) from None
