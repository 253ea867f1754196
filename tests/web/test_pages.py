"""Every page in a real browser, by turns in one language; in both languages in the long run."""

from __future__ import annotations

import html
import re
from hashlib import sha384
from pathlib import Path

import pytest

from ayni.web import pages, site
from ayni.words import catalogue
from support.barriers import barriers

REFORM = "r=renta_dignidad.monthly_non_pensioner:2000@2026-01-01"
FAMILY = "of=result&date=2026-01&rosa.age=66&rosa.sex=woman&juan.age=9&juan.mother=rosa"
TRIAL = "indicator=poverty_extreme&from=2008&to=2011&stated=43+%25"
SENTENCE = "text=La+pobreza+extrema+baj%C3%B3+de+38,2%25+en+2005+a+15,2%25+en+2018"
PAGES = (
    ("/es", "/en"),
    ("/es/buscar?q=renta+dignidad+2000", "/en/search?q=headcount"),
    ("/es/hogar", "/en/household"),
    (f"/es/hogar/resultado?{FAMILY}", f"/en/household/result?{FAMILY}"),
    ("/es/ley?date=2010-06-01", "/en/law?group=work&standing=in_force"),
    ("/es/ley/renta_dignidad?date=2010-06-01", "/en/law/aportes_sip?date=2025-06-01"),
    ("/es/ley/renta_dignidad/monthly_non_pensioner", "/en/law/salario_minimo_nacional/amount"),
    ("/es/ley/comparar", "/en/law/compare?before=2019-06-30&after=2019-07-01"),
    ("/es/reformas", "/en/reforms"),
    (f"/es/reformas?{REFORM}&b=bono_juancito_pinto.amount:500", f"/en/reforms?{REFORM}"),
    ("/es/afirmaciones?number=contested", "/en/claims"),
    ("/es/afirmaciones/B02", "/en/claims/A03"),
    (f"/es/afirmaciones/pruebe?{TRIAL}", f"/en/claims/try?{TRIAL}"),
    (f"/es/verificar?{SENTENCE}&ok=1", f"/en/check?{SENTENCE}"),
    ("/es/promesa/renta_dignidad_2000", "/en/promise/renta_dignidad_2000"),
    ("/es/indicadores", "/en/indicators"),
    ("/es/indicadores/poverty_extreme", "/en/indicators/gini_ine"),
    ("/es/cronologia?from=2019-10&to=2020-12", "/en/timeline?from=2019-10&to=2020-12"),
    ("/es/inflacion", "/en/inflation?from=2025-07&to=2026-06"),
    ("/es/metodo", "/en/method"),
    ("/es/metodo/datos", "/en/method/data"),
    ("/es/resumen?about=renta_dignidad", "/en/brief?about=poverty"),
    ("/es/sueldo", "/en/pay"),
    ("/es/preguntas", "/en/questions"),
    ("/es/preguntas/que-hacen-los-programas", "/en/questions/what-the-programmes-do"),
    ("/es/preguntas/embarazo-mes-a-mes", "/en/questions/pregnancy-month-by-month"),
    ("/es/temas", "/en/topics"),
    ("/es/temas/elections", "/en/topics/elections"),
    ("/es/temas/women", "/en/topics/women"),
    ("/es/api", "/en/api"),
)
"""Every page, in Spanish and in English."""
LIGHT = 150 * 1024
COLOURED = (
    "/es/sueldo", "/es/inflacion",
    "/es", "/es/hogar/resultado", "/es/ley", "/es/reformas", "/es/afirmaciones/B02", "/es/cronologia", "/es/api",
)  # fmt: skip
"""Pages that together hold every colour, for contrast."""
HTMX = "d8e6adcd0cb51fe65dfc822b8ebd5372e0c6a8b5de1e16e8a00c8963529d40c2a7af82d9db6937d4604b7582879958e0"
"""SHA-384 of htmx.org 2.0.11, dist/htmx.min.js, as published on npm."""
TEMPLATES = Path(site.__file__).with_name("templates")


@pytest.fixture(scope="module")
def telephone(visit):
    """A narrow window, and the bytes that it received, as sent."""
    found = visit(width=320)
    received = []
    session = found.page.context.new_cdp_session(found.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return found, received


@pytest.mark.parametrize("path", [
    pytest.param(path, marks=pytest.mark.soak if (turn + place) % 2 else ())
    for turn, pair in enumerate(PAGES) for place, path in enumerate(pair)
])  # fmt: skip
def test_a_page_is_sound_and_light_and_fits_a_telephone(telephone, path):
    found, received = telephone
    for noted in (found.complaints, found.elsewhere, received):
        noted.clear()
    page = found.go(path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("es-BO" if path.startswith("/es") else "en")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    contrast = path.partition("?")[0] in COLOURED
    assert (found.complaints, found.elsewhere, barriers(found.page, contrast=contrast)) == ([], [], [])
    assert 1_000 < sum(received) < LIGHT


def test_every_page_leads_to_itself_in_the_other_language(client):
    def mirror(address):
        return html.unescape(re.search(r'id="mirror" href="([^"]*)"', client.get(address).text)[1])

    for spanish, _ in PAGES[::2]:
        other = mirror(spanish)
        assert other.startswith("/en")
        assert mirror(other).partition("?")[0] == spanish.partition("?")[0]


def test_templates_ask_for_phrases_that_are_there():
    asked = {
        key
        for path in [*TEMPLATES.glob("*.j2"), TEMPLATES.parents[1] / "report" / "sheet.html.j2"]
        for key in re.findall(r"""\bsay\(["']([a-z0-9_.]+)["'][,)]""", path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(catalogue())


def test_every_page_has_a_path_in_both_languages():
    names = {name for each in pages.PAGES for name, _, _ in each.views} - {"home"}
    assert {f"path.{name}" for name in names} <= set(catalogue())


def test_htmx_is_the_one_that_was_vendored():
    content = (TEMPLATES.parent / "static" / "htmx-2.0.11.min.js").read_bytes()
    assert sha384(content).hexdigest() == HTMX


def test_a_form_a_link_and_a_file_say_that_they_take_a_while(visit):
    page = visit().go("/es/preguntas/que-hacen-los-programas")
    page.route("**/*", lambda route: route.fulfill(status=204))  # with which a browser stays where it is
    for place, words in (
        ("form.builder button", "Calculando con todas las personas"),
        (".crumb a", "Abriendo la página"),
        (".files a", "Preparando el archivo"),
    ):
        page.locator(place).first.click()
        page.locator("#waiting[role=status]", has_text=words).wait_for()
        assert page.locator("main[aria-busy=true]").count() == 1
