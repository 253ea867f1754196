"""`law diff`: what changed between two days, in the law, for typical households, and on a survey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.runs.time import allowed, people
from ayni.scenario import Row
from ayni.scenario.law_changes import Change, changes, on_population, on_typical_households
from ayni.survey import load

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.runs.options import Options


class LawDifference(Struct, frozen=True):
    """Two days of a law: what changed, and typical households' budgets in Bs a month; rows where there is a survey."""

    law: Law
    days: tuple[dt.date, dt.date]
    changes: Sequence[Change]
    households: Sequence[tuple[str, float, float]]
    rows: Sequence[Row] = ()


def law_difference(law: Law, before: dt.date, after: dt.date, options: Options | None = None) -> LawDifference:
    """What changed between two days; on the same people too, where options of a survey are given.

    Raises as `allowed` for a day whose law the money of these people does not allow; of people carried to a month the
    later day alone is asked, for the earlier is the law that is compared with it.
    """
    days, rows = (before, after), list[Row]()
    if options is not None:
        found = people(load(options.data, cached=options.cached), options, law)
        for day in days if found.carried is None else (max(days),):
            allowed(day, found.population, options, law)
        rows = list(on_population(*(found.run(law, day, options.take_up) for day in days)))
    return LawDifference(law, days, list(changes(law, *days)), list(on_typical_households(law, *days)), rows)
