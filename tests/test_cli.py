"""The command line: what it prints, in which language, and one line with exit code 2 for everything that is wrong."""

import csv
import io
import json
import subprocess
import sys

import pytest

from ayni.scenario import COLUMNS


def ayni(*arguments, locale="C.UTF-8", **kwargs):
    """The command as a user runs it, in a process of its own."""
    import os

    environment = {**os.environ, "LC_ALL": locale, "COLUMNS": "100", **kwargs.pop("environment", {})}
    command = [sys.executable, "-m", "ayni", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env=environment, encoding="utf-8", **kwargs)


@pytest.fixture(scope="module")
def synthetic_rows():
    result = ayni("run", "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_rows_are_tidy_and_say_that_they_are_synthetic(synthetic_rows):
    assert len(synthetic_rows) > 1_000
    for row in synthetic_rows:
        assert tuple(row) == COLUMNS
        assert "synthetic" in row["note"].split("; ")


def test_the_same_run_gives_the_same_bytes(synthetic_rows):
    assert json.loads(ayni("run", "--format", "json").stdout) == synthetic_rows


def test_csv_and_parquet_hold_the_same_rows(synthetic_rows, tmp_path):
    import polars as pl

    text = ayni("run", "--format", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(synthetic_rows)
    path = tmp_path / "rows.parquet"
    assert ayni("run", "--format", "parquet", "--output", path).returncode == 0
    assert pl.read_parquet(path).to_dicts() == synthetic_rows


def test_a_bolivian_excel_opens_the_spanish_csv(tmp_path):
    path = tmp_path / "filas.csv"
    assert ayni("run", "--format", "csv-es", "--output", path).returncode == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    value = rows[5][COLUMNS.index("value")]
    assert "." not in value


@pytest.mark.parametrize(("arguments", "word"), [((), "sintétic"), (("--lang", "en"), "ynthetic")])
def test_tables_and_page_say_synthetic_in_the_language_asked(arguments, word, tmp_path):
    page = tmp_path / "report.html"
    result = ayni("run", *arguments, "--report", page)
    assert result.returncode == 0, result.stderr
    assert word in result.stdout
    assert word in page.read_text(encoding="utf-8")
    assert str(page) in result.stderr


def test_the_language_follows_the_locale():
    assert "Usage" in ayni("--help").stdout
    assert "social policy" in ayni("--help", locale="en_US.UTF-8").stdout
    assert "política social" in ayni("--help").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--data", "nowhere.csv"), "Cannot read nowhere.csv: No such file or directory."),
        (("--law", "2026-13-01"), "--law: “2026-13-01” is not a date; write it YYYY-MM-DD."),
        (("--law", "13/01/2026"), "--law: “13/01/2026” is not a date"),
        (("--law", "1999-01-01"), "The law of 1999-01-01: the law book begins in 2005."),
        (("--year", "20"), "--year: “20” is not a year of four digits."),
        (("--year", "2020", "--law", "2020-01-01"), "Give --law or --year, not both."),
        (("--take-up", "all"), "--take-up: “all” is not a choice; there are legal, observed."),
        (("--format", "xml"), "--format: “xml” is not a choice"),
        (("--format", "parquet"), "--format parquet needs --output FILE."),
        (("--report", "/nowhere/at/all/report.html"), "Cannot write /nowhere/at/all/report.html"),
        (("--output", "/nowhere/at/all/rows.json", "--format", "json"), "Cannot write /nowhere/at/all/rows.json"),
    ],
)
def test_whatever_is_wrong_is_one_line_and_exit_code_2(arguments, says, tmp_path):
    result = ayni("run", *arguments, "--lang", "en", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"ayni: {says}")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_errors_speak_spanish_by_default(tmp_path):
    result = ayni("run", "--data", tmp_path / "no.csv")
    assert result.stderr.startswith("ayni: No se puede leer")


def test_another_year_s_law_runs_on_the_same_people():
    rows = json.loads(ayni("run", "--year", "2007", "--format", "json").stdout)
    programmes = {row["level"] for row in rows if row["table"] == "programmes"}
    assert programmes == {"bono_juancito_pinto", "bonosol"}
