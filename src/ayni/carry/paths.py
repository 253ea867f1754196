"""How prices, growth, persons and decreed wages move from the months of a survey to another month."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from ayni.engine import Law
from ayni.series import CONFIDENCES, Month, Point, Prices, Series, month_of_day, read_month, written
from ayni.words import AyniError

INCREASE = "incremento_salarial_general.increase_percent"
ARREARS = "incremento_salarial_general.months_in_arrears"
FORECAST = "forecast"


class Moved(Struct, frozen=True):
    """By how much something moved, and on what that rests: the worst of its values says how sure it is."""

    value: float
    series: tuple[str, ...] = ()
    source: str = ""
    confidence: str = "verified"
    doubtful: tuple[tuple[str, str], ...] = ()
    """Series with the confidence that marks what rests on them: recalled, conflicting or forecast."""

    def resting_on(self, other: Moved) -> Moved:
        """The same, which rests on what the other does too."""
        sources = dict.fromkeys(filter(None, (*self.source.split("; "), *other.source.split("; "))))
        return Moved(
            self.value,
            tuple(dict.fromkeys((*self.series, *other.series))),
            "; ".join(sources),
            worst((self.confidence, other.confidence)),
            tuple(dict.fromkeys((*self.doubtful, *other.doubtful))),
        )


def worst(confidences: Iterable[str]) -> str:
    """The least sure of several."""
    return max(confidences, key=CONFIDENCES.index, default="verified")


@dataclass
class Paths:
    """Movements from the months of a survey, `base`, to a month; of one that was carried before, from `since` on.

    A value of the base is the mean of its months. What moves twice moves by the product: from the base to the second
    month over from the base to the first.
    """

    series: Series
    base: tuple[Month, ...]
    since: tuple[Month, ...] = ()
    prices: Prices = field(init=False)

    def __post_init__(self) -> None:
        self.prices = Prices(self.series)

    def _twice(self, of: Callable[[Sequence[Month]], float], month: Month) -> float:
        """From `since`, where the population was carried before, else from the base."""
        start = of(self.since or self.base)
        return of([month]) / start

    # ---- prices

    def general(self, month: Month) -> Moved:
        """The general index of consumer prices."""
        return self._of_cpi("general", self._twice(self.prices.general, month), month)

    def division(self, name: str, month: Month) -> Moved:
        """The index of a division."""
        return self._of_cpi(name, self._twice(lambda months: self.prices.division(name, months), month), month)

    def without_food(self, month: Month) -> Moved:
        """The index of divisions 2 to 12."""
        return self._of_cpi("general", self._twice(self.prices.without_food, month), month)

    def _of_cpi(self, name: str, value: float, month: Month) -> Moved:
        points = self.prices.points(name, (*self.base, month))
        return self._moved(value, ("cpi",), points)

    # ---- growth

    def growth_per_head(self, month: Month) -> Moved:
        """Real product per head: yearly growth, compounded by months, over persons."""
        start = self.since or self.base
        years = range(min(start) // 12, month // 12 + 1)
        points = [self.series.at("gdp_growth", year) for year in years]
        persons = self.persons(month)

        def product(months: Sequence[Month]) -> float:
            return float(np.mean([self._product(each, points) for each in months]))

        value = product([month]) / product(start) / persons.value
        return self._moved(value, ("gdp_growth", *persons.series), points, persons)

    @staticmethod
    def _product(month: Month, points: Sequence[Point]) -> float:
        """The product in a month over that of the month before the first year."""
        found = 1.0
        for point in points:
            first = 12 * int(point.period)
            passed = min(max(month - first + 1, 0), 12)
            found *= (1 + point.value / 100) ** (passed / 12)
        return found

    @property
    def pass_through(self) -> Point:
        """How much of real growth per head reaches what households earn."""
        return self.series.at("pass_through", 2024)

    def beyond_prices(self, month: Month) -> Moved:
        """1 + 0.7 (g - 1): what growth adds to incomes beside prices, from the base to the month."""

        def of(months: Sequence[Month]) -> float:
            paths = Paths(self.series, self.base)
            each = [paths.growth_per_head(month).value for month in months]
            return 1 + self.pass_through.value * (float(np.mean(each)) - 1)

        growth = self.growth_per_head(month)
        value = of([month]) / (of(self.since) if self.since else 1.0)
        return self._moved(value, (*growth.series, "pass_through"), [self.pass_through], growth)

    # ---- persons

    def persons(self, month: Month) -> Moved:
        """How many persons there are, over those of the start."""
        start = self.since or self.base
        name = "persons" if min(start) >= min(self._totals("persons")) else "persons_un"
        value = self.total(month, name) / float(np.mean([self.total(each, name) for each in start]))
        last = max(self._totals(name))
        found = self._moved(value, (name,), list(self.series.of(name).values()))
        return self._forecast(found, name) if month > last else found

    def total(self, month: Month, name: str = "persons") -> float:
        """Persons in a month, between the published moments at a steady rate, and beyond the last at its rate."""
        points = self._totals(name)
        if month < min(points):
            raise AyniError(
                "series_ends", series=name, group="All", period=written(month), first=written(min(points)),
                last=written(max(points)),
            )  # fmt: skip
        before = max([each for each in points if each <= month], default=min(points))
        later = [each for each in points if each > month]
        if not later:
            before = sorted(points)[-2]
        after = min(later, default=max(points))
        rate = (math.log(points[after]) - math.log(points[before])) / (after - before)
        return math.exp(math.log(points[before]) + rate * (month - before))

    def _totals(self, name: str) -> Mapping[Month, float]:
        return {_moment(period): point.value for period, point in self.series.of(name).items()}

    def age_shares(self, month: Month) -> tuple[Mapping[str, float], Moved]:
        """The share of each sex and age of all persons, between the published years, and beyond the last as before."""
        name = "persons_by_age"
        table = {
            group: {_moment(period): point.value for period, point in self.series.of(name, group).items()}
            for group in self.series.groups(name)
        }
        moments = sorted(next(iter(table.values())))
        totals = {moment: sum(by[moment] for by in table.values()) for moment in moments}
        upto = next((place for place, each in enumerate(moments) if each > month), len(moments) - 1)
        one, other = moments[max(upto, 1) - 1], moments[max(upto, 1)]
        part = (month - one) / (other - one)
        shares = {
            group: by[one] / totals[one] + part * (by[other] / totals[other] - by[one] / totals[one])
            for group, by in table.items()
        }
        points = [point for group in table for point in self.series.of(name, group).values()]
        found = self._moved(1.0, (name,), points)
        return shares, self._forecast(found, name) if month > moments[-1] else found

    # ---- wages

    def decreed(self, law: Law, month: Month) -> Moved:
        """The product of the rises of basic pay decreed since, each from the month in which it is first paid."""
        start = self.since or self.base
        years = range(min(start) // 12, month // 12 + 1)
        rows = [(year, law.parameter(INCREASE).on(dt.date(year, 1, 1))) for year in years]
        paid = {year: 12 * year + int(law.parameter(ARREARS).on(dt.date(year, 1, 1)).value) for year in years}  # type: ignore[arg-type]

        rises = {year: 1 + float(row.value) / 100 for year, row in rows}  # type: ignore[arg-type]

        def upto(months: Sequence[Month]) -> float:
            return float(
                np.mean([np.prod([rise for year, rise in rises.items() if paid[year] <= each]) for each in months])
            )

        used = [(year, row) for year, row in rows if min(start) < paid[year] <= month]
        confidences = [row.confidence for _, row in used]
        doubtful = tuple((INCREASE, each) for each in dict.fromkeys(confidences) if each in ("recalled", "conflicting"))
        source = "; ".join(row.article or str(year) for year, row in used)
        sure = worst(each if each in CONFIDENCES else "computed" for each in confidences)
        return Moved(upto([month]) / upto(start), (INCREASE,), source, sure, doubtful)

    # ---- what households receive from abroad

    def remittances(self, month: Month) -> Moved | None:
        """Dollars sent, per head, times the exchange rate; None where the series do not have both years."""
        start = self.since or self.base
        names = ("remittances", "exchange_rate")
        years = [str(min(start) // 12), str(month // 12)]
        if any(year not in self.series.of(name) for name in names for year in years):
            return None
        points = [self.series.at(name, year) for name in names for year in years]
        flow, flow_now, rate, rate_now = (point.value for point in points)
        persons = self.persons(month)
        return self._moved(flow_now / flow * rate_now / rate / persons.value, names, points, persons)

    def unemployment(self, month: Month) -> Moved:
        """The urban rate of the quarter over that of the start's; the quarter itself must be there."""
        start = self.since or self.base
        points = [self.series.at("urban_unemployment", _quarter(each)) for each in (max(start), month)]
        return self._moved(points[1].value / points[0].value, ("urban_unemployment",), points)

    def _moved(self, value: float, names: tuple[str, ...], points: Sequence[Point], *others: Moved) -> Moved:
        sources = dict.fromkeys(self.series.sources[point.source].title for point in points)
        doubts = dict.fromkeys(
            (point.series, point.confidence) for point in points if point.confidence in CONFIDENCES[3:]
        )
        for other in others:
            sources |= dict.fromkeys(other.source.split("; "))
            doubts |= dict.fromkeys(other.doubtful)
        confidence = worst([*(point.confidence for point in points), *(other.confidence for other in others)])
        return Moved(value, tuple(dict.fromkeys(names)), "; ".join(filter(None, sources)), confidence, tuple(doubts))

    @staticmethod
    def _forecast(found: Moved, name: str) -> Moved:
        """Beyond the last published value, whose rate is kept."""
        return Moved(found.value, found.series, found.source, FORECAST, ((name, FORECAST),))


def _moment(period: str) -> Month:
    """A year's population is that of the middle of it."""
    return read_month(period) if "-" in period else 12 * int(period) + 6


def _quarter(month: Month) -> str:
    return f"{month // 12}-Q{month % 12 // 3 + 1}"


def base_months(year: int) -> tuple[Month, ...]:
    """October and November of the year of a survey, whose prices give INE's lines best."""
    return (12 * year + 9, 12 * year + 10)


def month_within(first: str, last: str, month: Month) -> bool:
    """Whether a month is one of those of two days."""
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return month_of_day(days[0]) <= month <= month_of_day(days[1])
