"""Texts inside HTML and XML."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st

from ayni.words.markup import SHOWN, escaped, escaped_in_xml, linked


@given(st.text())
def test_an_escaped_text_reads_as_it_was_written_and_holds_no_mark(text: str) -> None:
    found = escaped(text)
    assert not set(found) & set("<>\"'")
    assert unescape(found) == unescape(text.replace("&", "&amp;"))


def test_what_no_xml_can_hold_is_shown_as_missing() -> None:
    assert escaped_in_xml("a\x07b\x00c\ud800 <d>\n") == "a\ufffdb\ufffdc\ufffd &lt;d&gt;\n"


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = ""
        self.feed(linked(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, dict(attrs).get("rel")) == ("a", "noopener")
        self.inside = dict(attrs)["href"] or ""

    def handle_endtag(self, _tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[self.inside] = data


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("INE, https://www.ine.gob.bo/a?b=1&c=2.", ["https://www.ine.gob.bo/a?b=1&c=2"]),
        ("(véase www.ine.gob.bo/x), y http://b.bo/;", ["https://www.ine.gob.bo/x", "http://b.bo/"]),
        ("https://es.wikipedia.org/wiki/Bono_(Bolivia) dice", ["https://es.wikipedia.org/wiki/Bono_(Bolivia)"]),
        ('<a href="javascript:x()">', []),
        ("3.5 por ciento, p.ej., javascript://x", []),
        ("", []),
    ],
)
def test_addresses_within_a_text_are_links_without_the_sentence_around_them(text: str, addresses: list[str]) -> None:
    assert [*Links(text).found] == addresses
    assert unescape("".join(HTMLText(linked(text)).parts)) == text


class HTMLText(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(text)
        self.close()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def test_a_long_address_is_shown_in_part_and_leads_to_the_whole() -> None:
    address = "https://www.ine.gob.bo/" + "x" * 100
    ((to, shown),) = Links(address).found.items()
    assert to == address
    assert shown == f"{address[:SHOWN]}..."
