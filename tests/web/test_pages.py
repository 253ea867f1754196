"""Every page in a real browser, by turns in one language and one kind of window; in all of them in the long run."""

from __future__ import annotations

import html
import itertools
import re
from hashlib import sha384
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ayni.web import pages, site
from ayni.words import catalogue
from support.pages import PAGES, REFORM, UNFOLDED, WIDTHS

COLOURED = (
    "/es/sueldo", "/es/inflacion", "/en/timeline",
    "/es", "/es/hogar/resultado", "/es/ley", "/es/reformas", "/en/claims/A03", "/en/api",
)  # fmt: skip
"""Pages that together hold every colour, for contrast."""
HTMX = "d8e6adcd0cb51fe65dfc822b8ebd5372e0c6a8b5de1e16e8a00c8963529d40c2a7af82d9db6937d4604b7582879958e0"
"""SHA-384 of htmx.org 2.0.11, dist/htmx.min.js, as published on npm."""
TEMPLATES = Path(site.__file__).with_name("templates")


SCHEMES = ("light", "dark")
KINDS = tuple(itertools.product(WIDTHS, SCHEMES, (True, False)))
"""Width, colours, and whether scripts run."""


@pytest.mark.parametrize(("path", "kind"), [
    pytest.param(pair[turn % 2], KINDS[turn % len(KINDS)], id=pair[turn % 2]) for turn, pair in enumerate(PAGES)
])  # fmt: skip
def test_a_page_is_sound_and_light_and_fits_its_window(window, path, kind):
    width, scheme, scripts = kind
    window.open(path, scripts=scripts)
    page = window.visit.page
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("es-BO" if path.startswith("/es") else "en")
    assert window.faults(width, scheme, contrast=path.partition("?")[0] in COLOURED) == []


@pytest.mark.soak
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
@pytest.mark.parametrize("path", [path for pair in PAGES for path in pair])
def test_a_page_is_sound_in_every_window_with_all_unfolded(window, path, scripts):
    window.open(path, scripts=scripts)
    page = window.visit.page
    page.wait_for_load_state("networkidle")
    page.evaluate(UNFOLDED)
    found = {
        kind: faults for kind in itertools.product(WIDTHS, SCHEMES) if (faults := window.faults(*kind, contrast=True))
    }
    assert found == {}


@pytest.mark.soak
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_of_the_map_is_sound_on_a_telephone(window, client, language):
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = [each.text for each in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{space}loc")]
    found = {}
    for place in places:
        path = place.removeprefix(str(client.base_url).rstrip("/"))
        if path.startswith(f"/{language}"):
            window.open(path, scripts=True)
            window.visit.page.evaluate(UNFOLDED)
            if faults := window.faults(320, "dark", contrast=False):
                found[path] = faults
    assert found == {}


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
        for path in TEMPLATES.glob("*.j2")
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


@pytest.mark.parametrize(("path", "most"), [
    (f"/es/reformas?{REFORM}", 2),
    pytest.param("/en/questions/what-the-programmes-do", 3, marks=pytest.mark.soak),
])  # fmt: skip
def test_a_reform_prints_on_two_sheets_and_a_question_on_three(visit, path, most):
    sheets = visit().go(path).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= most
