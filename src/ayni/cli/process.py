"""The process of a command: how it ends, its warnings and its threads."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import click

from ayni.words import AyniWarning, Language


def one_thread_of_algebra() -> None:
    """NumPy's library of linear algebra starts no further threads, which cost a small command half of the import.

    Its matrices here are of tens of rows; who wants more threads says so in `OPENBLAS_NUM_THREADS`.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def spare_code_pages() -> None:
    """What the output's code page lacks, as those of Windows do, is printed in its plainest form rather than fail."""

    def plain(error: UnicodeError) -> tuple[str | bytes, int]:
        from ayni.report.terminal import in_code_page

        assert isinstance(error, UnicodeEncodeError)
        return in_code_page(error.object[error.start : error.end], error.encoding), error.end

    codecs.register_error("ayni", plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="ayni")


@contextlib.contextmanager
def ended_tidily() -> Iterator[None]:
    """A process that is told to end ends as from an error, so that it leaves no half-written file behind."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    told = [number for number in told if signal.getsignal(number) == signal.SIG_DFL]
    for number in told:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in told:
            signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def warnings_in_one_line(language: Language) -> Iterator[None]:
    """Our own warnings are a line each on stderr, and no more than once each."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(message: Warning | str, *place: Any, **more: Any) -> None:
            if isinstance(message, AyniWarning):
                click.echo(f"ayni: {message.in_language(language)}", err=True)
            else:
                others(message, *place, **more)

        warnings.simplefilter("once", AyniWarning)
        warnings.showwarning = show
        yield
