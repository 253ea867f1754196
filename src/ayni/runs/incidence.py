"""`incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.incidence import incidence_rows

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import IncidenceOptions


def run(options: IncidenceOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of the incidence on a survey; errors as for `analysis_of`."""
    analysis = analysis_of(options, law, work)
    rows = [*analysis.size(), *incidence_rows(analysis)]
    return Result.of(said_of_carried(rows, analysis), analysis.card)
