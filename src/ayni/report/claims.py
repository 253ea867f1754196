"""Views of the ledger: claims and cards, a claim that is checked, the timeline; as tables, data, pages and SVG."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ayni.evidence.check import Answer, Tried
from ayni.evidence.claims import Claim, Computed, Judgement, Number, Outcome, Used, claim, judge
from ayni.evidence.claims import Trial as Entry
from ayni.evidence.receipts import (
    Difference,
    Receipt,
    canonical,
    data_of,
    receipt_of_claim,
    receipt_of_run,
    run_options,
)
from ayni.evidence.registry import Fact
from ayni.evidence.timeline import KINDS as LANES
from ayni.evidence.timeline import Entry as Dated
from ayni.evidence.timeline import overlaps
from ayni.report.chart import BLACK, BLUE, GREEN, GREY, PURPLE, VERMILION, Spec, draw
from ayni.report.numbers import NBSP, number
from ayni.report.results import run
from ayni.report.scenarios import RUNS
from ayni.report.table import Cell, Line, Table
from ayni.scenario import read_reform
from ayni.survey import waves
from ayni.words import LANGUAGES, Language, catalogue, say

NOT_JUDGED = ("not_testable_here", "opinion")
"""Verdicts of which no ClaimReview is made: nothing was reviewed."""
YES_OR_NO = "yes (1) or no (0)"
FIRST_ORDINAL = dt.date(1900, 1, 1).toordinal()
SHOWN = 12
"""How many entries of an enumeration a card lists; the data holds all."""


# ---- a claim as words


def stated(of: Number | None, language: Language) -> str:
    """The number of a sentence as it was stated."""
    if of is None:
        return say("claim.no_number", language)
    text = _amount(of.value, of.unit, language, _places(of.precision))
    return text if of.relation == "equals" else say(f"claim.{of.relation}", language, amount=text)


def computed(of: Computed, given: Number | None, language: Language) -> str:
    """What a reading gives, to a digit more than was stated, with its interval where it has one."""
    if of.value is None:
        return say("claim.not_computed", language)
    unit = of.unit or (given.unit if given else "")
    places = _computed_places(of, given.precision if given else 1.0)
    text = _amount(of.value, unit, language, places)
    if not of.se:
        return text
    low, high = (number(of.value + side * 1.96 * of.se, language, places) for side in (-1, 1))
    return f"{text} [{low};{NBSP}{high}]"


def _computed_places(of: Computed, precision: float) -> int:
    """At least two, or one more than was stated; none for large numbers and whole counts."""
    value = of.value or 0.0
    whole = value.is_integer() and not of.se and not of.unit.startswith("%")
    if precision >= 1 and (whole or abs(value) >= 1000):
        return 0
    return max(_places(precision) + 1, 2)


def _amount(value: float, unit: str, language: Language, places: int) -> str:
    if unit == YES_OR_NO:
        return _yes(bool(value), language)
    if unit == "year":
        return f"{value:.0f}"
    if unit in ("date", "days") and value > FIRST_ORDINAL:
        return dt.date.fromordinal(round(value)).isoformat()
    text = number(value, language, places)
    if unit.startswith("%"):
        return f"{text}%"
    return f"{text} {unit_name(unit, language)}".rstrip()


def unit_name(unit: str, language: Language) -> str:
    """The name of a unit in a language, where the catalogue has one; else as it stands."""
    key = f"claim.unit_{re.sub(r'[^a-z]+', '_', unit.lower()).strip('_')}"
    return say(key, language) if key in catalogue() else unit


def _places(precision: float) -> int:
    return max(0, -math.floor(math.log10(precision) + 1e-9)) if precision > 0 else 0


def principal(judgement: Judgement) -> Outcome | None:
    """The reading to print beside the number: a natural one that gives it, else the first natural one, else any."""
    natural = [each for each in judgement.outcomes if each.reading.natural and each.computed.value is not None]
    return next((each for each in natural if each.fits), natural[0] if natural else judgement.chosen)


def chosen(judgement: Judgement, language: Language) -> str:
    """What the reading that is printed gives."""
    found = principal(judgement)
    return computed(found.computed, judgement.claim.number, language) if found else say("claim.not_computed", language)


def origin(judgement: Judgement, language: Language) -> str:
    """The labels that the number does fit, where they are not the stated one."""
    given = judgement.claim.number
    return "; ".join(
        f"{each.reading.text[language]}: {computed(each.computed, given, language)}"
        for each in judgement.outcomes
        if each.fits and not each.reading.natural
    )


def warnings(judgement: Judgement, language: Language) -> list[str]:
    """What overlaps the fieldwork of the surveys on which its readings rest."""
    used = {one.wave for each in _all(judgement) for one in each.computed.used if one.wave}
    return [text for wave in sorted(used) for text in wave_warnings(wave, language)]


def wave_warnings(wave: str, language: Language) -> list[str]:
    """What overlaps the fieldwork of one survey, as sentences."""
    field = next((each.field for each in waves() if each.id == wave), None)
    if field is None:
        return []
    return [
        say("timeline.overlap", language, wave=wave, text=entry.text[language], days=entry.days)
        for entry in overlaps(field["from"], field["to"])
    ]


def _article(claim: Claim, language: Language) -> str:
    return say(f"article.{claim.article}", language) if isinstance(claim.article, str) else claim.article[language]


def _all(judgement: Judgement) -> tuple[Outcome, ...]:
    return (*judgement.outcomes, *judgement.beside)


# ---- tables


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


def verdict(word: str, language: Language) -> str:
    """A fixed word of verdict in a language."""
    return say(f"verdict.{word}", language)


def card(judgement: Judgement, language: Language) -> list[tuple[str, str]]:
    """The lines of a claim's card: a heading and its text; those with nothing to say are left out."""
    claim = judgement.claim
    cause, found = claim.cause, principal(judgement)
    lines = {
        "says": claim.paraphrase[language],
        "speaker": claim.speaker[language],
        "article": _article(claim, language),
        "attribution": claim.attribution[language] if claim.attribution else "",
        "stated": stated(claim.number, language),
        "computed": chosen(judgement, language),
        "reading": found.reading.text[language] if found else "",
        "number": verdict(judgement.number_verdict, language),
        "qualifier": claim.qualifier[language] if claim.qualifier else "",
        "would_have_to_be": judgement.would_have_to_be[language] if judgement.would_have_to_be else "",
        "comes_from": origin(judgement, language),
        "stated_cause": cause.text[language] if cause else "",
        "cause": verdict(judgement.cause_verdict, language),
        "why": cause.why[language] if cause else "",
        "context": claim.context[language] if claim.context else say("claim.none_found", language),
        "differs": claim.differs[language] if claim.differs else "",
        "warnings": "\n".join(warnings(judgement, language)),
        "receipt": receipt_of_claim(judgement).id,
    }
    return [(say(f"claim.{key}", language), text) for key, text in lines.items() if text]


def card_tables(judgement: Judgement, language: Language) -> list[Table]:
    """A claim's card, its readings, and the sources of every figure."""
    facts = tuple(Line(head, (Cell(text),)) for head, text in card(judgement, language))
    title = f"{judgement.claim.id}: {verdict(judgement.number_verdict, language)}"
    about = say("claim.paraphrase", language)
    tables = [Table(judgement.claim.id, "", title, about, ("", ""), facts, (), (), "", (1,))]
    return [*tables, readings_table(judgement, language), sources_table(judgement, language)]


def readings_table(judgement: Judgement, language: Language) -> Table:
    """Every reading tried, whether it is natural, what it gives, and whether that is the number."""
    lines = [_reading_line(each, judgement, language) for each in judgement.outcomes]
    for each in judgement.beside:
        value = computed(each.computed, judgement.claim.number, language)
        cells = (each.reading.text[language], "", value, say("claim.beside", language))
        lines.append(Line("", tuple(map(Cell, cells))))
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


def _reading_line(each: Outcome, judgement: Judgement, language: Language) -> Line:
    cells = (
        each.reading.text[language],
        _yes(each.reading.natural, language),
        computed(each.computed, judgement.claim.number, language),
        _yes(each.fits, language) if judgement.claim.number and each.computed.value is not None else "",
    )
    return Line(each.reading.id, tuple(map(Cell, cells)))


def _enumerations(judgement: Judgement, language: Language) -> Iterator[str]:
    """What the enumerations found: how many entries, how many fit, and the first of those."""
    for each in _all(judgement):
        if each.computed.trials:
            fitting = each.computed.fitting
            found = "; ".join(_trial(trial, language) for trial in fitting[:SHOWN]) or "–"
            counts = {"tried": len(each.computed.trials), "fitting": len(fitting)}
            yield say("claim.enumeration", language, reading=each.reading.id, found=found, **counts)


def _trial(trial: Entry, language: Language) -> str:
    periods = " → ".join(filter(None, (trial.before, trial.after)))
    together = (
        "" if trial.with_other is None else f", {say('claim.with_other', language)}: {_yes(trial.with_other, language)}"
    )
    return f"{trial.indicator} {periods}: {number(trial.value, language, 2)}{together}"


def _yes(flag: bool, language: Language) -> str:
    return say(f"word.{'yes' if flag else 'no'}", language)


def sources_table(judgement: Judgement, language: Language) -> Table:
    """Every figure used, with its value, its confidence, its source and address."""
    return _figures((one for each in _all(judgement) for one in each.computed.used), language)


def _figures(used: Iterable[Used | Fact], language: Language) -> Table:
    lines = []
    for each in {one.id: one for one in used}.values():
        source = each.source if each.source == each.url else "\n".join(filter(None, (each.source, each.url)))
        cells = (_amount(each.value, each.unit, language, 2), each.confidence, source)
        lines.append(Line(each.id, tuple(map(Cell, cells))))
    columns = tuple(say(f"claim.{key}", language) for key in ("figure", "value", "confidence", "source"))
    return Table("sources", "", say("claim.sources", language), "", columns, tuple(lines), (), (), "", (2, 3))


# ---- data


def entry(judgement: Judgement) -> dict[str, Any]:
    """A claim with everything that its verdicts rest on, as plain data in both languages."""
    claim = judgement.claim
    found = principal(judgement)
    receipt = receipt_of_claim(judgement)
    return {
        "id": claim.id,
        "article": claim.article,
        "speaker": claim.speaker,
        "paraphrase": claim.paraphrase,
        "tier": claim.tier,
        "stated": vars(claim.number) if claim.number else None,
        "label": claim.label,
        "period": claim.period,
        "attribution": claim.attribution,
        "computed": _outcome(found) if found else None,
        "readings": [_outcome(each) for each in judgement.outcomes],
        "beside": [_outcome(each) for each in judgement.beside],
        "tried": judgement.tried,
        "verdict": judgement.number_verdict,
        "rule": judgement.rule,
        "cause": {"text": claim.cause.text, "why": claim.cause.why} if claim.cause else None,
        "cause_verdict": judgement.cause_verdict,
        "would_have_to_be": judgement.would_have_to_be,
        "context": claim.context,
        "qualifier": claim.qualifier,
        "first_verdict": claim.first_verdict,
        "differs": claim.differs,
        "warnings": {language: warnings(judgement, language) for language in LANGUAGES},
        "receipt": json.loads(receipt.to_json()),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    of = each.computed
    return {
        "id": each.reading.id,
        "text": each.reading.text,
        "natural": each.reading.natural,
        "rival": each.reading.rival,
        "value": _float(of.value),
        "se": _float(of.se),
        "unit": of.unit,
        "fits": each.fits,
        "tried": len(of.trials) or int(of.value is not None),
        "fitting": [{**vars(trial), "value": _float(trial.value)} for trial in of.fitting],
        "figures": [
            {key: getattr(one, key) for key in ("id", "unit", "period", "source", "url", "confidence")}
            | {"value": _float(one.value), "se": _float(one.se)}
            for one in of.used
        ],
    }


def _float(value: float | None) -> float | None:
    """A figure to twelve digits, so that the last bits of an addition do not show."""
    return None if value is None else float(f"{value:.12g}")


def as_json(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """A list of objects, one a line, each in canonical form."""
    lines = [canonical(_plain(each)) for each in entries]
    return b"[\n" + b",\n".join(lines) + b"\n]\n"


def _plain(value: Any) -> Any:
    """Dates as text, and what is nested likewise."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """RFC 4180 in UTF-8, with the keys of the first row as columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _flat(judgement: Judgement) -> dict[str, Any]:
    claim, found = judgement.claim, principal(judgement)
    of = found.computed if found else Computed(None, None, "", ())
    return {
        "id": claim.id,
        "article": claim.article if isinstance(claim.article, str) else claim.article["es"],
        "paraphrase_es": claim.paraphrase["es"],
        "paraphrase_en": claim.paraphrase["en"],
        "tier": claim.tier,
        "stated": claim.number.value if claim.number else None,
        "stated_unit": claim.number.unit if claim.number else None,
        "computed": _float(of.value),
        "se": _float(of.se),
        "computed_unit": of.unit,
        "reading": found.reading.id if found else None,
        "readings_tried": judgement.tried,
        "verdict": judgement.number_verdict,
        "cause_verdict": judgement.cause_verdict,
        "receipt": receipt_of_claim(judgement).id,
    }


def claim_review(judgement: Judgement, language: Language) -> dict[str, Any]:
    """A claim as a ClaimReview of schema.org; its rating is our fixed word, and no number."""
    claim = judgement.claim
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"urn:ayni:claim:{claim.id}",
        "inLanguage": language,
        "author": {"@type": "SoftwareApplication", "name": "Ayni"},
        "claimReviewed": claim.paraphrase[language],
        "itemReviewed": {
            "@type": "Claim",
            "name": claim.paraphrase[language],
            "author": {"@type": "Thing", "name": claim.speaker[language]},
            "appearance": {"@type": "Article", "name": _article(claim, language)},
        },
        "reviewBody": claim.context[language] if claim.context else say("claim.none_found", language),
        "reviewRating": {"@type": "Rating", "alternateName": verdict(judgement.number_verdict, language)},
        "identifier": receipt_of_claim(judgement).id,
    }


# ---- files


def claims_as_bytes(judgements: Sequence[Judgement], layout: str, language: Language) -> bytes:
    """Claims as `json`, `csv`, `md`, `html` or `claimreview`."""
    if layout == "json":
        return as_json([entry(each) for each in judgements])
    if layout == "csv":
        return as_csv([_flat(each) for each in judgements])
    if layout == "claimreview":
        judged = [each for each in judgements if each.number_verdict not in NOT_JUDGED]
        return as_json([claim_review(each, language) for each in judged])
    if layout == "html":
        return html(judgements, language).encode()
    tables = card_tables(judgements[0], language) if len(judgements) == 1 else [claims_table(judgements, language)]
    return "\n".join(markdown(table) for table in tables).encode()


def markdown(table: Table) -> str:
    """A table in Markdown."""
    rows = [table.columns, *((line.head, *(cell.text for cell in line.cells)) for line in table.lines if line.cells)]
    written = ["| " + " | ".join(_escaped(text) for text in row) + " |" for row in rows]
    ruled = [written[0], "|" + " --- |" * len(table.columns), *written[1:]]
    said = [f"## {table.title}", "", *filter(None, (table.about,)), "", *ruled, ""]
    return "\n".join([*said, *(f"{remark}\n" for remark in filter(None, (*table.remarks, table.source)))])


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


@dataclass(frozen=True)
class Dot:
    """A reading as drawn: its place from left to right, its interval, and how it is marked."""

    y: float
    x: float
    low: float
    high: float
    label: str
    value: str
    fits: bool
    natural: bool


def html(judgements: Sequence[Judgement], language: Language) -> str:
    """The cards as one HTML file with no script, which fetches nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    cards = [
        {
            "id": each.claim.id,
            "title": f"{each.claim.id}: {verdict(each.number_verdict, language)}",
            "says": each.claim.paraphrase[language],
            "finding": finding(each, language),
            "lines": card(each, language),
            "readings": readings_table(each, language),
            "sources": sources_table(each, language),
            **drawing(each, language),
        }
        for each in judgements
    ]
    return environment.get_template("card.html.j2").render(
        language=language, cards=cards, say=lambda key, **fields: say(key, language, **fields)
    )


def finding(judgement: Judgement, language: Language) -> str:
    """One sentence: what is stated, what is computed, and the verdict."""
    said, given = stated(judgement.claim.number, language), chosen(judgement, language)
    word = verdict(judgement.number_verdict, language)
    return say("claim.finding", language, stated=said, computed=given, verdict=word, tried=judgement.tried)


WIDTH, LEFT, RIGHT, STEP = 640.0, 20.0, 620.0, 44.0


def drawing(judgement: Judgement, language: Language) -> dict[str, Any]:
    """The readings in the unit of the stated number, as dots about it; none where there is nothing to compare."""
    given = judgement.claim.number
    shown = [
        each
        for each in judgement.outcomes
        if given and each.computed.value is not None and each.computed.unit == given.unit and not each.computed.trials
    ]
    if given is None or not shown:
        return {"dots": (), "height": 0, "line": 0, "band": (0, 0), "width": WIDTH, "caption": ""}
    spans = [_span(each) for each in shown]
    low, high = min(given.value, *(a for a, _ in spans)), max(given.value, *(b for _, b in spans))
    margin = (high - low) / 20 or abs(high) / 10 or 1.0
    low, high = low - margin, high + margin

    def at(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)

    dots = [
        Dot(
            y=30 + STEP * row, x=at(each.computed.value or 0.0), low=at(span[0]), high=at(span[1]),
            label=f"{each.reading.id}. {each.reading.text[language]}",
            value=computed(each.computed, given, language), fits=each.fits, natural=each.reading.natural,
        )
        for row, (each, span) in enumerate(zip(shown, spans, strict=True))
    ]  # fmt: skip
    half = given.precision / 2
    band = (max(LEFT, at(given.value - half)), min(RIGHT, at(given.value + half)))
    caption = say("claim.stated_line", language, stated=stated(given, language))
    return {"dots": dots, "height": 50 + STEP * len(dots), "line": at(given.value), "band": band, "width": WIDTH,
            "caption": caption}  # fmt: skip


def _span(each: Outcome) -> tuple[float, float]:
    value, half = each.computed.value or 0.0, 1.96 * (each.computed.se or 0.0)
    return value - half, value + half


# ---- a claim that is checked


def check_tables(answer: Answer, language: Language) -> list[Table]:
    """The readings tried at what was asked, and the other pairs of periods that give the number."""
    heads = ("reading", "before", "after", "gives", "needed", "natural", "fits")
    columns = tuple(say(f"claim.{key}", language) for key in heads)
    remarks = [say("claim.check_cause", language), *wave_warnings(answer.wave, language)]
    if answer.wave:
        remarks.insert(0, say("mark.first_order", language))
    else:
        remarks.insert(0, say("claim.check_pairs", language, pairs=answer.pairs_tried, fitting=len(answer.pairs)))
    said = {"stated": answer.stated.text, "verdict": verdict(answer.verdict, language), "tried": answer.tried}
    verdict_line = say("claim.check_verdict", language, **said)
    refused = list(dict.fromkeys(each.refused.in_language(language) for each in answer.readings if each.refused))
    about = say("claim.check_about", language)
    title = say("claim.check_title", language, stated=answer.stated.text)
    lines = tuple(_tried_line(each, language) for each in answer.readings)
    tables = [
        Table("check", answer.wave, title, about, columns, lines, (), (verdict_line, *refused, *remarks), "", (1, 2))
    ]
    if answer.pairs:
        others = tuple(_tried_line(each, language) for each in answer.pairs)
        title = say("claim.pairs_title", language, fitting=len(answer.pairs), pairs=answer.pairs_tried)
        tables.append(
            Table("pairs", "", title, say("claim.pairs_about", language), columns, others, (), (), "", (1, 2))
        )
    facts = [fact for each in answer.readings for fact in each.facts]
    if facts:
        tables.append(_figures(facts, language))
    return tables


def _tried_line(each: Tried, language: Language) -> Line:
    places = "" if each.value is None else _amount(each.value, each.unit, language, 2 if abs(each.value) < 1000 else 0)
    if each.low is not None and each.high is not None:
        low, high = (number(end, language, 2 if abs(end) < 1000 else 0) for end in (each.low, each.high))
        places += f" [{low};{NBSP}{high}]"
    needed = "" if each.needed is None else number(each.needed, language, 2)
    cells = (each.before, each.after, places or "–", needed, _yes(each.natural, language), _yes(each.fits, language))
    return Line(
        ", ".join((say(f"claim.kind_{each.kind}", language), *_named(each.place, language))), tuple(map(Cell, cells))
    )


def _named(place: Sequence[str], language: Language) -> Iterator[str]:
    """The names of incomes and measures, where the catalogue has them."""
    for word in place:
        keys = (f"concept.{word}", f"measure.{word}")
        yield next((say(key, language) for key in keys if key in catalogue()), word)


def check_as_bytes(answer: Answer, layout: str) -> bytes:
    """The readings tried as `json` or `csv`, one a row, each with the verdict and the count."""
    rows = [
        {
            "kind": each.kind,
            "place": "; ".join(each.place),
            "before": each.before,
            "after": each.after,
            "value": _float(each.value),
            "se": _float(each.se),
            "low": _float(each.low),
            "high": _float(each.high),
            "unit": each.unit,
            "needed": _float(each.needed),
            "natural": each.natural,
            "fits": each.fits,
            "refused": str(each.refused) if each.refused else None,
            "figures": "; ".join(fact.id for fact in each.facts),
            "stated": answer.stated.text,
            "verdict": answer.verdict,
            "cause_verdict": "not_identified",
            "tried": answer.tried,
        }
        for each in (*answer.readings, *answer.pairs)
    ]
    return as_json(rows) if layout == "json" else as_csv(rows)


# ---- the timeline


def timeline_table(entries: Sequence[Dated], language: Language) -> Table:
    """Entries in order of date."""
    lines = []
    for each in entries:
        kind = say(f"timeline.{each.kind}", language)
        cells = (kind, each.text[language], each.area, each.article, each.confidence)
        lines.append(Line(each.days, tuple(map(Cell, cells))))
    heads = ("days", "kind", "what", "area", "article", "confidence")
    columns = tuple(say(f"timeline.{key}", language) for key in heads)
    title, about = say("timeline.title", language, n=len(entries)), say("timeline.about", language)
    return Table("timeline", "", title, about, columns, tuple(lines), (), (), "", (1, 2, 3, 4, 5))


def timeline_as_bytes(entries: Sequence[Dated], layout: str) -> bytes:
    """Entries as `json` or `csv`."""
    rows = [
        {
            "id": each.id,
            "kind": each.kind,
            "start": each.start.isoformat(),
            "end": each.end.isoformat() if each.end else None,
            "area": each.area,
            "text_es": each.text["es"],
            "text_en": each.text["en"],
            "article": each.article,
            "source": each.source,
            "url": each.url,
            "confidence": each.confidence,
        }
        for each in entries
    ]
    return as_json(rows) if layout == "json" else as_csv(rows)


COLOURS = dict(zip(LANES, (BLUE, GREY, GREEN, VERMILION, PURPLE, BLACK, "#8a5a00"), strict=True))


def timeline_chart(entries: Sequence[Dated], language: Language) -> str:
    """Every kind in a lane: days as ticks, spans as bars, and the fieldwork of surveys as bands over all lanes."""
    kinds = [kind for kind in LANES if any(each.kind == kind for each in entries)]
    names = [say(f"timeline.{kind}", language) for kind in kinds]
    values = [
        {"lane": say(f"timeline.{each.kind}", language), "from": each.start.isoformat(), "to": each.last.isoformat()}
        for each in entries
    ]
    fields = [{"from": each.start.isoformat(), "to": (each.end or each.start).isoformat(), "name": each.id}
              for each in entries if each.kind == "survey"]  # fmt: skip
    x: Spec = {"field": "from", "type": "temporal", "title": None}
    colour: Spec = {
        "field": "lane", "type": "nominal", "legend": None,
        "scale": {"domain": names, "range": [COLOURS[kind] for kind in kinds]},
    }  # fmt: skip
    lane: Spec = {"field": "lane", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 0}}
    spec: Spec = {
        "width": 520,
        "height": {"step": 34},
        "layer": [
            {"data": {"values": fields}, "mark": {"type": "rect", "color": "#bbb", "opacity": 0.5},
             "encoding": {"x": x, "x2": {"field": "to"}}},
            {"data": {"values": values}, "mark": {"type": "tick", "thickness": 1, "size": 20},
             "encoding": {"x": x, "y": lane, "color": colour}},
            {"data": {"values": values}, "mark": {"type": "bar", "size": 10},
             "encoding": {"x": x, "x2": {"field": "to"}, "y": lane, "color": colour}},
        ],
    }  # fmt: skip
    source = say("timeline.sources", language)
    return draw(
        "timeline",
        spec,
        say("timeline.title", language, n=len(entries)),
        say("timeline.about_chart", language),
        source,
        language,
    )


# ---- a receipt run again


def again(before: Receipt, data: Path | None, reform: Path | None = None) -> Receipt:
    """The receipt of what an earlier one says, run again now.

    `reform` is the file of a reform with rules in Python, which are never run from a receipt.
    """
    options = before.options
    if "claim" in options:
        return receipt_of_claim(judge(claim(str(data) if data else options["claim"])))
    path = data_of(before, data)
    day = dt.date.fromisoformat(options["law"]) if options["law"] else None
    again = RUNS[options["command"]] if "command" in options else run
    given = options.get("arguments", {})
    own = {key: options[key] for key in ("command", "arguments") if key in options}
    if reform is not None:
        given = {**given, "reform": reform}
        own["arguments"] = {**own["arguments"], "reform": read_reform(reform).content}
    rows = again(path, day=day, year=options["year"], take_up=options["take_up"], **given)
    return receipt_of_run(path, rows, {**run_options(day, options["year"], options["take_up"]), **own})


def differences_table(found: Sequence[Difference], language: Language) -> Table:
    """What differs between a receipt and the run that was made from it now."""
    lines = tuple(
        Line(say(f"receipt.{each.part}", language), (Cell(each.before or "–"), Cell(each.now or "–"))) for each in found
    )
    columns = tuple(say(f"receipt.{key}", language) for key in ("part", "before", "now"))
    return Table("receipt", "", say("receipt.differs", language), "", columns, lines, (), (), "", (1, 2))
