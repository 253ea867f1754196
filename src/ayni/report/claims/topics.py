"""A topic of the ledger as tables and as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ayni.engine import Law
from ayni.evidence.topics import Line
from ayni.report.claims.figures import figure_name, figure_source
from ayni.report.claims.wording import amount, period
from ayni.report.json_and_csv import as_csv, as_json, twelve_digits
from ayni.report.series import place_name
from ayni.report.table import Cell, Line as TableLine, Table
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import NBSP, number

MORE = (
    "before", "people", "method", "rule", "outcome", "first", "second", "adds_up", "count", "threshold", "court",
    "by_law", "office", "of",
)  # fmt: skip
"""The other columns that some sections have, in the data."""

DERIVED = ("_rate", "_change")
"""How sections are called that arithmetic gives from one before, where the sources stand."""
EVENTS = ("confidence", "source")
"""The columns of a section of events, which have no value."""


def topic_tables(name: str, lines: Sequence[Line], law: Law, language: Language) -> list[Table]:
    """A table for each section of a topic, in the order of its lines."""
    found = []
    for section in dict.fromkeys(each.section for each in lines):
        within = [each for each in lines if each.section == section]
        build = {"outcomes": _outcomes, "recall": _recall}.get(section, _plain)
        columns, made = build(within, law, language)
        title, about = say(f"topic_section.{section}", language), say(f"topic_about.{section}", language)
        words = tuple(range(1 if build is _plain else 4, len(columns)))
        found.append(Table(f"{name}_{section}", "", title, about, columns, tuple(made), (), (), "", words))
    return found


Made = tuple[tuple[str, ...], list[TableLine]]


def _plain(lines: Iterable[Line], law: Law, language: Language) -> Made:
    given = list(lines)
    keys: tuple[str, ...] = EVENTS
    if given[0].section.endswith(DERIVED):
        keys = ("value",)
    elif any(each.value is not None for each in given):
        keys = ("value", *EVENTS)
    columns = ("", *(say(f"claim.{key}", language) for key in keys))
    made = []
    for each in given:
        found = {
            "value": _value(each, language),
            "confidence": say(f"standing.{each.confidence}", language),
            "source": _source(each, language),
        }
        cells = [found[key] for key in keys]
        made.append(TableLine(what(each, law, language), tuple(map(Cell, cells))))
    return columns, made


def _outcomes(lines: Iterable[Line], law: Law, language: Language) -> Made:
    keys = ("first", "second", "lead", "rule", "outcome", "adds_up")
    columns = ("", *(say(f"topic_word.{key}", language) for key in keys))
    made = []
    for each in lines:
        more = each.more
        said = say(f"vote_outcome.{more['outcome']}", language)
        if more["count"] == "annulled":
            said = say("topic_word.annulled", language, outcome=said)
        shares = [_share(more[key], language, 2) for key in ("first", "second")]
        adds = say(f"word.{'yes' if more['adds_up'] else 'no'}", language)
        cells = (
            *shares,
            number(each.value or 0.0, language, 2),
            say(f"vote_rule.{more['rule']}", language),
            said,
            adds,
        )
        made.append(TableLine(_vote(each, language), tuple(map(Cell, cells))))
    return columns, made


def _share(value: str | float | None, language: Language, places: int) -> str:
    """A per cent; empty where there is none."""
    return f"{number(value, language, places)}%" if isinstance(value, float) else ""


def _vote(line: Line, language: Language) -> str:
    indicator = getattr(line.figure, "indicator", "")
    return say(f"vote.{indicator}", language, day=period(line.period, language))


def _recall(lines: Iterable[Line], law: Law, language: Language) -> Made:
    keys = ("against", "by_the_law", "by_the_court", "outcome_by_law", "outcome")
    columns = ("", *(say(f"topic_word.{key}", language) for key in keys))
    made = []
    for each in lines:
        more = each.more
        court = _share(more["court"], language, 0) or say("topic_word.none", language)
        cells = (
            _share(each.value, language, 2), _share(more["threshold"], language, 2), court,
            say(f"vote_outcome.{more['by_law']}", language), say(f"vote_outcome.{more['outcome']}", language),
        )  # fmt: skip
        area = getattr(each.figure, "area", "Bolivia")
        head = say(f"topic_word.{more['office']}", language, place=place_name(area, "All", law, language))
        made.append(TableLine(head, tuple(map(Cell, cells))))
    return columns, made


def what(line: Line, law: Law, language: Language) -> str:
    """What a line counts, where and when; of an event, what happened, with the other account where there is one."""
    if line.text is not None:
        said = line.text[language]
        if line.contested:
            said = say("timeline.contested", language, text=said, other=line.contested[language])
        return f"{period(line.period, language)}: {said}" if line.period else said
    assert line.figure is not None
    said = figure_name(line.figure, law, language)
    if before := line.more.get("before"):
        return say("topic_word.over", language, what=said, before=period(str(before), language))
    if people := line.more.get("people"):
        by = say(f"topic_people.{line.more['method']}", language, people=number(float(people), language, 0))
        return f"{said} ({by})"
    if whole := line.more.get("of"):
        return say("topic_word.of_all", language, what=said, whole=number(float(whole), language, 0))
    return said


def _value(line: Line, language: Language) -> str:
    if line.value is None:
        return ""
    places = 0 if line.value.is_integer() or abs(line.value) >= 1000 else 2
    text = amount(line.value, line.unit, language, places)
    if line.low is None or line.high is None:
        return text
    ends = [
        number(end, language, max(places, 0 if abs(end) >= 1000 else 2 if places else 0))
        for end in (line.low, line.high)
    ]
    return f"{text} [{ends[0]};{NBSP}{ends[1]}]"


def _source(line: Line, language: Language) -> str:
    if line.figure is not None:
        return figure_source(line.figure, language)
    return line.source if line.source == line.url else "\n".join(filter(None, (line.source, line.url)))


def topic_rows(name: str, lines: Iterable[Line], law: Law) -> list[dict[str, Any]]:
    """A topic's lines as records, all with the same keys."""
    return [
        {
            "topic": name,
            "section": each.section,
            **{f"what_{language}": what(each, law, language) for language in LANGUAGES},
            "period": each.period,
            **{end: twelve_digits(getattr(each, end)) for end in ("value", "low", "high")},
            "unit": each.unit,
            "confidence": each.confidence,
            "source": each.source,
            "url": each.url,
            **{f"contested_{language}": (each.contested or {}).get(language) for language in LANGUAGES},
            **{key: each.more.get(key) for key in MORE},
        }
        for each in lines
    ]


def topic_as_bytes(name: str, lines: Iterable[Line], law: Law, layout: str) -> bytes:
    """The same as `json` or `csv`."""
    rows = topic_rows(name, lines, law)
    return as_json(rows) if layout == "json" else as_csv(rows)
