"""The page of inflation by group, and its door in the API."""

from __future__ import annotations

import html

import pytest

import ayni
from ayni import report
from ayni.law import bolivia
from ayni.scenario.own_prices import own_prices
from ayni.series import Prices, read_month, series

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


def test_one_s_own_purchases_cost_what_their_parts_do(client):
    prices, law = Prices(series()), bolivia()
    start, end = read_month("2024-12"), read_month("2025-12")
    food = 1600 * prices.division("01", [end]) / prices.division("01", [start])
    of = own_prices(3500, prices, law, start, end, food=1600)
    assert of.after["food"] == pytest.approx(food)
    mean = own_prices(3500, prices, law, start, end)  # the average basket is INE's own index
    assert mean.rise == pytest.approx(prices.general([end]) / prices.general([start]) - 1, abs=5e-4)
    petrol = own_prices(3500, prices, law, start, end, food=1600, fuel=374)
    assert petrol.after["fuel"] == pytest.approx(696)
    page = html.unescape(client.get(f"{PAGE['es']}?from=2024-12&to=2025-12&spent=3.500&food=1.600&fuel=0").text)
    assert f"+Bs\u00a0{round(of.more)}" in page


def test_more_food_than_spending_is_refused(client):
    page = client.get(f"{PAGE['es']}?spent=1000&food=2000")
    assert page.status_code == 400
    assert 'role="alert"' in page.text
