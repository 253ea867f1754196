"""One sentence, one verdict: each is asked by every door, in both languages, and gets the same word."""

from __future__ import annotations

import html
import json
import re
import warnings
from functools import cache
from urllib.parse import urlencode

import pytest

import ayni
from ayni.cli import main
from ayni.evidence.claims import claims, judge
from ayni.law import bolivia
from ayni.report.claims import NOT_JUDGED, verdict
from ayni.web.app import create_app
from ayni.web.settings import Settings
from ayni.words import LANGUAGES
from support.prose import faults

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

JUDGED = {each.id: judge(each, bolivia()) for each in claims()}
WHERE = {"es": "/es/afirmaciones", "en": "/en/claims"}
TRY = {"es": "/es/afirmaciones/pruebe", "en": "/en/claims/try"}
FIGURES = {
    "A01": ("unemployment_urban_ece", "2021-03", "2021-03", "8.1%"),
    "A02": ("unemployment_urban_ece", "2022-03", "2022-03", "5.3%"),
    "A03": ("poverty_moderate", "2020", "2021", "-13.7%"),
    "A05": ("minimum_wage", "2021", "2022", "+4%"),
    "A07": ("igf.revenue", "2021", "2022", ">0%"),
    "B06": ("illiteracy_15_plus", "2009", "2009", "<4%"),
    "B07": ("recall_referendum_2008.votes_to_keep", "2008-08-10", "2008-08-10", ">67%"),
    "B10": ("deaths.porvenir_2008", "2008-09-11", "2008-09-11", "12"),
    "B11": ("usaid.transition_grants", "2006..2007", "2006..2007", "4.5"),
    "B15": ("deaths.sacaba_and_senkata_2019", "2019-11", "2019-11", "19"),
    "B16": ("cuban_mission.staff_with_medical_degree", "2019-11", "2019-11", ">200"),
    "B19": ("presidential_election.vote_share", "2020", "2020", ">55%"),
    "B30": ("presidential_election.lead", "2019-10-20", "2019-10-20", ">10"),
    "B21": ("bono_contra_el_hambre.recipients", "2020-12..2021-05", "2020-12..2021-05", ">4000000"),
}
"""The figures of sentences whose indicator is in the registry, as somebody would type them."""


@pytest.fixture(scope="module")
def got():
    client = TestClient(create_app(), base_url="http://localhost")

    @cache
    def text(path, **asked):
        answer = client.get(f"{path}?{urlencode(asked)}" if asked else path)
        assert answer.status_code == 200, (path, asked, answer.text[:200])
        return answer.text

    return text


@pytest.fixture
def command(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


def headline(page):
    """The verdict that a page of the form gives."""
    return html.unescape(re.search(r'<p class="answer">(.*?)</p>', page, re.DOTALL).group(1))


def reviews_in(page):
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    return [json.loads(each)["reviewRating"]["alternateName"] for each in found]


@pytest.mark.parametrize("identifier", JUDGED)
def test_a_sentence_gets_one_verdict_by_every_door(identifier, got, command):
    of = JUDGED[identifier]
    expected = {(of.number_verdict, of.cause_verdict)}
    data = json.loads(got(f"/v1/claims/{identifier}"))
    assert {(each["verdict"], each["cause_verdict"]) for each in data} == expected
    for asked in (identifier.lower(), of.claim.paraphrase["es"], of.claim.paraphrase["en"].rstrip(".").upper()):
        rows = json.loads(got("/v1/check", claim=asked))
        assert {(row["verdict"], row["cause_verdict"]) for row in rows} == expected
        assert {row["claim"] for row in rows} == {identifier}
    code, out, _ = command("check", of.claim.paraphrase["es"], "--format", "json")
    assert (code, json.loads(out)) == (0, rows)
    for asked in (identifier, of.claim.paraphrase["en"]):
        assert (ayni.check(asked).verdict, ayni.check(asked).cause_verdict) == (of.number_verdict, of.cause_verdict)
    for language in LANGUAGES:
        word = verdict(of.number_verdict, language)
        judged = [] if of.number_verdict in NOT_JUDGED else [word]
        card = got(f"{WHERE[language]}/{identifier}")
        assert f">{word}<" in card
        assert reviews_in(card) == judged
        file = json.loads(got(f"{WHERE[language]}/{identifier}/claimreview.json"))
        assert [each["reviewRating"]["alternateName"] for each in file] == judged
        assert f": {word}." in headline(got(TRY[language], claim=identifier))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_claims_have_no_codes_hashes_or_row_ids_in_what_is_read(language, got):
    for place in ("", *(f"/{identifier}" for identifier in JUDGED)):
        page = re.sub(r"<(script|style|code|head|option)\b.*?</\1>", "", got(WHERE[language] + place), flags=re.DOTALL)
        for text in filter(None, (html.unescape(each).strip() for each in re.findall(r">([^<]+)<", page))):
            assert not faults(text), (place, text)


@pytest.mark.parametrize("identifier", FIGURES)
def test_the_figures_of_a_sentence_typed_by_hand_get_its_verdict(identifier, got, command):
    of, (indicator, start, end, stated) = JUDGED[identifier], FIGURES[identifier]
    asked = {"indicator": indicator, "from": start, "to": end, "stated": stated}
    rows = json.loads(got("/v1/check", **asked))
    assert {(row["verdict"], row["cause_verdict"]) for row in rows} == {(of.number_verdict, of.cause_verdict)}
    given = [part for name, value in asked.items() for part in (f"--{name}", value)]
    code, out, _ = command("check", *given, "--format", "json")
    assert (code, json.loads(out)) == (0, rows)
    assert f": {verdict(of.number_verdict, 'en')}." in headline(got(TRY["en"], **asked))


@pytest.mark.parametrize(
    ("indicator", "start", "end", "stated"),
    [
        ("minimum_wage", "2021", "2022", "4.00%"),  # the exact rise is 3.97 %: another number than “4 %”
        ("minimum_wage", "2021", "2022", "-4%"),
        ("minimum_wage", "2020", "2022", "4%"),
        ("poverty_extreme", "2005", "2012", "43%"),  # the sentence of B02 gives no years
    ],
)
def test_another_number_or_other_years_are_another_sentence(indicator, start, end, stated, got):
    rows = json.loads(got("/v1/check", **{"indicator": indicator, "from": start, "to": end, "stated": stated}))
    assert {row["claim"] for row in rows} == {None}


def test_a_sentence_that_is_not_in_the_ledger_is_refused_with_the_nearest(command):
    code, _, err = command("check", "El salario mínimo subió 40 por ciento", "--lang", "en")
    assert (code, "the most alike is A05" in err) == (2, True)
    code, _, err = command("check", "A07", "--stated", "4%", "--lang", "en")
    assert (code, "Give a sentence of the ledger" in err) == (2, True)


def test_every_page_says_where_to_write_if_something_is_wrong():
    settings = Settings(public_url="https://example.org", contact="faltas@example.org")
    client = TestClient(create_app((), settings), base_url="http://localhost")
    for path in ("/es/afirmaciones/B02", "/en/claims", "/es/afirmaciones/pruebe", "/en/claims/corrections"):
        assert 'href="mailto:faltas@example.org"' in client.get(path).text, path
    review = client.get("/es/afirmaciones/B02/claimreview.json").json()[0]
    assert review["url"] == review["@id"] == "https://example.org/es/afirmaciones/B02"
    assert review["author"] == {"@type": "Organization", "name": "Ayni", "url": "https://example.org"}


def test_the_corrections_on_the_page_are_those_of_the_command(got, command):
    code, out, _ = command("claims", "--changes", "--lang", "en")
    page = html.unescape(re.sub(r"<[^>]+>", " ", got("/en/claims/corrections")))
    changed = [each.claim.id for each in JUDGED.values() if each.claim.changes]
    assert code == 0
    assert changed
    for identifier in changed:
        assert re.search(rf"\b{identifier}\b", out)
        assert re.search(rf"\b{identifier}\b", page)
