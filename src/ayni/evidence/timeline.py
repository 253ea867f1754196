"""A timeline of changes of the law, payments, shocks, elections, conflicts and survey fieldwork."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Instrument, Law
from ayni.engine.parameters import Value
from ayni.survey import fieldwork, wave_named
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.scenario import DataCard

KINDS = ("policy", "measure", "norm", "payment", "shock", "conflict", "election", "agreement", "fact", "survey")
OVERLAPPING = ("payment", "shock", "conflict", "election")
"""Kinds that a result warns of where they fall within the fieldwork of its survey."""
ONE_OFF_DAYS = 366
"""An instrument in force for no longer than this is a payment, from its first day to its last."""
_WINDOW = re.compile(r"(\d\d-\d\d)/(\d\d-\d\d)?")


class Entry(Struct, frozen=True):
    """Something dated. `end` is None where it is still so; of a policy, the days are those on which the value held."""

    id: str
    kind: str
    start: dt.date
    end: dt.date | None
    area: str
    text: Mapping[str, str]
    article: str = ""
    source: str = ""
    url: str = ""
    confidence: str = "verified"
    value: Value | None = None
    """Of a policy or a measure, in `unit`."""
    unit: str = ""
    topic: str = ""
    """The topic of the ledger that lists it."""
    contested: Mapping[str, str] | None = None
    """Who gives another account, and which."""

    @property
    def last(self) -> dt.date:
        """The last day that counts for an overlap: a new value counts on its first day, and so does what has no end."""
        return self.start if self.kind in ("policy", "measure") or self.end is None else self.end

    @property
    def days(self) -> str:
        """Its day, or its first and last day."""
        if self.end == self.start:
            return self.start.isoformat()
        return f"{self.start.isoformat()}..{self.end.isoformat() if self.end else ''}"

    def touches(self, start: dt.date, end: dt.date) -> bool:
        """Whether it falls between two days, both included."""
        return self.start <= end and start <= self.last


@cache
def timeline(law: Law, kinds: tuple[str, ...] = KINDS) -> tuple[Entry, ...]:
    """Every entry of these kinds, in order of date."""
    found = [entry for entry in events() if entry.kind in kinds]
    if "policy" in kinds or "measure" in kinds:
        found += [entry for entry in _values(law) if entry.kind in kinds]
    if "payment" in kinds:
        found += _payments(law)
    if "survey" in kinds:
        found += survey_entries()
    return tuple(sorted(found, key=lambda entry: (entry.start, KINDS.index(entry.kind), entry.id)))


def between(law: Law, start: dt.date | None, end: dt.date | None, kinds: Sequence[str] = ()) -> tuple[Entry, ...]:
    """The entries that fall between two days; a day that is not given sets no bound."""
    if start is not None and end is not None and end < start:
        raise AyniError("days_out_of_order", start=start, end=end)
    first, last = start or dt.date.min, end or dt.date.max
    return tuple(entry for entry in timeline(law, tuple(kinds) or KINDS) if entry.touches(first, last))


def overlaps(law: Law, start: dt.date, end: dt.date) -> tuple[Entry, ...]:
    """What overlaps the days of a survey's fieldwork, for a warning on results that use it."""
    return between(law, start, end, OVERLAPPING)


def wave_overlaps(law: Law, wave: str) -> tuple[Entry, ...]:
    """What overlaps the fieldwork of a wave; nothing where its days are not known."""
    days = fieldwork().get(wave)
    return overlaps(law, *days) if days else ()


def with_overlaps(card: DataCard, law: Law) -> DataCard:
    """The card with each payment, shock, conflict or election in the days of the survey's fieldwork."""
    from ayni.scenario.result import Overlap

    days = (dt.date.fromisoformat(day) for day in (card.field_from, card.field_to))
    return replace(card, overlaps=tuple(Overlap(each.id, each.days, each.text) for each in overlaps(law, *days)))


def _values(law: Law) -> Iterator[Entry]:
    """Every dated value of every parameter."""
    for instrument in law.instruments.values():
        for parameter in instrument.parameters.values():
            text = {language: f"{instrument.name[language]}: {text}" for language, text in parameter.text.items()}
            for row, following in pairwise([*parameter.rows, None]):
                assert row is not None
                until = row.end or (following.start - dt.timedelta(1) if following else None)
                yield Entry(
                    f"{parameter.id}@{row.start}", "measure" if instrument.tier == "measurable" else "policy",
                    row.start, until, "Bolivia", text, row.article, *_source(instrument, row.source), row.confidence,
                    row.value, parameter.unit,
                )  # fmt: skip


def _payments(law: Law) -> Iterator[Entry]:
    """The payments whose days the law book knows."""
    for instrument in law.instruments.values():
        for span in instrument.in_force:
            only = len(instrument.in_force) == 1
            if only and span.end is not None and (span.end - span.start).days <= ONE_OFF_DAYS:
                yield Entry(
                    f"{instrument.id}@{span.start}", "payment", span.start, span.end, "Bolivia", instrument.name,
                    span.article, instrument.id,
                )  # fmt: skip
        windows = instrument.recorded.get("payment_window")
        for row in windows.rows if windows else ():
            days = _WINDOW.fullmatch(str(row.value))
            if days is not None:
                year = row.start.year
                start, end = (dt.date.fromisoformat(f"{year}-{day}") if day else None for day in days.groups())
                assert start is not None
                yield Entry(
                    f"{instrument.id}.payment_window@{start}", "payment", start, end or row.end, "Bolivia",
                    instrument.name, "", *_source(instrument, row.source), row.confidence,
                )  # fmt: skip


def _source(instrument: Instrument, keys: Sequence[str]) -> tuple[str, str]:
    """The first source that has an address, by its key in the law book, and that address."""
    key = next((key for key in keys if key in instrument.sources), "")
    return (f"{instrument.id}: {key}" if key else instrument.id), instrument.sources.get(key, "")


def survey_entries() -> Iterator[Entry]:
    """The days that each survey was in the field."""
    for name, days in fieldwork().items():
        wave = wave_named(name)
        yield Entry(wave.id, "survey", *days, "Bolivia", wave.name, "", wave.field["basis"]["en"], "", "computed")


@cache
def events() -> tuple[Entry, ...]:
    """Shocks, elections, conflicts, payments, agreements and norms that no rule of the law book dates."""
    with Path(__file__).with_name("events.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Entry(
                row["id"], row["kind"], dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"]),
                row["area"], {"es": row["text_es"], "en": row["text_en"]}, "", row["source"], row["url"],
                row["confidence"], topic=row["topic"],
                contested={"es": row["contested_es"], "en": row["contested_en"]} if row["contested_es"] else None,
            )
            for row in csv.DictReader(file)
        )  # fmt: skip
