"""Rules by column: the expression tree of a rule run on NumPy arrays."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from ayni.engine import syntax
from ayni.engine.population import Array
from ayni.engine.rules import Aggregate, Rule
from ayni.words import AyniError

_ARITHMETIC = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "//": np.floor_divide,
    "%": np.mod,
}
_COMPARE = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def evaluate(
    rule: Rule,
    columns: Mapping[str, Array],
    parameters: SimpleNamespace,
    categories: Mapping[str, tuple[str, ...]],
    size: int,
) -> Array:
    """The rule on each row: bool for a flag, else float64, (size,). Raises where a value is not finite."""
    with np.errstate(all="ignore"):
        value = _Evaluation(rule, columns, parameters, categories).value(rule.tree)
    result = np.broadcast_to(np.asarray(value, dtype=bool if rule.unit == "flag" else np.float64), size)
    if rule.unit != "flag" and not np.isfinite(result).all():
        row = int(np.flatnonzero(~np.isfinite(result))[0])
        inputs = ", ".join(f"{name} = {columns[name][row]}" for name in rule.inputs)
        raise AyniError("not_finite", rule=rule.name, inputs=inputs)
    return result


class _Evaluation:
    """One pass over one tree; a local is computed once."""

    def __init__(
        self,
        rule: Rule,
        columns: Mapping[str, Array],
        parameters: SimpleNamespace,
        categories: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.rule = rule
        self.columns = columns
        self.parameters = parameters
        self.categories = categories
        self.locals: dict[int, Any] = {}

    def value(self, node: syntax.Node) -> Any:
        match node:
            case syntax.Constant(value):
                return value
            case syntax.Column(name):
                return self.columns[name]
            case syntax.Parameter(name):
                return getattr(self.parameters, name)
            case syntax.Local(_, inner):
                if id(node) not in self.locals:
                    self.locals[id(node)] = self.value(inner)
                return self.locals[id(node)]
            case syntax.Arithmetic(operator, left, right):
                return _ARITHMETIC[operator](self.number(left), self.number(right))
            case syntax.Compare(operator, left, right, _):
                return self.compare(operator, left, right)
            case syntax.Logic(operator, items):
                join = np.logical_and if operator == "and" else np.logical_or
                result = self.truth(items[0])
                for item in items[1:]:
                    result = join(result, self.truth(item))
                return result
            case syntax.Not(item):
                return np.logical_not(self.truth(item))
            case syntax.Call("min" | "max" as function, arguments):
                numbers = [self.number(argument) for argument in arguments]
                result = numbers[0]
                for number in numbers[1:]:
                    result = np.minimum(result, number) if function == "min" else np.maximum(result, number)
                return result
            case syntax.Call("brackets", (amount, scale)):
                numbers, due, previous = self.number(amount), 0.0, 0.0
                for threshold, rate in self.value(scale):
                    due = due + np.maximum(numbers - threshold, 0.0) * (rate - previous)
                    previous = rate
                return due
            case syntax.Call("step", (amount, scale)):
                reached: Any = 0.0
                for threshold, rate in self.value(scale):
                    reached = np.where(self.number(amount) >= threshold, rate, reached)
                return reached
            case syntax.Call(function, (argument,)):
                return np.abs(self.number(argument)) if function == "abs" else np.rint(self.number(argument))
            case syntax.If(condition, then, otherwise, _):
                test = self.truth(condition)
                if np.ndim(test) == 0:
                    return self.value(then if test else otherwise)
                return np.where(test, self.value(then), self.value(otherwise))
        raise AssertionError(node)

    def truth(self, node: syntax.Node) -> Any:
        value = self.value(node)
        return value if getattr(value, "dtype", None) == np.bool_ else np.not_equal(value, 0)

    def number(self, node: syntax.Node) -> Any:
        return np.asarray(self.value(node), dtype=np.float64)

    def compare(self, operator: str, left: syntax.Node, right: syntax.Node) -> Any:
        a, b = self.value(left), self.value(right)
        if isinstance(left, syntax.Column) and left.name in self.categories:
            b = self.code(left.name, b)
        elif isinstance(right, syntax.Column) and right.name in self.categories:
            a = self.code(right.name, a)
        if operator in ("in", "not in"):
            found = np.isin(a, b)
            return found if operator == "in" else ~found
        if isinstance(a, str) or isinstance(b, str):
            return (a == b) == (operator == "==")
        return _COMPARE[operator](a, b)

    def code(self, name: str, value: Any) -> Any:
        """The code of a category's value, or the codes of several."""
        if isinstance(value, tuple):
            return [self.code(name, each) for each in value]
        if not isinstance(value, str):
            return value
        values = self.categories[name]
        if value not in values:
            raise AyniError("unknown_value", rule=self.rule.name, column=name, value=value, values=", ".join(values))
        return values.index(value)


def aggregate(
    definition: Aggregate, columns: Mapping[str, Array], household: Array, n_households: int, first_person: int
) -> Array:
    """A declared sum, any or count on one block; `household` counts from the block's first household."""
    values = columns[definition.column]
    if definition.kind == "linked":
        linked: Array = values >= 0
        return linked
    if not definition.links:
        if definition.kind == "sum":
            return np.bincount(household, weights=values, minlength=n_households)
        counts = np.bincount(household, weights=values != 0, minlength=n_households)
        return counts > 0 if definition.kind == "any" else counts
    result = np.zeros(len(values), dtype=bool)
    for link in definition.links:
        targets = columns[link][(columns[link] >= 0) & (values != 0)]
        result[targets - first_person] = True
    return result
