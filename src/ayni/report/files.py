"""Results as files: JSON, CSV in two flavours, Parquet, Stata, SPSS, Excel; and back from JSON.

The same result gives the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from ayni.report.naming import wave_name
from ayni.report.statistical import Kind, as_statistical
from ayni.report.terminal import tables_as_text
from ayni.report.workbook import workbook
from ayni.scenario.result import (
    ActCard,
    CarriedCard,
    DataCard,
    FactorCard,
    LawOnTheWay,
    LeftOut,
    LineCard,
    OffCard,
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
from ayni.words import AyniError, Language, say, write_whole
from ayni.words.extras import installed
from ayni.words.marks import SEPARATOR, Mark, OfMarks

if TYPE_CHECKING:
    import polars as pl

# ---- JSON


def to_json(result: Result) -> bytes:
    """An object: `cards`; what there is of `reform`, `sweep`, `path`, `shock`, `acts`, `left_out`, `names`; `rows`.

    Rows, one a line, have the columns in the order of `Row`; null where there is no value; marks as a list of texts,
    `kind` or `kind:what`.
    """
    about = {name: _plain(getattr(result, name)) for name in _ABOUT if name == "cards" or getattr(result, name)}
    lines = [f'"{name}":{_dumped(value)}' for name, value in about.items()]
    rows = b",\n".join(map(msgspec.json.encode, _entries(result)))
    return ("{\n" + "".join(f"{line},\n" for line in lines) + '"rows":[\n').encode() + rows + b"\n]\n}\n"


def from_json(content: bytes) -> Result:
    """The result that `to_json` wrote."""
    found = msgspec.json.decode(content)
    reform, sweep, shock = (found.get(name) for name in ("reform", "sweep", "shock"))
    return Result(
        tuple(Row(**{**row, "marks": _marks(tuple(row["marks"]))}) for row in found["rows"]),
        tuple(map(_card, found["cards"])),
        reform and _reform(reform),
        sweep and SweepCard(**sweep),
        shock and ShockCard(**shock),
        tuple(_act(act) for act in found.get("acts", ())),
        tuple(LeftOut(**each) for each in found.get("left_out", ())),
        found.get("names", {}),
        _path(found["path"]) if found.get("path") else None,
    )


@lru_cache(1024)
def _marks(texts: tuple[str, ...]) -> tuple[Mark, ...]:
    """The marks that texts say; rows that have the same ones share them."""
    return tuple(map(Mark.read, texts))


_ABOUT = ("cards", "reform", "sweep", "path", "shock", "acts", "left_out", "names")


_dumped = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _plain(value: Any) -> Any:
    """An object as JSON has it."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
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
    own = {"steps": tuple(found["steps"]), "factors": factors, "lines": lines, "used": used}
    return CarriedCard(**{**found, **own, "off": tuple(OffCard(**each) for each in found["off"])})


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


# ---- from one process to another


def packed(result: Result) -> bytes:
    """A result as one process hands it to another: a third of the bytes of JSON, in a fifth of the time."""
    at: dict[int, int] = {}
    marks: list[tuple[Mark, ...]] = []
    rows = []
    for row in result:
        *values, of_row = _columns_of(row)
        if id(of_row) not in at:
            at[id(of_row)] = len(marks)
            marks.append(of_row)
        rows.append((*values, at[id(of_row)]))
    return msgspec.msgpack.encode((result.where(()), marks, rows), enc_hook=lambda number: number.item())


def unpacked(content: bytes) -> Result:
    """The result that was `packed`."""
    result, marks, rows = _unpack(content)
    return result.where(Row(**dict(zip(COLUMNS, (*values, marks[at]), strict=True))) for *values, at in rows)


_Packed: TypeAlias = tuple[Result, tuple[tuple[Mark, ...], ...], tuple[tuple[Any, ...], ...]]
"""Everything but the rows; marks that rows share; and the rows, whose last column is the place of their marks."""


def _unpack(content: bytes) -> _Packed:
    return msgspec.msgpack.decode(content, type=_Packed)


# ---- CSV and Parquet


def to_csv(rows: Iterable[Row], *, spanish: bool = False) -> bytes:
    """RFC 4180 in UTF-8; in the Spanish flavour with semicolons, decimal commas and a mark that Excel knows.

    Whole numbers are written as such; marks share a cell, separated by "; ".
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if spanish else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in _entries(rows):
        entry["marks"] = SEPARATOR.join(entry["marks"])
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


@installed()
def to_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """A typed table (n_rows, columns of `Row`): texts, figures as float64 and null where there is none, `n` as int64,
    marks as a list of texts."""
    import polars as pl

    kinds: dict[str, Any] = {**dict.fromkeys(COLUMNS, pl.String), **dict.fromkeys(NUMBERS, pl.Float64), "n": pl.Int64}
    return pl.DataFrame(list(_entries(rows)), schema={**kinds, "marks": pl.List(pl.String)})


def to_parquet(rows: Iterable[Row]) -> bytes:
    """The table of `to_frame` as a file."""
    content = io.BytesIO()
    to_frame(rows).write_parquet(content, compression="zstd")
    return content.getvalue()


def to_statistical(result: Result, kind: Kind, language: Language) -> bytes:
    """The rows as a file of Stata or SPSS, in the columns of `Row`; marks in one text. Shares stay fractions."""
    import polars as pl

    frame = to_frame(result).with_columns(pl.col("marks").list.join(SEPARATOR))
    labels = {name: say(f"row.{name}", language) for name in COLUMNS}
    key = "row.file_synthetic" if any(card.synthetic for card in result.cards) else "row.file"
    label = say(key, language, surveys=", ".join(wave_name(each, language) for each in result.surveys))
    return as_statistical(frame, kind, label, labels)


KINDS: Mapping[str, tuple[str, ...]] = {
    ".json": ("json",), ".csv": ("csv", "csv-es"), ".parquet": ("parquet",), ".xlsx": ("xlsx",), ".dta": ("dta",),
    ".sav": ("sav",), ".zip": ("datapackage",), ".txt": ("table", "csv", "csv-es"),
}  # fmt: skip
"""How the name of a file ends, and the layouts of what such a file holds, the usual one first."""


def layout_of(path: Path, layout: str, kinds: Mapping[str, tuple[str, ...]] = KINDS) -> str:
    """The layout of a file: `layout`, or under `table` as the name ends, or as on the screen without an ending.

    Raises for an ending that none of the `kinds` has, and for one that holds another layout than is asked for.
    """
    suffix = path.suffix.lower()
    if layout != "table":
        if layout not in kinds.get(suffix, (layout,)):
            raise AyniError("output_two_kinds", layout=layout, suffix=suffix)
        return layout
    if not suffix:
        return layout
    if suffix not in kinds:
        raise AyniError("output_kind", file=path, kinds=", ".join(kinds))
    return kinds[suffix][0]


def rows_as_bytes(result: Result, layout: str) -> bytes:
    """A result as `json` or `packed`, its rows as `csv` or `csv-es`; in bytes so that no terminal changes line ends."""
    if layout == "packed":
        return packed(result)
    return to_json(result) if layout == "json" else to_csv(result, spanish=layout == "csv-es")


def write_rows(result: Result, path: Path, layout: str, language: Language) -> None:
    """Write a result as `json`, its rows as `csv`, `csv-es` or `parquet`; under `table`, as the file's name ends.

    By its name it may be a workbook too (`.xlsx`), a file of Stata (`.dta`) or SPSS (`.sav`), or a Data Package
    (`.zip`); without an ending, or as `.txt`, it is what the screen shows. Raises as `layout_of`.
    """
    match layout_of(path, layout):
        case "table":
            content = tables_as_text(result, language).encode()
        case "parquet":
            content = to_parquet(result)
        case "xlsx":
            content = workbook(result, language)
        case "dta" | "sav" as kind:
            content = to_statistical(result, kind, language)
        case "datapackage":
            from ayni.report.data_package import result_package

            content = result_package(result)
        case found:
            content = rows_as_bytes(result, found)
    write_whole(path, content)


_columns_of = attrgetter(*COLUMNS)


def _entries(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Rows as plain values, every figure a finite float."""
    texts = OfMarks(lambda marks: [str(mark) for mark in marks])
    for row in rows:
        entry = dict(zip(COLUMNS, _columns_of(row), strict=True))
        for name in NUMBERS:
            if entry[name] is not None:
                entry[name] = _finite(entry[name])
        if entry["n"] is not None:
            entry["n"] = int(entry["n"])
        entry["marks"] = texts(row.marks)
        yield entry


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no finite number, and not JSON compliant.")
    return float(value)
