"""Populations: persons grouped by household, as columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from ayni.engine.errors import fault

Array = npt.NDArray[Any]


class Population(Struct, frozen=True, dict=True, weakref=True):
    """Persons grouped by household, as columns.

    `columns` are arrays with one value for each person, (n_persons,), in which the persons of a household stand
    together; `offsets`, (n_households + 1,), are the positions at which households begin. A categorical column holds
    small integers, the positions of its values in `categories`. A column named in `links` holds the position of another
    person of the household, or -1. `absent` gives, by language, the reason why a column is missing, `imputed` how a
    column that was not asked was filled in. `source` describes where the data come from: the survey wave, days of
    fieldwork, the hash of the file, and whether they are synthetic.
    """

    columns: Mapping[str, Array]
    offsets: Array
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    absent: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    imputed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            if len(column) != self.n_persons:
                raise fault("column_length", column=name, rows=len(column), persons=self.n_persons)

    def __repr__(self) -> str:
        persons, households = f"{self.n_persons:,} persons", f"{self.n_households:,} households"
        return f"<Population {self.survey}: {persons} in {households}, {len(self.columns)} columns>".replace(" :", ":")

    @property
    def n_persons(self) -> int:
        """The number of persons."""
        return int(self.offsets[-1])

    @property
    def n_households(self) -> int:
        """The number of households."""
        return len(self.offsets) - 1

    @property
    def synthetic(self) -> bool:
        """Whether the persons are invented, so that no result can support a statement about a country."""
        return bool(self.source.get("synthetic", False))

    @property
    def expanded(self) -> bool:
        """Whether the households are those of a survey, repeated by their weights; a result is then not one of a
        census."""
        return bool(self.source.get("expanded", False))

    @cached_property
    def household(self) -> npt.NDArray[np.int32]:
        """The number of each person's household, (n_persons,)."""
        return np.repeat(np.arange(self.n_households, dtype=np.int32), np.diff(self.offsets))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the columns."""
        return frozenset(self.columns)

    @cached_property
    def identity(self) -> str:
        """A hash of the file that it came from, or of its content where there is no file."""
        if "sha256" in self.source:
            return str(self.source["sha256"])
        digest = hashlib.sha256()
        for name in sorted(self.columns):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self.columns[name]).tobytes())
        return digest.hexdigest()

    @property
    def survey(self) -> str:
        """The name of the data in results: the survey wave, with the name of the part where the file is only a part of
        it."""
        wave, part = str(self.source.get("wave", "")), self.source.get("part")
        return f"{wave} part:{part}" if part else wave

    def __getitem__(self, name: str) -> Array:
        if name not in self.columns and name in self.absent:
            raise fault("column_left_out", wave=self.source.get("wave", ""), column=name, reason=self.absent[name])
        return self.columns[name]

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of a categorical column, in the order of its codes; raises EngineError where it is absent."""
        _ = self[name]
        return self.categories[name]

    def is_value(self, name: str, *values: str) -> npt.NDArray[np.bool_]:
        """Whether each person has one of the values in a categorical column, (n_persons,)."""
        column, codes = self[name], self.categories[name]
        found: npt.NDArray[np.bool_] = np.logical_or.reduce([column == codes.index(value) for value in values])
        return found

    def household_total(self, values: Array) -> Array:
        """Sum of a persons' array by household, (n_households,)."""
        return np.bincount(self.household, weights=values, minlength=self.n_households)

    def with_columns(self, columns: Mapping[str, Array]) -> Population:
        """A new population with these columns added or replaced, without the file's hash, since it differs from the
        file."""
        source = {key: value for key, value in self.source.items() if key != "sha256"}
        return replace(self, columns={**self.columns, **columns}, source=source)

    def differing(self, other: Population) -> frozenset[str]:
        """The columns that another population of the same persons does not share, or has beside these."""
        names = {*self.columns, *other.columns} if self is not other else ()
        return frozenset(name for name in names if self.columns.get(name) is not other.columns.get(name))

    def blocks(self, persons: int) -> Iterator[tuple[slice, slice]]:
        """Slices of persons and of households that divide the population into blocks of whole households.

        A block has at most `persons` persons, unless a single household has more.
        """
        first = 0
        while first < self.n_households:
            last = int(np.searchsorted(self.offsets, self.offsets[first] + persons, side="right")) - 1
            last = max(last, first + 1)
            yield slice(int(self.offsets[first]), int(self.offsets[last])), slice(first, last)
            first = last
