"""Populations on disk: one Parquet file each, with a description of its origin, and the cache of those already read."""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey.census import Census, offsets_of, population_of
from ayni.survey.content import MOST_BYTES, read_bytes, told
from ayni.survey.frames import frame_as_parquet, maker_of
from ayni.survey.kept import keep, keep_columns, kept, kept_columns
from ayni.survey.prepared import (
    HOUSEHOLD,
    KEY,
    PREPARED,
    SYNTHETIC_MARK,
    check_column,
    hash_of,
    marked,
    provenance_of,
    said_by,
    sealed,
)
from ayni.survey.reading import AS_IT_IS, Reading
from ayni.survey.totals import Difference, check_totals, compared_with
from ayni.survey.waves import Wave, user_folder, waves
from ayni.words import AyniError, AyniWarning, write_whole
from ayni.words.cache import cache_folder


class SurveyFile(Struct, frozen=True):
    """A survey's file and how it is to be read: as a part by a name, by a weight, by a wave that is named.

    Of a data frame in memory `content` is the file that it would be, and `path` what errors call it. With `protected`
    it is shown to visitors: its people are `blurred`, and what is found on them is published as `ayni.runs.protection`
    says.
    """

    path: Path
    part: str | None = None
    weights: str | None = None
    wave: str | None = None
    content: bytes | None = None
    protected: bool = False

    def __repr__(self) -> str:
        return f"<SurveyFile {self.path} {self.as_options()}>"

    def as_options(self) -> dict[str, Any]:
        """What was asked, as a receipt keeps it."""
        asked = {"part": self.part, "weights": self.weights, "wave": self.wave, "protected": self.protected or None}
        return {name: value for name, value in asked.items() if value is not None}


Data: TypeAlias = Path | SurveyFile | None
"""A survey's file, with or without how it is to be read; None is the synthetic population."""


def compared(path: Path, *, weights: str | None = None, wave: str | None = None) -> tuple[Wave, list[Difference]]:
    """The wave of a file, and each of its known totals beside what the file gives. Raises as `load` but for totals."""
    from ayni.survey.files import open_file
    from ayni.survey.load import unchecked

    content = read_bytes(path)
    reading = Reading(None, weights, wave)
    known, applied, population = unchecked(open_file(path, content), hashlib.sha256(content).hexdigest(), reading)
    return known, compared_with(population, applied, applied.weight_of(applied.columns["weight"]["column"]))


def path_of(data: Data) -> Path | None:
    """The path of a survey's file; None for the synthetic population."""
    return data.path if isinstance(data, SurveyFile) else data


def folder_of(data: Data) -> Path | None:
    """The folder in which a survey's file lies; None for the synthetic population and for a data frame."""
    if data is None or (isinstance(data, SurveyFile) and data.content is not None):
        return None
    return data.path.parent if isinstance(data, SurveyFile) else data.parent


def content_of(data: Path | SurveyFile) -> bytes:
    """What a survey's file holds; of a data frame, the file that it would be. Raises as `read_bytes`."""
    if isinstance(data, SurveyFile):
        return read_bytes(data.path) if data.content is None else data.content
    return read_bytes(data)


def frame_file(
    frame: Any, *, part: str | None = None, weights: str | None = None, wave: str | None = None
) -> SurveyFile:
    """A data frame of polars or pandas, with the columns of INE's file, as a survey's file.

    Raises AyniError for what is no data frame, and for columns of one name or of neither numbers nor text.
    """
    maker = maker_of(frame)
    if not maker:
        raise AyniError("no_data", type=type(frame).__name__)
    name = f"{maker}.DataFrame"
    return SurveyFile(Path(name), part, weights, wave, frame_as_parquet(frame, name))


def like(data: Data, other: Path | SurveyFile) -> Data:
    """Another file read as the first is: as a part of the same name, by the same weight."""
    if isinstance(other, SurveyFile) or not isinstance(data, SurveyFile):
        return other
    return replace(data, path=other, wave=None, content=None)


SYNTHETIC = Path(__file__).parent / "synthetic.npz"


def load(
    path: Data = None,
    *,
    cached: bool = True,
    part: str | None = None,
    weights: str | None = None,
    wave: str | None = None,
) -> Population:
    """The population of a survey's file; without a path, the synthetic one that comes with the package.

    `part` names a file that is not the whole wave, whose results never say Bolivia; `weights` is the column of the
    weight; `wave` the identifier of a wave or the path of a mapping, where the file's own marks do not tell. A file of
    INE's is normalised once and kept in the user's cache folder, unless `cached` is false; there is a warning where it
    cannot be kept. Raises AyniError for a file that is missing, broken, of no known wave, that does not add up to its
    wave, or that holds what its mapping does not foresee, and for a census-size file, which is not read whole.
    """
    if path is None:
        return read_population(SYNTHETIC)
    if isinstance(path, SurveyFile):
        if path.protected:
            return _protected(path)
        if path.content is not None:
            return _of_frame(path)
        file = path
        path, part, weights, wave = file.path, file.part, file.weights, file.wave
    reading = Reading(part, weights, wave)
    if Census.find(path):
        raise AyniError("run_alone_streams", file=path)
    content = read_bytes(path)
    if content[:4] in PREPARED and (said := said_by(content, path)) is not None:
        return _as_asked(_prepared(content, said, path), reading, path)
    sha256 = hashlib.sha256(content).hexdigest()
    if not cached:
        return _normalised(path, content, sha256, reading)
    made_from = f"{sha256}-{_recipe()}{_reading_hash(reading)}"
    entry = _entry(made_from)
    found = kept(entry, made_from) if entry else None
    if found is None:
        found = _normalised(path, content, sha256, reading)
        if entry:
            _keep(entry, found, made_from)
    return found


def kept_or_made(
    made_from: str, make: Callable[[], Mapping[str, Array]], cached: bool = True
) -> Mapping[str, Array]:  # fmt: skip
    """Columns made from something that a hash says: as they were kept, or made now and kept where `cached`."""
    if not cached:
        return make()
    made_from = f"{made_from}-{_recipe()}"
    entry = _entry(made_from)
    found = kept_columns(entry, made_from) if entry else None
    if found is not None:
        return found[0]
    made = make()
    if entry:
        _kept_or_warned(entry, lambda: keep_columns(entry, made, None, made_from))
    return made


def _normalised(path: Path, content: bytes, sha256: str, reading: Reading) -> Population:
    from ayni.survey.files import open_file
    from ayni.survey.load import normalise

    return normalise(open_file(path, content), sha256, reading)


@lru_cache(maxsize=2)
def _of_frame(of: SurveyFile) -> Population:
    """The population of a data frame; never kept on disk, the last ones in memory."""
    assert of.content is not None
    reading = Reading(of.part, of.weights, of.wave)
    if (said := said_by(of.content, of.path)) is not None:
        return _as_asked(_prepared(of.content, said, of.path), reading, of.path)
    return _normalised(of.path, of.content, hashlib.sha256(of.content).hexdigest(), reading)


@lru_cache(maxsize=4)
def _protected(of: SurveyFile) -> Population:
    """The people of a file that is shown to visitors, as they were when they were first asked for."""
    from ayni.survey.blurred import blurred

    return blurred(load(replace(of, protected=False)))


def _entry(made_from: str) -> Path | None:
    """Where the cache has what was made from something; None, with a warning, where there is no folder for it."""
    try:
        return cache_folder() / f"{hashlib.sha256(made_from.encode()).hexdigest()[:32]}.ayni"
    except RuntimeError as error:  # a user without a home
        warnings.warn(AyniWarning("no_folder", reason=error), stacklevel=3)
        return None


def _keep(entry: Path, population: Population, made_from: str) -> None:
    """Put a population into the cache, or warn that it cannot be put there."""
    _kept_or_warned(entry, lambda: keep(entry, population, made_from))


def _kept_or_warned(entry: Path, keeping: Callable[[], None]) -> None:
    try:
        keeping()
    except (OSError, AyniError) as error:
        reason = error.fields.get("reason", error) if isinstance(error, AyniError) else error.strerror
        warnings.warn(AyniWarning("not_kept", folder=entry.parent, reason=reason), stacklevel=3)


def write_population(population: Population, path: Path) -> None:
    """Write a population with its provenance, as Parquet or, with a name in `.npz`, as arrays of NumPy.

    The file appears whole or not at all.
    """
    write_whole(path, _as_arrays(population) if path.suffix == ".npz" else population_as_bytes(population))


def population_as_bytes(population: Population, level: int = 12) -> bytes:
    """A population as Parquet, packed more or less tightly, from 1 to 22."""
    import polars as pl

    columns, said = _described(population)
    content = io.BytesIO()
    pl.DataFrame(columns).write_parquet(content, compression="zstd", compression_level=level, metadata={KEY: said})
    return content.getvalue()


def _as_arrays(population: Population) -> bytes:
    columns, said = _described(population)
    arrays: dict[str, Any] = {KEY: np.array(said), **columns}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def _described(population: Population) -> tuple[dict[str, Array], str]:
    """The columns that a file has, and what it says of itself."""
    columns = {**marked(population, population.columns), HOUSEHOLD: population.household}
    said = sealed(
        provenance_of(population), [population.n_persons], {name: [hash_of(each)] for name, each in columns.items()}
    )
    return columns, said


def read_population(path: Path) -> Population:
    """Read what `write_population` wrote. Raises where it was changed since, or is another file."""
    content = read_bytes(path)
    said = said_by(content, path)
    if said is None:
        raise AyniError("truncated", file=path)
    return _prepared(content, said, path)


def _prepared(content: bytes, said: Mapping[str, Any], path: Path) -> Population:
    """The population of a prepared file's bytes, each column held against the hash that was written with it."""
    with told(path):
        columns = _columns(content)
    if set(columns) != set(said["hashes"]) or said["persons"] != [len(columns.get(HOUSEHOLD, ()))]:
        raise AyniError("prepared_changed", file=path)
    for name, column in columns.items():
        check_column(name, column, said, path)
    source = dict(said["source"])
    if SYNTHETIC_MARK in columns:
        source |= {"synthetic": True, "totals": "own"}
    if path != SYNTHETIC:
        source["sha256"] = hashlib.sha256(content).hexdigest()
    household = columns.pop(HOUSEHOLD)
    columns.pop(SYNTHETIC_MARK, None)
    return population_of(columns, offsets_of(household), {**said, "source": source})


def _columns(content: bytes) -> dict[str, Array]:
    """The columns of a file of arrays or of a Parquet file."""
    if content[:4] != b"PAR1":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise MemoryError
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files if name != KEY}
    import polars as pl

    frame = pl.read_parquet(io.BytesIO(content))
    return {name: frame[name].to_numpy() for name in frame.columns}


def _as_asked(population: Population, reading: Reading, path: Path) -> Population:
    """A prepared population as a part where that is asked for, else held against its wave's totals as INE's file is.

    Raises where it does not add up, and for a weight or a wave, which were chosen when it was prepared.
    """
    source = dict(population.source)
    if reading.weights or reading.wave:
        raise AyniError("prepared_as_it_is", file=path)
    part = reading.part or source.get("part")
    if population.synthetic:
        return replace(population, source={**source, "part": part} if part else source)
    wave = next((each for each in waves() if each.id == source["wave"]), None)
    totals = check_totals(population, wave, wave.weight_of(source["weights"]["column"]), part, path) if wave else "own"
    source |= {"totals": totals, **({"part": part} if part else {})}
    return replace(population, source=source)


def _reading_hash(reading: Reading) -> str:
    """A hash of how a file is read and of the user's own mappings; empty where there is nothing of either."""
    own = [path.read_bytes() for path in sorted((user_folder() / "waves").glob("*.yaml"))]
    if reading.wave and (named := Path(reading.wave)).suffix in (".yaml", ".yml"):
        own.append(read_bytes(named))
    if reading == AS_IT_IS and not own:
        return ""
    digest = hashlib.sha256(repr(reading).encode())
    for content in own:
        digest.update(content)
    return f"-{digest.hexdigest()[:12]}"


@cache
def _recipe() -> str:
    """A hash of everything that decides what a file becomes: mapping files, labels, phrases, this room's code."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    phrases = folder.parent / "phrases" / "survey_files.yaml"
    for path in sorted([*folder.glob("*.py"), *folder.rglob("*.yaml"), phrases]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
