"""The main job from end to end: a survey, a law, and every row that tables, files and the page are views of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.scenario import Row, TakeUp

FIRST_YEAR = 2005


def run(
    data: Path | None = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    cached: bool = True,
) -> list[Row]:
    """Every row of the main job.

    `data` is a survey's file, or None for the synthetic population. The law is that of `day`; or of the survey's day
    in `year`; or of the survey's day. Raises AyniError for a file that cannot be read and a day before the law book
    begins.
    """
    from ayni.evidence import administrative_rows, published_rows, revenue_rows
    from ayni.evidence.timeline import overlap_rows
    from ayni.law import bolivia
    from ayni.scenario import Analysis, survey_day
    from ayni.survey import load

    population = load(data, cached=cached)
    middle = survey_day(population)
    when = day or (middle.replace(year=year) if year else middle)
    if when.year < FIRST_YEAR:
        raise AyniError("before_the_law_book", date=when, year=FIRST_YEAR)
    analysis = Analysis(population, bolivia(), when, take_up)
    rows = analysis.rows()
    return [
        *rows,
        *overlap_rows(analysis),
        *administrative_rows(analysis),
        *revenue_rows(analysis),
        *published_rows(analysis, rows),
    ]
