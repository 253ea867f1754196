"""`inflation`: by how much what each group buys became dearer, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.scenario import DataCard, Result
from ayni.scenario.inflation import BY, Baskets, Inflation, measured, recorded
from ayni.series import Prices, Series, read_month, read_series, series
from ayni.survey import load, path_of, read_spending, spending_files
from ayni.words import AyniError

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.engine import Law, Work
    from ayni.runs.options import InflationOptions


def run(options: InflationOptions, law: Law, work: Work | None = None) -> Result:
    """Inflation by group from one month to another, and of each month between; no law is run.

    Raises AyniError for a group or a month that there is not, a survey whose spending is not known, and as
    `read_spending`.
    """
    tables = series() if options.series is None else read_series(options.series)
    baskets = _baskets(options, tables)
    start = baskets.month if options.start == "survey" else options.start
    end = tables.last_prices if options.end == "last" else options.end
    found = Inflation(baskets, tables, read_month(start), read_month(end), tuple(options.by) or BY)
    card = DataCard(
        baskets.survey, baskets.month, prices=end, persons=baskets.persons, households=baskets.households,
        sha256=baskets.sha256,
    )  # fmt: skip
    return Result.of(found.rows(), card)


def modules_of(options: InflationOptions) -> list[Path]:
    """The files of spending that are read beside the survey's."""
    file = path_of(options.data)
    return [] if file is None else spending_files(options.modules or file.parent)


def _baskets(options: InflationOptions, tables: Series) -> Baskets:
    file = path_of(options.data)
    if file is None:
        if options.modules is not None:
            raise AyniError("modules_need_survey")
        baskets = recorded()
        if options.series is not None and _official(baskets, tables) != _official(baskets, series()):
            raise AyniError("inflation_series", file=options.series.name)
        return baskets
    population = load(options.data, cached=options.cached)
    spending = read_spending(options.modules or file.parent, population)
    return measured(population, spending, Prices(tables))


def _official(baskets: Baskets, tables: Series) -> object:
    """The official weights and prices on which recorded baskets rest."""
    return Prices(tables).shares(map(read_month, baskets.base))
