"""`law diff`: what changed between two days, in the law, for typical households, and on a survey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ayni.scenario import Analysis, Row
from ayni.scenario.law_changes import Change, changes, on_population, on_typical_households
from ayni.survey import Data, load

if TYPE_CHECKING:
    from ayni.engine import Law


@dataclass(frozen=True)
class LawDifference:
    """Two days of a law: what changed, and typical households' budgets in Bs a month; rows where there is a survey."""

    law: Law
    days: tuple[dt.date, dt.date]
    changes: Sequence[Change]
    households: Sequence[tuple[str, float, float]]
    rows: Sequence[Row] = ()


def law_difference(law: Law, before: dt.date, after: dt.date, data: Data = None) -> LawDifference:
    """What changed between two days; on the same people too, where a survey's file is given."""
    days, rows = (before, after), list[Row]()
    if data is not None:
        population = load(data)
        rows = list(on_population(*(Analysis(population, law, day) for day in days)))
    return LawDifference(law, days, list(changes(law, *days)), list(on_typical_households(law, *days)), rows)
