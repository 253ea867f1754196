"""Citations of an answer: the norms and articles of the parameter rows that it read, as the law stood on the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.engine.instruments import Instrument, Span
from ayni.engine.law import LawOnDay, once_a_shape
from ayni.engine.norms import Norm, citation
from ayni.engine.parameters import Row
from ayni.engine.rules import Rule
from ayni.engine.shapes import Text

if TYPE_CHECKING:
    from ayni.engine.by_hand import Trace
    from ayni.engine.law import Law

_PIECE = re.compile(r"(?P<norm>.+?)(?: art\.? (?P<articles>.+)|, (?P<place>\D.*))?")


class Citation(Struct, frozen=True):
    """A cited norm with its articles, and what the law book knows of that norm (`of`), where it has it."""

    norm: str
    articles: str = ""
    of: Norm | None = None

    @property
    def text(self) -> str:
        """`Decree 7 art. 10, 12-II`."""
        return citation({self.norm: self.articles})

    @property
    def address(self) -> str:
        """Where its text can be read; empty where nobody noted it."""
        return self.of.address if self.of else ""

    @property
    def says(self) -> tuple[Text, ...]:
        """What the cited articles say, in words of our own."""
        if self.of is None:
            return ()
        keys = (self.articles, *re.split(r", | y ", self.articles))
        return tuple(self.of.articles[key] for key in dict.fromkeys(keys) if key in self.of.articles)


class Piece(Struct, frozen=True):
    """A norm and its articles, as a parameter row, a period in force or a legal basis cites them."""

    norm: str
    articles: str = ""


def pieces(of: Row | Span) -> tuple[Piece, ...]:
    """The norms that a parameter row or a period in force cites: its `norms`, or what its `article` says, split into
    norms."""
    if of.norms:
        return tuple(Piece(name, articles) for name, articles in of.norms.items())
    return taken_apart(of.article)


def taken_apart(text: str) -> tuple[Piece, ...]:
    """A citation such as `Act 12 art. 2; Decree 7 art. 10, 12-II`, split into norms with their articles."""
    return tuple(_piece(part) for part in text.split("; ") if part)


def said(rule: Rule) -> tuple[Piece, ...]:
    """The norms that a rule's own `law` cites."""
    return taken_apart(rule.law)


def _piece(text: str) -> Piece:
    found = _PIECE.fullmatch(text)
    assert found is not None
    return Piece(found["norm"], found["articles"] or found["place"] or "")


@once_a_shape
def known_days(law: Law) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    """For each norm or act of the book: from when anybody could know it, and the last day on which it holds."""
    found: dict[str, tuple[dt.date | None, dt.date | None]] = {}
    for instrument in law.instruments.values():
        found |= {act.instrument: (act.date, None) for act in instrument.legal_basis}
    return found | {name: (norm.known_from, norm.until) for name, norm in law.norms.items()}


def cited(trace: Trace) -> tuple[Citation, ...]:
    """The citations of an answer: those of the parameter rows that it read; without any, those of the period in which
    its instrument is in force; else the acts of its legal basis.

    A norm that is not yet in force, or no longer, is left out as long as another supports the row. Empty where no
    instrument answers.
    """
    on = trace.on
    name = on.law.instrument_of(trace.rule) if on is not None else None
    if on is None or name is None:
        return ()
    rows = [row for key, row in trace.all_rows.items() if key.partition(".")[0] == name]
    return of_rows(on, trace.rule, rows, on.day_read(trace.rule))


def of_rule(on: LawOnDay, rule: str) -> tuple[Citation, ...]:
    """The citations of a rule on a day, for any household: of every parameter row that the rule may read."""
    name = on.law.instrument_of(rule)
    if name is None:
        return ()
    instrument, when = on.law.instruments[name], on.day_read(rule)
    rows: dict[str, Row] = {}
    for each in on.law.order([rule]):
        if on.law.instrument_of(each) == name:
            for parameter in getattr(on.law.definitions[each], "parameters", ()):
                row = instrument.parameters[parameter].find(when or on.day)
                if row is not None:
                    rows[parameter] = row
    return of_rows(on, rule, rows.values() if when else (), when)


def of_rows(on: LawOnDay, rule: str, rows: Iterable[Row], when: dt.date | None) -> tuple[Citation, ...]:
    """The citations of rows that a rule read, or where they have none, of its instrument on the day.

    Where the instrument has no acts, as one that a reform adds, what the rule says of itself.
    """
    instrument = on.law.instruments[on.law.instrument_of(rule) or ""]
    day = when or on.day
    days = known_days(on.law)

    def standing(of: Row | Span) -> Iterator[Piece]:
        every = pieces(of)
        left = [each for each in every if _stands(*days.get(each.norm, (None, None)), of.start, day)]
        yield from left or every

    found = [piece for row in rows for piece in standing(row)]
    if not found:
        found = [piece for span in _spans(instrument, when, on.day) for piece in standing(span)]
    if not found:
        since = day if when else dt.date.min
        acts = (act for act in instrument.legal_basis if _stands(*days[act.instrument], since, day))
        found = [Piece(act.instrument, act.article) for act in acts]
    if not found and not instrument.legal_basis:
        found = [*said(on.law.rule(rule))]
    by_norm: dict[str, dict[str, None]] = {}
    for piece in found:
        by_norm.setdefault(piece.norm, {}).update(dict.fromkeys(filter(None, piece.articles.split(", "))))
    basis = {act.instrument: act.article for act in instrument.legal_basis}
    return tuple(
        Citation(norm, ", ".join(sorted(articles, key=_place)) or basis.get(norm, ""), on.law.norms.get(norm))
        for norm, articles in by_norm.items()
    )


def _place(article: str) -> tuple[int, str]:
    """Where an article stands: by its number; what has none comes last."""
    number = re.match(r"\d+", article)
    return (int(number[0]) if number else 10**6, article)


def _stands(known: dt.date | None, until: dt.date | None, start: dt.date, day: dt.date) -> bool:
    """Whether a norm is neither to come nor gone on a day; one of the row's own year may be retroactive."""
    to_come = known is not None and known > day and known.year > start.year
    return not to_come and (until is None or day <= until)


def _spans(instrument: Instrument, when: dt.date | None, day: dt.date) -> list[Span]:
    """The span in force; where none is, the last that has ended."""
    if when is not None:
        return [span for span in instrument.in_force if span.holds(when)]
    return [span for span in instrument.in_force if span.end is not None and span.end < day][-1:]


def text(citations: Iterable[Citation]) -> str:
    """Citations as one text: `Act 12 art. 2; Decree 7 art. 10, 12-II`."""
    return "; ".join(each.text for each in citations)
