"""The law run on a survey, which the commands start from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.scenario import Analysis, survey_day
from ayni.survey import load
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Engine, Population, Work
    from ayni.scenario import TakeUp
    from ayni.survey import Data

FIRST_YEAR = 2005


def analysis_of(
    data: Data = None,
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
    population = load(data, cached=cached)
    simulation = Simulation(population, engine=engine, work=work)
    return Analysis(population, bolivia(), day_of_law(population, day, year), take_up, simulation)


def day_of_law(population: Population, day: dt.date | None, year: int | None) -> dt.date:
    """The day on which the law is read; raises before the law book begins."""
    middle = survey_day(population)
    when = day or (middle.replace(year=year) if year else middle)
    if when.year < FIRST_YEAR:
        raise AyniError("before_the_law_book", date=when, year=FIRST_YEAR)
    return when
