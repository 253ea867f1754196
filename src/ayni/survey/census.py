"""Census-size populations: one Parquet file in row groups of whole households, read one row group at a time.

The file has the columns of a normalised population and its provenance, with two differences: a link to another person
is kept as the distance in rows, zero for nobody, so that a row group stands by itself; and each page has a checksum and
each row group a hash of its bytes, so that what is damaged or was changed is reported and never read. No column has
blanks, and each is one page a row group, which pyarrow reads in half the time. It takes pyarrow, the extra
`ayni[scale]`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey.averages import absent_averages, sources_of, with_averages
from ayni.survey.prepared import (
    HOUSEHOLD,
    KEY,
    SYNTHETIC_MARK,
    marked,
    provenance_of,
    said_by,
    sealed,
)
from ayni.words import AyniError, note_read, writing
from ayni.words.memory import keep_memory
from ayni.words.progress import stepping

BLOCK = 128_000
"""Persons in a row group, about."""
LARGEST = 1 << 30
"""Bytes and rows of a page, more than any has."""
_WHOLE = (np.int8, np.int16, np.int32, np.int64)


def copies(weights: Array, seed: int) -> Array:
    """How many times each household stands in a file for its weight, (n_households,): systematic rounding.

    With C the running sum of the weights and one draw u of [0, 1), a household has ⌊C + u⌋ - ⌊C before + u⌋ copies: its
    weight rounded up or down, by expectation its weight; and households that follow one another, such as those of a
    department, together differ by less than one from the sum of their weights.
    """
    reached = np.floor(np.cumsum(weights) + np.random.default_rng([seed, 0]).random())
    return np.diff(reached, prepend=0.0).astype(np.int64)


def expand(population: Population, path: Path, persons: int | None = None, seed: int = 1, block: int = BLOCK) -> int:
    """Write a file with each household as often as its weight says, each copy with weight 1; how many persons it has.

    `persons` is the size by expectation; without it, the sum of the weights. Copies are spread evenly over the row
    groups, about `block` persons each, so that each is a small sample of the whole; one is held at a time. Raises
    where pyarrow is absent, where the population is an expansion already, and where the file cannot be written.
    """
    pyarrow, parquet = _arrow()
    if population.expanded:
        raise AyniError("expanded_already")
    weight = population["weight"][population.offsets[:-1]]
    size = np.diff(population.offsets)
    total = float(np.sum(weight * size))
    times = copies(weight * ((persons or total) / total), seed)
    groups = max(1, round(int(times @ size) / block))
    start = np.random.default_rng([seed, 1]).integers(groups, size=len(times))
    stored = marked(population, _small(population))
    types = {name: pyarrow.from_numpy_dtype(column.dtype) for name, column in stored.items()}
    types[HOUSEHOLD] = pyarrow.int32()
    schema = pyarrow.schema([pyarrow.field(name, of_column, nullable=False) for name, of_column in types.items()])
    written: list[int] = []
    hashes: list[str] = []
    households = 0
    with writing(path) as file, parquet.ParquetWriter(
        hashed := _Hashed(file), schema, compression="zstd", write_page_checksum=True,
        data_page_size=LARGEST, max_rows_per_page=LARGEST,
    ) as writer:  # fmt: skip
        hashed.since_last()
        for group in stepping(range(groups), "row_groups", groups):
            dealt = (times * (group + 1) + start) // groups - (times * group + start) // groups
            which = np.repeat(np.arange(len(times)), dealt)
            first = np.cumsum(size[which]) - size[which]
            household = np.repeat(np.arange(len(which), dtype=np.int32), size[which])
            rows = np.arange(len(household)) + (population.offsets[which] - first)[household]
            columns = {name: column[rows] for name, column in stored.items()}
            columns[HOUSEHOLD] = household + np.int32(households)
            households += len(which)
            if len(rows):
                writer.write_table(pyarrow.table(columns, schema), row_group_size=len(rows))
                written.append(len(rows))
                hashes.append(hashed.since_last())
        said = {**_provenance(population, seed), "columns": schema.names}
        writer.add_key_value_metadata({KEY: sealed(said, written, hashes)})
    return sum(written)


class _Hashed:
    """A file to which is written, with hashes of the bytes."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """Write some bytes."""
        self._digest.update(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        """Write what is kept back."""
        self._file.flush()

    def since_last(self) -> str:
        """The hash of what was written since this was last asked."""
        found, self._digest = self._digest.hexdigest(), hashlib.sha256()
        return found


def _small(population: Population) -> dict[str, Array]:
    """The columns as they are stored: links as distances, weights of one, integers in the smallest type that holds."""
    rows = np.arange(population.n_persons)
    stored = {}
    for name, column in population.columns.items():
        if name in population.links:
            column = np.where(column < 0, 0, column - rows)
        elif name == "weight":
            column = np.ones(population.n_persons, dtype=np.int8)
        if column.dtype.kind == "i":
            low, high = int(column.min()), int(column.max())
            column = column.astype(next(t for t in _WHOLE if np.iinfo(t).min <= low and high <= np.iinfo(t).max))
        stored[name] = column
    return stored


def _provenance(population: Population, seed: int) -> dict[str, Any]:
    source = dict(population.source)
    source |= {"expanded": True, "expanded_from": population.identity, "seed": seed}
    source.pop("sha256", None)
    return {**provenance_of(replace(population, source=source)), "row_groups": True}


def offsets_of(household: Array) -> Array:
    """Where each household begins, (n_households + 1,), of persons who stand by household, (n_persons,)."""
    return np.append(np.flatnonzero(np.diff(household, prepend=-1)), len(household)).astype(np.int64)


def population_of(
    columns: Mapping[str, Array],
    offsets: Array,
    provenance: Mapping[str, Any],
    wanted: Collection[str] | None = None,
) -> Population:
    """A population from what a file keeps, with the averages that its answers give or the wanted among these."""
    return Population(
        columns=with_averages(columns, wanted),
        offsets=offsets,
        categories={name: tuple(values) for name, values in provenance["categories"].items()},
        links=frozenset(provenance["links"]),
        absent={**provenance["absent"], **absent_averages(provenance["absent"])},
        imputed=provenance["imputed"],
        source=provenance["source"],
    )


class Census(Struct, frozen=True, dict=True):
    """A census-size file: what its foot says, and its row groups on demand."""

    path: Path
    provenance: Mapping[str, Any]

    @classmethod
    def find(cls, path: Path | None) -> Census | None:
        """The census-size file at a path; None for any other file, and for none. Reads the foot alone."""
        if path is None or not path.is_file():
            return None
        said = said_by(path, path)
        if not said or "row_groups" not in said:
            return None
        note_read(path.stat())
        return cls(path, said)

    @cached_property
    def _foot(self) -> Any:
        """The foot. Raises where row groups or columns are not those that were written."""
        foot = _arrow()[1].read_metadata(self.path)
        persons = [foot.row_group(index).num_rows for index in range(foot.num_row_groups)]
        if persons != self.provenance["persons"] or foot.schema.names != self.provenance.get("columns"):
            raise AyniError("prepared_changed", file=self.path)
        return foot

    @property
    def row_groups(self) -> int:
        """How many row groups."""
        return int(self._foot.num_row_groups)

    @property
    def n_persons(self) -> int:
        """How many persons."""
        return int(self._foot.num_rows)

    @cached_property
    def sha256(self) -> str:
        """The hash of the whole file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a person."""
        return tuple(name for name in self._foot.schema.names if name not in (HOUSEHOLD, SYNTHETIC_MARK))

    def population(self, index: int, wanted: Collection[str] | None = None) -> Population:
        """The persons of one row group, 0 the first, with the wanted columns that the file has, or with all.

        Raises AyniError naming file and row group where its bytes are damaged.
        """
        columns, household = self._read(index, wanted)
        found = population_of(columns, offsets_of(household), self.provenance, wanted)
        return replace(found, source={**found.source, "sha256": f"{self._identity}/{index}"})

    def whole(self, wanted: Collection[str] | None = None) -> Population:
        """All persons at once, with the wanted columns that the file has, or with all; each column is held once."""
        whole: dict[str, Array] = {}
        first = 0
        for index in range(self.row_groups):
            columns, household = self._read(index, wanted)
            last = first + len(household)
            for name, column in {**columns, HOUSEHOLD: household}.items():
                if name in self.provenance["links"]:
                    column = np.where(column < 0, -1, column + first)
                room = whole.setdefault(name, np.empty(self.n_persons, dtype=column.dtype))
                room[first:last] = column
            first = last
        household = whole.pop(HOUSEHOLD)
        found = population_of(whole, offsets_of(household), self.provenance, wanted)
        return replace(found, source={**found.source, "sha256": self._identity})

    def _read(self, index: int, wanted: Collection[str] | None) -> tuple[dict[str, Array], Array]:
        """The columns of a row group, links as rows within it, and each person's household."""
        pyarrow, parquet = _arrow()
        keep_memory()
        read = None if wanted is None else {*wanted, *sources_of(wanted)}
        names = [name for name in self.columns if read is None or name in read]
        try:
            with parquet.ParquetFile(self.path, metadata=self._foot, page_checksum_verification=True) as file:
                table = file.read_row_group(index, [*names, HOUSEHOLD], use_threads=False)
                columns = {name: _array(table[name], self.path) for name in (*names, HOUSEHOLD)}
        except (OSError, pyarrow.ArrowException):
            raise AyniError("row_group", file=self.path, group=index + 1, groups=self.row_groups) from None
        if hashlib.sha256(self._bytes_of(index)).hexdigest() != self.provenance["hashes"][index]:
            raise AyniError("prepared_changed", file=self.path)
        household = columns.pop(HOUSEHOLD)
        rows = np.arange(len(household), dtype=np.int32)
        for name in set(names) & set(self.provenance["links"]):
            columns[name] = np.where(columns[name] == 0, np.int32(-1), rows + columns[name])
        return columns, household

    def _bytes_of(self, index: int) -> bytes:
        """A row group as it stands in the file."""
        group = self._foot.row_group(index)
        columns = [group.column(at) for at in range(group.num_columns)]
        starts = [min(each.dictionary_page_offset or each.data_page_offset, each.data_page_offset) for each in columns]
        ends = [start + each.total_compressed_size for start, each in zip(starts, columns, strict=True)]
        with self.path.open("rb") as file:
            file.seek(min(starts))
            return file.read(max(ends) - min(starts))

    @cached_property
    def _identity(self) -> str:
        """A hash of the foot, which holds the place, size and range of every column of every row group."""
        digest = hashlib.sha256(json.dumps(self.provenance, sort_keys=True).encode())
        digest.update(json.dumps(self._foot.to_dict(), sort_keys=True, default=str).encode())
        return digest.hexdigest()


def _array(column: Any, path: Path) -> Array:
    """A column of pyarrow. Its own conversion would load pandas."""
    if column.null_count:
        raise AyniError("prepared_changed", file=path)
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if whole.type.bit_width > 1:
        return np.from_dlpack(whole)
    bits = np.frombuffer(whole.buffers()[1], dtype=np.uint8)
    flags: Array = np.unpackbits(bits, bitorder="little")[whole.offset : whole.offset + len(whole)].view(np.bool_)
    return flags


def _arrow() -> tuple[Any, Any]:
    """pyarrow, whose memory is from the store of NumPy's arrays: one of its own would hold 50 MiB more."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise AyniError("needs_pyarrow") from None
    return pyarrow, pyarrow.parquet
