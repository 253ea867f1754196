"""The law: every instrument on a day, one of them, the history of a parameter, and two dates side by side."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from ayni import report
from ayni.engine import Instrument
from ayni.law import bolivia
from ayni.report import inline
from ayni.report.law_charts import history_plan
from ayni.runs import law_difference, on_typical_households
from ayni.scenario.law_changes import days_of_change
from ayni.web.site import Asked, Pages
from ayni.words import AyniError

PAGES = Pages()
STANDINGS = ("all", "in_force", "not_in_force")
LATEST = 6
"""How many of the last changes are offered to compare."""


@PAGES.page("law")
def law(asked: Asked) -> Response:
    """Every instrument on a day, by whom it serves."""
    day, folders = asked.day(), report.folders()
    chosen, words = asked.query.get("group", ""), asked.query.get("q", "").strip()
    standing = asked.query.get("standing") or STANDINGS[0]
    if chosen not in ("", *folders):
        raise AyniError("unknown_group", name=chosen, known=", ".join(folders))
    if standing not in STANDINGS:
        raise AyniError("unknown_standing", name=standing, known=", ".join(STANDINGS))
    found = report.search(words, bolivia(), asked.language)
    named = {entry.place[0] for kind in ("instrument", "parameter", "act") for entry in found.get(kind, ())}
    shown: dict[str, list[tuple[Instrument, str]]] = {}
    for folder in [chosen] if chosen else folders:
        for name in folders[folder]:
            each = bolivia().instrument(name)
            holds = "in_force" if _holds(each, day) else "not_in_force"
            if standing in ("all", holds) and (not words or name in named):
                shown.setdefault(folder, []).append((each, holds))
    return asked.page(
        "law_list.html.j2", title=asked.say("web_law.title"), day=day, folders=folders,
        standings=STANDINGS, words=words, chosen=chosen, standing=standing, shown=shown,
        n=sum(map(len, shown.values())),
    )  # fmt: skip


def _holds(instrument: Instrument, day: dt.date) -> bool:
    return instrument.day_in_force(day, within_year=False) is not None


@PAGES.page("law_diff")
def difference(asked: Asked) -> Response:
    """Two dates side by side; without dates, the day before the last change and that day."""
    law, latest = bolivia(), days_of_change(bolivia(), dt.date.today())[:LATEST]
    offered = [
        (day - dt.timedelta(1), day, [law.instrument(name).name[asked.language] for name in names])
        for day, names in latest
    ]
    before, after = asked.day("before", offered[0][0]), asked.day("after", offered[0][1])
    if before > after:
        raise AyniError("days_out_of_order", start=before, end=after)
    found = law_difference(law, before, after)
    tables = report.difference_tables(found, asked.language)
    links = [asked.url("law", *(each.parameter or each.instrument).split("."), date=after) for each in found.changes]
    return asked.page(
        "law_diff.html.j2", title=asked.say("web_law.compare"), before=before, after=after, offered=offered,
        changed=tables[0], households=tables[1], links=links,
    )  # fmt: skip


@PAGES.page("law", "/{instrument}")
def instrument(asked: Asked) -> Response:
    """One instrument on a day: words, legal basis, rule, parameters, households, what is recorded, cases."""
    law, day, language = bolivia(), asked.day(), asked.language
    found = law.instrument(asked.place["instrument"])
    links = [asked.url("law", found.id, name, date=day) for name in found.parameters]
    return asked.page(
        "law_instrument.html.j2", title=found.name[language], instrument=found, day=day, holds=_holds(found, day),
        acts=report.acts_of(found, language), rules=report.rules_of(law, found.id, day, language), links=links,
        parameters=report.parameters_table(found, day, language), recorded=report.recorded_table(found, language),
        households=report.of_typical_households(
            on_typical_households(law, found.id, day), law, day, language
        ),
        cases=report.worked_cases(law, found.id, language), claims=report.claims_on(found.id),
        days=report.days, claiming=report.claiming_of_instrument(found, day, law, language),
    )  # fmt: skip


@PAGES.page("law", "/{instrument}/{parameter}")
@PAGES.charts("law", "/{instrument}/{parameter}")
def parameter(asked: Asked) -> Response:
    """A parameter over time: chart and table, and where it is used."""
    law, name, language = bolivia(), _parameter(asked), asked.language
    found, home = law.parameter(name), law.instrument(asked.place["instrument"])
    return asked.page(
        "law_parameter.html.j2", title=found.text[language], parameter=found, instrument=home, day=asked.day(),
        history=report.history_table(law, name, report.history(law, name), language),
        picture=_picture(asked, name) if report.has_chart(found) else None,
        claims=report.claims_on(name),
    )  # fmt: skip


def _picture(asked: Asked, name: str) -> inline.Picture:
    """A parameter over time inside the page, with its files."""
    instrument, _, own = name.partition(".")
    plan, here = history_plan(bolivia(), name, asked.language), asked.url("law", instrument, own)
    return asked.charted(
        inline.of_plan(plan, asked.language, large=True, kept=True), here, page=here,
        unit=bolivia().parameter(name).unit, rows=lambda: report.history_as_csv(bolivia(), name),
    )  # fmt: skip


def _parameter(asked: Asked) -> str:
    """The parameter of the path as `instrument.parameter`. Raises for one that is not there."""
    name = f"{bolivia().instrument(asked.place['instrument']).id}.{asked.place['parameter']}"
    return bolivia().parameter(name).id
