"""Jinja's templates of this room, compiled once and kept in the cache folder."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.utils import urlize
from markupsafe import Markup, escape

from ayni.words import AyniError, write_whole
from ayni.words.cache import cache_folder


@cache
def environment() -> Environment:
    """The environment of pages in one file."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, bytecode_cache=_Kept(),
    )  # fmt: skip
    found.filters["linked"] = linked
    return found


MAY_LINK = re.compile(r"\.[a-z]|@|//", re.IGNORECASE)
"""What every text has that holds an address."""


def linked(text: str) -> Markup:
    """A text with the addresses in it as links, of which at most 70 letters are shown."""
    return Markup(urlize(text, 70, rel="noopener")) if MAY_LINK.search(text) else escape(text)


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
