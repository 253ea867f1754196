"""What is meant by a few words, and what is found for them: programmes, acts of law, indicators and claims."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from ayni import report
from ayni.law import bolivia
from ayni.report.search import Entry
from ayni.web.intent import answers, suggested
from ayni.web.site import Asked, Pages

PAGES = Pages()
SHOWN, SUGGESTED = 30, 4
"""How many of a kind the page lists, and how many stand under the box as one types."""


@PAGES.page("search")
def search(asked: Asked) -> Response:
    """What is found, by kind."""
    words = asked.query.get("q", "").strip()
    meant = answers(words, bolivia(), asked.language, dt.date.today()) if words else []
    found = report.search(words, bolivia(), asked.language)
    if words and not meant and not found:
        meant = suggested(asked.language)
    template = "part_found.html.j2" if asked.is_fragment else "search.html.j2"
    title = asked.say("web_search.title", words=words) if words else asked.say("web_search.search")
    return asked.page(
        template, title=title, words=words, found=found, meant=meant, nothing=not found,
        most=SUGGESTED if asked.is_fragment else SHOWN,
        link=lambda entry: address(asked, entry),
    )  # fmt: skip


def address(asked: Asked, entry: Entry) -> str:
    """The page of something that was found."""
    view = {"indicator": "indicators", "claim": "claims"}.get(entry.kind, "law")
    return asked.url(view, *entry.place, date=entry.day)
