"""One family as JSON: canonical, whole, and the same from Python and the command line."""

import datetime as dt
import json
import shlex

import pytest
from click.testing import CliRunner

from ayni.cli import ayni
from ayni.family import answers, at_a_wage, budget_line, dues, family, read_family
from ayni.law import bolivia
from ayni.report import budget_as_json, family_as_json, family_as_yaml, family_command, family_tables
from ayni.runs import FamilyResult, household
from ayni.words import LANGUAGES, AyniError

LAW = bolivia()
DAY = dt.date(2020, 1, 15)
GIVEN = {
    "ana": {"age": 66, "sex": "woman"},
    "luis": {"age": 40, "sex": "man", "work_category": "employee", "contributes_to_pension": True,
             "monthly_wage": 3000},
}  # fmt: skip


def as_json(given, day=DAY):
    of = family(given, day, LAW)
    return json.loads(family_as_json(household(of, LAW)))


def test_json_of_a_family_says_what_the_tables_say():
    of = family(GIVEN, DAY, LAW)
    found = list(answers(of, LAW))
    content = json.loads(family_as_json(FamilyResult(of, LAW, tuple(found))))
    assert [each["name"] for each in content["persons"]] == ["ana", "luis"]
    renta = next(each for each in content["answers"] if (each["rule"], each["person"]) == ("renta_dignidad", "ana"))
    assert (renta["amount"], renta["unit"], renta["in_budget"], renta["why_not"]) == (350.0, "Bs/month", 350.0, None)
    other = next(each for each in content["answers"] if (each["rule"], each["person"]) == ("renta_dignidad", "luis"))
    for language in LANGUAGES:
        printed = {
            cell.text
            for line in family_tables(FamilyResult(of, LAW, tuple(found)), language)[1].lines
            for cell in line.cells
        }
        assert other["why_not"][language] in printed
    totals = content["totals"]
    assert totals["budget"] == pytest.approx(350 + 350 / 12 - 0.1271 * 3000)
    assert totals["benefits"] + totals["taxes_and_contributions"] == pytest.approx(totals["budget"])


def test_the_same_answers_give_the_same_bytes_however_they_were_written():
    text = {"ana": {"age": "66", "sex": "woman"}, "luis": {**GIVEN["luis"], "monthly_wage": "3000", "age": "40"}}
    texts = [family(given, DAY, LAW) for given in (GIVEN, text)]
    one, other = (family_as_json(household(of, LAW)) for of in texts)
    assert one == other


def test_json_says_what_the_law_book_does_not_know():
    content = as_json({"luis": GIVEN["luis"]}, dt.date(2026, 6, 1))
    second = next(each for each in content["answers"] if each["rule"] == "segundo_aguinaldo")
    assert second["why_not"] is None
    assert "is known up to 31 December 2018" in second["refused"]["en"]


def test_a_fact_that_is_a_flag_may_be_written_as_a_word():
    of = family({"ana": {"age": 66, "receives_pension": "sí"}}, DAY, LAW)
    assert of.given["ana"]["receives_pension"] is True
    with pytest.raises(AyniError, match="receives_pension cannot be “maybe”"):
        family({"ana": {"receives_pension": "maybe"}}, DAY, LAW)


def test_the_command_line_gives_the_bytes_of_python(tmp_path):
    path = tmp_path / "family.json"
    path.write_text(json.dumps({"date": "2020-01-15", "persons": GIVEN}), encoding="utf-8")
    of = read_family(path, LAW)
    printed = CliRunner().invoke(ayni, ["household", str(path), "--format", "json"])
    assert printed.stdout_bytes == family_as_json(household(of, LAW))
    varied = CliRunner().invoke(
        ayni, ["household", str(path), "--vary", "luis.monthly_wage=0:2000:1000", "--format", "json"]
    )
    points = list(budget_line(of, "luis.monthly_wage", [0, 1000, 2000], LAW))
    assert varied.stdout_bytes == budget_as_json(points)
    wrong = CliRunner().invoke(ayni, ["household", str(path), "--trace", "--format", "json"])
    assert isinstance(wrong.exception, AyniError)


def test_what_is_the_same_for_several_persons_is_said_once_and_money_first():
    pupil = {"age": 9, "is_enrolled": True, "school_level": "primary", "school_course": 3, "school_type": "public"}
    of = family({"ana": {"age": 66}, "rita": pupil, "luz": pupil}, dt.date(2025, 10, 1), LAW)
    found = dues(list(answers(of, LAW)), LAW, "en")
    pinto = next(due for due in found if due.instrument == "bono_juancito_pinto")
    assert (pinto.persons, pinto.amount) == (("rita", "luz"), "Bs\u00a0200.00")
    assert "identity card" in pinto.bring
    assert [bool(due.amount) for due in found] == sorted((bool(due.amount) for due in found), reverse=True)


def test_the_command_and_the_file_of_a_family_give_its_answers(tmp_path):
    of = family({"rosa mía": {"age": 30}, "juan": {"age": 1, "mother": "rosa mía"}, **GIVEN}, DAY, LAW)
    printed = CliRunner().invoke(ayni, [*shlex.split(family_command(of, LAW))[1:], "--format", "json"])
    content, mine = json.loads(printed.stdout), json.loads(family_as_json(household(of, LAW)))
    assert content["totals"] == mine["totals"]
    assert content["persons"][1]["answers"]["mother"] == "persona1"
    path = tmp_path / "family.yaml"
    path.write_text(family_as_yaml(of, LAW), encoding="utf-8")
    again = read_family(path, LAW)
    assert family_as_json(household(again, LAW)) == family_as_json(household(of, LAW))


def test_a_person_without_a_wage_is_drawn_at_a_formal_one():
    of = family({"ana": {"age": 66}, "luis": GIVEN["luis"]}, dt.date(2026, 1, 1), LAW)
    assert at_a_wage(of, "luis") == of
    waged = list(answers(at_a_wage(of, "ana"), LAW))
    assert not next(each for each in waged if (each.rule, each.person) == ("renta_dignidad", "ana")).applies


def test_json_has_the_address_of_each_norm_and_what_its_article_says():
    content = as_json({"ana": {"age": 70}}, dt.date(2026, 3, 1))
    [renta] = [each for each in content["answers"] if each["rule"] == "renta_dignidad"]
    cited = {each["text"]: each for each in renta["citations"]}
    assert cited["Ley 1196 art. 2"]["address"].startswith("https://")
    assert renta["law"] == "; ".join(cited)
    assert any(each["says"] and set(each["says"][0]) == {"es", "en"} for each in renta["citations"])
