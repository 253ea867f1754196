"""What is named is named once: an instrument in its own file, a rule in the law, a column of the survey with it."""

import importlib
import json
import sys
from pathlib import Path

import pytest

from ayni.law import bolivia
from ayni.report.naming import name
from ayni.runs.names import names_of
from ayni.survey import money_columns, standard_columns
from ayni.words import LANGUAGES, catalogue, read_yaml

LAW = Path(__file__).parents[2] / "src" / "ayni" / "law"
NAMED_AS_SUCH = ("programme", "measure", "step", "group", "variable", "contribution")
"""Sections of the catalogue whose keys may be the identifiers of instruments, rules and columns."""


def test_no_phrase_names_again_what_the_law_or_the_survey_names():
    law = bolivia()
    known = {*law.instruments, *law.definitions, *standard_columns(), *money_columns()}
    again = [key for key in catalogue() if key.partition(".")[0] in NAMED_AS_SUCH and key.partition(".")[2] in known]
    assert again == []


def test_the_names_of_rules_are_of_rules_that_there_are_and_not_of_instruments():
    named = read_yaml(LAW / "names.yaml")
    assert set(named) <= set(bolivia().definitions)
    assert not set(named) & set(bolivia().instruments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_is_called_by_its_short_name_wherever_it_is_named(language):
    law = bolivia()
    names = names_of(law)
    for instrument in law.instruments.values():
        assert name("programme", instrument.id, language, names) == instrument.called[language]
        if instrument.id in law.definitions:
            assert law.text(instrument.id) == instrument.called
    assert name("programme", "bono_juana_azurduy", "es", names) == "Bono Juana Azurduy"
    assert name("programme", "renta_dignidad", "en", names) == "Renta Dignidad"


def test_the_schema_of_an_instrument_is_current_and_every_file_points_to_it():
    sys.path.insert(0, str(LAW.parents[2] / "tools"))
    try:
        schemas = importlib.import_module("file_schemas")
    finally:
        sys.path.pop(0)
    for target, (kind, title) in schemas.TARGETS.items():
        text = schemas.document(kind, title)
        assert target.read_text(encoding="utf-8") == text, "run python tools/file_schemas.py"
        whole = json.loads(text)["$defs"][kind.__name__]
        assert set(whole["properties"]) == set(kind.__struct_encode_fields__)
        assert whole["additionalProperties"] is False
    for path in (path for path in LAW.glob("*/*.yaml") if path.stem in bolivia().instruments):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == "# yaml-language-server: $schema=../instrument.schema.json", path.name
