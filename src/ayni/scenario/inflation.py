"""Inflation by group: what households of each group bought in the survey, at the prices of each month.

The basket of a group is what it bought, by division of INE's index; its quantities stay, its prices move (Laspeyres,
from another month than the survey's Lowe). Prices of a division are the same for all: groups differ by what they buy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from msgspec import Struct

from ayni import measure
from ayni.carry import own_month
from ayni.carry.paths import base_months, worst
from ayni.engine import Array, Population
from ayni.measure import Basket, Design, Domains, SampledBasket
from ayni.measure.estimate import MIN_CASES
from ayni.scenario.rows import Basis, Place, Row, Rows
from ayni.series import DIVISIONS, Month, Prices, Series, read_month, written
from ayni.series.tables import DOUBTFUL
from ayni.survey import Spending, standard_columns
from ayni.words import AyniError, nearest
from ayni.words.marks import Mark, MarkKind

RECORDED = Path(__file__).parent / "baskets.json"
"""The baskets of EH 2019's groups with their errors: aggregates, made by tools/baskets.py from INE's files."""
KINDS: Mapping[str, tuple[bool, bool]] = {
    "plutocratic": (True, False), "democratic": (True, True),
    "plutocratic_raw": (False, False), "democratic_raw": (False, True),
}  # fmt: skip
"""Each kind of basket: whether it is benchmarked to the official weights, and whether a household counts as one."""
MAIN, RAW = "plutocratic", "plutocratic_raw"
"""The kind that is the official index for everybody, and the same with the survey's own shares."""
LINES = ("extreme_line", "moderate_line")
"""Baskets of the poverty lines: food alone, and food with the rest as INE moves it."""
BY = ("decile", "area", "household_type")
GAPS = {"decile": ("1", "10"), "area": ("rural", "urban")}
"""The two levels of a group of which the difference is given."""
FIRST = "2018-01"
"""The first month of the index's weights."""
YEAR = 12

Who = tuple[str, str]
"""A group and its level."""
ALL: Who = ("all", "all")


class Baskets(Struct, frozen=True):
    """Baskets by kind and group, at the prices of the survey's months, and what they were read from."""

    survey: str
    month: str
    persons: int
    households: int
    base: tuple[str, ...]
    """The months in whose prices the shares are; a price of several months is their mean."""
    by: Mapping[tuple[str, Who], Basket]
    shared: Mapping[tuple[str, str], Array]
    """Covariances of the shares of the two levels of `GAPS`, by kind and group."""
    sha256: str = ""
    """Of the survey's file."""

    @property
    def groups(self) -> tuple[Who, ...]:
        """Every group, everybody first."""
        return tuple(who for kind, who in self.by if kind == MAIN)


def measured(population: Population, spending: Spending, prices: Prices) -> Baskets:
    """The baskets of a survey's households; tenths are of persons, by INE's income per head."""
    base = base_months(int(population.source["year"]))
    official = prices.shares(base)
    spent = spending.by_division(DIVISIONS)
    first = population.offsets[:-1]
    design = Design(population["weight"][first], population["stratum"][first], population["psu"][first])
    weights = [official[name] for name in DIVISIONS]
    found: dict[tuple[str, Who], Basket] = {}
    shared: dict[tuple[str, str], Array] = {}
    for kind, (benchmarked, democratic) in KINDS.items():
        of: dict[Who, SampledBasket] = {
            who: measure.sampled_basket(
                spent, design, official=weights if benchmarked else None, democratic=democratic, where=where
            )
            for who, where in _groups(population).items()
        }
        found |= {(kind, who): each.basket for who, each in of.items()}
        for group, (one, other) in GAPS.items():
            shared[kind, group] = of[group, one].covariance(of[group, other])
    for line, basket in _lines(population, official).items():
        found[line, ALL] = basket
    return Baskets(
        population.survey, written(own_month(population)), population.n_persons, population.n_households,
        tuple(map(written, base)), found, shared, str(population.source.get("sha256", "")),
    )  # fmt: skip


def _groups(population: Population) -> dict[Who, Array]:
    """Whose households, (n_households,), are in each group: everybody's, by tenth, area and type."""
    first = population.offsets[:-1]
    tenth = _members(population).spread(population["ine_income"]).bands(10)[first]
    found: dict[Who, Array] = {ALL: np.ones(len(first), dtype=bool)}
    found |= {("decile", str(each)): tenth == each for each in range(1, 11)}
    for column in BY[1:]:
        for value in standard_columns()[column].values:
            where = population.is_value(column, value)[first]
            if where.any():
                found[column, value] = where
    return found


def _members(population: Population) -> Domains:
    people = Design(population["weight"], population["stratum"], population["psu"])
    return measure.Whole(people, population["is_member"].astype(bool), population.household).everybody


def _lines(population: Population, official: Mapping[str, float]) -> dict[str, Basket]:
    """What the poverty lines buy: food by its own index, the rest by the others in their official proportions."""
    food = _members(population).ratio(population["extreme_poverty_line"], population["poverty_line"]).only
    rest = np.array([0.0, *(official[name] for name in DIVISIONS[1:])])
    rest /= rest.sum()
    alone = np.eye(len(DIVISIONS))[0]
    slope = alone - rest
    households, df = population.n_households, food.df
    return {
        "extreme_line": measure.fixed(alone, households, df),
        "moderate_line": Basket(rest + food.value * slope, np.outer(slope, slope) * food.se**2, households, df),
    }


# ---- as recorded


def write_recorded(baskets: Baskets, path: Path = RECORDED) -> None:
    """Write baskets for `recorded`; a group that may not be published is left out."""
    upper = np.triu_indices(len(DIVISIONS))
    lines = [
        {
            "kind": kind, "group": group, "level": level, "n": basket.n, "df": basket.df,
            "shares": _digits(basket.shares, 10), "covariance": _digits(basket.covariance[upper], 6),
        }
        for (kind, (group, level)), basket in baskets.by.items() if basket.n >= MIN_CASES
    ]  # fmt: skip
    lines += [
        {"kind": kind, "group": group, "shared": _digits(matrix.ravel(), 6)}
        for (kind, group), matrix in baskets.shared.items()
    ]
    head = {name: getattr(baskets, name) for name in ("survey", "month", "persons", "households", "base", "sha256")}
    written_lines = ",\n".join(json.dumps(each) for each in lines)
    path.write_text(f'{{"of": {json.dumps(head)},\n"baskets": [\n{written_lines}\n]}}\n', encoding="utf-8")


def _digits(values: Array, digits: int) -> list[float]:
    """Numbers to so many digits; those that are nothing but rounding are zero."""
    return [float(f"{value:.{digits}g}") if abs(value) > 1e-20 else 0.0 for value in values]


def recorded(path: Path = RECORDED) -> Baskets:
    """The baskets of the survey that were recorded."""
    content = json.loads(path.read_text(encoding="utf-8"))
    size = len(DIVISIONS)
    upper = np.triu_indices(size)
    by: dict[tuple[str, Who], Basket] = {}
    shared: dict[tuple[str, str], Array] = {}
    for each in content["baskets"]:
        if "shared" in each:
            shared[each["kind"], each["group"]] = np.reshape(each["shared"], (size, size))
            continue
        covariance = np.zeros((size, size))
        covariance[upper] = each["covariance"]
        covariance.T[upper] = each["covariance"]
        basket = Basket(np.array(each["shares"]), covariance, each["n"], each["df"])
        by[each["kind"], (each["group"], each["level"])] = basket
    of = {**content["of"], "base": tuple(content["of"]["base"])}
    return Baskets(by=by, shared=shared, **of)


# ---- over time


class Inflation(Struct, frozen=True, dict=True):
    """The rows of baskets from one month to another."""

    baskets: Baskets
    series: Series
    start: Month
    end: Month
    by: Sequence[str] = BY

    def __post_init__(self) -> None:
        for name in self.by:
            if name not in BY:
                raise AyniError("unknown_by", name=name, near=nearest(name, BY), names=", ".join(BY))
        first, last = read_month(FIRST), self.prices.last
        for month in (self.start, self.end):
            if not first <= month <= last:
                raise AyniError("inflation_month", month=written(month), first=FIRST, last=written(last))
        if self.start >= self.end:
            raise AyniError("inflation_order", start=written(self.start), end=written(self.end))

    @cached_property
    def prices(self) -> Prices:
        """The indices."""
        return Prices(self.series)

    @cached_property
    def base(self) -> tuple[Month, ...]:
        """The months in whose prices the baskets are."""
        return tuple(map(read_month, self.baskets.base))

    def at(self, month: Month) -> Array:
        """Each division's index over that of the base, (12,)."""
        return np.array([self.prices.division(name, [month]) / self.prices.division(name, self.base)
                         for name in DIVISIONS])  # fmt: skip

    @property
    def basis(self) -> Basis:
        """The survey's households; prices are those of each row's month."""
        return Basis(self.baskets.survey, self.baskets.month)

    @cached_property
    def who(self) -> tuple[Who, ...]:
        """Everybody and the groups asked for."""
        return tuple(who for who in self.baskets.groups if who[0] in ("all", *self.by))

    @property
    def periods(self) -> tuple[tuple[Month, Month], ...]:
        """From the first month to the last, and the year to the last."""
        return tuple(dict.fromkeys(((self.start, self.end), *self._year_to(self.end))))

    def _year_to(self, month: Month) -> Iterator[tuple[Month, Month]]:
        if month - YEAR >= read_month(FIRST):
            yield month - YEAR, month

    def rows(self) -> Iterator[Row]:
        """Rises over both periods by group and kind; those of each month; what each group buys; rises by division."""
        for period in self.periods:
            for kind in KINDS:
                for who in self.who:
                    yield self._rise("inflation", kind, who, period)
            for kind in (MAIN, RAW):
                for group in self.by:
                    if group in GAPS:
                        yield self._gap(kind, group, period)
            for line in LINES:
                yield self._rise("inflation", line, ALL, period)
            yield self._official("inflation", "general", period)
        for month in range(self.start + 1, self.end + 1):
            for period in dict.fromkeys(((self.start, month), *self._year_to(month))):
                for who in self.who:
                    yield self._rise("inflation_months", MAIN, who, period)
                for line in LINES:
                    yield self._rise("inflation_months", line, ALL, period)
                yield self._official("inflation_months", "general", period)
        yield from self._shares()
        for period in self.periods:
            for division in DIVISIONS:
                yield self._official("inflation_divisions", division, period)

    def _rise(self, table: str, kind: str, who: Who, period: tuple[Month, Month]) -> Row:
        before, after = map(self._at, period)
        return self._make(table, kind, period).estimate(
            self.baskets.by[kind, who].rise(before, after), **self._place(kind, who, period)
        )

    def _gap(self, kind: str, group: str, period: tuple[Month, Month]) -> Row:
        one, other = GAPS[group]
        before, after = map(self._at, period)
        ours, theirs = (self.baskets.by[kind, (group, level)] for level in (one, other))
        found = measure.basket_gap(ours, theirs, self.baskets.shared[kind, group], before, after)
        place = {**self._place(kind, (group, f"{one}-{other}"), period), "measure": "inflation_gap", "side": "change"}
        return self._make("inflation", kind, period).estimate(found, **place)

    def _official(self, table: str, name: str, period: tuple[Month, Month]) -> Row:
        before, after = (self.prices.division(name, [month]) for month in period)
        who = ALL if name == "general" else ("division", name)
        make = Rows(table, self._basis(period), self._sources(period, [name]))
        return make.plain(after / before - 1, unit="relative", **self._place("official", who, period))

    def _shares(self) -> Iterator[Row]:
        for kind in (MAIN, RAW):
            make = Rows("inflation_baskets", self.basis, self._marks(kind))
            for who in self.who:
                for index, division in enumerate(DIVISIONS):
                    yield make.estimate(
                        self.baskets.by[kind, who].share(index), concept=kind, measure="basket_share", group=who[0],
                        level=who[1], step=division,
                    )  # fmt: skip

    @cached_property
    def _relatives(self) -> dict[Month, Array]:
        months = {month for end in range(self.start, self.end + 1) for month in (end, end - YEAR)}
        return {month: self.at(month) for month in months if month >= read_month(FIRST)}

    def _at(self, month: Month) -> Array:
        return self._relatives[month]

    def _basis(self, period: tuple[Month, Month]) -> Basis:
        return Basis(self.baskets.survey, self.baskets.month, prices=written(period[1]))

    def _make(self, table: str, kind: str, period: tuple[Month, Month]) -> Rows:
        return Rows(table, self._basis(period), (*self._marks(kind), *self._sources(period, DIVISIONS)))

    def _marks(self, kind: str) -> tuple[Mark, ...]:
        if kind in LINES:
            return ()
        how = MarkKind.BENCHMARKED if KINDS[kind][0] else MarkKind.SURVEY_SHARES
        return (Mark(MarkKind.SPENDING_OF, self.baskets.survey), Mark(how))

    def _sources(self, period: tuple[Month, Month], names: Iterable[str]) -> tuple[Mark, ...]:
        """Where the prices are from, how sure they are, and doubts."""
        points = [point for name in names for point in self.prices.points(name, period)]
        titles = dict.fromkeys(self.series.sources[point.source].title for point in points)
        doubts = dict.fromkeys(point.confidence for point in points if point.confidence in DOUBTFUL)
        return (
            Mark(MarkKind.SOURCE, "; ".join(titles)),
            Mark(MarkKind.CONFIDENCE, worst(point.confidence for point in points)),
            *(Mark(MarkKind(each), "cpi") for each in doubts),
        )

    def _place(self, kind: str, who: Who, period: tuple[Month, Month]) -> Place:
        return {
            "concept": kind, "measure": "inflation", "group": who[0], "level": who[1],
            "step": f"{written(period[0])}..{written(period[1])}",
        }  # fmt: skip


def own_inflation(spent: Mapping[str, float], series: Series, start: str, end: str) -> float:
    """By how much a family's own basket became dearer, a fraction: what it spent in `start` at the prices of `end`.

    `spent`: Bs a month by division, `{"01": 1200, "07": 300}`, at the prices of `start`. Raises AyniError for a
    division that there is not, amounts that are no basket, and a month that has no index.
    """
    for name in spent:
        if name not in DIVISIONS:
            raise AyniError("inflation_division", name=name, names=", ".join(DIVISIONS))
    prices, months = Prices(series), (read_month(start), read_month(end))
    before, after = ([prices.division(name, [month]) for name in DIVISIONS] for month in months)
    amounts = np.array([spent.get(name, 0.0) for name in DIVISIONS])
    try:
        basket = measure.fixed(amounts)
    except measure.UndefinedError:
        raise AyniError("inflation_basket") from None
    return basket.rise(np.ones(len(DIVISIONS)), np.divide(after, before)).value
