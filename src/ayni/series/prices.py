"""Consumer prices by month: the general index, its 12 divisions, and the index of all that is not food at home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from ayni.series.months import Month, read_month, written
from ayni.series.tables import Point, Series
from ayni.words import AyniError

DIVISIONS = tuple(f"{number:02d}" for number in range(1, 13))
"""INE's divisions: 01 is food and drink at home, 11 meals out."""
FOOD = "01"


class Prices:
    """Indices of one set of series. An index of several months is their mean.

    The index without division 1 is the mean of the other divisions by the weights with which INE makes the general
    index of them (recovered from the published indices, see `rebuilt`).
    """

    def __init__(self, of: Series) -> None:
        self._series = of

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The weight of each division, which add up to one."""
        found = {name: self._series.at("cpi_weight", "2018..2026", name).value for name in DIVISIONS}
        total = sum(found.values())
        return {name: value / total for name, value in found.items()}

    def general(self, months: Iterable[Month]) -> float:
        """The general index."""
        return self._mean("general", months)

    def division(self, name: str, months: Iterable[Month]) -> float:
        """The index of a division."""
        return self._mean(name, months)

    def without_food(self, months: Iterable[Month]) -> float:
        """The index of divisions 2 to 12."""
        chosen = list(months)
        others = [name for name in DIVISIONS if name != FOOD]
        total = sum(self.weights[name] for name in others)
        return sum(self.weights[name] * self._mean(name, chosen) for name in others) / total

    def rebuilt(self, month: Month) -> float:
        """The general index made of its divisions; INE's own within 0.005 since January 2018, when its base changed."""
        return sum(weight * self._mean(name, [month]) for name, weight in self.weights.items())

    def shares(self, months: Iterable[Month]) -> Mapping[str, float]:
        """The share of each division in the general index at the prices of these months, which add up to one."""
        chosen = list(months)
        held = {name: weight * self._mean(name, chosen) for name, weight in self.weights.items()}
        total = sum(held.values())
        return {name: value / total for name, value in held.items()}

    def points(self, name: str, months: Iterable[Month]) -> list[Point]:
        """The published values of an index. Raises where a month has none."""
        return [self._at(name, month) for month in months]

    @property
    def last(self) -> Month:
        """The last month that all indices have."""
        return read_month(self._series.last_prices)

    def _mean(self, name: str, months: Iterable[Month]) -> float:
        return float(np.mean([self._at(name, month).value for month in months]))

    def _at(self, name: str, month: Month) -> Point:
        found = self._by_month[name].get(month)
        if found is None:
            raise AyniError(
                "series_ends", series="cpi", group=name, period=written(month), last=written(max(self._by_month[name])),
                first=written(min(self._by_month[name])),
            )  # fmt: skip
        return found

    @cached_property
    def _by_month(self) -> Mapping[str, Mapping[Month, Point]]:
        return {
            name: {read_month(period): point for period, point in self._series.of("cpi", name).items()}
            for name in ("general", *DIVISIONS)
        }
