"""The pages of claims: the ledger and its filters, each card and its files, a claim of the visitor's own."""

from __future__ import annotations

import html
import json
import re
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest

from ayni.evidence.check import check
from ayni.evidence.claims import claim, claims, judge
from ayni.evidence.ledger import ledger, select
from ayni.law import bolivia
from ayni.report.claims import card_facts, check_as_bytes, check_tables, claims_as_bytes, definition
from ayni.report.table import tables_from_json
from ayni.runs import Options, check_survey
from ayni.survey import SurveyFile
from ayni.web.answers import ANSWERS, Served
from ayni.words import LANGUAGES

WHERE = {"es": "/es/afirmaciones", "en": "/en/claims"}
TRY = {"es": "/es/afirmaciones/pruebe", "en": "/en/claims/try"}
ASKED = {"indicator": "poverty_extreme", "from": "2008", "to": "2011", "stated": "43 %"}


@pytest.fixture
def get(server):
    """An address in, the status, the content and its type out."""

    def got(path, **headers):
        try:
            with urlopen(Request(server + path, headers=headers), timeout=30) as answer:
                return answer.status, answer.read(), answer.headers["content-type"]
        except HTTPError as error:
            return error.code, error.read(), error.headers["content-type"]

    return got


def text_of(content):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())).replace("\u00a0", " "))


def listed(content):
    return re.findall(r'<h3><a href="/\w+/\w+/([ABN]\d\d)"', content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledger_lists_every_claim_and_its_counts(get, language):
    status, content, _ = get(WHERE[language])
    assert (status, listed(content)) == (200, list(ledger(bolivia())))
    counted = [int(n) for n in re.findall(r"<td>(\d+)</td></tr>", content.decode())]
    assert sum(counted) == 2 * len(ledger(bolivia()))


@pytest.mark.parametrize(
    "asked",
    [
        {"number": "contested"},
        {"cause": "not_identified", "article": "morning_star_2022_11"},
        {"indicator": "poverty_extreme"},
        {"text": "pobreza"},
        {"number": "contradicted", "text": "zzz"},
    ],
)
def test_filters_on_the_page_and_in_its_data_choose_the_same(get, asked):
    wanted = [each.claim.id for each in select(ledger(bolivia()).values(), **asked)]
    address = f"{WHERE['es']}?{urlencode(asked)}"
    assert listed(get(address)[1]) == wanted
    part = get(address, **{"HX-Request": "true"})[1]
    assert listed(part) == wanted
    assert b"<html" not in part
    data = get(f"{WHERE['es']}/libro/afirmaciones.json?{urlencode(asked)}")[1]
    assert [each["id"] for each in json.loads(data)] == wanted


@pytest.mark.parametrize("name", ["number", "cause", "article", "indicator"])
def test_a_filter_that_no_claim_can_have_is_refused_and_not_taken_for_none(get, name):
    for where in (WHERE["es"], f"{WHERE['es']}/libro/afirmaciones.json"):
        status, content, _ = get(f"{where}?{name}=zzz")
        assert status == 400
        assert "zzz" in content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_says_what_the_judgement_says(get, language):
    for each in claims():
        status, content, _ = get(f"{WHERE[language]}/{each.id}")
        assert status == 200, each.id
        said, judgement = text_of(content), judge(each, bolivia())
        for text in (*card_facts(judgement, language).values(), definition(judgement.number_verdict, language)):
            assert re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip() in said, (each.id, text)


@pytest.mark.parametrize(
    ("path", "layout", "kind"),
    [
        ("/es/afirmaciones/B02/afirmacion.json", "json", "application/json"),
        ("/en/claims/B02/claim.json", "json", "application/json"),
        ("/en/claims/B02/claimreview.json", "claimreview", "application/ld+json"),
        ("/es/afirmaciones/B02/tarjeta.svg", "svg", "image/svg+xml"),
        ("/es/afirmaciones/B02/tarjeta.png", "png", "image/png"),
        ("/en/claims/B02/card.png", "png", "image/png"),
    ],
)
def test_a_file_of_a_claim_is_what_the_command_gives(get, path, layout, kind):
    status, content, given = get(path)
    assert (status, given) == (200, kind)
    assert content == claims_as_bytes([judge(claim("B02"), bolivia())], layout, path[1:3])


def test_the_readings_are_drawn_where_there_is_something_to_compare(get):
    status, content, _ = get("/es/afirmaciones/B02/lecturas.svg")
    assert status == 200
    assert [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(content)][:2] == ["title", "desc"]
    assert get("/es/afirmaciones/A08/lecturas.svg")[0] == 404


def test_figures_lead_to_their_indicator_and_their_law(get):
    content = get("/es/afirmaciones/A05")[1].decode()
    assert 'href="/es/indicadores/minimum_wage"' in content
    assert 'href="/es/ley/salario_minimo_nacional?date=2022-06-01"' in content


@pytest.mark.parametrize("path", ["/es/afirmaciones/Q99", "/en/claims/B02.yaml", "/en/claims/B02/claim.pdf"])
def test_what_is_not_there_is_one_sentence_and_404(get, path):
    status, content, _ = get(path)
    assert status == 404
    assert content.count(b'role="alert"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_of_one_s_own_is_answered_as_by_the_command(get, language):
    status, content, _ = get(f"{TRY[language]}?{urlencode(ASKED)}")
    answer = check("poverty_extreme", "2008", "2011", "43%")
    assert status == 200
    said = text_of(content)
    for table in check_tables(answer, bolivia(), language):
        for line in table.lines:
            assert line.head in said
            for cell in line.cells:
                assert re.sub(r"\s+", " ", cell.text.replace("\u00a0", " ")) in said
    link = html.unescape(re.search(r'href="([^"]+\.json[^"]*)"', content.decode()).group(1))
    assert get(link)[1] == check_as_bytes(answer, "json")


@pytest.mark.parametrize(
    ("typed", "says", "status"),
    [
        ("4,50 %", "leído como 4,50%", 200),
        ("1.000", "leído como 1.000", 200),
        ("2,000", "puede ser 2.000 o 2", 400),
        ("mucho", "no es un número", 400),
        ("9" * 40, "demasiadas cifras", 400),
        (f"1{' ' * 3000}x", "demasiadas cifras", 400),
    ],
)
def test_a_typed_number_is_read_as_said_or_refused(get, typed, says, status):
    found, content, _ = get(f"{TRY['es']}?{urlencode({**ASKED, 'stated': typed})}")
    assert (found, says in text_of(content)) == (status, True)


def test_names_that_no_form_has_change_nothing(get):
    asked = urlencode({**ASKED, "view": "x", "language": "y", "self": "z", "parts": "p"})
    assert get(f"{TRY['es']}?{asked}")[0] == get(f"{WHERE['es']}?{asked}")[0] == 200


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({**ASKED, "to": ""}, "choose an indicator"),
        ({**ASKED, "to": "1900"}, "its periods are"),
        ({**ASKED, "indicator": "nothing"}, "no indicator"),
        ({"programme": "renta_dignidad", "line": "extreme", "stated": "43%"}, "supports no verdict"),
    ],
)
def test_what_is_wrong_is_one_sentence_above_the_form(get, asked, says):
    status, content, _ = get(f"{TRY['en']}?{urlencode(asked)}")
    assert (status, content.count(b'role="alert"'), says in text_of(content)) == (400, 1, True)
    assert b"<form" in content


def test_a_programme_is_tried_on_a_survey_in_the_pool(shared_data):
    path = shared_data / "eh" / "2019" / "persona.parquet"
    question = {"programme": "renta_dignidad", "line": "extreme", "stated": "17%"}
    asked = {"survey": "eh2019", "time": {}, "question": question}
    answer = check_survey(Options(data=SurveyFile(path, protected=True)), bolivia(), "renta_dignidad", "extreme", "17%")
    served = Served((path,))
    assert ANSWERS["check"](served, **asked, layout="json", language="es") == check_as_bytes(answer, "json")
    tables = tables_from_json(ANSWERS["check"](served, **asked, layout="tables", language="es"))
    assert tables == check_tables(answer, bolivia(), "es")


def test_a_sentence_on_what_programmes_do_leads_to_their_effect_and_to_the_claim_alike(get):
    asked = urlencode({"text": "Las transferencias bajaron la pobreza extrema en 43 %"})
    page = get(f"/es/verificar?{asked}")[1].decode()
    assert 'href="/es/indicadores/effect.all_programmes.poverty_extreme"' in page
    assert 'href="/es/afirmaciones/B02"' in page
    assert "Sin leer" not in page


def test_four_costings_of_one_promise_stand_on_one_screen(visit):
    found = visit(width=1440)
    page = found.go("/es/promesa")
    cards = page.locator(".four > .card")
    assert [each.locator(".number").inner_text().split("\n")[0] for each in cards.all()] == [
        "25.700", "30.171", "24.012", "8.400",
    ]  # fmt: skip
    assert all(box["y"] + box["height"] <= 800 for each in cards.all() if (box := each.bounding_box()))
    assert found.complaints == []


def test_the_forms_work_without_scripts(visit):
    found = visit(scripts=False)
    page = found.go(WHERE["es"])
    page.select_option("#number", "contested")
    page.click("form.builder button")
    assert "number=contested" in page.url
    assert page.locator("ol.claims > li").count() == len(select(ledger(bolivia()).values(), number="contested"))
    page = found.go(TRY["es"])
    page.select_option("#indicator", "poverty_extreme")
    for name, text in (("#from", "2008"), ("#to", "2011"), ("#periods-stated", "43 %")):
        page.fill(name, text)
    page.click("form.card:has(#indicator) button")
    assert page.locator("table").count() == 3


def test_a_filter_shows_what_it_chooses_at_once_and_keeps_the_address(visit):
    found = visit()
    page = found.go(WHERE["en"])
    page.fill("#text", "vote")
    page.wait_for_url("**text=vote*")
    wanted = len(select(ledger(bolivia()).values(), text="vote", language="en"))
    assert page.locator("ol.claims > li").count() == wanted
    assert page.text_content("#count") == f"{wanted} of {len(ledger(bolivia()))} claims"
    assert found.complaints == []
