"""Runs the cells of docs/tour.md in order and writes what each prints below it.

PYTHONPATH=src python tools/tour.py [EH2019 EH2020]: the cells marked `files` are run where the two files are given.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "docs" / "tour.md"
CELL = re.compile(r"```python(?P<files> files)?\n(?P<code>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)


def document(files: Mapping[str, Path] | None = None, names: dict[str, Any] | None = None) -> str:
    """The text of the page, each cell followed by what it prints.

    The cells that need no survey file are run; or, given `files` for those that the page names, the cells that do. What
    the cells define is left in `names`.
    """
    space = {} if names is None else names
    space.update(files or {})

    def run(cell: re.Match[str]) -> str:
        if bool(cell["files"]) != bool(files):
            return cell[0]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(cell["code"], DOCUMENT.name, "exec"), space)
        text = "".join(f"{line.rstrip()}\n" for line in printed.getvalue().strip("\n").splitlines())
        opening = f"```python{cell['files'] or ''}\n{cell['code']}```\n"
        return f"{opening}\n```text\n{text}```\n" if text else opening

    return CELL.sub(run, DOCUMENT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    known: dict[str, Any] = {}
    DOCUMENT.write_text(document(names=known), encoding="utf-8")
    if given := [Path(each) for each in sys.argv[1:]]:
        DOCUMENT.write_text(document(dict(zip(("eh2019", "eh2020"), given, strict=True)), known), encoding="utf-8")
