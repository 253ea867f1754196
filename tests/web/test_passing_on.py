"""What is passed on: titles, sentences and pictures of addresses, charts in frames, and what is read by machines."""

from __future__ import annotations

import csv
import html
import re
from xml.etree import ElementTree

import pytest

from support.open_graph import png_size, preview

REFORM = "r=renta_dignidad.monthly_non_pensioner:700"

WORKER = (
    "date=2026-01&rosa.age=40&rosa.sex=woman&rosa.work_category=employee&rosa.contributes_to_pension=true"
    "&rosa.monthly_wage=3000"
)


@pytest.mark.parametrize("path", [
    f"/es/reformas?{REFORM}", "/es/afirmaciones/B02", "/en/claims/A03", "/en/indicators/poverty_extreme",
    "/es/indicadores/effect.all_programmes.poverty_extreme?area=Bolivia&group=All",
])  # fmt: skip
def test_an_address_that_is_passed_on_shows_title_sentence_and_picture(client, path):
    page = client.get(path).text
    of = preview(page)
    assert of["og:title"] == html.unescape(re.search(r"<title>(.*) · Ayni</title>", page)[1])
    assert len(of["og:description"]) > 30
    assert of["og:url"] == of["canonical"] == f"{client.base_url}{path}"
    assert of["og:image"].startswith(str(client.base_url))
    picture = client.get(of["og:image"])
    assert picture.headers["content-type"] == "image/png"
    assert png_size(picture.content) == (1200, 630)


def test_a_family_has_no_address_that_is_passed_on(client):
    page = client.get("/es/hogar/resultado?date=2026-11&ana.age=66&ana.sex=woman").text
    assert "canonical" not in page
    assert preview(page)["robots"] == "noindex"
    assert "ana" not in preview(page)["og:description"]
    robots = client.get("/robots.txt").text
    assert "Disallow: /es/hogar/resultado?" in robots
    assert robots.endswith("/sitemap.xml\n")


def test_a_chart_stands_in_a_frame_of_another_page_and_nothing_else_does(client):
    found = client.get(f"/embed/es/reformas/winners.svg?{REFORM}")
    assert "frame-ancestors *" in found.headers["content-security-policy"]
    assert "x-frame-options" not in found.headers
    assert f'src="/es/reformas/winners.svg?{REFORM}"' in found.text
    assert f'href="/es/reformas?{REFORM}"' in found.text
    for path in ("/es", "/es/reformas"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
    assert client.get("/embed/es/reformas").status_code == 404
    assert client.get("/embed//example.org/es/x/chart.svg").status_code == 404


@pytest.mark.parametrize("chart", [f"/es/reformas/winners.svg?{REFORM}", "/en/indicators/gini_ine/chart.svg"])
def test_data_and_what_they_are_stand_beside_a_chart(client, chart):
    data = client.get(chart.replace(".svg", ".csv"))
    assert data.headers["content-type"].startswith("text/csv")
    about = client.get(chart.replace(".svg", ".metadata.json")).json()
    assert {"title", "description", "page", "files", "language"} <= about.keys()


@pytest.mark.parametrize("path", [
    "/es", pytest.param("/es/inflacion", marks=pytest.mark.soak), "/en/timeline?from=2019-10&to=2019-12",
    "/en/indicators/gini_ine",
    "/en/law/renta_dignidad/monthly_non_pensioner", "/es/afirmaciones/B02", "/es/sueldo?wage=3500",
    f"/es/hogar/resultado?{WORKER}",
    "/es/preguntas/juancito-pinto-de-2006", "/es/preguntas/que-me-descuentan",
    "/es/preguntas/quien-paga-y-quien-recibe",
    pytest.param("/en/questions/what-the-programmes-do", marks=pytest.mark.soak),
    pytest.param(f"/es/reformas/frontier?{REFORM}&of=renta_dignidad", marks=pytest.mark.soak),
])  # fmt: skip
def test_every_chart_of_a_page_has_its_image_data_and_what_they_are_beside_it(client, path):
    figures = client.get(path).text.split('<figure class="chart"')[1:]
    assert figures
    for figure in figures:
        files = re.search(r'<p class="files">(.*?)</p>', figure)[1]
        places = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', files)]
        chart = next(each for each in places if ".svg" in each)
        assert ElementTree.fromstring(client.get(chart).content).tag.endswith("svg")
        data, about = (chart.replace(".svg", kind) for kind in (".csv", ".metadata.json"))
        assert {data, about} <= set(places)
        lines = client.get(data).text.splitlines()
        assert len(lines) > 1
        known = client.get(about).json()
        assert known["title"] in html.unescape(figure)
        assert known["columns"] == next(csv.reader(lines))
    assert client.get(data.rpartition("/")[0] + "/no-such.csv").status_code == 404


def test_every_page_of_the_map_is_there(client):
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = [each.text for each in found.iter(f"{space}loc")]
    assert len(places) == len(set(places)) > 800
    plain = [
        place for place in places if "/preguntas/" not in place and "/questions/" not in place
    ]  # some need surveys
    assert {client.get(place).status_code for place in plain[::197]} == {200}
    assert "/spec" in client.get("/llms.txt").text


def test_the_calculator_in_one_file_is_offered_and_kept_for_a_telephone_without_a_connection(visit):
    found = visit(width=360)
    page = found.go("/es/hogar")
    assert page.locator('a[href="/es/hogar/sin-internet.html"]').count() == 1
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto(f"{found.server}/es/hogar")
    page.locator("form[novalidate] [data-asks=age]").first.wait_for()
    page.context.set_offline(False)
    assert found.elsewhere == []
