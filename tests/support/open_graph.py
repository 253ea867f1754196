"""What a reader of the Open Graph protocol takes from a page, as a messenger does that shows an address."""

from __future__ import annotations

import struct
from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in said:
            self.found.setdefault(said.get("property") or said.get("name", ""), said["content"])
        elif tag == "link":
            self.found.setdefault(said.get("rel", ""), said.get("href", ""))


def preview(page: str) -> dict[str, str]:
    """What the page says of itself by name: `og:title`, `og:image`, …, `robots`, and `canonical`, its own address."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, pixels."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height
