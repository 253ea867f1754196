"""One-question pages: what their files ask, worked out, with the form to change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ayni import report
from ayni.family.wording import value_text
from ayni.law import bolivia
from ayni.report.page_card import page_card
from ayni.report.pictures import can_draw, was_drawn
from ayni.web.questions import Ask, Asked as Asking, answer_of, kind_of, questions, start
from ayni.web.shows import of_table, recorded, run_of, shown
from ayni.web.site import Asked, Pages, address, read_day
from ayni.words import LANGUAGES, AyniError, Language
from ayni.words.numbers import number, plain_typed

PAGES = Pages()
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
CARD = "card.png"
LAYOUTS = {"rows.csv": "csv", "rows-es.csv": "csv-es", "rows.json": "json", "receipt.json": "receipt"}
MOST = 60
"""Characters of what a field holds."""


@PAGES.page("questions")
def listed(asked: Asked) -> Response:
    """Every question."""
    return asked.page(
        "questions.html.j2", title=asked.say("web_questions.title"), about=asked.say("web_questions.about"),
        questions=questions().values(),
    )  # fmt: skip


async def file(asked: Asked) -> Response:
    """The rows of a question's run in a layout, or the receipt."""
    of, _ = _question(asked)
    name, table = asked.request.url.path.rpartition("/")[2], asked.query.get("table", "")
    layout, kind = LAYOUTS[name], TYPES[name.rpartition(".")[2]]
    if of.file.shows != "run" or (of.file.recorded and layout == "receipt"):
        raise AyniError("unknown_file", file=name)
    values = {ask.name: read(ask, asked.query.get(ask.name, start(ask)).strip()[:MOST], asked) for ask in of.file.asks}
    if of.file.recorded:
        found = report.from_json(await run_in_threadpool(recorded, of, values))
        content = report.rows_as_bytes(of_table(found, table), layout)
    else:
        content = await asked.site.jobs.run("command", **run_of(of, values, asked), layout=layout, table=table)
    return Response(content, media_type=kind)


for each in LAYOUTS:
    PAGES.page("questions", f"/{{question}}/{each}")(file)


@PAGES.page("questions", f"/{{question}}/{CARD}")
def card(asked: Asked) -> Response:
    """What is shown where a question's address is passed on, as a picture."""
    of, _ = _question(asked)
    return Response(report.picture(card_of(of, asked.language), ".png"), media_type="image/png")


@PAGES.page("questions", "/{question}")
@PAGES.charts("questions", "/{question}/{chart}")
async def question(asked: Asked) -> Response:
    """One question with its answer."""
    of, elsewhere = _question(asked)
    if elsewhere:
        return elsewhere
    if of.file.shows == "page":
        return RedirectResponse(of.address(asked.language), 308)
    typed = {ask.name: asked.query.get(ask.name, start(ask)).strip()[:MOST] for ask in of.file.asks}
    found, wrong = None, ""
    try:
        values = {ask.name: read(ask, typed[ask.name], asked) for ask in of.file.asks}
        found = await shown(of, values, asked)
    except AyniError as error:
        wrong = error.in_language(asked.language)
    asked = replace(asked, other_place={language: (of.file.path[language],) for language in LANGUAGES})
    personal = of.is_personal and any(name in asked.query for name in typed)
    has_card = can_draw() or was_drawn(card_of(of, asked.language))
    answer = asked.page(
        "question.html.j2", title=of.file.title[asked.language], status=400 if wrong else 200,
        about=found.sentence if found and not personal else of.file.about[asked.language], private=personal,
        image=asked.url("questions", of.file.path[asked.language], CARD) if has_card else "",
        of=of, found=found, wrong=wrong, fields=[_field(ask, typed[ask.name], asked) for ask in of.file.asks],
        see=[questions()[name] for name in of.file.see],
    )  # fmt: skip
    if of.is_personal:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def card_of(of: Asking, language: Language) -> str:
    """What is shown where a question's address is passed on."""
    return page_card(of.file.title[language], of.file.about[language], of.address(language))


def _question(asked: Asked) -> tuple[Asking, Response | None]:
    """The question of the address; or where it is, asked for by its address in another language or by its name."""
    path, language = asked.place["question"], asked.language
    for each in questions().values():
        if path == each.file.path[language]:
            return each, None
        if path in (each.id, *each.file.path.values()):
            rest = f"?{asked.request.url.query}" if asked.request.url.query else ""
            return each, RedirectResponse(address(language, "questions", each.file.path[language]) + rest, 308)
    raise AyniError("unknown_question", name=path[:MOST])


def _surveys(asked: Asked) -> list[str]:
    """The surveys that are offered, the synthetic population last."""
    return sorted(asked.site.surveys, key="synthetic".__eq__)


def read(ask: Ask, typed: str, asked: Asked) -> str:
    """What stands in a field as programs write it. Raises AyniError for what it cannot hold."""
    kind = kind_of(ask, bolivia())
    if kind in ("money", "count"):
        return plain_typed(typed, asked.language) if typed else ""
    if kind in ("date", "month"):
        if not typed:
            return ""
        day = read_day(typed, ask.name)
        return f"{day:%Y-%m}" if len(typed) == 7 else day.isoformat()
    if kind == "flag":
        return "true" if typed in ("true", "1", "on") else "false"
    if kind == "survey":
        known = _surveys(asked)
        first = {"default": known[0], "last": known[max(len(known) - 2, 0)]}.get(typed, typed)
        return asked.site.survey(first if ask.name in asked.query or first in known else known[0])
    if kind == "category":
        answer = answer_of(ask, bolivia())
        known = [*(ask.values or (answer.values if answer else ()))]
        if typed not in known:
            raise AyniError("question_choice", value=typed, name=_label(ask, asked))
        return typed
    if not re.fullmatch(r"[\w %.,:+-]*", typed):
        raise AyniError("question_choice", value=typed, name=_label(ask, asked))
    return typed


def _label(ask: Ask, asked: Asked) -> str:
    answer = answer_of(ask, bolivia())
    return ask.text[asked.language] if ask.text else answer.text[asked.language] if answer else ask.name


def _field(ask: Ask, typed: str, asked: Asked) -> Mapping[str, Any]:
    """A field as the form shows it."""
    kind, language = kind_of(ask, bolivia()), asked.language
    answer = answer_of(ask, bolivia())
    choices: dict[str, str] = {}
    if kind == "category":
        if ask.values:
            choices = {name: text[language] for name, text in ask.values.items()}
        elif answer:
            choices = {name: value_text(answer.name, name, language) for name in answer.values}
    elif kind == "flag":
        choices = {"true": asked.say("web_questions.yes"), "false": asked.say("web_questions.no")}
    elif kind == "survey":
        names = {"synthetic": asked.say("web_questions.synthetic")}
        choices = {name: names.get(name, name.upper().replace("EH", "EH ")) for name in _surveys(asked)}
    shown = typed if kind != "survey" else read(ask, typed, asked)
    if kind in ("money", "count") and ask.name not in asked.query and typed:
        value = float(typed)
        shown = number(value, language, 0 if value == int(value) else 2)
    return {
        "name": ask.name, "id": ask.name.replace(".", "-"), "kind": kind, "text": _label(ask, asked), "value": shown,
        "hint": ask.hint[language] if ask.hint else "", "choices": choices,
    }  # fmt: skip
