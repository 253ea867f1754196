"""Reading files: their bytes, their text, and the YAML files of the package as they were read beforehand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from ayni.words import bundle
from ayni.words.catalogue import AyniError
from ayni.words.writer import note_read

LEVELS = 32
"""Of mappings and lists within one another."""
LARGEST = 4_000_000
"""Bytes of a file."""
MOST = 2**53
"""The greatest whole number: above it, a number of the computer no longer tells every one apart."""

Scalars = Literal["typed", "text"]
"""Whether what is not in quotes becomes a number, a date or a truth, or stays as it was written."""


def read_yaml(path: Path, scalars: Scalars = "typed", *, amounts: bool = False) -> Any:
    """The content of a YAML file.

    Mappings, lists, texts, whole numbers, decimals, truths (true, false), days (2026-01-31) and null; keys are texts,
    whole numbers or days. With `scalars="text"` whatever is not a mapping or a list is the text that was written. With
    `amounts`, a decimal such as 2.000 is refused, which a Bolivian form reads as two thousand.

    Raises AyniError, naming the file and the line, for what is no YAML and for what is no single thing: a key that
    stands twice, a scalar that YAML 1.1 and 1.2 read differently (`0764`, `8:20`, `1e3`, `ON`), a date that is none, a
    number that is not finite or above `MOST`, an anchor, an alias, a merge key, a tag, a second document, more than
    `LEVELS` or `LARGEST`.
    """
    content = content_of(path)
    key = bundle.key_of(path, f"{scalars} amounts" if amounts else scalars)
    if key is None:
        return _parsed(content, path, scalars, amounts=amounts)
    try:
        return bundle.bundled(key, content)
    except LookupError:
        value = _parsed(content, path, scalars, amounts=amounts)
        bundle.keep(key, content, value)
        return value


def _parsed(content: bytes, where: Path, scalars: Scalars, *, amounts: bool) -> Any:
    from ayni.words.yaml_text import parse_yaml

    return parse_yaml(content, where, scalars, amounts=amounts)


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises AyniError for one that cannot be read, and for more than `LARGEST`."""
    try:
        with path.open("rb") as file:
            note_read(os.fstat(file.fileno()))
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None
    if len(content) > LARGEST:
        raise AyniError("file_too_large", file=path, most=LARGEST // 1_000_000)
    return content


def decoded(content: bytes, where: Path | str) -> str:
    """The text of a file in UTF-8; raises AyniError, naming the file and the line, for another."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AyniError("not_utf8", file=where, line=content[: error.start].count(b"\n") + 1) from None


def shortened(text: str) -> str:
    """A text as an error shows it."""
    return text if len(text) <= 40 else f"{text[:40]}…"
