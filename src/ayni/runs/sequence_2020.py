"""`sequence-2020`: from EH 2019 to EH 2020, and the four payments of 2020 in the order of their laws."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.evidence import administrative_rows
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.sequence_2020 import Sequence
from ayni.survey import like

if TYPE_CHECKING:
    from ayni.scenario import TakeUp
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    before: Path | str,
) -> list[Row]:
    """Every row of the year 2020 from the files of EH 2019, `before`, and EH 2020, `data`. Errors as `Sequence`."""
    first = analysis_of(like(data, Path(before)), take_up=take_up)
    sequence = Sequence(first, analysis_of(data, day=day, year=year, take_up=take_up))
    official = (row for row in administrative_rows(sequence.after) if row.level in sequence.order)
    return [*sequence.rows(), *official]
