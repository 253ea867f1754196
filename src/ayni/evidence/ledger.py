"""The ledger of all claims: selecting them by verdict, article, indicator or words, and which share evidence."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ayni.engine import Law
from ayni.evidence.check import Kind, Stated
from ayni.evidence.claim_file import Comparison
from ayni.evidence.claims import YES_OR_NO, Claim, Judgement, Used, claims, judge, listed
from ayni.evidence.sentence import letters
from ayni.evidence.verdicts import VERDICTS
from ayni.words import AyniError, Language, bare, nearest


@cache
def ledger(law: Law) -> Mapping[str, Judgement]:
    """Every claim of the package with its verdicts under a law, by id."""
    return {each.id: judge(each, law) for each in claims()}


def judged(identifier: str, law: Law) -> Judgement:
    """The claim of an id with its verdicts; raises as `listed`."""
    return ledger(law)[listed(identifier).id]


def asked(text: str, law: Law) -> Judgement:
    """The claim of an id, or of its sentence in either language, with its verdicts; raises where there is none."""
    if re.fullmatch(r"[A-Za-z]\d+", text.strip()):
        return judged(text.strip(), law)
    sentences = {letters(said): each.id for each in claims() for said in each.paraphrase.values()}
    if (found := sentences.get(letters(text))) is None:
        near = sentences.get(nearest(letters(text), sentences))
        raise AyniError("unknown_sentence", text=text.strip(), near=near or "–")
    return judged(found, law)


def of_figures(
    indicator: str, start: str, end: str, stated: Stated, kind: Kind | None, law: Law
) -> Judgement | None:  # fmt: skip
    """The claim whose sentence says this number of this indicator at these periods; None where the ledger has none."""
    for each in claims():
        if each.label["indicator"] == indicator and _says(each, stated, kind):
            found = judged(each.id, law)
            periods = {
                fact.period
                for one in found.natural
                for fact in (used.fact for used in one.computed.used)
                if fact is not None and fact.indicator == indicator
            }
            if all(
                typed == said or (typed in periods and said.startswith(typed.split("..")[place]))
                for place, typed, said in ((0, start, str(each.period["from"])), (-1, end, str(each.period["to"])))
            ):
                return found
    return None


def _says(claim: Claim, stated: Stated, kind: Kind | None) -> bool:
    """Whether a number is that of a sentence: its size and last digit, its unit, and its sign where one is given."""
    number = claim.number
    if number is None or number.unit in (YES_OR_NO, "date"):
        return False
    share = number.unit.startswith("%")
    if (share and (stated.unit == "pp" or kind == "points")) or (not share and stated.unit == "%"):
        return False
    of = [each.spec for each in claim.readings if each.natural and isinstance(each.spec, Comparison)]
    falls = number.value < 0 or any((spec.times or 1) < 0 for spec in of[:1])
    if stated.signed and stated.value and falls != (stated.value < 0):
        return False
    said = stated.claimed
    if (abs(said.value), said.relation) != (abs(number.value), number.relation):
        return False
    return number.relation != "equals" or math.isclose(said.precision, number.precision)


def select(
    among: Iterable[Judgement], *, number: str = "", cause: str = "", article: str = "", indicator: str = "",
    text: str = "", language: Language = "es",
) -> tuple[Judgement, ...]:  # fmt: skip
    """The claims with a verdict on the number, one on the cause, an article, an indicator; and all words of a text.

    What is empty chooses all. Words are looked for in what the claim says in a language, without accents or capitals.
    """
    words = bare(text).split()
    return tuple(
        each
        for each in among
        if number in ("", each.number_verdict)
        and cause in ("", each.cause_verdict)
        and article in ("", each.claim.article)
        and (not indicator or indicator in indicators(each))
        and all(word in _words(each, language) for word in words)
    )


def counts(among: Sequence[Judgement]) -> dict[str, int]:
    """How many claims have each verdict on the number, in the order of the verdicts."""
    found = Counter(each.number_verdict for each in among)
    return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


def cause_counts(among: Sequence[Judgement]) -> dict[str, int]:
    """How many claims have each verdict on the cause."""
    return dict(sorted(Counter(each.cause_verdict for each in among).items()))


def indicators(judgement: Judgement) -> tuple[str, ...]:
    """The indicators of the registry and of the surveys on which the readings rest, each once."""
    return tuple(dict.fromkeys(filter(None, map(indicator, figures(judgement)))))


def sources(judgement: Judgement) -> tuple[str, ...]:
    """The sources of the figures on which the readings rest, or the surveys, each once."""
    return tuple(dict.fromkeys(filter(None, (one.wave or one.source for one in figures(judgement)))))


def figures(judgement: Judgement) -> tuple[Used, ...]:
    """Every figure on which a claim's readings rest, those beside the number included, each once."""
    found = {one.id: one for each in (*judgement.outcomes, *judgement.beside) for one in each.computed.used}
    return tuple(found.values())


def indicator(figure: Used) -> str:
    """The indicator of a figure, empty for one of the law or one that the claim itself gives."""
    if figure.fact is not None:
        return figure.fact.indicator
    return figure.id.split("|")[1] if figure.wave else ""


def related(to: Judgement, among: Iterable[Judgement]) -> Iterator[tuple[Judgement, tuple[str, ...], tuple[str, ...]]]:
    """The other claims that rest on the same indicators or sources, with those; the most alike first."""
    known, given = set(indicators(to)), set(sources(to))
    found = []
    for each in among:
        shared = tuple(name for name in indicators(each) if name in known)
        same = tuple(name for name in sources(each) if name in given)
        if each.claim.id != to.claim.id and (shared or same):
            found.append((each, shared, same))
    yield from sorted(found, key=lambda one: (-len(one[1]), -len(one[2]), one[0].claim.id))


def _words(judgement: Judgement, language: Language) -> str:
    claim = judgement.claim
    said = (claim.paraphrase, claim.speaker, *filter(None, (claim.attribution, claim.context, claim.qualifier)))
    return bare(" ".join([claim.id, *(text[language] for text in said), *indicators(judgement)]))
