"""Records as JSON and CSV in one canonical form: equal records give equal bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ayni.evidence.receipts import canonical


def twelve_digits(value: float | None) -> float | None:
    """A figure to twelve digits, so that the last bits of an addition do not show."""
    return None if value is None else float(f"{value:.12g}")


def as_json(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """A list of objects, one a line, each in canonical form."""
    lines = [canonical(plain(each)) for each in entries]
    return b"[\n" + b",\n".join(lines) + b"\n]\n"


def one_as_json(entry: Mapping[str, Any]) -> bytes:
    """One object in canonical form."""
    return canonical(plain(entry)) + b"\n"


def plain(value: Any) -> Any:
    """As JSON has it: dates as text, and what is nested likewise."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """RFC 4180 in UTF-8, with the keys of the first row as columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return text.getvalue().encode()
