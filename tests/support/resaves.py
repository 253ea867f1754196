"""INE's files saved again by the programs that people have: pandas, polars, pyreadstat, R and spreadsheets.

Each variant says what must come of it: the same population column by column (`SAME`; `NEAR` where the program keeps
numbers in four bytes or with fewer digits), or a refusal in which some words stand. None may differ in silence.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

from ayni.survey import waves

SAME, NEAR = "same", "near"
WAVES = ("EH2019", "EH2020", "EH2022")
WHOLE = 10**9


@dataclass(frozen=True)
class Saved:
    """A wave's persons, and what the programs that save them need to know of the columns."""

    wave: str
    frame: pl.DataFrame
    labels: dict[str, dict[int, str]]
    """INE's labels of the columns that hold codes as numbers."""
    weight: str
    amount: str
    amounts: frozenset[str]
    key: str
    department: str
    sex: str

    @property
    def pandas(self) -> pd.DataFrame:
        """The frame for pandas, with None for no answer."""
        return pd.DataFrame({name: self.frame[name].to_list() for name in self.frame.columns})

    @property
    def numbers(self) -> list[str]:
        """Columns with fractions."""
        return [name for name in self.frame.columns if self.frame[name].dtype == pl.Float64]


Write = Callable[[Saved, Path], Path]


@dataclass(frozen=True)
class Variant:
    """One way to save a file again, and what must come of it."""

    name: str
    write: Write
    comes: str
    waves: tuple[str, ...] = WAVES
    only_whole: bool = False
    """Whether it takes the whole wave to see it."""


@cache
def saved(shared_data: Path, wave: str, households: int) -> Saved:
    """The columns that the mapping of a wave reads, of its first households in each department."""
    mapping = next(each for each in waves() if each.id == wave)
    year = wave[2:]
    path = shared_data / "eh" / year / "persona.parquet"
    there = pl.read_parquet_schema(path)
    wanted = dict.fromkeys([*mapping.reads, *mapping.recognise])
    frame = pl.read_parquet(path, columns=[name for name in wanted if name in there])
    frame = frame.with_columns(pl.col(pl.Null).cast(pl.Float64))
    names = {c: e["column"] for c, e in mapping.columns.items() if "column" in e}
    if households < WHOLE:
        keys = frame.select("folio", names["department"]).unique(maintain_order=True)
        kept = keys.group_by(names["department"], maintain_order=True).head(households // 9)["folio"]
        frame = frame.filter(pl.col("folio").is_in(kept.implode()))
    labels: dict[str, dict[int, str]] = {}
    about = path.with_suffix(".labels.json")
    if about.exists():
        coded = {e["column"] for e in mapping.columns.values() if "codes" in e or "labels" in e}
        for name, entry in json.loads(about.read_text(encoding="utf-8")).items():
            if name in coded and frame.schema[name].is_integer() and "values" in entry:
                labels[name] = {int(float(code)): text for code, text in entry["values"].items()}
    amount = next(part.amount for part in mapping.components if part.name == "wage")
    amounts = frozenset(part.amount for part in mapping.components if part.amount) | {
        e["column"] for c, e in mapping.columns.items() if "column" in e and frame.schema[e["column"]].is_float()
    }
    return Saved(wave, frame, labels, names["weight"], str(amount), amounts, "folio", names["department"], names["sex"])


# csv


def texts(
    of: Saved, *, decimal: str = ".", blank: str = "", whole: str = "", places: int | None = None, thousands: str = ""
) -> dict[str, list[str]]:
    """Every cell as text. `whole` follows whole numbers (`.0`), `places` fixes the digits after the mark."""

    def number(value: Any, fraction: bool, grouped: bool) -> str:
        if value is None or value != value:
            return blank
        if not fraction and not (grouped and thousands):
            return f"{int(value)}{whole}"
        text = str(value) if places is None else f"{value:.{places}f}"
        if grouped and thousands:
            integer, _, rest = text.partition(".")
            return f"{int(integer):,}".replace(",", thousands) + (decimal + rest if rest else "")
        return text.replace(".", decimal)

    found = {}
    for name in of.frame.columns:
        series = of.frame[name]
        if series.dtype == pl.String:
            found[name] = [cell if cell and cell.strip() else blank for cell in series.to_list()]
        else:
            fraction = series.dtype.is_float()
            found[name] = [number(value, fraction, name in of.amounts) for value in series.to_list()]
    return found


def dialect(
    separator: str = ";",
    *,
    encoding: str = "utf-8",
    end: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    above: str = "",
    header: Callable[[str], str] = str,
    tail: str = "",
    last: str = "",
    change: Callable[[Saved, dict[str, list[str]]], Any] | None = None,
    pack: Callable[[bytes], bytes] = bytes,
    number_rows: bool = False,
    **cells: Any,
) -> Write:
    """A writer of csv."""

    def write(of: Saved, folder: Path) -> Path:
        columns = texts(of, **cells)
        if change is not None:
            columns = change(of, columns) or columns
        if number_rows:
            columns = {"": [str(row) for row in range(len(of.frame))], **columns}
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator=tail + end, quoting=quoting)  # type: ignore[arg-type]
        writer.writerow([header(name) for name in columns])
        writer.writerows(zip(*columns.values(), strict=True))
        path = folder / "personas.csv"
        path.write_bytes(pack((above + text.getvalue() + last).encode(encoding, "replace")))
        return path

    return write


def changed(column: str, how: Callable[[str], str], rows: int | None = None) -> Any:
    """A change to the filled cells of one column, by its part in the survey; of the first `rows` of them."""

    def change(of: Saved, columns: dict[str, list[str]]) -> None:
        name, left = getattr(of, column), rows
        cells = list(columns[name])
        for row, cell in enumerate(cells):
            if cell.strip() and (left is None or left > 0):
                cells[row] = how(cell)
                left = None if left is None else left - 1
        columns[name] = cells

    return change


def _dotted(cell: str) -> str:
    return f"{int(float(cell.replace(',', '.'))):,}".replace(",", ".")


def _zipped(name: str, *others: str) -> Callable[[bytes], bytes]:
    def pack(content: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
            for other in others:
                archive.writestr(other, b"a;b\n1;2\n")
        return made.getvalue()

    return pack


def _csv_variants() -> Iterator[Variant]:
    for separator, name in ((";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")):
        for decimal in ".,":
            yield Variant(f"csv {name} decimal {decimal}", dialect(separator, decimal=decimal), SAME)
    for encoding in (
        "utf-8-sig",
        "latin-1",
        "cp1252",
        "cp850",
        "mac_roman",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
    ):
        yield Variant(f"csv in {encoding}", dialect(decimal=",", encoding=encoding), SAME)
    for end, name in (("\n", "LF"), ("\r", "CR"), ("\r\n", "CRLF")):
        yield Variant(f"csv ends {name}", dialect(end=end), SAME)
        yield Variant(f"csv ends {name} quoted", dialect(",", end=end, quoting=csv.QUOTE_ALL), SAME)
    for blank in ("", " ", "NA", ".", "NULL", "nan", "NaN", "#N/A", "<NA>"):
        yield Variant(f"csv blank {blank!r}", dialect(blank=blank), SAME)
    yield Variant("csv quoted text", dialect(quoting=csv.QUOTE_NONNUMERIC), SAME)
    yield Variant("csv title above", dialect(above="Encuesta de Hogares\r\n\r\n"), SAME)
    yield Variant("csv title with semicolons above", dialect(above="Encuesta de Hogares" + ";" * 40 + "\r\n"), SAME)
    yield Variant("csv sep= above", dialect(above="sep=;\r\n"), SAME)
    yield Variant("csv sep= tab above", dialect("\t", above="sep=\t\r\n"), SAME)
    yield Variant("csv names in capitals", dialect(header=str.upper), SAME)
    yield Variant("csv names with spaces", dialect(header=lambda name: f" {name}  "), SAME)
    yield Variant("csv trailing separators", dialect(tail=";;;"), SAME)
    yield Variant("csv blank rows at the end", dialect(last=";" * 20 + "\r\n\r\n"), SAME)
    yield Variant("csv with a nameless first column", dialect(",", number_rows=True), SAME)
    yield Variant("csv whole numbers with .0", dialect(whole=".0"), SAME)
    yield Variant("csv whole numbers with ,0", dialect(decimal=",", whole=",0"), SAME)
    yield Variant("csv whole numbers with .00", dialect(whole=".00"), SAME)
    yield Variant("csv six decimals", dialect(places=6), NEAR)
    yield Variant("csv ten decimals and comma", dialect(places=10, decimal=","), NEAR)
    packs = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
        "zip": _zipped("datos/personas.csv"),
        "zip with a manual": _zipped("personas.csv", "LEEME.pdf", "__MACOSX/._personas.csv"),
    }
    for name, pack in packs.items():
        yield Variant(f"csv in {name}", dialect(pack=pack), SAME)
    yield Variant("csv in a zip with two files", dialect(pack=_zipped("personas.csv", "vivienda.csv")), "vivienda.csv")

    for decimal, thousands in ((",", "."), (".", ","), (".", "'"), (",", " "), (",", "\u00a0")):
        made = dialect("|", decimal=decimal, thousands=thousands)
        yield Variant(f"csv thousands {thousands!r} decimal {decimal}", made, SAME)
    mangled = {
        "wage 3.000": (changed("amount", _dotted), "as"),
        "one wage 3.000": (changed("amount", lambda _: "3.000", 1), "3000"),
        "one wage 3,000": (changed("amount", lambda _: "3,000", 1), "3000"),
        "one wage 3.000,00": (changed("amount", lambda _: "3.000,00", 1), "3000"),
        "one wage 5.mar": (changed("amount", lambda _: "5.mar", 1), "5.mar"),
        "one wage 05-mar": (changed("amount", lambda _: "05-mar", 1), "05-mar"),
        "one wage Bs": (changed("amount", lambda cell: f"Bs {cell}", 1), "Bs"),
        "one wage -1": (changed("amount", lambda cell: f"-{cell}", 1), "goes from 0"),
        "one wage percent": (changed("amount", lambda _: "12%", 1), "12%"),
        "one wage text": (changed("amount", lambda _: "dos mil", 1), "dos mil"),
        "one wage Excel 1.23E+05": (changed("amount", lambda _: "1.23E+05", 1), "lost digits"),
        "weights 1.018,17": (
            changed("weight", lambda cell: f"{float(cell):,.4f}".translate(str.maketrans(",.", ".,"))),
            "as",
        ),
        "one weight with a comma": (changed("weight", lambda cell: cell.replace(".", ","), 1), "as"),
        "keys in powers of ten": (changed("key", lambda _: "1,11E+14"), "Excel"),
        "sex True": (changed("sex", lambda cell: str(cell.startswith("1"))), "sex|s0"),
        "sex a date": (changed("sex", lambda _: "1-ene", 1), "date"),
        "one department wrong": (changed("department", lambda _: "Oruro", 1), "two places"),
        "department misread": (changed("department", lambda _: "PotosÃ\xad"), "another code page"),
    }
    for name, (change, comes) in mangled.items():
        yield Variant(f"csv with {name}", dialect(change=change), comes)
    yield Variant(
        "csv with a column twice", dialect(change=lambda of, c: {**c, of.sex.upper(): c[of.sex]}), "same name"
    )
    yield Variant("csv labels in capitals without accents", dialect(change=_shouted), SAME, ("EH2019",))
    yield Variant("csv codes without labels", dialect(change=_bare_codes), SAME, ("EH2019",))
    yield Variant("csv labels without codes", dialect(change=_labels_only), SAME, ("EH2020", "EH2022"))
    yield Variant("csv codes with labels", dialect(change=_codes_and_labels), SAME, ("EH2020", "EH2022"))
    yield Variant("csv codes with leading zeros", dialect(change=_padded), SAME, ("EH2020", "EH2022"))
    yield Variant("csv codes and labels of haven", dialect(change=_of_haven), SAME, ("EH2020", "EH2022"))


def _shouted(of: Saved, columns: dict[str, list[str]]) -> None:
    bare = str.maketrans("áéíóúñÁÉÍÓÚÑ", "aeiounAEIOUN")
    for name in of.frame.columns:
        if name not in (of.key, "upm") and of.frame[name].dtype == pl.String:
            columns[name] = [cell.translate(bare).upper() for cell in columns[name]]


def _bare_codes(of: Saved, columns: dict[str, list[str]]) -> None:
    for name in of.frame.columns:
        cells = columns[name]
        if of.frame[name].dtype == pl.String and all(not c.strip() or c.split(".")[0].strip().isdigit() for c in cells):
            columns[name] = [cell.split(".")[0].strip() for cell in cells]


def _relabel(how: Callable[[int, str], str]) -> Any:
    def change(of: Saved, columns: dict[str, list[str]]) -> None:
        for name, labels in of.labels.items():
            columns[name] = [
                how(int(cell), labels[int(cell)]) if cell and int(cell) in labels else cell for cell in columns[name]
            ]

    return change


_labels_only = _relabel(lambda code, label: label)
_codes_and_labels = _relabel(lambda code, label: label if label.startswith(str(code)) else f"{code}. {label}")
_of_haven = _relabel(lambda code, label: f"[{code}] {label}")
_padded = _relabel(lambda code, label: f"{code:03d}")


# pandas


def by_pandas(
    save: Callable[[pd.DataFrame, Path], Any], suffix: str, make: Callable[[Saved], pd.DataFrame] | None = None
) -> Write:
    """A writer by pandas."""

    def write(of: Saved, folder: Path) -> Path:
        path = folder / f"personas.{suffix}"
        save(make(of) if make else of.pandas, path)
        return path

    return write


def _categories(of: Saved) -> pd.DataFrame:
    frame = of.pandas
    for name in frame.columns:
        if frame[name].dtype == object and name not in (of.key, "upm"):
            frame[name] = frame[name].astype("category")
        elif name in of.labels:
            frame[name] = frame[name].map(of.labels[name]).astype("category")
    return frame


def _for_stata(of: Saved) -> pd.DataFrame:
    frame = of.pandas
    for name in frame.columns:
        frame[name] = frame[name].fillna("").astype(str) if _is_text(frame[name]) else frame[name].astype(float)
    return frame


def _is_text(series: pd.Series) -> bool:
    return bool(series.map(lambda cell: isinstance(cell, str)).any())


def _narrow(of: Saved) -> pd.DataFrame:
    frame = _for_stata(of)
    for name in of.numbers:
        frame[name] = frame[name].astype("float32")
    return frame


def _stata_categories(of: Saved) -> pd.DataFrame:
    frame = _for_stata(of)
    for name, labels in of.labels.items():
        present = [labels[code] for code in sorted(labels)]
        frame[name] = pd.Categorical(frame[name].map(labels), categories=list(dict.fromkeys(present)))
    return frame


def _pandas_variants() -> Iterator[Variant]:
    plain = by_pandas(lambda frame, path: frame.to_csv(path, index=False), "csv")
    yield Variant("pandas to_csv", plain, SAME)
    yield Variant("pandas to_csv with its index", by_pandas(lambda frame, path: frame.to_csv(path), "csv"), SAME)
    yield Variant("pandas to_csv for Excel", by_pandas(
        lambda f, p: f.to_csv(p, index=False, sep=";", decimal=",", encoding="utf-8-sig"), "csv"), SAME)  # fmt: skip
    yield Variant("pandas to_csv NA", by_pandas(lambda f, p: f.to_csv(p, index=False, na_rep="NA"), "csv"), SAME)
    yield Variant("pandas to_csv gz", by_pandas(lambda f, p: f.to_csv(p, index=False), "csv.gz"), SAME)
    yield Variant("pandas to_csv zip", by_pandas(lambda f, p: f.to_csv(p, index=False), "csv.zip"), SAME)
    yield Variant(
        "pandas to_csv %.3f", by_pandas(lambda f, p: f.to_csv(p, index=False, float_format="%.3f"), "csv"), "as|whole"
    )
    for version in (114, 117, 118, 119):
        yield Variant(f"pandas to_stata {version}", by_pandas(
            lambda f, p, v=version: f.to_stata(p, write_index=False, version=v), "dta", _for_stata), SAME)  # fmt: skip
    yield Variant("pandas to_stata in four bytes", by_pandas(
        lambda f, p: f.to_stata(p, write_index=False, version=118), "dta", _narrow), NEAR)  # fmt: skip
    labelled = by_pandas(lambda f, p: f.to_stata(p, write_index=False, version=118), "dta", _stata_categories)
    yield Variant("pandas to_stata of categories", labelled, SAME, ("EH2020", "EH2022"))
    yield Variant("pandas to_parquet", by_pandas(lambda f, p: f.to_parquet(p), "parquet"), SAME)
    yield Variant(
        "pandas to_parquet of categories", by_pandas(lambda f, p: f.to_parquet(p), "parquet", _categories), SAME
    )
    yield Variant("pandas to_parquet best types", by_pandas(
        lambda f, p: f.convert_dtypes().to_parquet(p), "parquet"), SAME)  # fmt: skip
    yield Variant(
        "pandas to_parquet gzip", by_pandas(lambda f, p: f.to_parquet(p, compression="gzip"), "parquet"), SAME
    )
    yield Variant("pandas to_excel", by_pandas(lambda f, p: f.head(50).to_excel(p, index=False), "xlsx"), "Save as")
    yield Variant("pandas to_json", by_pandas(lambda f, p: f.head(50).to_json(p, orient="records"), "json"), "")
    yield Variant("pandas to_pickle", by_pandas(lambda f, p: f.to_pickle(p), "pkl"), "")
    yield Variant("pandas to_feather", by_pandas(lambda f, p: f.to_feather(p), "feather"), "")
    yield Variant("pandas to_html", by_pandas(lambda f, p: f.head(20).to_html(p), "xls"), "")


# polars


def by_polars(
    save: Callable[[pl.DataFrame, Path], Any],
    suffix: str = "parquet",
    change: Callable[[Saved], pl.DataFrame] | None = None,
) -> Write:
    """A writer by polars."""

    def write(of: Saved, folder: Path) -> Path:
        path = folder / f"personas.{suffix}"
        save(change(of) if change else of.frame, path)
        return path

    return write


def _whole(of: Saved, dtype: Any) -> pl.DataFrame:
    return of.frame.with_columns(pl.col(pl.Int64).cast(dtype))


def _flagged(of: Saved) -> pl.DataFrame:
    return of.frame.with_columns(pl.col(of.sex).cast(pl.String).str.starts_with("1").alias(of.sex))


def _polars_variants() -> Iterator[Variant]:
    for separator, comma in ((",", False), (";", True), ("\t", False), ("|", True)):
        yield Variant(f"polars write_csv {separator!r} {'comma' if comma else 'point'}", by_polars(
            lambda f, p, s=separator, c=comma: f.write_csv(p, separator=s, decimal_comma=c), "csv"), SAME)  # fmt: skip
    yield Variant("polars write_csv with BOM", by_polars(lambda f, p: f.write_csv(p, include_bom=True), "csv"), SAME)
    yield Variant(
        "polars write_csv all quoted", by_polars(lambda f, p: f.write_csv(p, quote_style="always"), "csv"), SAME
    )
    yield Variant("polars write_csv null NULL", by_polars(lambda f, p: f.write_csv(p, null_value="NULL"), "csv"), SAME)
    for compression in ("zstd", "snappy", "gzip", "lz4", "uncompressed", "brotli"):
        yield Variant(f"polars write_parquet {compression}", by_polars(
            lambda f, p, c=compression: f.write_parquet(p, compression=c)), SAME)  # fmt: skip
    for dtype in (pl.Int32, pl.Float64, pl.UInt32, pl.Float32):
        yield Variant(f"polars write_parquet {dtype}", by_polars(
            lambda f, p: f.write_parquet(p), change=lambda of, d=dtype: _whole(of, d)), SAME)  # fmt: skip
    yield Variant(
        "polars write_parquet of four bytes",
        by_polars(
            lambda f, p: f.write_parquet(p),
            change=lambda of: of.frame.with_columns(pl.col(pl.Float64).cast(pl.Float32)),
        ),
        NEAR,
    )
    yield Variant(
        "polars write_parquet of text",
        by_polars(lambda f, p: f.write_parquet(p), change=lambda of: of.frame.with_columns(pl.all().cast(pl.String))),
        SAME,
    )
    yield Variant(
        "polars write_parquet of categories",
        by_polars(
            lambda f, p: f.write_parquet(p),
            change=lambda of: of.frame.with_columns(pl.col(pl.String).cast(pl.Categorical)),
        ),
        SAME,
    )
    yield Variant(
        "polars write_parquet of decimals",
        by_polars(
            lambda f, p: f.write_parquet(p),
            change=lambda of: of.frame.with_columns(pl.col(of.amount).cast(pl.Decimal(12, 2))),
        ),
        SAME,
    )
    yield Variant("polars write_parquet of flags", by_polars(lambda f, p: f.write_parquet(p), change=_flagged), "s0")
    yield Variant(
        "polars write_parquet of a date",
        by_polars(
            lambda f, p: f.write_parquet(p),
            change=lambda of: of.frame.with_columns(pl.lit("2020-03-05").str.to_date().alias(of.amount)),
        ),
        "date",
    )
    yield Variant(
        "polars write_parquet of lists",
        by_polars(
            lambda f, p: f.write_parquet(p),
            change=lambda of: of.frame.with_columns(pl.concat_list(of.weight).alias(of.weight)),
        ),
        "neither number nor text",
    )
    yield Variant(
        "polars write_parquet in capitals",
        by_polars(lambda f, p: f.write_parquet(p), change=lambda of: of.frame.rename(str.upper)),
        SAME,
    )
    yield Variant(
        "polars write_parquet in another order",
        by_polars(lambda f, p: f.write_parquet(p), change=lambda of: of.frame.sample(fraction=1, shuffle=True, seed=3)),
        SAME,
    )
    yield Variant("polars write_ipc", by_polars(lambda f, p: f.write_ipc(p), "arrow"), "")
    yield Variant("polars write_ndjson", by_polars(lambda f, p: f.head(50).write_ndjson(p), "ndjson"), "")
    yield Variant("polars write_avro", by_polars(lambda f, p: f.write_avro(p), "avro"), "")


# SPSS and Stata


def by_pyreadstat(
    save: Callable[..., Any], suffix: str, labels: bool = False, upper: bool = False, **options: Any
) -> Write:
    """A writer of SPSS and Stata."""

    def write(of: Saved, folder: Path) -> Path:
        path = folder / f"personas.{suffix}"
        frame = of.frame.rename(str.upper) if upper else of.frame
        if suffix in ("dta", "xpt"):
            frame = frame.with_columns(pl.col(pl.Int64).cast(pl.Float64))
        extra = {"variable_value_labels": of.labels} if labels and of.labels else {}
        save(frame, str(path), **extra, **options)
        return path

    return write


def _statistical_variants() -> Iterator[Variant]:
    for version in (8, 10, 11, 12, 13, 14, 15):
        yield Variant(
            f"pyreadstat dta of Stata {version}", by_pyreadstat(pyreadstat.write_dta, "dta", version=version), SAME
        )
    yield Variant("pyreadstat dta with labels", by_pyreadstat(pyreadstat.write_dta, "dta", labels=True), SAME)
    yield Variant("pyreadstat sav", by_pyreadstat(pyreadstat.write_sav, "sav"), SAME)
    yield Variant("pyreadstat sav with labels", by_pyreadstat(pyreadstat.write_sav, "sav", labels=True), SAME)
    yield Variant("pyreadstat sav in capitals", by_pyreadstat(pyreadstat.write_sav, "sav", upper=True), SAME)
    yield Variant("pyreadstat sav packed", by_pyreadstat(pyreadstat.write_sav, "sav", row_compress=True), SAME)
    yield Variant("pyreadstat zsav", by_pyreadstat(pyreadstat.write_sav, "zsav", compress=True), SAME)
    yield Variant("pyreadstat sav in gz", _packed(by_pyreadstat(pyreadstat.write_sav, "sav"), "gz"), SAME)
    yield Variant("pyreadstat dta in zip", _packed(by_pyreadstat(pyreadstat.write_dta, "dta"), "zip"), SAME)


def _packed(write: Write, how: str) -> Write:
    def packed(of: Saved, folder: Path) -> Path:
        path = write(of, folder)
        content = path.read_bytes()
        made = path.with_suffix(f"{path.suffix}.{how}")
        made.write_bytes(gzip.compress(content) if how == "gz" else _zipped(path.name)(content))
        return made

    return packed


# R and spreadsheets


def _for_r(of: Saved) -> pd.DataFrame:
    frame = _for_stata(of)
    return frame.astype({name: object for name in frame.columns if _is_text(frame[name])})


def _by_rdata(of: Saved, folder: Path) -> Path:
    import rdata

    path = folder / "personas.rds"
    rdata.write_rds(path, _for_r(of))
    return path


def _by_rdata_workspace(of: Saved, folder: Path) -> Path:
    import rdata

    path = folder / "personas.RData"
    rdata.write_rda(path, {"personas": _for_r(of), "viviendas": pd.DataFrame({"m2": [1.0]})})
    return path


@cache
def _has_haven() -> bool:
    return subprocess.run(["Rscript", "-e", "library(haven)"], check=False, capture_output=True).returncode == 0


def by_haven(call: str, suffix: str) -> Write:
    """A writer by R's haven, which reads what pyreadstat wrote."""

    def write(of: Saved, folder: Path) -> Path:
        if not _has_haven():
            pytest.skip("R has no package haven here")
        source = by_pyreadstat(pyreadstat.write_dta, "dta", labels=True)(of, folder)
        path = folder / f"again.{suffix}"
        code = f'd <- haven::read_dta("{source}"); {call.format(path=path)}'
        subprocess.run(["Rscript", "-e", code], check=True, capture_output=True)
        return path

    return write


def by_libreoffice(filter_options: str) -> Write:
    """A writer by LibreOffice, which opens a csv and saves it."""

    def write(of: Saved, folder: Path) -> Path:
        source = dialect(";", decimal=",", encoding="utf-8-sig")(of, folder)
        office = shutil.which("soffice") or "libreoffice"
        form = f"csv:Text - txt - csv (StarCalc):{filter_options}"
        command = [office, "--headless", "--convert-to", form, "--outdir", str(folder / "again"), str(source)]
        subprocess.run(command, check=True, capture_output=True)
        return folder / "again" / source.name

    return write


def _other_variants() -> Iterator[Variant]:
    yield Variant("R rds", _by_rdata, SAME)
    yield Variant("R workspace with two tables", _by_rdata_workspace, SAME)
    if shutil.which("Rscript"):
        yield Variant("R haven write_dta", by_haven('haven::write_dta(d, "{path}")', "dta"), SAME)
        yield Variant("R haven write_sav", by_haven('haven::write_sav(d, "{path}")', "sav"), SAME)
        yield Variant("R write.csv", by_haven('write.csv(d, "{path}", row.names=FALSE)', "csv"), SAME)
        yield Variant("R write.csv2", by_haven('write.csv2(d, "{path}")', "csv"), SAME)
        yield Variant("R as_factor", by_haven('haven::write_dta(haven::as_factor(d), "{path}")', "dta"), "either")
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield Variant("LibreOffice semicolon", by_libreoffice("59,34,76"), "either")
        yield Variant("LibreOffice comma quoted", by_libreoffice("44,34,76,1,,0,true"), "either")


def variants() -> list[Variant]:
    """Every way to save a file again."""
    return [*_csv_variants(), *_pandas_variants(), *_polars_variants(), *_statistical_variants(), *_other_variants()]


def differences(one: Any, other: Any, near: bool) -> list[str]:
    """The columns in which two populations differ; nearly equal money counts as equal where `near`."""
    found = sorted(set(one.columns) ^ set(other.columns))
    if (one.n_persons, one.n_households) != (other.n_persons, other.n_households):
        return ["persons", *found]
    for name in set(one.columns) & set(other.columns):
        first, second = np.asarray(one[name], dtype=float), np.asarray(other[name], dtype=float)
        if not np.allclose(first, second, rtol=2e-7 if near else 1e-14, atol=1e-3 if near else 0, equal_nan=True):
            found.append(name)
    return found
