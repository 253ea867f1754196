"""Long runs beside the samples of them that the suite takes, and their record."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HEAD = """# Long runs

*En breve: qué corridas largas pasaron, de qué tamaño, en cuánto y cuándo.*

Written by `make soak`, never by hand. The suite takes a sample of each. A line stands until the same run is made again.

| what | size | outcome | seconds | commit | date |
|---|---|---|---:|---|---|
"""


def sizes(sample: int, whole: int, of: str) -> list[Any]:
    """The parameters of a test that the suite runs on a sample, and `make soak` on the whole."""
    marks = {sample: (), whole: pytest.mark.soak}
    return [pytest.param(each, id=f"{each:,} {of}", marks=mark) for each, mark in marks.items()]


WHOLE = "The whole, last: "


def record(place: Path, runs: Sequence[tuple[str, str, float]], skipped: int, *, whole: bool) -> None:
    """Write runs into a file, each a test's node id, its outcome and seconds, over earlier lines of the same tests.

    Where they are all that there are, a sentence below the table counts them.
    """
    lines, counted = {}, ""
    if place.is_file():
        table, _, counted = place.read_text(encoding="utf-8").removeprefix(HEAD).partition(f"\n{WHOLE}")
        lines = {tuple(line.split(" | ")[:2]): line for line in table.splitlines()}
    stands, today = commit(place), dt.date.today().isoformat()
    made = f"{stands} | {today} |"
    if whole:
        passed = sum(outcome == "passed" for _, outcome, _ in runs)
        hours = sum(seconds for *_, seconds in runs) / 3600
        counted = f"{len(runs)} runs, {passed} passed, {skipped} skipped, {hours:.1f} hours, on {stands}, {today}.\n"
    for test, outcome, seconds in runs:
        what, _, size = test.partition("::")[2].removeprefix("test_").partition("[")
        key = ("| " + what.replace("_", " "), size.removesuffix("]"))
        lines[key] = f"{' | '.join(key)} | {outcome} | {seconds:.0f} | {made}"
    table = "".join(f"{lines[key]}\n" for key in sorted(lines))
    place.write_text(f"{HEAD}{table}\n{WHOLE}{counted}" if counted else HEAD + table, encoding="utf-8")


def commit(record: Path) -> str:
    """The commit that a record stands at, with a `+` where other files differ from it."""

    def git(*words: str) -> str:
        command = ["git", "-C", record.parent, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/", f":(exclude){record.name}")
    return git("rev-parse", "--short", "HEAD").strip() + ("+" if changed else "")
