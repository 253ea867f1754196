"""A rule's conditions as sentences, made from its expression tree, for both languages, Python and JavaScript.

What is made is the shape of a sentence: a truth, or two operands compared, and in them columns, parameters, constants
and calculations. `rendered` fills it with phrases of the catalogue (`why`, `operator`, `expression`), with what the law
calls its columns and parameters, and with values. The calculator has the shapes too, and renders them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ayni.engine import Law, Rule, once_a_shape, syntax
from ayni.family.wording import label, value_text
from ayni.words import Language, catalogue, say


class Truth(Struct, frozen=True):
    """Whether a column or parameter is true: `Embarazada: no`."""

    name: str


class Named(Struct, frozen=True):
    """A column, or `instrument.parameter`, by a phrase of `why`: `fact`, `against`, `part` or `called`."""

    phrase: str
    name: str


class Constants(Struct, frozen=True):
    """What the rule itself says, one or several: numbers, or values of a column."""

    of: str
    values: tuple[Any, ...]


class Calculation(Struct, frozen=True):
    """A phrase of `expression` or `operator` with its operands; of several in one place, a list."""

    phrase: str
    operands: Mapping[str, Operand | tuple[Operand, ...]]


class Compared(Struct, frozen=True):
    """Two operands, and the operator where the condition does not hold and where it does.

    An operator may be empty: the first operand says it all.
    """

    left: Operand
    operators: tuple[str, str]
    right: Operand


Operand = Named | Constants | Calculation
Shape = Truth | Compared

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_PHRASES = {
    "<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "==": "is", "!=": "is_not", "in": "among",
    "not in": "not_among", "+": "plus", "-": "minus", "*": "times", "/": "over", "//": "whole_times", "%": "rest",
}  # fmt: skip
_LEVELS = {"or": 0, "and": 1, "+": 4, "-": 4, "*": 5, "/": 5, "//": 5, "%": 5}
"""How tightly operators bind; a looser operand stands in brackets."""
_NOT, _COMPARED, _SINGLE = 2, 3, 6


@once_a_shape
def _made(law: Law) -> dict[str, tuple[Shape, ...]]:
    return {}


def shapes(rule: Rule, law: Law) -> tuple[Shape, ...]:
    """The shapes of the sentences on a rule's conditions, in their order."""
    made = _made(law)
    if rule.name not in made:
        reader = _Reader(law.instrument_of(rule.name))
        made[rule.name] = tuple(reader.shape(node) for node in rule.conditions)
    return made[rule.name]


class _Reader:
    """Walks the conditions of one rule; `p.x` is a parameter of the rule's own instrument."""

    def __init__(self, instrument: str | None) -> None:
        self.instrument = instrument

    def shape(self, node: syntax.Node) -> Shape:
        match node:
            case syntax.Column() | syntax.Parameter():
                return Truth(self.name(node))
            case syntax.Compare(operator, left, right, _):
                return self.compared(operator, syntax.bare(left), syntax.bare(right))
        raise AssertionError(node)

    def name(self, node: syntax.Column | syntax.Parameter) -> str:
        return node.name if isinstance(node, syntax.Column) else f"{self.instrument}.{node.name}"

    def compared(self, operator: str, left: syntax.Node, right: syntax.Node) -> Compared:
        """The side about the household leads; a fact that is what it is compared with needs no comparison."""
        if not _is_about_people(left) and _is_about_people(right) and operator in MIRRORED:
            left, operator, right = right, MIRRORED[operator], left
        operators = [_PHRASES[OPPOSITE[operator]], _PHRASES[operator]]
        if isinstance(left, syntax.Column | syntax.Parameter) and isinstance(right, syntax.Constant):
            operators = ["" if each == "is" else each for each in operators]
        return Compared(self.operand(left, "fact"), (operators[0], operators[1]), self.operand(right, "against", left))

    def operand(self, node: syntax.Node, phrase: str = "part", beside: syntax.Node | None = None) -> Operand:
        """An operand by itself; a constant beside a column is a value of that column."""
        match syntax.bare(node):
            case syntax.Column() | syntax.Parameter() as named:
                return Named(phrase, self.name(named))
            case syntax.Constant(value):
                of = beside.name if isinstance(beside, syntax.Column) else ""
                return Constants(of, value if isinstance(value, tuple) else (value,))
            case calculation:
                return self.calculation(calculation)[0]

    def calculation(self, node: syntax.Node) -> tuple[Operand, int]:
        """What is computed, and how tightly its operator binds."""
        match syntax.bare(node):
            case syntax.Arithmetic("-", syntax.Constant(0), right):
                return Calculation("expression.negative", {"item": self.within(right, _SINGLE)}), _SINGLE
            case syntax.Arithmetic(operator, left, right):
                level = _LEVELS[operator]
                sides = {"left": self.within(left, level), "right": self.within(right, level + 1)}
                return Calculation(f"expression.{_PHRASES[operator]}", sides), level
            case syntax.Call(("brackets" | "step") as function, (amount, scale)):
                found = {"amount": self.operand(amount), "scale": self.operand(scale, "called")}
                return Calculation(f"expression.{function}", found), _SINGLE
            case syntax.Call(function, arguments):
                items = tuple(map(self.operand, arguments))
                return Calculation(f"expression.{function}", {"items": items}), _SINGLE
            case syntax.Compare(operator, left, right, _):
                word = Calculation(f"operator.{_PHRASES[operator]}", {})
                sides = {"left": self.within(left, _SINGLE), "operator": word, "right": self.within(right, _SINGLE)}
                return Calculation("expression.compared", sides), _COMPARED
            case syntax.Logic(operator, (*first, last)) if first:
                level = _LEVELS[operator]
                rest = first[0] if len(first) == 1 else syntax.Logic(operator, tuple(first))
                sides = {"left": self.within(rest, level), "right": self.within(last, level)}
                return Calculation(f"expression.{operator}", sides), level
            case syntax.Not(item):
                return Calculation("expression.not", {"item": self.within(item, _NOT)}), _NOT
        return self.operand(node), _SINGLE

    def within(self, node: syntax.Node, level: int) -> Operand:
        found, own = self.calculation(node)
        return found if own >= level else Calculation("expression.apart", {"item": found})


def _is_about_people(node: syntax.Node) -> bool:
    return any(isinstance(each, syntax.Column) for each in syntax.walk(node))


def rendered(shape: Shape, holds: bool, values: Mapping[str, Any], law: Law, language: Language) -> str:
    """A sentence, as the condition turned out; values are by column and, as `p.name`, by parameter."""
    match shape:
        case Truth(name):
            value = say("word.yes" if holds else "word.no", language)
            return say("why.fact", language, name=label(name, law, language), value=value)
        case Compared(left, operators, right):
            first, word = _said(left, values, law, language), operators[holds]
            if not word or (word == "at_most" and _is_nothing(left, right, values)):
                return first
            second, operator = _said(right, values, law, language), say(f"operator.{word}", language)
            if word == "is_not" and isinstance(right, Constants):
                denied = f"denied.{right.of}_{right.values[0]}"
                second = say(denied, language) if denied in catalogue() else second
            return say("why.compared", language, left=first, operator=operator, right=second)


def _is_nothing(left: Operand, right: Operand, values: Mapping[str, Any]) -> bool:
    """Whether what should be above zero is zero, which says it all."""
    if not (isinstance(left, Named) and isinstance(right, Constants) and right.values == (0,)):
        return False
    value = values.get(_key(left.name))
    return not isinstance(value, bool) and value == 0


def _key(name: str) -> str:
    """How a condition's values are called: a column, or `p.name`."""
    return f"p.{name.partition('.')[2]}" if "." in name else name


def _said(operand: Operand, values: Mapping[str, Any], law: Law, language: Language) -> str:
    match operand:
        case Named(phrase, name):
            value = value_text(name, values.get(_key(name)), language)
            return say(f"why.{phrase}", language, name=label(name, law, language), value=value)
        case Constants(of, constants):
            return ", ".join(value_text(of, each, language) for each in constants)
        case Calculation(phrase, operands):
            texts = {
                field: "; ".join(
                    _said(each, values, law, language) for each in (item if isinstance(item, tuple) else (item,))
                )
                for field, item in operands.items()
            }
            return say(phrase, language, **texts)


def as_plain(part: Shape | Operand) -> list[Any]:
    """A shape as lists for JSON, each with its kind or phrase first."""
    match part:
        case Truth(name):
            return ["truth", name]
        case Named(phrase, name):
            return [phrase, name]
        case Constants(of, values):
            return ["constants", of, list(values)]
        case Calculation(phrase, operands):
            items = operands.items()
            return [
                phrase,
                {field: [as_plain(each) for each in (i if isinstance(i, tuple) else (i,))] for field, i in items},
            ]
        case Compared(left, operators, right):
            return ["compared", as_plain(left), list(operators), as_plain(right)]
