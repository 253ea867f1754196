"""The command line run in this process: what it printed and its exit code."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from ayni.cli import main


class Ended(NamedTuple):
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


def ayni(*arguments: object, cwd: Path = Path()) -> Ended:
    """Run a command in a folder; messages are in Spanish unless `--lang` says otherwise."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    code: object = 0
    with (
        mock.patch.dict("os.environ", {"LC_ALL": "C.UTF-8", "COLUMNS": "100"}),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
    ):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
    texts = [stream.buffer.getvalue().decode() for stream in streams]  # type: ignore[attr-defined]
    return Ended(code if isinstance(code, int) else 0, *texts)
