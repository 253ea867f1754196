"""Rows as files: JSON, CSV in two flavours, Parquet; and back from JSON. The same rows give the same bytes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ayni.report.terminal import tables_as_text
from ayni.scenario.rows import COLUMNS, Row
from ayni.words import AyniError, Language

_NUMBERS = ("value", "se", "low", "high")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all; AyniError where it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise AyniError("cannot_write", file=path, reason=error.strerror or type(error).__name__) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def to_json(rows: Iterable[Row]) -> bytes:
    """A list of objects, one a line, with the columns in the order of `Row`; null where there is no value."""
    lines = [json.dumps(_plain(row), ensure_ascii=False, allow_nan=False, separators=(",", ":")) for row in rows]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def from_json(content: bytes) -> list[Row]:
    """The rows that `to_json` wrote."""
    return [Row(**entry) for entry in json.loads(content)]


def to_csv(rows: Iterable[Row], *, spanish: bool = False) -> bytes:
    """RFC 4180 in UTF-8; in the Spanish flavour with semicolons, decimal commas and a mark that Excel knows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if spanish else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        entry = _plain(row)
        for name in _NUMBERS:
            number = entry[name]
            entry[name] = "" if number is None else repr(number).replace(".", ",") if spanish else repr(number)
        writer.writerow(entry.values())
    return text.getvalue().encode("utf-8-sig" if spanish else "utf-8")


def to_parquet(rows: Iterable[Row]) -> bytes:
    """A typed table with the columns of `Row`."""
    import polars as pl

    schema = {name: pl.Float64 if name in _NUMBERS else pl.Int64 if name == "n" else pl.String for name in COLUMNS}
    content = io.BytesIO()
    pl.DataFrame([_plain(row) for row in rows], schema=schema).write_parquet(content, compression="zstd")
    return content.getvalue()


def rows_as_bytes(rows: Iterable[Row], layout: str) -> bytes:
    """Rows as `json`, `csv` or `csv-es`, in bytes so that no terminal changes the ends of lines."""
    return to_json(rows) if layout == "json" else to_csv(rows, spanish=layout == "csv-es")


def write_rows(rows: Iterable[Row], path: Path, layout: str, language: Language) -> None:
    """Write rows as `json`, `csv`, `csv-es` or `parquet`; under `table`, as the file's name ends, else as tables."""
    if layout == "table" and path.suffix.lower() in (".json", ".csv", ".parquet"):
        layout = path.suffix.lower()[1:]
    if layout == "table":
        content = tables_as_text(rows, language).encode()
    else:
        content = to_parquet(rows) if layout == "parquet" else rows_as_bytes(rows, layout)
    write_whole(path, content)


def _plain(row: Row) -> dict[str, object]:
    """The row as plain values, every figure a float."""
    entry = asdict(row)
    for name in _NUMBERS:
        if entry[name] is not None:
            entry[name] = float(entry[name])
    if entry["n"] is not None:
        entry["n"] = int(entry["n"])
    return entry
