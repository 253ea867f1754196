"""Texts inside HTML and XML."""

from __future__ import annotations

import re
from functools import lru_cache

_INSIDE = r"\([^\s<>\"'()]*\)"
_ADDRESS = re.compile(
    rf"(?:https?://|www\.)(?:[^\s<>\"'()]|{_INSIDE})*(?:[^\s<>\"'().,;:!?\]]|{_INSIDE})", re.IGNORECASE
)  # fmt: skip
"""An address without the marks of the sentence around it; what stands in brackets within it belongs to it."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SHOWN = 70
"""Letters of an address, of which the rest is left to its link."""


def escaped(text: str) -> str:
    """A text inside an element or an attribute."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )


@lru_cache(4096)
def escaped_in_xml(text: str) -> str:
    """A text as `escaped` has it; for a character that no XML can hold stands a sign of what is missing."""
    return escaped(_NO_XML.sub("\ufffd", text))


def linked(text: str) -> str:
    """A text inside an element, the addresses in it being links, of which at most 70 letters are shown."""
    found, end = [], 0
    for match in _ADDRESS.finditer(text):
        said = match[0]
        whole = said if "://" in said else f"https://{said}"
        shown = said if len(said) <= SHOWN else f"{said[:SHOWN]}..."
        found += [
            escaped(text[end : match.start()]), f'<a href="{escaped(whole)}" rel="noopener">{escaped(shown)}</a>'
        ]  # fmt: skip
        end = match.end()
    return "".join([*found, escaped(text[end:])])
