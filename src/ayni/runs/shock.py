"""`shock`: jobs lost or found, labour income lost, prices risen, a stoppage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.evidence.closure import closure_rows
from ayni.evidence.official import stands_for_the_country
from ayni.evidence.timeline import overlap_rows
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row
from ayni.scenario.shock import Stoppage, read_settings, read_shock, shock_rows
from ayni.survey import path_of

if TYPE_CHECKING:
    from ayni.scenario import TakeUp
    from ayni.scenario.shock import Kind
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    kind: Kind,
    settings: Mapping[str, Any] | Path | str,
    draws: int = 20,
    seed: int = 0,
) -> list[Row]:
    """Every row of a shock of a kind with its settings: a file, or what it holds.

    Draws and seed matter where chance decides who is hit. Arguments and errors else as for `analysis_of`; AyniError for
    a setting that is not known or not possible.
    """
    shock = read_shock(kind, read_settings(settings), file.parent if (file := path_of(data)) else None)
    analysis = analysis_of(data, day=day, year=year, take_up=take_up)
    rows = [*analysis.data_card(), *overlap_rows(analysis), *shock_rows(analysis, shock, draws=draws, seed=seed)]
    if isinstance(shock, Stoppage) and stands_for_the_country(analysis):
        rows += closure_rows(analysis, shock.department)
    return rows
