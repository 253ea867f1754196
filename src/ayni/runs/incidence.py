"""`incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.incidence import incidence_rows

if TYPE_CHECKING:
    from ayni.scenario import TakeUp
    from ayni.survey import Data


def run(
    data: Data = None, *, day: dt.date | None = None, year: int | None = None, take_up: TakeUp = "legal"
) -> list[Row]:
    """The rows of the incidence on a survey; arguments and errors as for `analysis_of`."""
    analysis = analysis_of(data, day=day, year=year, take_up=take_up)
    return [*analysis.data_card(), *incidence_rows(analysis)]
