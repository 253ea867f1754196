"""`shock`: jobs lost or found, labour income lost, prices risen, a stoppage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.evidence.closure import closure_rows
from ayni.evidence.official import stands_for_the_country
from ayni.evidence.timeline import with_overlaps
from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.shock import Stoppage, card_of, read_shock, shock_rows
from ayni.survey import folder_of

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import ShockOptions


def run(options: ShockOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of a shock. AyniError for a setting that is not known or not possible; else as `analysis_of`."""
    shock = read_shock(options.kind, options.settings, options.modules or folder_of(options.data))
    analysis = analysis_of(options, law, work)
    found = shock_rows(analysis, shock, draws=options.draws, seed=options.seed)
    rows = [*analysis.size(), *found]
    if isinstance(shock, Stoppage) and stands_for_the_country(analysis):
        rows += closure_rows(analysis, shock.department)
    return Result(said_of_carried(rows, analysis), (with_overlaps(analysis.card, law),), shock=card_of(shock))
