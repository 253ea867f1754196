"""The pages of indicators, the timeline, the method, the data card and the brief."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings

import pytest

from ayni.evidence.over_time import indicators, series
from ayni.evidence.timeline import between
from ayni.law import bolivia
from ayni.report.brief import subjects
from ayni.report.series import indicator_name, series_as_bytes
from ayni.words import LANGUAGES, say

with warnings.catch_warnings():
    warnings.simplefilter("ignore")

LIST = {"es": "/es/indicadores", "en": "/en/indicators"}
TIMELINE = {"es": "/es/cronologia", "en": "/en/timeline"}
DATA = {"es": "/es/metodo/datos", "en": "/en/method/data"}
BRIEF = {"es": "/es/resumen", "en": "/en/brief"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_indicator(client, language):
    page = client.get(LIST[language]).text
    assert all(f'href="{LIST[language]}/{indicator}"' in page for indicator in indicators())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_an_indicator_names_it(client, language):
    for indicator in indicators()[LANGUAGES.index(language) :: 12]:
        answer = client.get(f"{LIST[language]}/{indicator}")
        assert answer.status_code == 200
        assert indicator_name(indicator, bolivia(), language).replace("'", "&#39;") in answer.text


def test_an_indicator_that_is_not_there_is_answered_with_the_nearest(client):
    answer = client.get("/es/indicadores/poverty_extrem")
    assert answer.status_code == 404
    assert "poverty_extreme" in answer.text


def test_a_place_or_survey_that_is_not_there_is_answered_with_those_that_are(client):
    for query, known in (("area=Lima", "Chuquisaca"), ("wave=EH2021", "EH2022")):
        answer = client.get(f"/en/indicators/poverty_moderate?{query}")
        assert answer.status_code == 404
        assert known in answer.text


def test_the_data_of_a_page_are_those_of_the_function(client):
    of = series("poverty_moderate", "Urban")
    for layout in ("json", "csv"):
        answer = client.get(f"/es/indicadores/poverty_moderate/data.{layout}?area=Urban")
        assert answer.content == series_as_bytes(of, layout)
    assert json.loads(client.get("/en/indicators/poverty_moderate/data.json?area=Urban").content)


def test_the_chart_of_a_page_is_titled_by_its_finding_and_has_its_files(client):
    page = client.get("/es/indicadores/gini_ine").text
    assert "0,602 en 2005" in re.search(r"<figcaption>(.*?)</figcaption>", page, re.S)[1]  # type: ignore[index]
    image = re.search(r'<p class="files"><a href="([^"]+)"', page)[1]  # type: ignore[index]
    answer = client.get(image.replace("&amp;", "&"))
    assert answer.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timeline_shows_what_falls_between_two_days_of_the_kinds_asked_for(client, language):
    page = client.get(f"{TIMELINE[language]}?from=2019-10-01&to=2020-06-30&kind=conflict&kind=survey").text
    for entry in between(bolivia(), None, None):
        asked = entry.kind in ("conflict", "survey") and entry.touches(*_days("2019-10-01", "2020-06-30"))
        if entry.kind in ("conflict", "survey", "shock"):
            assert (entry.text[language].replace("'", "&#39;") in page) == asked, entry.id


def test_a_kind_of_event_that_there_is_none_of_is_refused(client):
    answer = client.get("/es/cronologia?kind=conflict&kind=zzz")
    assert answer.status_code == 400
    assert "«zzz»" in answer.text


def _days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def test_days_in_which_nothing_falls_say_so(client):
    assert say("web_indicators.nothing", "es") in client.get("/es/cronologia?to=1900-01-01").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_lists_every_value_of_the_law_that_is_in_doubt(client, language):
    page = client.get("/es/metodo" if language == "es" else "/en/method").text
    doubtful = [
        parameter.text[language]
        for instrument in bolivia().instruments.values()
        for parameter in instrument.parameters.values()
        if any(row.confidence != "verified" for row in parameter.rows)
    ]
    assert doubtful
    assert all(text.replace("'", "&#39;") in page for text in doubtful)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_card_of_synthetic_data_says_so_and_how_it_was_made(client, language):
    page = client.get(f"{DATA[language]}?d=synthetic").text
    assert say("mark.synthetic", language) in page
    assert "Reiter 2005" in page
    assert ("39.873" if language == "es" else "39,873") in page


def test_a_brief_answers_on_every_subject_and_with_the_nearest_on_others(client):
    for about in subjects(bolivia()):
        assert client.get(f"/es/resumen?about={about}").status_code == 200
    answer = client.get("/en/brief?about=renta")
    assert answer.status_code == 404
    assert "renta_dignidad" in answer.text


def test_the_widest_pages_fit_a_narrow_window_without_scripts(visit):
    found = visit(scripts=False, width=320)
    for path in ("/es/indicadores/renta_dignidad.recipients", "/es/cronologia?from=2019-10-01&to=2019-12-31"):
        assert found.go(path).evaluate("document.documentElement.scrollWidth") == 320, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_brief_prints_on_one_sheet(visit, language):
    page = visit().go(f"{BRIEF[language]}?about=renta_dignidad&date=2026-06-01")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1
