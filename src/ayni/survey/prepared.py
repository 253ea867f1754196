"""What a prepared file says of itself: its provenance, and hashes by which whatever was changed since is told.

A file of arrays (`.npz`) and the foot of a Parquet file keep, under `KEY`, what a population has beside its columns,
the number of persons of each row group, and a hash of each column's values, or of the bytes of each row group of a
census. Invented persons are marked among the columns too, so that a file saved again without its foot is not taken for
a survey.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ayni.engine import Array, Population
from ayni.words import AyniError

KEY = "ayni"
"""Under which a Parquet file keeps what is said of it."""
HOUSEHOLD = "household"
"""The column with each person's household, which a population has as offsets."""
SYNTHETIC_MARK = "ayni_synthetic"
"""The column that says of each person that it is invented."""


def provenance_of(population: Population) -> dict[str, Any]:
    """What a file keeps of a population beside its columns."""
    return {
        "categories": population.categories,
        "links": sorted(population.links),
        "absent": population.absent,
        "imputed": population.imputed,
        "source": population.source,
    }


def marked(population: Population, columns: Mapping[str, Array]) -> dict[str, Array]:
    """The columns of persons (n_persons,), with the mark of the invented."""
    return (
        {**columns, SYNTHETIC_MARK: np.ones(population.n_persons, dtype=bool)} if population.synthetic else {**columns}
    )


def hash_of(column: Array) -> str:
    """A hash of a column's values and type."""
    content = np.ascontiguousarray(column).tobytes()
    return hashlib.blake2b(column.dtype.str.encode() + content, digest_size=8).hexdigest()


def sealed(said: Mapping[str, Any], persons: Sequence[int], hashes: Mapping[str, Sequence[str]] | Sequence[str]) -> str:
    """The description that is stored in a file, with the number of persons of each row group and the hashes."""
    content = {**said, "persons": persons, "hashes": hashes}
    return json.dumps({**content, "seal": _seal(content)}, ensure_ascii=False)


PREPARED = (b"PAR1", b"PK\x03\x04")
"""How the files that may say something of themselves begin: Parquet, and arrays of NumPy in an archive."""


def said_by(source: Path | bytes, path: Path) -> Any:
    """The description stored in a Parquet file or a file of arrays (or in their bytes); None for any other file.

    Raises AyniError where it was changed, or was written by a version that stored no hashes.
    """
    text = _text_of(source)
    if not text:
        return None
    try:
        said = json.loads(text)
        seal = said.pop("seal")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AyniError("prepared_changed", file=path) from None
    if seal != _seal(said):
        raise AyniError("prepared_changed", file=path)
    return said


def _text_of(source: Path | bytes) -> str | None:
    with _opened(source) as file:
        match file.read(4):
            case b"PAR1":
                return _of_foot(file)
            case b"PK\x03\x04":
                return _of_archive(file)
    return None


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError:
        return io.BytesIO()


_IN_FOOT = b"\x18" + bytes([len(KEY)]) + KEY.encode() + b"\x18"
"""What stands before the text under the key in the foot of a Parquet file: two texts of Thrift's compact protocol, the
key with its length and the text, whose length follows in pieces of seven bits."""


def _of_foot(parquet: BinaryIO) -> str | None:
    """The text under the key in the foot, found without a library: most files have none."""
    try:
        parquet.seek(-8, io.SEEK_END)
        length = int.from_bytes(parquet.read(4), "little")
        parquet.seek(-8 - length, io.SEEK_END)
    except OSError:
        return None
    rest = parquet.read(length).partition(_IN_FOOT)[2]
    size = 0
    for at, byte in enumerate(rest[:5]):
        size |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            return rest[at + 1 : at + 1 + size].decode(errors="replace")
    return None


def _of_archive(archive: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(archive) as arrays, arrays.open(f"{KEY}.npy") as entry:
            return str(np.lib.format.read_array(entry, allow_pickle=False))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        return None


def check_column(name: str, column: Array, said: Mapping[str, Any], path: Path) -> None:
    """Raise AyniError where a column differs from what was written."""
    if said["hashes"].get(name) != [hash_of(column)]:
        raise AyniError("prepared_changed", file=path)


def _seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
