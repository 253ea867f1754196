"""Firefox as it is, driven by WebDriver BiDi: https://w3c.github.io/webdriver-bidi."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

SECONDS = 60
SCHEMES = {"dark": 0, "light": 1}
"""How the preference of a profile says which colours a page shows."""
PREFERENCES = """
user_pref("layout.css.prefers-color-scheme.content-override", {scheme});
user_pref("javascript.enabled", {scripts});
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.prefetch-next", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.aboutwelcome.enabled", false);
"""


@dataclass
class Firefox:
    """One window: the pages that it opens, what its console says against them, and the addresses that they ask for."""

    connection: ClientConnection
    window: str = ""
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; events that arrive meanwhile are noted."""
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self.connection.recv(timeout=SECONDS))
            if said.get("id") == number:
                assert said["type"] == "success", f"{method}: {said.get('message')}"
                return dict(said["result"])
            self._note(said)

    def _note(self, said: dict[str, Any]) -> None:
        match said.get("method"):
            case "log.entryAdded" if said["params"]["level"] == "error":
                self.complaints.append(str(said["params"]["text"]))
            case "network.beforeRequestSent":
                self.asked.append(said["params"]["request"]["url"])

    def open(self, address: str) -> None:
        """Load a page."""
        self.complaints.clear()
        self.asked.clear()
        self.send("browsingContext.navigate", context=self.window, url=address, wait="complete")

    def resize(self, width: int, height: int = 800) -> None:
        self.send("browsingContext.setViewport", context=self.window, viewport={"width": width, "height": height})

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page: text, a number, a truth value or a list of texts."""
        found = self.send(
            "script.evaluate", expression=expression, target={"context": self.window}, awaitPromise=True,
        )  # fmt: skip
        assert found["type"] == "success", found
        value = found["result"].get("value")
        return [each["value"] for each in value] if isinstance(value, list) else value


@contextmanager
def firefox(program: str, profile: Path, scheme: str, *, scripts: bool = True) -> Iterator[Firefox]:
    """A window of a headless Firefox with a profile of its own, in light or dark colours."""
    from websockets.sync.client import connect

    (profile / "user.js").write_text(
        PREFERENCES.format(scheme=SCHEMES[scheme], scripts=str(scripts).lower()), encoding="utf-8"
    )
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = next(filter(None, (re.search(r"ws://127\.0\.0\.1:\d+", line) for line in process.stderr)))
            with connect(f"{said[0]}/session", max_size=None) as connection:
                found = Firefox(connection)
                found.send("session.new", capabilities={})
                found.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
                found.window = found.send("browsingContext.create", type="tab")["context"]
                yield found
        finally:
            process.kill()
