"""Hand-worked cases: OpenFisca's three forms of output are read alike, and what is none is refused."""

import pytest

from ayni.family import read_cases
from ayni.law import bolivia
from ayni.words import AyniError

TWO = "input: {persons: {ana: {age: 66}, luis: {age: 9}}}"


def read(tmp_path, rest):
    path = tmp_path / "mine.yaml"
    path.write_text(f"- {{name: mine, period: 2020-01, {rest}}}\n", encoding="utf-8")
    [case] = read_cases(path, bolivia())
    return case


@pytest.mark.parametrize(
    "output",
    [
        "{renta_dignidad: [350, 0]}",
        "{person: {renta_dignidad: [350, 0]}}",
        "{persons: {ana: {renta_dignidad: 350}, luis: {renta_dignidad: 0}}}",
        "{ana: {renta_dignidad: 350}, luis: {renta_dignidad: 0}}",
        "{ana: {renta_dignidad: {2020-01: 350}}, luis: {renta_dignidad: 0}}",
    ],
)
def test_every_form_of_output_is_held_against_the_law(tmp_path, output):
    case = read(tmp_path, f"{TWO}, output: {output}")
    assert (case.expectations, list(case.failures())) == (2, [])
    wrong = read(tmp_path, f"{TWO}, output: {output.replace('350', '351')}")
    assert [each[:3] for each in wrong.failures()] == [("ana", "renta_dignidad", 351)]


def test_a_case_of_one_person_may_name_the_value_alone(tmp_path):
    assert list(read(tmp_path, "input: {age: 66}, output: {renta_dignidad: 351}").failures())
    assert not list(
        read(tmp_path, "input: {age: 66}, output: {persons: {the person: {renta_dignidad: 350}}}").failures()
    )


@pytest.mark.parametrize("home", ["household: [ana, luis]", "households: {one: {members: [luis, ana]}}"])
def test_the_household_of_all_may_be_said(tmp_path, home):
    assert read(tmp_path, f"{TWO[:-1]}, {home}}}, output: {{ana: {{renta_dignidad: 350}}}}").expectations == 1


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        (f"{TWO}, output: {{anna: {{renta_dignidad: 350}}}}", "case_unknown"),
        (f"{TWO}, output: {{persons: {{anna: {{renta_dignidad: 350}}}}}}", "case_unknown"),
        (f"{TWO}, output: {{ana: {{renta_digna: 350}}}}", "case_unknown"),
        (f"{TWO}, output: {{renta_digna: [350, 0]}}", "case_unknown"),
        (f"{TWO}, output: {{ana: {{renta_dignidad: {{2021-01: 350}}}}}}", "case_unknown"),
        (f"{TWO}, outputs: 1, output: {{ana: {{renta_dignidad: 350}}}}", "case_unknown"),
        ("input: {persons: {ana: {age: 66}}, people: {}}, output: {ana: {renta_dignidad: 350}}", "case_unknown"),
        (f"{TWO[:-1]}, household: [ana]}}, output: {{ana: {{renta_dignidad: 350}}}}", "case_household"),
        (f"{TWO}, output: {{}}", "case_empty"),
        (f"{TWO}, output: {{ana: {{}}}}", "case_empty"),
        (f"{TWO}, output: {{persons: {{}}}}", "case_empty"),
        (f"{TWO}, output: {{renta_dignidad: 350}}", "case_of_whom"),
        (f"{TWO}, output: {{renta_dignidad: [350]}}", "case_of_whom"),
        (f"{TWO}, output: {{ana: {{renta_dignidad: many}}}}", "case_value"),
        (f"{TWO}, output: {{ana: 350}}", "case_form"),
        (f"{TWO}, output: 350", "case_form"),
    ],
)
def test_what_is_none_is_refused_and_so_is_a_case_that_expects_nothing(tmp_path, rest, key):
    with pytest.raises(AyniError) as refused:
        read(tmp_path, rest)
    assert refused.value.key == key
    assert "mine" in refused.value.in_language("en")
