"""Sentences filled from figures: the headlines of the page and the titles of the charts. No word is chosen freely."""

from __future__ import annotations

from ayni.report.figures import Figures, figure, interval, name
from ayni.report.scenarios import VIEWS
from ayni.scenario.rows import Row
from ayni.words import Language, say


def headlines(f: Figures, language: Language) -> list[str]:
    """What the page says first; a sentence whose figures are not there is left out."""
    found = [
        _poverty(f, language),
        _effects(f, "disposable", "finding.effects", language),
        _effects(f, "ine_income_rebuilt", "finding.effects_ine", language),
        _targeting(f, "finding.targeting", language),
        _largest(f, language),
        *(finding(f, language) for view in VIEWS for finding in view.FINDINGS),
    ]
    return [sentence for sentence in found if sentence]


def _poverty(f: Figures, language: Language) -> str | None:
    rows = {line: f.get("poverty", "ine_income", "headcount", line) for line in ("moderate", "extreme")}
    rows["gini"] = f.get("poverty", "ine_income", "gini")
    return _sentence("finding.poverty", rows, language)


def _effects(f: Figures, concept: str, key: str, language: Language) -> str | None:
    rows: dict[str, Row | None] = {}
    places = {"moderate": ("headcount", "moderate"), "extreme": ("headcount", "extreme"), "gini": ("gini", "")}
    for label, place in places.items():
        for unit, end in (("points", ""), ("relative", "_relative")):
            rows[label + end] = f.get("effects", concept, *place, "programme", "all_programmes", unit)
    return _sentence(key, rows, language)


def _targeting(f: Figures, key: str, language: Language) -> str | None:
    rows = [
        row
        for row in f.rows
        if (row.table, row.measure, row.line) == ("targeting", "share_to_poor", "moderate") and row.value is not None
    ]
    return _range(key, "programme", rows, language)


def _largest(f: Figures, language: Language) -> str | None:
    wanted = ("programmes", "simulated", "spending")
    spending = {row.level: row for row in f.rows if (row.table, row.concept, row.measure) == wanted}
    published = {level: row.value for level, row in spending.items() if row.value is not None}
    if not published:
        return None
    programme = max(published, key=lambda level: published[level])
    place = ("recipients", "", "programme", programme)
    rows: dict[str, Row | None] = {
        "recipients": f.get("programmes", "simulated", *place),
        "spending": spending[programme],
        "official": f.get("programmes", "official", *place),
        "ratio": f.get("programmes", "simulated/official", *place),
    }
    fields = {"programme": name("programme", programme, language)}
    if rows["official"] is None or rows["ratio"] is None:
        return _sentence("finding.largest", {key: rows[key] for key in ("recipients", "spending")}, language, **fields)
    return _sentence("finding.official", rows, language, **fields)


# ---- titles of charts


def waterfall(f: Figures, language: Language) -> str | None:
    """Poverty at the first and last step."""
    steps = f.levels("waterfall", "step")
    if not steps:
        return None
    rows = {
        f"{line}_{end}": f.get("waterfall", "level", "headcount", line, "step", step)
        for line in ("moderate", "extreme")
        for end, step in (("first", steps[0]), ("last", steps[-1]))
    }
    return _sentence("chart.waterfall", rows, language)


def effects(f: Figures, language: Language) -> str | None:
    """All programmes together."""
    return _effects(f, "disposable", "chart.effects", language)


def curves(f: Figures, language: Language) -> str | None:
    """The Gini before and after."""
    rows = {"before": f.get("poverty", "net_market", "gini"), "after": f.get("poverty", "disposable", "gini")}
    return _sentence("chart.curves", rows, language)


def departments(f: Figures, language: Language) -> str | None:
    """From the lowest to the highest."""
    place = ("poverty", "ine_income", "headcount", "moderate")
    rows = [f.get(*place, "department", level) for level in f.levels("poverty", "department")]
    national = f.get(*place)
    if national is None or national.value is None:
        return None
    published = [row for row in rows if row is not None and row.value is not None]
    return _range("chart.departments", "department", published, language, national=figure(national, language))


def deciles(f: Figures, language: Language) -> str | None:
    """Between which shares the money of programmes goes to the poor."""
    return _targeting(f, "chart.deciles", language)


def _range(key: str, group: str, rows: list[Row], language: Language, **fields: str) -> str | None:
    if len(rows) < 2:
        return None
    ordered = sorted(rows, key=lambda row: row.value or 0.0)
    names = {"low_name": name(group, ordered[0].level, language), "high_name": name(group, ordered[-1].level, language)}
    return _sentence(key, {"low": ordered[0], "high": ordered[-1]}, language, **names, **fields)


def _sentence(key: str, rows: dict[str, Row | None], language: Language, **fields: str) -> str | None:
    """The phrase with each row's figure and `…_interval`; None where a row is absent or not published."""
    for label, row in rows.items():
        if row is None or row.value is None:
            return None
        fields |= {label: figure(row, language), f"{label}_interval": interval(row, language)}
    return say(key, language, **fields).replace("  ", " ")  # where a figure has no interval
