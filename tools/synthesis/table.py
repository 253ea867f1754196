"""A survey as plain columns in one fixed order of persons, with the features that the trees read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ayni.engine import Array, Population

LINKS = ("spouse", "mother", "father")
LABOUR = (
    "second_job_income", "self_employment_income", "wage", "aguinaldo", "production_bonus", "overtime",
    "employer_allowances", "in_kind_pay",
)  # fmt: skip
NON_LABOUR = (
    "pension_old_age", "pension_veteran", "pension_disability", "pension_survivor", "reported_renta_dignidad",
    "reported_bono_juana_azurduy_mother", "reported_bono_juana_azurduy_child", "reported_subsidio_universal_prenatal",
    "property_income", "family_support", "private_transfers_cash", "private_transfers_kind", "remittances",
)  # fmt: skip
NOT_IN_INCOME = ("commissions", "severance", "other_excluded", "reported_disability_grant", "other_social_benefits")
SCHOOLING = ("years_of_schooling", "can_read_write", "attends_school", "hours_worked", "tax_registration")
MONEY = (*NON_LABOUR, *LABOUR, *NOT_IN_INCOME)
PAID = ("employee", "employer_with_salary", "own_account", "employer", "cooperative_member", "domestic_worker")
LEGAL = NON_LABOUR[4:8]
"""Grants whose amounts the law fixes: they take the law's values and are not smoothed."""


@dataclass
class Table:
    """Persons sorted by household and, inside it, by relation and age; values as codes and numbers."""

    columns: dict[str, Array]
    household: Array
    categories: Mapping[str, tuple[str, ...]]
    starts: Array = field(init=False)
    rank: Array = field(init=False)

    def __post_init__(self) -> None:
        self.starts = np.flatnonzero(np.diff(self.household, prepend=-1))
        self.rank = np.arange(len(self.household)) - self.starts[self.household]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.household)

    def is_(self, name: str, *values: str) -> Array:
        """Whether a category has one of the values, a person."""
        return np.isin(self[name], [self.categories[name].index(value) for value in values])

    def code(self, name: str, value: str) -> int:
        """The code of a category's value."""
        return self.categories[name].index(value)

    def head(self, name: str) -> Array:
        """A column's value of the head, one a household."""
        return self[name][self.starts]

    def total(self, values: Array) -> Array:
        """A sum a household."""
        return np.bincount(self.household, weights=values, minlength=len(self.starts))

    def spread(self, values: Array) -> Array:
        """One value a household, given to its persons."""
        return values[self.household]

    def take(self, households: Array) -> Table:
        """Only these households, by a mask; links are kept inside them."""
        rows = np.flatnonzero(households[self.household])
        where = np.full(len(self) + 1, -1, dtype=np.int64)
        where[rows] = np.arange(len(rows))
        columns = {name: values[rows] for name, values in self.columns.items()}
        for name in LINKS:
            columns[name] = where[columns[name]]
        return Table(columns, np.unique(self.household[rows], return_inverse=True)[1], self.categories)


def real_table(population: Population) -> Table:
    """The real survey in the order in which the synthesis visits persons: head, spouse, children by age, the rest."""
    order = np.lexsort((-population["age"].astype(int), population["relation"], population.household))
    columns = {name: values[order] for name, values in population.columns.items()}
    where = np.full(population.n_persons + 1, -1, dtype=np.int64)
    where[order] = np.arange(population.n_persons)
    for name in LINKS:
        columns[name] = where[columns[name]]
    return Table(columns, population.household[order], population.categories)


def add_composition(table: Table) -> None:
    """Features of who lives together, from relations, ages, sexes and links."""
    c, age = table.columns, table["age"].astype(np.int64)
    groups = {"under_2": (0, 1), "under_6": (0, 5), "school_age": (6, 17), "adults": (18, 59), "old": (60, 98)}
    for name, (low, high) in groups.items():
        c[f"n_{name}"] = table.spread(table.total((age >= low) & (age <= high)))
    c["persons"] = table.spread(np.bincount(table.household))
    c["rank"] = table.rank
    c["head_age"], c["head_sex"] = (table.spread(table.head(name)) for name in ("age", "sex"))
    c["has_partner"] = table["spouse"] >= 0
    c["partner_age"] = np.where(table["spouse"] >= 0, age[table["spouse"]], -1)
    youngest = np.full(len(table), 99, dtype=np.int64)
    for link in ("mother", "father"):
        linked = table[link] >= 0
        np.minimum.at(youngest, table[link][linked], age[linked])
    c["youngest_child"] = youngest
    c["has_mother"], c["has_father"] = table["mother"] >= 0, table["father"] >= 0
    mother_age = np.where(c["has_mother"], age[table["mother"]], -1)
    c["mother_age"] = mother_age


def households_left(table: Table, mask: Array) -> Array:
    """How many later persons of the household the mask holds for."""
    running = np.cumsum(mask)
    last = np.append(table.starts[1:], len(table)) - 1
    return np.asarray(table.spread(running[last]) - running)
