"""Running a law on a population: column by column, block by block, each column computed once for what made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from types import SimpleNamespace

import numpy as np

from ayni.engine import columns
from ayni.engine.law import Definition, LawOnDay, nearest
from ayni.engine.population import Array, Population
from ayni.engine.rules import Aggregate, Entity, Rule
from ayni.words import AyniError

BLOCK = 128_000
"""Persons in a block: small enough for a few columns to stay in cache."""


class Simulation:
    """A population and every column computed on it so far.

    A column is kept under its identity: the rule, the parameter values it read and the identities of its inputs. Two
    laws that agree on all of these share the column. A column that the population holds is given, not computed.
    """

    def __init__(self, population: Population, *, block: int = BLOCK) -> None:
        self.population = population
        self.block = block
        self.evaluated = 0
        self.reused = 0
        self._kept: dict[str, Array] = {}

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
                identities[name], entities[name] = "not in force", definition.entity
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
            self._compute(law, missing, identities, entities)
        return {name: self._column(law, name, identities, entities) for name in wanted}

    def _column(self, law: LawOnDay, name: str, identities: dict[str, str], entities: dict[str, Entity]) -> Array:
        if name in self.population.columns:
            return self.population[name]
        if identities[name] == "not in force":
            size = self.population.n_persons if entities[name] == "person" else self.population.n_households
            return np.zeros(size)
        return self._kept[identities[name]]

    def _compute(
        self, law: LawOnDay, names: list[str], identities: dict[str, str], entities: dict[str, Entity]
    ) -> None:
        population = self.population
        pieces: dict[str, list[Array]] = {name: [] for name in names}
        for persons, households in population.blocks(self.block):
            household = population.household[persons] - households.start
            block: dict[str, Array] = {}
            for name in names:
                definition = law.law.definitions[name]
                size = (
                    persons.stop - persons.start
                    if definition.entity == "person"
                    else households.stop - households.start
                )
                for read in definition.inputs:
                    if read not in block:
                        whole = self._column(law, read, identities, entities)
                        block[read] = whole[persons if entities[read] == "person" else households]
                if isinstance(definition, Aggregate):
                    block[name] = columns.aggregate(definition, block, household, size, persons.start)
                else:
                    inputs = {
                        read: block[read][household]
                        if definition.entity == "person" and entities[read] == "household"
                        else block[read]
                        for read in definition.inputs
                    }
                    parameters = law.parameters(name) or SimpleNamespace()
                    block[name] = columns.evaluate(definition, inputs, parameters, population.categories, size)
                pieces[name].append(block[name])
        for name, parts in pieces.items():
            self._kept[identities[name]] = parts[0] if len(parts) == 1 else np.concatenate(parts)
            self.evaluated += 1

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
