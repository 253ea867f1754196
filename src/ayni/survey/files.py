"""Reading a survey's file, whatever its format: recognised by its first bytes, read column by column."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.words import AyniError

if TYPE_CHECKING:
    import polars as pl

_SIGNATURES = {
    b"PAR1": "parquet", b"$FL2": "sav", b"$FL3": "sav", b"<sta": "dta", b"Rar!": "archive", b"PK\x03\x04": "archive",
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file on disk with its content unpacked, its format, and the columns that it holds."""

    path: Path
    content: bytes
    format: str
    columns: dict[str, str]
    """Name in lower case → name in the file."""

    def read(self, names: Sequence[str]) -> pl.DataFrame:
        """The named columns (lower case). Text cells are stripped and empty ones null; csv cells stay text."""
        import polars as pl

        wanted = [self.columns[name] for name in names]
        match self.format:
            case "parquet":
                frame = pl.read_parquet(io.BytesIO(self.content), columns=wanted)
            case "sav" | "dta":
                frame = pl.DataFrame(_statistical(self, wanted), strict=False)
            case _:
                frame = _read_csv(self, wanted)
        text = pl.col(pl.String).str.strip_chars().replace("", None)
        return frame.rename({self.columns[name]: name for name in names}).with_columns(text)


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None


def open_file(path: Path, content: bytes) -> File:
    """A survey's file by its content; raises where it is of no known format, cut short, or in a foreign encoding."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, gzip.BadGzipFile, OSError):
            raise AyniError("truncated", file=path) from None
    if not content:
        raise AyniError("empty_file", file=path)
    kind = _SIGNATURES.get(content[:4], "csv")
    if kind == "archive":
        raise AyniError("archive", file=path)
    if kind == "csv" and b"\x00" in content[:4096]:
        raise AyniError("unknown_format", file=path)
    file = File(path, content, kind, {})
    names = _header(file)
    columns = {name.lower(): name for name in names}
    return File(path, content, kind, columns)


def _header(file: File) -> list[str]:
    import polars as pl

    match file.format:
        case "parquet":
            try:
                return list(pl.read_parquet_schema(io.BytesIO(file.content)))
            except (pl.exceptions.PolarsError, OSError):
                raise AyniError("truncated", file=file.path) from None
        case "sav" | "dta":
            return list(_statistical(file, None))
        case _:
            return list(_csv(file).header)


def _statistical(file: File, columns: list[str] | None) -> dict[str, Any]:
    import pyreadstat

    read = pyreadstat.read_sav if file.format == "sav" else pyreadstat.read_dta
    with _on_disk(file) as path:
        try:
            values, metadata = read(path, usecols=columns, metadataonly=columns is None, output_format="dict")
        except (pyreadstat.ReadstatError, ValueError, UnicodeDecodeError):
            raise AyniError("truncated", file=file.path) from None
    return dict.fromkeys(metadata.column_names) if columns is None else values


@contextmanager
def _on_disk(file: File) -> Iterator[str]:
    """A path that holds the unpacked content: pyreadstat reads paths only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"survey.{file.format}"
        path.write_bytes(file.content)
        yield str(path)


@dataclass(frozen=True)
class _Csv:
    text: str
    separator: str
    header: list[str]


def _csv(file: File) -> _Csv:
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.content.decode("latin-1")
    first = text.split("\n", 1)[0].rstrip("\r")
    separator = max(";,\t", key=first.count)
    return _Csv(text, separator, [name.strip().strip('"') for name in first.split(separator)])


def _read_csv(file: File, columns: list[str]) -> pl.DataFrame:
    import polars as pl

    csv = _csv(file)
    last = csv.text.rstrip("\r\n").rsplit("\n", 1)[-1]
    if '"' not in last and last.count(csv.separator) != len(csv.header) - 1:
        raise AyniError("truncated", file=file.path)
    try:
        return pl.read_csv(csv.text.encode(), separator=csv.separator, columns=columns, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise AyniError("malformed_csv", file=file.path, reason=str(error).splitlines()[0]) from None
