"""Rules in JavaScript: each rule as a function, and the dated law as data.

With the script `by_hand.js` of the calculator, which reads both, a browser computes what `ayni.engine.by_hand`
computes, on any date.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ayni.engine import syntax
from ayni.engine.citations import known_days, pieces, said
from ayni.engine.instruments import Instrument, Span
from ayni.engine.law import Law
from ayni.engine.parameters import Row
from ayni.engine.rules import Aggregate, Rule

_HELPERS = {"/": "divided", "//": "floored", "%": "remainder"}
_FUNCTIONS = {"min": "Math.min", "max": "Math.max", "abs": "Math.abs", "round": "rounded"}
_JOINS = {"and": " && ", "or": " || "}
_RESERVED = frozenset({
    "the", "p", "when", "from", "same", "divided", "floored", "remainder", "rounded", "brackets", "step", "Math",
    "Boolean", "arguments", "await", "case", "catch", "const", "debugger", "default", "delete", "do", "enum", "eval",
    "export", "extends", "function", "implements", "instanceof", "interface", "let", "new", "null", "package",
    "private", "protected", "public", "static", "super", "switch", "this", "throw", "typeof", "undefined", "var",
    "void",
})  # fmt: skip


def law_in_javascript(law: Law, wanted: Iterable[str]) -> str:
    """A script that declares the constants `LAW` and `RULES`: all that `by_hand.js` needs to compute the wanted rules
    on any date."""
    order = law.order(wanted)
    rules = [each for name in order if isinstance(each := law.definitions[name], Rule)]
    written = "".join(f"{rule_in_javascript(each)},\n" for each in rules)
    return f"const LAW = {as_literal(law_as_data(law, order))};\nconst RULES = {{\n{written}}};\n"


def as_literal(value: Any) -> str:
    """A value as a JavaScript literal that can stand inside a script of a page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def rule_in_javascript(rule: Rule) -> str:
    """The rule as a method `name(the, p, when, from)`.

    `the` is what a person has and `p` the parameters; `when` notes which of the rule's conditions was tried and whether
    it holds, `from` on what a returned number rests.
    """
    return _Writer().method(rule)


def law_as_data(law: Law, order: Iterable[str]) -> dict[str, Any]:
    """These definitions, and of their instruments when they were in force and every row of the parameters read.

    A row is its first day, its last day or null, its value, its confidence where it is doubtful (else ""), and what it
    cites, pairs of a norm and its articles. A norm is from when it was known, its last day or null, and its address.
    """
    definitions: dict[str, dict[str, Any]] = {}
    read: dict[str, set[str]] = {}
    for name in order:
        definition = law.definitions[name]
        if isinstance(definition, Aggregate):
            definitions[name] = {
                "entity": definition.entity, "inputs": definition.inputs, "kind": definition.kind,
                "column": definition.column, "links": definition.links,
            }  # fmt: skip
            continue
        home = law.instrument_of(name)
        if home is not None:
            read.setdefault(home, set()).update(definition.parameters)
        definitions[name] = {
            "entity": definition.entity, "inputs": definition.inputs, "unit": definition.unit,
            "instrument": home, "parameters": definition.parameters, "law": _own_law(law, definition),
            **({"withinYear": True} if definition.is_within_year else {}),
        }  # fmt: skip
    instruments = {name: _instrument(law, law.instruments[name], sorted(known)) for name, known in read.items()}
    return {"definitions": definitions, "instruments": instruments, "norms": _norms(law, instruments.values())}


def _own_law(law: Law, rule: Rule) -> list[list[str]]:
    """What a rule says of itself, where its instrument has no acts."""
    home = law.instrument_of(rule.name)
    return [] if home is None or law.instruments[home].legal_basis else [[p.norm, p.articles] for p in said(rule)]


def _instrument(law: Law, instrument: Instrument, parameters: Iterable[str]) -> Mapping[str, Any]:
    spans = () if instrument.id in law.suspended else instrument.in_force
    return {
        "inForce": [[span.start.isoformat(), _day(span.end), _pieces(span)] for span in spans],
        "knownUntil": _day(instrument.known_until),
        "acts": [[act.instrument, act.article] for act in instrument.legal_basis],
        "parameters": {name: [_row(row) for row in instrument.parameters[name].rows] for name in parameters},
    }


def _row(row: Row) -> list[Any]:
    doubt = row.confidence if row.is_doubtful or row.confidence == "reform" else ""
    return [row.start.isoformat(), _day(row.end), row.value, doubt, _pieces(row)]


def _pieces(of: Row | Span) -> list[list[str]]:
    return [[piece.norm, piece.articles] for piece in pieces(of)]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _norms(law: Law, instruments: Iterable[Mapping[str, Any]]) -> dict[str, list[str | None]]:
    """The norms and acts that these instruments cite and of which the book has a day."""
    names = {
        name
        for each in instruments
        for cited in (each["acts"], *(span[2] for span in each["inForce"]), *_cited(each["parameters"]))
        for name, *_ in cited
    }
    return {
        name: [_day(known), _day(until), law.norms[name].address if name in law.norms else ""]
        for name, (known, until) in known_days(law).items()
        if name in names
    }


def _cited(parameters: Mapping[str, list[list[Any]]]) -> Iterable[list[list[str]]]:
    return (row[4] for rows in parameters.values() for row in rows)


class _Writer:
    """Writes one rule; what the rule gave a name is a function, so that its conditions are noted at each use."""

    def __init__(self) -> None:
        self.locals: dict[syntax.Local, str] = {}
        self.lines: list[str] = []
        self.places: dict[syntax.Node, int] = {}
        """Of each condition, among those of the rule."""

    def method(self, rule: Rule) -> str:
        self.places = {node: place for place, node in enumerate(rule.conditions)}
        body = self.returned(rule.tree)
        law = [f"// {rule.law}"] if rule.law else []
        lines = [f"  {line}" for line in (*self.lines, *body)]
        return "\n".join([*law, f"{rule.name}(the, p, when, from) {{", *lines, "}"])

    def returned(self, node: syntax.Node) -> list[str]:
        """The statements that return a value."""
        branch = syntax.bare(node)
        if not isinstance(branch, syntax.If):
            names = syntax.names(node) if syntax.is_computed(node) else ()
            value = self.value(node)
            return [
                f"return from({', '.join([f'() => {value}', *map(json.dumps, names)])});"
                if names
                else f"return {value};"
            ]
        test = f"if ({self.truth(branch.condition)})"
        then, otherwise = self.returned(branch.then), self.returned(branch.otherwise)
        if len(then) == 1:
            return [f"{test} {then[0]}", *otherwise]
        return [f"{test} {{", *(f"  {line}" for line in then), "}", *otherwise]

    def value(self, node: syntax.Node) -> str:
        match node:
            case syntax.Constant(value):
                return json.dumps(value, ensure_ascii=False)
            case syntax.Column(name):
                return f"the.{name}"
            case syntax.Parameter(name):
                return f"p.{name}"
            case syntax.Local():
                return f"{self.local(node)}()"
            case syntax.Arithmetic(operator, left, right) if operator in _HELPERS:
                return f"{_HELPERS[operator]}({self.value(left)}, {self.value(right)})"
            case syntax.Arithmetic(operator, left, right):
                return f"{self.part(left)} {operator} {self.part(right)}"
            case syntax.Compare():
                if branch := syntax.branches(node):
                    test, then, otherwise = branch
                    return f"({self.truth(test, within=True)} ? {self.value(then)} : {self.value(otherwise)})"
                return self.noted(node, self.compared(node))
            case syntax.Logic(operator, items):
                return _JOINS[operator].join(self.truth(item, within=True) for item in items)
            case syntax.Not(item):
                return f"!{self.truth(item, within=True)}"
            case syntax.Call(function, arguments):
                return f"{_FUNCTIONS.get(function, function)}({', '.join(map(self.value, arguments))})"
            case syntax.If(condition, then, otherwise, _):
                return f"{self.truth(condition, within=True)} ? {self.part(then)} : {self.part(otherwise)}"
        raise AssertionError(node)

    def part(self, node: syntax.Node) -> str:
        """The value as part of a larger expression."""
        loose = isinstance(node, syntax.Logic | syntax.If) or (
            isinstance(node, syntax.Arithmetic) and node.operator not in _HELPERS
        )
        return f"({self.value(node)})" if loose else self.value(node)

    def truth(self, node: syntax.Node, *, within: bool = False) -> str:
        """The value as a condition."""
        node = syntax.condition(node)
        match node:
            case syntax.Column() | syntax.Parameter():
                return self.noted(node, self.value(node))
            case syntax.Compare() | syntax.Not():
                return self.value(node)
            case syntax.Logic():
                return self.part(node) if within else self.value(node)
            case syntax.If(test, then, otherwise, _):
                chosen = [self.truth(each, within=True) for each in (test, then, otherwise)]
                return f"({chosen[0]} ? {chosen[1]} : {chosen[2]})"
        return f"Boolean({self.value(node)})"

    def noted(self, node: syntax.Node, holds: str) -> str:
        """`when(place, holds, names)`: the names of what the condition reads."""
        return f"when({', '.join([str(self.places[node]), holds, *map(json.dumps, syntax.names(node))])})"

    def compared(self, node: syntax.Compare) -> str:
        """A truth value equals the number 1, as in Python; beside a text nothing is converted."""
        left, right = self.part(node.left), self.part(node.right)
        texts = any(
            isinstance(side, syntax.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
        )
        match node.operator:
            case "==":
                return f"{left} === {right}" if texts else f"same({left}, {right})"
            case "!=":
                return f"{left} !== {right}" if texts else f"!same({left}, {right})"
            case "in":
                return f"{right}.some((each) => same({left}, each))"
            case "not in":
                return f"!{right}.some((each) => same({left}, each))"
        return f"{left} {node.operator} {right}"

    def local(self, node: syntax.Local) -> str:
        if node not in self.locals:
            value = self.value(node.value)
            taken = _RESERVED.union(self.locals.values())
            names = (node.name, *(f"{node.name}_{number}" for number in range(2, len(taken) + 2)))
            self.locals[node] = next(name for name in names if name not in taken)
            self.lines.append(f"const {self.locals[node]} = () => {value};")
        return self.locals[node]
