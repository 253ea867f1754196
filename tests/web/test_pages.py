"""Every page in a real browser, in both languages."""

from __future__ import annotations

import re
from hashlib import sha384
from pathlib import Path

import pytest

from ayni.web import pages, site
from ayni.words import LANGUAGES, catalogue

PAGES = ("", "/api")
"""Every page by what stands behind its language in Spanish and, where it is another, in English."""
HTMX = "d8e6adcd0cb51fe65dfc822b8ebd5372e0c6a8b5de1e16e8a00c8963529d40c2a7af82d9db6937d4604b7582879958e0"
"""SHA-384 of htmx.org 2.0.11, dist/htmx.min.js, as published on npm."""
TEMPLATES = Path(site.__file__).with_name("templates")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(visit, path, language):
    found = visit()
    page = found.go(f"/{language}{path}")
    assert page.locator("h1").count() == 1
    assert found.complaints == []
    assert found.elsewhere == []
    assert found.barriers() == []


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
