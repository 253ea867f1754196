"""Running a law on a population: each rule on whole columns, block by block, each column computed only once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from types import SimpleNamespace
from typing import Literal

import numpy as np
from msgspec import Struct, field

from ayni.engine import columns, fused
from ayni.engine.columns import Together
from ayni.engine.errors import fault, nearest
from ayni.engine.law import Definition, LawOnDay
from ayni.engine.population import Array, Population
from ayni.engine.rules import Aggregate, Entity, Rule

Engine = Literal["auto", "columns", "fused"]
Identity = int | str
"""The identity of a column: a number for a computed one, its name for a given one."""
BLOCK = 128_000
"""Persons in a block: few enough for several columns to fit in the processor's cache."""
THREADS = os.cpu_count() or 1
LARGE = 1_000_000
"""From this many persons on, only the wanted columns are kept; intermediate ones are discarded block by block."""
NOT_IN_FORCE = "not in force"


class Work(Struct):
    """Counts of what simulations did: definitions evaluated, columns reused, and seconds in `run`."""

    evaluated: int = 0
    reused: int = 0
    seconds: float = 0.0
    engines: set[Engine] = field(default_factory=set)
    """The engines that computed something."""
    fell_back: int = 0
    """How often the fused engine left its work to the engine by column, because a value was not finite."""


class Simulation:
    """A population with every column computed on it so far.

    A computed column is reused whenever the same rule is run with the same parameter values on the same inputs, under
    whatever law. A column that the population holds is taken as given and never computed.
    """

    def __init__(
        self, population: Population, *, block: int = BLOCK, engine: Engine = "auto", work: Work | None = None
    ) -> None:
        """Start without computed columns.

        `engine` is `columns`, `fused`, or `auto`, which takes `fused` where Numba is installed and the population is
        large; `block` is the number of persons in a block. `work` counts what is done; one may be shared by several
        simulations. Raises EngineError where `fused` is asked for without Numba.
        """
        self.population = population
        self.block = block
        if engine == "fused" and not fused.is_present():
            raise fault("needs_numba")
        large = population.n_persons >= LARGE and fused.is_present()
        self.engine: Engine = engine if engine != "auto" else "fused" if large else "columns"
        self.work = work or Work()
        self._kept: dict[Identity, Array] = {}
        self._identities: dict[tuple[object, ...], int] = {}
        self._given: dict[str, str] = {}
        self._complete: set[str] = set()
        self._executable: set[str] = set()

    def of_others(self, population: Population) -> Simulation:
        """The same persons with other columns: what was computed of those that are the same is reused."""
        changed = self.population.differing(population)
        found = Simulation(population, block=self.block, engine=self.engine, work=self.work)
        found._kept, found._identities = dict(self._kept), dict(self._identities)
        found._given = {**self._given, **{name: f"{self._given.get(name, name)}'" for name in changed}}
        found._complete, found._executable = self._complete - changed, set(self._executable)
        return found

    @property
    def evaluated(self) -> int:
        """How many definitions were computed."""
        return self.work.evaluated

    @property
    def reused(self) -> int:
        """How often a column that had been computed before was used again."""
        return self.work.reused

    @property
    def columns(self) -> int:
        """The number of computed columns that are kept."""
        return len(self._kept)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A context whose computed columns are discarded at its end, while those of before can be reused and stay."""
        columns, identities = len(self._kept), len(self._identities)
        try:
            yield
        finally:
            while len(self._kept) > columns:
                self._kept.popitem()
            while len(self._identities) > identities:
                self._identities.popitem()

    def run(self, law: LawOnDay, wanted: Iterable[str]) -> dict[str, Array]:
        """Compute the wanted columns under a law: of persons, (n_persons,), or of households, (n_households,).

        A rule that is not in force gives zeros. Raises EngineError for an unknown column, a column that this population
        lacks, a missing value in an input, and a result that is not finite.
        """
        start = perf_counter()
        try:
            return self._run(law, list(wanted))
        finally:
            self.work.seconds += perf_counter() - start

    def _run(self, law: LawOnDay, wanted: list[str]) -> dict[str, Array]:
        for name in wanted:
            self._check_known(law, name, "")
            if name not in self.population.columns and name not in self._executable:
                self._check_tier(law, name)
        identities, missing, reused = self._planned(law, wanted, self._kept)
        self.work.reused += reused
        if missing:
            self._compute(law, missing, wanted, identities)
        return {name: self._column(law, name, identities) for name in wanted}

    def evaluations(self, law: LawOnDay, groups: Iterable[list[str]]) -> int:
        """How many definitions a new simulation would compute for these groups of columns, one group after another."""
        kept: set[Identity] = set()
        total = 0
        for wanted in groups:
            identities, missing, _ = self._planned(law, wanted, kept)
            kept.update(identities[name] for name in missing)
            total += len(missing)
        return total

    def _planned(
        self, law: LawOnDay, wanted: list[str], kept: Collection[Identity]
    ) -> tuple[dict[str, Identity], list[str], int]:
        """What each column is, those to compute in their order, and how many are there already."""
        definitions = law.law.definitions
        identities: dict[str, Identity] = {}
        order = law.law.order(wanted, self.population.names)
        for name in order:
            identities[name] = self._identity(law, name, definitions[name], identities)
        needed = set(wanted)
        missing: list[str] = []
        reused = 0
        for name in reversed(order):
            if name not in needed or identities[name] == NOT_IN_FORCE:
                continue
            if identities[name] in kept:
                reused += 1
            else:
                missing.insert(0, name)
                needed.update(definitions[name].inputs)
        return identities, missing, reused

    def _entity(self, law: LawOnDay, name: str) -> Entity:
        return "person" if name in self.population.columns else law.law.definitions[name].entity

    def _column(self, law: LawOnDay, name: str, identities: Mapping[str, Identity]) -> Array:
        if name in self.population.columns:
            return self.population[name]
        if identities[name] == NOT_IN_FORCE:
            person = self._entity(law, name) == "person"
            return np.zeros(self.population.n_persons if person else self.population.n_households)
        return self._kept[identities[name]]

    def _compute(
        self,
        law: LawOnDay,
        names: list[str],
        wanted: Collection[str],
        identities: Mapping[str, Identity],
    ) -> None:
        definitions = law.law.definitions
        zero = frozenset(name for name, identity in identities.items() if identity == NOT_IN_FORCE)
        given = {
            read: self._column(law, read, identities)
            for name in names
            for read in definitions[name].inputs
            if read not in names and read not in zero
        }
        keep = names if self.population.n_persons < LARGE else [name for name in names if name in wanted]
        together = self._together(law, names, given, zero)
        made = {name: self._new_column(law, name) for name in keep}
        sound = self.engine == "fused" and self._fused(together, keep, given, made)
        if not sound:  # by column, a value that is not finite is told of with its inputs
            self._by_column(together, {**given, **made})
        self.work.engines.add("fused" if sound else "columns")
        for name, column in made.items():
            self._kept[identities[name]] = column
        self.work.evaluated += len(names)

    def _together(
        self, law: LawOnDay, names: Sequence[str], given: Mapping[str, Array], zero: frozenset[str]
    ) -> Together:
        """Definitions with what is known of their columns, of which these are given."""
        definitions = {name: law.law.definitions[name] for name in names}
        entities = {each: self._entity(law, each) for name, of in definitions.items() for each in (name, *of.inputs)}
        kinds = {name: columns.kind_of_definition(of) for name, of in definitions.items()}
        kinds |= {name: columns.kind_of(column) for name, column in given.items()}
        parameters = {name: law.parameters(name) or SimpleNamespace() for name in names}
        return Together(definitions, entities, kinds, zero, parameters, self.population.categories)

    def _new_column(self, law: LawOnDay, name: str) -> Array:
        population, of_persons = self.population, self._entity(law, name) == "person"
        size = population.n_persons if of_persons else population.n_households
        return columns.new_column(law.law.definitions[name], size)

    def _fused(
        self, of: Together, keep: Collection[str], given: Mapping[str, Array], made: Mapping[str, Array]
    ) -> bool:
        """Fill the columns made, in loops over persons; False where a value is not finite."""
        population = self.population
        plan = fused.plan_of(of.definitions, keep, of.kinds, of.entities, of.zero, of.categories, of.parameters)
        blocks = population.blocks(self.block)
        sound = plan.run(given, made, population.offsets, population.household, of.parameters, blocks, THREADS)
        self.work.fell_back += not sound
        return sound

    def _by_column(self, of: Together, whole: Mapping[str, Array]) -> None:
        """Fill the columns of `whole` that are computed, block by block."""
        household, blocks = self.population.household, list(self.population.blocks(self.block))
        if len(blocks) == 1:
            of.fill(whole, household, *blocks[0])
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(THREADS) as threads:
                list(threads.map(lambda block: of.fill(whole, household, *block), blocks))

    def function_of(
        self, names: Collection[str], law: LawOnDay, wanted: Collection[str]
    ) -> Callable[[Array], dict[str, Array]]:
        """The wanted columns as a function of the values (n_persons,) that given columns of persons all take.

        The values are decimals, as the columns are. What does not rest on them is computed once. Raises as `run`.
        """
        definitions = law.law.definitions
        identities, needed, _ = self._planned(law, list(wanted), ())
        zero = frozenset(name for name, identity in identities.items() if identity == NOT_IN_FORCE)
        moving = set(names)
        for name in needed:
            if not moving.isdisjoint(definitions[name].inputs):
                moving.add(name)
        moved = [name for name in needed if name in moving]
        read = dict.fromkeys(each for name in moved for each in definitions[name].inputs if each not in zero)
        fixed = self.run(law, [name for name in (*wanted, *read) if name not in moving])
        given = {name: fixed[name] for name in read if name not in moving}
        values = {name: self.population[name] for name in read if name in names}
        together = self._together(law, moved, {**given, **values}, zero)

        def found(value: Array) -> dict[str, Array]:
            start = perf_counter()
            made = {name: self._new_column(law, name) for name in moved}
            self._by_column(together, {**given, **dict.fromkeys(values, value), **made})
            self.work.evaluated += len(moved)
            self.work.seconds += perf_counter() - start
            return {name: made[name] if name in made else fixed[name] for name in wanted}

        return found

    def _identity(
        self, law: LawOnDay, name: str, definition: Definition, identities: Mapping[str, Identity]
    ) -> Identity:
        """A number for what makes a column, checked when it is first given; a given column's is its name."""
        if name not in self._executable:
            self._check_tier(law, name)
            self._executable.add(name)
        rows = law.rows(name) if isinstance(definition, Rule) else {}
        if rows is None:
            return NOT_IN_FORCE
        made_of = (
            definition.fingerprint,
            tuple([row.value for row in rows.values()]),
            tuple(
                [identities[read] if read in identities else self._given.get(read, read) for read in definition.inputs]
            ),
        )
        if made_of not in self._identities:
            for read in definition.inputs:
                self._check_known(law, read, name)
                self._check_complete(read, definition)
                self._check_entity(name, definition, read, self._entity(law, read))
            self._identities[made_of] = len(self._identities)
        return self._identities[made_of]

    def _check_tier(self, law: LawOnDay, name: str) -> None:
        instrument = law.law.instruments.get(law.law.instrument_of(name) or "")
        if instrument is not None and instrument.tier != "executable" and law.law.definitions[name].inputs:
            raise fault("above_its_tier", instrument=instrument.id, tier=instrument.tier, reason=instrument.tier_reason)

    def _check_known(self, law: LawOnDay, name: str, reader: str) -> None:
        if name in law.law.definitions or name in self.population.columns:
            return
        if name in self.population.absent:
            wave = self.population.source.get("wave", "")
            raise fault(
                "column_absent", column=name, rule=reader or name, wave=wave, reason=self.population.absent[name]
            )
        known = [*law.law.definitions, *self.population.columns]
        raise fault("unknown_column", column=name, rule=reader or "–", near=nearest(name, known))

    def _check_complete(self, name: str, reader: Definition) -> None:
        if name in self._complete or name not in self.population.columns:
            return
        values = self.population[name]
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            rows = np.flatnonzero(~np.isfinite(values))
            raise fault(
                "missing_input",
                column=name,
                rule=reader.name if isinstance(reader, Rule) else reader.fingerprint,
                persons=len(rows),
                household=int(self.population.household[rows[0]]) + 1,
            )
        self._complete.add(name)

    def _check_entity(self, name: str, definition: Definition, read: str, entity: Entity) -> None:
        person_needed = isinstance(definition, Aggregate)
        household_needed = isinstance(definition, Rule) and definition.entity == "household"
        if (person_needed and entity == "household") or (household_needed and entity == "person"):
            raise fault("wrong_entity", rule=name, column=read, entity=entity)
