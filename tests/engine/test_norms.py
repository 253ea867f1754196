"""Rows rest on norms: their citation and the day from which they could be known come from there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ayni.engine import instrument_of
from ayni.engine.norms import citation, load_norms, resting
from ayni.law import bolivia
from ayni.words import AyniError

NORMS = """
DS 1:
  title: {es: Del pago, en: On the payment}
  decided: 2026-01-13
  published: 2026-01-14
  address: https://example.org/ds-1
  kind: official_text
  read: 2026-11-28
  articles: {"2": {es: Paga Bs 10., en: Pays Bs 10.}}
Ley 2:
  title: {es: Del derecho, en: On the right}
  decided: 2026-01-02
  kind: republished_text
  read: 2026-11-28
"""


def an_instrument(row: str) -> dict[str, object]:
    import yaml

    raw: dict[str, object] = yaml.safe_load(
        f"""
name: {{es: pago, en: payment}}
in_force: [{{from: 2026-01-01, norms: {{DS 1: "1"}}}}]
parameters: {{amount: {{es: monto, en: amount, unit: Bs/month, values: [{row}]}}}}
"""
    )
    return raw


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2026.yaml").write_text(NORMS, encoding="utf-8")
    return tmp_path


def test_citation_and_publication_come_from_the_norms(folder: Path) -> None:
    row = '{from: 2026-01-01, value: 10, norms: {Ley 2: "2", DS 1: "10, 12-II"}, confidence: verified}'
    made = resting(instrument_of("pago", an_instrument(row), "pago.yaml"), load_norms(folder))
    (found,) = made.parameters["amount"].rows
    assert found.article == "Ley 2 art. 2; DS 1 art. 10, 12-II"
    assert found.published == dt.date(2026, 1, 14)
    assert (made.in_force[0].article, made.in_force[0].published) == ("DS 1 art. 1", dt.date(2026, 1, 14))


def test_what_a_row_says_itself_stands(folder: Path) -> None:
    row = "{from: 2026-01-01, value: 10, norms: {Ley 2: ''}, published: 2026-03-01, confidence: reported}"
    made = resting(instrument_of("pago", an_instrument(row), "pago.yaml"), load_norms(folder))
    (found,) = made.parameters["amount"].rows
    assert (found.article, found.published) == ("Ley 2", dt.date(2026, 3, 1))


def test_a_norm_that_nobody_wrote_down_is_named_with_the_nearest(folder: Path) -> None:
    row = '{from: 2026-01-01, value: 10, norms: {DS 11: "1"}, confidence: verified}'
    with pytest.raises(AyniError, match=r"amount 2026-01-01 cites “DS 11”.*nearest is DS 1"):
        resting(instrument_of("pago", an_instrument(row), "pago.yaml"), load_norms(folder))


def test_a_norm_stands_once_and_in_the_file_of_its_year(folder: Path) -> None:
    (folder / "2025.yaml").write_text(NORMS, encoding="utf-8")
    with pytest.raises(AyniError, match="belongs in the file of that year"):
        load_norms(folder)


def test_a_norm_without_article_is_cited_by_its_name() -> None:
    assert citation({"Ley 3791": ""}) == "Ley 3791"


def test_every_instrument_of_the_book_says_until_when_somebody_looked() -> None:
    assert not [name for name, each in bolivia().instruments.items() if each.known_until is None]
