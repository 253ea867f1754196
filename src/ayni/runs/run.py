"""`run`: poverty, programmes, and what each does, on a survey or on a census-size file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ayni.evidence import administrative_rows, published_rows, revenue_rows
from ayni.evidence.timeline import overlap_rows
from ayni.runs.law_on_survey import analysis_of, day_of_law
from ayni.scenario import Row
from ayni.scenario.census import CensusRun
from ayni.scenario.replicates import replicate_rows
from ayni.survey import Census, path_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Engine, Work
    from ayni.scenario import TakeUp
    from ayni.scenario.cluster import Cluster
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    cached: bool = True,
    engine: Engine = "auto",
    work: Work | None = None,
    replicates: int = 0,
    cluster: Cluster | None = None,
) -> list[Row]:
    """Every row of the main job, with errors by so many replicate weights too; the rest as for `analysis_of`.

    A census-size file is streamed, here or on a `cluster`, by the engine that is asked, and gives data, poverty,
    programmes and effects. Raises where there is a cluster for any other file, or replicates for this one.
    """
    census = Census.find(path_of(data))
    if census is not None:
        if replicates:
            raise AyniError("census_without_replicates")
        when = day_of_law(census.population(0, ()), day, year)
        return CensusRun(census, when, take_up, engine, cluster).rows()
    if cluster is not None:
        raise AyniError("needs_census")
    analysis = analysis_of(data, day=day, year=year, take_up=take_up, cached=cached, engine=engine, work=work)
    rows = analysis.rows()
    return [
        *rows,
        *overlap_rows(analysis),
        *administrative_rows(analysis),
        *revenue_rows(analysis),
        *published_rows(analysis, rows),
        *(replicate_rows(analysis, replicates) if replicates else ()),
    ]
