"""Recorded results: figures computed from surveys or model runs, each with the file's hash and the command.

`recording` makes the rows. Aggregates only: a figure that may not be published has no row. Synthetic data has none.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from ayni.law.version import digest, versions
from ayni.words import AyniError

TABLE = Path(__file__).with_name("recorded.csv")


class Recorded(Struct, frozen=True):
    """One figure; shares are fractions. `id` is wave|indicator|area|group, with |unit for effects."""

    id: str
    indicator: str
    wave: str
    area: str
    group: str
    value: float
    se: float | None
    n: int | None
    unit: str
    method: str
    file_sha256: str
    command: str
    rules_version: str


COLUMNS = Recorded.__struct_fields__


@cache
def recorded() -> Mapping[str, Recorded]:
    """Every row that comes with the package, by id."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: _read(row) for row in csv.DictReader(file)}


def recorded_one(identifier: str) -> Recorded:
    """The row with an id; raises with the nearest."""
    rows = recorded()
    if identifier not in rows:
        near = difflib.get_close_matches(identifier, rows, n=1, cutoff=0)
        raise AyniError("unknown_recorded", id=identifier, near=near[0] if near else "–")
    return rows[identifier]


def _read(row: Mapping[str, str]) -> Recorded:
    numbers = {
        "value": float(row["value"]),
        "se": float(row["se"]) if row["se"] else None,
        "n": int(row["n"]) if row["n"] else None,
    }
    return Recorded(**{**row, **numbers})  # type: ignore[arg-type]


def rules_version() -> str:
    """The version of the law book with the hash of its rules and parameters: `2026.11.1+5b2c1d9e0f3a4b6c`."""
    return f"{versions()[-1].version}+{digest()}"
