"""`shock`: jobs lost or found, labour income lost, prices risen, a stoppage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.carry.paths import base_months
from ayni.evidence.closure import closure_rows
from ayni.evidence.official import stands_for_the_country
from ayni.evidence.timeline import with_overlaps
from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.shock import FuelPrices, Stoppage, card_of, fuel_rows, read_shock, shock_rows
from ayni.series import Prices, read_month, series
from ayni.survey import folder_of

if TYPE_CHECKING:
    import datetime as dt

    from ayni.engine import Law, Work
    from ayni.runs.options import ShockOptions
    from ayni.scenario import Analysis
    from ayni.scenario.shock import Shock


def run(options: ShockOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of a shock. AyniError for a setting that is not known or not possible; else as `analysis_of`."""
    shock = shock_of(options)
    analysis = analysis_of(options, law, work)
    shock = of_run(shock, analysis)
    found = shock_rows(analysis, shock, draws=options.draws, seed=options.seed)
    rows = [*analysis.size(), *found]
    if isinstance(shock, FuelPrices):
        rows += fuel_rows(analysis, shock)
    if isinstance(shock, Stoppage) and stands_for_the_country(analysis):
        rows += closure_rows(analysis, shock.department)
    return Result(said_of_carried(rows, analysis), (with_overlaps(analysis.card, law),), shock=card_of(shock))


def shock_of(options: ShockOptions) -> Shock:
    """The shock that is asked for; raises as `read_shock`."""
    return read_shock(options.kind, options.settings, options.modules or folder_of(options.data))


def of_run(shock: Shock, analysis: Analysis) -> Shock:
    """The shock with what it takes from a run: of fuel prices the spending of households and what they are paid."""
    return shock.on(analysis, _deflator(analysis, shock.day)) if isinstance(shock, FuelPrices) else shock


def _deflator(analysis: Analysis, day: dt.date) -> float:
    """The consumer prices of a day's month over those of the run's money."""
    prices = Prices(series())
    source = analysis.population.source
    own = (read_month(source["month"]),) if "month" in source else base_months(int(source["year"]))
    return prices.general([read_month(f"{day:%Y-%m}")]) / prices.general(own)
