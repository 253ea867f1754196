"""The page of inflation by group, and its door in the API."""

from __future__ import annotations

import pytest

import ayni
from ayni import report

PAGE = {"es": "/es/inflacion", "en": "/en/inflation"}


@pytest.mark.parametrize("language", PAGE)
def test_the_page_shows_table_and_chart_of_the_months_asked_for(client, language):
    page = client.get(PAGE[language], params={"from": "2025-12", "to": "2026-03"})
    assert page.status_code == 200
    for table in report.tables(ayni.inflation(start="2025-12", end="2026-03"), language, ("inflation",)):
        assert table.lines[2].cells[0].text in page.text
    drawn = client.get(f"{PAGE[language]}/chart.svg", params={"from": "2025-12", "to": "2026-03"})
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert PAGE[language] in client.get("/es/indicadores" if language == "es" else "/en/indicators").text


def test_months_that_have_no_index_are_refused_in_the_page_s_language(client):
    page = client.get(PAGE["es"], params={"from": "2017-01"})
    assert page.status_code == 400
    assert "2018-01" in page.text


def test_the_api_gives_the_rows_of_the_function(client):
    found = client.get("/v1/inflation", params={"from": "2026-01", "by": "area"})
    assert found.content == report.to_json(ayni.inflation(start="2026-01", by=("area",)))
    receipt = client.get("/v1/inflation/receipt", params={"from": "2026-01", "by": "area"}).json()
    assert receipt["options"]["command"] == "inflation"
