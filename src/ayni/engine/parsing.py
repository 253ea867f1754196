"""Reading a rule from its Python source, checked against the language of rules."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from ayni.engine.errors import fault
from ayni.engine.syntax import (
    FUNCTIONS,
    PARAMETERS,
    SCALES,
    Arithmetic,
    Call,
    Column,
    Compare,
    Constant,
    If,
    Local,
    Logic,
    Node,
    Not,
    Parameter,
    Parsed,
    walk,
)

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%"}
_COMPARE = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def parsed(function: Callable[..., Any], member: str) -> Parsed:
    """The argument names, docstring, tree and parameters of a rule, from its source; errors as for `syntax.parse`."""
    definition = _definition(function)
    if member:
        definition = _OfMember(member).visit(deepcopy(definition))
    reader = _Reader(function.__name__, function.__code__.co_filename)
    arguments = definition.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs or arguments.defaults:
        raise reader.refuse(definition, "plain argument names only: no defaults, no *")
    docstring = ast.get_docstring(definition)
    if not docstring:
        raise reader.refuse(definition, "a docstring that says in one line what the rule is")
    names = tuple(argument.arg for argument in arguments.args)
    known: dict[str, Node] = {name: Column(name) for name in names if name != PARAMETERS}
    reader.has_parameters = PARAMETERS in names
    tree = reader.body(definition.body[1:], known, definition)
    return names, docstring, tree, tuple(sorted({node.name for node in walk(tree) if isinstance(node, Parameter)}))


@lru_cache(maxsize=256)
def _functions(source: str) -> Mapping[tuple[str, int], ast.FunctionDef]:
    tree = ast.parse(source)
    return {(node.name, node.lineno): node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    code = function.__code__
    linecache.checkcache(code.co_filename)
    found = _functions("".join(linecache.getlines(code.co_filename)))
    for (name, line), node in found.items():
        first = node.decorator_list[0].lineno if node.decorator_list else line
        if name == code.co_name and code.co_firstlineno in (first, line):
            return node
    raise fault("rule_source", rule=function.__name__, file=code.co_filename)


class _OfMember(ast.NodeTransformer):
    """Completes the names that end in `_`, of columns and parameters alike."""

    def __init__(self, member: str) -> None:
        self.member = member

    def visit(self, node: ast.AST) -> Any:
        for key in ("id", "arg", "attr"):
            if (name := getattr(node, key, "")).endswith("_"):
                setattr(node, key, name + self.member)
        return self.generic_visit(node)


class _Reader:
    """Turns statements into one tree, refusing what the language does not have."""

    def __init__(self, rule: str, filename: str) -> None:
        self.rule = rule
        self.filename = filename
        self.has_parameters = False

    def refuse(self, node: ast.AST, wanted: str) -> Exception:
        line = getattr(node, "lineno", 0)
        text = ast.unparse(node).splitlines()[0] if isinstance(node, ast.expr | ast.stmt) else ""
        return fault("rule_language", rule=self.rule, file=self.filename, line=line, text=text, wanted=wanted)

    def body(self, statements: Sequence[ast.stmt], known: dict[str, Node], parent: ast.stmt) -> Node:
        """The value that the statements return."""
        if not statements:
            raise self.refuse(parent, "a return on every path")
        first, rest = statements[0], statements[1:]
        match first:
            case ast.Return(value=ast.expr() as value):
                return self.expression(value, known)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name != PARAMETERS:
                return self.body(rest, {**known, name: Local(name, self.expression(value, known))}, parent)
            case ast.If(test=test, body=then, orelse=otherwise):
                condition = self.expression(test, known)
                if not (_returns(first.body) or _returns(first.orelse)):
                    return self.body(rest, self.merge(first, condition, known), parent)
                return If(
                    condition,
                    self.body([*then, *rest], known, first),
                    self.body([*otherwise, *rest], known, first),
                    first.lineno,
                )
        raise self.refuse(first, "assignments, if/elif/else and return")

    def merge(self, branch: ast.If, condition: Node, known: dict[str, Node]) -> dict[str, Node]:
        """The names after an `if` in which nothing returns."""
        then, otherwise = self.names(branch.body, known), self.names(branch.orelse, known)
        merged = dict(known)
        for name in {**then, **otherwise}:
            if name not in then or name not in otherwise:
                raise self.refuse(branch, f"a value for {name} on both sides of the if")
            if then[name] is not otherwise[name]:
                merged[name] = Local(name, If(condition, then[name], otherwise[name], branch.lineno))
        return merged

    def names(self, statements: Sequence[ast.stmt], known: dict[str, Node]) -> dict[str, Node]:
        for statement in statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    known = {**known, name: Local(name, self.expression(value, known))}
                case ast.If(test=test):
                    known = self.merge(statement, self.expression(test, known), known)
                case _:
                    raise self.refuse(statement, "assignments, if/elif/else and return")
        return known

    def expression(self, node: ast.expr, known: Mapping[str, Node]) -> Node:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return Constant(value)
            case ast.Name(id=name) if name in known:
                return known[name]
            case ast.Attribute(value=ast.Name(id=name), attr=parameter) if name == PARAMETERS and self.has_parameters:
                return Parameter(parameter)
            case ast.Name(id=name):
                raise self.refuse(node, f"names that are arguments or were assigned before; {name} is neither")
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
                return Arithmetic(
                    _ARITHMETIC[type(operator)], self.expression(left, known), self.expression(right, known)
                )
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.expression(operand, known))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Arithmetic("-", Constant(0), self.expression(operand, known))
            case ast.BoolOp(op=operator, values=values):
                items = tuple(self.expression(value, known) for value in values)
                return Logic("and" if isinstance(operator, ast.And) else "or", items)
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                parts = [self.expression(part, known) for part in (test, then, otherwise)]
                return If(parts[0], parts[1], parts[2], node.lineno)
            case ast.Compare(left=left, ops=operators, comparators=comparators):
                return self.comparison([left, *comparators], operators, known)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
                single = name in ("abs", "round")
                if (single and len(arguments) != 1) or (not single and len(arguments) < 2):
                    raise self.refuse(node, "min and max of two or more numbers, abs and round of one")
                return Call(name, tuple(self.expression(argument, known) for argument in arguments))
            case ast.Call(func=ast.Name(id=name), args=[amount, scale], keywords=[]) if name in SCALES:
                of, on = self.expression(amount, known), self.expression(scale, known)
                if not isinstance(on, Parameter):
                    raise self.refuse(node, f"a scale of the parameters: {name}(amount, p.scale)")
                return Call(name, (of, on))
        raise self.refuse(node, "comparisons, and/or/not, arithmetic, min, max, abs, round, brackets and step")

    def comparison(self, operands: list[ast.expr], operators: list[ast.cmpop], known: Mapping[str, Node]) -> Node:
        items: list[Node] = []
        for left, operator, right in zip(operands, operators, operands[1:], strict=False):
            if type(operator) not in _COMPARE:
                raise self.refuse(left, "== in place of is")
            name = _COMPARE[type(operator)]
            target: Node
            if name in ("in", "not in"):
                if not isinstance(right, ast.Tuple) or not all(isinstance(item, ast.Constant) for item in right.elts):
                    raise self.refuse(right, "a tuple of constants after in")
                target = Constant(ast.literal_eval(right))
            else:
                target = self.expression(right, known)
            text = f"{ast.unparse(left)} {name} {ast.unparse(right)}"
            items.append(Compare(name, self.expression(left, known), target, text))
        return items[0] if len(items) == 1 else Logic("and", tuple(items))


def _returns(statements: Sequence[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Return) for statement in statements for node in ast.walk(statement))
