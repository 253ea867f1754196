"""A rule as a list of simple operations on numbers and truth values, from which the code by column and the fused code
are written.

Names of categories become codes, scales become sums over their brackets, equal expressions are computed once, and
conditions that depend on the law alone are decided in advance. What is left are columns, parameters, constants and a
dozen operations without branches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from types import SimpleNamespace
from typing import Any, Literal

from msgspec import Struct

from ayni.engine import syntax
from ayni.engine.errors import fault

Kind = Literal["truth", "whole", "number"]
"""The type of an operation's value: a truth value, a whole number or code (which only comparisons keep), or a decimal.
"""
_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
COMPARISONS = tuple(_COMPARE)
DIVISIONS = ("/", "//", "%")


class Operation(Struct, frozen=True):
    """One operation; `inputs` are the positions, in the list, of the operations that it reads.

    `name` is column, parameter, constant, select (condition, then, otherwise), and, or, not, min, max, abs, round, an
    arithmetic operator or a comparison. `of` is the name of the column, the name of the parameter with a position in
    its scale, or the constant. `is_array`: whether it has one value for each row. `may_fail`: whether it depends on a
    division.
    """

    name: str
    inputs: tuple[int, ...]
    kind: Kind
    of: Any
    is_array: bool
    may_fail: bool


class Operations:
    """A list of operations, each after those that it reads; equal ones stand once."""

    def __init__(self) -> None:
        self.list: list[Operation] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def add(self, name: str, inputs: Sequence[int] = (), kind: Kind = "number", of: Any = None) -> int:
        """The place of an operation, which is added where it is new."""
        inputs = tuple(inputs)
        key = (name, inputs, kind, type(of), of)
        if key not in self._known:
            read = [self.list[place] for place in inputs]
            is_array = name == "column" or any(each.is_array for each in read)
            may_fail = name in DIVISIONS or any(each.may_fail for each in read)
            self._known[key] = len(self.list)
            self.list.append(Operation(name, inputs, kind, of, is_array, may_fail))
        return self._known[key]

    def constant(self, value: float | int | bool) -> int:
        """A constant: a truth value, or a number."""
        if isinstance(value, bool):
            return self.add("constant", kind="truth", of=value)
        whole = isinstance(value, int)
        return self.add("constant", kind="whole" if whole else "number", of=value)

    def known(self, place: int) -> Any:
        """The value of a constant; None of anything else."""
        operation = self.list[place]
        return operation.of if operation.name == "constant" else None

    # ---- truth values

    def negated(self, place: int) -> int:
        """The opposite."""
        operation = self.list[place]
        if operation.name == "constant":
            return self.constant(not operation.of)
        return operation.inputs[0] if operation.name == "not" else self.add("not", [place], "truth")

    def joined(self, operator: Literal["and", "or"], left: int, right: int) -> int:
        """`and` or `or` of two truth values."""
        decides = operator == "or"
        for one, other in ((left, right), (right, left)):
            value = self.known(one)
            if value is not None:
                return one if value is decides else other
        if self.negated(left) == right:
            return self.constant(decides)
        return left if left == right else self.add(operator, [left, right], "truth")

    def select(self, condition: int, then: int, otherwise: int) -> int:
        """One value where the condition holds, another where it does not."""
        decided = self.known(condition)
        if decided is not None:
            return then if decided else otherwise
        if then == otherwise:
            return then
        if {self.list[place].kind for place in (then, otherwise)} == {"truth"}:
            chosen = self.joined("and", condition, then)
            return self.joined("or", chosen, self.joined("and", self.negated(condition), otherwise))
        return self.add("select", [condition, then, otherwise])

    def somewhere(self, place: int) -> tuple[int, int]:
        """Where a value may be anything but zero, as a truth value, and what it is there."""
        where = self.constant(True)
        while (operation := self.list[place]).name == "select":
            condition, then, otherwise = operation.inputs
            if self.known(otherwise) == 0:
                where, place = self.joined("and", where, condition), then
            elif self.known(then) == 0:
                where, place = self.joined("and", where, self.negated(condition)), otherwise
            else:
                break
        return self.joined("and", where, self._other_than_zero(place)), place

    def _other_than_zero(self, place: int) -> int:
        operation = self.list[place]
        if operation.name == "constant":
            return self.constant(bool(operation.of))
        if operation.name != "select":
            return self.constant(True)
        condition, then, otherwise = operation.inputs
        chosen = self.joined("and", condition, self._other_than_zero(then))
        left = self.joined("and", self.negated(condition), self._other_than_zero(otherwise))
        return self.joined("or", chosen, left)


class Lowering:
    """Lowers rules into one list of operations.

    `kinds` says what each column holds, `zero` which columns are nothing but zeros (of instruments that are not in
    force), `fixed` which parameters are built in.
    """

    def __init__(
        self,
        operations: Operations,
        categories: Mapping[str, tuple[str, ...]],
        kinds: Mapping[str, Kind],
        zero: frozenset[str] = frozenset(),
        fixed: frozenset[str] = frozenset(),
    ) -> None:
        self.operations = operations
        self.categories = categories
        self.kinds = kinds
        self.zero = zero
        self.fixed = fixed

    def rule(self, name: str, tree: syntax.Node, parameters: SimpleNamespace, *, flag: bool) -> int:
        """The place of a rule's value: a truth value for a flag, else a number. Raises for a wrong category name."""
        reading = _Reading(self, name, parameters)
        return reading.truth(tree) if flag else reading.value(tree)

    def column(self, name: str) -> int:
        """The place of a column."""
        if name in self.zero:
            return self.operations.constant(0.0)
        return self.operations.add("column", kind=self.kinds[name], of=name)


class _Reading:
    """One rule being lowered."""

    def __init__(self, lowering: Lowering, rule: str, parameters: SimpleNamespace) -> None:
        self.lowering = lowering
        self.operations = lowering.operations
        self.rule = rule
        self.parameters = parameters

    def value(self, node: syntax.Node) -> int:
        add = self.operations.add
        match node:
            case syntax.Constant(bool() | int() | float() as value):
                return self.operations.constant(value)
            case syntax.Column(name):
                return self.lowering.column(name)
            case syntax.Parameter(name):
                if name in self.lowering.fixed:
                    return self.operations.constant(getattr(self.parameters, name))
                return self.parameter(name)
            case syntax.Local(_, inner):
                return self.value(inner)
            case syntax.Arithmetic(operator, left, right):
                return add(operator, [self.value(left), self.value(right)])
            case syntax.Compare(operator, left, right, _):
                return self.compare(operator, left, right)
            case syntax.Logic(operator, items):
                joined = self.truth(items[0])
                for item in items[1:]:
                    joined = self.operations.joined(operator, joined, self.truth(item))
                return joined
            case syntax.Not(item):
                return self.operations.negated(self.truth(item))
            case syntax.Call("min" | "max" as function, arguments):
                places = [self.value(argument) for argument in arguments]
                joined = places[0]
                for place in places[1:]:
                    joined = add(function, [joined, place])
                return joined
            case syntax.Call("brackets" | "step" as function, (amount, syntax.Parameter(scale))):
                return self.scale(function, self.value(amount), scale)
            case syntax.Call(function, (argument,)):
                return add(function, [self.value(argument)])
            case syntax.If(condition, then, otherwise, _):
                test = self.truth(condition)
                decided = self.operations.known(test)
                if decided is not None:
                    return self.value(then if decided else otherwise)
                return self.operations.select(test, self.value(then), self.value(otherwise))
        raise AssertionError(node)

    def parameter(self, name: str, place: tuple[int, int] | None = None) -> int:
        return self.operations.add("parameter", of=(self.rule, name, place))

    def scale(self, function: str, amount: int, scale: str) -> int:
        """The helpers of `engine.scales`, operation by operation."""
        add, result = self.operations.add, self.operations.constant(0.0)
        previous: int | None = None
        for index in range(len(getattr(self.parameters, scale))):
            threshold, rate = (self.parameter(scale, (index, part)) for part in (0, 1))
            if function == "step":
                result = self.operations.select(add(">=", [amount, threshold], "truth"), rate, result)
                continue
            above = add("max", [add("-", [amount, threshold]), self.operations.constant(0.0)])
            more = rate if previous is None else add("-", [rate, previous])
            due = add("*", [above, more])
            result = due if previous is None else add("+", [result, due])
            previous = rate
        return result

    def truth(self, node: syntax.Node) -> int:
        place = self.value(node)
        operation = self.operations.list[place]
        if operation.kind == "truth":
            return place
        if operation.name == "constant":
            return self.operations.constant(bool(operation.of))
        return self.operations.add("!=", [place, self.operations.constant(0)], "truth")

    def compare(self, operator: str, left: syntax.Node, right: syntax.Node) -> int:
        left, right = syntax.plain(left), syntax.plain(right)
        words = self.word(left), self.word(right)
        if isinstance(left, syntax.Column) and left.name in self.lowering.categories and words[1] is not None:
            return self.category(operator, left.name, words[1])
        if isinstance(right, syntax.Column) and right.name in self.lowering.categories and words[0] is not None:
            return self.category(operator, right.name, words[0])
        if None not in words:
            return self.operations.constant((words[0] == words[1]) == (operator == "=="))
        one = self.value(left)
        if operator in ("in", "not in"):
            assert isinstance(right, syntax.Constant)
            assert isinstance(right.value, tuple)
            return self.among(operator, one, [value for value in right.value if not isinstance(value, str)])
        other = self.value(right)
        known = self.operations.known(one), self.operations.known(other)
        if None not in known:
            return self.operations.constant(bool(_COMPARE[operator](*known)))
        return self.operations.add(operator, [one, other], "truth")

    def word(self, node: syntax.Node) -> Any:
        """The category name, or names, that a constant or a parameter is; None for anything else."""
        if isinstance(node, syntax.Constant):
            words = node.value if isinstance(node.value, tuple) else (node.value,)
            return node.value if all(isinstance(word, str) for word in words) else None
        if isinstance(node, syntax.Parameter):
            value = getattr(self.parameters, node.name)
            return value if isinstance(value, str) else None
        return None

    def category(self, operator: str, column: str, words: str | tuple[str, ...]) -> int:
        values = self.lowering.categories[column]
        several = words if isinstance(words, tuple) else (words,)
        for word in several:
            if word not in values:
                raise fault("unknown_value", rule=self.rule, column=column, value=word, values=", ".join(values))
        place = self.lowering.column(column)
        return self.among(
            "in" if operator in ("==", "in") else "not in", place, [values.index(word) for word in several]
        )

    def among(self, operator: str, place: int, values: Sequence[float | int]) -> int:
        found = self.operations.constant(False)
        for value in values:
            equal = self.operations.add("==", [place, self.operations.constant(value)], "truth")
            found = self.operations.joined("or", found, equal)
        return found if operator == "in" else self.operations.negated(found)


def live(operations: Sequence[Operation], results: Sequence[int]) -> list[int]:
    """The places that the results rest on, in order."""
    wanted = set(results)
    for place in range(len(operations) - 1, -1, -1):
        if place in wanted:
            wanted.update(operations[place].inputs)
    return sorted(wanted)
