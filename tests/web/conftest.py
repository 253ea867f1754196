"""A server of our own on loopback, and a Chromium that may reach nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.request import urlopen

import httpx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

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


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Open a window: `visit()`, `visit(scripts=False)`, `visit(width=320)`. Every other host is refused and noted."""
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
