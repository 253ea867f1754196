"""Marking: each notebook that was handed in is run in a process of its own, and says which answers are right."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from ayni.lessons.course import Lesson, lesson
from ayni.words import AyniError, read_json

LONGEST = 300
"""Seconds after which a notebook is stopped."""


class Marked(Struct, frozen=True):
    """A notebook that was run: its lesson and, of each exercise, whether the answer is right, None where there is
    none."""

    path: Path
    of: Lesson
    right: Mapping[str, bool | None]
    stopped: bool = False

    @property
    def points(self) -> int:
        """How many answers are right."""
        return sum(each is True for each in self.right.values())


def mark(folder: Path) -> Iterator[Marked]:
    """Run the notebooks of a folder and those below it, in the order of their paths. It runs what students wrote.

    Raises AyniError for a folder without notebooks of the class.
    """
    found = 0
    for path in sorted(folder.rglob("*.ipynb")):
        of = _lesson_of(path)
        if of is not None and ".ipynb_checkpoints" not in path.parts:
            found += 1
            yield _marked(path, of)
    if not found:
        raise AyniError("no_notebooks", folder=folder)


def marks_as_csv(marked: Iterable[Marked], folder: Path) -> bytes:
    """A line an exercise: the notebook, the lesson, the exercise, and 1, 0 or nothing where there is no answer."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(("notebook", "lesson", "exercise", "right"))
    for each in marked:
        place = each.path.relative_to(folder).as_posix()
        writer.writerows((place, each.of.id, number, _BIT[right]) for number, right in each.right.items())
    return content.getvalue().encode()


_BIT = {True: 1, False: 0, None: None}


def _lesson_of(path: Path) -> Lesson | None:
    raw = read_json(path)
    named = raw.get("metadata", {}).get("ayni", {}).get("lesson") if isinstance(raw, dict) else None
    return None if named is None else lesson(str(named))


def _marked(path: Path, of: Lesson) -> Marked:
    command = [sys.executable, "-c", RUNNER, str(path.resolve())]
    try:
        ran = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False, cwd=path.parent)
        right = json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else {}
        stopped = ran.returncode != 0
    except subprocess.TimeoutExpired:
        right, stopped = {}, True
    return Marked(path, of, {number: right.get(number) for number in of.exercises}, stopped)


def run_cells(path: Path) -> list[str]:
    """Run the code of a notebook, cell by cell, passing over what is no Python; what failed, one line each."""
    failed = []
    space: dict[str, object] = {"__name__": "__main__"}
    for cell in read_json(path)["cells"]:
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if not line.lstrip().startswith(("%", "!"))]
            try:
                exec("\n".join(lines), space)
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
    return failed


RUNNER = """
import json, sys
from pathlib import Path
from ayni.facade import classroom
from ayni.lessons.marking import run_cells
run_cells(Path(sys.argv[1]))
print()
print(json.dumps(classroom.CHECKED))
"""
