"""Several statements of what one promise costs: who, on what base, the value rebuilt, and what explains a difference.

A promise is a file: factors, each with its options; a formula over the values that the chosen options give; and for
each statement the options that it takes. The difference between two bases is shared among the factors in which they
differ, by the mean over every order of switching them, so that the shares add up to it exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Struct

from ayni.evidence.claim_file import NumberOfFile, Operand, Period
from ayni.evidence.claims import Used, given_figure
from ayni.evidence.verdicts import Stated
from ayni.words import LANGUAGES, AyniError, Shape, Text, nearest, read_yaml, shaped

if TYPE_CHECKING:
    from ayni.engine import Law

FOLDER = Path(__file__).with_name("promises")
REFERENCE = "reference"
"""The name of the base of the promise itself."""
MOST_FACTORS = 10
Base = Mapping[str, str]
"""The option taken of each factor."""


class Term(Shape, frozen=True, kw_only=True):
    """One figure of a formula: a value that an option gives, one from a series or a parameter, a number, or a sum or
    product of others."""

    value: str | None = None
    """The name of a value that options give."""
    series: str | None = None
    parameter: str | None = None
    number: int | float | None = None
    sum: tuple[Term, ...] | None = None
    product: tuple[Term, ...] | None = None
    area: str | None = None
    group: str | None = None
    method: str | None = None
    period: Period | None = None
    on: str | None = None
    """The day on which a parameter is read."""
    times: float = 1.0
    unit: str | None = None
    source: str = ""
    """Where a number was read; without one it is an assumption of whoever made the statement."""


class Option(Shape, frozen=True, kw_only=True):
    """One way to take a factor, and the values that it gives."""

    name: Text
    values: dict[str, Term]


class Factor(Shape, frozen=True, kw_only=True):
    """Something on which statements differ."""

    name: Text
    options: Annotated[dict[str, Option], Meta(min_length=1)]


class Statement(Shape, frozen=True, kw_only=True):
    """What somebody said the promise costs, and the base on which the value is rebuilt."""

    id: str
    who: Text
    side: Text
    date: Period
    source: Annotated[str, Meta(pattern="^https?://")]
    says: Text
    stated: NumberOfFile
    rate: Term | None = None
    """How many of the promise's unit there are in one of the statement's: an exchange rate, months of a year."""
    base: dict[str, str]
    inferred: bool = False
    """The statement does not say its base: it is the one that gives its number."""
    note: Text | None = None
    claim: str = ""
    """The claim of the ledger of this sentence."""


class Promise(Shape, frozen=True, kw_only=True):
    """The file of a promise."""

    id: str
    title: Text
    about: Text
    unit: str
    factors: Annotated[dict[str, Factor], Meta(min_length=1, max_length=MOST_FACTORS)]
    formula: Term
    reference: dict[str, str]
    """The base of the promise as it was made."""
    reference_name: Text
    reform: dict[str, float] = msgspec.field(default_factory=dict)
    """The parameters that it would change, with their promised values; empty where no survey can run it."""
    statements: Annotated[tuple[Statement, ...], Meta(min_length=1)]


class Step(Struct, frozen=True):
    """A factor in which two bases differ, and its part of the difference."""

    factor: str
    left: str
    right: str
    value: float


class Difference(Struct, frozen=True):
    """Two bases, the value of each, and what each factor adds from the left one to the right one."""

    left: Base
    right: Base
    left_value: float
    right_value: float
    steps: tuple[Step, ...]


class Rebuilt(Struct, frozen=True):
    """A statement with its number in the promise's unit, its value rebuilt, and what explains how it differs from the
    promise itself."""

    statement: Statement
    stated: float
    rebuilt: float
    width: float
    used: tuple[Used, ...]
    explained: Difference

    @property
    def rest(self) -> float:
        """What no factor explains: the number said less the value rebuilt."""
        return self.stated - self.rebuilt

    @property
    def fits(self) -> bool:
        """Whether the value rebuilt is the number that was said, to its last digit."""
        return Stated(self.stated, self.width, self.statement.stated.relation).fits(self.rebuilt)


class Costed(Struct, frozen=True):
    """A promise with every statement rebuilt; and the difference between two bases, where one was asked."""

    promise: Promise
    reference: float
    statements: tuple[Rebuilt, ...]
    asked: Difference | None = None

    @property
    def used(self) -> tuple[Used, ...]:
        """Every figure of the statements, each once."""
        return tuple({one.id: one for each in self.statements for one in each.used}.values())


@cache
def promises() -> Mapping[str, Promise]:
    """Every promise of the package, by id."""
    return {path.stem: read_promise(path) for path in sorted(FOLDER.glob("*.yaml"))}


def promise(identifier: str) -> Promise:
    """The promise of an id, or of a file that ends in .yaml or .yml; raises where there is none."""
    if identifier.endswith((".yaml", ".yml")):
        return read_promise(Path(identifier))
    return listed_promise(identifier)


def listed_promise(identifier: str) -> Promise:
    """The promise of the package with an id, and never a file; raises where there is none."""
    if identifier not in promises():
        near = nearest(identifier, promises())
        raise AyniError("unknown_promise", id=identifier, near=near, ids=", ".join(promises()))
    return promises()[identifier]


def read_promise(path: Path) -> Promise:
    """Read and check one file. Raises AyniError that names the place and how to correct it."""
    said = shaped(Promise, _periods_as_text(read_yaml(path)), path.name)
    ids = [each.id for each in said.statements]
    for twice in {each for each in ids if ids.count(each) > 1 or each == REFERENCE}:
        raise AyniError("promise_statement_twice", file=path.name, id=twice)
    given = {name for factor in said.factors.values() for option in factor.options.values() for name in option.values}
    for name, factor in said.factors.items():
        first = next(iter(factor.options.values()))
        for key, option in factor.options.items():
            if set(option.values) != set(first.values):
                raise AyniError(
                    "promise_values", file=path.name, place=f"factors.{name}.options.{key}",
                    values=", ".join(first.values), found=", ".join(option.values),
                )  # fmt: skip
    bases = [("reference", said.reference), *((f"statements.{each.id}.base", each.base) for each in said.statements)]
    for place, base in bases:
        _check_base(said, base, path.name, place)
    for place, term in [("formula", said.formula), *_terms_of_options(said)]:
        _check_term(term, given if place == "formula" else set(), path.name, place)
    return said


def _periods_as_text(raw: object) -> object:
    """The same with days as text: a period is a year, a month or a day, all written alike."""
    if isinstance(raw, dict):
        return {key: _periods_as_text(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_periods_as_text(value) for value in raw]
    return raw.isoformat() if hasattr(raw, "isoformat") else raw


def _check_base(of: Promise, base: Base, file: str, place: str) -> None:
    for name in dict.fromkeys((*base, *of.factors)):
        if name not in of.factors:
            raise AyniError(
                "promise_factor", file=file, place=place, name=name, near=nearest(name, of.factors),
                names=", ".join(of.factors),
            )  # fmt: skip
        options = of.factors[name].options
        if base.get(name) not in options:
            raise AyniError(
                "promise_option", file=file, place=f"{place}.{name}", name=base.get(name, "–"), names=", ".join(options)
            )


def _terms_of_options(of: Promise) -> Iterator[tuple[str, Term]]:
    for name, factor in of.factors.items():
        for key, option in factor.options.items():
            for value, term in option.values.items():
                yield f"factors.{name}.options.{key}.values.{value}", term
    for each in of.statements:
        if each.rate is not None:
            yield f"statements.{each.id}.rate", each.rate


_KINDS = ("value", "series", "parameter", "number", "sum", "product")


def _check_term(term: Term, given: set[str], file: str, place: str) -> None:
    kinds = [kind for kind in _KINDS if getattr(term, kind) is not None]
    needed = {"series": term.period, "parameter": term.on}
    if len(kinds) != 1 or needed.get(kinds[0], "") is None:
        raise AyniError("promise_term", file=file, place=place, kinds=", ".join(_KINDS))
    if term.value is not None and term.value not in given:
        names = ", ".join(sorted(given)) or "–"
        raise AyniError("promise_value", file=file, place=place, name=term.value, names=names)
    for n, each in enumerate(term.sum or term.product or ()):
        _check_term(each, given, file, f"{place}.{kinds[0]}[{n}]")


# ---- values


def costed(of: Promise, law: Law, left: Sequence[str] = (), right: Sequence[str] = ()) -> Costed:
    """Every statement rebuilt; and the difference between two bases, where `left` or `right` says one.

    A base is said by a statement's id, `reference`, and `factor=option` for what is taken otherwise; one that is not
    said is that of the promise itself. Raises AyniError for a name that is not there, and as `law.parameter`.
    """
    known = _Values(of, law)
    asked = None
    if left or right:
        asked = _difference(known, base_of(of, left, "left"), base_of(of, right, "right"))
    return Costed(of, known.value(of.reference), tuple(_rebuilt(known, each) for each in of.statements), asked)


def base_of(of: Promise, said: Iterable[str], option: str) -> Base:
    """The base that a list of words says: a statement or the promise itself, then what is taken otherwise."""
    base = dict(of.reference)
    statements = {each.id: each for each in of.statements}
    for word in said:
        name, equals, taken = word.partition("=")
        if not equals:
            if name != REFERENCE and name not in statements:
                names = ", ".join((REFERENCE, *statements))
                near = nearest(name, (REFERENCE, *statements))
                raise AyniError("promise_side", option=option, name=name, near=near, names=names)
            base = dict(of.reference if name == REFERENCE else statements[name].base)
        else:
            base[name] = taken
    _check_base(of, base, of.id, f"--{option}")
    return base


class _Values:
    """The value of the formula under each base, each computed once, with the figures that it rests on."""

    def __init__(self, of: Promise, law: Law) -> None:
        self.of, self.law = of, law
        self._known: dict[tuple[str, ...], tuple[float, tuple[Used, ...]]] = {}

    def value(self, base: Base) -> float:
        return self.computed(base)[0]

    def computed(self, base: Base) -> tuple[float, tuple[Used, ...]]:
        key = tuple(base[name] for name in self.of.factors)
        if key not in self._known:
            given = {
                name: term
                for factor, taken in zip(self.of.factors.values(), key, strict=True)
                for name, term in factor.options[taken].values.items()
            }
            used: list[Used] = []
            value = self.term(self.of.formula, given, used)
            self._known[key] = value, tuple({each.id: each for each in used}.values())
        return self._known[key]

    def term(self, term: Term, given: Mapping[str, Term], used: list[Used]) -> float:
        if term.value is not None:
            return self.term(given[term.value], {}, used) * term.times
        if term.sum is not None:
            return math.fsum(self.term(each, given, used) for each in term.sum) * term.times
        if term.product is not None:
            return math.prod(self.term(each, given, used) for each in term.product) * term.times
        if term.number is not None and not term.source:
            return float(term.number) * term.times
        said = {
            name: value
            for name in ("series", "parameter", "number", "area", "group", "method", "period", "on", "unit", "source")
            if (value := getattr(term, name)) is not None
        }
        try:
            found = given_figure(msgspec.convert(said, Operand, strict=False), self.law)
        except AyniError as error:
            problem = {language: error.in_language(language) for language in LANGUAGES}
            raise AyniError("promise_figure", file=self.of.id, problem=problem) from error
        used.append(found)
        return found.value * term.times


def _rebuilt(known: _Values, each: Statement) -> Rebuilt:
    used: list[Used] = []
    rate = 1.0 if each.rate is None else known.term(each.rate, {}, used)
    value, figures = known.computed(each.base)
    assert not hasattr(each.stated.value, "isoformat")
    stated = float(each.stated.value) * rate
    width = each.stated.precision * rate
    explained = _difference(known, known.of.reference, each.base)
    return Rebuilt(each, stated, value, width, (*figures, *used), explained)


def _difference(known: _Values, left: Base, right: Base) -> Difference:
    """The difference between two bases, shared among the factors in which they differ: the mean over every order."""
    differing = [name for name in known.of.factors if left[name] != right[name]]
    n = len(differing)
    steps = []
    for name in differing:
        others = [each for each in differing if each != name]
        parts = [
            math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            * (known.value(_switched(left, right, {*chosen, name})) - known.value(_switched(left, right, {*chosen})))
            for size in range(n)
            for chosen in combinations(others, size)
        ]  # fmt: skip
        steps.append(Step(name, left[name], right[name], math.fsum(parts)))
    return Difference(left, right, known.value(left), known.value(right), tuple(steps))


def _switched(left: Base, right: Base, names: set[str]) -> Base:
    return {name: right[name] if name in names else taken for name, taken in left.items()}
