"""The command line: what it prints, in which language, and one line with exit code 2 for everything that is wrong."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ayni.law import bolivia
from ayni.scenario import COLUMNS, read_reform
from support.command import ayni

REPOSITORY = Path(__file__).parents[1]


def in_a_process(*arguments, locale="C.UTF-8"):
    """The command as a user runs it."""
    command = [sys.executable, "-m", "ayni", *arguments]
    environment = {**os.environ, "LC_ALL": locale}
    return subprocess.run(command, capture_output=True, check=False, env=environment, encoding="utf-8")


REFORM = ("reform", "renta_dignidad.monthly_non_pensioner=500", "--at", "survey")


def written(path, layout):
    """The file of a reform's rows."""
    assert ayni(*REFORM, "--format", layout, "--output", path).returncode == 0
    return path


@pytest.fixture(scope="module")
def synthetic_rows():
    result = ayni("run", "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["rows"]


def test_rows_are_tidy_and_say_that_they_are_synthetic(synthetic_rows):
    assert len(synthetic_rows) > 1_000
    for row in synthetic_rows:
        assert tuple(row) == COLUMNS
        assert "synthetic" in row["marks"]


def test_the_same_run_gives_the_same_bytes(synthetic_rows):
    assert json.loads(in_a_process("run", "--format", "json").stdout)["rows"] == synthetic_rows


def test_csv_and_parquet_hold_the_same_rows(tmp_path):
    import polars as pl

    rows = json.loads(ayni(*REFORM, "--format", "json").stdout)["rows"]
    text = written(tmp_path / "rows.csv", "csv").read_bytes().decode()
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(rows)
    assert pl.read_parquet(written(tmp_path / "rows.parquet", "parquet")).to_dicts() == rows


def test_a_bolivian_excel_opens_the_spanish_csv(tmp_path):
    content = written(tmp_path / "filas.csv", "csv-es").read_bytes()
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
    english, spanish = in_a_process("--help", locale="en_US.UTF-8").stdout, in_a_process("--help").stdout
    assert ("Usage" in english, "social policy" in english) == (True, True)
    assert ("Uso" in spanish, "política social" in spanish) == (True, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--data", "nowhere.csv"), "Cannot read nowhere.csv: No such file or directory."),
        (("--law", "2026-13-01"), "--law: “2026-13-01” is not a date; write it YYYY-MM-DD."),
        (("--law", "13/01/2026"), "--law: “13/01/2026” is not a date"),
        (("--law", "1999-01-01"), "The law of 1999-01-01: the law book begins in 2005."),
        (("--law", "2026-06-15"), "The law of 2026-06-15 and the money of EH2019-synthetic, of 2019-11,"),
        (("--prices", "today"), "--prices: “today” is not a choice"),
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
    result = in_a_process("run", "--data", str(tmp_path / "no.csv"))
    assert result.returncode == 2
    assert result.stderr.startswith("ayni: No se puede leer")


def test_another_year_s_law_runs_on_the_same_people():
    rows = json.loads(ayni("run", "--law", "2007-11-20", "--prices", "survey", "--format", "json").stdout)["rows"]
    programmes = {row["programme"] for row in rows if row["table"] == "programmes"}
    assert programmes == {"bono_juancito_pinto", "bonosol"}


# ---- the law book

FAMILY = """
date: 2026-01-15
persons:
  rosa: {age: 66, sex: woman}
  juan: {age: 9, mother: rosa, is_enrolled: true, school_level: primary, school_course: 4, school_type: public}
"""


def test_a_family_is_answered_in_both_languages_and_its_trace_shown(tmp_path):
    path = tmp_path / "family.yaml"
    path.write_text(FAMILY, encoding="utf-8")
    spanish = ayni("household", path)
    assert spanish.returncode == 0, spanish.stderr
    assert "Renta Dignidad" in spanish.stdout
    assert "Bs 500,00" in spanish.stdout.replace("\u00a0", " ")
    english = ayni("household", path, "--date", "2025-11", "--lang", "en", "--trace")
    assert "Bs 350.00" in english.stdout.replace("\u00a0", " ")
    assert "  Age in completed years = 66" in english.stdout
    assert "  Ley 1196 art. 2: From the payment of June 2019 Bs 350 a month without a pension" in english.stdout


def test_a_family_from_the_command_line_and_its_budget_line(tmp_path):
    person = "age=30,work_category=employee,contributes_to_pension=true"
    chart = tmp_path / "budget.svg"
    vary = ("--vary", "monthly_wage=0:20000:5000", "--chart", chart)
    result = ayni("household", "--person", person, "--date", "2025-04", *vary, "--lang", "en")
    assert result.returncode == 0, result.stderr
    assert "Marginal" in result.stdout
    svg = chart.read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "<title" in svg
    assert "<desc" in svg


def test_a_family_to_which_nothing_applies_is_no_error():
    result = ayni(
        "household", "--person", "age=40,health_insurance=social_security", "--date", "2010-01", "--lang", "en"
    )
    assert result.returncode == 0, result.stderr
    assert "nothing applies" in result.stdout


def test_a_payroll_comes_back_with_every_line(tmp_path):
    path = tmp_path / "payroll.csv"
    path.write_text("name,monthly_wage,years_of_service\nana,3000,2\nluis,20000,0\n", encoding="utf-8")
    result = ayni("payslip", "--csv", path, "--date", "2019-06")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["name"] for row in rows] == ["ana", "luis"]
    assert float(rows[0]["total_earned"]) == pytest.approx(3000 + 0.05 * 2122, abs=0.005)
    path.write_text("name,monthly_wage\nana,3000\nluis,mil\n", encoding="utf-8")
    broken = ayni("payslip", "--csv", path, "--date", "2019-06", "--lang", "en")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "monthly_wage has “mil” where a number belongs, row 3" in broken.stderr


@pytest.mark.parametrize("span", ["0:1e308:1", "0:inf:1", "0:1:1e-9", "nan:1:1", "-1e308:1e308:1"])
def test_a_range_of_too_many_values_is_refused_at_once(span):
    given = ("household", "--person", "age=70", "--vary", f"monthly_wage={span}", "--lang", "en")
    result = ayni(*given)
    assert (result.returncode, result.stdout) == (2, "")
    assert "use a larger step" in result.stderr or "must have the form" in result.stderr


def test_the_law_is_listed_shown_and_compared(tmp_path):
    assert "impuesto_grandes_fortunas" in ayni("law", "list").stdout
    shown = ayni("law", "show", "renta_dignidad", "--date", "2010-01", "--lang", "en").stdout
    assert "def renta_dignidad(" in shown
    assert "200" in shown
    chart = tmp_path / "history.svg"
    history = ayni("law", "history", "renta_dignidad.monthly_non_pensioner", "--chart", chart)
    assert "1 de junio de" in history.stdout
    assert chart.exists()
    compared = ayni("law", "diff", "2019-06-30", "2019-07-01", "--lang", "en")
    assert "Woman of 70, alone" in compared.stdout
    assert compared.returncode == 0, compared.stderr


def test_cases_are_held_against_the_law(tmp_path):
    path = tmp_path / "mine.yaml"
    case = "- {name: mine, period: 2020-01, input: {age: 66}, output: {renta_dignidad: %s}}\n"
    path.write_text(case % 350, encoding="utf-8")
    assert ayni("law", "test", path, "--lang", "en").stdout == "1 cases hold, 0 do not; 1 values expected.\n"
    path.write_text(case % 351, encoding="utf-8")
    wrong = ayni("law", "test", path, "--lang", "en")
    assert wrong.returncode == 1
    assert "the case says 351, the law gives 350.0" in wrong.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "--at", ""), "--at: there is an empty text"),
        (("run", "--at="), "--at: there is an empty text"),
        (("payslip", " "), "there is an empty text"),
        (("household",), "Give a file with the family or at least one --person, one of the two."),
        (("household", "none.yaml"), "Cannot read none.yaml"),
        (("household", "--person", "age"), "--person: “age” must have the form answer=value."),
        (("household", "--person", "age=66", "--date", "1999-01"), "The law of 1999-01-01"),
        (
            ("household", "--person", "monthly_wage=2.000"),
            "monthly_wage: “2.000” may be 2,000 or 2: write it",
        ),
        (("household", "--person", "age=66", "--vary", "age=1"), "--vary: “age=1” must have the form"),
        (("household", "--person", "age=66", "--vary", "agee=1:2:1"), "persona1: there is no answer “agee”"),
        (("household", "--person", "age=66", "--chart", "x.svg"), "--chart needs --vary."),
        (("payslip",), "Give a wage or --csv, not both."),
        (("payslip", "mil"), "worker: monthly_wage is “mil”"),
        (("payslip", "1000", "--with", "x"), "--with: “x” must have the form answer=value."),
        (("law", "show", "renta"), "There is no instrument renta; the nearest is"),
        (("law", "history", "renta_dignidad.amount"), "There is no parameter renta_dignidad.amount; the nearest is"),
        (("law", "diff", "2019", "2020-01-01"), "before: “2019” is not a date"),
        (("law", "test", "nowhere.yaml"), "nowhere.yaml holds no cases"),
    ],
)
def test_a_wrong_word_to_the_law_book_is_one_line(arguments, says, tmp_path):
    result = ayni(*arguments, "--lang", "en", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"ayni: {says}"), result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_examples_come_with_the_program_by_name():
    by_name, by_path = (
        read_reform(each, bolivia())
        for each in ("example:renta_dignidad_700", REPOSITORY / "reforms" / "renta_dignidad_700.yaml")
    )
    assert by_name.values == by_path.values
    wrong = ayni("shock", "price-rise", "example:food_price")
    assert wrong.returncode == 2
    assert "food_prices" in wrong.stderr
