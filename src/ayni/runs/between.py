"""`between`: two survey waves, level and split."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.between_waves import TwoWaves

if TYPE_CHECKING:
    from ayni.scenario import TakeUp


def run(
    data: Path | None = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    before: Path | str,
) -> list[Row]:
    """Every row of the pair of waves in the files `before` and `data`; no law is run. Errors as `TwoWaves`."""
    first, second = (analysis_of(path, day=day, year=year, take_up=take_up) for path in (Path(before), data))
    return list(TwoWaves(first, second).rows())
