"""What one household's own purchases cost after prices moved: its food, its fuel, and the rest as INE weighs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from ayni.engine import Law
from ayni.series import DIVISIONS, Month, Prices
from ayni.series.months import first_day
from ayni.series.prices import FOOD
from ayni.words import AyniError

FUEL = "combustibles.gasolina_especial"
"""The price by which a household's own fuel moves."""


class OwnPrices(Struct, frozen=True):
    """What is spent a month in the first month, and what the same costs in the last, Bs, by part."""

    before: Mapping[str, float]
    after: Mapping[str, float]

    @property
    def more(self) -> float:
        """How much more the same costs, Bs a month."""
        return sum(self.after.values()) - sum(self.before.values())

    @property
    def rise(self) -> float:
        """The same, relative to what was spent."""
        return self.more / sum(self.before.values())


def own_prices(
    spent: float, prices: Prices, law: Law, start: Month, end: Month, *, food: float | None = None, fuel: float = 0.0
) -> OwnPrices:
    """The cost in `end` of what a household spent in `start`, Bs a month (Laspeyres, its own quantities).

    Food moves by INE's division 1, fuel by the price of the law, the rest by the other divisions in their official
    proportions of that month. Without `food` it is the share that it has in INE's index. Raises AyniError where the
    parts are more than what is spent, and as the series and the law do for a month that they do not have.
    """
    shares = prices.shares([start])
    food = shares[FOOD] * (spent - fuel) if food is None else food
    if spent <= 0 or min(food, fuel) < 0 or food + fuel > spent:
        raise AyniError("own_spending")
    others = {name: shares[name] for name in DIVISIONS if name != FOOD}
    rest = sum(share * _rise(prices, name, start, end) for name, share in others.items()) / sum(others.values())
    before = {"food": food, "fuel": fuel, "rest": spent - food - fuel}
    moved = {"food": _rise(prices, FOOD, start, end), "rest": rest, "fuel": 1.0}
    if fuel:
        moved["fuel"] = of_law(law, FUEL, end) / of_law(law, FUEL, start)
    return OwnPrices(before, {name: amount * moved[name] for name, amount in before.items()})


def of_law(law: Law, parameter: str, month: Month) -> float:
    """A parameter on the last day of a month. Raises where the law book has no value then."""
    following = first_day(month + 1)
    value = law.parameter(parameter).on(following - dt.timedelta(1)).value
    assert isinstance(value, int | float)
    return float(value)


def _rise(prices: Prices, division: str, start: Month, end: Month) -> float:
    return prices.division(division, [end]) / prices.division(division, [start])
