"""Prices and growth extended beyond the last published value at rates that the user states, for scenarios only."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ayni.series.months import Month, read_month, written
from ayni.series.prices import DIVISIONS, Prices
from ayni.series.tables import Point, Series, Source

STATED = Source("stated", "Stated for a scenario", "", "")
YEARS = 10
"""Of published growth, whose mean goes on where nobody states another."""


def last_twelve_months(of: Series) -> float:
    """By how much consumer prices rose in the last twelve months that are known, per cent."""
    prices = Prices(of)
    return 100 * (prices.general([prices.last]) / prices.general([prices.last - 12]) - 1)


def mean_growth(of: Series) -> float:
    """The mean growth of the product in the last ten years of which it is published, per cent a year, compounded."""
    published = [point.value for point in of.of("gdp_growth").values() if point.confidence != "forecast"]
    whole = math.prod(1 + each / 100 for each in published[-YEARS:])
    return float(100 * (whole ** (1 / YEARS) - 1))


def years_of_prices(of: Series, to: Month) -> range:
    """The years in which prices are not known in every month up to one."""
    return range((read_month(of.last_prices) + 1) // 12, to // 12 + 1)


def years_of_growth(of: Series, to: Month) -> range:
    """The years up to a month whose growth is neither published nor forecast."""
    return range(int(max(of.of("gdp_growth"))) + 1, to // 12 + 1)


def prolonged(of: Series, to: Month, inflation: Mapping[int, float], growth: Mapping[int, float]) -> Series:
    """The series with prices of every month up to one, and growth of its years, at so many per cent a year.

    All divisions rise alike, each month by the twelfth root of what its year does.
    """
    last = read_month(of.last_prices)
    points: list[Point] = []
    for name in ("general", *DIVISIONS):
        value = of.at("cpi", written(last), name).value
        for month in range(last + 1, to + 1):
            value *= (1 + inflation[month // 12] / 100) ** (1 / 12)
            points.append(_stated("cpi", name, written(month), value, "index"))
    points += [_stated("gdp_growth", "All", str(year), growth[year], "%") for year in years_of_growth(of, to)]
    return of.with_points(points, [STATED])


def _stated(series: str, group: str, period: str, value: float, unit: str) -> Point:
    return Point(series, group, period, value, unit, STATED.id, "forecast", "")
