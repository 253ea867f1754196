"""Results as files: JSON, CSV in two flavours, Parquet; and back from JSON. The same result gives the same bytes."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ayni.report.terminal import tables_as_text
from ayni.scenario.result import (
    ActCard,
    CarriedCard,
    DataCard,
    FactorCard,
    LawOnTheWay,
    LeftOut,
    LineCard,
    Overlap,
    ParameterChange,
    PathCard,
    ReformCard,
    Result,
    ShockCard,
    SweepCard,
    UsedCard,
)
from ayni.scenario.rows import COLUMNS, NUMBERS, Row
from ayni.words import Language, write_whole
from ayni.words.marks import Mark, joined

# ---- JSON


def to_json(result: Result) -> bytes:
    """An object: `cards`; what there is of `reform`, `sweep`, `path`, `shock`, `acts`, `left_out`, `names`; `rows`.

    Rows, one a line, have the columns in the order of `Row`; null where there is no value; marks as a list of texts,
    `kind` or `kind:what`.
    """
    about = {name: _plain(getattr(result, name)) for name in _ABOUT if name == "cards" or getattr(result, name)}
    lines = [f'"{name}":{_dumped(value)}' for name, value in about.items()]
    rows = ",\n".join(_dumped(_entry(row)) for row in result)
    return ("{\n" + ",\n".join([*lines, f'"rows":[\n{rows}\n]']) + "\n}\n").encode()


def from_json(content: bytes) -> Result:
    """The result that `to_json` wrote."""
    found = json.loads(content)
    reform, sweep, shock = (found.get(name) for name in ("reform", "sweep", "shock"))
    return Result(
        tuple(Row(**{**row, "marks": tuple(map(Mark.read, row["marks"]))}) for row in found["rows"]),
        tuple(map(_card, found["cards"])),
        reform and _reform(reform),
        sweep and SweepCard(**sweep),
        shock and ShockCard(**shock),
        tuple(_act(act) for act in found.get("acts", ())),
        tuple(LeftOut(**each) for each in found.get("left_out", ())),
        found.get("names", {}),
        _path(found["path"]) if found.get("path") else None,
    )


_ABOUT = ("cards", "reform", "sweep", "path", "shock", "acts", "left_out", "names")


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """An object as JSON has it."""
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _card(found: Mapping[str, Any]) -> DataCard:
    left_out = tuple(LeftOut(**each) for each in found["left_out"])
    overlaps = tuple(Overlap(**each) for each in found["overlaps"])
    carried = found.get("carried")
    return DataCard(**{**found, "left_out": left_out, "overlaps": overlaps, "carried": carried and _carried(carried)})


def _carried(found: Mapping[str, Any]) -> CarriedCard:
    factors = tuple(FactorCard(**{**each, "series": tuple(each["series"])}) for each in found["factors"])
    lines = tuple(LineCard(**each) for each in found["lines"])
    used = tuple(UsedCard(**each) for each in found["used"])
    return CarriedCard(**{**found, "steps": tuple(found["steps"]), "factors": factors, "lines": lines, "used": used})


def _reform(found: Mapping[str, Any]) -> ReformCard:
    changes = {
        name: tuple(ParameterChange(**each) for each in found[name]) for name in ("changes", "financing_changes")
    }
    return ReformCard(**{**found, **changes, "off": tuple(found["off"])})


def _path(found: Mapping[str, Any]) -> PathCard:
    law = tuple(LawOnTheWay(**each) for each in found["law"])
    return PathCard(**{**found, "years": tuple(found["years"]), "given": tuple(found["given"]), "law": law})


def _act(found: Mapping[str, Any]) -> ActCard:
    days = {name: found[name] and dt.date.fromisoformat(found[name]) for name in ("enacted", "paid_from", "paid_to")}
    return ActCard(**{**found, **days})


# ---- CSV and Parquet


def to_csv(rows: Iterable[Row], *, spanish: bool = False) -> bytes:
    """RFC 4180 in UTF-8; in the Spanish flavour with semicolons, decimal commas and a mark that Excel knows.

    Whole numbers are written as such; marks share a cell, separated by "; ".
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if spanish else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        entry = _entry(row)
        entry["marks"] = joined(row.marks)
        for name in NUMBERS:
            number = _number(entry[name])
            entry[name] = number.replace(".", ",") if spanish else number
        writer.writerow(entry.values())
    return text.getvalue().encode("utf-8-sig" if spanish else "utf-8")


def _number(value: float | None) -> str:
    """A whole number without a fraction, any other with every digit that it has."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def to_parquet(rows: Iterable[Row]) -> bytes:
    """A typed table with the columns of `Row`, marks as a list of texts."""
    import polars as pl

    kinds: dict[str, Any] = {**dict.fromkeys(COLUMNS, pl.String), **dict.fromkeys(NUMBERS, pl.Float64), "n": pl.Int64}
    schema = {**kinds, "marks": pl.List(pl.String)}
    content = io.BytesIO()
    pl.DataFrame([_entry(row) for row in rows], schema=schema).write_parquet(content, compression="zstd")
    return content.getvalue()


def rows_as_bytes(result: Result, layout: str) -> bytes:
    """A result as `json`, or its rows as `csv` or `csv-es`, in bytes so that no terminal changes the ends of lines."""
    return to_json(result) if layout == "json" else to_csv(result, spanish=layout == "csv-es")


def write_rows(result: Result, path: Path, layout: str, language: Language) -> None:
    """Write a result as `json`, its rows as `csv`, `csv-es` or `parquet`; under `table`, as the file's name ends."""
    if layout == "table" and path.suffix.lower() in (".json", ".csv", ".parquet"):
        layout = path.suffix.lower()[1:]
    if layout == "table":
        content = tables_as_text(result, language).encode()
    else:
        content = to_parquet(result) if layout == "parquet" else rows_as_bytes(result, layout)
    write_whole(path, content)


def _entry(row: Row) -> dict[str, Any]:
    """The row as plain values, every figure a float."""
    entry = {name: getattr(row, name) for name in COLUMNS}
    for name in NUMBERS:
        if entry[name] is not None:
            entry[name] = float(entry[name])
    if entry["n"] is not None:
        entry["n"] = int(entry["n"])
    entry["marks"] = [str(mark) for mark in row.marks]
    return entry
