"""Rules, which are plain functions of one person or household, and declared sums over households and families."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, Literal, overload

from ayni.engine import syntax
from ayni.engine.errors import fault

Entity = Literal["person", "household"]
Period = Literal["month", "year", "once", ""]
"""The time over which an amount is paid; empty for a stock of money, such as the value of a house."""
FACTS = ("share", "flag", "count", "years", "grade")
"""The units that are not money."""
_MONEY = re.compile(r"(?P<currency>[^\s/\d]{1,3})(?:/(?P<period>month|year|once))?")
UNITS = ("CURRENCY/month", "CURRENCY/year", "CURRENCY/once", "CURRENCY", *FACTS)
"""The units that a rule may have. A country's currency, its sign or code of up to three letters, is for CURRENCY."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule: what the law says of one person or one household. It can be called as the plain function that it is."""

    name: str
    unit: str
    law: str
    entity: Entity
    given: Callable[..., Any] | None
    """The function that was declared; None in a rule that was stored and read again."""
    arguments: tuple[str, ...]
    docstring: str
    tree: syntax.Node
    parameters: tuple[str, ...]
    """The names of the parameters of its instrument that the rule reads."""
    module: str
    """The module that defines the rule; the last part of its name is the rule's instrument."""

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The plain function; that of a rule that was stored is imported from its module."""
        if self.given is not None:
            return self.given
        module = import_module(self.module)
        rules = (definitions_of(self.module, name, value).get(self.name) for name, value in vars(module).items())
        return next(rule.function for rule in rules if isinstance(rule, Rule))

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: all but the function, with what of the tree is asked for whenever the rule is run."""
        found = {name: value for name, value in vars(self).items() if name != "function"}
        return {**found, "given": None, "fingerprint": self.fingerprint, "switches": self.switches}

    @cached_property
    def currency(self) -> str:
        """The currency of the amount; empty where the rule does not compute money."""
        return _currency_and_period(self.unit)[0]

    @cached_property
    def period(self) -> Period:
        """The time over which the amount is paid; empty for a stock of money and for what is no money."""
        return _currency_and_period(self.unit)[1]

    @property
    def is_within_year(self) -> bool:
        """Whether it is a payment made on certain days of the year, whose parameters are read on those days."""
        return self.period in ("year", "once")

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return tuple(name for name in self.arguments if name != syntax.PARAMETERS)

    @cached_property
    def conditions(self) -> tuple[syntax.Node, ...]:
        """Every condition that the rule may test, each once: comparisons, and columns or parameters that are true or
        false."""
        return tuple(dict.fromkeys(syntax.conditions(self.tree)))

    @cached_property
    def switches(self) -> frozenset[str]:
        """The parameters on which alone some condition of the rule rests."""
        return syntax.switches(self.tree)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the rule's meaning, which does not change with comments, layout or names of local variables."""
        text = f"{self.entity} {self.unit} {syntax.canonical(self.tree)}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


def _currency_and_period(unit: str) -> tuple[str, Period]:
    found = _MONEY.fullmatch(unit) if unit not in FACTS else None
    period: Any = found["period"] if found else None
    return (found["currency"], period or "") if found else ("", "")


@dataclass(frozen=True, eq=False)
class Each:
    """Rules of one form, one for each member of a list."""

    rules: tuple[Rule, ...]

    @property
    def module(self) -> str:
        """The module in which they stand."""
        return self.rules[0].module


Declare = Callable[[Callable[..., Any]], Rule]
DeclareEach = Callable[[Callable[..., Any]], Each]


@overload
def rule(*, unit: str, law: str = "", entity: Entity = "person") -> Declare: ...
@overload
def rule(*, unit: str, law: str = "", entity: Entity = "person", each: tuple[str, ...]) -> DeclareEach: ...
def rule(*, unit: str, law: str = "", entity: Entity = "person", each: tuple[str, ...] = ()) -> Declare | DeclareEach:
    """Declare a scalar function to be a rule.

    `unit` is what it returns. Money has the country's currency, and the time over which it is paid: `EUR/month` for a
    monthly benefit, `EUR/year` for what adds up over a year in several payments, `EUR/once` for what is paid at once,
    `EUR` for a stock such as the value of a house. A fact is a `share`, `flag`, `count`, `years` or `grade`. `law`
    cites the articles that it states; `entity` is whom it is about. With `each` the function is the form of several
    rules: where its name, an argument or a parameter ends in `_`, the member's name follows. Raises EngineError
    where the function uses what the language of rules does not have, naming file and line, and for a unit that there
    is not.
    """

    def of(function: Callable[..., Any], member: str = "") -> Rule:
        if unit not in FACTS and not _currency_and_period(unit)[0]:
            raise fault("rule_unit", rule=function.__name__, unit=unit, units=", ".join(UNITS))
        name = function.__name__ + member
        return Rule(name, unit, law, entity, function, *syntax.parse(function, member), function.__module__)

    return (lambda function: Each(tuple(of(function, member) for member in each))) if each else of


def definitions_of(module: str, name: str, value: object) -> dict[str, Rule | Aggregate]:
    """The rules and sums that a name of a module defines, by their own names; empty where the name is imported."""
    if isinstance(value, Aggregate):
        return {name: value}
    if isinstance(value, Rule | Each) and value.module == module:
        return {each.name: each for each in value.rules} if isinstance(value, Each) else {name: value}
    return {}


@dataclass(frozen=True)
class Aggregate:
    """A sum, count or "any" of a column of persons, over their household or over those who name a person as parent."""

    kind: Literal["sum", "any", "count", "linked"]
    column: str
    links: tuple[str, ...] = ()
    """Empty for a sum over the household; else the columns, such as mother and father, that name whom the result is
    about."""

    @property
    def entity(self) -> Entity:
        """Whether the result is a column of persons or of households."""
        return "person" if self.links or self.kind == "linked" else "household"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns read."""
        return (self.column, *self.links)

    @property
    def fingerprint(self) -> str:
        """A text that is equal for equal sums."""
        return f"{self.kind}({self.column} over {self.links or 'household'})"


def household_sum(column: str) -> Aggregate:
    """Declare a column of households: the sum of a column of persons."""
    return Aggregate("sum", column)


def household_any(column: str) -> Aggregate:
    """Declare a column of households: whether a column of persons is true, or not zero, for anybody in it."""
    return Aggregate("any", column)


def household_count(column: str) -> Aggregate:
    """Declare a column of households: for how many persons a column is true, or not zero."""
    return Aggregate("count", column)


def is_linked(column: str) -> Aggregate:
    """Declare a column of persons: whether a link such as mother names somebody of the household."""
    return Aggregate("linked", column)


def linked_any(column: str, *, by: tuple[str, ...]) -> Aggregate:
    """Declare a column of persons: whether a column is true for anybody who names the person in a link of `by`."""
    return Aggregate("any", column, by)
