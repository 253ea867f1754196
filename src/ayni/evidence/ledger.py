"""The ledger as a whole: claims chosen by verdict, article, indicator or words, and which rest on the same evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ayni.engine import Law
from ayni.evidence.claims import Judgement, Used, claims, judge, listed
from ayni.evidence.verdicts import VERDICTS
from ayni.words import Language, bare


@cache
def ledger(law: Law) -> Mapping[str, Judgement]:
    """Every claim of the package with its verdicts under a law, by id."""
    return {each.id: judge(each, law) for each in claims()}


def judged(identifier: str, law: Law) -> Judgement:
    """The claim of an id with its verdicts; raises as `listed`."""
    return ledger(law)[listed(identifier).id]


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
