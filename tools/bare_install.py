"""Builds the wheel, installs it alone in a new environment, and runs the program from there with no checkout.

    python tools/bare_install.py [--python PYTHON ...] [--wheels FOLDER] [--record benchmarks/results.md]

Each PYTHON is an interpreter by name or path; without one, that which runs this. Packages come from pip's index; with
`--wheels` from a folder alone, such as `pip download -d FOLDER .` fills. It ends with status 1 at the first thing that
does not work, or where the installed packages, byte code counted and pip not, are larger than `MOST` MiB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "## The wheel alone"
MOST = 130
PNG = b"\x89PNG\r\n\x1a\n"
EXAMPLES = [each for each in sorted((ROOT / "reforms").iterdir()) if each.suffix in (".yaml", ".py")]
OF_EXAMPLE = {"payments_of_2020_never_made": ("--law", "2020-12", "--prices", "survey")}
COMMANDS = (
    ("run", "--lang", "en"),
    ("run", "--report", "report.html"),
    ("household", "--person", "age=66"),
    ("payslip", "9500", "--date", "2025-05"),
    ("claims",),
    ("claims", "B02", "--output", "card.png"),
    ("law", "show", "renta_dignidad"),
    ("law", "test", "rc_iva.yaml"),
    *(("reform", f"example:{each.stem}", *OF_EXAMPLE.get(each.stem, ())) for each in EXAMPLES),
    ("shock", "job-loss", "example:job_loss_2021"),
    ("shock", "labour-income", "example:2020_labour_income"),
    ("shock", "price-rise", "example:food_prices"),
    ("shock", "stoppage", "example:stoppage_santa_cruz_2022"),
    ("export", "calculator", "--output", "calculator.html"),
    ("cite",),
    ("class", "--output", "class", "--answers"),
    ("class", "--check", "class", "--marks", "marks.csv"),
)
"""What must end well, one after another in a folder that was empty."""
PAGES = ("/es", "/en/law", "/es/afirmaciones/B02", "/es/preguntas", "/es/reformas", "/spec", "/v1/claims")


def ended(command: Sequence[str | Path], folder: Path, **environment: str) -> str:
    """What a command prints; ends the program, with what it said, where it fails."""
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **environment}
    kept = ("SystemRoot", "PIP_INDEX_URL", "PIP_CERT", "PIP_FIND_LINKS", "SSL_CERT_FILE", "PIP_CACHE_DIR")
    given |= {name: os.environ[name] for name in kept if name in os.environ}
    words = [str(each) for each in command]
    run = subprocess.run(words, cwd=folder, env=given, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{' '.join(words)}\nended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout


def built(folder: Path, pip: Sequence[str]) -> Path:
    """The wheel of this checkout."""
    ended([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", *pip, "-w", folder, ROOT], folder, **of_pip())
    [wheel] = folder.glob("ayni-*.whl")
    return wheel


def of_pip() -> dict[str, str]:
    """Where pip keeps what it once fetched, so that it is not fetched again for each new environment."""
    asked = [sys.executable, "-m", "pip", "cache", "dir"]
    return {"PIP_CACHE_DIR": subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()}


def size_of(python: Path, folder: Path) -> float:
    """MiB of an environment's packages with their byte code, without pip."""
    place = Path(ended([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip())
    own = [each for each in place.iterdir() if not each.name.startswith("pip")]
    files = (file for each in own for file in (each.rglob("*") if each.is_dir() else [each]) if file.is_file())
    return sum(file.stat().st_size for file in files) / 2**20


@contextmanager
def served(ayni: Path, folder: Path) -> Iterator[str]:
    """The address at which `ayni serve` answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    with (folder / "serve.txt").open("w") as said:
        command = [str(ayni), "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=folder, env=given, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            for _ in range(600):
                if server.poll() is not None:
                    raise SystemExit(f"ayni serve ended:\n{(folder / 'serve.txt').read_text(encoding='utf-8')}")
                if address in (folder / "serve.txt").read_text(encoding="utf-8"):
                    break
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait()


def answer(address: str) -> bytes:
    """What is at an address; ends the program for another status than 200."""
    try:
        with urllib.request.urlopen(address, timeout=60) as found:
            return bytes(found.read())
    except urllib.error.URLError as wrong:
        raise SystemExit(f"{address}: {wrong}") from wrong


def tried(python: str, wheel: Path, pip: Sequence[str]) -> str:
    """Install the wheel for one interpreter and try everything; the line of the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        ended([python, "-m", "venv", folder / "alone"], folder)
        programs = folder / "alone" / ("Scripts" if os.name == "nt" else "bin")
        own, ayni = programs / "python", programs / "ayni"
        begun = time.perf_counter()
        ended([own, "-m", "pip", "install", "-q", *pip, wheel], folder, **of_pip())
        installed = time.perf_counter() - begun
        size = size_of(own, folder)
        place = ended([own, "-c", "import ayni; print(ayni.__file__)"], folder)
        if str(folder) not in place:
            raise SystemExit(f"ayni is taken from {place.strip()}, not from the new environment")
        described = ended(
            [own, "-c", "import importlib.metadata as of; print(of.metadata('ayni')['Description'])"], folder
        )
        if relative := re.findall(r"\]\((?!https?:|#|mailto:)[^)]*", described):
            raise SystemExit(f"the description has links that lead nowhere: {relative}")
        shutil.copy(ROOT / "tests" / "cases" / "rc_iva.yaml", folder)
        begun = time.perf_counter()
        for command in COMMANDS:
            ended([ayni, *command], folder)
        commands_in = time.perf_counter() - begun
        for name in ("report.html", "calculator.html"):
            if "</html>" not in (folder / name).read_text(encoding="utf-8"):
                raise SystemExit(f"{name} is no whole page")
        _, *marks = (folder / "marks.csv").read_text(encoding="utf-8").splitlines()
        wrong = [mark for mark in marks if not mark.endswith(",1")]
        if wrong or not marks:
            raise SystemExit(f"answers of the class's own notebooks are not right: {wrong}")
        missing = ended([own, "-c", ASKS_FOR_A_FRAME], folder)
        if "ayni[survey]" not in missing:
            raise SystemExit(f"a data frame without polars says: {missing}")
        with served(ayni, folder) as address:
            pages = {page: answer(address + page).decode() for page in PAGES}
            pictures = re.findall(r'<meta property="og:image" content="([^"]+)"', "".join(pages.values()))
            for each in pictures:
                if not answer(each).startswith(PNG):
                    raise SystemExit(f"{each} is no PNG")
        version = ended([own, "-c", "import platform; print(platform.python_version())"], folder).strip()
        packages = json.loads(ended([own, "-m", "pip", "list", "--format", "json"], folder))
    cells = [version, f"{size:.0f}", len(packages) - 1, f"{installed:.0f}", f"{len(COMMANDS)} in {commands_in:.1f} s"]
    cells.append(f"{len(pages)} pages, {len(pictures)} pictures")
    print(*cells, flush=True)
    if size > MOST:
        raise SystemExit(f"{size:.0f} MiB are installed, more than {MOST}")
    return f"| {' | '.join(map(str, cells))} |"


ASKS_FOR_A_FRAME = """
import ayni
try:
    ayni.run().frame()
except ayni.AyniError as wrong:
    print(wrong)
"""


def section(pythons: Sequence[str], pip: Sequence[str]) -> str:
    """What was built, installed and tried, as a section of Markdown."""
    with tempfile.TemporaryDirectory() as made:
        begun = time.perf_counter()
        wheel = built(Path(made), pip)
        if find_spec("twine"):
            ended([sys.executable, "-m", "twine", "check", "--strict", wheel], Path(made))
        taken, weight = time.perf_counter() - begun, wheel.stat().st_size / 2**20
        rows = [tried(python, wheel, pip) for python in pythons]
    lines = [
        HEAD, "",
        f"Made by `tools/bare_install.py` on {dt.date.today()}: a wheel of {weight:.1f} MiB, built in {taken:.0f} s,",
        "installed in a new environment and run from an empty folder with no checkout. MiB are those of all packages,",
        "byte code counted and pip not; seconds are those of `pip install`, with what pip kept of earlier ones.", "",
        "| Python | MiB | packages | s | commands | `ayni serve` |", "| --- | ---: | ---: | ---: | --- | --- |", *rows,
    ]  # fmt: skip
    return "\n".join([*lines, ""])


def record(path: Path, text: str) -> None:
    """Put the section into a file, in place of an earlier one or at its end."""
    before, found, rest = path.read_text(encoding="utf-8").partition(f"{HEAD}\n")
    after = rest[rest.index("\n## ") + 1 :] if found and "\n## " in rest else ""
    parts = [before.rstrip("\n"), text.rstrip("\n"), *([after.rstrip("\n")] if after else [])]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--python", action="append", metavar="PYTHON")
    asked.add_argument("--wheels", type=Path, metavar="FOLDER")
    asked.add_argument("--record", type=Path, metavar="FILE")
    given = asked.parse_args()
    found = section(
        given.python or [sys.executable],
        ["--no-index", "--find-links", str(given.wheels.resolve())] if given.wheels else [],
    )
    print(found)
    if given.record:
        record(given.record, found)
