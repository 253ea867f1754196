"""On which day a payment is collected, until when, what if one is late and where to complain, as far as texts say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ayni.engine import Law
from ayni.engine.instruments import FACETS, Facet, Told
from ayni.family.answers import Answer
from ayni.family.household import Family
from ayni.words import Language, say


class Claim(Struct, frozen=True):
    """How one payment is collected by the persons to whom it is due; None where no text was found."""

    instrument: str
    rule: str
    persons: tuple[str, ...]
    told: Mapping[Facet, Told | None]
    day_of_month: int | None
    """The person's own day, where the birth date sets it and is known."""


def told_of(instrument: str, rule: str, day: dt.date, law: Law) -> Mapping[Facet, Told | None]:
    """The four facets of a payment on a day; empty for an instrument that pays nothing."""
    claiming = law.instrument(instrument).claiming
    return {facet: claiming.told(facet, rule, day) for facet in FACETS} if claiming else {}


def claiming_of(found: Iterable[Answer], of: Family, law: Law) -> list[Claim]:
    """How what applies to a family is collected, the same of several persons or payments of an instrument once."""
    kept: dict[tuple[Any, ...], Claim] = {}
    for answer in found:
        told = told_of(answer.instrument, answer.rule, of.day, law)
        if not answer.applies or not told or answer.unit not in ("Bs/month", "Bs/year", "Bs/once"):
            continue
        own = _day_of_birth(of, answer.person) if any(each and each.by for each in told.values()) else None
        key = (answer.instrument, own, *(each and each.text.get("en") for each in told.values()))
        before = kept.get(key)
        persons = (*before.persons, answer.person) if before else (answer.person,)
        rule = before.rule if before else answer.rule
        kept[key] = Claim(answer.instrument, rule, tuple(dict.fromkeys(persons)), told, own)
    return list(kept.values())


def _day_of_birth(of: Family, person: str) -> int | None:
    born = str(of.given[person].get("born", ""))
    return int(born[8:]) if len(born) == len("2026-01-01") else None


def claim_text(facet: Facet, claim: Claim, language: Language) -> str:
    """A facet as the end of a sentence, with its article; and whether nobody read it."""
    told = claim.told[facet]
    if told is not None and told.by and claim.day_of_month is not None:
        own = say("claiming.own_day", language, day=claim.day_of_month, text=told.text[language])
        return told_text(told, language, own)
    return told_text(told, language)


def told_text(told: Told | None, language: Language, text: str = "") -> str:
    """What is known, or that nothing is, in words; `text` in place of its own."""
    if told is None:
        return say("claiming.no_text", language)
    text = text or told.text[language]
    if told.confidence in ("recalled", "conflicting", "assumed"):
        return say("claiming.unread", language, text=text, standing=say(f"standing.{told.confidence}", language))
    return f"{text} ({told.article})" if told.article else text
