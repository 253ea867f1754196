"""Rules as scalar functions, and the sums over households and families that are declared rather than coded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, overload

from ayni.engine import syntax
from ayni.engine.errors import fault

Entity = Literal["person", "household"]
Period = Literal["month", "year", "once", ""]
"""Over which time an amount is paid; none for a stock of money, such as the value of a house."""
FACTS = ("share", "flag", "count", "years", "grade")
"""Units of what is not money."""
_MONEY = re.compile(r"(?P<currency>[^\s/\d]{1,3})(?:/(?P<period>month|year|once))?")
UNITS = ("CURRENCY/month", "CURRENCY/year", "CURRENCY/once", "CURRENCY", *FACTS)
"""The units that a rule may have. A country's currency, its sign or code of up to three letters, is for CURRENCY."""


@dataclass(frozen=True, eq=False)
class Rule:
    """What the law says of one person or one household. Call it as the plain function that it is."""

    name: str
    unit: str
    law: str
    entity: Entity
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    docstring: str
    tree: syntax.Node
    module: str
    """The module in which the rule stands; its last part is the instrument."""

    @cached_property
    def currency(self) -> str:
        """The currency of an amount; empty where the rule gives no money."""
        return _currency_and_period(self.unit)[0]

    @cached_property
    def period(self) -> Period:
        """Over which time an amount is paid; empty for a stock of money, and where the rule gives no money."""
        return _currency_and_period(self.unit)[1]

    @property
    def is_within_year(self) -> bool:
        """Whether it is paid on some day or days of the year, so that its parameters are read on that day."""
        return self.period in ("year", "once")

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return tuple(name for name in self.arguments if name != syntax.PARAMETERS)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters of its instrument that the rule reads, by name."""
        return tuple(sorted({node.name for node in syntax.walk(self.tree) if isinstance(node, syntax.Parameter)}))

    @cached_property
    def conditions(self) -> tuple[syntax.Node, ...]:
        """Everything that may be tried, each once: a comparison, or a column or parameter that is a truth."""
        return tuple(dict.fromkeys(syntax.conditions(self.tree)))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what the rule says, whatever its names of locals, comments and layout."""
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
        arguments, docstring, tree = syntax.parse(function, member)
        name = function.__name__ + member
        return Rule(name, unit, law, entity, function, arguments, docstring, tree, function.__module__)

    return (lambda function: Each(tuple(of(function, member) for member in each))) if each else of


def definitions_of(module: str, name: str, value: object) -> dict[str, Rule | Aggregate]:
    """What a name of a module defines, by name: a rule, rules of one form or a sum; nothing where it is imported."""
    if isinstance(value, Aggregate):
        return {name: value}
    if isinstance(value, Rule | Each) and value.module == module:
        return {each.name: each for each in value.rules} if isinstance(value, Each) else {name: value}
    return {}


@dataclass(frozen=True)
class Aggregate:
    """A sum, any or count of a persons' column, over the household or over those who name a person as their parent."""

    kind: Literal["sum", "any", "count", "linked"]
    column: str
    links: tuple[str, ...] = ()
    """Empty for the household; else the columns, such as mother and father, that name the person who receives it."""

    @property
    def entity(self) -> Entity:
        """Whom the result is about."""
        return "person" if self.links or self.kind == "linked" else "household"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns read."""
        return (self.column, *self.links)

    @property
    def fingerprint(self) -> str:
        """What the aggregate says."""
        return f"{self.kind}({self.column} over {self.links or 'household'})"


def household_sum(column: str) -> Aggregate:
    """The sum of a persons' column over the household."""
    return Aggregate("sum", column)


def household_any(column: str) -> Aggregate:
    """Whether the column is true, or not zero, for anybody in the household."""
    return Aggregate("any", column)


def household_count(column: str) -> Aggregate:
    """How many in the household have the column true or not zero."""
    return Aggregate("count", column)


def is_linked(column: str) -> Aggregate:
    """For a person: whether that person names somebody of the household in a column such as mother."""
    return Aggregate("linked", column)


def linked_any(column: str, *, by: tuple[str, ...]) -> Aggregate:
    """For a person: whether the column is true for anybody who names that person in one of the columns `by`."""
    return Aggregate("any", column, by)
