"""Code of rules that earlier processes compiled, in one file of the host's folder."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import importlib.util
import marshal
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine.host import host

MOST = 3_000
"""Pieces of code in the file; beyond them it begins anew."""
_WRITTEN_BY = ("columns.py", "operations.py", "syntax.py")
_new: dict[str, Any] = {}


def kept(key: str, make: Callable[[], Any]) -> Any:
    """What `make` makes, code objects in tuples, or what an earlier process kept of it under the key.

    It is kept in memory alone where the host gives no folder, or nothing can be read or written there.
    """
    known = _known()
    if key not in known:
        known[key] = _new[key] = make()
    return known[key]


@cache
def _known() -> dict[str, Any]:
    file = _file()
    return {} if file is None else _read(file)


@cache
def _file() -> Path | None:
    """Where this Python keeps what these modules wrote."""
    folder = host.folder()
    if folder is None:
        return None
    written_by = b"".join(Path(__file__).with_name(name).read_bytes() for name in _WRITTEN_BY)
    return folder / f"columns-{_hash(importlib.util.MAGIC_NUMBER + written_by).hex()}"


def _read(file: Path) -> dict[str, Any]:
    """What a file holds, which begins with the hash of its content; nothing where it is not there, or damaged."""
    with contextlib.suppress(OSError):
        content = file.read_bytes()
        if _hash(content[_SIZE:]) == content[:_SIZE]:
            found: dict[str, Any] = marshal.loads(content[_SIZE:])
            return found
    return {}


@atexit.register
def write() -> None:
    """Add what this process compiled to what is kept."""
    file = _file() if _new else None
    if file is None:
        return
    before = _read(file)
    content = marshal.dumps({**(before if len(before) < MOST else {}), **_new})
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        temporary.write_bytes(_hash(content) + content)
        temporary.replace(file)
    _new.clear()


_SIZE = 16


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SIZE).digest()
