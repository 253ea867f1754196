"""Hand-worked cases in YAML: read, and run by hand and by column."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engine import Household, LawOnDay, Population, Simulation
from ayni.law import bolivia
from ayni.survey import standard_columns
from ayni.words import read_yaml

FOLDER = Path(__file__).parent.parent / "cases"
NEUTRAL = read_yaml(FOLDER / "neutral.yaml")
ONLY = "the person"


@dataclass(frozen=True)
class Case:
    """A family on a day, and what the law gives each of its members."""

    file: str
    name: str
    law: LawOnDay
    persons: dict[str, dict[str, Any]]
    output: dict[str, dict[str, Any]]

    @property
    def links(self) -> dict[str, dict[str, int | None]]:
        position = {name: index for index, name in enumerate(self.persons)}
        kinds = standard_columns()
        return {
            name: {
                column: position.get(value) if value is not None else None
                for column, value in person.items()
                if column in kinds and kinds[column].type == "person"
            }
            for name, person in self.persons.items()
        }

    def by_hand(self) -> Household:
        return Household(self.law, [{**person, **self.links[name]} for name, person in self.persons.items()])

    def population(self) -> Population:
        kinds = standard_columns()
        columns, categories = {}, {}
        for column in NEUTRAL:
            values = [person[column] for person in self.persons.values()]
            kind = kinds[column].type if column in kinds else "money"
            if kind == "category":
                categories[column] = kinds[column].values
                values = [kinds[column].values.index(value) for value in values]
            elif kind == "person":
                values = [-1 if self.links[name][column] is None else self.links[name][column] for name in self.persons]
            columns[column] = np.array(values, dtype={"money": float, "flag": bool}.get(kind, int))
        links = frozenset(name for name in columns if name in kinds and kinds[name].type == "person")
        return Population(columns, np.array([0, len(self.persons)]), categories, links)

    def by_column(self, names: set[str]) -> dict[str, np.ndarray]:
        return Simulation(self.population()).run(self.law, sorted(names))


def read_cases() -> list[Case]:
    return [
        _case(path.stem, entry)
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem != "neutral"
        for entry in read_yaml(path)
    ]


def _case(file: str, entry: dict[str, Any]) -> Case:
    period = str(entry["period"])
    day = dt.date.fromisoformat(period if len(period) == 10 else f"{period}-01")
    given = entry["persons"] if "persons" in entry else entry["input"].get("persons", {ONLY: entry["input"]})
    persons = {name: {**NEUTRAL, **answers} for name, answers in given.items()}
    unknown = {column for answers in given.values() for column in answers} - set(NEUTRAL)
    assert not unknown, f"{file}: {entry['name']}: {unknown} is not in neutral.yaml"
    output = entry["output"]
    if list(persons) == [ONLY]:
        output = {ONLY: output}
    law = bolivia().amend(entry.get("reform", {}))
    return Case(file, entry["name"], law.on(day), persons, output)
