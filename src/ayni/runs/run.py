"""`run`: poverty, programmes, and what each does, on a survey or on a census-size file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.evidence import (
    administrative_rows,
    published_effect_rows,
    published_rows,
    reading_rows,
    revenue_rows,
    unemployment_rows,
)
from ayni.evidence.timeline import with_overlaps
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.names import named
from ayni.runs.time import People, day_of_law, month_of
from ayni.scenario import Result
from ayni.scenario.labour import is_employment_survey, labour_rows
from ayni.survey import Census, SurveyFile, load, path_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ayni.engine import Law, Work
    from ayni.runs.carried import Assumed
    from ayni.runs.options import RunOptions
    from ayni.scenario import Analysis, Row
    from ayni.scenario.groups import Groups


def run(options: RunOptions, law: Law, work: Work | None = None) -> Result:
    """All rows of `ayni run`; errors as for `analysis_of`.

    A census-size file is read in parts, here or on a cluster, and gives data, poverty, programmes and effects. Raises
    AyniError where a cluster is given for any other file, or replicates for this one.
    """
    census = Census.find(path_of(options.data))
    if census is not None:
        if isinstance(options.data, SurveyFile) and options.data.as_options():
            raise AyniError("prepared_as_it_is", file=census.path)
        if options.replicates:
            raise AyniError("census_without_replicates")
        if options.by or options.line:
            raise AyniError("groups_of_census")
        first = census.population(0, ())
        if month_of(first, options) is not None or options.calibrate is not None:
            raise AyniError("census_not_carried")
        from ayni.scenario.census import CensusRun

        when = day_of_law(first, options, law)
        streamed = CensusRun(census, law, when, options.take_up, options.engine, options.cluster)
        return Result.of(streamed.rows(), streamed.card)
    if options.cluster is not None:
        raise AyniError("needs_census")
    analysis = analysis_of(options, law, work)
    asked = None
    if options.by or options.line:
        from ayni.runs.groups import groups_asked

        asked = groups_asked(options, analysis)
    if is_employment_survey(analysis):
        labour = list(labour_rows(analysis))
        return Result.of([*analysis.size(), *labour, *unemployment_rows(analysis, labour)], analysis.card)
    if options.replicates and "calibrated_to" in analysis.population.source:
        raise AyniError("replicates_not_calibrated")
    rows = analysis.rows()
    all_rows = [
        *rows,
        *administrative_rows(analysis),
        *revenue_rows(analysis),
        *published_rows(analysis, rows),
        *published_effect_rows(analysis),
        *reading_rows(analysis),
    ]
    if options.replicates:
        from ayni.scenario.replicates import replicate_rows

        all_rows += replicate_rows(analysis, options.replicates)
    all_rows += asked.rows() if asked else ()
    carried = analysis.carried is not None
    found = _of_carried(all_rows, analysis, options, law, asked) if carried else all_rows
    result = Result.of(found, replace(with_overlaps(analysis.card, law), replicates=options.replicates or None))
    return named(result, law, asked)


def _of_carried(
    rows: list[Row], analysis: Analysis, options: RunOptions, law: Law, asked: Groups | None
) -> tuple[Row, ...]:
    """The rows with those that carried people have besides, and without the levels of small groups."""
    from ayni.runs.carried import Carrying, said_of_carried, step_rows

    own = load(options.data, cached=options.cached)

    def run_on(_: Assumed, made: Callable[[], People]) -> dict[str, Analysis]:
        return {"": made().run(law, analysis.day, analysis.take_up, like=analysis)}

    rows += Carrying(options, law, own, {"": analysis}, run_on).rows()
    rows += step_rows(own, People(analysis.population, analysis.carried), options, law, analysis.basis)
    return said_of_carried(rows, analysis, asked)
