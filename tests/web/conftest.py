"""A server of our own on loopback, and a Chromium that may reach nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.request import urlopen

import httpx
import pytest

from support.barriers import barriers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, Request

LIGHT = 150 * 1024
"""Bytes of a page as sent, at most."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of `ayni serve` on the synthetic population."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "ayni", "serve", "--port", str(port)])
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urlopen(f"{address}/static/icon.svg", timeout=5).close()
            break
        except OSError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    """Who asks the server without a browser."""
    with httpx.Client(base_url=server, timeout=60) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; skipped where there is none, which fails under `CI=true`."""
    if CHROMIUM is None:
        message = "needs Chromium, which is not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


def is_complaint(said: ConsoleMessage) -> bool:
    """An error; but not what htmx says of a request that the next key press has replaced."""
    return said.type == "error" and not said.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))


@dataclass
class Visit:
    """A page in a browser's window: what its console said against it, and which other hosts it asked for."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open an address of the server and wait for its images, scripts and styles."""
        self.page.goto(f"{self.server}{path}", wait_until="load")
        return self.page


@dataclass
class Window:
    """A window of Chromium, and the bytes that it received, as sent."""

    visit: Visit
    session: CDPSession
    received: list[int]
    most: int = LIGHT

    def open(self, path: str, *, scripts: bool) -> None:
        """Load a page, with its scripts or without."""
        for noted in (self.visit.complaints, self.visit.elsewhere, self.received):
            noted.clear()
        self.session.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.visit.go(path)
        self.session.send("Emulation.setScriptExecutionDisabled", {"value": False})  # axe is a script

    def faults(self, width: int, scheme: str, *, contrast: bool) -> list[str]:
        """What is wrong with the page that is open, at a width and in its light or dark colours."""
        page = self.visit.page
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found = [f"{wide} px wide"] if wide > width else []
        if not 1_000 < sum(self.received) < self.most:
            found.append(f"{sum(self.received)} bytes")
        return found + self.visit.complaints + self.visit.elsewhere + barriers(page, contrast=contrast)


@contextmanager
def visits(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Open windows of a server's pages: `visit()`, `visit(scripts=False)`, `visit(width=320)`. Every other host is
    refused and noted."""
    contexts: list[BrowserContext] = []

    def opened(*, scripts: bool = True, width: int = 1000) -> Visit:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
        contexts.append(context)
        made = Visit(context.new_page(), server)

        def note(asked: Request) -> None:
            if not asked.url.startswith((server, "data:", "blob:")):
                made.elsewhere.append(asked.url)

        made.page.on("request", note)
        made.page.on("console", lambda said: made.complaints.append(said.text) if is_complaint(said) else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Windows of our server's pages."""
    with visits(browser, server) as found:
        yield found


@pytest.fixture(scope="module")
def window_of(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Open a window of the server at an address, where a page may have so many bytes."""
    with ExitStack() as stack:

        def opened(server: str, most: int = LIGHT) -> Window:
            found = stack.enter_context(visits(browser, server))()
            session = found.page.context.new_cdp_session(found.page)
            made = Window(found, session, [], most)
            session.send("Network.enable")
            session.send("Network.setCacheDisabled", {"cacheDisabled": True})
            session.on("Network.loadingFinished", lambda event: made.received.append(event["encodedDataLength"]))
            return made

        yield opened


@pytest.fixture(scope="module")
def window(window_of: Callable[..., Window], server: str) -> Window:
    """A window of our server."""
    return window_of(server)
