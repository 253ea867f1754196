"""Normalised populations on disk: one Parquet file each with its provenance inside, and the cache of those made."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from functools import cache
from pathlib import Path

from ayni.engine import Population
from ayni.engine.cache import cache_folder
from ayni.survey.census import KEY, Census, metadata, population_of, provenance_of
from ayni.survey.files import open_file, read_bytes
from ayni.survey.load import normalise
from ayni.words import AyniError

SYNTHETIC = Path(__file__).parent / "synthetic.parquet"


def load(path: Path | None = None, *, cached: bool = True) -> Population:
    """The population of a survey's file; without a path, the synthetic one that comes with the package.

    A file of INE's is normalised once and kept in the user's cache folder under the hash of its content, unless
    `cached` is false. Raises AyniError for a file that is missing, broken, of no known wave, or that holds what its
    mapping does not foresee, and for a census-size file, which is not read whole.
    """
    if path is None:
        return read_population(SYNTHETIC)
    if Census.find(path):
        raise AyniError("run_alone_streams", file=path)
    content = read_bytes(path)
    if content[:4] == b"PAR1" and metadata(io.BytesIO(content)) is not None:
        return read_population(path)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = cache_folder() / f"{sha256[:24]}-{_recipe()}.parquet"
    if cached and kept.exists():
        return read_population(kept)
    population = normalise(open_file(path, content), sha256)
    if cached:
        write_population(population, kept)
    return population


def write_population(population: Population, path: Path) -> None:
    """Write a population with its provenance; the file appears whole or not at all."""
    import polars as pl

    frame = pl.DataFrame(dict(population.columns)).with_columns(household=population.household)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    try:
        frame.write_parquet(
            name, compression="zstd", compression_level=12, metadata={KEY: json.dumps(provenance_of(population))}
        )
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_population(path: Path) -> Population:
    """Read what `write_population` wrote."""
    import polars as pl

    content = path.read_bytes()
    provenance = metadata(io.BytesIO(content))
    if provenance is None:
        raise AyniError("truncated", file=path)
    frame = pl.read_parquet(io.BytesIO(content))
    columns = {name: frame[name].to_numpy() for name in frame.columns if name != "household"}
    return population_of(columns, frame["household"].to_numpy(), provenance)


@cache
def _recipe() -> str:
    """A hash of everything that decides what a file becomes: the mapping files and this room's code."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.yaml"), *folder.glob("waves/*.yaml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
