"""How far ahead the law book is known, and the errors for questions about a later day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law


def known_until(law: Law, day: dt.date, instruments: Iterable[str], *, beyond: bool = False) -> dt.date | None:
    """The last day to which these instruments are known, where the day asked is after it; else None.

    Raises AyniError for a day more than a year after it, unless one goes `beyond` knowingly.
    """
    until = law.known_until(day, instruments)
    if until is None or day <= until:
        return None
    if not beyond and day > a_year_after(until):
        raise AyniError("law_beyond", until=until, day=day)
    return until


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; of a leap day the last of February."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def of_families(law: Law) -> set[str]:
    """The instruments that answer a family."""
    from ayni.family.answers import answering

    return {instrument.id for instrument in law.instruments.values() if answering(law, instrument)}


def of_payslip(law: Law) -> set[str]:
    """The instruments on which the lines of a payslip rest."""
    from ayni.family.payslip import lines

    rules = {name for names in lines(law).values() for name in names if name in law.definitions}
    return {home for name in law.order(rules) if (home := law.instrument_of(name))}
