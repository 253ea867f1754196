"""The questions that a household can be asked: type of answer, limits, and the value assumed without an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ayni.engine import Law, once_a_shape
from ayni.family.dates import read_day
from ayni.survey import money_columns, standard_columns
from ayni.words import LANGUAGES, AyniError, nearest, read_yaml
from ayni.words.numbers import decimals, number, told

MOST = 10**12
"""The greatest number that is accepted as an answer, or as a parameter of a reform."""
TOPIC = "topic"
"""The question of what else a family wants to know."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}([.,]\d{3})+")


A_MONTH = "Bs/month"


class Question(Struct, frozen=True):
    """One question to a household: the type of its answer, its limits, and the default."""

    name: str
    type: str
    text: Mapping[str, str]
    neutral: Any
    values: tuple[str, ...] = ()
    low: float = 0
    high: float = MOST
    unit: str = A_MONTH
    """The unit of an amount."""
    required: bool = False
    """Whether there is no default, so that a rule that reads it needs an answer."""


@once_a_shape
def questions(law: Law) -> Mapping[str, Question]:
    """Every question that can be asked under a law, by name: columns of the survey and inputs of instruments."""
    neutral, called = (read_yaml(Path(__file__).with_name(file)) for file in ("neutral.yaml", "called.yaml"))
    found: dict[str, Question] = {}
    for name, column in standard_columns().items():
        if name in neutral:
            high = 120.0 if name == "age" else 1_000.0
            text = called.get(name, column.text)
            found[name] = Question(name, column.type, text, neutral[name], column.values, 0, high)
    of_dates = read_yaml(Path(__file__).with_name("dates.yaml"))
    for name, text in of_dates["dates"].items():
        found[name] = Question(name, "date", text, "")
    for name, text in of_dates["counted"].items():
        found[name] = Question(name, "number", text, 0, (), 0, 12)
    topic = read_yaml(Path(__file__).with_name("topics.yaml"))
    text = {language: topic[language] for language in LANGUAGES}
    found[TOPIC] = Question(TOPIC, "category", text, topic["values"][0], tuple(topic["values"]))
    for name, text in money_columns().items():
        found[name] = Question(name, "money", text, 0)
    for name in law.read_by(law.definitions):
        if name not in found and name in standard_columns():
            column = standard_columns()[name]
            kind = "money" if column.type == "ine" else column.type
            found[name] = Question(name, kind, column.text, None, column.values, required=True)
    for instrument in law.instruments.values():
        for name, asked in instrument.inputs.items():
            low, high = asked.range or (0, MOST)
            unit = asked.unit or A_MONTH
            found[name] = Question(name, asked.type, asked.text, asked.default, asked.values, low, high, unit)
    return found


def read_answer(person: str, key: str, value: Any, persons: Collection[str], law: Law) -> Any:
    """The value of one answer, or of a fact that is given in place of the rule that computes it.

    Raises AyniError naming the person and the answer.
    """
    known = questions(law)
    if key not in known:
        facts = law.definitions
        if key in facts:
            is_flag = isinstance(value, bool) or getattr(facts[key], "unit", "") == "flag"
            if is_flag:
                return _truth(person, key, value)
            fact = read_number(person, key, value)
            if not abs(fact) <= MOST:
                raise out_of_range(person, key, value, -MOST, MOST)
            return fact
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
            others = [each for each in persons if each != person]
            if value not in others:
                named = ", ".join(others) or "–"
                raise AyniError("answer_not_a_person", person=person, answer=key, value=value, persons=named)
            return value
        case "date":
            text = str(value).strip()
            if read_day(text) is None:
                raise AyniError("answer_not_a_date", person=person, answer=key, value=text[:20])
            return text
    found = read_number(person, key, value)
    if not question.low <= found <= question.high or (question.type == "count" and found != int(found)):
        raise out_of_range(person, key, value, question.low, question.high)
    return int(found) if question.type == "count" else found


def out_of_range(person: str, key: str, value: Any, low: float, high: float) -> AyniError:
    """The error of an answer that is a number too small or too large."""
    ends = {"low": told(number, low, decimals(low)), "high": told(number, high, decimals(high))}
    return AyniError("answer_out_of_range", person=person, answer=key, value=str(value)[:20], **ends)


def _truth(person: str, key: str, value: Any) -> bool:
    truth = {"true": True, "false": False, "yes": True, "no": False, "si": True, "sí": True, "1": True, "0": False}
    found = value if isinstance(value, bool) else truth.get(str(value).lower())
    if found is None:
        raise AyniError("answer_not_a_value", person=person, answer=key, value=value, values="true, false")
    return found


def read_number(person: str, key: str, value: Any) -> float:
    """A number written as 2000 or 2000.5; text that could be read in two ways is an error that gives both readings."""
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
