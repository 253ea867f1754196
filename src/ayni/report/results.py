"""The main job from end to end: a survey, a law, and every row that tables, files and the page are views of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Engine, Population, Work
    from ayni.scenario import Analysis, Row, TakeUp
    from ayni.scenario.cluster import Cluster

FIRST_YEAR = 2005


def analysis_of(
    data: Path | None = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    cached: bool = True,
    engine: Engine = "auto",
    work: Work | None = None,
) -> Analysis:
    """The law run on a survey.

    `data` is a survey's file, or None for the synthetic population. The law is that of `day`; or of the survey's day
    in `year`; or of the survey's day. `engine` runs the rules, and `work` counts what it does. Raises AyniError for a
    file that cannot be read, a day before the law book begins, and an engine that is not installed.
    """
    from ayni.engine import Simulation
    from ayni.law import bolivia
    from ayni.scenario import Analysis
    from ayni.survey import load

    population = load(data, cached=cached)
    simulation = Simulation(population, engine=engine, work=work)
    return Analysis(population, bolivia(), day_of_law(population, day, year), take_up, simulation)


def day_of_law(population: Population, day: dt.date | None, year: int | None) -> dt.date:
    """The day on which the law is read; raises before the law book begins."""
    from ayni.scenario import survey_day

    middle = survey_day(population)
    when = day or (middle.replace(year=year) if year else middle)
    if when.year < FIRST_YEAR:
        raise AyniError("before_the_law_book", date=when, year=FIRST_YEAR)
    return when


def run(
    data: Path | None = None,
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
    from ayni.evidence import administrative_rows, published_rows, revenue_rows
    from ayni.evidence.timeline import overlap_rows
    from ayni.scenario.census import CensusRun
    from ayni.scenario.replicates import replicate_rows
    from ayni.survey import Census

    census = Census.find(data)
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
