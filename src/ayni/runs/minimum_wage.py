"""`minimum-wage`: a new minimum wage under three cases of compliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.runs.carried import said_of_carried, wages_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.minimum_wage import MinimumWage, amount, elasticity
from ayni.survey import load

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import MinimumWageOptions


def run(options: MinimumWageOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of a new minimum wage, with those of jobs where an elasticity of `minimum_wage.yaml` is named.

    Raises AyniError for a floor that is no amount or below the old one, and for a name that is not there.
    """
    floor = amount("NEW", options.new)
    old = None if options.old_floor is None else amount("--old-floor", options.old_floor)
    by = None if options.employment is None else elasticity(options.employment)
    analysis = analysis_of(options, law, work)
    scenario = MinimumWage.of(analysis, floor, old)
    jobs = [] if by is None else scenario.employment(by)
    rows = [*analysis.size(), *scenario.rows(), *jobs]
    if analysis.carried is not None:
        rows += wages_carried(options, law, load(options.data, cached=options.cached), analysis, floor)
    return Result.of(said_of_carried(rows, analysis), analysis.card)
