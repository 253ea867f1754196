"""Monthly amounts of each person, from rules with any period, about persons or households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ayni.engine import Array, Law, Population
from ayni.income.chain import MONTHS_OF

MONEY = "Bs/month"
"""The unit of every income, payment and poverty line of a survey."""


def monthly(law: Law, columns: Mapping[str, Array], rules: Sequence[str], population: Population) -> Array:
    """The sum of payments by several rules, whatever their period, as Bs a month of each person, (n_persons,)."""
    found: Array = np.zeros(population.n_persons)
    for name in rules:
        column = of_persons(columns[name], population)
        months = MONTHS_OF[law.rule(name).unit]
        found = found + (column if months == 1 else column / months)
    return found


def of_persons(column: Array, population: Population) -> Array:
    """An amount of each household assigned to its first member, (n_persons,); an amount of persons as it is."""
    if len(column) == population.n_persons:
        return column
    found = np.zeros(population.n_persons)
    members = np.flatnonzero(population["is_member"])
    households, first = np.unique(population.household[members], return_index=True)
    found[members[first]] = column[households]
    return found


def per_head(population: Population, values: Array) -> Array:
    """An amount of persons divided equally among the members of their household, (n_persons,)."""
    members = population["is_member"].astype(bool)
    total = population.household_total(np.where(members, values, 0.0))
    return np.asarray((total / population.household_total(members))[population.household])
