"""Keeping freed memory for what comes next, as work of many equal pieces wants it."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""The names of options in the C library."""
KEPT = 256 << 20
"""Bytes that may be kept."""
LARGEST = 32 << 20
"""Bytes of the largest array that is put among them."""


def keep_memory() -> None:
    """Let the process keep the memory of one piece's arrays for those of the next, where its C library is glibc.

    By itself it gives large arrays back, and the system clears each page anew: a fifth of the time of a census.
    """
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if set_option := getattr(library, "mallopt", None):
        set_option(_TRIM_THRESHOLD, KEPT)
        set_option(_MMAP_THRESHOLD, LARGEST)
