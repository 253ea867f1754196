"""Everything that reads a file of a person goes through the one strict reader, by whatever command it is asked."""

import json
from functools import partial

import pytest

from ayni.engine import load_instrument
from ayni.evidence.claims import read_claim
from ayni.family import read_cases, read_family
from ayni.law import bolivia
from ayni.scenario import read_reform
from ayni.scenario.shock.settings import read_settings
from ayni.survey.waves import read_wave
from ayni.words import LANGUAGES, AyniError

READERS = {
    "instrument": load_instrument,
    "wave": read_wave,
    "claim": read_claim,
    "cases": partial(read_cases, law=bolivia()),
    "family": partial(read_family, law=bolivia()),
    "shock": read_settings,
    "reform": partial(read_reform, law=bolivia()),
}
WRONG = {
    "a: {x: 1}\nb: {y: 1, y: 2}": "“y” already stands in the same place",
    "a: &a [x]\nb: [*a, *a]": "anchors and aliases (“a”) are not read",
    "x: 1\na: 0764": "“0764” has two readings, 500 and 764",
    "x: 1\na: 8:20": "“8:20” has two readings, 500 and the text “8:20”",
    "x: 1\na: 2020-13-45": "2020-13-45 is not a date of the calendar",
    "x: 1\na: .nan": "“.nan” is not a finite number",
    "x: 1\na: !!python/name:os.system x": "tags such as",
    "x: 1\n<<: {a: 1}": "`<<` and `=` are not read",
    "x: 1\n---\nx: 2": "a second document begins",
    "x: 1\ny: [": "not readable as YAML",
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", WRONG)
def test_every_kind_of_file_is_read_strictly(kind, text, tmp_path):
    path = tmp_path / "written.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AyniError) as raised:
        READERS[kind](path)
    assert WRONG[text] in str(raised.value)
    line = 1 if "&a" in text else 3 if "[" in text and "not readable" in WRONG[text] else 2
    for language in LANGUAGES:
        said = raised.value.in_language(language)
        assert str(path) in said
        assert "\n" not in said
    assert f"line {line}:" in str(raised.value) or raised.value.key == "not_yaml"


@pytest.mark.parametrize("kind", ["family", "reform"])
def test_json_of_the_same_shapes_is_as_strict(kind, tmp_path):
    path = tmp_path / "written.json"
    for text, key in [
        ('{"a": {"x": 1, "x": 2}}', "json_twice"),
        ('{"a": NaN}', "not_json"),
        ('{"a": 1e999', "not_json"),
    ]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(AyniError) as raised:
            READERS[kind](path)
        assert (raised.value.key, raised.value.fields["file"]) == (key, path)


def test_a_family_of_json_keeps_its_numbers_as_written(tmp_path):
    path = tmp_path / "family.json"
    family = {"date": "2026-01-15", "persons": {"ana": {"age": 66, "monthly_wage": 2500.5, "disability_card": True}}}
    path.write_text(json.dumps(family), encoding="utf-8")
    assert read_family(path, bolivia()).given == {"ana": {"age": 66, "monthly_wage": 2500.5, "disability_card": True}}
    path.write_text(json.dumps(family).replace("2500.5", "2.000"), encoding="utf-8")
    with pytest.raises(AyniError, match=r"2000 .*2\.000"):
        read_family(path, bolivia())


def test_a_reform_is_not_told_two_thousand_as_two(tmp_path):
    path = tmp_path / "reform.yaml"
    path.write_text("renta_dignidad.monthly_non_pensioner: {2026-01-01: 2.000}", encoding="utf-8")
    with pytest.raises(AyniError, match="has two readings, 2000 and 2;"):
        read_reform(path, bolivia())
