"""Receipts: the same run has the same receipt, and another says which part differs."""

import datetime as dt
import json

import pytest
from msgspec.structs import replace

from ayni.evidence.receipts import (
    Receipt,
    canonical,
    code_hash,
    data_of,
    differences,
    law_hash,
    read_receipt,
    rows_hash,
)
from ayni.law import bolivia
from ayni.runs import RunOptions, receipt_of_run
from ayni.scenario import DataCard, Result, Row
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

DAY = dt.date(2019, 11, 20)
ROWS = [
    Row(table="data", survey="X", concept="population", measure="persons", marks=(Mark(MarkKind.SYNTHETIC),)),
    Row(table="poverty", survey="X", concept="ine_income", measure="headcount", value=0.1 + 0.2, n=3),
]
RESULT = Result.of(ROWS, DataCard("X", law_day=DAY.isoformat()))


@pytest.fixture
def receipt():
    return receipt_of_run(RunOptions(), bolivia(), RESULT)


def test_a_receipt_names_inputs_law_registry_options_code_and_rows(receipt):
    content = json.loads(receipt.to_json())
    assert set(content) == {"inputs", "law", "registry", "options", "code", "rows", "receipt"}
    assert list(content["inputs"]) == ["synthetic.npz"]
    assert content["receipt"] == receipt.id
    assert len(receipt.id) == 12
    assert all(content.values())


def test_the_same_result_has_the_same_receipt(receipt, tmp_path):
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt.to_json())
    again = receipt_of_run(RunOptions(), bolivia(), RESULT)
    assert read_receipt(path) == again
    assert differences(read_receipt(path), again) == ()


def test_what_differs_is_named(receipt):
    other = replace(receipt, rows="x", law="y", inputs={"renamed.parquet": "z"})
    assert {each.part for each in differences(receipt, other)} == {"rows", "law", "inputs"}
    renamed = replace(receipt, inputs={"renamed.parquet": receipt.inputs["synthetic.npz"]})
    assert differences(receipt, renamed) == ()


def test_the_law_hash_sees_a_value_and_no_other_day():
    law = bolivia()
    amended = law.amend({"renta_dignidad.monthly_non_pensioner": {"2026-01-01": 2000}})
    assert law_hash(law, DAY) == law_hash(amended, DAY)
    assert law_hash(law, dt.date(2026, 2, 1)) != law_hash(amended, dt.date(2026, 2, 1))
    assert law_hash(law, DAY) != law_hash(law.without("renta_dignidad"), DAY)


def test_rows_agree_to_twelve_digits():
    near = [ROWS[0], replace(ROWS[1], value=0.3)]
    far = [ROWS[0], replace(ROWS[1], value=0.3000001)]
    assert rows_hash(ROWS) == rows_hash(near) != rows_hash(far)


def test_a_receipt_changed_by_hand_or_of_another_kind_is_refused(receipt, tmp_path):
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt.to_json().replace(b"legal", b"observed"))
    with pytest.raises(AyniError, match="was changed after it was written"):
        read_receipt(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(AyniError, match="not a receipt"):
        read_receipt(path)
    with pytest.raises(AyniError, match="Cannot read"):
        read_receipt(tmp_path / "none.json")


def test_a_receipt_of_a_survey_asks_for_its_file(tmp_path):
    receipt = Receipt(inputs={"EH2019.csv": "abc"}, options={"synthetic": False})
    with pytest.raises(AyniError, match=r"EH2019\.csv \(SHA-256 abc\)"):
        data_of(receipt, None)
    assert data_of(receipt, tmp_path) == tmp_path
    assert data_of(Receipt(inputs={"a": "b"}, options={"synthetic": True}), None) is None


def test_canonical_json_has_one_form():
    assert canonical({"b": 1, "a": "ñ"}) == canonical({"a": "ñ", "b": 1}) == '{"a":"ñ","b":1}'.encode()
    assert code_hash() == code_hash()
