"""What is no file, or unpacks into more than is read: told at once, before it is read."""

import gzip
import io
import os
import zipfile

import numpy as np
import pytest

from ayni.survey import files, load
from ayni.words import AyniError
from support.files import as_csv, invented_rows


def refused(path):
    with pytest.raises(AyniError) as raised:
        load(path, part="a part", cached=False)
    assert "\n" not in raised.value.in_language("es")
    return str(raised.value)


def zipped(path, **contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("_", "."), content)
    return path


@pytest.fixture
def low_limit(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)


def test_a_pipe_a_device_and_a_folder_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero", "/dev/null"):
        assert "not an ordinary file" in refused(files.Path(path))


def test_a_file_that_is_mostly_hole_is_not_read(tmp_path):
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(files.MOST_BYTES * 40)
    assert "more than the 512 MB" in refused(path)


def test_what_unpacks_into_too_much_is_not_unpacked(tmp_path, low_limit):
    made = tmp_path / "bomb.gz"
    made.write_bytes(gzip.compress(gzip.compress(bytes(40 << 20))))
    assert "more than the 1 MB" in refused(made)
    assert "more than the 1 MB" in refused(zipped(tmp_path / "bomb.zip", personas_csv=bytes(40 << 20)))


def test_a_parquet_of_few_bytes_and_many_rows_is_not_read(tmp_path, monkeypatch):
    import polars as pl

    monkeypatch.setattr(files, "MOST_ROWS", 1_000)
    path = tmp_path / "many.parquet"
    pl.DataFrame({"folio": np.zeros(2_000)}).write_parquet(path)
    assert "more than 1000 rows" in refused(path)


def test_a_zip_with_one_file_of_data_is_read_and_with_more_they_are_named(tmp_path):
    content = as_csv(invented_rows())
    one = zipped(tmp_path / "one.zip", EH2019_csv=content, LEEME_pdf=b"%PDF", datos_xlsx=b"PK")
    assert load(one, part="a part", cached=False).n_persons == 5
    assert "several data files (personas.csv, vivienda.sav)" in refused(
        zipped(tmp_path / "two.zip", personas_csv=content, vivienda_sav=b"$FL2")
    )
    assert "no data file that is read (it holds: LEEME.pdf)" in refused(
        zipped(tmp_path / "none.zip", LEEME_pdf=b"%PDF")
    )


def test_a_locked_zip_is_told_by_the_name_inside(tmp_path):
    path = zipped(tmp_path / "locked.zip", personas_csv=b"folio;nro\n")
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    path.write_bytes(content)
    assert "protected by a password: extract personas.csv" in refused(path)


def test_workbooks_and_archives_say_how_to_save_them(tmp_path):
    import xlsxwriter

    held = io.BytesIO()
    xlsxwriter.Workbook(held).close()
    (tmp_path / "a.xlsx").write_bytes(held.getvalue())
    assert "Save as → CSV UTF-8" in refused(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "Save as → CSV UTF-8" in refused(tmp_path / "a.ods")
    (tmp_path / "a.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "Save as → CSV UTF-8" in refused(tmp_path / "a.xls")
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    assert "extract the person file" in refused(tmp_path / "a.rar")


def test_without_the_reader_of_r_the_sentence_says_how_to_save(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rdata.parser", None)
    (tmp_path / "a.rds").write_bytes(gzip.compress(b"X\n\x00\x00\x00\x03" + bytes(40)))
    assert "haven::write_dta" in refused(tmp_path / "a.rds")
