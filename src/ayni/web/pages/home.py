"""The first page: what the programmes do to extreme poverty, the search, first questions, and why to trust it all."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import Response

from ayni import report
from ayni.evidence.over_time import Point, indicators, series
from ayni.law import bolivia
from ayni.report.inline import Mark, Picture, dots, marked
from ayni.report.naming import wave_name
from ayni.runs import names_of, trust
from ayni.scenario import Row, programmes
from ayni.scenario.analysis import ALL_PROGRAMMES
from ayni.web.intent import suggested
from ayni.web.site import Asked, Pages
from ayni.words import Language, say
from ayni.words.numbers import number, percent

PAGES = Pages()
CLAIM = "B02"
"""The claim that the first figure answers."""
QUESTIONS = 6
PUBLISHED = (("poverty", "headcount", "moderate"), ("extreme", "headcount", "extreme"), ("gini", "gini", ""))
"""What is compared with INE's own figures."""


class Effect(Struct, frozen=True):
    """What the programmes did to extreme poverty in the latest survey."""

    picture: Picture
    relative: str


@PAGES.page("home")
@PAGES.charts("home", "/{chart}")
def home(asked: Asked) -> Response:
    """The first page."""
    from ayni.web.questions import questions

    language = asked.language
    agrees, differs = compared(language)
    return asked.page(
        "home.html.j2", title=asked.say("web.title"), about=asked.say("web.about"), effect=replace(
            told := effect(language), picture=asked.charted(told.picture, asked.url("home", "effect")),
        ),
        claim=CLAIM, open=suggested(language), questions=list(questions().values())[:QUESTIONS], agrees=agrees,
        differs=differs, trust=_trust(language),
    )  # fmt: skip


@cache
def _trust(language: Language) -> report.Table:
    return report.trust_table(trust(bolivia()), language)


# ---- one result


@cache
def effect(language: Language) -> Effect:
    """By how many points each programme lowers extreme poverty, as recorded of the latest survey."""
    whole = max(_effects(ALL_PROGRAMMES), key=lambda point: point.period)
    own: dict[str, Point] = {}
    for programme in programmes(bolivia()):
        for point in _effects(programme.id):
            if point.wave == whole.wave and point.se:
                own[programme.id] = point
    order = sorted(own, key=lambda name: own[name].value)
    names = {name: names_of(bolivia())[name][language] for name in order}
    largest = [name for name in order if own[name].value < whole.value / 2]
    marks = [_mark(say("web_home.effect_all", language), whole, "b", language)]
    marks += [_mark(names[name], own[name], "a", language) for name in order]
    about = say("web_home.effect_about", language)
    title = say(
        "web_home.effect", language, year=whole.period, points=number(abs(whole.value), language, 1),
        name=names[(largest or order)[0]],
    )  # fmt: skip
    wave = wave_name(whole.wave, language)
    source = say("web_home.effect_source", language, wave=wave, n=number(whole.n or 0, language))
    drawn = Picture(
        "effect", title, about, dots(marks, lambda value: number(value, language, 1), zero=True), source=source,
        table=marked("effect", title, about, source, marks, language),
    )  # fmt: skip
    relative = percent(abs(whole.relative or 0.0), language, 0)
    return Effect(drawn, say("web_home.effect_relative", language, share=relative))


def _effects(programme: str) -> tuple[Point, ...]:
    if f"effect.{programme}.poverty_extreme" not in indicators():
        return ()
    return series(f"effect.{programme}.poverty_extreme").of(True, "year")


def _mark(name: str, point: Point, tone: str, language: Language) -> Mark:
    low, high = point.interval or (None, None)
    return Mark(name, point.value, low, high, number(point.value, language, 1), tone)


# ---- trust


@cache
def compared(language: Language) -> tuple[list[str], list[str]]:
    """What agrees with what is published, and what does not in the latest survey, each gap with its name and size."""
    found = trust(bolivia())
    agrees, differs = [], []
    for wave in found.surveys:
        figures = report.Figures(found, wave)
        year = wave[-4:]
        for key, measure, line in (
            ("poverty", "headcount", "moderate"),
            ("extreme", "headcount", "extreme"),
            ("gini", "gini", ""),
        ):
            ours = figures.find("poverty", concept="ine_income_rebuilt", measure=measure, line=line)
            official = figures.find("validation", concept="official", measure=measure, line=line)
            if ours is None or official is None:
                continue
            texts = {"ours": report.figure(ours, language), "official": report.figure(official, language), "year": year}
            if texts["ours"] == texts["official"]:
                agrees.append(say(f"web_home.agrees_{key}", language, **texts))
    latest = report.Figures(found, max(found.surveys))
    gaps = []
    for programme in latest.programmes("programmes"):
        place = {"programme": programme, "measure": "recipients"}
        rows = [latest.find("programmes", concept=each, **place) for each in ("simulated", "official", "survey")]
        if rows[0] is not None and rows[1] is not None and rows[0].value and rows[1].value:
            gaps.append((rows[0].value / rows[1].value - 1, _gap(programme, rows, latest, language)))
    differs = [text for _, text in sorted(gaps, key=lambda each: -abs(each[0]))]
    return agrees, differs


def _gap(programme: str, rows: list[Row | None], latest: report.Figures, language: Language) -> str:
    """One gap: by how much ours is off the register, and how much of that stands in the survey itself."""
    simulated, official, survey = rows
    assert simulated is not None
    assert official is not None
    ours, register = simulated.value or 0.0, official.value or 1.0
    share = ours / register - 1
    fields = {
        "name": latest.programme(programme, language), "share": percent(abs(share), language, 0),
        "year": latest.survey[-4:], "ours": report.figure(simulated, language),
        "official": report.figure(official, language),
    }  # fmt: skip
    text = say(f"web_home.gap_{'more' if share >= 0 else 'less'}", language, **fields)
    if survey is None or not survey.value or share < 0:
        return text
    weighed = (survey.value - register) / (ours - register)
    key = "gap_survey" if weighed > 0.15 else "gap_survey_all"
    said = {"survey": report.figure(survey, language), "share": percent(min(weighed, 1.0), language, 0)}
    return f"{text} {say(f'web_home.{key}', language, **said)}"
