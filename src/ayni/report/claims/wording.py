"""The words for a claim: its number, what each reading finds, verdicts and warnings."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable

from ayni.evidence.claims import FIRST_DAY, YES_OR_NO, Claim, Computed, Judgement, Needed, Number, Outcome
from ayni.evidence.timeline import Entry
from ayni.report.naming import wave_name
from ayni.words import Language, catalogue, say
from ayni.words.numbers import MINUS, NBSP, day, month_of_year, number

MONTH_OF = "month of "
"""How the unit of a month of a year begins."""


def stated(of: Number | None, language: Language) -> str:
    """The number of a sentence as it was stated."""
    if of is None:
        return say("claim.no_number", language)
    text = amount(of.value, of.unit, language, _places(of.precision))
    if of.relation != "equals":
        text = say(f"claim.{of.relation}", language, amount=text)
    return say("claim.implied", language, amount=text) if of.implied else text


def computed(of: Computed, given: Number | None, language: Language) -> str:
    """What a reading gives, to a digit more than was stated, with its interval where it has one."""
    if of.value is None:
        return say("claim.not_computed", language)
    unit = of.unit or (given.unit if given else "")
    places = _computed_places(of, given.precision if given else 1.0)
    text = amount(of.value, unit, language, places)
    if of.trials:
        return f"{text} ({found_among(of, language)})"
    if not of.se:
        return text
    low, high = (number(of.value + side * 1.96 * of.se, language, places) for side in (-1, 1))
    return f"{text} [{low};{NBSP}{high}]"


def found_among(of: Computed, language: Language) -> str:
    """Which two periods an enumeration gives, how many it tried, and how many of them give the number."""
    nearest = min(of.trials, key=lambda trial: abs(trial.value - (of.value or 0.0)))
    periods = " → ".join(period(each, language) for each in (nearest.before, nearest.after) if each)
    return say("claim.found_among", language, periods=periods, tried=len(of.trials), fitting=len(of.fitting))


def span(judgement: Judgement, language: Language) -> str:
    """The least and the most that natural readings give, with the reading of each; empty where they agree."""
    if judgement.span is None:
        return ""
    return " – ".join(
        f"{computed(each.computed, judgement.claim.number, language)} ({each.reading.text[language]})"
        for each in judgement.span
    )


def pair(judgement: Judgement, language: Language) -> str:
    """Whether some pair of periods gives both numbers of the sentence; empty where there is one number."""
    if judgement.pair is None:
        return ""
    tried, both = judgement.pair
    return say("claim.pair_some" if both else "claim.pair_none", language, tried=tried, both=both)


def _computed_places(of: Computed, precision: float) -> int:
    """At least two, or one more than was stated; none for large numbers and whole counts."""
    value = of.value or 0.0
    whole = value.is_integer() and not of.se and not of.unit.startswith("%")
    if precision >= 1 and (whole or abs(value) >= 1000):
        return 0
    return max(_places(precision) + 1, 2)


def amount(value: float, unit: str, language: Language, places: int) -> str:
    """A figure with its unit; yes or no, a year or a day as such."""
    if unit == YES_OR_NO:
        return yes(bool(value), language)
    if unit == "year":
        return f"{value:.0f}"
    if unit in ("date", "days") and value > FIRST_DAY:
        return day(dt.date.fromordinal(round(value)), language)
    if unit.startswith(MONTH_OF):
        return month_of_year(dt.date(int(unit.removeprefix(MONTH_OF)), round(value), 1), language)
    text = number(value, language, places)
    if unit.startswith("%") or unit == "percent":
        return f"{text}%"
    return f"{text} {unit_name(unit, language, one=text.lstrip(MINUS) == '1')}".rstrip()


def period(text: str, language: Language) -> str:
    """A year, a month, a day or a span of them in words; what is none of them as it stands."""
    first, dots, last = text.partition("..")
    if dots:
        return f"{period(first, language)} – {period(last, language)}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return day(dt.date.fromisoformat(text), language)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return month_of_year(dt.date.fromisoformat(f"{text}-01"), language)
    if found := re.fullmatch(r"(\d{4})-Q(\d)", text):
        return say("claim.quarter", language, year=found[1], quarter=found[2])
    return text


def yes(flag: bool, language: Language) -> str:
    """The word for a flag."""
    return say(f"word.{'yes' if flag else 'no'}", language)


def unit_name(unit: str, language: Language, *, one: bool = False) -> str:
    """The name of a unit in a language, where the catalogue has one; else as it stands. `one`: of a single one."""
    key = f"claim.unit_{re.sub(r'[^a-z]+', '_', unit.lower()).strip('_')}"
    if one and f"{key}_one" in catalogue():
        key = f"{key}_one"
    return say(key, language) if key in catalogue() else unit


def _places(precision: float) -> int:
    return max(0, -math.floor(math.log10(precision) + 1e-9)) if precision > 0 else 0


def chosen(judgement: Judgement, language: Language) -> str:
    """What the reading that is printed gives."""
    found = judgement.chosen
    return computed(found.computed, judgement.claim.number, language) if found else say("claim.not_computed", language)


def origin(judgement: Judgement, language: Language) -> str:
    """The labels that the number does fit, where they are not the stated one."""
    given = judgement.claim.number
    return "; ".join(
        f"{each.reading.text[language]}: {computed(each.computed, given, language)}"
        for each in judgement.outcomes
        if each.fits and each not in judgement.natural
    )


def would_have_to_be(judgement: Judgement, language: Language) -> str:
    """What a figure would have to be for the number to hold, one sentence a reading; empty where there is none."""
    return " ".join(
        say(
            "reading.would_have_to_be", language, reading=each.reading.text[language],
            actual=amount(each.figure.value, each.figure.unit, language, _needed_places(each)),
            needed=amount(each.value, each.figure.unit, language, _needed_places(each)),
        )
        for each in judgement.needed
    )  # fmt: skip


def _needed_places(each: Needed) -> int:
    return 0 if max(abs(each.figure.value), abs(each.value)) >= 1000 else 2


def parts(judgement: Judgement, language: Language) -> list[str]:
    """Each other part of the sentence: its words, what is computed, and its verdict."""
    return [
        say(
            "claim.part", language, text=each.part.text[language], verdict=verdict(each.verdict, language),
            found="; ".join(
                f"{one.reading.text[language]}: {computed(one.computed, each.part.number, language)}"
                for one in each.outcomes
            ),
        )
        for each in judgement.parts
    ]  # fmt: skip


def short_parts(judgement: Judgement, language: Language) -> str:
    """The other parts of the sentence in a line: the words of each and its verdict; empty where there are none."""
    said = (
        say("claim.part_short", language, text=each.part.text[language], verdict=verdict(each.verdict, language))
        for each in judgement.parts
    )
    return "; ".join(said)


def warnings(judgement: Judgement, language: Language) -> list[str]:
    """What overlaps the fieldwork of the surveys on which its readings rest."""
    return [text for wave, found in judgement.overlaps.items() for text in wave_warnings(wave, found, language)]


def wave_warnings(wave: str, found: Iterable[Entry], language: Language) -> list[str]:
    """What overlaps the fieldwork of one survey, as sentences."""
    name = wave_name(wave, language)
    return [
        say("timeline.overlap", language, wave=name, text=entry.text[language], days=period(entry.days, language))
        for entry in found
    ]


def changes(judgement: Judgement, language: Language) -> list[str]:
    """Each change of its verdict: the day, from what to what, and why."""
    return [
        say("claim.change", language, date=day(change.date, language), was=verdict(change.was, language),
            now=verdict(now, language), why=change.why[language])
        for change, now in judgement.claim.history(judgement.number_verdict)
    ]  # fmt: skip


def indicator_text(indicator: str, language: Language) -> str:
    """What an indicator counts, where the catalogue names it; else as it stands."""
    keys = (f"series_name.{indicator}", f"indicator.{indicator}")
    return next((say(key, language) for key in keys if key in catalogue()), indicator)


def article_name(claim: Claim, language: Language) -> str:
    """The article in which the sentence stands."""
    return say(f"article.{claim.article}", language) if isinstance(claim.article, str) else claim.article[language]


def every_outcome(judgement: Judgement) -> tuple[Outcome, ...]:
    """What the readings gave, those that stand beside the number included."""
    return (*judgement.outcomes, *(each for part in judgement.parts for each in part.outcomes), *judgement.beside)


def verdict(word: str, language: Language) -> str:
    """A fixed word of verdict in a language."""
    return say(f"verdict.{word}", language)


def definition(word: str, language: Language) -> str:
    """What a fixed word of verdict means, in one sentence."""
    return say(f"verdict_means.{word}", language)


def finding(judgement: Judgement, language: Language) -> str:
    """One sentence: what is stated, what is computed, and the verdict."""
    said, given = stated(judgement.claim.number, language), chosen(judgement, language)
    word = verdict(judgement.number_verdict, language)
    found = say("claim.finding", language, stated=said, computed=given, verdict=word, tried=judgement.tried)
    for key, more in (("comes_from", origin(judgement, language)), ("parts", short_parts(judgement, language))):
        found += f" {say(f'claim.{key}', language)}: {more}." if more else ""
    return found
