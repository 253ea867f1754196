"""Rules run by column: each rule becomes a short function of NumPy arrays, compiled once."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

import numpy as np
from msgspec import Struct

from ayni.engine.errors import fault
from ayni.engine.kept import kept
from ayni.engine.operations import COMPARISONS, Kind, Lowering, Operation, Operations, live
from ayni.engine.population import Array
from ayni.engine.rules import Aggregate, Entity, Rule

_UFUNCS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "true_divide", "//": "floor_divide", "%": "mod",
    "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "==": "equal", "!=": "not_equal",
    "and": "logical_and", "or": "logical_or", "not": "logical_not",
    "min": "minimum", "max": "maximum", "abs": "absolute", "round": "rint",
}  # fmt: skip
_GLOBALS = {"np": np}
SPARSE = 8
"""A household sum adds only the persons whose value is true where they are fewer than one in this many."""


def kind_of(column: Array) -> Kind:
    """Whether an array holds truth values, whole numbers or decimals."""
    if column.dtype.kind == "b":
        return "truth"
    return "number" if column.dtype.kind == "f" else "whole"


def kind_of_definition(definition: Rule | Aggregate) -> Kind:
    """Whether a rule or sum computes truth values or numbers."""
    if isinstance(definition, Rule):
        return "truth" if definition.unit == "flag" else "number"
    return "truth" if definition.kind in ("any", "linked") else "number"


def new_column(definition: Rule | Aggregate, size: int) -> Array:
    """An array in which to store a computed column of this size."""
    return np.empty(size, dtype=np.bool_ if kind_of_definition(definition) == "truth" else np.float64)


Numbers = Sequence[float]
Code = Callable[[Sequence[Array], Numbers, Numbers, Array], None]
"""A function of columns, parameters as decimals, the same as whole numbers where they are whole, and the array to fill.
"""


class Compiled(Struct, frozen=True):
    """A rule as code, with the columns and parameters that it takes, in order.

    `somewhere` marks the rows on which the value may differ from zero, or is None where any row may. `code` computes
    the value on those rows, and `reads` says which of the columns it needs for that.
    """

    code: Code
    somewhere: Code | None
    columns: tuple[str, ...]
    reads: tuple[bool, ...]
    parameters: tuple[tuple[str, tuple[int, int] | None], ...]


class Ready:
    """A rule compiled for the columns of a population, with its parameters as numbers, to be run block by block.

    `kinds` says what type of value each column holds, and `zero` names the columns that are zero everywhere.
    """

    def __init__(
        self,
        rule: Rule,
        kinds: Mapping[str, Kind],
        parameters: SimpleNamespace,
        categories: Mapping[str, tuple[str, ...]],
        zero: frozenset[str],
    ) -> None:
        self.rule = rule
        self.zero = zero
        self.compiled = _compiled(
            rule,
            tuple((name, kinds[name]) for name in rule.inputs if name not in zero),
            tuple((name, categories[name]) for name in rule.inputs if name in categories),
            zero.intersection(rule.inputs),
            built_in(parameters, rule.switches),
        )
        self.numbers = [parameter_value(parameters, *parameter) for parameter in self.compiled.parameters]
        self.wholes = [int(number) if number == int(number) else number for number in self.numbers]

    def fill(self, columns: Mapping[str, Array], out: Array) -> None:
        """Write the rule's value on each row into `out`. Raises where a value is not finite."""
        compiled = self.compiled
        read = [columns[name] for name in compiled.columns]
        if compiled.somewhere is None:
            compiled.code(read, self.numbers, self.wholes, out)
            self._check(columns, out)
            return
        somewhere = np.empty(len(out), dtype=np.bool_)
        compiled.somewhere(read, self.numbers, self.wholes, somewhere)
        if not any(compiled.reads):
            value = np.empty(1)
            compiled.code(read, self.numbers, self.wholes, value)
            self._check(columns, value)
            np.multiply(somewhere, value[0], out=out)
            return
        rows = somewhere.nonzero()[0]
        values = np.empty(len(rows))
        few = [column.take(rows) if reads else column for column, reads in zip(read, compiled.reads, strict=True)]
        compiled.code(few, self.numbers, self.wholes, values)
        out.fill(0.0)
        out[rows] = values
        self._check(columns, values, rows)

    def _check(self, columns: Mapping[str, Array], values: Array, rows: Array | None = None) -> None:
        if values.dtype == np.bool_ or math.isfinite(np.add.reduce(values)) or np.isfinite(values).all():
            return
        row = int(np.flatnonzero(~np.isfinite(values))[0])
        row = row if rows is None else int(rows[row])
        inputs = ", ".join(f"{name} = {0.0 if name in self.zero else columns[name][row]}" for name in self.rule.inputs)
        raise fault("not_finite", rule=self.rule.name, inputs=inputs)


def parameter_value(parameters: SimpleNamespace, name: str, place: tuple[int, int] | None) -> float:
    """A parameter, or one number of a scale."""
    value = getattr(parameters, name)
    return float(value if place is None else value[place[0]][place[1]])


BuiltIn = tuple[tuple[str, Any], ...]


def built_in(parameters: SimpleNamespace, fixed: frozenset[str] = frozenset()) -> BuiltIn:
    """What of the parameters is built into code: texts, the number of steps of a scale, and those that are `fixed`."""
    found: list[tuple[str, Any]] = []
    for name, value in sorted(vars(parameters).items()):
        if isinstance(value, tuple):
            found.append((name, (len(value),)))
        else:
            found.append((name, value if isinstance(value, str) or name in fixed else None))
    return tuple(found)


def shape_of(what: BuiltIn) -> SimpleNamespace:
    """Parameters of which only what is built in is right, for lowering."""
    return SimpleNamespace(
        **{name: ((0.0, 0.0),) * value[0] if isinstance(value, tuple) else value for name, value in what}
    )


@lru_cache(maxsize=4096)
def _compiled(
    rule: Rule,
    kinds: tuple[tuple[str, Kind], ...],
    categories: tuple[tuple[str, tuple[str, ...]], ...],
    zero: frozenset[str],
    built: BuiltIn,
) -> Compiled:
    key = repr((rule.name, rule.fingerprint, kinds, categories, sorted(zero), built))
    code, somewhere, columns, reads, parameters = kept(key, lambda: _written(rule, kinds, categories, zero, built))
    where = None if somewhere is None else FunctionType(somewhere, _GLOBALS)
    return Compiled(FunctionType(code, _GLOBALS), where, columns, reads, parameters)


def _written(
    rule: Rule,
    kinds: tuple[tuple[str, Kind], ...],
    categories: tuple[tuple[str, tuple[str, ...]], ...],
    zero: frozenset[str],
    built: BuiltIn,
) -> tuple[CodeType, CodeType | None, tuple[str, ...], tuple[bool, ...], tuple[Any, ...]]:
    """The fields of `Compiled`, with the code of a function in place of the function."""
    operations = Operations()
    lowering = Lowering(operations, dict(categories), dict(kinds), zero, fixed=rule.switches)
    result = lowering.rule(rule.name, rule.tree, shape_of(built), flag=rule.unit == "flag")
    where, there = (operations.constant(True), result) if rule.unit == "flag" else operations.somewhere(result)
    listed = operations.list
    places = live(listed, [where, there])
    columns = [listed[place].of for place in places if listed[place].name == "column"]
    parameters = [listed[place].of[1:] for place in places if listed[place].name == "parameter"]
    read = {listed[place].of for place in live(listed, [there]) if listed[place].name == "column"}

    def code(place: int) -> CodeType:
        source = _Writer(listed, place, columns, parameters).source()
        module = compile(source, f"<{rule.name} by column>", "exec")
        return next(each for each in module.co_consts if isinstance(each, CodeType))

    somewhere = None if operations.known(where) is True else code(where)
    return code(there), somewhere, tuple(columns), tuple(name in read for name in columns), tuple(parameters)


class _Writer:
    """Writes operations as NumPy calls. An array that is not read again gives its room to the next of its type."""

    def __init__(
        self,
        operations: Sequence[Operation],
        result: int,
        columns: Sequence[str],
        parameters: Sequence[tuple[str, tuple[int, int] | None]],
    ) -> None:
        self.operations = operations
        self.result = result
        self.columns = columns
        self.parameters = parameters
        self.texts: dict[int, str] = {}
        self.lines: list[str] = []
        self.rooms: dict[int, str] = {}
        """Arrays of our own, by the operation that fills them."""
        self.free: dict[str, list[str]] = {"truth": [], "number": []}

    def source(self) -> str:
        """The function as Python."""
        places = live(self.operations, [self.result])
        last = {read: place for place in places for read in self.operations[place].inputs}
        for place in places:
            self.write(place)
            for read in set(self.operations[place].inputs):
                if last[read] == place and read in self.rooms and self.rooms[read] != "out":
                    self.free[self.operations[read].kind].append(self.rooms[read])
        if self.rooms.get(self.result) != "out":
            self.lines.append(f"np.copyto(out, {self.texts[self.result]})")
        return "def function(columns, numbers, wholes, out):\n" + "".join(f"    {line}\n" for line in self.lines)

    def write(self, place: int) -> None:
        operation = self.operations[place]
        match operation.name:
            case "constant":
                self.texts[place] = repr(operation.of)
            case "column":
                self.texts[place] = f"columns[{self.columns.index(operation.of)}]"
            case "parameter":
                self.texts[place] = f"numbers[{self.parameters.index(operation.of[1:])}]"
            case "select":
                self.select(place, operation)
            case _:
                read = [self.texts[each] for each in operation.inputs]
                if operation.name in COMPARISONS:
                    read = [self.compared(each, operation.inputs) for each in operation.inputs]
                arithmetic = operation.kind == "number" and any(
                    self.operations[each].kind != "number" for each in operation.inputs
                )
                self.call(place, f"np.{_UFUNCS[operation.name]}({', '.join(read)}", arithmetic)

    def compared(self, place: int, operands: Sequence[int]) -> str:
        """A parameter beside a column of whole numbers is compared as a whole number where it is one."""
        beside_whole = any(self.operations[each].kind == "whole" for each in operands)
        text = self.texts[place]
        return text.replace("numbers", "wholes") if beside_whole else text

    def call(self, place: int, opened: str, as_float: bool = False) -> None:
        """A call of a ufunc, into an array of our own."""
        operation = self.operations[place]
        if not operation.is_array:
            self.texts[place] = f"v{place}"
            self.lines.append(f"v{place} = {opened})")
            return
        dtype = ", dtype=np.float64" if as_float else ""
        if place == self.result:
            room = "out"
            self.lines.append(f"{opened}, out=out{dtype})")
        elif self.free[operation.kind]:
            room = self.free[operation.kind].pop()
            self.lines.append(f"{opened}, out={room}{dtype})")
        else:
            room = f"v{place}"
            self.lines.append(f"{room} = {opened}{dtype})")
        self.rooms[place] = self.texts[place] = room

    def select(self, place: int, operation: Operation) -> None:
        """A choice: a product with the condition where one side is zero, else np.where."""
        condition, then, otherwise = (self.operations[each] for each in operation.inputs)
        texts = [self.texts[each] for each in operation.inputs]
        if not condition.is_array:
            self.texts[place] = f"v{place}"
            self.lines.append(f"v{place} = {texts[1]} if {texts[0]} else {texts[2]}")
            for each in operation.inputs:  # it may be the same array, whose room is then not free
                self.rooms.pop(each, None)
        elif _is_zero(otherwise) and not then.may_fail:
            self.call(place, f"np.multiply({texts[1]}, {texts[0]}", as_float=True)
        elif _is_zero(then) and not otherwise.may_fail:
            self.call(place, f"np.multiply({texts[2]}, np.logical_not({texts[0]})", as_float=True)
        else:
            self.texts[place] = f"v{place}"
            self.lines.append(f"v{place} = np.where({', '.join(texts)})")


def _is_zero(operation: Operation) -> bool:
    return operation.name == "constant" and operation.kind != "truth" and operation.of == 0


class Together:
    """Definitions that are computed one after another on a block, those that others read before these.

    `entities` says of each column whether it is of persons or of households; the rest as for `Ready`.
    """

    def __init__(
        self,
        definitions: Mapping[str, Rule | Aggregate],
        entities: Mapping[str, Entity],
        kinds: Mapping[str, Kind],
        zero: frozenset[str],
        parameters: Mapping[str, SimpleNamespace],
        categories: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.definitions = definitions
        self.entities = entities
        self.kinds = kinds
        self.zero = zero
        self.parameters = parameters
        self.categories = categories
        self._rooms = threading.local()

    @cached_property
    def _ready(self) -> dict[str, Ready]:
        return {
            name: Ready(each, self.kinds, self.parameters[name], self.categories, self.zero)
            for name, each in self.definitions.items()
            if isinstance(each, Rule)
        }

    @cached_property
    def _of_households(self) -> dict[str, list[str]]:
        """What of its household each rule about persons reads."""
        return {
            name: [read for read in each.inputs if self.entities[read] == "household" and read not in self.zero]
            for name, each in self.definitions.items()
            if isinstance(each, Rule) and each.entity == "person"
        }

    def fill(self, whole: Mapping[str, Array], household: Array, persons: slice, households: slice) -> None:
        """Compute one block: these persons, each with the number of the `household`, and households.

        `whole` holds whole columns: those that are read, and those to be filled. A definition without one is kept no
        longer than the block.
        """
        rows = {"person": persons, "household": households}
        household = household[persons] - households.start
        parts = {name: column[rows[self.entities[name]]] for name, column in whole.items()}
        with np.errstate(all="ignore"):
            for name, definition in self.definitions.items():
                if name not in parts:
                    size = rows[self.entities[name]].stop - rows[self.entities[name]].start
                    parts[name] = self._room(name, definition, size)
                if isinstance(definition, Aggregate):
                    nothing = definition.column in self.zero
                    aggregate(definition, parts, household, persons.start, nothing, parts[name])
                    continue
                below = {read: parts[read].take(household) for read in self._of_households.get(name, ())}
                self._ready[name].fill({**parts, **below} if below else parts, parts[name])

    def _room(self, name: str, definition: Rule | Aggregate, size: int) -> Array:
        """Room for a column of a block, which the thread's next block uses again."""
        room = vars(self._rooms).get(name)
        if room is None or len(room) < size:
            room = new_column(definition, size)
            setattr(self._rooms, name, room)
        found: Array = room[:size]
        return found


def aggregate(
    definition: Aggregate, columns: Mapping[str, Array], household: Array, first_person: int, zero: bool, out: Array
) -> None:
    """Compute a declared sum, any or count on one block and write it into `out`; `household` numbers the block's
    households."""
    if zero and definition.kind != "linked":
        out[:] = 0
        return
    values = columns[definition.column]
    if definition.kind == "linked":
        np.greater_equal(values, 0, out=out)
        return
    if definition.kind != "sum" or values.dtype == np.bool_:
        values = values if values.dtype == np.bool_ else values != 0
        if definition.links:
            out[:] = False
            holders = np.flatnonzero(values)
            for link in definition.links:
                targets = columns[link][holders]
                out[targets[targets >= 0] - first_person] = True
            return
        if np.count_nonzero(values) * SPARSE < len(values):
            counts: Array = np.bincount(household[np.flatnonzero(values)], minlength=len(out))
        else:
            counts = np.bincount(household, weights=values, minlength=len(out))
        if definition.kind == "any":
            np.greater(counts, 0, out=out)
        else:
            out[:] = counts
        return
    out[:] = np.bincount(household, weights=values, minlength=len(out))
