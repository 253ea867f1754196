"""A claim as a card to share: one picture of 1200 by 630 with what was said, what is found, a chart, and the address.

Every verdict has a seal of its own, told by its shape and border and not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ayni.evidence.claims import FOLDER, Judgement, Used
from ayni.evidence.receipts import receipt_of_claim
from ayni.report.chart import BLACK, BLUE, GREY, VERMILION
from ayni.report.claims import plain
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import article_name, chosen, finding, short_parts, stated, verdict
from ayni.report.inline import Mark, decimals, marks
from ayni.report.naming import wave_name
from ayni.report.page_card import HEIGHT, MARGIN, WIDTH, framed
from ayni.report.pictures import can_draw, picture
from ayni.words import Language, say
from ayni.words.markup import escaped_in_xml
from ayni.words.numbers import number

SERIF = "Charter, Georgia, 'Noto Serif', 'DejaVu Serif', serif"
NARROW, BROAD = "ijltfrI.,:;'!|()[]/ \u00a0", "mwMW%@"
"""Letters that are narrow and broad in the faces of most systems."""
BOLD = 1.12
"""How much broader bold letters are."""
SEALS = {
    "holds": ("M-15,1L-5,12L16,-12", "", "#00805d"),
    "holds_with_missing_qualifier": ("M-15,1L-5,12L2,4M6,0L16,-12", "10 6", BLACK),
    "number_fits_another_label": ("M-16,-7H14L6,-15M16,8H-14L-6,16", "18 6", BLACK),
    "not_reproduced": ("M-12,-12L12,12M12,-12L-12,12", "4 5", "#a84300"),
    "contradicted": ("M-15,0A15,15 0 1 1 15,0A15,15 0 1 1 -15,0M-11,11L11,-11", "", "#a84300"),
    "contested": ("M-15,-6H15M-15,6H15M9,-15L-9,15", "2 6", BLACK),
    "not_corroborated": ("M-9,-7A9,8 0 1 1 2,1L0,5M0,13V15", "14 5 3 5", GREY),
    "not_testable_here": ("M-14,0H14", "3 9", GREY),
    "opinion": ("M-14,6V-6H-6V2L-12,8M2,6V-6H10V2L4,8", "22 4 2 4", GREY),
}  # fmt: skip
"""Of each verdict: the drawing of its seal about the middle, the dashes of its border, and its colour."""
ROWS = 4
"""Readings in the chart of a card."""


def share_card(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> str:
    """The card as SVG: what is said, the verdict in a plain sentence and in the fixed words, a chart, the address."""
    claim = judgement.claim
    full = WIDTH - 2 * MARGIN
    word = verdict(judgement.number_verdict, language)
    is_computed = judgement.chosen is not None and judgement.chosen.computed.value is not None
    said = say(
        "claim.share_said" if is_computed else "claim.share_said_only", language, stated=stated(claim.number, language),
        found=chosen(judgement, language),
    )  # fmt: skip
    fixed = say(
        "claim.share_fixed", language, verdict=word, cause=verdict(judgement.cause_verdict, language), n=judgement.tried
    )
    quote = list(
        _lines(say("plain.quoted", language, text=claim.paraphrase[language]), MARGIN, 106, 30, full, 4, style="italic")
    )
    y = 106 + 38 * len(quote)
    box = plain.boxes(judgement, language)[0]
    answer = list(_lines(box.answer, MARGIN + 84, y + 34, 38, full - 84, 2, serif=True))
    small = [said if claim.number else "", fixed, short_parts(judgement, language)]
    top = y + 34 + 48 * len(answer) - 6
    told: list[str] = []
    for text in filter(None, small):
        told += _lines(text, MARGIN, top + 26 * len(told), 20, full, 3)
    top += 26 * len(told) - 10
    drawn = [
        _line(say("plain.it_was_said", language, where=article_name(claim, language)), MARGIN, 60, 24, GREY),
        _line(claim.id, WIDTH - MARGIN, 60, 24, GREY, end=True),
        *quote,
        _seal(judgement, MARGIN + 30, y + 34 + 24 * (len(answer) - 1) - 12),
        *answer,
        *told,
        *_chart(judgement, language, top, HEIGHT - 56),
        _line("Ayni", MARGIN, 606, 28, bold=True, serif=True),
        _line(_cut(_footer(judgement, language, publisher), (full - 84) / 18), MARGIN + 84, 606, 18, GREY),
    ]
    about = f"{claim.paraphrase[language]} {finding(judgement, language)}"
    return framed(f"{claim.id}: {word}", about, drawn)


def share_image(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> bytes:
    """The card as PNG; where it cannot be drawn here, as it was when the wheel was built, which names no site."""
    return picture(share_card(judgement, language, publisher if can_draw() else NOBODY), ".png")


def _seal(judgement: Judgement, x: float, y: float) -> str:
    """The seal of the verdict on the number, told by its drawing and its border."""
    path, dashes, colour = SEALS[judgement.number_verdict]
    return (
        f'<g transform="translate({x:g},{y:g})" fill="none" stroke="{colour}" stroke-width="5">'
        f'<rect x="-30" y="-30" width="60" height="60" rx="8" stroke-dasharray="{dashes or "none"}"/>'
        f'<path d="{path}" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def _chart(judgement: Judgement, language: Language, top: float, bottom: float) -> Iterator[str]:
    """The readings beside what was said; where they do not compare, both numbers large."""
    given, rows = judgement.claim.number, [mark for _, mark in plain.drawn(judgement, language)]
    room = int((bottom - top - 76) // 46)
    if given is not None and rows and room >= 1:
        said = say("plain.said", language, stated=stated(given, language))
        yield from _dots(rows[: min(ROWS, room)], given.value, said, language, top, given.unit)
    elif given is not None and judgement.chosen is not None and room >= 1:
        yield from _numbers(judgement, language, top + 50)
    elif judgement.claim.context:
        yield from _lines(
            judgement.claim.context[language], MARGIN, top + 40, 24, WIDTH - 2 * MARGIN, max(1, room + 1), GREY
        )


def _numbers(judgement: Judgement, language: Language, y: float) -> Iterator[str]:
    texts = {"stated_head": stated(judgement.claim.number, language), "found_head": chosen(judgement, language)}
    for (head, text), x in zip(texts.items(), (MARGIN, WIDTH / 2), strict=True):
        colour = BLUE if head == "found_head" else VERMILION
        yield f'<rect x="{x:g}" y="{y - 22:g}" width="5" height="96" fill="{colour}"/>'
        yield _line(say(f"plain.{head}", language), x + 22, y, 22, GREY)
        yield _line(_cut(text, 500 / 40 / BOLD), x + 22, y + 54, 40, bold=True, serif=True)


def _dots(rows: Sequence[Mark], said: float, name: str, language: Language, top: float, unit: str) -> Iterator[str]:
    left, right = 520.0, WIDTH - MARGIN - 190.0
    ends = [each for row in rows for each in (row.value, row.low, row.high) if each is not None] + [said]
    ticks = marks(min(ends), max(ends), 5)
    low, high = ticks[0], ticks[-1]

    def at(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    first, bottom = top + 34, top + 34 + 46 * len(rows)
    sign = "%" if unit.startswith("%") else ""
    for tick in ticks:
        text = f"{number(tick, language, decimals(ticks))}{sign}"
        yield _stroke(at(tick), first, bottom, "#d8d3c7", 2)
        yield _line(text, at(tick), bottom + 24, 18, GREY, middle=True)
    yield _stroke(at(said), first - 8, bottom, "#a84300", 4, "9 7")
    beyond = at(said) + ems(name) * 20 * BOLD > WIDTH - MARGIN
    yield _line(name, at(said) - 10 if beyond else at(said) + 10, first - 10, 20, "#a84300", bold=True, end=beyond)
    for order, row in enumerate(rows):
        y = first + 23 + 46 * order
        colour = {"a": BLUE, "b": VERMILION}.get(row.tone, "#8c877b")
        name_lines = wrapped(row.name, (left - MARGIN - 24) / 18)
        name_lines = (
            name_lines
            if len(name_lines) <= 2
            else [name_lines[0], _cut(" ".join(name_lines[1:]), (left - MARGIN - 24) / 18)]
        )
        for at_line, text in enumerate(name_lines):
            yield _line(text, left - 24, y + 6 + 20 * (at_line - (len(name_lines) - 1) / 2), 18, end=True)
        if row.low is not None and row.high is not None:
            yield (f'<line x1="{at(row.low):.1f}" x2="{at(row.high):.1f}" y1="{y:g}" y2="{y:g}" stroke="{colour}" '
                   'stroke-opacity="0.4" stroke-width="12" stroke-linecap="round"/>')  # fmt: skip
        x = at(row.value)
        if row.tone == "a":
            yield f'<circle cx="{x:.1f}" cy="{y:g}" r="11" fill="{colour}"/>'
        else:
            yield f'<rect x="{x - 10:.1f}" y="{y - 10:g}" width="20" height="20" fill="{colour}"/>'
        after = at(row.value if row.high is None else row.high) + 20
        if after + ems(row.text) * 22 * BOLD <= WIDTH - MARGIN:
            yield _line(row.text, after, y + 8, 22, bold=True)
        else:
            yield _line(row.text, at(row.value if row.low is None else row.low) - 20, y + 8, 22, bold=True, end=True)


def _stroke(x: float, top: float, bottom: float, colour: str, width: int, dashes: str = "none") -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{bottom:g}" stroke="{colour}" stroke-width="{width}" '
        f'stroke-dasharray="{dashes}"/>'
    )


def _footer(judgement: Judgement, language: Language, publisher: Publisher) -> str:
    """The card's address, the receipt, the first source of what is printed, and how many more figures there are."""
    found = judgement.chosen
    used = found.computed.used if found else ()
    said = []
    if used:
        given = dict.fromkeys(_giver(one, language) for one in used)
        first, more = next(iter(given)), len(given) - 1
        said.append(say("claim.share_sources" if more else "claim.share_source", language, source=first, more=more))
    said.append(f"{say('claim.receipt', language)} {receipt_of_claim(judgement).id}")
    if judgement.claim.path.parent == FOLDER:
        said.append(f"{publisher.url}/{language}/{say('path.claims', language)}/{judgement.claim.id}")
    return " · ".join(reversed(said))


def _giver(one: Used, language: Language) -> str:
    """Who gives a figure: a survey, a source, or the host of an address."""
    if one.wave:
        return wave_name(one.wave, language)
    return urlsplit(one.source).hostname or one.source if one.source == one.url else one.source


def _lines(
    text: str, left: float, top: float, size: int, width: float, most: int, colour: str = BLACK, *, serif: bool = False,
    style: str = "",
) -> Iterator[str]:  # fmt: skip
    """A text over several lines; what does not fit is cut with an ellipsis."""
    room = width / size / (BOLD if serif else 1)
    lines = wrapped(text, room)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), room)]
    for row, line in enumerate(lines):
        yield _line(line, left, top + row * round(size * 1.25), size, colour, bold=serif, serif=serif, style=style)


def _line(
    text: str, x: float, y: float, size: int, colour: str = BLACK, *, bold: bool = False, end: bool = False,
    middle: bool = False, serif: bool = False, style: str = "",
) -> str:  # fmt: skip
    more = ' font-weight="bold"' if bold else ""
    more += f' font-family="{SERIF}"' if serif else ""
    more += f' font-style="{style}"' if style else ""
    more += ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{more}>{escaped_in_xml(text)}</text>'


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines of a width in ems; a word that is longer than a line is parted."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and ems(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        while ems(word) > width:
            part = next(n for n in range(len(word), 0, -1) if ems(word[:n]) <= width)
            lines.append(word[:part])
            word = word[part:]
        lines.append(word)
    return lines


def _cut(text: str, width: float) -> str:
    if ems(text) <= width:
        return text
    while ems(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def ems(text: str) -> float:
    """How broad a text is at most, in its own size, in the faces of most systems."""
    return sum(0.36 if each in NARROW else 0.95 if each in BROAD else 0.74 if each.isupper() else 0.63 for each in text)
