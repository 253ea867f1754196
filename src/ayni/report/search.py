"""Search over programmes, parameters, acts of law, indicators and claims: plain words, without accents or case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, to_builtins

from ayni.engine import Law
from ayni.evidence.claims import Claim, claims
from ayni.evidence.over_time import indicators
from ayni.report.series import indicator_name
from ayni.words import LANGUAGES, Language, Text, bare, catalogue, say

KINDS = ("instrument", "parameter", "act", "indicator", "claim")
"""What can be found, in the order in which it is shown."""


class Entry(Struct, frozen=True):
    """Something that has a page. `place` is what its address names after its kind; `day` is that of an act of law."""

    kind: str
    place: tuple[str, ...]
    name: Text
    about: Text
    also: str = ""
    """Words by which it is found too, though they are not shown."""
    day: dt.date | None = None


def plain(text: str) -> str:
    """Small letters and digits with single spaces: `Pensión N° 1.196` is `pension n 1196`."""
    return re.sub(r"[^a-z0-9]+", " ", bare(re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text))).strip()


def search(query: str, law: Law, language: Language, *, every: bool = False) -> dict[str, list[Entry]]:
    """What has every word of the query in it, by kind; first what has it in its name, and there at its beginning.

    Where nothing has, what has most of the words, unless `every` word is wanted. Empty where the query has no word.
    Words may be parts of words, in either language.
    """
    asked = plain(query)
    found: dict[str, list[Entry]] = {}
    words = asked.split()
    if not words:
        return found
    having = [(sum(word in text for word in words), entry) for entry, text in index(law)]
    most = max((count for count, _ in having), default=0)
    wanted = len(words) if every else max(most, 1)
    for count, entry in having:
        if count >= wanted:
            found.setdefault(entry.kind, []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: _rank(entry, asked, language))
    return {kind: found[kind] for kind in KINDS if kind in found}


def _rank(entry: Entry, asked: str, language: Language) -> tuple[int, int]:
    name, key = plain(entry.name[language]), plain(" ".join(entry.place))
    if asked in (name, key):
        return 0, 0
    if name.startswith(asked) or key.startswith(asked):
        return 1, len(name)
    words = asked.split()
    return (2 if asked in name else 3 if all(word in name for word in words) else 4), 0


@cache
def index(law: Law) -> tuple[tuple[Entry, str], ...]:
    """Every entry with the plain words by which it is found."""
    return tuple((entry, plain(_words(entry))) for entry in (*_law(law), *_indicators(law), *_claims()))


def _words(entry: Entry) -> str:
    return " ".join([*entry.place, *entry.name.values(), *entry.about.values(), entry.also])


def _law(law: Law) -> Iterator[Entry]:
    for instrument in law.instruments.values():
        nothing: Text = {"es": "", "en": ""}
        yield Entry(
            "instrument", (instrument.id,), instrument.name, instrument.serves or nothing,
            " ".join([*instrument.called.values(), *(act.instrument for act in instrument.legal_basis)]),
        )  # fmt: skip
        for name, parameter in instrument.parameters.items():
            articles = " ".join(row.article for row in parameter.rows)
            yield Entry("parameter", (instrument.id, name), parameter.text, instrument.name, articles)
        for act in instrument.legal_basis:
            article = f" {act.article}" if act.article else ""
            texts = act.about or nothing
            about: Text = {str(language): f"{instrument.name[language]}: {texts[language]}" for language in LANGUAGES}
            title: Text = dict.fromkeys(map(str, LANGUAGES), act.instrument)
            yield Entry("act", (instrument.id,), title, about, article, act.date)


def _indicators(law: Law) -> Iterator[Entry]:
    for name in indicators():
        known = f"also.{name}" in catalogue()
        about: Text = {str(language): say(f"also.{name}", language) if known else "" for language in LANGUAGES}
        yield Entry("indicator", (name,), {str(each): indicator_name(name, law, each) for each in LANGUAGES}, about)


def claims_on(name: str) -> list[Claim]:
    """The claims whose readings use an instrument or a parameter: by the names of series, figures and parameters."""
    asked = re.compile(rf"(?<![a-z0-9_]){re.escape(name)}(?![a-z0-9_])")
    return [
        claim
        for claim in claims()
        if any(asked.search(text) for each in claim.readings for text in _texts(to_builtins(each.spec)))
    ]


def _texts(spec: Any) -> Iterator[str]:
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, Mapping):
        for value in spec.values():
            yield from _texts(value)
    elif isinstance(spec, list | tuple):
        for value in spec:
            yield from _texts(value)


def _claims() -> Iterator[Entry]:
    for claim in claims():
        yield Entry("claim", (claim.id,), claim.paraphrase, claim.speaker, str(claim.label.get("indicator", "")))
