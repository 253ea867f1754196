"""What is found for a few words: programmes, parameters, acts of law, indicators and claims, each a link."""

from __future__ import annotations

from starlette.responses import Response

from ayni import report
from ayni.law import bolivia
from ayni.report.search import Entry
from ayni.web.site import Asked, Pages

PAGES = Pages()
SHOWN, SUGGESTED = 30, 4
"""How many of a kind the page lists, and how many stand under the box as one types."""


@PAGES.page("search")
def search(asked: Asked) -> Response:
    """What is found, by kind."""
    words = asked.query.get("q", "").strip()
    found = report.search(words, bolivia(), asked.language)
    template = "part_found.html.j2" if asked.is_fragment else "search.html.j2"
    title = asked.say("web_search.title", words=words) if words else asked.say("web_search.search")
    return asked.page(
        template, title=title, words=words, found=found, most=SUGGESTED if asked.is_fragment else SHOWN,
        link=lambda entry: address(asked, entry),
    )  # fmt: skip


def address(asked: Asked, entry: Entry) -> str:
    """The page of something that was found."""
    view = {"indicator": "indicators", "claim": "claims"}.get(entry.kind, "law")
    return asked.url(view, *entry.place, date=entry.day)
