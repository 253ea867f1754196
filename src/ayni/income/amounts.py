"""Monthly amounts of each person, from rules with any period, about persons or households."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from ayni.engine import Array, Law, Population
from ayni.income.chain import MONTHS_OF

MONEY = "Bs/month"
"""The unit of every income, payment and poverty line of a survey."""

KEPT = 4
"""Populations whose households' numbers of members are kept."""


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


def per_head(population: Population, values: Array, who: Array | None = None) -> Array:
    """An amount of persons, or of those of `who` alone, divided equally among the members of their household,
    (n_persons,)."""
    return np.asarray(per_member(population, values, who).take(population.household))


def per_member(population: Population, values: Array, who: Array | None = None) -> Array:
    """The same by household: what each of its members has, (n_households,)."""
    if who is None:
        who = np.flatnonzero(values != 0)
        values = values[who]
    total = np.bincount(population.household[who], population["is_member"][who] * values, population.n_households)
    return np.asarray(total / _members_of(population))


_MEMBERS: OrderedDict[tuple[int, int], tuple[object, Array]] = OrderedDict()


def _members_of(population: Population) -> Array:
    """How many members each household has, (n_households,); kept for the last few populations."""
    column, offsets = population["is_member"], population.offsets
    key = id(column), id(offsets)
    kept = _MEMBERS.get(key)
    if kept is None:
        kept = (column, offsets), population.household_total(column.astype(bool))
        while len(_MEMBERS) >= KEPT:
            _MEMBERS.popitem(last=False)
        _MEMBERS[key] = kept
    return kept[1]
