"""Files broken at random in every format: one sentence each or read, no traceback, no hang, little memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.malformed import broken
from support.soak import sizes

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("count", sizes(40, 500, "files"))
def test_a_broken_file_is_refused_in_one_line_in_time_and_in_memory(tmp_path, count):
    folder = tmp_path / "broken"
    folder.mkdir()
    for name, content in broken(tmp_path, count):
        (folder / name).write_bytes(content)
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    command = [sys.executable, "-m", "support.malformed", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=False)
    *files, whole = [json.loads(line) for line in done.stdout.splitlines()]
    said = {each["file"]: each["said"] for each in files}
    assert len(said) == count
    assert {name: text for name, text in said.items() if text.startswith(("crashed", "traceback"))} == {}
    assert not [text for text in said.values() if "\n" in text]
    assert (done.returncode, done.stderr) == (0, "")
    assert whole["megabytes"] < 1024
