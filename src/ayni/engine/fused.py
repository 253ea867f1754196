"""Rules run fused: all rules of a run as plain loops over a block of households, compiled to machine code by Numba.

Definitions are arranged in levels: the first level reads given columns, and each sum over a household begins the next.
At each level one loop over households computes the sums, one loop over family links marks who is linked, and each rule
is one loop without branches, which the compiler can vectorise. Parameters are passed as an array, so that a changed
value needs no new compilation. Compiled code is kept on disk, under the hash of its source, where the host program
gives a folder for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from ayni.engine.columns import BuiltIn, built_in, kind_of_definition, parameter_value, shape_of
from ayni.engine.host import host
from ayni.engine.operations import COMPARISONS, Kind, Lowering, Operation, Operations, live
from ayni.engine.population import Array
from ayni.engine.rules import Aggregate, Entity, Rule

if TYPE_CHECKING:
    import tempfile

_JOINS = {"and": "&", "or": "|"}
_CALLS = {"min": "min", "max": "max", "abs": "abs", "round": "np.rint"}


def is_present() -> bool:
    """Whether Numba is installed."""
    return importlib.util.find_spec("numba") is not None


class Plan:
    """The source code for a set of definitions, and the names of what it takes, in order: the `given` columns, the
    `parameters`, the `outputs`, and the `rooms` for intermediate columns of a block.

    `definitions` are those to compute, in order, and `keep` those of them that are outputs. `kinds` says what type of
    value each column holds, `entities` whether it is of persons or households, `zero` which columns are zero
    everywhere, and `shapes` which parameter values are fixed in the code.
    """

    def __init__(
        self,
        definitions: Mapping[str, Rule | Aggregate],
        keep: Collection[str],
        kinds: Mapping[str, Kind],
        entities: Mapping[str, Entity],
        zero: frozenset[str],
        categories: Mapping[str, tuple[str, ...]],
        shapes: Mapping[str, SimpleNamespace],
    ) -> None:
        self.definitions = definitions
        self.kinds = kinds
        self.entities = entities
        self.zero = zero
        self.categories = categories
        self.shapes = shapes
        read = dict.fromkeys(read for each in definitions.values() for read in each.inputs)
        self.given = [name for name in read if name not in definitions and name not in zero]
        self.outputs = [name for name in definitions if name in keep]
        self.rooms: list[str] = []
        self.parameters: list[tuple[str, str, tuple[int, int] | None]] = []
        self.levels = self._levels()
        self.source = self._written()

    # ---- levels

    def _levels(self) -> dict[str, int]:
        levels: dict[str, int] = {}
        for name, definition in self.definitions.items():
            below = [levels.get(read, 0) for read in definition.inputs]
            opens = isinstance(definition, Aggregate) and definition.kind != "linked"
            levels[name] = max(below, default=0) + opens
        return levels

    def _is_marked(self, name: str) -> bool:
        """Whether a column is filled by a loop over the links of a family."""
        definition = self.definitions[name]
        return isinstance(definition, Aggregate) and bool(definition.links)

    # ---- writing

    def _written(self) -> str:
        self.rooms = [name for name in self.definitions if name not in self.outputs]
        body: list[str] = ["bad = False"]
        for level in range(max(self.levels.values(), default=0) + 1):
            at = [name for name in self.definitions if self.levels[name] == level]
            households = [name for name in at if self.entities[name] == "household"]
            marked = [name for name in at if self._is_marked(name)]
            persons = [name for name in at if self.entities[name] == "person" and name not in marked]
            if households:
                body += self._household_loop(households)
            for name in marked:
                body += self._marks(name)
            for name in persons:
                body += self._loop(name, "person")
        arguments = ["first", "first_household", "offsets", "household", "numbers"]
        arguments += [f"c{index}" for index in range(len(self.given))]
        arguments += [f"o{index}" for index in range(len(self.outputs))]
        arguments += [f"r{index}" for index in range(len(self.rooms))]
        loaded = [f"p{index} = numbers[{index}]" for index in range(len(self.parameters))]
        lines = ["n = len(household)", "m = len(offsets) - 1", *loaded, *body, "return bad"]
        return (
            "import numpy as np\nfrom numba import njit\n\n\n"
            '@njit(cache=True, nogil=True, error_model="numpy")\n'
            f"def block({', '.join(arguments)}):\n" + "".join(f"    {line}\n" for line in lines)
        )

    def _place(self, name: str, entity: Entity) -> str:
        """Where a column stands, as seen from a loop over `i` of persons or `h` of households."""
        index = "i" if self.entities[name] == "person" else "h"
        if name in self.given:
            return f"c{self.given.index(name)}[{index}]"
        if entity == "person" and index == "h":
            index = "np.uintp(household[i] - first_household)"
        kind, listed = ("o", self.outputs) if name in self.outputs else ("r", self.rooms)
        return f"{kind}{listed.index(name)}[{index}]"

    def _household_loop(self, names: Sequence[str]) -> list[str]:
        sums = [name for name in names if isinstance(self.definitions[name], Aggregate)]
        rules = [name for name in names if name not in sums]
        start, inner, end = [], [], []
        for index, name in enumerate(sums):
            definition = self.definitions[name]
            assert isinstance(definition, Aggregate)
            start.append(f"a{index} = 0.0")
            if definition.column not in self.zero:
                value = self._place(definition.column, "person")
                if definition.kind != "sum":
                    value = f"({value} != 0)"
                inner.append(f"a{index} += {value}")
            end.append(f"{self._place(name, 'household')} = a{index}{' > 0' if definition.kind == 'any' else ''}")
        lines = ["for h in range(m):", *(f"    {line}" for line in start)]
        if inner:
            lines.append("    for i in range(np.uintp(offsets[h] - first), np.uintp(offsets[h + 1] - first)):")
            lines += [f"        {line}" for line in inner]
        lines += [f"    {line}" for line in end]
        return [*lines, *(line for name in rules for line in self._loop(name, "household"))]

    def _marks(self, name: str) -> list[str]:
        definition = self.definitions[name]
        assert isinstance(definition, Aggregate)
        lines = ["for i in range(n):", *(f"    {line}" for line in [f"{self._place(name, 'person')} = False"])]
        if definition.column in self.zero:
            return lines
        lines += ["for i in range(n):", f"    if {self._place(definition.column, 'person')} != 0:"]
        for link in definition.links:
            target = self._place(name, "person").replace("[i]", "[np.uintp(t - first)]")
            lines += [
                f"        t = {self._place(link, 'person')}",
                "        if t >= 0:",
                f"            {target} = True",
            ]
        return lines

    def _loop(self, name: str, entity: Entity) -> list[str]:
        """One loop without branches over one definition."""
        definition, operations = self.definitions[name], Operations()
        lowering = Lowering(operations, self.categories, self.kinds, self.zero)
        if isinstance(definition, Aggregate):
            result = operations.add(">=", [lowering.column(definition.column), operations.constant(0)], "truth")
        else:
            result = lowering.rule(name, definition.tree, self.shapes[name], flag=definition.unit == "flag")
        lines = [
            f"v{place} = {self._text(operations.list[place], operations.list, entity)}"
            for place in live(operations.list, [result])
            if operations.list[place].is_array
        ]
        text = self._value(operations.list, result)
        number = self.kinds[name] == "number" and operations.list[result].kind != "number"
        lines.append(f"{self._place(name, entity)} = {f'np.float64({text})' if number else text}")
        if operations.list[result].may_fail:
            lines.append(f"bad |= ({text} - {text}) != 0.0")
        over = "i in range(n)" if entity == "person" else "h in range(m)"
        return [f"for {over}:", *(f"    {line}" for line in lines)]

    def _value(self, operations: Sequence[Operation], place: int) -> str:
        """What stands for a value: a variable where there is one a row, else its expression."""
        operation = operations[place]
        if operation.is_array:
            return f"v{place}"
        if operation.name == "constant":
            return repr(operation.of)
        if operation.name == "parameter":
            if operation.of not in self.parameters:
                self.parameters.append(operation.of)
            return f"p{self.parameters.index(operation.of)}"
        return f"({self._text(operation, operations, 'person')})"

    def _text(self, operation: Operation, operations: Sequence[Operation], entity: Entity) -> str:
        if operation.name == "column":
            return self._place(operation.of, entity)
        read = [self._value(operations, place) for place in operation.inputs]
        name = operation.name
        if operation.kind == "number":
            numbers = zip(read, operation.inputs, strict=True)
            read = [text if operations[place].kind == "number" else f"np.float64({text})" for text, place in numbers]
        match name:
            case "select":
                return f"{read[1]} if {self._value(operations, operation.inputs[0])} else {read[2]}"
            case "not":
                return f"not {read[0]}"
            case "and" | "or":
                return f"{read[0]} {_JOINS[name]} {read[1]}"
            case _ if name in _CALLS:
                return f"{_CALLS[name]}({', '.join(read)})"
            case _:
                assert name in COMPARISONS or name in ("+", "-", "*", "/", "//", "%")
                return f"{read[0]} {name} {read[1]}"

    # ---- running

    def run(
        self,
        columns: Mapping[str, Array],
        outputs: Mapping[str, Array],
        offsets: Array,
        household: Array,
        parameters: Mapping[str, SimpleNamespace],
        blocks: Iterable[tuple[slice, slice]],
        threads: int,
    ) -> bool:
        """Fill the outputs block by block; False where a value is not finite."""
        code = compiled(self.source)
        numbers = np.array([parameter_value(parameters[rule], name, place) for rule, name, place in self.parameters])
        given = [columns[name] for name in self.given]
        kept = threading.local()

        def one(block: tuple[slice, slice]) -> bool:
            persons, households = block
            rows = {"person": persons, "household": households}
            size = persons.stop - persons.start
            rooms = vars(kept).get("rooms")
            if rooms is None or vars(kept)["size"] < size:
                rooms = [
                    np.empty(size, dtype=np.bool_ if kind_of_definition(self.definitions[name]) == "truth" else float)
                    for name in self.rooms
                ]
                kept.rooms, kept.size = rooms, size
            return bool(
                code(
                    persons.start, households.start, offsets[households.start : households.stop + 1],
                    household[persons], numbers, *(column[persons] for column in given),
                    *(outputs[name][rows[self.entities[name]]] for name in self.outputs), *rooms,
                )
            )  # fmt: skip

        every = list(blocks)
        bad = [one(every[0])] if every else []  # alone, so that the threads find the code compiled
        if len(every) > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(threads) as pool:
                bad += pool.map(one, every[1:])
        return not any(bad)


def plan_of(
    definitions: Mapping[str, Rule | Aggregate],
    keep: Collection[str],
    kinds: Mapping[str, Kind],
    entities: Mapping[str, Entity],
    zero: frozenset[str],
    categories: Mapping[str, tuple[str, ...]],
    parameters: Mapping[str, SimpleNamespace],
) -> Plan:
    """The plan for these definitions, from the cache where an equal one was made before; arguments as for `Plan`."""
    read = {name for each in definitions.values() for name in each.inputs}
    return _plan_of(
        tuple(definitions.items()),
        tuple(keep),
        *(tuple((name, of[name]) for name in sorted(read | {*definitions}) if name in of) for of in (kinds, entities)),
        zero,
        tuple((name, categories[name]) for name in sorted(read) if name in categories),
        tuple((name, built_in(parameters[name])) for name, each in definitions.items() if isinstance(each, Rule)),
    )


@lru_cache(maxsize=256)
def _plan_of(
    definitions: tuple[tuple[str, Rule | Aggregate], ...],
    keep: tuple[str, ...],
    kinds: tuple[tuple[str, Kind], ...],
    entities: tuple[tuple[str, Entity], ...],
    zero: frozenset[str],
    categories: tuple[tuple[str, tuple[str, ...]], ...],
    shapes: tuple[tuple[str, BuiltIn], ...],
) -> Plan:
    shaped = {name: shape_of(what) for name, what in shapes}
    return Plan(dict(definitions), keep, dict(kinds), dict(entities), zero, dict(categories), shaped)


@lru_cache(maxsize=256)
def compiled(source: str) -> Callable[..., bool]:
    """The function `block` of a source, compiled now or read from the disk.

    Where the program around the engine gives no folder, or nothing can be kept there, it is compiled for this process
    alone.
    """
    name = f"plan_{hashlib.blake2b(source.encode(), digest_size=12).hexdigest()}.py"
    folder = host.folder()
    if folder is not None:
        with contextlib.suppress(OSError, RuntimeError):  # the second is Numba's for a folder that it cannot write to
            return _function_of(_kept(folder / name, source))
    return _function_of(_kept(Path(_of_this_process().name) / name, source))


@cache
def _of_this_process() -> tempfile.TemporaryDirectory[str]:
    import tempfile

    return tempfile.TemporaryDirectory(prefix="rules-")


def _kept(path: Path, source: str) -> Path:
    """The file with a source, written where there is none or another."""
    if not path.is_file() or path.read_bytes() != source.encode():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(source.encode())
        temporary.replace(path)
    return path


def _function_of(path: Path) -> Callable[..., bool]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where Numba looks for it when it reads what it compiled before
    spec.loader.exec_module(module)
    block: Callable[..., bool] = module.block
    return block
