"""The package's YAML files, rules and law in parsed form, in one file of the wheel or of the cache, to start faster.

The files remain the source. A stored entry is used only while its file has exactly the bytes from which it was made,
and while the code that reads is the same; a damaged bundle is ignored.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import hashlib
import io
import mmap
import os
import pickle
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from ayni.words.cache import cache_folder
from ayni.words.writer import note_read, write_whole

PACKAGE = Path(__file__).parents[1]
BUILT = PACKAGE / "read.bundle"
"""In the wheel."""
_INSIDE = f"{PACKAGE}{os.sep}"
_BEGINS = b"ayni read 3\n"
_READ_BY = ("words/bundle.py", "words/reader.py", "words/yaml_text.py", "engine/syntax.py", "engine/parsing.py")

Key = tuple[str, str]
"""Where a file stands in the package, and how it is read."""
Kinds = Mapping[tuple[str, str], Any]
"""The classes of which a value may be, beside mappings, lists, texts, numbers and truths: by module and name."""
DAYS: Kinds = {("datetime", "date"): dt.date}


class Entry(NamedTuple):
    """What one file says."""

    source: bytes
    """The hash of its bytes."""
    kept: bytes | memoryview
    check: int
    """The checksum of what is kept."""

    @classmethod
    def of(cls, content: bytes, value: Any) -> Entry:
        """The entry of a file's bytes and what they say."""
        kept = pickle.dumps(value, 5)
        return cls(_hash(content), kept, zlib.crc32(kept))

    def value(self, content: bytes, kinds: Kinds) -> Any:
        """What a file's bytes say; raises LookupError where the entry is not theirs, or is broken."""
        if self.source != _hash(content) or self.check != zlib.crc32(self.kept):
            raise LookupError
        return _plain(self.kept, kinds)


def key_of(path: Path, how: str) -> Key | None:
    """The key of a file of the package; None for any other."""
    place = str(path)
    return (place.removeprefix(_INSIDE).replace(os.sep, "/"), how) if place.startswith(_INSIDE) else None


def bundled(key: Key, content: bytes, kinds: Kinds = DAYS) -> Any:
    """What a file of the package says, by its bytes; raises LookupError where the bundle does not say it."""
    return entries()[key].value(content, kinds)


def keep(key: Key, content: bytes, value: Any) -> None:
    """Keep what a file says for the processes that come after."""
    if not _new:
        atexit.register(_write_new)
    _new[key] = entries()[key] = Entry.of(content, value)


def parsed(function: Callable[..., Any], parse: Callable[..., Any], member: str) -> Any:
    """What `parse` makes of a rule of the package, kept with the others of its module; of any other rule made anew.

    `member` is that of a form of several rules, or empty.
    """
    code = function.__code__
    path = Path(code.co_filename)
    key = key_of(path, "rules")
    if key is None:
        return parse(function, member)
    content, rules = _of_module(path, key, path.stat().st_mtime_ns)
    name = f"{code.co_name}{member} {code.co_firstlineno}"
    if name not in rules:
        rules[name] = parse(function, member)
        keep(key, content, rules)
    return rules[name]


def stored(name: str, folders: tuple[Path, ...], make: Callable[[], Any], kinds: Kinds = DAYS) -> Any:
    """What `make` makes of the files of some folders (YAML, CSV, Python), kept while all of them have the same bytes.

    It is not kept where a folder is none of the package.
    """
    if not all(str(folder).startswith(_INSIDE) for folder in folders):
        return make()
    content, key = b"".join(_contents(folders)), (name, "made")
    with contextlib.suppress(Exception):
        return bundled(key, content, kinds)
    value = make()
    keep(key, content, value)
    return value


def _contents(folders: Iterable[Path]) -> Iterator[bytes]:
    """The files of folders and of those below them, each after its name and length."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            below[:] = sorted(each for each in below if each != "__pycache__")
            for name in sorted(names):
                if name.endswith((".yaml", ".csv", ".py")):
                    with open(f"{place}{os.sep}{name}", "rb", 0) as file:
                        note_read(os.fstat(file.fileno()))
                        content = file.read()
                    yield f"{place.removeprefix(_INSIDE)}/{name} {len(content)}\n".encode()
                    yield content


@cache
def _of_module(path: Path, key: Key, _written: int) -> tuple[bytes, dict[str, Any]]:
    """The text of a module, and its rules that were read beforehand."""
    from ayni.engine.syntax import KINDS

    content = path.read_bytes()
    try:
        return content, bundled(key, content, KINDS)
    except LookupError:
        return content, {}


@cache
def entries() -> dict[Key, Entry]:
    """The entries of the wheel's bundle, else of the one in the cache; none where there is neither, or it is broken."""
    for path in (BUILT, _place()):
        with contextlib.suppress(OSError, ValueError):  # the second of an empty file
            return _read(path.read_bytes() if os.name == "nt" else _mapped(path))
    return {}


def _mapped(path: Path) -> memoryview:
    """The content of a file where it lies; Windows lets no file be replaced that somebody has so."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def written(found: dict[Key, Entry]) -> bytes:
    """A bundle as a file: whose code reads it, the index with its length and checksum, and what the entries keep."""
    ends = list(accumulate(len(entry.kept) for entry in found.values()))
    places = zip(found.items(), [0, *ends], ends, strict=False)
    index = pickle.dumps({key: (entry.source, entry.check, start, end) for (key, entry), start, end in places}, 5)
    about = struct.pack(">II", len(index), zlib.crc32(index))
    return b"".join((_BEGINS, _reader(), about, index, *(entry.kept for entry in found.values())))


def _read(content: bytes | memoryview) -> dict[Key, Entry]:
    own = _BEGINS + _reader()
    start = len(own) + 8
    if len(content) < start or content[: len(own)] != own:
        return {}
    length, check = struct.unpack_from(">II", content, len(own))
    index, body = content[start : start + length], memoryview(content)[start + length :]
    if zlib.crc32(index) != check:
        return {}
    return {key: Entry(source, body[at:end], mark) for key, (source, mark, at, end) in _plain(index, {}).items()}


def _write_new() -> None:
    """Add what this process read to the bundle in the cache, as far as it can be written."""
    if BUILT.exists():
        return
    place = _place()
    with contextlib.suppress(Exception):
        before = _read(place.read_bytes()) if place.exists() else {}
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, written(before | _new))


_new: dict[Key, Entry] = {}


@cache
def _place() -> Path:
    """Where a checkout's bundle is kept: each has its own."""
    return cache_folder() / f"read-{hashlib.sha256(os.fsencode(PACKAGE)).hexdigest()[:16]}.bundle"


@cache
def _reader() -> bytes:
    """The hash of the code that reads: another reader could read otherwise."""
    return hashlib.sha256(b"".join((PACKAGE / name).read_bytes() for name in _READ_BY)).digest()


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


class _Unpickler(pickle.Unpickler):
    """Of a pickle, what cannot run."""

    def __init__(self, content: bytes | memoryview, kinds: Kinds) -> None:
        super().__init__(io.BytesIO(content))
        self.kinds = kinds

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.kinds[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None


def _plain(content: bytes | memoryview, kinds: Kinds) -> Any:
    return _Unpickler(content, kinds).load()
