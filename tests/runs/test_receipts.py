"""Receipts of another version: run again where they can be compared, else refused by the version's name."""

import json

import pytest
from msgspec.structs import replace

from ayni.evidence.claims import claim, judge
from ayni.evidence.receipts import receipt_of_claim
from ayni.law import bolivia
from ayni.runs import OPTIONS
from ayni.words import LANGUAGES
from support.command import ayni

AMOUNT = "renta_dignidad.monthly_non_pensioner"
OLD = "0.1.0+1a2b3c4d5e6f7a8b"


@pytest.fixture
def made(tmp_path):
    """A receipt as an earlier version wrote it: its options had no command where the main job was run."""

    def write(receipt):
        file = tmp_path / "receipt.json"
        file.write_bytes(replace(receipt, code=OLD).to_json())
        return file

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_of_rows_with_other_columns_is_refused_by_the_version_s_name(language, made):
    receipt = receipt_of_claim(judge(claim("A03"), bolivia()))
    options = {"law": None, "take_up": "legal", "synthetic": True}
    code, out, error = ayni("rerun", made(replace(receipt, options=options)), "--lang", language)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "Ayni 0.1.0" in error
    assert "pip install ayni==0.1.0" in error


def test_the_receipt_of_a_claim_runs_again_and_only_the_code_differs(made):
    code, out, _ = ayni("rerun", made(receipt_of_claim(judge(claim("A03"), bolivia()))), "--lang", "en")
    assert code == 1
    assert OLD in out


GIVEN = {
    "run": {"replicates": 3},
    "reform": {"reform": {AMOUNT: {"2019-07-01": 500}}, "accounting": "month"},
    "path": {"reform": {AMOUNT: 700}, "path": "2026:2027", "inflation": "5", "growth": "2", "accounting": "month"},
    "sweep": {"parameter": AMOUNT, "values": [300.0, 400.0], "start": "2019-07-01", "accounting": "year"},
    "solve": {"parameter": AMOUNT, "aim": "cost", "target": 1e9, "accounting": "year"},
    "frontier": {"budget": 1e9, "accounting": "year"},
    "minimum-wage": {"new": "2.300", "old_floor": 2122, "employment": None},
    "attribution": {"accounting": "quarter", "order": ["bono_familia"], "only": []},
    "between": {"before": "eh2019.parquet", "mix_bases": True},
    "carry": {"backcast": False, "surveys": ["eh2019.parquet"]},
    "incidence": {"to": "consumable", "indirect": "embedded", "household_share": 0.7, "unit_cost": "low"},
    "indicators": {"by": ["area"], "modules": None},
    "inflation": {"by": ["area"], "start": "2025-07", "end": "last", "modules": "modules"},
    "sequence-2020": {"before": "eh2019.parquet"},
    "shock": {"kind": "price_rise", "settings": {"food": "10%"}, "draws": 20, "seed": 1, "modules": None},
}


def test_every_command_has_here_what_a_receipt_keeps_of_it():
    assert set(GIVEN) == set(OPTIONS)


@pytest.mark.parametrize("command", OPTIONS)
def test_what_a_receipt_keeps_of_a_command_gives_the_same_options_again(command):
    kept = OPTIONS[command].of(bolivia(), **GIVEN[command]).arguments
    assert kept == GIVEN[command]
    assert OPTIONS[command].of(bolivia(), **json.loads(json.dumps(kept))).arguments == kept
