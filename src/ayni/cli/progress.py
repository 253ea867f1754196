"""Progress of a command on the terminal: what is being done, how much of it, and how long it will still take."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ayni.words import Language, say
from ayni.words.progress import watched

AFTER = 2.0
"""Seconds of work without a word."""
WIDTH = 24
"""Characters of the bar."""


@contextmanager
def shown(language: Language) -> Iterator[None]:
    """Show how far the block has come, once it takes longer than `AFTER`; to nobody where nobody sees it."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    line = _Line(language)
    try:
        with watched(line.tell):
            yield
    finally:
        line.end()


class _Line:
    """One line that is written over, and is gone in the end."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.lock = threading.Lock()
        self.what, self.done, self.total, self.since = "working", 0, 0, time.monotonic()
        self.shown = self.ended = False
        self.timer = threading.Timer(AFTER, self.begin)
        self.timer.daemon = True
        self.timer.start()

    def tell(self, what: str, done: int, total: int) -> None:
        """Take in how far the work is."""
        with self.lock:
            if (what, total) != (self.what, self.total):
                self.what, self.total, self.since = what, total, time.monotonic()
            self.done = done
            self.update()

    def begin(self) -> None:
        """Show the line."""
        with self.lock:
            self.shown = not self.ended
            self.update()

    def update(self) -> None:
        """Write what is known."""
        if self.shown:
            text = say(f"progress.{self.what}", self.language, done=self.done, total=self.total)
            full = round(WIDTH * self.done / self.total) if self.total else 0
            self.write(f"{text} {'━' * full}{'╌' * (WIDTH - full)} {self.left()}")

    def write(self, text: str) -> None:
        """Write over the line, cut to the width of the terminal."""
        width = shutil.get_terminal_size().columns
        sys.stderr.write(f"\r\x1b[2K{text[: width - 1]}")
        sys.stderr.flush()

    def left(self) -> str:
        """How long it still takes if it goes on as until now."""
        if not self.done:
            return ""
        seconds = (time.monotonic() - self.since) / self.done * (self.total - self.done)
        key, amount = ("seconds", seconds) if seconds < 90 else ("minutes", seconds / 60)
        return say(f"progress.{key}", self.language, amount=max(1, round(amount)))

    def end(self) -> None:
        """Take the line away."""
        self.timer.cancel()
        with self.lock:
            self.ended = True
            if self.shown:
                self.shown = False
                self.write("")
