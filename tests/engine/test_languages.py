"""The languages of a law are given: each text of it is in all of them and in no other."""

import datetime as dt
import re
from pathlib import Path

import pytest

import ayni.engine
from ayni.engine import instrument_of
from ayni.engine.host import host
from ayni.words import AyniError

RAW = {
    "name": {"en": "Child benefit", "fr": "Allocation familiale"},
    "in_force": [{"from": dt.date(2010, 1, 1)}],
    "bring": {"en": "the birth certificate", "fr": "l'acte de naissance"},
    "parameters": {
        "amount": {
            "en": "Amount", "fr": "Montant", "unit": "EUR/month",
            "values": [{"from": dt.date(2010, 1, 1), "value": 100, "confidence": "recalled"}],
        }
    },
}  # fmt: skip


def test_an_instrument_in_two_other_languages_is_read():
    found = instrument_of("child_benefit", RAW, "child_benefit.yaml", languages=("en", "fr"))
    assert found.parameters["amount"].text == {"en": "Amount", "fr": "Montant"}
    assert found.bring.text["fr"] == "l'acte de naissance"


def test_where_neither_the_law_nor_the_program_names_languages_they_are_those_of_the_name(monkeypatch):
    monkeypatch.setattr(host, "languages", ())
    assert instrument_of("child_benefit", RAW, "child_benefit.yaml").name["fr"] == "Allocation familiale"
    only_english = {**RAW, "name": {"en": "Child benefit"}}
    with pytest.raises(AyniError, match=r"key “bring\.fr” is not known"):
        instrument_of("child_benefit", only_english, "child_benefit.yaml")


@pytest.mark.parametrize(
    ("languages", "says"),
    [(("en",), "“name.fr” is not known"), (("en", "fr", "de"), "“name.de” is missing"), (("es", "en"), "“name.fr”")],
)
def test_a_text_in_other_languages_is_refused(languages, says):
    with pytest.raises(AyniError, match=says):
        instrument_of("child_benefit", RAW, "child_benefit.yaml", languages=languages)


def test_the_program_gives_the_languages_where_the_law_names_none():
    with pytest.raises(AyniError, match=r"key “name\.fr” is not known"):
        instrument_of("child_benefit", RAW, "child_benefit.yaml")


def test_no_word_of_a_country_stands_in_the_engine():
    for path in Path(ayni.engine.__file__).parent.glob("*.*"):
        found = re.search(r"\bBs\b|Bolivia|\bINE\b|_ine\b|\bLey \d|\bDS \d", path.read_text(encoding="utf-8"))
        assert found is None, f"{path.name}: {found}"
