"""The claim desk: a sentence that somebody pastes, what was understood of it as a filled form, and the readings."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ayni.evidence.claims import claims, listed
from ayni.evidence.over_time import indicators
from ayni.evidence.registry import registry
from ayni.law import bolivia
from ayni.report import claims as views
from ayni.report.series import indicator_name
from ayni.report.table import Table
from ayni.runs.check import Question, Read, read_sentence
from ayni.web.site import Asked, Pages
from ayni.words import AyniError

PAGES = Pages()
GIVEN = ("text", "indicator", "from", "to", "ok")
EXAMPLES = ("N12", "N18", "N21", "B02")
"""Sentences of the ledger that are offered: an official's, a government's, a prosecutor's, an article's."""


@PAGES.page("desk")
async def desk(asked: Asked) -> Response:
    """The sentence, the form filled with what was understood, and the readings once that is confirmed."""
    given = {name: asked.query.get(name, "").strip() for name in GIVEN}
    read: Read | None = None
    wrong = ""
    if given["text"]:
        try:
            read = await run_in_threadpool(_read, given, asked)
        except AyniError as error:
            wrong = error.in_language(asked.language)
    tables: list[Table] = []
    understood: Table | None = None
    if read is not None:
        understood, *tables = views.check_tables(read, bolivia(), asked.language, asked.site.publisher)
    shown = read is not None and bool(read.claim or given["ok"])
    return asked.page(
        "desk.html.j2", title=asked.say("sentence.web_title"), status=400 if wrong else 200,
        private=bool(given["text"]), given=given, wrong=wrong, read=read, understood=understood,
        tables=tables if shown else [], shown=shown, filled=_filled(given, read),
        examples=[each for each in claims() if each.id in EXAMPLES], indicators=_indicators(read, asked),
        on_survey=_on_survey(read, asked),
        alike={id: listed(id).paraphrase[asked.language] for id in (read.said.alike if read else ())},
    )  # fmt: skip


def _read(given: dict[str, str], asked: Asked) -> Read:
    """The sentence with what the form adds to it."""
    question = Question(claim=given["text"], indicator=given["indicator"], start=given["from"], end=given["to"])
    return read_sentence(question, bolivia(), language=asked.language)


def _on_survey(read: Read | None, asked: Asked) -> dict[str, str]:
    """Where the effect of the programme that a sentence names is shown, or can be computed: what, and its address."""
    found = {}
    if read and read.said.programme:
        said = read.said
        effect = f"effect.{said.programme}.poverty_{said.line}"
        if effect in indicators():
            found[asked.say("sentence.web_effect")] = asked.url("indicators", effect)
        if asked.site.surveys != ("synthetic",) and said.figures:
            typed = said.figures[0].text
            place = asked.url("claims_try", programme=said.programme, line=said.line, stated=typed)
            found[asked.say("sentence.web_on_survey")] = place
    return found


def _filled(given: dict[str, str], read: Read | None) -> dict[str, str]:
    """The fields of the form: what the reader chose, else what was understood where there is one of it."""
    filled = {name: given[name] for name in ("indicator", "from", "to")}
    questions = read.said.questions if read else ()
    own = {(each.indicator, each.start, each.end) for each in questions}
    if len(own) == 1 and not any(filled.values()):
        filled = dict(zip(("indicator", "from", "to"), *own, strict=True))
    elif read and not any(filled.values()):
        same = {each.indicator for each in questions} or set(read.said.choices)
        filled["indicator"] = next(iter(same)) if len(same) == 1 else ""
    return filled


def _indicators(read: Read | None, asked: Asked) -> dict[str, str]:
    """Every indicator with its name, those that the sentence names first."""
    named = (read.said.candidates or read.said.choices) if read else ()
    names = {each: indicator_name(each, bolivia(), asked.language) for each in registry().indicators}
    rest = sorted((each for each in names if each not in named), key=lambda each: names[each].lower())
    return {each: names[each] for each in (*named, *rest)}
