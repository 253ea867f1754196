"""The site as files: every link leads to a file that is there, and what needs the program says so."""

from __future__ import annotations

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ayni.law import bolivia
from ayni.report.claims import Publisher
from ayni.web.export import _crawled, _file_of, _standing, export_site
from ayni.words import AyniError
from support import coroutines
from support.open_graph import png_size, preview
from support.pages import PAGES

PUBLIC = "https://ayni.example.org"
HOME = """<html><script src="/static/htmx-2.js"></script>
<form action="/es/buscar"><input name="q"></form><form action="/es/otra"></form>
<a href="/es/ley">ley</a> <a href="/es/ley?date=2019-01-01">ley de 2019</a> <a class="x" href="/es/roto"><b>roto</b></a>
<a href="/es/movida">movida</a> <a href="/v1/law">api</a> <a href="//example.org/a">lejos</a>
<img src="/es/ley/grafico.svg?a=1&amp;b=2"> <p hx-get="/es/parte" hx-trigger="load">queda</p></html>"""


def toy():
    async def home(_request):
        return HTMLResponse(HOME)

    async def law(_request):
        return HTMLResponse('<a href="/es#arriba">inicio</a>')

    async def chart(request):
        return Response(str(request.url.query), media_type="image/svg+xml")

    async def moved(_request):
        return RedirectResponse("/es/ley", 308)

    return Starlette(
        routes=[
            Route("/es", home), Route("/en", law), Route("/es/ley", law), Route("/es/ley/grafico.svg", chart),
            Route("/es/movida", moved),
        ]
    )  # fmt: skip


def test_a_page_stands_by_itself_with_files_for_its_charts_and_no_link_that_needs_an_answer():
    found = coroutines.run(_crawled(toy()))
    there = {to for to, (status, _, _) in found.items() if status == 200}
    assert there == {"/es", "/en", "/es/ley", "/es/ley/grafico.svg?a=1&b=2", "/es/movida"}
    assert found["/es/roto"][0] == 404
    assert "/es/ley?date=2019-01-01" not in found
    text = _standing(HOME, {to: _file_of(to, is_page="grafico" not in to) for to in there}, "es")
    assert "<form" not in text
    assert text.count("/calculator.es.html") == 1
    assert "htmx" not in text
    assert "hx-get" not in text
    assert '<a href="/es/ley">ley</a> ley de 2019 <b>roto</b>' in text
    chart = _file_of("/es/ley/grafico.svg?a=1&b=2", is_page=False)
    assert f'<img src="/{chart}">' in text
    assert re.fullmatch(r"es/ley/grafico-[0-9a-f]{10}\.svg", chart)


def test_a_folder_that_holds_anything_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(AyniError, match="mpty"):
        export_site(tmp_path, bolivia(), Publisher())
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The exported site's folder, and what was written."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    with ThreadPoolExecutor(1) as aside:  # away from a browser's loop
        return folder, aside.submit(export_site, folder, bolivia(), Publisher(PUBLIC)).result()


@pytest.fixture(scope="module")
def file_server(exported):
    """The address of a plain server of the exported files."""
    handler = partial(SimpleHTTPRequestHandler, directory=exported[0])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.mark.soak
def test_no_link_of_the_exported_site_is_dead_and_no_host_is_asked(exported):
    folder, written = exported
    assert len(written.files) > 3_000
    assert set(written.failed.values()) <= {400}  # two surveys, which the invented people are not
    pictures = {}
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for to in re.findall(r"""\b(?:href|src)="(/[^"]*)\"""", text):
            path = unquote(unescape(to).partition("#")[0].partition("?")[0]).strip("/")
            place = Path(folder, path)
            assert place.is_file() or (place / "index.html").is_file(), (page, to)
        of = preview(text)
        if "og:url" in of and "og:image" in of:
            pictures[of["og:image"]] = page
        outside = r"""<(?:script|img)\b[^>]*src="https?:|<(?:link|meta)\b[^>]*"http://localhost"""
        assert not re.findall(outside, text), page
    assert len(pictures) > 200
    for address, page in pictures.items():
        place = Path(folder, unquote(address.removeprefix(f"{PUBLIC}/")))
        assert png_size(place.read_bytes()) == (1200, 630), page


@pytest.mark.soak
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_every_page_of_the_exported_site_is_sound_from_a_plain_server(exported, file_server, window_of, width, scheme):
    window, found = window_of(file_server, most=2**20), {}  # it does not compress what it sends
    places = {name for pair in PAGES for each in pair if (name := each.partition("?")[0].strip("/"))}
    files = {f"/{each}/": file for each in places if (file := exported[0] / each / "index.html").is_file()}
    assert len(files) > 40
    for name in ("calculator.es.html", "calculator.en.html"):
        files[f"/{name}"] = exported[0] / name
    for path, file in sorted(files.items()):
        window.open(path, scripts=True)
        faults = window.faults(width, scheme, contrast=True)
        if (compressed := len(gzip.compress(file.read_bytes()))) > 150 * 1024:
            faults.append(f"{compressed} bytes compressed")
        if faults:
            found[path] = faults
    assert found == {}
