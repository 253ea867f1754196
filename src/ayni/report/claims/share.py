"""A claim as a card to share: one picture of 1200 by 630, laid out alike for every claim whatever its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ayni.evidence.claims import FOLDER, Judgement, Used
from ayni.evidence.receipts import receipt_of_claim
from ayni.report.chart import BLACK, BLUE, FONT, GREY, escape
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import article_name, chosen, finding, short_origin, short_parts, stated, verdict
from ayni.report.naming import wave_name
from ayni.report.pictures import picture
from ayni.words import Language, say

WIDTH, HEIGHT, MARGIN = 1200, 630, 48
COLUMNS = (MARGIN, 424, 800)
NARROW, BROAD = "ijltfrI.,:;'!|()[]/ \u00a0", "mwMW%@"
"""Letters that are narrow and broad in the faces of most systems."""
BOLD = 1.12
"""How much broader bold letters are."""


def share_card(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> str:
    """The card as SVG: what is said, the number, what the calculation gives, the verdicts, source, receipt, address."""
    claim = judgement.claim
    word = verdict(judgement.number_verdict, language)
    facts = {
        "stated": stated(claim.number, language),
        "computed": chosen(judgement, language),
        "number": word,
    }
    found = judgement.chosen
    reading = f"{say('claim.reading', language)}: {found.reading.text[language] if found else '–'}"
    beside = short_parts(judgement, language) or short_origin(judgement, language)
    cause = say("claim.share_cause", language, verdict=verdict(judgement.cause_verdict, language), n=judgement.tried)
    full = WIDTH - 2 * MARGIN
    drawn = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<rect width="{WIDTH}" height="14" fill="{BLUE}"/>',
        _line("Ayni", MARGIN, 68, 34, bold=True),
        _line(f"{claim.id} · {article_name(claim, language)}", WIDTH - MARGIN, 68, 24, GREY, end=True),
        *_lines(claim.paraphrase[language], MARGIN, 130, 40, full, 4),
        _line(say("claim.paraphrase", language), MARGIN, 318, 20, GREY),
    ]
    for (head, text), left in zip(facts.items(), COLUMNS, strict=True):
        drawn += [
            f'<rect x="{left}" y="342" width="4" height="148" fill="{BLUE}"/>',
            _line(say(f"claim.{head}", language), left + 18, 362, 22, GREY),
            *_lines(text, left + 18, 402, 32, 334, 3),
        ]
    drawn += [
        *(
            (*_lines(reading, MARGIN, 514, 20, full, 1), *_lines(beside, MARGIN, 542, 20, full, 1))
            if beside
            else _lines(reading, MARGIN, 520, 20, full, 2)
        ),
        _line(cause, MARGIN, 574, 20),
        *_lines(_footer(judgement, language, publisher), MARGIN, 606, 18, full, 1, GREY),
    ]
    title = f"{claim.id}: {word}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}"><title id="t">{escape(title)}</title>'
        f'<desc id="d">{escape(f"{claim.paraphrase[language]} {finding(judgement, language)}")}</desc>'
        f"{''.join(drawn)}</svg>\n"
    )


def share_image(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> bytes:
    """The card as PNG."""
    return picture(share_card(judgement, language, publisher), ".png")


def _footer(judgement: Judgement, language: Language, publisher: Publisher) -> str:
    """The first source of what is printed, how many more figures there are, the receipt and the card's address."""
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
    text: str, left: float, top: float, size: int, width: float, most: int, colour: str = BLACK
) -> Iterator[str]:  # fmt: skip
    """A text over several lines; what does not fit is cut with an ellipsis."""
    bold = size > 24
    room = width / size / (BOLD if bold else 1)
    lines = wrapped(text, room)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), room)]
    for row, line in enumerate(lines):
        yield _line(line, left, top + row * round(size * 1.25), size, colour, bold=bold)


def _line(
    text: str, x: float, y: float, size: int, colour: str = BLACK, *, bold: bool = False, end: bool = False
) -> str:  # fmt: skip
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{weight}{anchor}>{escape(text)}</text>'


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
    while ems(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def ems(text: str) -> float:
    """How broad a text is at most, in its own size, in the faces of most systems."""
    return sum(0.36 if each in NARROW else 0.95 if each in BROAD else 0.74 if each.isupper() else 0.63 for each in text)
