"""The card to share: well-formed, the same bytes each time, laid out alike for every claim, its text within it."""

import struct
import xml.etree.ElementTree as ET

import pytest

from ayni.cli import main
from ayni.evidence.ledger import ledger
from ayni.evidence.receipts import receipt_of_claim
from ayni.law import bolivia
from ayni.report.claims import chosen, claims_as_bytes, share_card, stated, typed_stated, verdict
from ayni.report.claims.share import HEIGHT, MARGIN, WIDTH, ems, wrapped
from ayni.report.table import Cell, Line, Table, tables_as_json, tables_from_json
from ayni.words import LANGUAGES, AyniError

SVG = "{http://www.w3.org/2000/svg}"
TYPED = [
    ("es", "43 %", "43%"),
    ("es", "4,5", "4.5"),
    ("es", "4,50 %", "4.50%"),
    ("es", "2.000", "2000"),
    ("es", "1.234,5%", "1234.5%"),
    ("es", "−3,2 pp", "−3.2pp"),
    ("es", "-3,2 puntos", "-3.2pp"),
    ("es", "Bs 2.000", "2000"),
    ("es", "25 por ciento", "25%"),
    ("en", "2,000", "2000"),
    ("en", "+4.5 points", "+4.5pp"),
    ("en", "25 per cent", "25%"),
]


def drawn(judgement, language):
    root = ET.fromstring(share_card(judgement, language))
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    return root


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_says_what_the_judgement_says(language):
    for each in ledger(bolivia()).values():
        said = " ".join(text.text or "" for text in drawn(each, language).findall(f"{SVG}text"))
        texts = [
            each.claim.paraphrase[language], verdict(each.number_verdict, language),
            verdict(each.cause_verdict, language), receipt_of_claim(each).id,
        ]  # fmt: skip
        texts += [stated(each.claim.number, language)] if each.claim.number else []
        if each.claim.number and each.chosen and each.chosen.computed.value is not None:
            texts.append(chosen(each, language))
        for text in texts:
            assert text in said, each.claim.id
        for part in each.parts:  # a picture that is passed on does not leave out what the sentence says beside
            assert (
                f"{part.part.text[language]}{'»' if language == 'es' else '”'}: {verdict(part.verdict, language)}"
                in said
            )


def test_every_verdict_has_a_seal_of_its_own_without_its_colour():
    seals = {}
    for each in ledger(bolivia()).values():
        seal = drawn(each, "es").find(f"{SVG}g")
        shape = [part.attrib for part in seal]
        assert all("stroke" not in part for part in shape)
        seals.setdefault(each.number_verdict, set()).add(str(shape))
    assert len(seals) > 6
    assert all(len(shapes) == 1 for shapes in seals.values())
    assert len(set.union(*seals.values())) == len(seals)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_the_card(language):
    for each in ledger(bolivia()).values():
        for text in drawn(each, language).findall(f"{SVG}text"):
            size, x, y = (float(text.get(key)) for key in ("font-size", "x", "y"))
            width = ems(text.text or "") * size
            assert y < HEIGHT
            assert (x - width >= 0) if text.get("text-anchor") else (x + width <= WIDTH - MARGIN + size), text.text


def test_a_line_is_broken_between_words_and_a_long_word_within():
    assert " ".join(wrapped("a bb ccc dddd", 2.0)).split() == ["a", "bb", "ccc", "ddd", "d"]
    assert all(ems(line) <= 3 for line in wrapped("https://example.org/a/very/long/address", 3.0))
    assert "".join(wrapped("https://example.org/address", 3.0)) == "https://example.org/address"


def test_the_picture_is_a_png_of_the_size_of_the_card_and_stable():
    content = claims_as_bytes([ledger(bolivia())["B02"]], "png", "es")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
    assert content == claims_as_bytes([ledger(bolivia())["B02"]], "png", "es")


def test_the_command_writes_the_card_of_one_claim_and_refuses_all(tmp_path, capsysbinary):
    path = tmp_path / "card.svg"
    with pytest.raises(SystemExit) as stop:
        main(["claims", "B02", "--format", "svg", "--output", str(path), "--lang", "en"])
    assert stop.value.code == 0
    assert path.read_text(encoding="utf-8") == share_card(ledger(bolivia())["B02"], "en")
    with pytest.raises(SystemExit) as stop:
        main(["claims", "--format", "png", "--lang", "en"])
    assert stop.value.code == 2
    assert b"of one claim" in capsysbinary.readouterr().err


@pytest.mark.parametrize(("language", "text", "plain"), TYPED)
def test_a_stated_number_as_people_type_it(language, text, plain):
    assert typed_stated(text, language) == plain


@pytest.mark.parametrize("text", ["", "%", "x", "--3", "4,5,6", "2,000"])
def test_a_stated_number_that_is_none_or_two_is_an_error(text):
    with pytest.raises(AyniError):
        typed_stated(text, "es")


def test_tables_go_to_another_process_and_come_back():
    lines = (Line("head"), Line("a", (Cell("1", "se", (1,)), Cell("b")), (2,)))
    table = Table("id", "wave", "title", "about", ("x", "y"), lines, ("note",), ("remark",), "source", (1,))
    assert tables_from_json(tables_as_json([table])) == [table]
