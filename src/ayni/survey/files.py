"""Reading a survey's file, whatever its format: recognised by its first bytes, read column by column."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct, field

from ayni.engine import Array
from ayni.survey.cells import Cells, number_cells, text_cells
from ayni.survey.content import MOST_BYTES, told
from ayni.survey.delimited import Delimited, delimited
from ayni.words import AyniError
from ayni.words.memory import keep_memory

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 3_000_000
"""Rows of a file that is read whole."""

_PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
_SIGNATURES = {
    b"PAR1": "parquet", b"$FL2": "sav", b"$FL3": "sav", b"<sta": "dta", b"Rar!": "archive", b"7z\xbc\xaf": "archive",
    b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"RDX2": "r", b"RDX3": "r", b"RDA2": "r", b"RDA3": "r",
    b"X\n\x00\x00": "r", b"\xd0\xcf\x11\xe0": "workbook",
}  # fmt: skip
_NOTHING = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n;,|"
"""Bytes of which an empty file may consist."""
_SURVEY = ("csv", "sav", "zsav", "dta", "parquet", "rdata", "rda", "rds", "gz", "tsv", "tab")
_DATES = (
    "%t",
    "%d",
    "DATE",
    "ADATE",
    "EDATE",
    "SDATE",
    "JDATE",
    "DATETIME",
    "TIME",
    "DTIME",
    "YMDHMS",
    "MOYR",
    "QYR",
    "WKYR",
)


class File(Struct, frozen=True):
    """A file on disk with its content unpacked, its format, the columns that it holds and what it says of them."""

    path: Path
    content: bytes
    format: str
    columns: Mapping[str, str]
    """Name in small letters → name in the file."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Name in small letters → the file's label of the column, where it has one."""
    value_labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    """Name in small letters → the file's label of each value, where it has them."""
    _text: Delimited | None = None
    _columns_of_r: Mapping[str, Cells] = field(default_factory=dict)

    def read(self, names: Sequence[str]) -> dict[str, Cells]:
        """The named columns (small letters), each with its distinct cells; blank is told, text is stripped."""
        wanted = [self.columns[name] for name in names]
        with told(self.path):
            match self.format:
                case "parquet":
                    found = _parquet(self, wanted)
                case "sav" | "dta":
                    found = _statistical_columns(self, wanted)
                case "r":
                    found = {name: self._columns_of_r[name] for name in wanted}
                case _:
                    assert self._text is not None
                    found = self._text.read(wanted)
        return {name: found[self.columns[name]] for name in names}


def open_file(path: Path, content: bytes) -> File:
    """A survey's file by its content; raises where it is of no known format, cut short, or in a foreign encoding."""
    keep_memory()
    with told(path):
        content = _unpacked(path, content)
        if not (content[:64].strip(_NOTHING) or content.strip(_NOTHING)):
            raise AyniError("empty_file", file=path)
        kind = _kind(content)
        match kind:
            case "archive" | "zip":
                raise AyniError("archive", file=path)
            case "workbook":
                raise AyniError("workbook", file=path)
            case "parquet":
                file = File(path, content, kind, _named(path, _parquet_names(path, content)))
            case "sav" | "dta":
                file = _statistical(path, content, kind)
            case "r":
                read = _data_frame(path, content)
                labels = {name.lower(): cells.labels for name, cells in read.items() if cells.labels}
                file = File(path, b"", kind, _named(path, list(read)), value_labels=labels, _columns_of_r=read)
            case _:
                text = delimited(path, content)
                file = File(path, b"", kind, _named(path, text.header), _text=text)
    return file


def _named(path: Path, names: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        low = name.strip().lower()
        if low in found:
            raise AyniError("column_twice", file=path, column=found[low], other=name)
        if low:
            found[low] = name
    return found


def _kind(content: bytes) -> str:
    kind = _SIGNATURES.get(content[:4], "csv")
    if kind == "csv" and len(content) > 3 and 102 <= content[0] <= 115 and content[1] in (1, 2) and content[2] == 1:
        return "dta"  # Stata before 13 begins with the number of its format and the order of bytes
    return kind


# Packed files


def _unpacked(path: Path, content: bytes) -> bytes:
    """The content without its packing: gzip, bzip2, xz, or a zip with one file of a survey in it."""
    for _ in range(2):
        opener: Any = _PACKED.get(content[:2])
        if opener is not None:
            try:
                with opener(io.BytesIO(content)) as packed:
                    content = _bounded(path, packed)
            except (EOFError, OSError, lzma.LZMAError, ValueError):
                raise AyniError("truncated", file=path) from None
        elif content[:2] == b"PK" and _kind(content) == "zip":
            content = _from_zip(path, content)
    return content


def _bounded(path: Path, packed: Any) -> bytes:
    content = io.BytesIO()  # gives its bytes away without a copy
    while piece := packed.read(1 << 22):
        content.write(piece)
        if content.tell() > MOST_BYTES:
            raise AyniError("too_large", file=path, limit=MOST_BYTES >> 20)
    return content.getvalue()


def _from_zip(path: Path, content: bytes) -> bytes:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise AyniError("truncated", file=path) from None
    with archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        if "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= set(names):
            raise AyniError("workbook", file=path)
        names = [name for name in names if not PurePosixPath(name).name.startswith((".", "__MACOSX"))
                 and not name.startswith("__MACOSX/")]  # fmt: skip
        found = [name for name in names if name.lower().rsplit(".", 1)[-1] in _SURVEY]
        found = found or [name for name in names if name.lower().rsplit(".", 1)[-1] in ("txt", "dat")]
        if len(found) != 1:
            listed = ", ".join(sorted(found or names)[:12])
            if found:
                raise AyniError("zip_several", file=path, names=listed)
            raise AyniError("zip_none", file=path, names=listed)
        try:
            with archive.open(found[0]) as packed:
                return _bounded(path, packed)
        except RuntimeError:
            raise AyniError("zip_locked", file=path, name=found[0]) from None
        except NotImplementedError:
            raise AyniError("archive", file=path) from None
        except (zipfile.BadZipFile, EOFError, OSError, ValueError):
            raise AyniError("truncated", file=path) from None


# Parquet


def _parquet_names(path: Path, content: bytes) -> list[str]:
    import polars as pl

    if pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item() > MOST_ROWS:
        raise AyniError("too_many_rows", file=path, limit=MOST_ROWS)
    return list(pl.read_parquet_schema(io.BytesIO(content)))


def _parquet(file: File, wanted: list[str]) -> dict[str, Cells]:
    import polars as pl

    frame = pl.read_parquet(io.BytesIO(file.content), columns=wanted)
    return {name: _column_of_polars(file.path, frame[name]) for name in wanted}


def _column_of_polars(path: Path, series: pl.Series) -> Cells:
    import polars as pl

    name, of_file = series.name, {"first_row": 1}
    if series.dtype in (pl.String, pl.Categorical, pl.Enum):
        dealt = series.cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        _, first, places = np.unique(dealt, return_index=True, return_inverse=True)
        kinds = series.gather(first).cast(pl.String).fill_null("").to_list()
        return text_cells(name, kinds, places.astype(np.int32), **of_file)
    if series.dtype == pl.Null:
        return number_cells(name, np.full(len(series), np.nan), **of_file)
    if series.dtype.is_temporal():
        values = series.to_physical().cast(pl.Float64).fill_null(np.nan).to_numpy()
        return number_cells(name, values, dates=True, **of_file)
    if not series.dtype.is_numeric() and series.dtype != pl.Boolean:
        raise AyniError("column_type", file=path, column=name, type=str(series.dtype))
    if series.null_count() or series.dtype.is_decimal() or series.dtype.is_float():
        if series.dtype == pl.Boolean:
            return text_cells(name, ["True", "False"], _places_of_flags(series), **of_file)
        if series.dtype.is_integer() and int(np.abs(series.drop_nulls().to_numpy()).max(initial=0)) >= 2**53:
            return _column_of_polars(path, series.cast(pl.String))
        return number_cells(name, series.cast(pl.Float64).fill_null(np.nan).to_numpy(), **of_file)
    return number_cells(name, series.to_numpy(), **of_file)


def _places_of_flags(series: pl.Series) -> Array:
    import polars as pl

    places: Array = (1 - series.cast(pl.Int32)).fill_null(-1).to_numpy()
    return places


# Stata and SPSS


def _statistical(path: Path, content: bytes, kind: str) -> File:
    _, about = _readstat(path, content, kind, metadataonly=True)
    if (about.number_rows or 0) > MOST_ROWS:
        raise AyniError("too_many_rows", file=path, limit=MOST_ROWS)
    columns = _named(path, about.column_names)
    labels = {name: about.column_names_to_labels.get(own) for name, own in columns.items()}
    values = {
        name: about.variable_value_labels[own] for name, own in columns.items() if own in about.variable_value_labels
    }
    return File(path, content, kind, columns, {name: label for name, label in labels.items() if label}, values)


def _statistical_columns(file: File, wanted: list[str]) -> dict[str, Cells]:
    values, about = _readstat(file.path, file.content, file.format, usecols=wanted, row_limit=MOST_ROWS)
    found = {}
    for name in wanted:
        of_file = {"labels": file.value_labels.get(name.strip().lower(), {}), "first_row": 1}
        column = values[name]
        if about.readstat_variable_types.get(name) == "string":
            seen: dict[str, int] = {}
            places = [seen.setdefault(cell, len(seen)) if isinstance(cell, str) else -1 for cell in column]
            found[name] = text_cells(name, list(seen), np.array(places, dtype=np.int32), **of_file)
        else:
            dates = str(about.original_variable_types.get(name, "")).startswith(_DATES)
            numbers = np.array(column, dtype=float)
            if about.readstat_variable_types.get(name) == "float":
                numbers = _as_written(numbers)
            found[name] = number_cells(name, numbers, dates=dates, **of_file)
    return found


def _as_written(numbers: Array) -> Array:
    """Numbers kept in four bytes as their shortest decimal says: 0.1 for 0.10000000149."""
    return np.array([float(str(number)) for number in numbers.astype(np.float32)], dtype=float)


def _readstat(path: Path, content: bytes, kind: str, **options: Any) -> Any:
    import tempfile

    import pyreadstat

    read = pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"survey.{kind}"
        copy.write_bytes(content)
        for encoding in ("UTF-8", None, "LATIN1") if kind == "dta" else (None, "LATIN1"):
            try:
                return read(
                    str(copy), encoding=encoding, output_format="dict", disable_datetime_conversion=True, **options
                )
            except (pyreadstat.ReadstatError, ValueError, UnicodeDecodeError):
                continue
    raise AyniError("truncated", file=path)


# R


def _data_frame(path: Path, content: bytes) -> dict[str, Cells]:
    """The one table of persons in an R workspace or a saved R object, as its columns by name."""
    try:
        from rdata.parser import parse_data
    except ImportError:
        raise AyniError("format_r", file=path) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = parse_data(content).object
    tables = {name: table for name, table in _objects(top) if "data.frame" in _texts(_attributes(table).get("class"))}
    names = {name: _texts(_attributes(table).get("names")) for name, table in tables.items()}
    persons = [name for name, columns in names.items() if {"folio", "nro"} <= {column.lower() for column in columns}]
    if len(persons) != 1 and len(tables) != 1:
        raise AyniError("r_tables", file=path, names=", ".join(tables) or "-")
    chosen = persons[0] if persons else next(iter(tables))
    columns = zip(names[chosen], tables[chosen].value, strict=True)
    found = [_column_of_r(path, name, column) for name, column in columns]
    if any(len(column) > MOST_ROWS for column in found):
        raise AyniError("too_many_rows", file=path, limit=MOST_ROWS)
    _named(path, names[chosen])
    return {column.name: column for column in found}


def _objects(top: Any) -> Iterator[tuple[str, Any]]:
    """The objects of a workspace by name, or the one object of an `.rds`."""
    if top.info.type.name != "LIST":
        yield "rds", top
    while top.info.type.name == "LIST":
        yield _tag(top), top.value[0]
        top = top.value[1]


def _tag(pair: Any) -> str:
    tag = pair.tag
    while tag is not None and tag.referenced_object is not None:
        tag = tag.referenced_object
    return "" if tag is None else bytes(tag.value.value).decode()


def _attributes(of: Any) -> dict[str, Any]:
    found, pair = {}, of.attributes
    while pair is not None and pair.info.type.name == "LIST":
        found[_tag(pair)] = pair.value[0]
        pair = pair.value[1]
    return found


def _texts(of: Any) -> list[str]:
    """The texts of an R character vector, NA as blank."""
    if of is None or of.info.type.name != "STR":
        return []
    return [_text_of_r(letters) for letters in of.value]


def _text_of_r(letters: Any) -> str:
    raw = letters.value
    if raw is None:
        return ""
    try:
        return bytes(raw).decode()
    except UnicodeDecodeError:
        return bytes(raw).decode("latin-1")


def _column_of_r(path: Path, name: str, column: Any) -> Cells:
    about, kind = _attributes(column), column.info.type.name
    classes = _texts(about.get("class"))
    if kind == "STR":
        seen: dict[str, int] = {}
        places = [seen.setdefault(text, len(seen)) for text in _texts(column)]
        return text_cells(name, list(seen), np.array(places, dtype=np.int32), first_row=1)
    if kind not in ("REAL", "INT", "LGL"):
        raise AyniError("column_type", file=path, column=name, type=kind)
    values = np.ma.filled(np.ma.asarray(column.value).astype(float), np.nan)
    if "factor" in classes:
        return text_cells(name, _texts(about.get("levels")), np.nan_to_num(values).astype(np.int32) - 1, first_row=1)
    if kind == "LGL" and np.isfinite(values).any():
        flags = np.where(np.isnan(values), -1, 1 - np.nan_to_num(values)).astype(np.int32)
        return text_cells(name, ["TRUE", "FALSE"], flags, first_row=1)
    given = about.get("labels")
    labels = {}
    if given is not None and given.info.type.name in ("REAL", "INT"):
        labels = dict(zip(np.ma.asarray(given.value).tolist(), _texts(_attributes(given).get("names")), strict=True))
    dates = bool({"Date", "POSIXct", "difftime"} & set(classes))
    return number_cells(name, values, labels=labels, dates=dates, first_row=1)
