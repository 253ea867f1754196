"""Checks of every request: its host and origin, limits of size, time and number; and the headers of every response."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import re
import sys
import time
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ayni.web.faults import where
from ayni.web.settings import Settings
from ayni.web.site import Asked, sorry
from ayni.words import LANGUAGES, say

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EMBEDDED = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors *"}
"""Of a chart for the frame of another page, which therefore has no X-Frame-Options."""
NOT_STORED = {"Cache-Control": "no-store"}
"""Of every answer that does not say otherwise: it may hold a family."""
OPEN = {"Access-Control-Allow-Origin": "*"}
"""Where no survey file is served any page may read what is answered."""
CLOSED = {"Cross-Origin-Resource-Policy": "same-origin"}
"""Where one is, only our own pages and those of the sites that are allowed by name."""


class Guard:
    """Wraps an application: answers 302, 403, 408, 413, 414, 421, 429, 500 and 503 itself.

    It cancels what nobody waits for. HEAD is answered as GET without the body.
    """

    def __init__(self, app: ASGIApp, settings: Settings, headers: Mapping[str, str], *, is_open: bool) -> None:
        self.app = app
        self.settings = settings
        self.is_open = is_open
        said = {**SECURITY, **NOT_STORED, **(OPEN if is_open else CLOSED), **headers}
        framed = {name: value for name, value in said.items() if name != "X-Frame-Options"} | EMBEDDED
        self.headers, self.embedded = (
            [(name.lower().encode(), value.encode()) for name, value in each.items()] for each in (said, framed)
        )
        self.in_hand = 0
        self.visitors = Visitors(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, since = False, 0, time.monotonic()
        head = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"} if head else scope

        async def guarded(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                begun, status = True, message["status"]
                given = {name for name, _ in message["headers"]}
                ours = self.embedded if scope["path"].startswith("/embed/") else self.headers
                message["headers"] = [
                    *message["headers"], *((name, value) for name, value in ours if name not in given)
                ]  # fmt: skip
            elif head:
                message["body"] = b""
            await send(message)

        refused = None
        try:
            await self.limited(scope, receive, guarded)
        except _LeftError:
            return
        except _RefusedError as error:
            refused = error
        except TimeoutError:
            refused = _RefusedError(503, "too_slow")
        except Exception as error:
            print(f"ayni: {scope['method']} {kind_of(scope)}: {where(error)}", file=sys.stderr, flush=True)
            refused = _RefusedError(500, "failed")
        if refused and not begun:
            await refuse(scope, guarded, refused)
        if self.settings.log:
            seconds = time.monotonic() - since
            print(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {scope['method']} {kind_of(scope)} {status} {seconds:.2f} s",
                  file=sys.stderr, flush=True)  # fmt: skip

    async def limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application's answer within the limits of size, number and time; raises what is to be told instead."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if not is_ours(headers.get(b"host", ""), scope, self.settings):
            raise _RefusedError(421, "wrong_host")
        if not self.is_open and is_foreign(headers, self.settings):
            raise _RefusedError(403, "other_origin")
        if (wait := self.visitors.wait((scope.get("client") or ("",))[0])) > 0:
            raise _RefusedError(429, "too_many_requests", wait)
        path = scope.get("raw_path") or quote(scope["path"]).encode()
        if len(path) + len(scope["query_string"]) > self.settings.address_bytes:
            raise _RefusedError(414, "address_too_long")
        if path.endswith(b"/") and path != b"/":
            await redirect(send, path, scope["query_string"])
            return
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                body = await self.body(scope, receive)
        except TimeoutError:
            raise _RefusedError(408, "too_slow") from None
        if self.in_hand >= self.settings.at_once:
            raise _RefusedError(503, "too_busy")
        self.in_hand += 1
        try:
            async with asyncio.timeout(self.settings.request_seconds):
                await self.answer(scope, body, receive, send)
        finally:
            self.in_hand -= 1

    async def body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body; raises where it is larger than allowed."""
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if stated.isdigit() and int(stated) > self.settings.body_bytes:
            raise _RefusedError(413, "too_large")
        found = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _LeftError
            found += message.get("body", b"")
            if len(found) > self.settings.body_bytes:
                raise _RefusedError(413, "too_large")
            if not message.get("more_body"):
                return bytes(found)

    async def answer(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Run the application with a body that is there already; cancel it where the client leaves."""
        given = False
        gone = asyncio.Event()

        async def replay() -> Message:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": body, "more_body": False}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()

        work = asyncio.ensure_future(self.app(scope, replay, send))
        leaving = asyncio.ensure_future(watch())
        try:
            await asyncio.wait([work, leaving], return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise _LeftError
            await work
        finally:
            for task in (work, leaving):
                if not task.done():
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError, Exception):
                        await task


def is_ours(host: str, scope: Scope, settings: Settings) -> bool:
    """Whether a `Host` header names this server, on whatever port: by a name of ours or the address reached."""
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^\[\]:]+?)\.?(:[0-9]+)?", host.lower())
    at = (scope.get("server") or ("",))[0].lower()
    return found is not None and found[1] in {*map(str.lower, settings.hosts), at, f"[{at}]"}


def is_foreign(headers: Mapping[bytes, str], settings: Settings) -> bool:
    """Whether a script or form of another site asks, which is not allowed by name.

    A link that somebody follows tells no origin; a form of our own page tells `null`, and that it is our own.
    """
    origin = headers.get(b"origin")
    if origin is None or headers.get(b"sec-fetch-site") in ("same-origin", "none"):
        return False
    return origin.partition("://")[2] != headers.get(b"host") and origin not in settings.origins


class _LeftError(Exception):
    """The client has left."""


class _RefusedError(Exception):
    """A request that fails a check: the status of the response, its phrase, and when to ask again, in seconds."""

    def __init__(self, status: int, key: str, after: int = 2) -> None:
        super().__init__(key)
        self.status, self.key, self.after = status, key, after


class Visitors:
    """How often each address has asked within this minute; nothing is kept of it afterwards."""

    def __init__(self, settings: Settings) -> None:
        self.most, self.proxies = settings.visitor_a_minute, frozenset(settings.proxies)
        self.minute, self.asked = 0, dict[str, int]()

    def wait(self, host: str) -> int:
        """Count a request from an address: zero, or the seconds after which it may ask again."""
        now = time.monotonic()
        if int(now / 60) != self.minute:
            self.minute, self.asked = int(now / 60), {}
        address = address_of(host)
        if host in self.proxies or address is None or address.is_loopback:
            return 0
        network = str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)
        self.asked[network] = self.asked.get(network, 0) + 1
        return 0 if self.asked[network] <= self.most else 60 - int(now % 60)


def address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """A network address; None for what is none, such as the name of a socket."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def kind_of(scope: Scope) -> str:
    """What was asked, by the path of its route, whose parts are not filled in."""
    return str(scope.get("kind") or getattr(scope.get("route"), "path", "-"))


async def redirect(send: Send, path: bytes, query: bytes) -> None:
    """To the path without its last slash, never to another host."""
    place = b"/" + path.strip(b"/\\") + (b"?" + query if query else b"")
    headers = [(b"location", place), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body"})


async def refuse(scope: Scope, send: Send, refused: _RefusedError) -> None:
    """An error response after which nothing more is read from the client: a page under the pages' paths, else JSON in
    both languages."""
    language = next((each for each in LANGUAGES if scope["path"].startswith(f"/{each}/")), None)
    if language and (site := getattr(getattr(scope.get("app"), "state", None), "site", None)) is not None:
        answer: Response = sorry(
            Asked(Request(scope), language, "home", site), refused.key, refused.status, refused.after
        )
    else:
        answer = JSONResponse({"error": said(f"web_error.{refused.key}")}, refused.status)
        if refused.status in (429, 503):
            answer.headers["Retry-After"] = str(refused.after)
    if refused.status in (408, 413):
        answer.headers["Connection"] = "close"
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    await send({"type": "http.response.body", "body": answer.body})


def said(key: str, **fields: str) -> dict[str, str]:
    """A phrase in each language."""
    return {language: say(key, language, **fields) for language in LANGUAGES}
