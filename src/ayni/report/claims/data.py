"""Claims as plain data: every reading and figure, one line a claim, and ClaimReview of schema.org."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from ayni.evidence.claims import Computed, Judgement, Outcome
from ayni.evidence.receipts import receipt_of_claim
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import article_name, definition, finding, verdict, warnings, would_have_to_be
from ayni.report.json_and_csv import twelve_digits
from ayni.words import LANGUAGES, Language


def entry(judgement: Judgement) -> dict[str, Any]:
    """A claim with everything that its verdicts rest on, as plain data in both languages."""
    claim = judgement.claim
    found = judgement.chosen
    receipt = receipt_of_claim(judgement)
    return {
        "id": claim.id,
        "article": claim.article,
        "speaker": claim.speaker,
        "paraphrase": claim.paraphrase,
        "tier": claim.tier,
        "stated": asdict(claim.number) if claim.number else None,
        "label": claim.label,
        "period": claim.period,
        "attribution": claim.attribution,
        "statement": None
        if claim.statement is None
        else {"date": str(claim.statement.date), "source": claim.statement.source, "side": claim.statement.side},
        "computed": _outcome(found) if found else None,
        "readings": [_outcome(each) for each in judgement.outcomes],
        "parts": [
            {
                "id": each.part.id,
                "text": each.part.text,
                "stated": asdict(each.part.number),
                "verdict": each.verdict,
                "readings": [_outcome(one) for one in each.outcomes],
            }
            for each in judgement.parts
        ],
        "beside": [_outcome(each) for each in judgement.beside],
        "span": [_outcome(each) for each in judgement.span] if judgement.span else None,
        "pair": {"tried": judgement.pair[0], "both": judgement.pair[1]} if judgement.pair else None,
        "tried": judgement.tried,
        "verdict": judgement.number_verdict,
        "rule": judgement.rule,
        "cause": {"text": claim.cause.text, "why": claim.cause.why} if claim.cause else None,
        "cause_verdict": judgement.cause_verdict,
        "would_have_to_be": {each: would_have_to_be(judgement, each) for each in LANGUAGES}
        if judgement.needed
        else None,
        "context": claim.context,
        "qualifier": claim.qualifier,
        "first_verdict": claim.first_verdict,
        "differs": claim.differs,
        "changes": [
            {"date": each.date.isoformat(), "was": each.was, "now": now, "why": each.why}
            for each, now in claim.history(judgement.number_verdict)
        ],
        "warnings": {language: warnings(judgement, language) for language in LANGUAGES},
        "receipt": json.loads(receipt.to_json()),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    of = each.computed
    return {
        "id": each.reading.id,
        "text": each.reading.text,
        "natural": each.reading.natural,
        "effect": each.reading.effect,
        "rival": each.reading.rival,
        "value": twelve_digits(of.value),
        "se": twelve_digits(of.se),
        "unit": of.unit,
        "fits": each.fits,
        "tried": len(of.trials) or int(of.value is not None),
        "fitting": [{**asdict(trial), "value": twelve_digits(trial.value)} for trial in of.fitting],
        "figures": [
            {key: getattr(one, key) for key in ("id", "unit", "period", "source", "url", "confidence")}
            | {"value": twelve_digits(one.value), "se": twelve_digits(one.se)}
            for one in of.used
        ],
    }


def flat(judgement: Judgement) -> dict[str, Any]:
    """A claim on one line."""
    claim, found = judgement.claim, judgement.chosen
    of = found.computed if found else Computed(None, None, "", ())
    return {
        "id": claim.id,
        "article": claim.article if isinstance(claim.article, str) else claim.article["es"],
        "paraphrase_es": claim.paraphrase["es"],
        "paraphrase_en": claim.paraphrase["en"],
        "tier": claim.tier,
        "stated": claim.number.value if claim.number else None,
        "stated_unit": claim.number.unit if claim.number else None,
        "computed": twelve_digits(of.value),
        "se": twelve_digits(of.se),
        "computed_unit": of.unit,
        "reading": found.reading.id if found else None,
        "readings_tried": judgement.tried,
        "verdict": judgement.number_verdict,
        "cause_verdict": judgement.cause_verdict,
        "receipt": receipt_of_claim(judgement).id,
    }


def claim_review(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> dict[str, Any]:
    """A claim as a ClaimReview of schema.org; its rating is our fixed word, and no number."""
    claim = judgement.claim
    address = publisher.address(claim, language)
    days = {"datePublished": claim.published, "dateModified": claim.changes[0].date if claim.changes else None}
    article: dict[str, Any] = {"@type": "Article", "headline": article_name(claim, language)}
    if claim.statement is not None:
        said = str(claim.statement.date)
        article |= {"datePublished": said} if len(said) > len("2025") else {}
    elif isinstance(claim.article, str):
        article["datePublished"] = claim.article[-7:].replace("_", "-")
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": address,
        "url": address,
        "inLanguage": language,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
        "author": {"@type": "Organization", "name": "Ayni"} | ({"url": publisher.url} if publisher.url else {}),
        "claimReviewed": claim.paraphrase[language],
        "itemReviewed": {
            "@type": "Claim",
            "name": claim.paraphrase[language],
            "author": {"@type": "Person", "name": claim.speaker[language]},
            "appearance": article,
        },
        "reviewBody": finding(judgement, language),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict(judgement.number_verdict, language),
            "ratingExplanation": definition(judgement.number_verdict, language),
        },
        "identifier": receipt_of_claim(judgement).id,
    }
