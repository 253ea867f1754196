"""The content of a file of a survey, and what goes wrong with it as one sentence."""

from __future__ import annotations

import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ayni.words import AyniError, note_read

MOST_BYTES = 512 << 20
"""Bytes of a file, unpacked, that is read whole. INE's largest person file unpacked is a sixth of it."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """The one place where what a library throws at a file becomes a sentence. Its own words are left out: they may
    hold a person's row."""
    try:
        yield
    except (AyniError, ImportError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError:
        raise AyniError("too_large", file=path, limit=MOST_BYTES >> 20) from None
    except OSError as error:
        if error.filename or error.errno:
            raise AyniError("cannot_read", file=path, reason=error.strerror or type(error).__name__) from None
        raise AyniError("truncated", file=path) from None
    except BaseException:  # a library in C or Rust may also panic
        raise AyniError("truncated", file=path) from None


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises where it cannot be read, is no ordinary file, or is larger than is read whole."""
    with _opened(path) as handle, open(handle, "rb", closefd=False) as file:
        return file.read(MOST_BYTES + 1)


def mapped(path: Path) -> mmap.mmap:
    """The content of a file that is not empty, in the memory that the system keeps of it; raises as `read_bytes`."""
    with _opened(path) as handle:
        return mmap.mmap(handle, 0, access=mmap.ACCESS_READ)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file's handle."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise AyniError("cannot_read", file=path, reason=getattr(error, "strerror", None) or error) from None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise AyniError("not_a_file", file=path)
        if about.st_size > MOST_BYTES:
            raise AyniError("too_large", file=path, limit=MOST_BYTES >> 20)
        note_read(about)
        with told(path):
            yield handle
    finally:
        os.close(handle)
