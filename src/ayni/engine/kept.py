"""Code of rules that earlier processes compiled, in one file of the host's folder."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import importlib.util
import marshal
import os
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine.host import host

MOST = 1_000
"""Pieces of code in the file; beyond them it begins anew."""
_WRITTEN_BY = ("columns.py", "operations.py", "syntax.py")
_new: dict[bytes, bytes] = {}


def kept(key: str, make: Callable[[], Any]) -> Any:
    """What `make` makes, code objects in tuples, or what an earlier process kept of it under the key.

    It is kept in memory alone where the host gives no folder, or nothing can be read or written there.
    """
    name = _hash(key.encode())
    found = _known().get(name)
    if found is not None:
        return marshal.loads(found)
    made = make()
    _new[name] = marshal.dumps(made)
    return made


@cache
def _known() -> dict[bytes, bytes]:
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


def _read(file: Path) -> dict[bytes, bytes]:
    """What a file holds, which begins with the checksum of its content; nothing where it is not there, or damaged."""
    with contextlib.suppress(OSError):
        content = memoryview(file.read_bytes())
        if _checksum(content[4:]) == content[:4]:
            found: dict[bytes, bytes] = marshal.loads(content[4:])
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
        temporary.write_bytes(_checksum(content) + content)
        temporary.replace(file)
    _new.clear()


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _checksum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big")
