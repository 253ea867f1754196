"""`shock`: jobs lost or found, labour income lost, prices risen, a stoppage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.carry.paths import base_months
from ayni.evidence.closure import closure_rows
from ayni.evidence.official import stands_for_the_country
from ayni.evidence.timeline import with_overlaps
from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.spending import card_of_spenders, check_unread, rows_of_draws, runs_on_spenders
from ayni.scenario import Result
from ayni.scenario.analysis import money_month
from ayni.scenario.shock import FuelPrices, Stoppage, card_of, fuel_rows, month_before, read_shock, shock_rows
from ayni.series import Prices, read_month, series
from ayni.words import AyniError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ayni.engine import Law, Work
    from ayni.runs.options import ShockOptions
    from ayni.scenario import Analysis, Row
    from ayni.scenario.shock import Shock


def run(options: ShockOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of a shock. AyniError for a setting that is not known or not possible; else as `analysis_of`, and where
    spending is read as `runs_on_spenders`."""
    shock = shock_of(options, law)
    runs = runs_of(options, law, work)
    rows = rows_of_draws([list(_rows(run, of_run(shock, run), options)) for run in runs])
    card = with_overlaps(card_of_spenders(runs[0]), law)
    return Result(said_of_carried(rows, runs[0]), (card,), shock=card_of(shock))


def _rows(analysis: Analysis, shock: Shock, options: ShockOptions) -> Iterator[Row]:
    yield from analysis.size()
    yield from shock_rows(analysis, shock, draws=options.draws, seed=options.seed)
    if isinstance(shock, FuelPrices):
        yield from fuel_rows(analysis, shock)
    if isinstance(shock, Stoppage) and stands_for_the_country(analysis):
        yield from closure_rows(analysis, shock.department)


def shock_of(options: ShockOptions, law: Law) -> Shock:
    """The shock that is asked for; raises as `read_shock`, and for spending that it does not read."""
    shock = read_shock(options.kind, options.settings)
    check_unread(options, law)
    return shock


def runs_of(options: ShockOptions, law: Law, work: Work | None = None) -> tuple[Analysis, ...]:
    """The law run on the people before the shock: one, or one for each draw of what is matched."""
    spend = options.reads_spending(law)
    return runs_on_spenders(options, law, work) if spend else (analysis_of(options, law, work),)


def of_run(shock: Shock, analysis: Analysis) -> Shock:
    """The shock with what it takes from a run: of fuel prices the spending of households and what they are paid.

    Raises AyniError for money of a month whose prices and poverty lines hold the new prices already.
    """
    if not isinstance(shock, FuelPrices):
        return shock
    month, before = money_month(analysis.population), month_before(shock.day)
    if month >= shock.day.replace(day=1):
        raise AyniError("fuel_counted_already", month=f"{month:%Y-%m}", day=shock.day, before=before)
    return shock.on(analysis, _deflator(analysis, shock.day))


def _deflator(analysis: Analysis, day: dt.date) -> float:
    """The consumer prices of the month before a day over those of the run's money."""
    prices = Prices(series())
    source = analysis.population.source
    own = (read_month(source["month"]),) if "month" in source else base_months(int(source["year"]))
    return prices.general([read_month(month_before(day))]) / prices.general(own)
