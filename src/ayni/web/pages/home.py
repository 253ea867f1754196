"""The first page: a search box, links to the parts of the site, and how far results lie from official figures."""

from __future__ import annotations

from functools import cache

from starlette.responses import Response

from ayni import report
from ayni.law import bolivia
from ayni.runs import trust
from ayni.web.site import Asked, Pages
from ayni.words import Language

PAGES = Pages()
OPEN = ("household", "law", "reforms", "claims")
"""The parts of the site that the first page explains."""


@PAGES.page("home")
def home(asked: Asked) -> Response:
    """The first page."""
    return asked.page("home.html.j2", title=asked.say("web.title"), open=OPEN, trust=_trust(asked.language))


@cache
def _trust(language: Language) -> report.Table:
    return report.trust_table(trust(bolivia()), language)
