"""What a family is asked, screen by screen, as plain data for the web page and for the calculator without a server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ayni.engine import Law, once_a_shape
from ayni.family.answers import answering
from ayni.family.dates import read_day, typed_day, with_age
from ayni.family.household import Family
from ayni.family.questions import questions
from ayni.words import AyniError, Language, read_yaml, say
from ayni.words.numbers import day, money, number, read_typed, told

Answers = Mapping[str, Any]
Persons = Mapping[str, Answers]
Asked = Mapping[str, Any]
"""A question of the interview."""
NAME_LENGTH = 30
MOST_PERSONS = 20
ROWS = 5
"""Rows for persons on a form that is still empty."""
GROWN, YOUNG = 18, 13
"""From which age somebody without a name is called a woman or a man, and a young person."""
OF_SOME = ("pregnancy", "pension", "disability", "work", "more")
"""The screens that are shown only where somebody says before that they are about the family."""
GAP = range(15, 46)
"""Years between a mother or father and a child that are common."""


class Interview:
    """The questionnaire about a law: what a family is asked, and what its replies say.

    `content` is all of it as plain values: `screens`, `first` and `others` (answers by place), and `assumed`. A screen
    has `id`, `es`, `en`, `about` (or None) and `questions`. A question has `id`, `kind` (`number`, `money`, `date`,
    `choice` or `person`), `es`, `en`, `hint` (or None), `required`, `instead` (the question whose reply does as well,
    or None), `answers` (the names that it may give), `choices` (each with `id`, `es`, `en` and what it `sets`),
    `candidates` (who may be named) and `because`: for each instrument that needs it, `in_force` (pairs of days, the
    last may be None) and `where`, conditions of which one must hold. None in place of `because` is everybody on any
    day.
    """

    def __init__(self, law: Law) -> None:
        self.known = questions(law)
        self.content: dict[str, Any] = read_yaml(Path(__file__).with_name("interview.yaml"))
        conditions = self.content.pop("conditions")
        self.screens: list[Mapping[str, Any]] = self.content["screens"]
        for screen in self.content["screens"]:
            screen.setdefault("about", None)
            screen["questions"] = [_question(raw, conditions, law) for raw in screen["questions"]]
        self._ask_for_newcomers(law)

    def _ask_for_newcomers(self, law: Law) -> None:
        """For an executable instrument that the screens do not name, whatever its rules read is asked of everybody."""
        named = {each["instrument"] for question in self.questions for each in question["because"] or ()}
        for instrument in law.instruments.values():
            if instrument.tier != "executable" or instrument.id in named:
                continue
            rules = [rule.name for rule in answering(law, instrument)]
            reads = {*law.read_by(rules), *law.order(rules)}
            because = {"instrument": instrument.id, "in_force": _in_force(instrument.id, law), "where": [{}]}
            for question in self.questions:
                if question["because"] is not None and reads & set(question["answers"]):
                    question["because"].append(because)

    @property
    def questions(self) -> list[Asked]:
        """The questions of all screens."""
        return [question for screen in self.screens for question in screen["questions"]]

    def reasons(self, question: Asked, of: Answers, day: dt.date) -> list[str]:
        """The instruments for which a question is asked of a person with these answers on a day."""
        date, of = day.isoformat(), with_age(of, day)
        return [
            each["instrument"]
            for each in question["because"] or ()
            if any(start <= date and (end is None or date <= end) for start, end in each["in_force"])
            and any(self.holds(where, of) for where in each["where"])
        ]

    def is_asked(self, question: Asked, of: Answers, day: dt.date) -> bool:
        """Whether a person with these answers is asked a question on a day."""
        return question["because"] is None or bool(self.reasons(question, of, day))

    def holds(self, condition: Mapping[str, Any], of: Answers) -> bool:
        """Whether a person's answers meet every part of a condition; what is unsaid is neutral."""
        return all(_meets(wanted, of.get(name, self.known[name].neutral)) for name, wanted in condition.items())

    def read_reply(self, question: Asked, text: str, language: Language, instead: str = "") -> Any:
        """A reply as a form sends it, for `with_reply`; numbers are read as people of the language type them.

        `instead` is the reply to the question that does as well. Raises for what is no reply, for a number out of its
        limits, and for nothing where something is required.
        """
        text = text.strip()
        if not text and (instead.strip() or not question["required"]):
            return None
        if question["kind"] == "choice":
            if text not in {choice["id"] for choice in question["choices"]}:
                raise AyniError("reply_required")
            return text
        if not text:
            raise AyniError("reply_required")
        if question["kind"] == "person":
            return text
        if question["kind"] == "date":
            if (date := typed_day(text)) is None:
                raise AyniError("reply_not_a_date", text=text[:20])
            return date
        limits, value = self.known[question["answers"][0]], read_typed(text, language)
        if limits.type == "count" and value != int(value):
            raise AyniError("reply_not_whole", text=text)
        if not limits.low <= value <= limits.high:
            low, high = (told(number, end) for end in (limits.low, limits.high))
            raise AyniError("reply_out_of_range", low=low, high=high)
        return int(value) if limits.type == "count" else round(value, 2)

    def rearranged(self, persons: Persons, names: Sequence[tuple[str | None, str]]) -> dict[str, dict[str, Any]]:
        """The persons under new names and in a new order, each as its old name (None: a new person) and its new one.

        Whoever is left out is no longer named by the others; the first is the head, and nobody else is.
        """
        called = {old: new for old, new in names if old is not None}
        found: dict[str, dict[str, Any]] = {}
        for position, (old, new) in enumerate(names):
            answers = dict(persons[old]) if old is not None else {}
            for name in [name for name in answers if name in self.known and self.known[name].type == "person"]:
                if answers[name] in called:
                    answers[name] = called[answers[name]]
                else:
                    del answers[name]
            if position == 0 or answers.get("relation") == "head":
                answers.pop("relation", None)
            found[new] = answers if position == 0 else {**self.content["others"], **answers}
        return found

    def pruned(self, persons: Persons, day: dt.date) -> dict[str, dict[str, Any]]:
        """The persons without answers to questions that their other answers leave no reason to ask, on any day.

        An age that a birth date says as well, on the day of the family, is left out: it would hold on no other.
        """
        found = {name: dict(answers) for name, answers in persons.items()}
        for answers in found.values():
            if "born" in answers and answers.get("age") == with_age(answers, day)["age"]:
                del answers["age"]
            for question in self.questions:
                because = question["because"]
                if because is not None and not any(
                    self.holds(where, with_age(answers, day)) for each in because for where in each["where"]
                ):
                    for name in question["answers"]:
                        answers.pop(name, None)
        return found

    def asked_on(self, screen: Mapping[str, Any], of: Family) -> dict[str, list[Asked]]:
        """The persons of whom a screen asks something, with what it asks of each."""
        found = {
            name: [
                question
                for question in screen["questions"]
                if self.is_asked(question, answers, of.day)
                and (question["kind"] != "person" or self.candidates(question, of, name))
            ]
            for name, answers in of.given.items()
        }
        return {name: asked for name, asked in found.items() if asked}

    def candidates(self, question: Asked, of: Family, person: str) -> list[str]:
        """Who of the family may be named in reply to a question about a person."""
        wanted = question["candidates"]
        return [
            name
            for name, answers in of.given.items()
            if name != person and self.holds(wanted, with_age(answers, of.day))
        ]

    def screens_for(self, of: Family) -> list[Mapping[str, Any]]:
        """The screens that a family sees, in order: the first two, and those that ask something of somebody."""
        first, people, *others = self.screens
        return [first, people, *(screen for screen in others if self.asked_on(screen, of))]

    def is_complete(self, screen: Mapping[str, Any], of: Family) -> bool:
        """Whether every required question of a screen has its reply; the screen of the people needs somebody."""
        if screen["id"] == "people" and not of.given:
            return False
        return all(
            reply(question, of.given[name]) is not None or question["instead"] in of.given[name]
            for name, asked in self.asked_on(screen, of).items()
            for question in asked
            if question["required"]
        )


@once_a_shape
def interview(law: Law) -> Interview:
    """The questionnaire about a law."""
    return Interview(law)


def _question(raw: Mapping[str, Any], conditions: Mapping[str, Any], law: Law) -> dict[str, Any]:
    choices = raw.get("choices", [])
    answers = dict.fromkeys(name for choice in choices for name in choice["sets"])
    return {
        "id": raw["id"],
        "kind": raw["kind"],
        "es": raw["es"],
        "en": raw["en"],
        "hint": raw.get("hint"),
        "required": raw.get("required", False),
        "instead": raw.get("instead"),
        "answers": [raw["answer"]] if "answer" in raw else list(answers),
        "choices": choices,
        "candidates": raw.get("candidates", {}),
        "because": None if raw["because"] == "always" else [
            {
                "instrument": name,
                "in_force": _in_force(name, law),
                "where": [conditions[each] if isinstance(each, str) else each for each in where],
            }
            for name, where in raw["because"].items()
        ],
    }  # fmt: skip


def _in_force(name: str, law: Law) -> list[list[str | None]]:
    """When an instrument answers families: what is paid once or by the year is answered all through its years."""
    instrument = law.instrument(name)
    by_year = any(rule.is_within_year for rule in answering(law, instrument))
    found: list[list[str | None]] = []
    for span in instrument.in_force:
        start, end = (span.start, span.end)
        if by_year:
            start, end = dt.date(start.year, 1, 1), end and dt.date(end.year, 12, 31)
        found.append([start.isoformat(), end.isoformat() if end else None])
    return found


def _meets(wanted: Any, given: Any) -> bool:
    if isinstance(wanted, list) and isinstance(wanted[0], int | float):
        return bool(wanted[0] <= given <= wanted[1])
    return given in wanted if isinstance(wanted, list) else bool(given == wanted)


def reply(question: Asked, of: Answers) -> Any:
    """What a person replied: a choice's id or the value; None where nothing was said. An empty choice is the default.

    Of the choices of which all that they set is answered so, it is the one that sets most.
    """
    if question["kind"] != "choice":
        return of.get(question["answers"][0])
    fitting = [
        choice for choice in question["choices"]
        if all(of.get(name) == value for name, value in choice["sets"].items())
    ]  # fmt: skip
    return max(fitting, key=lambda choice: len(choice["sets"]))["id"] if fitting else None


def with_reply(question: Asked, of: Answers, given: Any) -> dict[str, Any]:
    """A person's answers after a reply to a question: a choice's id or a value; None takes back what was said."""
    kept = {name: value for name, value in of.items() if name not in question["answers"]}
    if given is None:
        return kept
    if question["kind"] != "choice":
        return {**kept, question["answers"][0]: given}
    return {**kept, **next(choice["sets"] for choice in question["choices"] if choice["id"] == given)}


def read_name(text: str, others: Iterable[str]) -> str:
    """A nickname. Raises for one that another person has, for one too long, and for what may be an identity number."""
    name = " ".join(text.replace("_", " ").split())
    if len(name) > NAME_LENGTH or not name.isprintable():
        raise AyniError("name_too_long", most=NAME_LENGTH)
    if re.search(r"\d{4}", name):
        raise AyniError("name_with_number")
    if name in others:
        raise AyniError("name_twice", name=name)
    return name


def reply_text(question: Asked, of: Answers, language: Language) -> str:
    """What a person replied, in words; empty where nothing was said."""
    given = reply(question, of)
    if given is None:
        return ""
    match question["kind"]:
        case "choice":
            text: str = next(choice[language] for choice in question["choices"] if choice["id"] == given)
            return text
        case "money":
            return money(given, language, 0 if given == int(given) else 2)
        case "number":
            return number(given, language)
        case "date":
            return date_text(given, language)
    return str(given)


def date_text(text: str, language: Language) -> str:
    """A day or a month in words: `17 de mayo de 1966`, `mayo 1966`."""
    if (date := read_day(text)) is None:
        return text
    return (
        day(date, language)
        if len(text) == len("1966-05-17")
        else f"{say(f'number.month_{date.month}', language)} {date.year}"
    )
