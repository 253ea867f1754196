"""Indicators over time and by department, the timeline; each chart has an address of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from msgspec.structs import replace
from starlette.responses import Response

from ayni.evidence import over_time
from ayni.evidence.timeline import KINDS, between
from ayni.law import bolivia
from ayni.report import inline, series as views
from ayni.report.claims import timeline_as_bytes, timeline_plan, timeline_table
from ayni.report.naming import wave_name
from ayni.report.page_card import page_card
from ayni.report.pictures import can_draw, picture, was_drawn
from ayni.web.site import Asked, Pages, address
from ayni.words import AyniError, Language

PAGES = Pages()
FIRST = ("poverty_moderate", "poverty_extreme", "gini_ine")
"""What the page of indicators shows before its list."""
CARD = "card.png"
BY_DEPARTMENT = ("poverty_moderate", "poverty_extreme")


@PAGES.page("indicators")
@PAGES.charts("indicators", "/{chart}")
def indicators(asked: Asked) -> Response:
    """Poverty and inequality over time and by department, then every indicator by subject."""
    wave, _ = over_time.by_department(FIRST[0], asked.query.get("wave", ""))
    language = asked.language
    return asked.page(
        "indicators.html.j2",
        title=asked.say("web_indicators.title"),
        shown=[_shown(asked, over_time.series(indicator)) for indicator in FIRST],
        wave=wave,
        waves={each: wave_name(each, language) for each in over_time.waves_by_department(FIRST[0])},
        departments=_departments(asked, BY_DEPARTMENT, wave),
        subjects={
            subject: sorted((views.indicator_name(name, bolivia(), language), name) for name in names)
            for subject, names in over_time.subjects().items()
        },
    )


@PAGES.page("indicators", "/{indicator}/data.json")
@PAGES.page("indicators", "/{indicator}/data.csv")
def indicator_data(asked: Asked) -> Response:
    """The values of the page, as JSON or CSV."""
    of = over_time.series(asked.place["indicator"], asked.query.get("area", ""), asked.query.get("group", ""))
    if asked.request.url.path.endswith(".json"):
        return Response(views.series_as_bytes(of, "json"), media_type="application/json")
    return Response(views.series_as_bytes(of, "csv"), media_type="text/csv; charset=utf-8")


@PAGES.page("indicators", "/{indicator}")
@PAGES.charts("indicators", "/{indicator}/{chart}")
def indicator(asked: Asked) -> Response:
    """One indicator of one place and group: chart, table, sources, departments, and the other places."""
    language = asked.language
    of = over_time.series(asked.place["indicator"], asked.query.get("area", ""), asked.query.get("group", ""))
    waves = over_time.waves_by_department(of.indicator)
    wave = asked.query.get("wave") or (waves[0] if waves else "")
    return asked.page(
        "indicator.html.j2",
        title=views.title_of(of, bolivia(), language),
        about=views.finding(of, bolivia(), language),
        latest=views.latest(of, language),
        image=_address(asked, of, CARD) if can_draw() or was_drawn(card_of(of, language)) else "",
        embed=_address(asked, of, "chart.svg") if views.is_drawn(of) else "",
        shown=_shown(asked, of),
        table=replace(views.series_table(of, bolivia(), language), notes=()),
        sources=views.sources(of, language),
        notes=dict.fromkeys((point.period, point.note) for point in of.points if point.note),
        data={layout: _address(asked, of, f"data.{layout}") for layout in ("json", "csv")},
        wave=wave,
        waves={each: wave_name(each, language) for each in waves},
        departments=_departments(asked, [of.indicator], wave, of.indicator) if waves else None,
        others=[
            (
                views.place_name(area, group, bolivia(), language),
                asked.url("indicators", of.indicator, area=area, group=group),
            )
            for area, group in over_time.places(of.indicator)
            if (area, group) != (of.area, of.group)
        ],
        here={"area": of.area, "group": of.group},
    )


@PAGES.page("indicators", f"/{{indicator}}/{CARD}")
def indicator_card(asked: Asked) -> Response:
    """The series as a picture for those who pass its address on."""
    of = over_time.series(asked.place["indicator"], asked.query.get("area", ""), asked.query.get("group", ""))
    return Response(picture(card_of(of, asked.language), ".png"), media_type="image/png")


def card_of(of: over_time.Series, language: Language) -> str:
    """What is shown where the address of a series is passed on: its chart, where there is one to draw."""
    title, place = views.title_of(of, bolivia(), language), address(language, "indicators", of.indicator)
    if not views.is_drawn(of):
        return page_card(title, views.finding(of, bolivia(), language), place)
    return views.series_card(of, bolivia(), language, place)


def _shown(asked: Asked, of: over_time.Series) -> dict[str, object]:
    """What a template shows of a series."""
    return {
        "id": re.sub(r"[^a-z0-9]+", "-", of.indicator),
        "name": views.title_of(of, bolivia(), asked.language),
        "finding": views.finding(of, bolivia(), asked.language),
        "picture": _picture(asked, of) if views.is_drawn(of) else None,
        "table": views.series_table(of, bolivia(), asked.language),
        "page": asked.url("indicators", of.indicator),
    }


def _picture(asked: Asked, of: over_time.Series) -> inline.Picture:
    """The series inside the page, with its files."""
    language = asked.language
    plan, table = views.series_plan(of, bolivia(), language), views.series_table(of, bolivia(), language)
    return asked.charted(
        inline.of_plan(plan, language, table=table, large=bool(asked.place), kept=True), _address(asked, of, "chart"),
        rows=lambda: views.series_as_bytes(of, "csv"), unit=of.unit, sources=views.sources(of, language),
    )  # fmt: skip


def _departments(asked: Asked, indicators: Sequence[str], wave: str, *parts: str) -> inline.Picture:
    """The departments inside the page, with its files; `parts` is what of the address stands before their name."""
    plan = views.departments_plan(indicators, wave, bolivia(), asked.language)
    table = views.departments_table(indicators, wave, bolivia(), asked.language)
    address = asked.url("indicators", *parts, "departments", wave=wave)
    return asked.charted(
        inline.of_plan(plan, asked.language, table=table, kept=True), address,
        rows=lambda: views.departments_as_csv(indicators, wave),
    )  # fmt: skip


def _address(asked: Asked, of: over_time.Series, what: str) -> str:
    return asked.url("indicators", of.indicator, *filter(None, [what]), area=of.area, group=of.group)


@PAGES.page("timeline")
@PAGES.charts("timeline", "/{chart}")
def timeline(asked: Asked) -> Response:
    """What happened between two days, of the kinds that are asked for; all kinds where none is."""
    start, end, kinds = _span(asked)
    entries = between(bolivia(), start, end, kinds)
    table = timeline_table(entries, asked.language)
    bounds = {"from": asked.query.get("from", ""), "to": asked.query.get("to", "")}
    return asked.page(
        "timeline.html.j2",
        title=asked.say("web_indicators.timeline_title"),
        table=table,
        picture=entries
        and asked.charted(
            inline.of_plan(timeline_plan(entries, asked.language), asked.language, table=table, large=True, kept=True),
            asked.url("timeline", "chart", **bounds, kind=",".join(kinds)),
            rows=lambda: timeline_as_bytes(entries, "csv"),
        ),
        kinds=KINDS,
        chosen=kinds,
        bounds=bounds,
    )


def _span(asked: Asked) -> tuple[dt.date | None, dt.date | None, list[str]]:
    """The first and last day and the kinds that the address asks for."""
    start, end = (asked.day(name) if asked.query.get(name) else None for name in ("from", "to"))
    said = [kind for each in asked.request.query_params.getlist("kind") for kind in each.split(",")]
    for each in filter(None, said):
        if each not in KINDS:
            raise AyniError("not_a_choice", option="kind", value=each[:40], choices=", ".join(KINDS))
    return start, end, [kind for kind in KINDS if kind in said]
