"""`indicators`: what a survey says by itself of schooling, health cover, work, incomes, dwellings and food."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.evidence.households import rows_of_modules
from ayni.evidence.indicators import BY, indicators
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.labour import is_employment_survey, labour_rows
from ayni.survey import read_modules
from ayni.words import AyniError, nearest

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import IndicatorsOptions


def run(options: IndicatorsOptions, law: Law, work: Work | None = None) -> Result:
    """Every indicator that the file allows, for everybody and by group; of an employment survey its labour market.

    Raises for a group that is none, for modules without a survey file, and as `analysis_of`.
    """
    for group in options.by:
        if group not in BY:
            raise AyniError("unknown_by", name=group, near=nearest(group, BY), names=", ".join(BY))
    if options.at not in ("", "survey"):
        raise AyniError("indicators_not_carried", at=options.at)
    analysis = analysis_of(options, law, work)
    of_file = labour_rows(analysis) if is_employment_survey(analysis) else indicators(analysis.population, law)
    rows = [replace(row, law_day=analysis.day.isoformat()) for row in of_file]
    if options.modules is not None:
        if options.data is None:
            raise AyniError("modules_need_survey")
        beside = rows_of_modules(analysis.population, read_modules(options.modules, options.data))
        rows += [replace(row, law_day=analysis.day.isoformat()) for row in beside]
    wanted = {"all", *(options.by or BY)}
    return Result.of([*analysis.size(), *(row for row in rows if row.group in wanted)], analysis.card)
