"""The language of rules: a small part of Python, checked when a rule is declared and turned into one expression.

In the expression tree of a rule `if` statements become `If` and assignments become `Local`. All ways to run a rule are
made from this tree, and so is the rule's fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from ayni.engine.host import host

PARAMETERS = "p"
FUNCTIONS = ("min", "max", "abs", "round")
SCALES = ("brackets", "step")
"""Functions of a number and of a scale among the parameters."""


class Constant(Struct, frozen=True):
    """A number, a truth value, the name of a category's value, or a tuple of such names after `in`."""

    value: float | int | bool | str | tuple[str | float | int, ...]


class Column(Struct, frozen=True):
    """A column of the person or household: an argument of the rule."""

    name: str


class Parameter(Struct, frozen=True):
    """A parameter of the instrument on the day: `p.name`."""

    name: str


class Local(Struct, frozen=True):
    """A value to which the rule gives a name."""

    name: str
    value: Node


class Arithmetic(Struct, frozen=True):
    """Two numbers joined by + - * / // %."""

    operator: str
    left: Node
    right: Node


class Compare(Struct, frozen=True):
    """A comparison of two values; `text` is its source, for traces."""

    operator: str
    left: Node
    right: Node
    text: str


class Logic(Struct, frozen=True):
    """`and` or `or` of conditions, evaluated from the left until decided."""

    operator: Literal["and", "or"]
    items: tuple[Node, ...]


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    item: Node


class Call(Struct, frozen=True):
    """min, max, abs or round of numbers; brackets or step of a number and a scale."""

    function: str
    arguments: tuple[Node, ...]


class If(Struct, frozen=True):
    """One value where the condition holds and another where it does not; `line` is its line in the file."""

    condition: Node
    then: Node
    otherwise: Node
    line: int


Node = Constant | Column | Parameter | Local | Arithmetic | Compare | Logic | Not | Call | If


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    match node:
        case Local(_, value):
            yield from walk(value)
        case Arithmetic(_, left, right) | Compare(_, left, right, _):
            yield from walk(left)
            yield from walk(right)
        case Logic(_, items) | Call(_, items):
            for item in items:
                yield from walk(item)
        case Not(item):
            yield from walk(item)
        case If(condition, then, otherwise, _):
            for part in (condition, then, otherwise):
                yield from walk(part)


def bare(node: Node) -> Node:
    """The value itself, without the name that the rule gave it."""
    return bare(node.value) if isinstance(node, Local) else node


def is_computed(node: Node) -> bool:
    """Whether a returned value rests on numbers: neither a constant nor a truth, which conditions settle."""
    return isinstance(bare(node), Column | Parameter | Arithmetic | Call)


@lru_cache(maxsize=4096)
def names(node: Node) -> tuple[str, ...]:
    """The columns that an expression reads, and its parameters as `p.name`, each once."""
    return tuple(
        dict.fromkeys(
            part.name if isinstance(part, Column) else f"p.{part.name}"
            for part in walk(node)
            if isinstance(part, Column | Parameter)
        )
    )


def condition(node: Node) -> Node:
    """What is tried where a node stands as a condition: behind its names, and of a number whether it is not zero."""
    found = bare(node)
    if isinstance(found, Arithmetic | Call):
        return Compare("!=", found, Constant(0), f"{canonical(found)} != 0")
    return found


def branches(node: Compare) -> tuple[Node, Compare, Compare] | None:
    """Of a comparison with an `if` in it: that condition, and the comparison where it holds and where it does not."""
    found = next((each for side in (node.left, node.right) for each in walk(side) if isinstance(each, If)), None)
    if found is None:
        return None
    sides = [
        Compare(node.operator, _with(node.left, found, value), _with(node.right, found, value), node.text)
        for value in (found.then, found.otherwise)
    ]
    return found.condition, sides[0], sides[1]


def _with(node: Node, old: Node, new: Node) -> Node:
    """The node in which one value stands in the place of another."""
    if node == old:
        return new
    match node:
        case Local(name, value):
            return Local(name, _with(value, old, new))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, _with(left, old, new), _with(right, old, new))
        case Call(function, arguments):
            return Call(function, tuple(_with(argument, old, new) for argument in arguments))
    return node


def conditions(node: Node, *, tried: bool = False) -> Iterator[Node]:
    """Everything that may be tried on the way to a value: comparisons, and columns and parameters as truths."""
    if tried:
        node = condition(node)
    match node:
        case Column() | Parameter() if tried:
            yield node
        case Local(_, value):
            yield from conditions(value)
        case Compare(_, left, right, _):
            if branch := branches(node):
                for each in branch:
                    yield from conditions(each, tried=True)
            else:
                yield from conditions(left)
                yield from conditions(right)
                yield node
        case Logic(_, items):
            for item in items:
                yield from conditions(item, tried=True)
        case Not(item):
            yield from conditions(item, tried=True)
        case If(test, then, otherwise, _):
            yield from conditions(test, tried=True)
            yield from conditions(then, tried=tried)
            yield from conditions(otherwise, tried=tried)
        case Arithmetic(_, left, right):
            yield from conditions(left)
            yield from conditions(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from conditions(argument)


def canonical(node: Node) -> str:
    """The tree as one line, without local names, line numbers or layout: equal lines have equal meaning."""
    match node:
        case Constant(value):
            return repr(value)
        case Column(name):
            return name
        case Parameter(name):
            return f"p.{name}"
        case Local(_, value):
            return canonical(value)
        case Arithmetic(operator, left, right) | Compare(operator, left, right, _):
            return f"({canonical(left)} {operator} {canonical(right)})"
        case Logic(operator, items) | Call(operator, items):
            return f"{operator}({', '.join(map(canonical, items))})"
        case Not(item):
            return f"not({canonical(item)})"
        case If(condition, then, otherwise, _):
            return f"if({canonical(condition)}, {canonical(then)}, {canonical(otherwise)})"


def plain(node: Node) -> Node:
    """What a local name stands for."""
    return plain(node.value) if isinstance(node, Local) else node


def switches(tree: Node) -> frozenset[str]:
    """The parameters on which alone some condition of a rule rests."""
    found: set[str] = set()
    for node in walk(tree):
        match node:
            case Compare(_, left, right, _):
                sides = [plain(left), plain(right)]
            case If(condition, _, _, _) | Not(condition):
                sides = [plain(condition)]
            case Logic(_, items):
                sides = [item for item in map(plain, items) if isinstance(item, Parameter)]
            case _:
                continue
        if all(isinstance(side, Parameter | Constant) for side in sides):
            found.update(side.name for side in sides if isinstance(side, Parameter))
    return frozenset(found)


Parsed = tuple[tuple[str, ...], str, Node, tuple[str, ...]]
"""Argument names, docstring and expression tree of a rule, and the names of the parameters in the tree."""
KINDS = {
    (__name__, kind.__name__): kind
    for kind in (Constant, Column, Parameter, Local, Arithmetic, Compare, Logic, Not, Call, If)
}
"""The classes of a tree, by module and name."""


def parse(function: Callable[..., Any], member: str = "") -> Parsed:
    """What a rule says, from its source; raises at the line where the language is left.

    Names that end in `_` end in the member's name. The program around the engine may have kept the rules of its own
    modules.
    """
    from ayni.engine.parsing import parsed

    found: Parsed = host.parsed(function, parsed, member)
    return found
