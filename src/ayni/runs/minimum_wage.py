"""`minimum-wage`: a new minimum wage under three cases of compliance."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.minimum_wage import MinimumWage, amount, elasticity

if TYPE_CHECKING:
    from ayni.scenario import TakeUp
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    new: str | float,
    old_floor: str | float | None = None,
    employment: str | None = None,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
) -> list[Row]:
    """The rows of a minimum wage of `new` Bs a month; `old_floor` is that of the law of the day where not given.

    `employment` names an elasticity of `minimum_wage.yaml`. Raises AyniError for a floor that is no amount or below the
    old one, and for a name that is not there.
    """
    floor, old = amount("NEW", new), None if old_floor is None else amount("--old-floor", old_floor)
    by = None if employment is None else elasticity(employment)
    analysis = analysis_of(data, day=day, year=year, take_up=take_up)
    scenario = MinimumWage.of(analysis, floor, old)
    jobs = [] if by is None else scenario.employment(by)
    return [*analysis.data_card(), *scenario.rows(), *jobs]
