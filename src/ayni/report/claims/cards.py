"""Claims as tables: the ledger, a claim's card, its readings, and the sources of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ayni.evidence.claims import Judgement, Outcome, Trial as Entry
from ayni.evidence.receipts import receipt_of_claim
from ayni.report.claims.figures import figures_table
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import (
    article_name,
    changes,
    chosen,
    computed,
    every_outcome,
    indicator_text,
    origin,
    pair,
    parts,
    period,
    span,
    stated,
    verdict,
    warnings,
    would_have_to_be,
    yes,
)
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import day, number

SHOWN = 12
"""How many entries of an enumeration a card lists; the data holds all."""


def claims_table(judgements: Sequence[Judgement], language: Language) -> Table:
    """One line a claim: what was stated, what is computed, and the two verdicts."""
    lines = []
    for each in judgements:
        cells = (
            each.claim.paraphrase[language],
            stated(each.claim.number, language),
            chosen(each, language),
            verdict(each.number_verdict, language),
            verdict(each.cause_verdict, language),
        )
        lines.append(Line(each.claim.id, tuple(map(Cell, cells))))
    return Table(
        id="claims",
        wave="",
        title=say("claim.title", language),
        about=say("claim.about", language),
        columns=tuple(say(f"claim.{key}", language) for key in ("id", "says", "stated", "computed", "number", "cause")),
        lines=tuple(lines),
        notes=(),
        remarks=(say("claim.paraphrase", language),),
        source="",
        words=(1, 4, 5),
    )


def card(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> list[tuple[str, str]]:
    """The lines of a claim's card: a heading and its text; those with nothing to say are left out."""
    return [(say(f"claim.{key}", language), text) for key, text in card_facts(judgement, language, publisher).items()]


def card_facts(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> dict[str, str]:
    """What a claim's card says, by the key of its heading; what there is nothing to say of is left out."""
    claim = judgement.claim
    cause, found = claim.cause, judgement.chosen
    lines = {
        "says": claim.paraphrase[language],
        "speaker": claim.speaker[language],
        "article": article_name(claim, language),
        "attribution": claim.attribution[language] if claim.attribution else "",
        "side": claim.statement.side[language] if claim.statement else "",
        "said_on": period(str(claim.statement.date), language) if claim.statement else "",
        "said_in": claim.statement.source if claim.statement else "",
        "stated": stated(claim.number, language),
        "computed": chosen(judgement, language),
        "reading": found.reading.text[language] if found else "",
        "span": span(judgement, language),
        "number": verdict(judgement.number_verdict, language),
        "qualifier": claim.qualifier[language] if claim.qualifier else "",
        "would_have_to_be": would_have_to_be(judgement, language),
        "comes_from": origin(judgement, language),
        "pair": pair(judgement, language),
        "parts": "\n".join(parts(judgement, language)),
        "stated_cause": cause.text[language] if cause else "",
        "cause": verdict(judgement.cause_verdict, language),
        "why": cause.why[language] if cause else "",
        "context": claim.context[language] if claim.context else say("claim.none_found", language),
        "differs": claim.differs[language] if claim.differs else "",
        "changes": "\n".join(changes(judgement, language)),
        "warnings": "\n".join(warnings(judgement, language)),
        "receipt": receipt_of_claim(judgement).id,
        "wrong": publisher.wrong(claim, language),
    }
    return {key: text for key, text in lines.items() if text}


def card_tables(judgement: Judgement, language: Language, publisher: Publisher = NOBODY) -> list[Table]:
    """A claim's card, its readings, and the sources of every figure."""
    facts = tuple(Line(head, (Cell(text),)) for head, text in card(judgement, language, publisher))
    title = f"{judgement.claim.id}: {verdict(judgement.number_verdict, language)}"
    about = say("claim.paraphrase", language)
    tables = [Table(judgement.claim.id, "", title, about, ("", ""), facts, (), (), "", (1,))]
    return [*tables, readings_table(judgement, language), sources_table(judgement, language)]


def changes_table(judgements: Sequence[Judgement], language: Language) -> Table:
    """Every verdict that was put right, newest first: the day, the claim, from what to what, and why."""
    found = [(change, now, of.claim) for of in judgements for change, now in of.claim.history(of.number_verdict)]
    lines = [
        Line(
            day(change.date, language),
            tuple(map(Cell, (of.id, verdict(change.was, language), verdict(now, language), change.why[language]))),
        )
        for change, now, of in sorted(found, key=lambda each: (-each[0].date.toordinal(), each[2].id))
    ]
    columns = tuple(say(f"claim.{key}", language) for key in ("changed_on", "id", "was", "now", "why"))
    title = say("claim.changes_title", language, n=len(lines))
    return Table("changes", "", title, "", columns, tuple(lines), (), (), "", (4,))


def readings_table(judgement: Judgement, language: Language) -> Table:
    """Every reading tried, whether it is natural, what it gives, and whether that is the number."""
    lines = [_reading_line(n, each, judgement, language) for n, each in enumerate(judgement.outcomes, 1)]
    for n, each in enumerate(judgement.beside, len(lines) + 1):
        value = computed(each.computed, judgement.claim.number, language)
        cells = (each.reading.text[language], "", value, say("claim.beside", language))
        lines.append(Line(str(n), tuple(map(Cell, cells))))
    return Table(
        id="readings",
        wave="",
        title=say("claim.readings", language, n=judgement.tried),
        about=say("claim.readings_about", language),
        columns=tuple(say(f"claim.{key}", language) for key in ("id", "reading", "natural", "gives", "fits")),
        lines=tuple(lines),
        notes=(),
        remarks=tuple(_enumerations(judgement, language)),
        source="",
        words=(1, 2, 4),
    )


def _reading_line(n: int, each: Outcome, judgement: Judgement, language: Language) -> Line:
    cells = (
        each.reading.text[language],
        yes(each.reading.natural, language),
        computed(each.computed, judgement.claim.number, language),
        yes(each.fits, language) if judgement.claim.number and each.computed.value is not None else "",
    )
    return Line(str(n), tuple(map(Cell, cells)))


def _enumerations(judgement: Judgement, language: Language) -> Iterator[str]:
    """What the enumerations found: how many entries, how many fit, and the first of those."""
    for n, each in enumerate(judgement.outcomes, 1):
        if each.computed.trials:
            fitting = each.computed.fitting
            found = "; ".join(_trial(trial, language) for trial in fitting[:SHOWN]) or "–"
            counts = {"tried": len(each.computed.trials), "fitting": len(fitting)}
            yield say("claim.enumeration", language, reading=n, found=found, **counts)


def _trial(trial: Entry, language: Language) -> str:
    periods = " → ".join(filter(None, (trial.before, trial.after)))
    together = (
        "" if trial.with_other is None else f", {say('claim.with_other', language)}: {yes(trial.with_other, language)}"
    )
    return f"{indicator_text(trial.indicator, language)}, {periods}: {number(trial.value, language, 2)}{together}"


def sources_table(judgement: Judgement, language: Language) -> Table:
    """Every figure used, with its value, its confidence, its source and address."""
    used = (one for each in every_outcome(judgement) for one in each.computed.used)
    return figures_table(used, judgement.law, language)
