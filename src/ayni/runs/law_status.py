"""`law status`: how far the law book is known on a day, and on what its values rest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.engine import Row

if TYPE_CHECKING:
    from ayni.engine import Instrument, Law

TEXTS = ("official_text", "republished_text")
"""Kinds of a norm that was read in its own words."""


class LawStatus(Struct, frozen=True):
    """Counts of bases and dated values, and the names of what wants a look."""

    day: dt.date
    instruments: int
    bases: int
    bases_with_article: int
    values: int
    """Dated values of parameters that rules read."""
    values_on_a_text: int
    """Those that cite a norm whose text was read."""
    stale: dict[str, dt.date]
    """Instruments in force that nobody has looked at since a day before this one."""
    doubtful: tuple[str, ...]
    """`instrument.parameter from`: remembered, or told in two ways."""
    press_only: tuple[str, ...]
    without_article: tuple[str, ...]
    without_text: tuple[str, ...]
    """Values that cite no norm whose text was read."""
    bases_without_article: tuple[str, ...]


def law_status(law: Law, day: dt.date) -> LawStatus:
    """How the law book stands on a day."""
    values = [
        (f"{parameter.id} {row.start}", row)
        for instrument in law.instruments.values()
        for parameter in instrument.parameters.values()
        for row in parameter.rows
    ]
    bases = [
        (f"{instrument.id}: {act.instrument}", act)
        for instrument in law.instruments.values()
        for act in instrument.legal_basis
    ]
    without_text = tuple(name for name, row in values if not _rests_on_a_text(law, row))
    bare = tuple(name for name, act in bases if not act.article)
    return LawStatus(
        day=day,
        instruments=len(law.instruments),
        bases=len(bases),
        bases_with_article=len(bases) - len(bare),
        values=len(values),
        values_on_a_text=len(values) - len(without_text),
        stale={name: until for name, each in law.instruments.items() if (until := _stale_since(each, day))},
        doubtful=tuple(name for name, row in values if row.confidence in ("recalled", "conflicting")),
        press_only=tuple(name for name, row in values if row.confidence == "reported"),
        without_article=tuple(name for name, row in values if not row.article),
        without_text=without_text,
        bases_without_article=bare,
    )


def _rests_on_a_text(law: Law, row: Row) -> bool:
    return any(law.norms[name].kind in TEXTS for name in row.norms)


def _stale_since(instrument: Instrument, day: dt.date) -> dt.date | None:
    in_force = any(span.holds(day) for span in instrument.in_force)
    until = instrument.known_until
    return until if in_force and until is not None and until < day else None
