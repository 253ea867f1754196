"""Jinja's templates of this room, compiled once and kept in the cache folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from ayni.report.sheet import cells, sheet
from ayni.words import AyniError, write_whole
from ayni.words.cache import cache_folder


@cache
def environment() -> Environment:
    """The environment of pages in one file."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, bytecode_cache=_Kept(),
    )  # fmt: skip
    found.globals.update(TABLES)
    return found


def _within(write: Callable[..., str]) -> Callable[..., Markup]:
    """What a function writes, as templates take it in."""
    return lambda *table, **named: Markup(write(*table, **named))


TABLES = {"cells": _within(cells), "sheet": _within(sheet)}
"""How templates write a table."""


class _Kept(BytecodeCache):
    """A file for each template; Jinja compiles it anew where the template, Python or Jinja is another."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, RuntimeError):
            bucket.bytecode_from_string((cache_folder() / "pages" / bucket.key).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, RuntimeError, AyniError):
            path = cache_folder() / "pages" / bucket.key
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, bucket.bytecode_to_string())
