"""`household`: what the law pays to and takes from one household, and how a reform changes that."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.family import Answer, Family, answers, family, questions
from ayni.family.knowledge import known_until, of_families
from ayni.family.year import Year, year_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.scenario import Reform


class FamilyResult(Struct, frozen=True, dict=True):
    """A family's answers with the law that gave them; under a reform also those of the law as it stands."""

    family: Family
    law: Law
    answers: tuple[Answer, ...]
    reform: Reform | None = None
    without: tuple[Answer, ...] = ()
    known_until: dt.date | None = None
    """How far the law book knows what answers, where the family's day is after it."""

    def __repr__(self) -> str:
        names = ", ".join(self.family.names)
        return f"<FamilyResult of {names} on {self.family.day}: {sum(each.applies for each in self.answers)} apply>"

    @cached_property
    def year(self) -> Year:
        """The calendar year of the question."""
        return year_of(self.family, self.law)


def law_for(law: Law, reform: Reform | None) -> Law:
    """The law that a family is asked under: of a reform without what finances it, as in a survey's first figures."""
    return law if reform is None else reform.law(law)


def household(of: Family, law: Law, reform: Reform | None = None, *, beyond: bool = False) -> FamilyResult:
    """What the law, or its reform, gives and asks of a family that was read under `law_for` both.

    Raises AyniError for a reform that changes nothing on the family's day, or reads what no family can say; and for a
    day more than a year after the book is known, unless one goes `beyond` knowingly.
    """
    after = law_for(law, reform)
    until = known_until(law, of.day, of_families(law), beyond=beyond)
    if reform is None:
        return FamilyResult(of, law, tuple(answers(of, law)), known_until=until)
    from ayni.scenario.reform import unknown_columns

    unknown_columns(reform, law, questions(after))
    if not law.on(of.day).differing(after.on(of.day)):
        later = next((start for start in reform.starts if start > of.day), None)
        if later is not None:
            raise AyniError("family_reform_later", first=later, day=of.day)
        raise AyniError("family_reform_nothing", day=of.day)
    return FamilyResult(of, after, tuple(answers(of, after)), reform, tuple(answers(of, law)), until)


def on_typical_households(law: Law, instrument: str, day: dt.date) -> list[tuple[str, Answer]]:
    """What an instrument gives or asks of each typical household on a day, by the household's name."""
    from ayni.family import typical_households

    return [
        (name, answer)
        for name, entry in typical_households().items()
        for answer in answers(family(entry["persons"], day, law), law)
        if answer.instrument == instrument and answer.applies
    ]
