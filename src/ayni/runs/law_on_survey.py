"""The law run on a survey, which the commands start from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.family.knowledge import known_until
from ayni.scenario import Analysis, survey_day
from ayni.survey import load
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Population, Work
    from ayni.runs.options import Options

FIRST_YEAR = 2005


def analysis_of(options: Options, law: Law, work: Work | None = None) -> Analysis:
    """The law run on a survey; `work` counts what it costs.

    Raises AyniError for a file that cannot be read, a day before the law book begins, and an engine that is not
    installed.
    """
    population = load(options.data, cached=options.cached)
    simulation = Simulation(population, engine=options.engine, work=work)
    return Analysis(population, law, day_of_law(population, options, law), options.take_up, simulation)


def day_of_law(population: Population, options: Options, law: Law) -> dt.date:
    """The day on which the law is read; raises before the law book begins and more than a year after it is known."""
    middle = survey_day(population)
    when = options.day or (middle.replace(year=options.year) if options.year else middle)
    if when.year < FIRST_YEAR:
        raise AyniError("before_the_law_book", date=when, year=FIRST_YEAR)
    known_until(law, when, law.of_tier("executable"), beyond=options.beyond)
    return when
