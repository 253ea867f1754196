"""`ayni reform`: the same rows as Python, receipts that run again, and one line for what is wrong."""

import json
from pathlib import Path

import pytest

from ayni import reform
from ayni.report import from_json
from ayni.report.scenarios.reform import unit_beside, value_text
from support.command import ayni

REFORMS = Path(__file__).parent.parent / "reforms"
AMOUNT = "renta_dignidad.monthly_non_pensioner"
PAIR = f"{AMOUNT}=500"


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (
            (PAIR, "--from", "2019-07-01", "--at", "survey"),
            {"renta_dignidad.monthly_non_pensioner": {"2019-07-01": 500}},
        ),
        ((REFORMS / "renta_dignidad_500.yaml", "--at", "survey"), REFORMS / "renta_dignidad_500.yaml"),
    ],
)
def test_the_command_and_python_give_the_same_rows(arguments, given):
    code, out, _ = ayni("reform", *arguments, "--format", "json")
    assert code == 0
    own = reform(reform=given, at="survey")
    assert len(own) > 300
    found = from_json(out.encode())
    assert (found.rows, found.cards) == (own.rows, own.cards)
    assert found.reform.changes == own.reform.changes


@pytest.mark.parametrize("what", [PAIR, REFORMS / "renta_dignidad_500.yaml", REFORMS / "wealth_tax_schedules.yaml"])
def test_a_receipt_runs_again_without_the_file(what, tmp_path):
    receipt = tmp_path / "r.json"
    assert ayni("reform", what, "--at", "survey", "--receipt", receipt, "--format", "json")[0] == 0
    assert ayni("rerun", receipt)[0] == 0
    content = json.loads(receipt.read_text(encoding="utf-8"))["options"]
    assert content["command"] == "reform"
    assert content["arguments"]["reform"]


def test_the_receipt_of_a_python_file_holds_its_text_and_runs_only_the_file_given_again(tmp_path):
    receipt, file = tmp_path / "r.json", tmp_path / "disability.py"
    file.write_bytes((REFORMS / "disability_at_the_extreme_line.py").read_bytes())
    ayni("reform", file, "--at", "survey", "--receipt", receipt, "--format", "json")
    held = json.loads(receipt.read_text(encoding="utf-8"))["options"]["arguments"]["reform"]["rules"]["python"]
    assert held == file.read_text(encoding="utf-8")
    code, _, error = ayni("rerun", receipt, "--lang", "en")
    assert (code, error.count("\n")) == (2, 1)
    assert "give disability.py again with --reform" in error
    assert ayni("rerun", receipt, "--reform", file)[0] == 0
    file.write_text(held.replace("max(p.amount, extreme_poverty_line)", "p.amount + 100.0"), encoding="utf-8")
    assert ayni("rerun", receipt, "--reform", file)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("renta_dignidad.monthly_non_pensionr=500",), "the nearest is renta_dignidad.monthly_non_pensioner"),
        ((PAIR + " Bs/year",), "is not in its unit, Bs/month"),
        ((PAIR, "--from", "2001-01-01"), "is before renta_dignidad existed; its first day is 2008-01-01"),
        ((PAIR, "--from", "01/01/2020"), "--from: “01/01/2020” is not a date"),
        ((PAIR, "x.yaml"), "give one reform file alone"),
        (("none.yaml",), "Cannot read none.yaml"),
        (
            (PAIR, "--from", "2026-01-01", "--law", "2019-12-01", "--at", "survey"),
            "begins on 2026-01-01 and the law asked for",
        ),
        ((PAIR, "--accounting", "week"), "--accounting: “week” is not a choice"),
        (
            (PAIR.replace("500", "2000"), "--from", "2026-01-01", "--at", "survey"),
            "The law of 2026-01-01 and the money of EH2019-synthetic, of 2019-11,",
        ),
        (("renta_dignidad.monthly_non_pensioner=350", "--at", "survey"), "changes nothing on 2019-11-20"),
        ((PAIR,), "changes nothing on 2026-07-01: its values are those of the law of that day"),
    ],
)
def test_whatever_is_wrong_is_one_line_and_exit_code_2(arguments, says, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, out, error = ayni("reform", *arguments, "--lang", "en")
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert says in error


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (350, "Bs/month", "350 (Bs/mes)"),
        (1234567.0, "Bs", "1.234.567 (Bs)"),
        (0.0171, "share", "1,71%"),
        (0.125, "share", "12,5%"),
        (2.5, "percent", "2,5%"),
        (1, "flag", "sí"),
        (0, "flag", "no"),
        (60, "years", "60 (años)"),
        (3, "grade", "3 (grado)"),
        (None, "Bs/month", " (Bs/mes)"),
    ],
)
def test_a_value_of_the_law_is_said_in_its_unit(value, unit, said):
    beside = unit_beside(unit, "es")
    assert value_text(value, unit, "es") + (f" ({beside})" if beside else "") == said


def test_a_parameter_given_twice_is_refused_with_both_values():
    code, out, error = ayni("reform", PAIR, f"{AMOUNT}=400", "--lang", "en")
    assert (code, out) == (2, "")
    assert error == f"ayni: reform: {AMOUNT} is given twice, as 500 and as 400: leave one.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("payslip", "5000", "--with", "age=40", "--with", "age=60"),
        ("household", "--person", "age=70,age=20"),
        ("shock", "job-loss", "from=5%", "to=8%", "to=9%"),
        ("retirement", "age=60", "age=61"),
    ],
)
def test_an_answer_given_twice_is_refused(arguments):
    code, out, error = ayni(*arguments, "--lang", "en")
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "is given twice" in error


def test_a_reform_of_the_future_shows_its_day_on_the_data_card():
    _, out, _ = ayni(
        "reform", PAIR.replace("500", "2000"), "--from", "2026-01-01", "--prices", "survey", "--lang", "en"
    )
    assert "1 January 2026" in out
    assert "2026/2019" in out
    assert "Unfinanced" in out


def test_a_reform_without_financing_says_so_in_spanish_too():
    assert "Sin financiamiento declarado" in ayni("reform", PAIR, "--at", "survey", "--lang", "es")[1]


def test_the_report_has_the_charts_of_a_financed_reform(tmp_path):
    page, file = tmp_path / "r.html", tmp_path / "r.yaml"
    text = (REFORMS / "renta_dignidad_500.yaml").read_text(encoding="utf-8")
    file.write_text(text + "financing: {rule: proportional}\n", encoding="utf-8")
    ayni("reform", file, "--at", "survey", "--report", page, "--lang", "es")
    content = page.read_text(encoding="utf-8")
    assert "Sin financiamiento declarado" not in content
    for chart in ("winners", "gains", "financing"):
        assert f"{chart}-title" in content
