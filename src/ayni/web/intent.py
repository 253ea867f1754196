"""What a visitor means by a few words: numbers and years become answers and forms that are filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from ayni.report.search import plain, search
from ayni.words import Language, Text, read_yaml, say

if TYPE_CHECKING:
    from ayni.engine import Instrument, Law, Parameter
    from ayni.evidence.over_time import Point

FILE = Path(__file__).with_name("intents.yaml")
YEARS = range(1985, 2041)
MOST = 6
"""So many answers stand above what is found."""
INDICATORS = 2


class Answer(Struct, frozen=True):
    """A page that answers, with what is filled in; `query` holds more than one value as a list."""

    name: str
    view: str
    about: str = ""
    place: tuple[str, ...] = ()
    query: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(1)
def _file() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(FILE)
    return found


def answers(words: str, law: Law, language: Language, today: dt.date) -> list[Answer]:
    """What these words ask for, the likeliest first; empty where nothing is known of them."""
    text = plain(words)
    asked = set(text.split())
    numbers = [int(each) for each in re.findall(r"(?<![a-z0-9])\d+(?![a-z0-9])", text)]
    percent = "%" in words
    found = [*_of_programmes(asked, numbers, percent, law, language, today)]
    programmes = bool(found)
    found += _of_promises(asked, numbers, law, language)
    found += _of_pages(text, asked, numbers, language)
    found += _of_questions(asked, language)
    if not programmes:
        found += _of_indicators(text, [each for each in numbers if each in YEARS], law, language)
    own: dict[tuple[Any, ...], Answer] = {}
    for each in found:
        own.setdefault((each.view, each.place, str(each.query)), each)
    return list(own.values())[:MOST]


# ---- programmes


def _of_programmes(
    asked: set[str], numbers: list[int], percent: bool, law: Law, language: Language, today: dt.date
) -> Iterator[Answer]:
    for identifier in law.of_tier("executable"):
        instrument = law.instruments[identifier]
        if not _is_meant(instrument, asked):
            continue
        amount = amount_of(instrument, law)
        if amount is None:
            continue
        wanted: list[int | None] = [*numbers] or [None]
        for number in wanted:
            yield from _of_programme(instrument, amount, number, percent, law, language, today)


def _is_meant(instrument: Instrument, asked: set[str]) -> bool:
    """Whether a programme is named: by all of its name, or by a word that is its own."""
    common = set(_file()["common"])
    names = {plain(text) for text in instrument.called.values()} | {plain(instrument.id)}
    own = {word for name in names for word in name.split() if not word.isdigit()} - common
    whole = any(set(name.split()) <= asked for name in names)
    return whole or bool(own & asked) or plain(_file()["short"].get(instrument.id, "")) in asked


def amount_of(instrument: Instrument, law: Law) -> Parameter | None:
    """What people mean by a programme's amount: its first parameter of money, else the first that can be changed."""
    from ayni.scenario.reform import why_not_on_surveys

    able = [each for each in instrument.parameters.values() if why_not_on_surveys(each.id, law) is None]
    return next((each for each in able if each.unit.startswith("Bs")), next(iter(able), None))


def _of_programme(
    instrument: Instrument, amount: Parameter, number: int | None, percent: bool, law: Law, language: Language,
    today: dt.date,
) -> Iterator[Answer]:  # fmt: skip
    from ayni.report.reform_page import in_unit
    from ayni.runs.reform import value_on
    from ayni.words import catalogue

    name, now = instrument.called[language], value_on(law, amount.id, today)
    per = say(f"web_per.{amount.unit}", language) if f"web_per.{amount.unit}" in catalogue() else ""

    def said(value: object) -> str:
        return f"{in_unit(value, amount.unit, language)} {per}".strip()

    if number is not None and number in YEARS:
        day = dt.date(number, 12, 1) if number < today.year else today
        if instrument.day_in_force(day, within_year=True):
            then = said(value_on(law, amount.id, day))
            text = say("web_intent.law_in_year", language, name=name, year=number, value=then)
            yield Answer(text, "law", amount.text[language], (instrument.id,), {"date": day.isoformat()})
        elif number < 2000:
            return
    if number is not None and isinstance(now, int | float):
        value: float = number / 100 if amount.unit.endswith("share") and number > 1 else float(number)
        if value != now and (not amount.unit.endswith("share") or percent or number < 100):
            plain_number = f"{value:g}" if value < 1e6 else str(int(value))
            key = "web_intent.reform"
            text = say(key, language, name=name, before=in_unit(now, amount.unit, language), after=said(value))
            yield Answer(
                text, "reforms", say("web_intent.reform_about", language), (), {"r": [f"{amount.id}:{plain_number}"]}
            )
        return
    if now is not None:
        text = say("web_intent.law_now", language, name=name, value=said(now))
        yield Answer(text, "law", amount.text[language], (instrument.id,), {"date": today.isoformat()})
        yield Answer(
            say("web_intent.change", language, name=name), "reforms", say("web_intent.reform_about", language), (),
            {"of": instrument.id},
        )  # fmt: skip


# ---- promises


def _of_promises(asked: set[str], numbers: list[int], law: Law, language: Language) -> Iterator[Answer]:
    from ayni.evidence.promise import promises

    for promise in promises().values():
        if any(
            value in numbers and _is_meant(law.instruments[parameter.partition(".")[0]], asked)
            for parameter, value in promise.reform.items()
        ):
            yield Answer(promise.title[language], "promise", promise.about[language], (promise.id,))


# ---- pages


def _of_pages(text: str, asked: set[str], numbers: list[int], language: Language) -> Iterator[Answer]:
    for page in _file()["pages"]:
        if any(set(phrase.split()) <= asked for phrase in page["words"]):
            query = dict(page.get("query", {}))
            large = [number for number in numbers if number not in YEARS or number > 2100]
            if page.get("number") and (large or numbers):
                query[page["number"]] = str((large or numbers)[0])
            title: Text = page["title"]
            about: Text = page["about"]
            yield Answer(title[language], page["view"], about[language], tuple(page.get("place", ())), query)


# ---- indicators


def _of_indicators(text: str, years: list[int], law: Law, language: Language) -> Iterator[Answer]:
    from ayni.evidence.over_time import series
    from ayni.report.series import interval_text, value_text

    silent = {*_file()["silent"], *map(str, years)}
    words = " ".join(word for word in text.split() if word not in silent)
    if not words:
        return
    main: list[str] = _file()["main"]
    entries = search(words, law, language, every=True).get("indicator", [])
    entries.sort(key=lambda entry: main.index(entry.place[0]) if entry.place[0] in main else len(main))
    for entry in entries[:INDICATORS]:
        of = series(entry.place[0])
        name = entry.name[language]
        points = [_point(of.points, str(year)) for year in years] if years else [_latest(of.points)]
        for point in points:
            if point is None:
                continue
            value = f"{value_text(point, of.unit, language)} {interval_text(point, language)}".strip()
            named = say(
                "web_intent.indicator", language, name=name, period=point.period.replace("..", "–"), value=value
            )
            yield Answer(named, "indicators", say("web_intent.indicator_about", language), entry.place)
        if not any(points):
            yield Answer(name, "indicators", say("web_intent.no_year", language), entry.place)


def _point(points: tuple[Point, ...], year: str) -> Point | None:
    """The figure of a year: the newest method that was published, else ours."""
    of_year = [point for point in points if point.period == year]
    published = [point for point in of_year if not point.ours]
    revised = [point for point in published if "revised" in point.method]
    return next(iter(revised or published or of_year), None)


def _latest(points: tuple[Point, ...]) -> Point | None:
    return max((point for point in points if ".." not in point.period), key=lambda point: point.period, default=None)


# ---- questions


def _of_questions(asked: set[str], language: Language) -> Iterator[Answer]:
    from ayni.web.questions import questions

    wanted = asked - set(_file()["silent"])
    if not wanted:
        return
    for question in questions().values():
        title = set(plain(" ".join(question.file.title.values())).split())
        if wanted <= title:
            about = question.file.about[language]
            yield Answer(question.file.title[language], "questions", about, (question.file.path[language],))


def suggested(language: Language) -> list[Answer]:
    """The pages that are shown where nothing is found."""
    return [
        Answer(page["title"][language], page["view"], page["about"][language])
        for page in _file()["pages"]
        if page.get("door")
    ]
