"""The cache of normalised surveys: one file an entry, whose every column is checked as it is read.

An entry begins with `MAGIC`, the length of its head and the head's hash; the head, in JSON, says what the entry was
made from, what a population has beside its columns, and of each column the type, place, length and checksum, which
finds damage and no forger, who could write a whole entry; the columns follow as they are in memory, each from a
multiple of `ALIGNED` bytes, so that the file is mapped and nothing copied.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engine import Array, Population
from ayni.survey.census import population_of
from ayni.survey.content import mapped
from ayni.survey.prepared import provenance_of
from ayni.words import AyniError, write_whole

MAGIC = b"ayni kept 2\n"
ALIGNED = 64
_BEFORE_HEAD = len(MAGIC) + 4 + 32
_OFFSETS = " offsets"
"""The name of the households' beginnings among the columns; no column has a blank in its name."""


def keep(path: Path, population: Population, made_from: str) -> None:
    """Store a population in a cache file. Raises OSError or AyniError where it cannot be written."""
    keep_columns(path, {**population.columns, _OFFSETS: population.offsets}, provenance_of(population), made_from)


def keep_columns(path: Path, arrays: Mapping[str, Array], about: Any, made_from: str) -> None:
    """Store columns, and what is said of them as JSON; raises as `keep`."""
    places: dict[str, list[Any]] = {}
    body = bytearray()
    for name, array in arrays.items():
        content = np.ascontiguousarray(array).tobytes()
        body += bytes(-len(body) % ALIGNED)
        places[name] = [array.dtype.str, len(body), len(content), zlib.crc32(content)]
        body += content
    head = json.dumps({"made_from": made_from, "about": about, "columns": places}).encode()
    head += b" " * (-(_BEFORE_HEAD + len(head)) % ALIGNED)
    before = MAGIC + len(head).to_bytes(4, "little") + hashlib.sha256(head).digest()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    write_whole(path, before + head + bytes(body))


def kept(path: Path, made_from: str) -> Population | None:
    """The population stored in a cache file; None where there is no such file or anything in it is damaged."""
    found = kept_columns(path, made_from)
    try:
        return None if found is None else population_of(found[0], found[0].pop(_OFFSETS), found[1])
    except (AyniError, ValueError, KeyError, TypeError):
        return None


def kept_columns(path: Path, made_from: str) -> tuple[dict[str, Array], Any] | None:
    """Columns stored in a cache file, and what is said of them; None as for `kept`."""
    try:
        content = memoryview(mapped(path))
        start = _BEFORE_HEAD + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "little")
        head = content[_BEFORE_HEAD:start]
        if content[: len(MAGIC)] != MAGIC or content[_BEFORE_HEAD - 32 : _BEFORE_HEAD] != hashlib.sha256(head).digest():
            return None
        said = json.loads(bytes(head))
        if said["made_from"] != made_from:
            return None
        return {name: _column(content[start:], *place) for name, place in said["columns"].items()}, said["about"]
    except (AyniError, OSError, ValueError, KeyError, TypeError):
        return None


def _column(body: memoryview, kind: str, start: int, length: int, checksum: int) -> Array:
    """A column; ValueError where its bytes are not those that were written."""
    content = body[start : start + length]
    if zlib.crc32(content) != checksum:
        raise ValueError(start)
    return np.frombuffer(content, dtype=np.dtype(kind))
