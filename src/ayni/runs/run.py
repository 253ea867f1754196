"""`run`: poverty, programmes, and what each does, on a survey or on a census-size file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ayni.evidence import administrative_rows, published_rows, revenue_rows, unemployment_rows
from ayni.evidence.timeline import with_overlaps
from ayni.runs.law_on_survey import analysis_of, day_of_law
from ayni.scenario import Result
from ayni.scenario.census import CensusRun
from ayni.scenario.labour import is_employment_survey, labour_rows
from ayni.scenario.replicates import replicate_rows
from ayni.survey import Census, SurveyFile, path_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import RunOptions


def run(options: RunOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of the main job; errors as for `analysis_of`.

    A census-size file is streamed, here or on a cluster, and gives data, poverty, programmes and effects. Raises where
    there is a cluster for any other file, or replicates for this one.
    """
    census = Census.find(path_of(options.data))
    if census is not None:
        if isinstance(options.data, SurveyFile) and options.data.as_options():
            raise AyniError("prepared_as_it_is", file=census.path)
        if options.replicates:
            raise AyniError("census_without_replicates")
        when = day_of_law(census.population(0, ()), options, law)
        streamed = CensusRun(census, law, when, options.take_up, options.engine, options.cluster)
        return Result.of(streamed.rows(), streamed.card)
    if options.cluster is not None:
        raise AyniError("needs_census")
    analysis = analysis_of(options, law, work)
    if is_employment_survey(analysis):
        labour = list(labour_rows(analysis))
        return Result.of([*analysis.size(), *labour, *unemployment_rows(analysis, labour)], analysis.card)
    rows = analysis.rows()
    all_rows = [
        *rows,
        *administrative_rows(analysis),
        *revenue_rows(analysis),
        *published_rows(analysis, rows),
        *(replicate_rows(analysis, options.replicates) if options.replicates else ()),
    ]
    return Result.of(all_rows, replace(with_overlaps(analysis.card, law), replicates=options.replicates or None))
