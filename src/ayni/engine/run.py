"""Running a law on a population: column by column, block by block, each column computed once for what made it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Literal

import numpy as np

from ayni.engine import columns, fused
from ayni.engine.law import Definition, LawOnDay, nearest
from ayni.engine.operations import Kind
from ayni.engine.population import Array, Population
from ayni.engine.rules import Aggregate, Entity, Rule
from ayni.words import AyniError

Engine = Literal["auto", "columns", "fused"]
BLOCK = 128_000
"""Persons in a block: small enough for a few columns to stay in cache."""
THREADS = 2
LARGE = 1_000_000
"""From so many persons on only the wanted columns are kept; those on the way to them live in the rooms of a block."""
NOT_IN_FORCE = "not in force"


class Simulation:
    """A population and every column computed on it so far.

    A column is kept under its identity: the rule, the parameter values it read and the identities of its inputs. Two
    laws that agree on all of these share the column. A column that the population holds is given, not computed.
    """

    def __init__(self, population: Population, *, block: int = BLOCK, engine: Engine = "auto") -> None:
        """`engine` is `columns`, `fused`, or `auto`: fused where Numba is installed and the population is large.

        Raises where `fused` is asked and Numba is not installed.
        """
        self.population = population
        self.block = block
        if engine == "fused" and not fused.is_present():
            raise AyniError("needs_numba")
        large = population.n_persons >= LARGE and fused.is_present()
        self.engine: Engine = engine if engine != "auto" else "fused" if large else "columns"
        self.evaluated = 0
        self.reused = 0
        self._kept: dict[str, Array] = {}
        self._complete: set[str] = set()

    def run(self, law: LawOnDay, wanted: Iterable[str]) -> dict[str, Array]:
        """The wanted columns under a law: persons' columns (n_persons,), households' columns (n_households,).

        Raises for a column that nobody knows, one that this population lacks, a missing value in an input, and a result
        that is not finite.
        """
        wanted = list(wanted)
        for name in wanted:
            self._check_known(law, name, "")
        identities: dict[str, str] = {}
        entities: dict[str, Entity] = {}
        missing: list[str] = []
        given = self.population.columns
        for name in law.law.order(wanted, given):
            definition = law.law.definitions[name]
            self._check_tier(law, name)
            if isinstance(definition, Rule) and not law.in_force(name):
                identities[name], entities[name] = NOT_IN_FORCE, definition.entity
                continue
            for read in definition.inputs:
                self._check_known(law, read, name)
                if read in given:
                    self._check_complete(read, definition)
                    identities[read], entities[read] = f"{self.population.identity}/{read}", "person"
                self._check_entity(name, definition, read, entities[read])
            identities[name], entities[name] = self._identity(law, name, definition, identities), definition.entity
            if identities[name] in self._kept:
                self.reused += 1
            else:
                missing.append(name)
        if missing:
            self._compute(law, missing, wanted, identities, entities)
        return {name: self._column(law, name, identities, entities) for name in wanted}

    def _column(self, law: LawOnDay, name: str, identities: dict[str, str], entities: dict[str, Entity]) -> Array:
        if name in self.population.columns:
            return self.population[name]
        if identities[name] == NOT_IN_FORCE:
            size = self.population.n_persons if entities[name] == "person" else self.population.n_households
            return np.zeros(size)
        return self._kept[identities[name]]

    def _compute(
        self,
        law: LawOnDay,
        names: list[str],
        wanted: Collection[str],
        identities: dict[str, str],
        entities: dict[str, Entity],
    ) -> None:
        population, definitions = self.population, law.law.definitions
        sizes = {"person": population.n_persons, "household": population.n_households}
        keep = names if population.n_persons < LARGE else [name for name in names if name in wanted]
        made = {name: columns.new_column(definitions[name], sizes[entities[name]]) for name in keep}
        zero = frozenset(name for name, identity in identities.items() if identity == NOT_IN_FORCE)
        given = {
            read: self._column(law, read, identities, entities)
            for name in names
            for read in definitions[name].inputs
            if read not in names and read not in zero
        }
        kinds = {name: columns.kind_of_definition(definitions[name]) for name in names}
        kinds |= {name: columns.kind_of(column) for name, column in given.items()}
        parameters = {name: law.parameters(name) or SimpleNamespace() for name in names}
        if self.engine == "fused":
            chosen = {name: definitions[name] for name in names}
            plan = fused.plan_of(chosen, keep, kinds, entities, zero, population.categories, parameters)
            blocks = population.blocks(self.block)
            sound = plan.run(given, made, population.offsets, population.household, parameters, blocks, THREADS)
        if self.engine == "columns" or not sound:  # by column, a value that is not finite is told of with its inputs
            self._by_column(law, names, {**given, **made}, entities, kinds, zero, parameters)
        for name, column in made.items():
            self._kept[identities[name]] = column
        self.evaluated += len(names)

    def _by_column(
        self,
        law: LawOnDay,
        names: Sequence[str],
        whole: Mapping[str, Array],
        entities: Mapping[str, Entity],
        kinds: Mapping[str, Kind],
        zero: frozenset[str],
        parameters: Mapping[str, SimpleNamespace],
    ) -> None:
        """Fill the columns of `whole` that are named, block by block; what is named and not there needs room only."""
        population, definitions = self.population, law.law.definitions
        ready = {
            name: columns.Ready(definition, kinds, parameters[name], population.categories, zero)
            for name in names
            if isinstance(definition := definitions[name], Rule)
        }
        rooms = threading.local()

        def one(block: tuple[slice, slice]) -> None:
            with np.errstate(all="ignore"):
                fill(*block)

        def fill(persons: slice, households: slice) -> None:
            rows = {"person": persons, "household": households}
            household = population.household[persons] - households.start
            parts = {name: column[rows[entities[name]]] for name, column in whole.items()}
            for name in names:
                definition = definitions[name]
                size = rows[entities[name]].stop - rows[entities[name]].start
                if name not in parts:
                    room = vars(rooms).get(name)
                    if room is None or len(room) < size:
                        room = columns.new_column(definition, size)
                        setattr(rooms, name, room)
                    parts[name] = room[:size]
                if isinstance(definition, Aggregate):
                    nothing = definition.column in zero
                    columns.aggregate(definition, parts, household, persons.start, nothing, parts[name])
                    continue
                inputs = parts
                if definition.entity == "person":
                    below = [read for read in definition.inputs if entities[read] == "household" and read not in zero]
                    inputs = {**parts, **{read: parts[read].take(household) for read in below}} if below else parts
                ready[name].fill(inputs, parts[name])

        blocks = list(population.blocks(self.block))
        if len(blocks) == 1:
            one(blocks[0])
        else:
            with ThreadPoolExecutor(THREADS) as threads:
                list(threads.map(one, blocks))

    def _identity(self, law: LawOnDay, name: str, definition: Definition, identities: dict[str, str]) -> str:
        parameters = vars(law.parameters(name) or SimpleNamespace()) if isinstance(definition, Rule) else {}
        read = [identities[read] for read in definition.inputs]
        text = repr((definition.fingerprint, sorted(parameters.items()), read))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def _check_tier(self, law: LawOnDay, name: str) -> None:
        instrument = law.law.instruments.get(law.law.instrument_of(name) or "")
        if instrument is not None and instrument.tier != "executable":
            raise AyniError(
                "above_its_tier", instrument=instrument.id, tier=instrument.tier, reason=instrument.tier_reason
            )

    def _check_known(self, law: LawOnDay, name: str, reader: str) -> None:
        if name in law.law.definitions or name in self.population.columns:
            return
        if name in self.population.absent:
            wave = self.population.source.get("wave", "")
            raise AyniError(
                "column_absent", column=name, rule=reader or name, wave=wave, reason=self.population.absent[name]
            )
        known = [*law.law.definitions, *self.population.columns]
        raise AyniError("unknown_column", column=name, rule=reader or "–", near=nearest(name, known))

    def _check_complete(self, name: str, reader: Definition) -> None:
        if name in self._complete:
            return
        self._complete.add(name)
        values = self.population[name]
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            rows = np.flatnonzero(~np.isfinite(values))
            raise AyniError(
                "missing_input",
                column=name,
                rule=reader.name if isinstance(reader, Rule) else reader.fingerprint,
                persons=len(rows),
                household=int(self.population.household[rows[0]]) + 1,
            )

    def _check_entity(self, name: str, definition: Definition, read: str, entity: Entity) -> None:
        person_needed = isinstance(definition, Aggregate)
        household_needed = isinstance(definition, Rule) and definition.entity == "household"
        if (person_needed and entity == "household") or (household_needed and entity == "person"):
            raise AyniError("wrong_entity", rule=name, column=read, entity=entity)
