from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from ayni.report import from_json, to_csv, to_json, to_parquet, write_rows
from ayni.scenario import COLUMNS, Row
from ayni.words import AyniError


def test_json_comes_back_as_it_went(rows: list[Row]) -> None:
    assert from_json(to_json(rows)) == rows
    first = json.loads(to_json(rows))[0]
    assert tuple(first) == COLUMNS


def test_csv_is_rfc_4180_with_full_floats(rows: list[Row]) -> None:
    content = to_csv(rows)
    table = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert content.count(b"\r\n") == len(rows) + 1
    assert [float(line["value"]) if line["value"] else None for line in table] == [row.value for row in rows]
    assert [line["note"] for line in table] == [row.note for row in rows]


def test_csv_in_spanish_opens_in_a_spanish_spreadsheet(rows: list[Row]) -> None:
    content = to_csv(rows, spanish=True)
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    values = [float(line["value"].replace(",", ".")) if line["value"] else None for line in table]
    assert values == [row.value for row in rows]
    assert not any("." in line["value"] for line in table)


def test_parquet_is_typed(rows: list[Row]) -> None:
    frame = pl.read_parquet(io.BytesIO(to_parquet(rows)))
    assert tuple(frame.columns) == COLUMNS
    assert frame["value"].to_list() == [row.value for row in rows]
    assert frame["n"].dtype == pl.Int64


def test_the_same_rows_give_the_same_bytes(rows: list[Row]) -> None:
    for make in (to_json, to_csv, to_parquet):
        assert make(rows) == make(list(rows))


@pytest.mark.parametrize(
    ("name", "layout", "start"),
    [("a.json", "table", b"["), ("a.csv", "table", b"table,wave"), ("a.csv", "csv-es", b"\xef\xbb\xbftable;"),
     ("a.parquet", "table", b"PAR1"), ("a.txt", "table", b"Con el ingreso"), ("a.out", "json", b"[")],
)  # fmt: skip
def test_a_file_is_written_as_asked(rows: list[Row], tmp_path: Path, name: str, layout: str, start: bytes) -> None:
    write_rows(rows, tmp_path / name, layout, "es")
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_write_that_fails_leaves_the_old_file(rows: list[Row], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_rows([*rows, Row("a", "b", "c", "d", value=float("nan"))], path, "json", "es")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_a_place_that_cannot_be_written_is_named(rows: list[Row], tmp_path: Path) -> None:
    with pytest.raises(AyniError, match=r"Cannot write .*absent/a.json: No such file"):
        write_rows(rows, tmp_path / "absent" / "a.json", "json", "es")
    (tmp_path / "folder").mkdir()
    with pytest.raises(AyniError, match="Cannot write"):
        write_rows(rows, tmp_path / "folder", "json", "es")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]
