"""Writing files: whole or not at all, through links and devices, and never over a file that was read."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

from ayni.words.catalogue import AyniError

_IN_MEMORY = 64 << 20
"""Bytes that are held in memory on their way to where no file can be renamed to."""
_NO_RENAME = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV, errno.ENAMETOOLONG)
"""Why a file cannot be put in the place of another that can itself be written."""
_read: set[tuple[int, int, int, int]] = set()


def note_read(about: os.stat_result) -> None:
    """Remember a file that was read, so that nothing is written over it."""
    _read.add(_identity(about))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; errors as for `writing`."""
    with writing(path) as file:
        file.write(content)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to be written to, which appears at the path whole when the block ends, or not at all.

    A link stays one, and what it points to is written; a device, a pipe or the standard output is written to as it is.
    A file that is there keeps its mode. Raises AyniError where it cannot be written, and for a file that was read.
    """
    try:
        with _opened(path) as file:
            yield file
    except OSError as error:
        raise AyniError("cannot_write", file=path, reason=error.strerror or type(error).__name__) from None


def check_output(path: Path) -> Path | None:
    """The file that would be written, through every link; None for a device, a pipe or the standard output.

    Raises as `writing` would, before the work and not after it, as far as that can be known.
    """
    if _stream_of(path) is not None:
        return None
    try:
        target = _resolved(path)
        about = _about(target)
        if about is None and not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return target if about is None or stat.S_ISREG(about.st_mode) else None
    except OSError as error:
        raise AyniError("cannot_write", file=path, reason=error.strerror or type(error).__name__) from None


def _identity(about: os.stat_result) -> tuple[int, int, int, int]:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def _about(path: Path) -> os.stat_result | None:
    """What stands at a path already, None for nothing. Raises where that may not be written over."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISREG(about.st_mode) and _identity(about) in _read:
        raise AyniError("own_input", file=path)
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return about


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    stream = _stream_of(path)
    if stream is not None:
        sys.stdout.flush()
        with _then_copied() as file:
            yield file
            with os.fdopen(os.dup(stream), "wb") as out:
                _copy(file, out)
        return
    target = _resolved(path)
    about = _about(target)
    beside = None
    if about is None or (stat.S_ISREG(about.st_mode) and about.st_nlink == 1):
        beside = _beside(target, there=about is not None)
    if beside is None:
        with _then_copied() as file:
            yield file
            _copy_over(file, target)
        return
    handle, temporary = beside
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        if about is not None:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.chown(temporary, about.st_uid, about.st_gid)
            temporary.chmod(stat.S_IMODE(about.st_mode))
        try:
            temporary.replace(target)
        except OSError as error:
            if about is None or error.errno not in _NO_RENAME:
                raise
            with temporary.open("rb") as file:
                _copy_over(file, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # a link in a circle, until Python 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _beside(target: Path, *, there: bool) -> tuple[int, Path] | None:
    """A new file in the folder of another; None where there can be none, but the other, which is there, may do."""
    temporary = target.with_name(f".ayni-{os.urandom(8).hex()}.tmp")
    try:
        return os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), temporary
    except OSError as error:
        if there and error.errno in _NO_RENAME:
            return None
        raise


def _then_copied() -> SpooledTemporaryFile[bytes]:
    import tempfile

    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def _copy(file: IO[bytes], out: IO[bytes]) -> None:
    import shutil

    file.seek(0)
    shutil.copyfileobj(file, out, 1 << 20)


def _copy_over(file: IO[bytes], target: Path) -> None:
    with target.open("wb") as out:
        _copy(file, out)


def _stream_of(path: Path) -> int | None:
    """The open descriptor that a path stands for, such as that of /dev/stdout; None for the path of a file."""
    place = os.path.abspath(path)
    for _ in range(40):
        folder, name = os.path.split(place)
        place = os.path.join(os.path.realpath(folder), name)
        found = re.fullmatch(r"(?:/dev|/proc/(\d+)(?:/task/\d+)?)/fd/(\d+)", place)
        if found and found[1] in (None, str(os.getpid())):
            return int(found[2])
        if not os.path.islink(place):
            return None
        place = os.path.join(os.path.dirname(place), os.readlink(place))
    return None
