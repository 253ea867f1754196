"""The site as files for any host: every page at its own address, as it is before anything is typed.

Pages are asked of the application itself and written as `…/index.html`; what they link to is asked in turn. What needs
the program running is left out: forms, and links that carry an answer in their question mark, unless they lead to a
file such as a chart.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ayni.report import calculator_page
from ayni.report.claims import Publisher
from ayni.web.answers import ANSWERS, Served
from ayni.web.app import create_app
from ayni.web.jobs import Jobs
from ayni.web.settings import Settings
from ayni.web.site import Site, address
from ayni.words import LANGUAGES, AyniError, Language, say, write_whole
from ayni.words.progress import stepping

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ayni.engine import Law

FILES = (".svg", ".csv", ".json", ".png", ".xlsx", ".ics", ".txt")
"""How the path of an address ends that is a file whatever stands behind its question mark."""
ASIDE = (
    "/robots.txt",
    "/sitemap.xml",
    "/llms.txt",
    "/static/manifest.webmanifest",
    "/static/icon.svg",
    *(f"/card.{each}.png" for each in LANGUAGES),
)
"""What no page links to."""
_LINK = re.compile(r"""(?P<name>\b(?:href|src))="(?P<to>/[^"]*)\"""")
_ANCHOR = re.compile(r"""<a\b[^>]*\bhref="(?P<to>/[^"]*)"[^>]*>(?P<text>.*?)</a>""", re.DOTALL)
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HTMX = re.compile(r"""<script\b[^>]*\bsrc="/static/htmx[^>]*></script>""")
_OF_HERE = re.compile(r"""<(?:link|meta)\b[^>]*"http://localhost[^>]*>\n?""")
"""What names the site's address where it has none."""
_PASSED_ON = re.compile(r"""(<meta property="og:image" content="https?://[^/"]+)(/[^"]*)\"""")
_ASKS = re.compile(r"""\s(?:hx-[a-z-]+|data-hx-[a-z-]+)="[^"]*\"""")


class Here(Jobs):
    """Answers computed in this process, one after another."""

    def __init__(self, served: Served) -> None:
        super().__init__(Settings(), ())
        self.served = served

    async def run(self, name: str, **asked: Any) -> bytes:
        return ANSWERS[name](self.served, **asked)


@dataclass
class Exported:
    """What was written, and the addresses that gave nothing, with their status."""

    files: list[Path] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)


def export_site(folder: Path, law: Law, publisher: Publisher) -> Exported:
    """Write the site on the synthetic population into a new or empty folder.

    Raises AyniError where the folder holds anything or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AyniError("folder_not_empty", folder=folder)
    app = create_app(settings=Settings(public_url=publisher.url, contact=publisher.contact))
    app.state.site = Site(Here(Served(())), ("synthetic",), publisher)
    found = asyncio.run(_crawled(app))
    there = {to: _file_of(to, is_page=_is_page(kind)) for to, (status, kind, _) in found.items() if status == 200}
    exported = Exported(failed={to: each[0] for to, each in found.items() if to not in there and to not in ASIDE})
    for to, file in stepping(list(there.items()), "pages", len(there)):
        _, kind, content = found[to]
        if _is_page(kind):
            content = _standing(content.decode(), there, _language(to)).encode()
        exported.files.append(_write(folder / file, content))
    for language in LANGUAGES:
        name = f"calculator.{language}.html"
        exported.files.append(_write(folder / name, calculator_page(law, language).encode()))
    exported.files.append(_write(folder / "index.html", _elsewhere(address(LANGUAGES[0], "home"))))
    return exported


async def _crawled(app: FastAPI) -> dict[str, tuple[int, str, bytes]]:
    """Status, type and content of every address that is reached from the two home pages."""
    queue = deque([*(address(language, "home") for language in LANGUAGES), *ASIDE])
    found: dict[str, tuple[int, str, bytes]] = {}
    while queue:
        to = queue.popleft()
        if to in found:
            continue
        found[to] = status, kind, content = await _asked(app, to)
        if status in (301, 302, 307, 308) and _is_kept(elsewhere := content.decode()):
            found[to] = 200, "text/html", _elsewhere(elsewhere)
            queue.append(elsewhere)
        elif status == 200 and _is_page(kind):
            text = _without_forms(content.decode(), "")
            queue += [link for match in _LINK.finditer(text) if _is_kept(link := _bare(match["to"]))]
            queue += [match[2] for match in _PASSED_ON.finditer(text) if match[2].endswith("/card.png")]
        elif status == 200 and kind.startswith("text/css"):
            base = to.rsplit("/", 1)[0]
            queue += [f"{base}/{name}" for name in re.findall(r"""url\(["']?([^)"':]+)["']?\)""", content.decode())]
    return found


async def _asked(app: FastAPI, to: str) -> tuple[int, str, bytes]:
    """What the application answers at an address: status, type, content; of one that has moved, where to."""
    path, _, query = to.partition("?")
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "client": ("127.0.0.1", 0),
        "server": ("localhost", 80), "headers": [(b"host", b"localhost")],
    }  # fmt: skip
    status, kind, body, is_sent = 500, "", bytearray(), False

    async def receive() -> dict[str, Any]:
        nonlocal is_sent
        if is_sent:
            await asyncio.Event().wait()
        is_sent = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, kind
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = dict(message["headers"])
            kind = headers.get(b"content-type", b"").decode()
            body.extend(headers.get(b"location", b""))
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return status, kind, bytes(body)


def _elsewhere(to: str) -> bytes:
    """A page that leads to another."""
    return f'''<!DOCTYPE html><meta charset="utf-8"><title>Ayni</title><meta http-equiv="refresh" content="0; url={to}">
<a href="{to}">Ayni</a>'''.encode()


def _bare(link: str) -> str:
    """An address without what stands behind its #, as it is asked for."""
    return unescape(link).partition("#")[0]


def _is_kept(to: str) -> bool:
    """Whether an address is a page as it is first seen, or a file."""
    parts = urlsplit(to)
    if to.startswith("//") or parts.path.startswith(("/v1", "/spec", "/openapi.json")):
        return False
    return not parts.query or parts.path.endswith(FILES)


def _file_of(to: str, *, is_page: bool) -> str:
    """Where the content of an address is written: a page in its own folder, a file under its name; what stands behind
    the question mark becomes a part of the name."""
    path, _, query = to.partition("?")
    path = unquote(path).strip("/")
    mark = f"-{hashlib.sha256(query.encode()).hexdigest()[:10]}" if query else ""
    if is_page:
        return f"{path}{mark}/index.html"
    stem, dot, ending = path.rpartition(".")
    return f"{stem}{mark}{dot}{ending}"


def _is_page(kind: str) -> bool:
    return kind.startswith("text/html")


def _language(to: str) -> Language:
    return "en" if to.startswith("/en") else "es"


def _without_forms(text: str, instead: str) -> str:
    return _FORM.sub(instead, _HTMX.sub("", text))


def _standing(text: str, there: Mapping[str, str], language: Language) -> str:
    """A page that stands by itself: forms give way to a sentence, links to what is not `there` to their text."""
    note = f'<p class="small">{say("export.needs_program", language)} <a href="/calculator.{language}.html">'
    note += f"{say('export.calculator_link', language)}</a></p>"
    notes = iter([note])
    text = _ANCHOR.sub(lambda match: match[0] if _bare(match["to"]) in there else match["text"], text)
    text = _PASSED_ON.sub(lambda match: match[0] if match[2] in there else f'{match[1]}/card.{language}.png"', text)
    text = _OF_HERE.sub("", text)
    text = _ASKS.sub("", _FORM.sub(lambda _: next(notes, ""), _HTMX.sub("", text)))

    def file_of(match: re.Match[str]) -> str:
        to = _bare(match["to"])
        if to in there and "?" in to:
            return f'{match["name"]}="/{there[to].removesuffix("index.html")}"'
        return match[0]

    return _LINK.sub(file_of, text)


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return path
