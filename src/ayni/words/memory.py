"""What the process asks of the system's memory, where its C library is glibc; elsewhere nothing."""

from __future__ import annotations

import ctypes
import mmap
import sys
from functools import cache

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""The names of options in glibc."""
LARGEST = 32 << 20
"""Bytes of the largest array that is kept."""
HEAP = 96 << 20
"""Bytes in large pages: somewhat more than the arrays of a run on a survey take."""


@cache
def keep_memory() -> None:
    """Let the process keep the memory of one piece's arrays for those of the next.

    glibc comes to these numbers by itself once an array of 32 MiB has been freed; until then it gives smaller ones
    back, and the system clears each page anew, which took a fifth of the time of a census and a tenth of that of a csv.
    """
    if library := _glibc():
        library.mallopt(_MMAP_THRESHOLD, LARGEST)
        library.mallopt(_TRIM_THRESHOLD, 2 * LARGEST)


def take_large_pages() -> None:
    """Let arrays lie in pages of 2 MiB, where Linux gives them to those who ask.

    The system hands a run its memory in twenty thousand pages of 4 KiB, which took an eighth of the run's time. glibc
    asks for larger ones itself if GLIBC_TUNABLES says so before the process begins; here its heap is made to grow once
    by `HEAP`, of which only what is used is taken, and that part is asked for.
    """
    library = _glibc()
    if not library or not hasattr(mmap, "MADV_HUGEPAGE"):
        return
    keep_memory()  # else larger arrays lie outside the heap
    library.sbrk.restype = library.malloc.restype = ctypes.c_void_p
    before = library.sbrk(0)
    library.mallopt(_TOP_PAD, HEAP)
    library.free(ctypes.c_void_p(library.malloc(ctypes.c_size_t(LARGEST // 2))))
    start = -(-before // mmap.PAGESIZE) * mmap.PAGESIZE
    library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(max(0, library.sbrk(0) - start)), mmap.MADV_HUGEPAGE)


def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "mallopt") else None
