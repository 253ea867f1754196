"""The card of a page, 1200 by 630, for those who pass its address on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ayni.report.chart import FONT
from ayni.report.drawing import wrapped
from ayni.words import Language, say
from ayni.words.markup import escaped_in_xml

WIDTH, HEIGHT, MARGIN = 1200, 630, 48
INK, QUIET = "#1b1a17", "#56534b"
BAND = ((0, 360, "#1b1a17"), (360, 96, "#e69f00"), (456, 48, "#1b1a17"), (504, 168, "#d55e00"), (672, 36, "#56b4e9"),
        (708, 144, "#0072b2"), (852, 36, "#e69f00"), (888, 144, "#009e73"), (1032, 168, "#1b1a17"))  # fmt: skip


def framed(title: str, about: str, drawn: Iterable[str]) -> str:
    """An SVG of a card's size: the band along its top, then what is drawn; title and description are read aloud."""
    band = (f'<rect x="{x}" width="{width}" height="12" fill="{colour}"/>' for x, width, colour in BAND)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}"><title id="t">{escaped_in_xml(title)}</title>'
        f'<desc id="d">{escaped_in_xml(about)}</desc><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f"{''.join(band)}{''.join(drawn)}</svg>\n"
    )


def text_line(x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False) -> str:
    """One line of text."""
    style = f'font-size="{size}" fill="{colour}" font-weight="{700 if bold else 400}"'
    return f'<text x="{x:g}" y="{y:.0f}" {style}>{escaped_in_xml(text)}</text>'


def text_lines(text: str, y: float, size: int, most: int, colour: str, *, bold: bool = False) -> list[str]:
    """A text over at most so many lines; the last ends with an ellipsis where more was said."""
    told = wrapped(text, WIDTH - 2 * MARGIN, size=size, bold=bold)
    told = told if len(told) <= most else [*told[: most - 1], f"{told[most - 1]} …"]
    return [
        text_line(MARGIN, y + 1.18 * size * place, each, size, colour, bold=bold) for place, each in enumerate(told)
    ]


def signed(address: str) -> list[str]:
    """The program's name and an address at the foot of a card."""
    return [text_line(MARGIN, 600, "Ayni", 30, INK, bold=True), text_line(128, 600, address, 22, QUIET)]


def page_card(title: str, about: str, address: str = "") -> str:
    """A page by its title and what it is about."""
    head = text_lines(title, 150, 60, 3, INK, bold=True)
    return framed(title, about, [*head, *text_lines(about, 190 + 70 * len(head), 32, 5, QUIET), *signed(address)])


@cache
def site_card(language: Language) -> str:
    """The card of every page that has none of its own."""
    return page_card("Ayni", say("web.about", language))
