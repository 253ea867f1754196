"""Headlines and chart titles: fixed sentences filled in with figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from operator import attrgetter

from ayni.report.figures import Figures, figure, sentence
from ayni.report.law_status import known_until
from ayni.report.naming import name, wave_name
from ayni.report.scenarios import VIEWS
from ayni.scenario.analysis import months_later
from ayni.scenario.keys import ALL_PROGRAMMES
from ayni.scenario.result import DataCard
from ayni.scenario.rows import Row
from ayni.words import Language, say
from ayni.words.marks import MarkKind
from ayni.words.numbers import day, month_of_year


def headlines(f: Figures, language: Language) -> list[str]:
    """What the page says first; a sentence whose figures are not there is left out.

    Of people carried to another month effects come before levels, which are less sure.
    """
    effects = [
        _effects(f, "disposable", "finding.effects", language),
        _effects(f, "ine_income_rebuilt", "finding.effects_ine", language),
    ]
    levels = [_poverty(f, language)]
    found = [
        *((*effects, *levels) if any(card.carried for card in f.cards) else (*levels, *effects)),
        _targeting(f, "finding.targeting", language),
        _largest(f, language),
        *(finding(f, language) for view in VIEWS for finding in view.FINDINGS),
    ]
    said = [re.sub(r" +(?=[ ,.;])", "", sentence) for sentence in found if sentence]  # an interval may be empty
    time = _time(f, language)
    if time is not None:
        said.insert(0 if _moved(f) else 1, time)
    known = dict.fromkeys(_known(card, language) for card in f.cards)
    return [*filter(None, known), *said]


def _moved(f: Figures) -> bool:
    """Whether the people are of another month than the survey's, or the law of another year: said before all else."""
    carried = any(card.carried is not None for card in f.cards)
    return carried or MarkKind.OTHER_YEAR in f.kinds


def _known(card: DataCard, language: Language) -> str:
    """How far the law book is known, where the law's day is after it."""
    if not card.known_until:
        return ""
    return known_until(dt.date.fromisoformat(card.known_until), dt.date.fromisoformat(card.law_day), language)


def _time(f: Figures, language: Language) -> str | None:
    """Whose people, in whose prices, under the law of which day; of two surveys, both."""
    cards = [card for card in f.cards if card.persons is not None and card.law_day and card.survey in f.survey]
    if not cards or not f.rows:
        return None
    fields = {
        "survey": [wave_name(card.survey, language) for card in cards],
        "month": [_month(card.month, language) for card in cards],
        "prices": [_month(card.prices[-7:], language) for card in cards],
        "law": [day(dt.date.fromisoformat(card.law_day), language) for card in cards],
    }
    said = {f"{name}{index}": text for name, texts in fields.items() for index, text in enumerate(texts, 1)}
    if len(cards) > 1:
        return say("finding.time_of_two", language, **said)
    how = cards[0].carried
    if how is not None:
        kind = "_scenario" if how.is_scenario else "_carried"
        whole = say(f"finding.time{kind}", language, since=_month(how.since[-7:], language), **said)
        return " ".join(filter(None, (whole, _later_law(cards[0], language))))
    other = MarkKind.OTHER_YEAR in f.kinds
    return say(f"finding.time{'_prices_of_survey' if other else ''}", language, **said)


def _later_law(card: DataCard, language: Language) -> str:
    """By how many months the law is later than the prices to which people were carried; empty where it is not."""
    later = months_later(dt.date.fromisoformat(card.law_day), dt.date.fromisoformat(f"{card.month}-01"))
    if later <= 0:
        return ""
    return say(f"finding.later_law{'_one' if later == 1 else ''}", language, months=later)


def _month(month: str, language: Language) -> str:
    return month_of_year(dt.date.fromisoformat(f"{month}-01"), language)


def _poverty(f: Figures, language: Language) -> str | None:
    place = {"concept": "ine_income", "measure": "headcount"}
    rows = {line: f.find("poverty", line=line, **place) for line in ("moderate", "extreme")}
    rows["gini"] = f.find("poverty", concept="ine_income", measure="gini")
    return sentence("finding.poverty", rows, language)


def _effects(f: Figures, concept: str, key: str, language: Language) -> str | None:
    rows: dict[str, Row | None] = {}
    places = {"moderate": ("headcount", "moderate"), "extreme": ("headcount", "extreme"), "gini": ("gini", "")}
    for label, (measure, line) in places.items():
        for unit, end in (("points", ""), ("relative", "_relative")):
            rows[label + end] = f.find(
                "effects", concept=concept, programme=ALL_PROGRAMMES, measure=measure, line=line, side="change",
                unit=unit,
            )  # fmt: skip
    return sentence(key, rows, language)


def _targeting(f: Figures, key: str, language: Language) -> str | None:
    rows = [row for row in f.of("targeting", measure="share_to_poor", line="moderate") if row.value is not None]
    return _range(key, {f.programme(row.programme, language): row for row in rows}, language)


def _largest(f: Figures, language: Language) -> str | None:
    spending = [row for row in f.of("programmes", concept="simulated", measure="spending") if row.value is not None]
    if not spending:
        return None
    largest = max(spending, key=attrgetter("value"))
    programme = largest.programme
    place = {"programme": programme, "measure": "recipients"}
    rows: dict[str, Row | None] = {
        "recipients": f.one("programmes", concept="simulated", **place),
        "spending": largest,
        "official": f.find("programmes", concept="official", **place),
        "ratio": f.find("programmes", concept="simulated_over_official", **place),
    }
    fields = {"programme": f.programme(programme, language)}
    if rows["official"] is None or rows["ratio"] is None:
        return sentence("finding.largest", {key: rows[key] for key in ("recipients", "spending")}, language, **fields)
    return sentence("finding.official", rows, language, **fields)


# ---- titles of charts


def waterfall(f: Figures, language: Language) -> str | None:
    """Poverty at the first and last step."""
    steps = f.values("step", "waterfall")
    if not steps:
        return None
    rows = {
        f"{line}_{end}": f.one("waterfall", measure="headcount", line=line, side="after", step=step)
        for line in ("moderate", "extreme")
        for end, step in (("first", steps[0]), ("last", steps[-1]))
    }
    return sentence("chart.waterfall", rows, language)


def effects(f: Figures, language: Language) -> str | None:
    """All programmes together."""
    return _effects(f, "disposable", "chart.effects", language)


def curves(f: Figures, language: Language) -> str | None:
    """The Gini before and after."""
    incomes = {"before": "net_market", "after": "disposable"}
    rows = {end: f.find("poverty", concept=income, measure="gini") for end, income in incomes.items()}
    return sentence("chart.curves", rows, language)


def departments(f: Figures, language: Language) -> str | None:
    """From the lowest to the highest."""
    place = {"concept": "ine_income", "measure": "headcount", "line": "moderate"}
    levels = f.levels("poverty", "department", concept="ine_income")
    rows = [f.one("poverty", group="department", level=level, **place) for level in levels]
    national = f.find("poverty", **place)
    if national is None or national.value is None:
        return None
    published = {name("department", row.level, language): row for row in rows if row.value is not None}
    return _range("chart.departments", published, language, national=figure(national, language))


def deciles(f: Figures, language: Language) -> str | None:
    """Between which shares the money of programmes goes to the poor."""
    return _targeting(f, "chart.deciles", language)


def _range(key: str, rows: Mapping[str, Row], language: Language, **fields: str) -> str | None:
    """From the lowest to the highest of the figures with these names; None of fewer than two."""
    if len(rows) < 2:
        return None
    ordered = sorted(rows.items(), key=lambda each: each[1].value or 0.0)
    (low_name, low), (high_name, high) = ordered[0], ordered[-1]
    return sentence(key, {"low": low, "high": high}, language, low_name=low_name, high_name=high_name, **fields)
