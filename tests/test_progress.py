"""Progress: what, how far and how long still, on the error stream of a terminal, and to nobody else."""

import os
import pty
import re
import subprocess
import sys

import pytest

from ayni.words.progress import stepping, tell, watched

STEPS = """
import sys, time, rich.console, rich.progress
from ayni.cli import progress
from ayni.words.progress import stepping
progress.AFTER = {after}
with progress.shown({language!r}):
    for _ in stepping(range(12), "draws", 12):
        time.sleep(0.08)
print("1 2 3")
"""
SWEEP = """
from ayni.cli import main, progress
progress.AFTER = 0.0
main(["reform", "--sweep", "renta_dignidad.monthly_non_pensioner=100:300:100", "--lang", "es", "--format", "csv"])
"""


def on_a_terminal(code, **environment):
    """What a process writes to its error stream, a terminal, and to its output, a pipe."""
    ours, theirs = pty.openpty()
    given = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=theirs, env=given)
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    out = process.communicate()[0]
    os.close(ours)
    assert process.returncode == 0
    return said.decode(), out.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", (r"Sorteos: \d+ de 12", r"faltan unos \d+ s")), ("en", (r"Draws: \d+ of 12", r"about \d+ s left"))],
)
def test_a_terminal_is_told_what_how_far_and_how_long_still_and_the_line_is_gone_in_the_end(language, words):
    said, out = on_a_terminal(STEPS.format(after=0.05, language=language))
    assert all(re.search(each, said) for each in words)
    assert said.rstrip().endswith("\x1b[2K")
    assert out == "1 2 3\n"


@pytest.mark.soak
def test_short_work_a_dumb_terminal_and_a_pipe_are_told_nothing():
    assert on_a_terminal(STEPS.format(after=60, language="es")) == ("", "1 2 3\n")
    assert on_a_terminal(STEPS.format(after=0.05, language="es"), TERM="dumb") == ("", "1 2 3\n")
    piped = subprocess.run(
        [sys.executable, "-c", STEPS.format(after=0.05, language="es")], capture_output=True, check=True
    )
    assert (piped.stdout, piped.stderr) == (b"1 2 3\n", b"")


def test_a_command_says_how_far_it_is_and_its_output_holds_nothing_of_it():
    said, out = on_a_terminal(SWEEP)
    assert "Montos: " in said
    assert out.startswith("table,")
    assert "\x1b" not in out


def test_who_watches_is_told_of_every_step_and_nobody_is_after_that():
    seen = []
    with watched(lambda *told: seen.append(told)):
        assert list(stepping("ab", "draws", 2)) == ["a", "b"]
    tell("draws", 3, 3)
    assert seen == [("draws", 0, 2), ("draws", 1, 2), ("draws", 2, 2)]
