"""The version of the law book, and its log: which version said what, and by which bytes it is known.

A version is YEAR.MONTH.N, of the month in which it was made, N from 1: later ones compare greater, number by number.
Any change of a rule, a parameter, a date or a source has one of its own (`tools/law_version.py`).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from ayni.words.bundle import stored

FOLDER = Path(__file__).parent
LOG = FOLDER / "log.csv"
COLUMNS = ("version", "day", "digest", "es", "en")


class Version(Struct, frozen=True):
    """A version of the law book, the day on which it was made, and what changed."""

    version: str
    day: str
    digest: str
    text: Mapping[str, str]

    @property
    def order(self) -> tuple[int, ...]:
        """By which versions are compared."""
        return tuple(map(int, self.version.split(".")))


@cache
def versions() -> tuple[Version, ...]:
    """Every version, the first one first."""
    with LOG.open(encoding="utf-8", newline="") as file:
        return tuple(
            Version(row["version"], row["day"], row["digest"], {"es": row["es"], "en": row["en"]})
            for row in csv.DictReader(file)
        )


@cache
def digest() -> str:
    """The hash of the law book's files: its rules and its parameters."""
    return str(stored("law digest", (FOLDER,), _digest))


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted([*FOLDER.rglob("*.py"), *FOLDER.rglob("*.yaml")]):
        if path == Path(__file__):
            continue
        found.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


@cache
def version() -> str:
    """The version of the law book as it stands; with its digest where it was changed since, as semantic versioning has
    it of a build: `2026.11.1+5b2c1d9e0f3a4b6c`."""
    last = versions()[-1]
    return last.version if last.digest == digest() else f"{last.version}+{digest()}"
