"""The ledger of claims with its filters, each claim's card and files, and a claim of the visitor's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import cast

from msgspec.structs import asdict, replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ayni.evidence import ledger
from ayni.evidence.check import ALL_PROGRAMMES, Kind, read_stated
from ayni.evidence.claims import Judgement
from ayni.evidence.registry import registry
from ayni.evidence.verdicts import VERDICTS
from ayni.income.programmes import programmes
from ayni.law import bolivia
from ayni.report import claims as views
from ayni.report.claims import plain
from ayni.report.naming import name as name_of, wave_name
from ayni.report.pictures import can_draw, was_drawn
from ayni.report.series import indicator_name
from ayni.report.table import Table, tables_as_json, tables_from_json
from ayni.runs import Question, ask, names_of
from ayni.web.site import Asked, Pages
from ayni.web.time import pairs_of_time, time_of
from ayni.words import AyniError, Language

PAGES = Pages()
FILTERS = ("number", "cause", "article", "indicator", "text")
GIVEN = ("claim", "indicator", "from", "to", "programme", "line", "stated", "kind")
"""The fields of the forms with which a claim is tried."""
KINDS = ("relative", "points")
TYPES = {
    "claimreview": "application/ld+json",
    "json": "application/json",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
}


# ---- a claim of one's own, before the paths that hold a claim's id


@PAGES.page("claims_try")
async def own(asked: Asked) -> Response:
    """The three forms, and the readings tried for what was typed."""
    given = {name: asked.query.get(name, "").strip() for name in GIVEN}
    tables: list[Table] = []
    wrong = read = ""
    if any(given[name] for name in ("claim", "stated", "indicator", "programme")):
        try:
            question = _question(asked)
            read = views.stated_as_read(read_stated(question.stated), asked.language) if question.stated else ""
            tables = tables_from_json(await _answer(asked, question, "tables"))
        except AyniError as error:
            wrong = error.in_language(asked.language)
    indicators = _named(registry().indicators, asked.language)
    return asked.page(
        "claims_try.html.j2", title=asked.say("web_claims.try_title"), status=400 if wrong else 200, given=given,
        tables=tables, wrong=wrong, read=read, indicators=indicators, kinds=KINDS, lines=("extreme", "moderate"),
        sentences={each.claim.id: each.claim.paraphrase[asked.language] for each in ledger.ledger(bolivia()).values()},
        programmes={
            name: name_of("programme", name, asked.language, names_of(bolivia()))
            for name in (*(each.id for each in programmes(bolivia())), ALL_PROGRAMMES)
        },
        at=asked.query.get("at", "").strip(),
        file=asked.url(
            "claims_try", f"{asked.say('claims_file.answer')}.json", **given, d=asked.query.get("d"),
            at=asked.query.get("at"), **dict(pairs_of_time(asked.request.query_params)),
        ),
    )  # fmt: skip


@PAGES.page("claims_try", "/{file}")
async def own_file(asked: Asked) -> Response:
    """The readings tried, as data."""
    layout = _layout(asked, "answer", ("json", "csv"))
    return _file(await _answer(asked, _question(asked), layout), layout)


def _question(asked: Asked) -> Question:
    """What was typed in one of the forms."""
    given = {name: asked.query.get(name, "").strip() for name in GIVEN}
    kind = cast(Kind, given["kind"]) if given["kind"] in KINDS else None
    if given["claim"]:
        return Question(claim=given["claim"])
    stated = views.typed_stated(given["stated"], asked.language)
    if given["programme"]:
        return Question(stated=stated, programme=given["programme"], line=given["line"], kind=kind)
    if not (given["indicator"] and given["from"] and given["to"]):
        raise AyniError("claims_need_periods")
    return Question(stated=stated, indicator=given["indicator"], start=given["from"], end=given["to"], kind=kind)


async def _answer(asked: Asked, question: Question, layout: str) -> bytes:
    """The answer as `tables`, `json` or `csv`; one that needs a survey is made in the pool."""
    if question.programme:
        if asked.survey == "synthetic":
            raise AyniError("claims_need_survey")
        time = time_of(asked.request.query_params)
        given = {"survey": asked.survey, "time": time, "question": asdict(question)}
        return await asked.site.jobs.run("check", **given, layout=layout, language=asked.language)
    found = await run_in_threadpool(ask, question, bolivia())
    if layout == "tables":
        return tables_as_json(views.check_tables(found, bolivia(), asked.language, asked.site.publisher))
    return views.check_as_bytes(found, layout)


# ---- the ledger


@PAGES.page("claims")
def claims(asked: Asked) -> Response:
    """The claims that the filters choose, and how many have each verdict."""
    every = tuple(ledger.ledger(bolivia()).values())
    found = _chosen(asked)
    number, cause = ledger.counts(found), ledger.cause_counts(found)
    return asked.page(
        "part_claims.html.j2" if asked.is_fragment else "claims.html.j2", title=asked.say("claim.title"),
        given=_filters(asked), options=_options(every, asked.language), every=len(every),
        table=views.claims_table(found, asked.language),
        boxes=[plain.boxes(each, asked.language, number_first=True)[0] for each in found],
        bars={"number": number, "cause": cause}, definition=lambda word: views.definition(word, asked.language),
        files={
            layout: asked.url("claims_ledger", f"{asked.say('claims_file.ledger')}.{layout}", **_filters(asked))
            for layout in ("json", "csv")
        },
    )  # fmt: skip


@PAGES.page("claims_changes")
def changes(asked: Asked) -> Response:
    """Verdicts that were put right, newest first."""
    every = ledger.ledger(bolivia()).values()
    return asked.page(
        "claims_changes.html.j2", title=asked.say("claim.changes"), table=views.changes_table([*every], asked.language)
    )


@PAGES.page("claims_ledger", "/{file}")
def ledger_file(asked: Asked) -> Response:
    """The claims that the filters choose, as data."""
    layout = _layout(asked, "ledger", ("json", "csv"))
    return _file(views.claims_as_bytes(_chosen(asked), layout, asked.language), layout)


def _filters(asked: Asked) -> dict[str, str]:
    return {name: asked.query.get(name, "").strip() for name in FILTERS}


def _options(every: Sequence[Judgement], language: Language) -> dict[str, dict[str, str]]:
    """What each filter but the words may be, and how it is called."""
    return {
        "number": {word: views.verdict(word, language) for word in VERDICTS if word in ledger.counts(every)},
        "cause": {word: views.verdict(word, language) for word in ledger.cause_counts(every)},
        "article": {cast(str, each.claim.article): views.article_name(each.claim, language) for each in every},
        "indicator": _named((name for each in every for name in ledger.indicators(each)), language),
    }


def _chosen(asked: Asked) -> tuple[Judgement, ...]:
    every, filters = tuple(ledger.ledger(bolivia()).values()), _filters(asked)
    for name, choices in _options(every, asked.language).items():
        if filters[name] and filters[name] not in choices:
            raise AyniError("not_a_choice", option=name, value=filters[name][:40], choices=", ".join(choices))
    return ledger.select(every, **filters, language=asked.language)


# ---- a claim


@PAGES.page("claims", "/{id}")
@PAGES.charts("claims", "/{id}/{chart}", (".csv", ".metadata.json"))
def claim(asked: Asked) -> Response:
    """A claim's card with its readings, figures, and the claims that rest on the same evidence."""
    return _claim(asked)


def _claim(asked: Asked) -> Response:
    of = ledger.judged(asked.place["id"], bolivia())
    language = asked.language
    links = {}
    for one in ledger.figures(of):
        name, _, day = one.id.partition("@")
        if one.fact is not None:
            links[views.figure_name(one, of.law, language)] = asked.url("indicators", one.fact.indicator)
        elif day:
            links[views.figure_name(one, of.law, language)] = asked.url("law", name.partition(".")[0], date=day)
    readings = views.readings_table(of, language)

    def file(kind: str, layout: str) -> str:
        return asked.url("claims", of.claim.id, f"{asked.say(f'claims_file.{kind}')}.{layout}")

    boxes = plain.boxes(of, language)
    has_png = can_draw() or was_drawn(views.share_card(of, language))
    picture = plain.picture(of, language, readings)
    if picture:
        picture = asked.charted(picture, file("readings", "svg").removesuffix(".svg"))
    return asked.page(
        "claim.html.j2", title=asked.say("plain.quoted", text=of.claim.paraphrase[language].rstrip(".")),
        about=boxes[0].answer, image=file("card", "png") if has_png else "", of=of, boxes=boxes, has_png=has_png,
        facts=views.card_facts(of, language, asked.site.publisher), needed=plain.needed(of, language),
        picture=picture, readings=readings,
        sources=views.sources_table(of, language), links=links,
        finding=views.finding(of, language),
        verdict=lambda word: views.verdict(word, language), review=_review(of, asked),
        related=list(ledger.related(of, ledger.ledger(bolivia()).values())),
        source_name=lambda name: wave_name(name, language),
        indicator_name=lambda name: indicator_name(name, bolivia(), language), file=file,
    )  # fmt: skip


@PAGES.page("claims", "/{id}/{file}")
async def claim_file(asked: Asked) -> Response:
    """A claim as data or as ClaimReview, its readings drawn, and its card to share."""
    of = ledger.judged(asked.place["id"], bolivia())
    language, file = asked.language, asked.place["file"]
    if file == f"{asked.say('claims_file.card')}.png":
        return _file(
            await asked.site.jobs.run("claim_card", id=of.claim.id, language=language, url=asked.site.publisher.url),
            "png",
        )
    if file == f"{asked.say('claims_file.readings')}.svg":
        return _claim(replace(asked, kind=".svg"))
    files = {
        f"{asked.say('claims_file.claim')}.json": "json",
        f"{asked.say('claims_file.card')}.svg": "svg",
        "claimreview.json": "claimreview",
    }
    if file not in files:
        raise AyniError("unknown_file", file=file)
    kind = files[file]
    return _file(views.claims_as_bytes([of], kind, language, asked.site.publisher), kind)


def _review(of: Judgement, asked: Asked) -> str:
    """The claim's ClaimReview as it stands in the page, where something was reviewed."""
    if of.number_verdict in views.NOT_JUDGED:
        return ""
    text = json.dumps(views.claim_review(of, asked.language, asked.site.publisher), ensure_ascii=False)
    return text.replace("<", "\\u003c")


# ---- files


def _named(indicators: Iterable[str], language: Language) -> dict[str, str]:
    """Indicators with their names, in the order of the names."""
    names = {each: indicator_name(each, bolivia(), language) for each in indicators}
    return dict(sorted(names.items(), key=lambda one: one[1].lower()))


def _layout(asked: Asked, kind: str, layouts: tuple[str, ...]) -> str:
    """The layout that a file's name asks for; raises for another file."""
    name, _, layout = asked.place["file"].rpartition(".")
    if name != asked.say(f"claims_file.{kind}") or layout not in layouts:
        raise AyniError("unknown_file", file=asked.place["file"])
    return layout


def _file(content: bytes, layout: str) -> Response:
    return Response(content, media_type=TYPES[layout])
