"""The status of the law book on a day, as tables and JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from ayni.law.version import version, versions
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import day

if TYPE_CHECKING:
    from ayni.runs.law_status import LawStatus

LISTS = ("doubtful", "press_only", "without_article", "without_text", "bases_without_article")


def known_until(until: dt.date | None, asked: dt.date, language: Language) -> str:
    """The first line of an answer of a day after the one to which the book is known; nothing where it is not after."""
    return say("law.known_until", language, until=day(until, language), day=day(asked, language)) if until else ""


def log_as_json() -> bytes:
    """Each version of the law book, the last first: `version`, `day`, `digest`, `text`."""
    from ayni.report.json_and_csv import as_json

    return as_json(map(asdict, reversed(versions())))


def log_table(language: Language) -> Table:
    """The versions of the law book, the last first."""
    lines = tuple(
        Line(each.version, (Cell(day(dt.date.fromisoformat(each.day), language)), Cell(each.text[language])))
        for each in reversed(versions())
    )
    columns = tuple(say(f"law_log.{head}", language) for head in ("version", "day", "changed"))
    title = say("law_log.title", language, version=version())
    return Table("law_log", "", title, say("law_log.about", language), columns, lines, (), (), "", (1, 2))


def status_as_json(status: LawStatus) -> bytes:
    """Every count and list."""
    from ayni.report.json_and_csv import one_as_json

    return one_as_json(asdict(status))


def status_tables(status: LawStatus, language: Language) -> list[Table]:
    """The counts, and each list that is not empty."""
    counts = [
        ("instruments", str(status.instruments)),
        ("bases_with_article", _of(status.bases_with_article, status.bases, language)),
        ("values_on_a_text", _of(status.values_on_a_text, status.values, language)),
        ("stale", str(len(status.stale))),
        *((each, str(len(getattr(status, each)))) for each in LISTS),
    ]
    lines = tuple(Line(say(f"law_status.{name}", language), (Cell(text),)) for name, text in counts)
    title = say("law_status.title", language, day=day(status.day, language))
    about = say("law_status.about", language)
    columns = ("", say("law_status.count", language))
    tables = [Table("law_status", "", title, about, columns, lines, (), (), "")]
    by_instrument: dict[str, Counter[str]] = {name: Counter() for name in status.stale}
    for each in LISTS:
        for name in getattr(status, each):
            by_instrument.setdefault(name.partition(".")[0].partition(":")[0], Counter())[each] += 1
    found = tuple(
        Line(name, (Cell(status.stale[name].isoformat() if name in status.stale else ""), *_counts(counts)))
        for name, counts in sorted(by_instrument.items())
    )
    heads = ("instrument", "known_until", *LISTS)
    names = tuple(say(f"law_status_column.{head}", language) for head in heads)
    wanting = say("law_status.wanting", language)
    return [*tables, Table("wanting", "", wanting, "", names, found, (), (), "")]


def _counts(counts: Counter[str]) -> list[Cell]:
    return [Cell(str(counts[each]) if counts[each] else "") for each in LISTS]


def _of(part: int, whole: int, language: Language) -> str:
    return say("law_status.of", language, part=part, whole=whole)
