"""Runs the cells of the pages of docs/ in order and writes what each prints below it.

PYTHONPATH=src python tools/tour.py [EH2019 EH2020]: the cells of docs/tour.md marked `files` are run where the two
files are given. With `--check` nothing is written: it fails naming the pages that would change.

A page's cells are in Python, R or the shell. Those of the shell and R run in a folder of their own, which is the
page's, in the language of the page; those of R only where R has the package `survey`.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"
DOCUMENT = DOCS / "tour.md"
PAGES = (
    DOCUMENT,
    *sorted((DOCS / "start").glob("*.md")),
    *(DOCS / f"{name}.md" for name in ("excel", "method", "r", "stata", "time")),
)
CELL = re.compile(r"```(?P<kind>python|r|sh)(?P<files> files)?\n(?P<code>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)
WIDTH = "88"
"""Of what commands print, in characters."""


def document(
    page: Path = DOCUMENT, files: Mapping[str, Path] | None = None, names: dict[str, Any] | None = None
) -> str:
    """The text of a page, each cell followed by what it prints.

    The cells that need no survey file are run; or, given `files` for those that the page names, the cells that do. What
    the cells in Python define is left in `names`.
    """
    space = {} if names is None else names
    space.update(files or {})

    def run(cell: re.Match[str]) -> str:
        if bool(cell["files"]) != bool(files) or (cell["kind"] == "r" and not r_has_survey()):
            return cell[0]
        printed = _python(cell["code"], page, space) if cell["kind"] == "python" else _command(cell, page, Path(folder))
        text = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
        opening = f"```{cell['kind']}{cell['files'] or ''}\n{cell['code']}```\n"
        return f"{opening}\n```text\n{text}```\n" if text else opening

    with tempfile.TemporaryDirectory() as folder:
        return CELL.sub(run, page.read_text(encoding="utf-8"))


def _python(code: str, page: Path, space: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page.name, "exec"), space)
    return printed.getvalue()


def _command(cell: re.Match[str], page: Path, folder: Path) -> str:
    """What a cell of the shell or of R prints; RuntimeError where it fails."""
    with_ayni = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    language = "es_BO.UTF-8" if page.name.endswith(".es.md") else "en_US.UTF-8"
    environment = {**os.environ, "PATH": with_ayni, "LANG": language, "LC_ALL": "", "COLUMNS": WIDTH, "NO_COLOR": "1"}
    program = ["Rscript", "-e"] if cell["kind"] == "r" else ["bash", "-ec"]
    ended = subprocess.run(
        [*program, cell["code"]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(f"{page.name}: {ended.stderr}")
    return ended.stdout


@cache
def r_has_survey() -> bool:
    """Whether R is here with the package that takes account of a sample's design."""
    try:
        return subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(PAGES, pool.map(document, PAGES), strict=True))
    if "--check" in sys.argv:
        stale = [page.name for page, text in found.items() if text != page.read_text(encoding="utf-8")]
        sys.exit(f"run python tools/tour.py: {', '.join(stale)}" if stale else None)
    for page, text in found.items():
        page.write_text(text, encoding="utf-8")
    if given := [Path(each) for each in sys.argv[1:]]:
        known: dict[str, Any] = {}
        document(names=known)
        files = dict(zip(("eh2019", "eh2020"), given, strict=True))
        DOCUMENT.write_text(document(DOCUMENT, files, known), encoding="utf-8")
