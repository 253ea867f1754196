"""The hand-worked cases of tests/cases, and a family as a population, so that each case also runs by column."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ayni.engine import Population, Simulation
from ayni.family import Case, Family, questions, read_cases
from ayni.law import bolivia
from support.tiers import every_tier

FOLDER = Path(__file__).parent.parent / "cases"


def cases() -> list[Case]:
    """Every case of the repository."""
    return read_cases(FOLDER, bolivia())


def by_column(case: Case, names: set[str]) -> dict[str, np.ndarray]:
    """These columns of the case's family, computed by column: zero where the law gives nothing on its day."""
    law, day = every_tier(case.law), case.family.day
    of_the_year = Simulation(as_population(case.family)).run(law.within_year(day), sorted(names))
    on_the_day = law.on(day)
    return {
        name: column if on_the_day.in_force(name) else np.zeros_like(column) for name, column in of_the_year.items()
    }


def as_population(of: Family) -> Population:
    """The family as one household of a population."""
    persons, columns, categories, links = of.persons(bolivia()), {}, {}, set()
    for name, question in questions(bolivia()).items():
        if question.type == "date":
            continue
        values = [person[name] for person in persons]
        if question.type == "category":
            categories[name] = question.values
            values = [question.values.index(value) for value in values]
        elif question.type == "person":
            links.add(name)
            values = [-1 if value is None else value for value in values]
        columns[name] = np.array(values, dtype={"money": float, "number": float, "flag": bool}.get(question.type, int))
    for name in {name for person in persons for name in person} & set(bolivia().definitions):
        columns[name] = np.array([person[name] for person in persons], dtype=float)
    return Population(columns, np.array([0, len(persons)]), categories, frozenset(links))
