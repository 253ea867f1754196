"""A family under a reform: by command, API and page; what is refused, and what a reform's own programme says."""

import datetime as dt
import json
import re

import pytest

from ayni.family import family
from ayni.law import bolivia
from ayni.runs import household, law_for
from ayni.scenario import read_reform
from ayni.words import AyniError
from support.command import ayni

AMOUNT = "renta_dignidad.monthly_non_pensioner"
DAY = dt.date(2024, 6, 1)
GRANT = '''
from ayni.engine import rule

REFORM = {"name": {"es": "Para la niñez", "en": "For children"}, "programme": {"bono_nuevo": {
    "name": {"es": "Bono nuevo", "en": "New grant"},
    "in_force": [{"from": "2022-01-01"}],
    "parameters": {
        "amount": {"unit": "Bs/month", "es": "monto", "en": "amount", "values": [{"from": "2022-01-01", "value": 100}]},
        "limit": {"unit": "years", "es": "edad límite", "en": "age limit",
                  "values": [{"from": "2022-01-01", "value": 6}]},
    },
}}}

@rule(unit="Bs/month", law="Proyecto art. 1")
def bono_nuevo(age, p):
    """A grant for the young."""
    if age >= p.limit:
        return 0.0
    return p.amount
'''


@pytest.fixture
def grant(tmp_path):
    file = tmp_path / "grant.py"
    file.write_text(GRANT, encoding="utf-8")
    return file


@pytest.fixture
def two(tmp_path):
    file = tmp_path / "family.yaml"
    file.write_text("date: 2024-06-01\npersons: {ana: {age: 4}, luis: {age: 9}}\n", encoding="utf-8")
    return file


def of(reform, **answers):
    law = law_for(bolivia(), reform)
    return household(family({"ana": answers}, DAY, law), bolivia(), reform)


def amounts(found, rule):
    return [each.amount for each in found if each.rule == rule]


def test_the_values_of_a_reform_are_what_the_family_gets_and_the_law_s_stand_beside():
    found = of(read_reform({AMOUNT: 500}, bolivia()), age=66)
    assert amounts(found.answers, "renta_dignidad") == [500]
    assert amounts(found.without, "renta_dignidad") == [350]


@pytest.mark.parametrize(
    ("language", "name", "why"),
    [("es", "Bono nuevo", "9, al menos 6 (edad límite)"), ("en", "New grant", "9, at least 6 (age limit)")],
)
def test_a_programme_that_the_reform_adds_is_named_and_gives_its_reason(language, name, why, grant, two):
    code, out, _ = ayni("household", two, "--reform", grant, "--lang", language)
    printed = " ".join(out.split())
    gives, why_not = re.split("Lo que no corresponde|What does not apply", printed)
    assert code == 0
    assert name in gives
    assert name in why_not
    assert "Bs 100" in printed.replace("\u00a0", " ")
    assert "Proyecto art. 1" in printed
    assert why in printed
    assert {"es": "«Para la niñez»", "en": "“For children”"}[language] in printed


def test_json_says_the_reform_and_the_totals_without_it(grant, two):
    code, out, _ = ayni("household", two, "--reform", grant, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["totals"]["budget"] - found["reform"]["totals_without"]["budget"] == 100
    assert found["reform"]["name"] == {"es": "Para la niñez", "en": "For children"}
    assert json.loads(ayni("household", two, "--format", "json")[1])["reform"] is None


def test_pairs_texts_and_a_file_are_the_same_reform(tmp_path):
    file = tmp_path / "r.yaml"
    file.write_text(f"{AMOUNT}: 500\n", encoding="utf-8")
    who = ("household", "--person", "age=66", "--date", "2024-06", "--format", "json", "--reform")
    totals = [json.loads(ayni(*who, each)[1])["totals"] for each in (file, f"{AMOUNT}=500", f"{AMOUNT}:500")]
    assert totals == [totals[0]] * 3
    assert totals[0]["budget"] == pytest.approx(500 * 13 / 12)


def test_the_budget_line_is_that_of_the_reform():
    who = ("household", "--person", "age=66", "--date", "2024-06", "--vary", "age=58:62:2", "--format", "json")
    points = [json.loads(ayni(*who, *more)[1]) for more in ((), ("--reform", f"{AMOUNT}=500"))]
    assert [round(point["budget"] * 12) for point in points[0]] == [0, 350 * 13, 350 * 13]
    assert [round(point["budget"] * 12) for point in points[1]] == [0, 500 * 13, 500 * 13]


def test_a_column_that_a_rule_reads_and_no_family_is_asked_can_be_said_and_is_never_zero(tmp_path):
    file = tmp_path / "line.py"
    file.write_text(
        "from ayni.engine import rule\n\n@rule(unit='Bs/month')\n"
        "def bono_discapacidad(disability_card, extreme_poverty_line, p):\n"
        "    '''The line.'''\n    if not disability_card:\n        return 0.0\n    return extreme_poverty_line\n",
        encoding="utf-8",
    )
    who = ("household", "--date", "2024-06", "--reform", file, "--lang", "en", "--person")
    code, _, error = ayni(*who, "disability_card=true")
    assert (code, error.count("\n")) == (2, 1)
    assert "lacks extreme_poverty_line: say it of each person, as extreme_poverty_line=…" in error
    code, out, _ = ayni(*who, "disability_card=true,extreme_poverty_line=431.5")
    assert code == 0
    assert "431.50" in out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({AMOUNT: 350}, "changes nothing on 2024-06-01"),
        ({AMOUNT: {"2026-01-01": 700}}, "begins on 2026-01-01 and the family is looked at on 2024-06-01"),
    ],
)
def test_a_reform_that_changes_nothing_for_the_day_is_told(content, says):
    with pytest.raises(AyniError, match=says):
        of(read_reform(content, bolivia()), age=66)


def test_who_pays_for_the_reform_is_not_counted_and_that_is_said(tmp_path):
    who = ("household", "--person", "age=66", "--date", "2024-06", "--lang", "en", "--reform")
    assert "to finance the reform is not counted" not in " ".join(ayni(*who, f"{AMOUNT}=500")[1].split())
    file = tmp_path / "r.yaml"
    file.write_text(f"{AMOUNT}: 500\nfinancing: {{rule: proportional}}\n", encoding="utf-8")
    assert "to finance the reform is not counted" in " ".join(ayni(*who, file)[1].split())


def test_files_and_pairs_together_are_refused(grant):
    code, _, error = ayni("household", "--person", "age=4", "--reform", grant, "--reform", f"{AMOUNT}=500")
    assert (code, error.count("\n")) == (2, 1)
