"""All facts that can be given and all columns that can be computed, as one list of variables with their periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from ayni.engine import Law, Rule, once_a_shape
from ayni.engine.law import Definition
from ayni.engine.rules import Entity
from ayni.family.questions import Question, questions
from ayni.words import LANGUAGES

ValueType = Literal["Int", "Float", "Boolean", "String"]
DefinitionPeriod = Literal["MONTH", "YEAR", "ETERNITY"]
PLURALS: Mapping[str, Entity] = {"persons": "person", "households": "household"}
"""The entities, by the word for many of them."""
_TYPES: Mapping[str, ValueType] = {
    "count": "Int",
    "flag": "Boolean",
    "category": "String",
    "person": "String",
    "date": "String",  # a day or a month, and no day where none is given
}
_PERIODS: Mapping[str, DefinitionPeriod] = {"Bs/month": "MONTH", "Bs/year": "YEAR", "Bs/once": "YEAR"}


class Variable(Struct, frozen=True):
    """A fact that is given, or a column that the law computes.

    Amounts by the month, and what the law computes other than payments of the year, are of a MONTH; amounts and
    payments of the year of a YEAR; the other facts are of ETERNITY: they hold until another is given.
    """

    name: str
    text: Mapping[str, str]
    entity: Entity
    type: ValueType
    period: DefinitionPeriod
    default: Any
    unit: str = ""
    values: tuple[str, ...] = ()
    is_link: bool = False
    """Whether it names another person of the household; nobody is an empty text."""
    definition: Definition | None = None
    """The rule or sum that computes it; None for a fact that can only be given."""


@once_a_shape
def variables(law: Law) -> Mapping[str, Variable]:
    """Every question that a family can answer and every column that a law computes, by name."""
    asked = {question.name: _question(question) for question in questions(law).values()}
    computed = {name: _definition(name, definition, law) for name, definition in law.definitions.items()}
    return dict(sorted({**asked, **computed}.items()))


def _question(question: Question) -> Variable:
    is_amount = question.type == "money"
    return Variable(
        name=question.name,
        text=question.text,
        entity="person",
        type=_TYPES.get(question.type, "Float"),
        period=_PERIODS.get(question.unit, "ETERNITY") if is_amount else "ETERNITY",
        default="" if question.type == "person" else float(question.neutral) if is_amount else question.neutral,
        unit=question.unit if is_amount else "",
        values=question.values,
        is_link=question.type == "person",
    )


def _definition(name: str, definition: Definition, law: Law) -> Variable:
    unit = definition.unit if isinstance(definition, Rule) else ""
    is_flag = unit == "flag" if isinstance(definition, Rule) else definition.kind in ("any", "linked")
    return Variable(
        name=name,
        text=law.text(name) or dict.fromkeys(LANGUAGES, name),
        entity=definition.entity,
        type="Boolean" if is_flag else "Float",
        period="YEAR" if isinstance(definition, Rule) and definition.is_within_year else "MONTH",
        default=False if is_flag else 0.0,
        unit="" if is_flag else unit,
        definition=definition,
    )
