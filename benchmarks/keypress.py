"""From a key press on the page of reforms to the new result on the screen, in a real Chromium on this machine.

    python benchmarks/keypress.py [EH2019.parquet …]

A server of its own answers. Each press makes another value, so that no answer is one that was kept, and comes while the
charts of the value before have not been asked for: as when somebody types. The page waits 150 ms for the next key
before it asks, and that wait is part of the figure. Prints a line of a table for each survey.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

WARM = 2
TENS = [tens for tens in range(41, 84) if tens != 50]
"""What is typed before each press of a zero: two digits, which a protected survey takes too, and not today's amount."""
PARAMETER = "renta_dignidad.monthly_non_pensioner"
FIELD = "#v-renta_dignidad-monthly_non_pensioner"
WATCH = """() => { window.result = new Promise(done => {
  let start;
  const typed = document.getElementById("v-renta_dignidad-monthly_non_pensioner");
  typed.addEventListener("keydown", () => { start = performance.now(); }, {once: true});
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  seen.observe(document.getElementById("four"), {childList: true});
}); }"""


@contextmanager
def server(surveys: list[Path]) -> Iterator[str]:
    """The address of `ayni serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = [part for path in surveys for part in ("--data", str(path))]
    process = subprocess.Popen([sys.executable, "-m", "ayni", "serve", "--port", str(port), *data])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urlopen(f"{address}/static/icon.svg", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def presses(address: str, survey: str) -> list[float]:
    """Milliseconds from each key press to the frame after its result is in the page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/en/reforms?r={PARAMETER}:400&d={survey}", wait_until="networkidle")
        found = []
        for tens in TENS:
            page.fill(FIELD, str(tens))
            page.locator(f"{FIELD}-hint strong", has_text=f"Bs\u00a0{tens} a month").wait_for()
            page.evaluate(WATCH)
            page.press(FIELD, "0")
            found.append(float(page.evaluate("() => window.result")))
        browser.close()
    return found[WARM:]


def lines(surveys: list[Path]) -> Iterator[str]:
    """The table, a line for the synthetic population and one for each survey."""
    yield "| key press to new result, ms | median | p95 | presses |"
    yield "| --- | --- | --- | --- |"
    with server(surveys) as address:
        from ayni.survey import load

        names = ["synthetic", *(str(load(path).source["wave"]).lower() for path in surveys)]
        for name in names:
            took = sorted(presses(address, name))
            high = took[min(len(took) - 1, int(0.95 * len(took)))]
            yield f"| {name} | {statistics.median(took):.0f} | {high:.0f} | {len(took)} |"


if __name__ == "__main__":
    for line in lines([Path(each) for each in sys.argv[1:]]):
        print(line, flush=True)
