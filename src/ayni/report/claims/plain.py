"""A claim in plain sentences and one chart: what is true of its number and of its cause, and what would have to be."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ayni.evidence.claims import FIRST_DAY, YES_OR_NO, Judgement, Outcome
from ayni.report import inline
from ayni.report.claims.wording import (
    amount,
    period,
    stated,
    verdict,
)
from ayni.report.naming import wave_name
from ayni.report.table import Table
from ayni.words import Language, say
from ayni.words.numbers import number

SIGNS = {
    "holds": "✓", "holds_with_missing_qualifier": "◐", "number_fits_another_label": "⇄", "not_reproduced": "✕",
    "contradicted": "⊘", "contested": "≠", "not_corroborated": "?", "not_testable_here": "–", "opinion": "…",
    "not_identified": "?", "not_stated": "–",
}  # fmt: skip
"""A sign for each verdict, so that none is told by its colour alone."""
SEALS = {"holds": "yes", "not_reproduced": "no", "contradicted": "no"}
"""The kind of seal; the others are `partly`."""
EVENTS = {
    "holds": "event", "holds_with_missing_qualifier": "event_partly", "contradicted": "event_not",
    "not_reproduced": "event_not", "number_fits_another_label": "event_other", "contested": "event_contested",
}  # fmt: skip
"""The sentence on what happened or did not, by the verdict."""
MOST_DRAWN = 7
"""Readings in the chart; all are in the table."""
BESIDE = 2
"""Readings that are neither direct nor give the number, in the chart."""
SHORT = 88
"""Characters of a reading's name in the chart."""


class Box(Struct, frozen=True):
    """A question about the claim, its answer in a sentence, the fixed word of the verdict with its seal, and more."""

    asks: str
    answer: str
    word: str
    sign: str
    seal: str
    means: str
    more: tuple[str, ...] = ()


def boxes(of: Judgement, language: Language, *, number_first: bool = False) -> list[Box]:
    """The verdict on the number and that on the cause; of a cause whose effect is known, the cause first unless the
    number is wanted first."""
    other = other_label(of, language) if of.number_verdict == "number_fits_another_label" else ""
    more = (say("plain.other_is", language, other=other),) if other else ()
    number_box = Box(
        say("plain.asks_number", language), number_sentence(of, language), verdict(of.number_verdict, language),
        SIGNS[of.number_verdict], SEALS.get(of.number_verdict, "partly"),
        say(f"verdict_means.{of.number_verdict}", language), more,
    )  # fmt: skip
    claim = of.claim
    if claim.cause is None:
        return [number_box]
    cause = Box(
        say("plain.asks_cause", language), cause_sentence(of, language), verdict(of.cause_verdict, language),
        SIGNS[of.cause_verdict], "partly", say(f"verdict_means.{of.cause_verdict}", language),
        (say("plain.cause_said", language, text=claim.cause.text[language]), claim.cause.why[language]),
    )  # fmt: skip
    effect = any(each.reading.effect for each in of.outcomes)
    return [cause, number_box] if effect and not number_first else [number_box, cause]


def number_sentence(of: Judgement, language: Language) -> str:
    """What is true of the number, in one plain sentence."""
    word, claim = of.number_verdict, of.claim
    said, found = stated(claim.number, language), brief(of, of.chosen, language)
    if claim.number is None or claim.number.unit == YES_OR_NO:
        key = EVENTS.get(word)
        if key:
            return say(f"plain.{key}", language)
    if word == "holds_with_missing_qualifier" and not claim.qualifier:
        low, high = ends(of, language)
        return say("plain.partly", language, low=low, high=high)
    if word == "contested":
        low, high = ends(of, language)
        return say("plain.contested", language, low=low, high=high)
    if word == "number_fits_another_label":
        return say("plain.another", language, found=found)
    return say(f"plain.{word}", language, stated=said, found=found)


def cause_sentence(of: Judgement, language: Language) -> str:
    """What is known of the cause, in one plain sentence."""
    if any(each.reading.effect for each in of.outcomes) and of.claim.number is not None and of.chosen is not None:
        found = brief(of, of.chosen, language)
        return say("plain.effect", language, found=found, stated=stated(of.claim.number, language))
    return say("plain.not_identified", language)


def other_label(of: Judgement, language: Language) -> str:
    """What the number really is: the first reading that gives it and is not what the sentence says."""
    each = next(one for one in of.outcomes if one.fits and one not in of.natural)
    text = each.reading.text[language]
    return f"{text}: {_trial(each, language)}" if each.computed.trials else text


def ends(of: Judgement, language: Language) -> tuple[str, str]:
    """The least and the most that natural readings give."""
    low, high = of.span or (of.chosen, of.chosen)
    return brief(of, low, language), brief(of, high, language)


def brief(of: Judgement, each: Outcome | None, language: Language) -> str:
    """What a reading gives, to a digit more than was said, without its margin."""
    if each is None or each.computed.value is None:
        return say("claim.not_computed", language)
    return amount(each.computed.value, each.computed.unit, language, _places(of))


def needed(of: Judgement, language: Language) -> list[tuple[str, str, str]]:
    """What would have to be for the number to hold: each figure, what it would have to be, what it was."""
    found = []
    for each in of.needed:
        places = 0 if max(abs(each.figure.value), abs(each.value)) >= 1000 else 1
        wanted, was = (amount(value, each.figure.unit, language, places) for value in (each.value, each.figure.value))
        found.append((each.reading.text[language], wanted, was))
    return found


# ---- the one chart


def drawn(of: Judgement, language: Language) -> list[tuple[Outcome, inline.Mark]]:
    """The readings of a number in its own unit, natural ones first, then those that give it; none where they do not
    compare."""
    given = of.claim.number
    if (
        given is None
        or given.unit in (YES_OR_NO, "year")
        or (given.unit in ("date", "days") and given.value > FIRST_DAY)
    ):
        return []
    if given.unit.startswith("month of "):
        return []
    asked = {each.reading.id for each in of.needed}
    same = [each for each in of.outcomes if each.computed.value is not None and each.computed.unit == given.unit]
    natural = [each for each in same if each in of.natural]
    others = [each for each in same if each not in natural and each.reading.id not in asked]
    fitting = [each for each in others if each.fits]
    rest = [each for each in others if not each.fits]
    shown = [*natural, *fitting, *rest[:BESIDE]][:MOST_DRAWN]
    return [(each, _mark(each, of, language, _places(of))) for each in shown]


def _places(of: Judgement) -> int:
    """Decimals of every figure of a claim: one more than was said, two of small amounts, none of what is whole."""
    given = of.claim.number
    values = [each.computed.value for each in of.outcomes if each.computed.value is not None]
    if given is None or not values:
        return 0
    precision, places = given.precision, 0
    while precision < 1 and places < 3:
        precision, places = precision * 10, places + 1
    found = [each.computed for each in of.outcomes if each.computed.value is not None]
    same = [one for one in found if one.unit == given.unit] or found
    if places == 0 and all(
        (float(one.value or 0).is_integer() and not one.se) or abs(one.value or 0) >= 1000 for one in same
    ):
        return 0
    small = max((abs(one.value or 0) for one in same), default=0.0) < 2 and not given.unit.startswith("%")
    return max(places + 1, 2) if small else places + 1


def _mark(each: Outcome, of: Judgement, language: Language, places: int) -> inline.Mark:
    value, half = each.computed.value or 0.0, 1.96 * (each.computed.se or 0.0)
    name = each.reading.text[language]
    if each.computed.trials:
        name = f"{name}: {_trial(each, language)}"
    text = amount(value, each.computed.unit, language, places)
    tone = "a" if each in of.natural else "b" if each.fits else "g"
    low, high = (value - half, value + half) if half else (None, None)
    return inline.Mark(_cut(name), value, low, high, text, tone)


def _trial(each: Outcome, language: Language) -> str:
    nearest = min(each.computed.trials, key=lambda trial: abs(trial.value - (each.computed.value or 0.0)))
    return " → ".join(period(one, language) for one in (nearest.before, nearest.after) if one)


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]}…"


def chart_title(of: Judgement, shown: Sequence[tuple[Outcome, inline.Mark]], language: Language) -> str:
    """The finding of the chart: how many of the direct readings give the number, and between what they run."""
    said = stated(of.claim.number, language)
    natural = [mark for each, mark in shown if each in of.natural]
    fitting = [mark for each, mark in shown if each in of.natural and each.fits]
    if not natural:
        return say("plain.title_none_direct", language, stated=said)
    ordered = sorted(natural, key=lambda mark: mark.value)
    fields = {"stated": said, "low": ordered[0].text, "high": ordered[-1].text, "n": len(natural), "k": len(fitting)}
    if len(natural) == 1:
        return say("plain.title_one_fits" if fitting else "plain.title_one", language, **fields)
    if len(fitting) == 1 and len(natural) > 1:
        return say("plain.title_some_one", language, **fields)
    key = "title_all" if len(fitting) == len(natural) else "title_some" if fitting else "title_none"
    return say(f"plain.{key}", language, **fields)


def picture(of: Judgement, language: Language, table: Table | None) -> inline.Picture | None:
    """The one chart of a claim: what each reading gives, beside what was said."""
    shown = drawn(of, language)
    if not shown:
        return None
    given = of.claim.number
    assert given is not None
    marks = [mark for _, mark in shown]
    said = say(
        "plain.said",
        language,
        stated=amount(given.value, given.unit, language, _places(of) and max(0, _places(of) - 1)),
    )
    percent = given.unit.startswith("%")

    def write(value: float) -> str:
        places = 0 if value == round(value) else 1
        return number(value, language, places) + ("%" if percent else "")

    title = chart_title(of, shown, language)
    kinds = {mark.tone for mark in marks}
    about = " ".join(
        say(f"plain.about_{tone}", language) for tone in ("a", "b", "g") if tone in kinds and len(kinds) > 1
    )
    about = " ".join(
        filter(None, (about, say("plain.about_margin", language) if any(m.low is not None for m in marks) else ""))
    )
    return inline.Picture(
        "readings", title, about, inline.dots(marks, write, guide=(given.value, said)),
        description="; ".join(f"{mark.name}: {mark.text}" for mark in marks), source=sources(of, language), table=table,
    )  # fmt: skip


def sources(of: Judgement, language: Language) -> str:
    """Who gives the figures of the natural readings."""
    waves = dict.fromkeys(
        wave_name(one.wave, language) if one.wave else one.source
        for each in (of.natural or of.outcomes) for used in each.computed.used for one in used.leaves
    )  # fmt: skip
    named = [each for each in waves if each and not each.startswith("http")][:3]
    return say("plain.source", language, sources="; ".join(named)) if named else ""
