"""`between`: two survey waves, level and split."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.between_waves import TwoWaves
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
    mix_bases: bool = False,
) -> list[Row]:
    """Every row of the pair of waves in the files `before` and `data`; no law is run. Errors as `TwoWaves`.

    A part, a weight or a wave that is asked of `data` is asked of both files, but for the wave.
    """
    first, second = (
        analysis_of(file, day=day, year=year, take_up=take_up) for file in (like(data, Path(before)), data)
    )
    return list(TwoWaves(first, second, mix_bases).rows())
