"""Rules run by hand, for one household: each answer keeps the conditions that decided it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ayni.engine import syntax
from ayni.engine.citations import Citation, cited, text
from ayni.engine.errors import EngineError, fault, nearest
from ayni.engine.law import LawOnDay
from ayni.engine.parameters import Row
from ayni.engine.rules import Aggregate, Rule
from ayni.engine.scales import brackets, step

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne, "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
}  # fmt: skip
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "min": min, "max": max, "abs": abs, "round": round, "brackets": brackets, "step": step,
}  # fmt: skip

PLENTY = 1e12
"""An amount far above any that occurs, put in the place of a column to see whether a zero result would grow with it."""


@dataclass(frozen=True)
class Condition:
    """One condition that a rule tested, with the values that it read and whether it held.

    It is a comparison, or a column or parameter that is true or false.
    """

    node: syntax.Node
    values: Mapping[str, Any]
    holds: bool

    @property
    def text(self) -> str:
        """The condition as the rule's source writes it."""
        return self.node.text if isinstance(self.node, syntax.Compare) else syntax.canonical(self.node)


@dataclass(frozen=True)
class Trace:
    """How one answer was computed: its value, the conditions in the order in which they were tested, and the inputs."""

    rule: str
    value: Any
    conditions: tuple[Condition, ...] = ()
    read: tuple[Trace, ...] = ()
    in_force: bool = True
    rests_on: Mapping[str, Any] = field(default_factory=dict)
    """The values in the returned expression, a parameter as `p.name`; empty where a constant was returned."""
    rows: Mapping[str, Row] = field(default_factory=dict)
    """The rows of the parameters that this rule itself read, by `instrument.parameter`."""
    on: LawOnDay | None = field(default=None, compare=False, repr=False)
    """The law and the day under which the rule was run; None for a value that was given and for a sum."""
    evaluation: _Evaluation | None = field(default=None, compare=False, repr=False)
    """The evaluation of the rule, kept so that it can be repeated with other values."""

    @property
    def decided_by(self) -> Condition | None:
        """The last condition that was tested, where conditions alone settled the answer: the reason of a "no"."""
        return self.conditions[-1] if self.conditions and not self.rests_on else None

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Where a calculation came out at zero, the columns that made it so: if one of them were larger, so would be
        the result."""
        if self.value or not self.rests_on or self.evaluation is None:
            return ()
        wanted = tuple(name for name in self.rests_on if self.evaluation.is_wanted(name))
        return () if any(self.rests_on[name] for name in wanted) else wanted

    @cached_property
    def ways(self) -> tuple[Condition, ...]:
        """Where conditions led to a zero, those of them about the household any one of which, if reversed, would give
        an amount."""
        if self.value or self.rests_on or self.evaluation is None:
            return ()
        return tuple(
            condition
            for index, condition in enumerate(self.conditions)
            if any(not name.startswith("p.") for name in condition.values) and self.evaluation.gives_turned(index)
        )

    @cached_property
    def all_rows(self) -> Mapping[str, Row]:
        """The parameter rows read by this rule and by the rules that it reads, by `instrument.parameter`."""
        found = dict(self.rows)
        for trace in self.read:
            found |= trace.all_rows
        return found

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The norms and articles on which the answer rests, as the law stood on the day."""
        return cited(self)

    @property
    def law(self) -> str:
        """The citations as one text: `Act 12 art. 2; Decree 7 art. 10, 12-II`."""
        return text(self.citations)

    @property
    def doubtful(self) -> tuple[tuple[str, Row], ...]:
        """The parameter rows on which the answer rests that nobody read in a norm, an official source or the press."""
        return tuple((name, row) for name, row in self.all_rows.items() if row.is_doubtful)

    def tree(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """This trace and all below it, each with its depth, from the top down."""
        yield depth, self
        for trace in self.read:
            yield from trace.tree(depth + 1)


class Household:
    """One household under the law of a day, which computes one rule at a time and keeps a trace of it.

    `persons` are mappings from column to value; a category is given by its name, a link to another person by that
    person's position in the household, or None. `household` holds the columns of the household itself. A column that is
    given is not computed, so a family that knows a fact better than the rule that estimates it can give the fact.
    """

    def __init__(
        self, law: LawOnDay, persons: Sequence[Mapping[str, Any]], household: Mapping[str, Any] | None = None
    ) -> None:
        self.law = law
        self.within_year = law.law.within_year(law.day)
        self.persons = persons
        self.household = household or {}
        self._traces: dict[tuple[str, int | None], Trace] = {}

    def value(self, name: str, person: int | None = None) -> Any:
        """The value of a rule for one person, by position in the household, or for the household itself."""
        return self.trace(name, person).value

    def trace(self, name: str, person: int | None = None) -> Trace:
        """The value of a rule and how it was computed; zero where the rule is not in force on the day.

        The rules that it reads are taken from the whole year: in December a rule still sees a payment that was made in
        May.
        """
        definition = self.law.law.definitions.get(name)
        given = name in (self.household if person is None else self.persons[person])
        if isinstance(definition, Rule) and not given and not self.law.in_force(name):
            return Trace(name, 0.0, in_force=False, on=self.law)
        return self.reading(name, person)

    def reading(self, name: str, person: int | None = None) -> Trace:
        """The value that another rule reads here, of a rule, a sum or a fact, and how it was computed."""
        definition = self.law.law.definitions.get(name)
        if definition is not None and definition.entity == "household":
            person = None
        key = (name, person)
        if key not in self._traces:
            if definition is None or name in (self.household if person is None else self.persons[person]):
                self._traces[key] = Trace(name, self._given(name, person))
            elif isinstance(definition, Aggregate):
                self._traces[key] = self._aggregate(name, definition, person)
            else:
                self._traces[key] = self._rule(definition, person)
        return self._traces[key]

    def _given(self, name: str, person: int | None) -> Any:
        given = self.household if person is None else self.persons[person]
        if name not in given:
            raise fault("household_lacks", column=name, near=nearest(name, given))
        return given[name]

    def _aggregate(self, name: str, definition: Aggregate, person: int | None) -> Trace:
        if definition.kind == "linked":
            named = self.reading(definition.column, person)
            return Trace(name, named.value is not None, read=(named,))
        if definition.links:
            members = [
                index
                for index in range(len(self.persons))
                if any(self._given(link, index) == person for link in definition.links)
            ]
        else:
            members = list(range(len(self.persons)))
        read = tuple(self.reading(definition.column, index) for index in members)
        value: Any
        match definition.kind:
            case "sum":
                value = sum(float(trace.value) for trace in read)
            case "any":
                value = any(trace.value != 0 for trace in read)
            case "count":
                value = float(sum(trace.value != 0 for trace in read))
        return Trace(name, value, read=read)

    def _rule(self, rule: Rule, person: int | None) -> Trace:
        if not self.within_year.in_force(rule.name):
            return Trace(rule.name, 0.0, in_force=False, on=self.within_year)
        evaluation = _Evaluation(self, rule, person)
        try:
            value = evaluation.returned(rule.tree)
        except ZeroDivisionError:
            inputs = ", ".join(f"{name} = {trace.value}" for name, trace in evaluation.read.items())
            raise fault("not_finite", rule=rule.name, inputs=inputs) from None
        value = bool(value) if rule.unit == "flag" else float(value)
        return Trace(
            rule.name, value, tuple(evaluation.conditions), tuple(evaluation.read.values()),
            rests_on=evaluation.rests_on, rows=evaluation.rows, on=self.within_year, evaluation=evaluation,
        )  # fmt: skip


class _Evaluation:
    """One reading of one rule, writing down every comparison that it makes, and each parameter when it is read."""

    def __init__(self, household: Household, rule: Rule, person: int | None) -> None:
        self.household = household
        self.rule = rule
        self.person = person
        self.rows: dict[str, Row] = {}
        self.conditions: list[Condition] = []
        self.read: dict[str, Trace] = {}
        self.expression = rule.tree
        self.rests_on: Mapping[str, Any] = {}
        self.turned: int | None = None

    def gives_turned(self, index: int) -> bool:
        """Whether the rule would give some if one of its conditions had turned out the other way."""
        other = _Evaluation(self.household, self.rule, self.person)
        other.turned = index
        return other.gives(self.rule.tree)

    def gives(self, node: syntax.Node) -> bool:
        """Whether a node comes out above zero; it does not where the law cannot say."""
        try:
            return bool(self.value(node) > 0)
        except (EngineError, ZeroDivisionError):
            return False

    def returned(self, node: syntax.Node) -> Any:
        """The value of the expression to which the conditions lead, writing down what it rests on."""
        match syntax.bare(node):
            case syntax.If(condition, then, otherwise, _):
                return self.returned(then if self.condition(condition) else otherwise)
        value = self.value(node)
        self.expression = node
        if syntax.is_computed(node):
            self.rests_on = self.values(node)
        return value

    def is_wanted(self, name: str) -> bool:
        """Whether what is returned would be above zero if there were plenty of the column."""
        if name not in self.read or not isinstance(self.read[name].value, int | float):
            return False
        other = _Evaluation(self.household, self.rule, self.person)
        other.read = {**self.read, name: replace(self.read[name], value=PLENTY)}
        return other.gives(self.expression)

    def parameter(self, name: str) -> Any:
        """The value of a parameter on the day; raises where it has none."""
        full = f"{self.household.law.law.instrument_of(self.rule.name)}.{name}"
        if full not in self.rows:
            self.rows[full] = self.household.within_year.row(self.rule.name, name)
        return self.rows[full].value

    def value(self, node: syntax.Node) -> Any:
        match node:
            case syntax.Constant(value):
                return value
            case syntax.Column(name):
                if name not in self.read:
                    self.read[name] = self.household.reading(name, self.person)
                return self.read[name].value
            case syntax.Parameter(name):
                return self.parameter(name)
            case syntax.Local(_, inner):
                return self.value(inner)
            case syntax.Arithmetic(symbol, left, right):
                return _OPERATORS[symbol](self.value(left), self.value(right))
            case syntax.Compare(symbol, left, right, _):
                if branch := syntax.branches(node):
                    test, then, otherwise = branch
                    return self.value(then if self.condition(test) else otherwise)
                return self.note(node, _OPERATORS[symbol](self.value(left), self.value(right)))
            case syntax.Logic("and", items):
                return all(self.condition(item) for item in items)
            case syntax.Logic(_, items):
                return any(self.condition(item) for item in items)
            case syntax.Not(item):
                return not self.condition(item)
            case syntax.Call(function, arguments):
                return _FUNCTIONS[function](*map(self.value, arguments))
            case syntax.If(condition, then, otherwise, _):
                return self.value(then if self.condition(condition) else otherwise)
        raise AssertionError(node)

    def condition(self, node: syntax.Node) -> bool:
        node = syntax.condition(node)
        match node:
            case syntax.If(test, then, otherwise, _):
                return self.condition(then if self.condition(test) else otherwise)
            case syntax.Column() | syntax.Parameter():
                return self.note(node, bool(self.value(node)))
        return bool(self.value(node))

    def note(self, node: syntax.Node, holds: bool) -> bool:
        holds = holds != (len(self.conditions) == self.turned)
        self.conditions.append(Condition(node, self.values(node), holds))
        return holds

    def values(self, node: syntax.Node) -> dict[str, Any]:
        """What was read of the columns of a node, and its parameters as far as they have values on the day."""
        found: dict[str, Any] = {}
        for name in syntax.names(node):
            if name.startswith("p."):
                with suppress(EngineError):
                    found[name] = self.household.within_year.row(self.rule.name, name[2:]).value
            elif name in self.read:
                found[name] = self.read[name].value
        return found
