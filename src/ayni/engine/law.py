"""A law: its instruments and rules, read on a day, changed into another law, and ordered by what each rule reads."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, cached_property, wraps
from pathlib import Path
from types import MappingProxyType, ModuleType, SimpleNamespace
from typing import Any, TypeVar, get_args
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from ayni.engine import shapes, syntax
from ayni.engine.errors import EngineError, fault, nearest
from ayni.engine.folder import LawFolder
from ayni.engine.host import host
from ayni.engine.instruments import (
    NOWHERE,
    Act,
    Bring,
    Claiming,
    Entry,
    Input,
    Instrument,
    NotIf,
    Place,
    Reported,
    Span,
    Tier,
    Told,
    Window,
    load_instrument,
)
from ayni.engine.norms import Norm, load_norms, resting
from ayni.engine.parameters import Parameter, Row, RowOfFile, Value
from ayni.engine.rules import Aggregate, Rule, definitions_of
from ayni.engine.shapes import Text

Definition = Rule | Aggregate
Found = TypeVar("Found")


class _Shape(Struct, frozen=True, eq=False, weakref=True):
    """What rests on the definitions and on the instruments' names alone, found once for a law and all amended from it.

    The instrument of each rule, the rules of each instrument, and the orders asked for.
    """

    homes: dict[str, str | None] = field(default_factory=dict)
    homes_of: dict[tuple[str, ...], frozenset[str | None]] = field(default_factory=dict)
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    orders: dict[tuple[tuple[str, ...], frozenset[str]], tuple[str, ...]] = field(default_factory=dict)


class Law(Struct, frozen=True, eq=False):
    """A law: instruments with dated parameters, and rules and sums that define columns.

    A law is never changed; `amend`, `extended` and `without` give a new one. Two laws are equal only if they are the
    same object. The law of a package is pickled as the package's name, so that another process uses its own copy.
    """

    instruments: Mapping[str, Instrument]
    definitions: Mapping[str, Definition]
    suspended: frozenset[str] = frozenset()
    norms: Mapping[str, Norm] = field(default_factory=dict)
    """The laws and decrees that parameter rows cite, by name."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    """The names of rules, sums and facts for readers, by language."""
    package: str = ""
    """The package that defines the law; empty for a law that was changed."""
    folder: LawFolder | None = None
    """The law folder that was merged over it, if any."""
    languages: tuple[str, ...] = ()
    """The languages of all its texts; empty where each file may choose its own."""
    shape: _Shape = field(default_factory=_Shape)

    @classmethod
    def from_package(cls, package: ModuleType) -> Law:
        """The law that a Python package defines: the rules and sums of its modules, its instruments, its `norms/`, and
        the names in `names.yaml`.

        An instrument is a YAML file beside the module of the same name, which holds its rules. Where the package has a
        constant `LANGUAGES`, such as `("en", "fr")`, every text must be in each of these languages; otherwise in the
        host's.
        """
        from pkgutil import walk_packages

        languages: tuple[str, ...] = getattr(package, "LANGUAGES", host.languages)
        norms = load_norms(Path(str(package.__file__)).with_name("norms"), languages)
        instruments: dict[str, Instrument] = {}
        definitions: dict[str, Definition] = {}
        for info in walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            if not info.ispkg:
                path = Path(str(module.__file__)).with_suffix(".yaml")
                if path.exists():
                    instruments[path.stem] = resting(load_instrument(path, languages), norms)
            for name, value in vars(module).items():
                for defined, definition in definitions_of(module.__name__, name, value).items():
                    if defined in definitions:
                        raise fault("defined_twice", name=defined, module=module.__name__)
                    definitions[defined] = definition
        names = Path(str(package.__file__)).with_name("names.yaml")
        texts = MappingProxyType(host.read(names) if names.exists() else {})
        law = cls(
            MappingProxyType(instruments),
            MappingProxyType(definitions),
            norms=MappingProxyType(norms),
            texts=texts,
            package=package.__name__,
            languages=languages,
        )
        return law.checked(instruments)

    def _parts(self) -> dict[str, Any]:
        """The fields, in what can be pickled."""
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in asdict(self).items()}

    def __repr__(self) -> str:
        folder = f", with {self.folder.name}" if self.folder else ""
        named = self.package or "amended"
        return f"<Law {named}: {len(self.instruments)} instruments, {len(self.definitions)} rules and sums{folder}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (law_of, (self.package,)) if self.package else super().__reduce_ex__(protocol)

    def checked(self, placed: Iterable[str] = ()) -> Law:
        """This law, after checking what needs no population: that no rules define one another in a circle, that the
        parameters they read exist, and that all use one currency.

        For the instruments `placed`, also that they say where they enter the chain of incomes. Raises EngineError.
        """
        self.order(self.definitions)
        currencies = {each.currency: name for name, each in self.definitions.items() if isinstance(each, Rule)}
        currencies.pop("", None)
        if len(currencies) > 1:
            (one, first), (other, second) = list(currencies.items())[:2]
            raise fault("two_currencies", rule=first, currency=one, second=second, other=other)
        for name, definition in self.definitions.items():
            if not isinstance(definition, Rule) or not definition.parameters:
                continue
            instrument = self.instruments.get(self.instrument_of(name) or "")
            known = instrument.parameters if instrument else {}
            for parameter in definition.parameters:
                if parameter not in known:
                    raise fault("unknown_parameter", name=f"{name}: p.{parameter}", near=nearest(parameter, known))
        for instrument in self.instruments.values():
            self._check_entries(instrument)
            own = [rule.name for rule in self.rules_of(instrument.id)]
            for name in instrument.answers or ():
                if name not in own:
                    raise fault("instrument_answers", file=instrument.file, rule=name, near=nearest(name, own))
        for name in placed:
            self._check_place(self.instruments[name])
        return self

    def _check_place(self, instrument: Instrument) -> None:
        """What is executable says where it enters the chain of incomes, and has a rule that says how much."""
        if instrument.tier != "executable":
            return
        if instrument.enters is None:
            raise fault("instrument_no_place", file=instrument.file, places=", ".join((*get_args(Place), NOWHERE)))
        for entry in instrument.enters:
            if entry.place != "in_kind" and not self.entering(instrument, entry):
                raise fault("entry_without_rule", file=instrument.file, place=entry.place)

    def _check_entries(self, instrument: Instrument) -> None:
        """What enters the chain of incomes is said by rules of the instrument in money, each counted once."""
        own = [rule.name for rule in self.rules_of(instrument.id) if rule.currency]
        counted: set[str] = set()
        for entry in instrument.enters or ():
            for name in filter(None, (*entry.rules, entry.total)):
                if name not in own:
                    raise fault("entry_rule", file=instrument.file, rule=name, near=nearest(name, own))
            rules = self.entering(instrument, entry)
            for name in rules if instrument.tier == "executable" else ():
                read = [each for each in self.order([name]) if each in rules and each != name]
                if read and not entry.rules:
                    raise fault("entry_two_readings", file=instrument.file, rule=name, other=read[0])
                if name in counted:
                    raise fault("entry_twice", file=instrument.file, rule=name)
                counted.add(name)

    def entering(self, instrument: Instrument, entry: Entry) -> tuple[str, ...]:
        """The rules whose amounts add up to an entry: those that it names, else all payments of the instrument."""
        periods = (rule.name for rule in self.rules_of(instrument.id) if rule.period)
        return entry.rules or tuple(periods)

    def instrument(self, name: str) -> Instrument:
        """An instrument by its name; raises where there is none."""
        if name not in self.instruments:
            raise fault("unknown_instrument", name=name, near=nearest(name, self.instruments))
        return self.instruments[name]

    def instrument_of(self, name: str) -> str | None:
        """The instrument to which a rule belongs: the module in which it stands."""
        homes = self.shape.homes
        if name not in homes:
            definition = self.definitions[name]
            stem = definition.module.rpartition(".")[2] if isinstance(definition, Rule) else None
            homes[name] = stem if stem in self.instruments else None
        return homes[name]

    def homes(self, names: tuple[str, ...]) -> frozenset[str | None]:
        """The instruments to which some rules and sums belong."""
        found = self.shape.homes_of.get(names)
        if found is None:
            found = self.shape.homes_of[names] = frozenset(map(self.instrument_of, names))
        return found

    def rules_of(self, instrument: str) -> tuple[Rule, ...]:
        """The rules of an instrument, in the order in which they stand."""
        if instrument not in self.shape.rules:
            self.shape.rules[instrument] = tuple(
                definition
                for name, definition in self.definitions.items()
                if isinstance(definition, Rule) and self.instrument_of(name) == instrument
            )
        return self.shape.rules[instrument]

    def rule(self, name: str) -> Rule:
        """A rule by its name; raises where there is none."""
        found = self.definitions.get(name)
        if not isinstance(found, Rule):
            raise fault("unknown_rule", name=name, near=nearest(name, self.definitions))
        return found

    def parameter(self, name: str) -> Parameter:
        """A parameter by `instrument.parameter`; raises where there is none."""
        instrument, _, parameter = name.partition(".")
        found = self.instruments[instrument].parameters.get(parameter) if instrument in self.instruments else None
        if found is None:
            known = [each.id for one in self.instruments.values() for each in one.parameters.values()]
            raise fault("unknown_parameter", name=name, near=nearest(name, known))
        return found

    def text(self, name: str) -> Text | None:
        """The name of a rule or sum for readers, by language; its instrument's where both have one identifier. None if
        there is none."""
        if name in self.texts or name not in self.definitions:
            return self.texts.get(name)
        return self.instruments[name].called if self.instrument_of(name) == name else None

    def read_by(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns of the population that are needed to compute the named columns."""
        read = {column: None for name in self.order(names) for column in self.definitions[name].inputs}
        return tuple(column for column in read if column not in self.definitions)

    def as_known_on(self, day: dt.date) -> Law:
        """The law as it could be known on a day, without anything published later.

        An instrument that was not known at all pays nothing.
        """
        known = {name: instrument.as_known_on(day) for name, instrument in self.instruments.items()}
        unknown = {name for name, instrument in known.items() if not instrument.in_force}
        known |= {name: self.instruments[name] for name in unknown}
        suspended = self.suspended | unknown
        return replace(self, instruments=MappingProxyType(known), suspended=suspended, package="")

    def known_until(self, day: dt.date, instruments: Iterable[str]) -> dt.date | None:
        """The earliest of the last days on which somebody checked these instruments, of those that are in force on a
        day."""
        found = (self.instruments[name].known_on(day) for name in {*instruments} - self.suspended)
        return min((each for each in found if each is not None), default=None)

    def of_tier(self, tier: Tier) -> tuple[str, ...]:
        """The names of the instruments of a tier."""
        return tuple(instrument.id for instrument in self.instruments.values() if instrument.tier == tier)

    def on(self, day: dt.date) -> LawOnDay:
        """The law in force on a day exactly: what one household is told."""
        return LawOnDay(self, day)

    def within_year(self, day: dt.date) -> LawOnDay:
        """The law of the calendar year of a day, for runs on a survey: a payment made yearly or once uses the
        parameters of the nearest day on which it was in force."""
        return LawOnDay(self, day, spread_over_year=True)

    def amend(self, changes: Mapping[str, Mapping[str | dt.date, Value]]) -> Law:
        """A new law in which parameters have other values.

        `changes` is `{"instrument.parameter": {"2026-01-01": 2000}}`; a date may be a range, `"2026-01-01.2026-12-31"`.
        Raises EngineError for an unknown parameter, an invalid date, or a value of the wrong type.
        """
        instruments = dict(self.instruments)
        for name, values in changes.items():
            parameter = self.parameter(name)
            instrument_id, _, parameter_id = name.partition(".")
            instrument = instruments[instrument_id]
            rows = [_reform_row(name, key, value, parameter.rows[-1].value) for key, value in values.items()]
            parameters = {**instrument.parameters, parameter_id: parameter.amended(rows)}
            instruments[instrument_id] = msgspec.structs.replace(instrument, parameters=parameters)
        return replace(self, instruments=MappingProxyType(instruments), package="")

    def extended(
        self,
        instruments: Iterable[Instrument],
        definitions: Mapping[str, Definition],
        texts: Mapping[str, Text] = MappingProxyType({}),
    ) -> Law:
        """A new law to which these instruments and definitions are added; each replaces the one of the same name.

        `texts` are the names of the definitions for readers. A rule that replaces another belongs to the same
        instrument; a new rule belongs to the instrument of its name, or else to the last one added. Raises EngineError
        as `checked` does.
        """
        added = {instrument.id: resting(instrument, self.norms) for instrument in instruments}
        found: dict[str, Definition] = {}
        for name, definition in definitions.items():
            old = self.definitions.get(name)
            if isinstance(definition, Rule):
                home = name if name in added else next(reversed(added), definition.module)
                definition = dataclasses.replace(definition, module=old.module if isinstance(old, Rule) else home)
            found[name] = definition
        if not (added or found or texts):
            return self
        return replace(
            self,
            instruments=MappingProxyType({**self.instruments, **added}),
            definitions=MappingProxyType({**self.definitions, **found}),
            texts=MappingProxyType({**self.texts, **texts}),
            package="",
            shape=_Shape(),
        ).checked()

    def without(self, *instruments: str) -> Law:
        """A new law in which the rules of these instruments are not in force."""
        for name in instruments:
            self.instrument(name)
        return replace(self, suspended=self.suspended | set(instruments), package="")

    def order(self, wanted: Iterable[str], given: Collection[str] = ()) -> tuple[str, ...]:
        """The rules and sums needed to compute the wanted columns, each after those that it reads.

        Columns in `given` are not computed, nor is what only they need. Raises EngineError where rules define one
        another in a circle.
        """
        asked = (tuple(wanted), frozenset(given))
        if asked in self.shape.orders:
            return self.shape.orders[asked]
        done: dict[str, None] = {}
        path: list[str] = []

        def visit(name: str) -> None:
            if name in done or name in given or name not in self.definitions:
                return
            if name in path:
                raise fault("cycle", path=" → ".join([*path[path.index(name) :], name]))
            path.append(name)
            for read in self.definitions[name].inputs:
                visit(read)
            path.pop()
            done[name] = None

        for name in asked[0]:
            visit(name)
        return self.shape.orders.setdefault(asked, tuple(done))


def once_a_shape(find: Callable[[Law], Found]) -> Callable[[Law], Found]:
    """Cache a function of a law whose result depends only on the law's definitions, instruments and names, so that a
    law with amended parameters reuses it."""
    known: WeakKeyDictionary[_Shape, Found] = WeakKeyDictionary()

    @wraps(find)
    def found(law: Law) -> Found:
        if law.shape not in known:
            known[law.shape] = find(law)
        return known[law.shape]

    return found


class LawOnDay(Struct, frozen=True, dict=True, weakref=True):
    """A law on a day: which rules are in force, and the values of their parameters."""

    law: Law
    day: dt.date
    spread_over_year: bool = False
    """Whether yearly and one-off payments count in their whole calendar year, as in runs on a survey."""

    @cached_property
    def _resolved(self) -> dict[str, SimpleNamespace | None]:
        return {}

    def parameters(self, name: str) -> SimpleNamespace | None:
        """The parameter values that a rule reads, as attributes; None where its instrument is not in force."""
        if name not in self._resolved:
            rows = self.rows(name)
            values = None if rows is None else {key: row.value for key, row in rows.items()}
            self._resolved[name] = None if values is None else SimpleNamespace(**values)
        return self._resolved[name]

    def rows(self, name: str) -> dict[str, Row] | None:
        """The dated rows behind the parameters that a rule reads; None where its instrument is not in force."""
        rule = self.law.definitions[name]
        instrument_id = self.law.instrument_of(name)
        if not isinstance(rule, Rule) or instrument_id is None:
            return {}
        when = self.day_read(name)
        return None if when is None else self.law.instruments[instrument_id].rows_on(when, rule.parameters)

    def row(self, name: str, parameter: str) -> Row:
        """The row of one parameter that a rule in force reads; raises where it has no value on the day."""
        found = self.law.instruments[self.law.instrument_of(name) or ""].parameters[parameter]
        return found.on(self.day_read(name) or self.day)

    def day_read(self, name: str) -> dt.date | None:
        """The day whose parameters a rule reads; None where its instrument is not in force.

        It is the day itself. Where the law is spread over the year, a yearly or one-off payment is read on the nearest
        day of the year on which it was in force.
        """
        if name not in self._days_read:
            self._days_read[name] = self._day_of(name)
        return self._days_read[name]

    @cached_property
    def _days_read(self) -> dict[str, dt.date | None]:
        return {}

    def _day_of(self, name: str) -> dt.date | None:
        rule = self.law.definitions[name]
        instrument_id = self.law.instrument_of(name)
        if not isinstance(rule, Rule) or instrument_id is None:
            return self.day
        if instrument_id in self.law.suspended:
            return None
        within_year = self.spread_over_year and rule.is_within_year
        return self.law.instruments[instrument_id].day_in_force(self.day, within_year=within_year)

    def in_force(self, name: str) -> bool:
        """Whether a rule is in force on the day or, where the law is spread over the year, in that year."""
        return self.day_read(name) is not None

    def computed(self, wanted: Iterable[str], given: Collection[str] = ()) -> tuple[str, ...]:
        """The rules and sums of `Law.order` that are computed on the day: without rules that are not in force, and
        without what only these read."""
        needed = set(wanted := tuple(wanted))
        found: list[str] = []
        for name in reversed(self.law.order(wanted, given)):
            if name in needed and self.in_force(name):
                found.append(name)
                needed.update(self.law.definitions[name].inputs)
        return tuple(reversed(found))

    def agrees(self, other: LawOnDay, names: Iterable[str]) -> bool:
        """Whether these definitions are the same in both laws, with the same parameter rows, or in force in neither."""
        mine, theirs = self.law.definitions, other.law.definitions
        return all(
            mine[name] is theirs.get(name) and self.rows(name) == other.rows(name)
            for name in self._not_the_very_same(other, names)
        )

    def differing(self, other: LawOnDay, among: Iterable[str] = ()) -> tuple[str, ...]:
        """The rules and sums, `among` these or all, that differ between two laws: in their text, in parameter values,
        or in being in force."""
        names = dict.fromkeys(among or [*self.law.definitions, *other.law.definitions])
        return tuple(name for name in self._not_the_very_same(other, names) if self._said(name) != other._said(name))

    def _not_the_very_same(self, other: LawOnDay, names: Iterable[str]) -> tuple[str, ...]:
        """Those of some rules and sums that may differ in another law: all but where it has the very same definition
        and instrument."""
        if other not in self._touched:
            self._touched[other] = self._touched_in(other)
        touched, names = self._touched[other], tuple(names)
        if touched is None:
            return names
        if touched.isdisjoint(self.law.homes(names)):
            return ()
        return tuple(name for name in names if self.law.instrument_of(name) in touched)

    @cached_property
    def _touched(self) -> WeakKeyDictionary[LawOnDay, frozenset[str] | None]:
        return WeakKeyDictionary()

    def _touched_in(self, other: LawOnDay) -> frozenset[str] | None:
        """The instruments that are not the very same in another law; None where its definitions or day may differ."""
        mine, theirs = self.law, other.law
        if mine.shape is not theirs.shape or (self.day, self.spread_over_year) != (other.day, other.spread_over_year):
            return None
        amended = {name for name, each in mine.instruments.items() if each is not theirs.instruments.get(name)}
        return frozenset(amended | (mine.suspended ^ theirs.suspended))

    def _said(self, name: str) -> tuple[str, dict[str, Value] | None] | None:
        if name not in self.law.definitions:
            return None
        try:
            rows = self.rows(name)
        except EngineError:  # a parameter without a value on the day, which stops this rule only
            rows = None
        values = None if rows is None else {key: row.value for key, row in rows.items()}
        return self.law.definitions[name].fingerprint, values

    def doubtful(self, names: Iterable[str]) -> tuple[tuple[str, Row], ...]:
        """The parameter rows needed for the wanted columns that nobody read in a norm, an official source or the press,
        with their names."""
        found: dict[str, Row] = {}
        for name in self.law.order(names):
            for parameter, row in (self.rows(name) or {}).items():
                if row.is_doubtful:
                    found[f"{self.law.instrument_of(name)}.{parameter}"] = row
        return tuple(found.items())


@cache
def law_of(package: str) -> Law:
    """The law of a package, by the package's name; read once for each process, or as the host stored it."""
    module = importlib.import_module(package)
    folders = (Path(str(module.__file__)).parent, Path(__file__).parent)
    parts: dict[str, Any] = host.stored(f"law {package}", folders, lambda: Law.from_package(module)._parts(), KINDS)
    mappings = {name: MappingProxyType(value) for name, value in parts.items() if isinstance(value, dict)}
    return Law(**{**parts, **mappings})


_KINDS: tuple[Any, ...] = (
    *(dt.date, Rule, Aggregate, _Shape, Parameter, Row, RowOfFile, Norm, Instrument, Span, Act, Bring, Window),
    *(NotIf, Reported, Input, Entry, Told, Claiming, vars(shapes)["Text"], Bring(text={}).__reduce__()[0]),
)
KINDS = {**syntax.KINDS, **{(kind.__module__, kind.__qualname__): kind for kind in _KINDS}}
"""What a stored law is made of: classes, and the function with which msgspec makes again what has keywords alone."""


def _reform_row(parameter: str, key: str | dt.date, value: Any, example: Value) -> Row:
    if isinstance(value, list):
        value = tuple(tuple(step) for step in value)
    same_kind = all(isinstance(value, kind) == isinstance(example, kind) for kind in (str, tuple))
    if isinstance(value, bool) or not same_kind or not isinstance(value, float | int | str | tuple):
        raise fault("wrong_kind_of_value", parameter=parameter, value=value, example=example)
    start, _, end = (key.isoformat() if isinstance(key, dt.date) else str(key)).partition(".")
    try:
        return Row(
            dt.date.fromisoformat(start), value, dt.date.fromisoformat(end) if end else None, confidence="reform"
        )
    except ValueError:
        raise fault("malformed_date", parameter=parameter, date=key) from None
