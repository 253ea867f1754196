"""The rise of prices: what it did to one's own purchases, to each tenth and by division, and what rose to make up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from ayni import report
from ayni.law import bolivia
from ayni.report import inline
from ayni.report.figures import Figures
from ayni.report.findings import headlines
from ayni.report.table import Table
from ayni.scenario.own_prices import of_law, own_prices
from ayni.series import Prices, read_month, series, written
from ayni.series.months import first_day
from ayni.web.charted import people_of
from ayni.web.site import Asked, Pages
from ayni.words import AyniError
from ayni.words.numbers import money, month_of_year, number, percent, plain_typed

PAGES = Pages()
SHOWN = ("inflation", "inflation_baskets", "inflation_divisions")
MONTHS = ("inflation_months", "inflation_yearly")
FIRST = "2018-01"
SPENT = {"spent": "3500", "food": "", "fuel": "0"}
"""The fields of one's own spending, Bs a month, with what stands in them at first."""
HELPED = {
    "renta": ("renta_dignidad.monthly_non_pensioner", 1), "juancito": ("bono_juancito_pinto.amount", 12),
    "minimum": ("salario_minimo_nacional.amount", 1),
}  # fmt: skip
"""How many of the household get each: the parameter, and over how many months it is paid once."""
FUELS = ("gasolina_especial", "diesel_oil", "gnv")


@PAGES.page("inflation")
@PAGES.charts("inflation", "/{chart}")
async def inflation(asked: Asked) -> Response:
    """The page of two months of the address, the last year without any."""
    span = _span(asked)
    found = report.unpacked(await asked.site.jobs.run("inflation", **span, by=[], layout="packed"))
    language = asked.language
    figures = report.Figures(found)
    period = found.rows[0].step
    start, end = period.split("..")
    query = {"from": start, "to": end}
    sentences = headlines(figures, language)
    typed = {name: asked.query.get(name, "").strip() for name in (*SPENT, *HELPED)}

    def charted(name: str, table: str, picture: inline.Picture | None) -> inline.Picture | None:
        """A picture with its files: the rows of its table."""
        if picture is None:
            return None
        rows = found.where(row for row in found if row.table == table)
        return asked.charted(
            picture, asked.url("inflation", name, **query), rows=lambda: report.rows_as_bytes(rows, "csv"),
            **people_of(found),
        )  # fmt: skip

    own, wrong = None, ""
    try:
        own = _own(asked, typed, start, end)
    except AyniError as error:
        wrong = error.in_language(language)
    answer = asked.page(
        "inflation.html.j2",
        title=asked.say("web_inflation.title"),
        about=sentences[0],
        status=400 if wrong else 200,
        private=bool(asked.query.get("spent")),
        lead=_lead(figures, period, asked),
        more=sentences,
        own=own,
        wrong=wrong,
        typed=typed,
        is_example=not typed["spent"],
        by_group=charted("tenths", "inflation", _by_tenth(figures, period, asked)),
        by_division=charted("divisions", "inflation_divisions", _by_division(figures, period, asked)),
        month_by_month=charted("chart", "inflation_months", inline.of_chart(
            report.charts(found, language, ("inflation_months",))[0], language, large=True, kept=True,
        )),
        law_prices=_of_law(asked, [f"combustibles.{name}" for name in FUELS], start, end),
        law_amounts=_of_law(asked, [name for name, _ in HELPED.values()], start, end),
        tables=report.tables(found, language, (*SHOWN, *MONTHS)),
        shown=(start, end),
        first=FIRST,
        last=series().last_prices,
        data={each: f"/v1/inflation?{urlencode({**query, 'format': each})}" for each in ("csv", "csv-es", "json")},
        receipt=f"/v1/inflation/receipt?{urlencode(query)}",
    )  # fmt: skip
    if typed["spent"]:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _span(asked: Asked) -> dict[str, str]:
    """The months asked for; the last, and the one a year before, where none is said."""
    start, end = (asked.query.get(name, "").strip() for name in ("from", "to"))
    if not start:
        last = read_month(end or series().last_prices)
        start = written(last - 12)
    return {"start": start, "end": end}


def _lead(figures: Figures, period: str, asked: Asked) -> str:
    row = figures.find("inflation", concept="official", measure="inflation", step=period)
    food = figures.find(
        "inflation_divisions", concept="official", measure="inflation", step=period, group="division", level="01"
    )
    start, end = (month_of_year(dt.date.fromisoformat(f"{month}-01"), asked.language) for month in period.split(".."))
    rises = [percent(each.value or 0.0, asked.language) for each in (row, food) if each is not None]
    return asked.say("web_inflation.rose", start=start, end=end, all=rises[0], food=rises[-1])


# ---- one's own


def _own(asked: Asked, typed: Mapping[str, str], start: str, end: str) -> dict[str, Any]:
    """What one's own purchases cost, what rose to make up for it, and what is missing."""
    language, law = asked.language, bolivia()
    said = {name: typed[name] or (SPENT.get(name, "") if not typed["spent"] else "") for name in typed}
    spent, fuel = (float(plain_typed(said[name] or "0", language)) for name in ("spent", "fuel"))
    food = float(plain_typed(said["food"], language)) if said["food"] else None
    first, last = read_month(start), read_month(end)
    of = own_prices(spent, Prices(series()), law, first, last, food=food, fuel=fuel)
    lines, helped = [], 0.0
    for name, (parameter, months) in HELPED.items():
        count = float(plain_typed(said[name] or "0", language))
        more = (of_law(law, parameter, last) - of_law(law, parameter, first)) * count / months
        if count and more:
            helped += more
            lines.append(asked.say(f"web_inflation.helped_{name}", amount=money(more, language, sign=True)))
    missing = of.more - helped
    return {
        "more": money(of.more, language, sign=True),
        "sentence": asked.say(
            "web_inflation.own_sentence", before=money(spent, language), after=money(spent + of.more, language),
            rise=percent(of.rise, language),
        ),
        "helped": money(helped, language, sign=True),
        "lines": lines or [asked.say("web_inflation.helped_none")],
        "missing": money(abs(missing), language),
        "missing_head": asked.say("web_inflation.missing" if missing > 0 else "web_inflation.left"),
        "when": asked.say("web_inflation.to_live_the_same", month=month_of_year(first_day(first), language)),
        "parts": [
            (asked.say(f"web_inflation.part_{name}"), money(before, language), money(of.after[name], language))
            for name, before in of.before.items() if before
        ],
    }  # fmt: skip


# ---- by group and by division


def _by_tenth(figures: Figures, period: str, asked: Asked) -> inline.Picture | None:
    place = {"concept": "plutocratic", "measure": "inflation", "step": period, "group": "decile"}
    rows = [figures.find("inflation", level=str(tenth), **place) for tenth in range(1, 11)]
    marks = [
        inline.Mark(
            str(tenth), 100 * row.value, 100 * row.low, 100 * row.high, number(100 * row.value, asked.language, 1), "b"
        )
        for tenth, row in enumerate(rows, 1)
        if row is not None and row.value is not None and row.low is not None and row.high is not None
    ]  # fmt: skip
    if len(marks) < 2:
        return None
    poor, rich = marks[0], marks[-1]
    same = (
        poor.low is not None and rich.high is not None and poor.low <= rich.high and (rich.low or 0) <= (poor.high or 0)
    )
    key = "tenths_same" if same else "tenths_poor" if poor.value > rich.value else "tenths_rich"
    title = asked.say(f"web_inflation.{key}", poor=f"{poor.text}%", rich=f"{rich.text}%")
    ends = (asked.say("web_inflation.poorest"), asked.say("web_inflation.richest"))
    return inline.Picture(
        "tenths", title, asked.say("web_inflation.tenths_about"), inline.columns(marks, _percent(asked), ends=ends),
        description="; ".join(f"{mark.name}: {mark.text}%" for mark in marks),
        source=asked.say("web_inflation.tenths_source"), table=_table(figures, asked, "inflation"),
    )  # fmt: skip


def _by_division(figures: Figures, period: str, asked: Asked) -> inline.Picture | None:
    place = {"concept": "official", "measure": "inflation", "step": period}
    mean = figures.find("inflation", **place)
    found = []
    for division in figures.levels("inflation_divisions", "division"):
        row = figures.find("inflation_divisions", group="division", level=division, **place)
        if row is not None and row.value is not None:
            found.append((row.value, asked.say(f"division.{division}")))
    if mean is None or mean.value is None or not found:
        return None
    found.sort(reverse=True)
    marks = [
        inline.Mark(name, 100 * value, text=percent(value, asked.language), tone="b" if value > mean.value else "b2")
        for value, name in found
    ]
    title = asked.say("web_inflation.divisions_title", one=found[0][1], rise=percent(found[0][0], asked.language))
    guide = (100 * mean.value, asked.say("web_inflation.mean", rise=percent(mean.value, asked.language)))
    return inline.Picture(
        "divisions", title, asked.say("web_inflation.divisions_about"), inline.bars(marks, guide=guide),
        description="; ".join(f"{mark.name}: {mark.text}" for mark in marks),
        source=asked.say("web_inflation.divisions_source"), table=_table(figures, asked, "inflation_divisions"),
    )  # fmt: skip


def _percent(asked: Asked) -> Any:
    return lambda value: f"{number(value, asked.language, 0 if value == round(value) else 1)}%"


def _table(figures: Figures, asked: Asked, name: str) -> Table | None:
    return next(iter(report.tables(figures.result, asked.language, (name,))), None)


# ---- what the law sets


def _of_law(asked: Asked, parameters: list[str], start: str, end: str) -> list[dict[str, str]]:
    """Parameters on the last days of both months; one that the law book does not know then is left out."""
    law, language, found = bolivia(), asked.language, []
    for name in parameters:
        try:
            values = [of_law(law, name, read_month(month)) for month in (start, end)]
        except AyniError:
            continue
        instrument, _, parameter = name.partition(".")
        places = 0 if all(value == round(value) for value in values) else 2
        before, after = (number(value, language, places) for value in values)
        change = values[1] / values[0] - 1
        text = law.parameter(name).text[language]
        found.append({
            "name": text if instrument == "combustibles" else law.instrument(instrument).called[language],
            "before": before, "after": after,
            "change": percent(change, language, 0, sign=True) if values[0] != values[1] else "=",
            "page": asked.url("law", instrument, parameter),
        })  # fmt: skip
    return found
