"""Claims as one HTML file, each with its readings drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ayni.evidence.claims import Judgement, Outcome
from ayni.report.claims.cards import card, readings_table, sources_table
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import computed, finding, stated, verdict
from ayni.words import Language, say

if TYPE_CHECKING:
    from jinja2 import Environment


class Dot(Struct, frozen=True):
    """A reading as drawn: its place from left to right, its interval, and how it is marked."""

    y: float
    x: float
    low: float
    high: float
    label: str
    value: str
    fits: bool
    natural: bool


def _environment() -> Environment:
    from ayni.report.templates import environment

    return environment()


def html(judgements: Sequence[Judgement], language: Language, publisher: Publisher = NOBODY) -> str:
    """The cards as one HTML file with no script, which fetches nothing."""
    cards = [
        {
            "id": each.claim.id,
            "title": f"{each.claim.id}: {verdict(each.number_verdict, language)}",
            "says": each.claim.paraphrase[language],
            "finding": finding(each, language),
            "lines": card(each, language, publisher),
            "readings": readings_table(each, language),
            "sources": sources_table(each, language),
            **drawing(each, language),
        }
        for each in judgements
    ]
    return (
        _environment()
        .get_template("card.html.j2")
        .render(language=language, cards=cards, say=lambda key, **fields: say(key, language, **fields))
    )


WIDTH, LEFT, RIGHT, STEP = 640.0, 20.0, 620.0, 44.0


def drawing(judgement: Judgement, language: Language) -> dict[str, Any]:
    """The readings in the unit of the stated number, as dots about it; none where there is nothing to compare."""
    given = judgement.claim.number
    shown = [
        (n, each)
        for n, each in enumerate(judgement.outcomes, 1)
        if given and each.computed.value is not None and each.computed.unit == given.unit and not each.computed.trials
    ]
    if given is None or not shown:
        return {"dots": (), "height": 0, "line": 0, "band": (0, 0), "width": WIDTH, "caption": ""}
    spans = [_span(each) for _, each in shown]
    low, high = min(given.value, *(a for a, _ in spans)), max(given.value, *(b for _, b in spans))
    margin = (high - low) / 20 or abs(high) / 10 or 1.0
    low, high = low - margin, high + margin

    def at(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)

    dots = [
        Dot(
            y=30 + STEP * row, x=at(each.computed.value or 0.0), low=at(span[0]), high=at(span[1]),
            label=f"{n}. {each.reading.text[language]}",
            value=computed(each.computed, given, language), fits=each.fits, natural=each.reading.natural,
        )
        for row, ((n, each), span) in enumerate(zip(shown, spans, strict=True))
    ]  # fmt: skip
    half = given.precision / 2
    band = (max(LEFT, at(given.value - half)), min(RIGHT, at(given.value + half)))
    caption = say("claim.stated_line", language, stated=stated(given, language))
    return {"dots": dots, "height": 50 + STEP * len(dots), "line": at(given.value), "band": band, "width": WIDTH,
            "caption": caption}  # fmt: skip


def _span(each: Outcome) -> tuple[float, float]:
    value, half = each.computed.value or 0.0, 1.96 * (each.computed.se or 0.0)
    return value - half, value + half
