"""`attribution`: what each programme accounts for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Attribution, Result, together_and_apart

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import AttributionOptions


def run(options: AttributionOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of the attribution; where it is of some programmes alone, under every accounting and reading too.

    Raises AyniError for a name that is not a player; else as `analysis_of`.
    """
    analysis = analysis_of(options, law, work)
    division = Attribution(analysis, options.accounting, tuple(options.only), options.sample_orders)
    rows = [*analysis.size(), *division.rows(options.order), *division.work(), *division.gini_by_source()]
    if options.only:
        rows += together_and_apart(analysis, division.players)
    return Result.of(said_of_carried(rows, analysis), analysis.card)
