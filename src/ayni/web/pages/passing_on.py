"""What is for others to pass on: charts inside other pages, and what search engines and language models read first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from ayni.evidence.claims import claims
from ayni.evidence.over_time import indicators
from ayni.law import bolivia
from ayni.report.page_card import site_card
from ayni.report.pictures import picture
from ayni.web.site import DOORS, HERE, MORE, Asked, Site, address
from ayni.words import LANGUAGES, Language, say

CHART = r"/(es|en)(/[^?#]*)/([a-z_]+)\.svg"
"""The address of a chart; its page is the address without the last part."""
PRIVATE = (
    "household", "household_result", "household_json", "household_file", "household_chart", "household_chart_data",
    "household_chart_metadata", "payslip",
)  # fmt: skip
"""Pages of one family's or one worker's own answers."""


def routes() -> list[Route]:
    """The routes that are in no language, and the charts for other pages."""
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/llms.txt", for_models),
        Route("/sw.js", worker),
        *(Route(f"/card.{language}.png", card) for language in LANGUAGES),
        Route("/embed/{path:path}", embed),
    ]


async def robots(request: Request) -> Response:
    """Everything may be read but what holds somebody's answers."""
    site: Site = request.app.state.site
    closed = [f"Disallow: {address(language, view)}?" for view in PRIVATE for language in LANGUAGES]
    lines = ["User-agent: *", *closed, "Disallow: /embed/", "", f"Sitemap: {site.base(request)}/sitemap.xml"]
    return _text("\n".join(lines) + "\n")


def pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pages that stand by themselves: their name, and what of their path stands behind it."""
    yield "home", ()
    for view in (*DOORS, *MORE):
        yield view, ()
    for instrument in bolivia().instruments:
        yield "law", (instrument,)
    for indicator in indicators():
        yield "indicators", (indicator,)
    for claim in claims():
        yield "claims", (claim.id,)


async def sitemap(request: Request) -> Response:
    """Every page that stands by itself, in both languages."""
    from ayni.web.questions import questions

    site: Site = request.app.state.site
    base = site.base(request)
    listed = [{language: address(language, view, *place) for language in LANGUAGES} for view, place in pages()]
    listed += [
        {language: address(language, "questions", question.file.path[language]) for language in LANGUAGES}
        for question in questions().values()
    ]
    spaces = ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml")
    found = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{spaces[0]}" xmlns:xhtml="{spaces[1]}">']
    for both in listed:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{base}{place}"/>'
            for language, place in both.items()
        )
        found += [f"<url><loc>{base}{place}</loc>{links}</url>" for place in both.values()]
    return Response("\n".join([*found, "</urlset>", ""]), media_type="application/xml")


async def for_models(request: Request) -> Response:
    """What this is, where its answers are, and how they are quoted."""
    site: Site = request.app.state.site
    base = site.base(request)
    lines = [say("llms.about", "en"), "", say("llms.rules", "en"), "", "## Pages"]
    lines += [f"- [{say(f'web.{view}', 'en')}]({base}{address('en', view)})" for view in (*DOORS, *MORE)]
    lines += ["", "## Data", f"- [OpenAPI document]({base}/spec)", f"- [Every page]({base}/sitemap.xml)",
              say("llms.charts", "en"), ""]  # fmt: skip
    return _text("\n".join(lines))


def card(request: Request) -> Response:
    """The picture of every page that has none of its own."""
    language: Language = "en" if request.url.path.endswith(".en.png") else "es"
    return Response(picture(site_card(language), ".png"), media_type="image/png")


async def worker(request: Request) -> Response:
    """The script that keeps the calculator for a telephone without a connection; it serves the whole site."""
    return FileResponse(HERE / "static" / "sw.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def embed(request: Request) -> Response:
    """A chart of this site with its source, for the frame of another page."""
    site: Site = request.app.state.site
    query = f"?{request.url.query}" if request.url.query else ""
    found = re.fullmatch(CHART, f"/{quote(request.path_params['path'])}")
    language: Language = "en" if found and found[1] == "en" else "es"
    asked = Asked(request, language, "home", site)
    if found is None:
        return asked.page(
            "message.html.j2", title=asked.say("web.no_answer"), status=404, private=True,
            sentence=asked.say("web_error.unknown_chart"),
        )  # fmt: skip
    chart = f"/{quote(request.path_params['path'])}{query}"
    return asked.page(
        "embed.html.j2", title=asked.say("web_embed.title"), private=True, chart=chart,
        page=f"/{language}{found[2]}{query}",
    )  # fmt: skip


def _text(content: str) -> Response:
    return PlainTextResponse(content, headers={"Cache-Control": "no-cache"})
