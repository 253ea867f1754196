"""Populations: persons sorted by household, household offsets, a sampling design, and where it all comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engine.errors import fault

Array = npt.NDArray[Any]


@dataclass(frozen=True, repr=False)
class Population:
    """Persons in household blocks.

    `columns` are arrays of one value a person (n_persons,), sorted by household; `offsets` (n_households + 1,) say
    where each household begins. A category is stored as small integers with its values in `categories`. Columns of kind
    `links` hold the row of another person of the household, or -1. `absent` says why a column that a rule may want is
    not there, `imputed` how one that was not asked was filled in. `source` carries wave, field dates, file hash and
    whether the data is synthetic.
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
        """How many persons."""
        return int(self.offsets[-1])

    @property
    def n_households(self) -> int:
        """How many households."""
        return len(self.offsets) - 1

    @property
    def synthetic(self) -> bool:
        """Whether these are invented persons; no result of theirs can support a verdict."""
        return bool(self.source.get("synthetic", False))

    @property
    def expanded(self) -> bool:
        """Whether these are the households of a survey, copied by their weights; no result of theirs is a census's."""
        return bool(self.source.get("expanded", False))

    @cached_property
    def household(self) -> npt.NDArray[np.int32]:
        """The household of each person, (n_persons,)."""
        return np.repeat(np.arange(self.n_households, dtype=np.int32), np.diff(self.offsets))

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
        """What its rows are called: the wave, and the name of the part where it is not the whole wave."""
        wave, part = str(self.source.get("wave", "")), self.source.get("part")
        return f"{wave} part:{part}" if part else wave

    def __getitem__(self, name: str) -> Array:
        if name not in self.columns and name in self.absent:
            raise fault("column_left_out", wave=self.source.get("wave", ""), column=name, reason=self.absent[name])
        return self.columns[name]

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of a category, in the order of its codes; refused like the column where that is absent."""
        _ = self[name]
        return self.categories[name]

    def is_value(self, name: str, *values: str) -> npt.NDArray[np.bool_]:
        """Whether a category has one of the values, (n_persons,)."""
        return np.isin(self[name], [self.categories[name].index(value) for value in values])

    def household_total(self, values: Array) -> Array:
        """Sum of a persons' array by household, (n_households,)."""
        return np.bincount(self.household, weights=values, minlength=self.n_households)

    def with_columns(self, columns: Mapping[str, Array]) -> Population:
        """A new population with these columns added or replaced, and no file hash: it is no longer the file."""
        source = {key: value for key, value in self.source.items() if key != "sha256"}
        return replace(self, columns={**self.columns, **columns}, source=source)

    def blocks(self, persons: int) -> Iterator[tuple[slice, slice]]:
        """Slices of persons and of households that cover the population in whole households.

        A block has at most `persons` persons, unless one household alone has more.
        """
        first = 0
        while first < self.n_households:
            last = int(np.searchsorted(self.offsets, self.offsets[first] + persons, side="right")) - 1
            last = max(last, first + 1)
            yield slice(int(self.offsets[first]), int(self.offsets[last])), slice(first, last)
            first = last
