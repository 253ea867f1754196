"""Normalised populations on disk: one Parquet file each with its provenance inside, and the cache of those made."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from ayni.engine import Population
from ayni.engine.cache import cache_folder
from ayni.survey.census import KEY, Census, metadata, offsets_of, population_of, provenance_of
from ayni.survey.files import open_file, read_bytes
from ayni.survey.kept import keep, kept
from ayni.survey.load import Reading, normalise, unchecked
from ayni.survey.totals import Difference, compared_with
from ayni.survey.waves import Wave, user_folder
from ayni.words import AyniError, AyniWarning, write_whole


@dataclass(frozen=True)
class SurveyFile:
    """A survey's file and how it is to be read: as a part by a name, by a weight, by a wave that is named."""

    path: Path
    part: str | None = None
    weights: str | None = None
    wave: str | None = None

    def as_options(self) -> dict[str, str]:
        """What was asked, as a receipt keeps it."""
        asked = {"part": self.part, "weights": self.weights, "wave": self.wave}
        return {name: value for name, value in asked.items() if value is not None}


Data: TypeAlias = Path | SurveyFile | None
"""A survey's file, with or without how it is to be read; None is the synthetic population."""


def compared(path: Path, *, weights: str | None = None, wave: str | None = None) -> tuple[Wave, list[Difference]]:
    """The wave of a file, and each of its known totals beside what the file gives. Raises as `load` but for totals."""
    content = read_bytes(path)
    reading = Reading(None, weights, wave)
    known, applied, population = unchecked(open_file(path, content), hashlib.sha256(content).hexdigest(), reading)
    return known, compared_with(population, applied, applied.weight_of(applied.columns["weight"]["column"]))


def path_of(data: Data) -> Path | None:
    """The path of a survey's file; None for the synthetic population."""
    return data.path if isinstance(data, SurveyFile) else data


def like(data: Data, path: Path) -> Data:
    """Another file read as the first is: as a part of the same name, by the same weight."""
    return replace(data, path=path, wave=None) if isinstance(data, SurveyFile) else path


SYNTHETIC = Path(__file__).parent / "synthetic.parquet"


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
        file = path
        path, part, weights, wave = file.path, file.part, file.weights, file.wave
    reading = Reading(part, weights, wave)
    if Census.find(path):
        raise AyniError("run_alone_streams", file=path)
    content = read_bytes(path)
    if content[:4] == b"PAR1" and metadata(io.BytesIO(content)) is not None:
        return read_population(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if not cached:
        return normalise(open_file(path, content), sha256, reading)
    made_from = f"{sha256}-{_recipe()}{_reading_hash(reading)}"
    entry = _entry(made_from)
    found = kept(entry, made_from) if entry else None
    if found is None:
        found = normalise(open_file(path, content), sha256, reading)
        if entry:
            _keep(entry, found, made_from)
    return found


def _entry(made_from: str) -> Path | None:
    """Where the cache has what was made from something; None, with a warning, where there is no folder for it."""
    try:
        return cache_folder() / f"{hashlib.sha256(made_from.encode()).hexdigest()[:32]}.ayni"
    except RuntimeError as error:  # a user without a home
        warnings.warn(AyniWarning("no_folder", reason=error), stacklevel=3)
        return None


def _keep(entry: Path, population: Population, made_from: str) -> None:
    """Put a population into the cache, or warn that it cannot be put there."""
    try:
        keep(entry, population, made_from)
    except (OSError, AyniError) as error:
        reason = error.fields.get("reason", error) if isinstance(error, AyniError) else error.strerror
        warnings.warn(AyniWarning("not_kept", folder=entry.parent, reason=reason), stacklevel=3)


def write_population(population: Population, path: Path) -> None:
    """Write a population with its provenance; the file appears whole or not at all."""
    import polars as pl

    frame = pl.DataFrame(dict(population.columns)).with_columns(household=population.household)
    content = io.BytesIO()
    frame.write_parquet(
        content, compression="zstd", compression_level=12, metadata={KEY: json.dumps(provenance_of(population))}
    )
    write_whole(path, content.getvalue())


def read_population(path: Path) -> Population:
    """Read what `write_population` wrote."""
    import polars as pl

    content = path.read_bytes()
    provenance = metadata(io.BytesIO(content))
    if provenance is None:
        raise AyniError("truncated", file=path)
    frame = pl.read_parquet(io.BytesIO(content))
    columns = {name: frame[name].to_numpy() for name in frame.columns if name != "household"}
    return population_of(columns, offsets_of(frame["household"].to_numpy()), provenance)


def _reading_hash(reading: Reading) -> str:
    """A hash of how a file is read and of the user's own mappings; empty where there is nothing of either."""
    own = [path.read_bytes() for path in sorted((user_folder() / "waves").glob("*.yaml"))]
    if reading.wave and (named := Path(reading.wave)).suffix in (".yaml", ".yml"):
        own.append(read_bytes(named))
    if reading == Reading() and not own:
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
