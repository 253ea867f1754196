from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import polars as pl
import pytest

from ayni.report import from_json, rows_as_bytes, to_csv, to_json, to_parquet, unpacked, write_rows
from ayni.scenario import COLUMNS, DataCard, Result, Row
from ayni.scenario.result import ActCard, Overlap, ParameterChange, ReformCard, ShockCard, SweepCard
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind, joined


def test_json_comes_back_as_it_went(rows: Result) -> None:
    assert from_json(to_json(rows)) == rows
    assert unpacked(rows_as_bytes(rows, "packed")) == rows
    first = json.loads(to_json(rows))["rows"][0]
    assert tuple(first) == COLUMNS
    assert first["marks"] == [str(mark) for mark in rows.rows[0].marks]


def test_csv_is_rfc_4180_with_full_floats(rows: Result) -> None:
    content = to_csv(rows)
    table = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert content.count(b"\r\n") == len(rows) + 1
    assert [float(line["value"]) if line["value"] else None for line in table] == [row.value for row in rows]
    assert [line["marks"] for line in table] == [joined(row.marks) for row in rows]


def test_csv_in_spanish_opens_in_a_spanish_spreadsheet(rows: Result) -> None:
    content = to_csv(rows, spanish=True)
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    values = [float(line["value"].replace(",", ".")) if line["value"] else None for line in table]
    assert values == [row.value for row in rows]
    assert not any("." in line["value"] for line in table)


def test_parquet_is_typed(rows: Result) -> None:
    frame = pl.read_parquet(io.BytesIO(to_parquet(rows)))
    assert tuple(frame.columns) == COLUMNS
    assert frame["value"].to_list() == [row.value for row in rows]
    assert frame["n"].dtype == pl.Int64


def test_the_same_rows_give_the_same_bytes(rows: Result) -> None:
    for make in (to_json, to_csv, to_parquet):
        assert make(rows) == make(rows.where(rows))


@pytest.mark.parametrize(
    ("name", "layout", "start"),
    [("a.json", "table", b"{"), ("a.csv", "table", b"table,survey"), ("a.csv", "csv-es", b"\xef\xbb\xbftable;"),
     ("a.parquet", "table", b"PAR1"), ("a.txt", "table", b"Con el ingreso"), ("a.out", "json", b"{")],
)  # fmt: skip
def test_a_file_is_written_as_asked(rows: Result, tmp_path: Path, name: str, layout: str, start: bytes) -> None:
    write_rows(rows, tmp_path / name, layout, "es")
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_write_that_fails_leaves_the_old_file(rows: Result, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_rows(rows.where([*rows, Row(table="data", measure="persons", value=float("nan"))]), path, "json", "es")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_a_place_that_cannot_be_written_is_named(rows: Result, tmp_path: Path) -> None:
    with pytest.raises(AyniError, match=r"Cannot write .*absent/a.json: No such file"):
        write_rows(rows, tmp_path / "absent" / "a.json", "json", "es")
    (tmp_path / "folder").mkdir()
    with pytest.raises(AyniError, match="Cannot write"):
        write_rows(rows, tmp_path / "folder", "json", "es")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_csv_writes_whole_numbers_as_such_and_others_in_full() -> None:
    place = {"table": "poverty", "concept": "ine_income", "unit": "persons"}
    rows = [Row(measure="poor", value=39605.0, se=0.1 + 0.2, n=39605, **place), Row(measure="mean", **place)]
    first, second = csv.DictReader(io.StringIO(to_csv(rows).decode(), newline=""))
    assert (first["value"], first["se"], first["n"]) == ("39605", "0.30000000000000004", "39605")
    assert (second["value"], second["n"]) == ("", "")
    spanish = next(csv.DictReader(io.StringIO(to_csv(rows, spanish=True).decode("utf-8-sig")), delimiter=";"))
    assert (spanish["value"], spanish["se"]) == ("39605", "0,30000000000000004")


def test_marks_are_a_list_in_json_and_parquet_and_one_cell_in_csv() -> None:
    marks = (Mark(MarkKind.SYNTHETIC), Mark(MarkKind.IMPUTED, "is_pregnant"))
    result = Result((Row(table="poverty", measure="headcount", value=0.5, marks=marks),))
    texts = ["synthetic", "imputed:is_pregnant"]
    assert json.loads(to_json(result))["rows"][0]["marks"] == texts
    assert pl.read_parquet(io.BytesIO(to_parquet(result)))["marks"].to_list() == [texts]
    (line,) = csv.DictReader(io.StringIO(to_csv(result).decode(), newline=""))
    assert line["marks"] == "synthetic; imputed:is_pregnant"
    assert from_json(to_json(result)) == unpacked(rows_as_bytes(result, "packed")) == result


def test_what_a_result_is_about_comes_back_from_json() -> None:
    name = {"es": "A", "en": "B"}
    change = ParameterChange("renta_dignidad.amount", "Bs/month", 350.0, None)
    event = Overlap("a", "2019-11-10", name)
    card = DataCard("EH2019", imputed={"age": name}, overlaps=(event,), persons=3, expansion_seed=1)
    result = Result(
        (), (card,), ReformCard(name, (change,), ("a",), {"b": name}, {"c": "added"}, "text", "x; y", (change,)),
        SweepCard("a.b", "Bs"), ShockCard("stoppage", "beni", "2022-10-22"),
        (ActCard("a", "DS 1", dt.date(2020, 1, 1), dt.date(2020, 2, 1), None),), names={"b": name},
    )  # fmt: skip
    assert from_json(to_json(result)) == unpacked(rows_as_bytes(result, "packed")) == result
