"""`reform --path`: what a reform costs and whom it reaches, year by year, under growth that is stated: a scenario."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ayni import measure
from ayni.carry import DEFAULT_STEPS, Carried, carry
from ayni.runs.reform import as_written, compared, described, value_on
from ayni.runs.spending import check_unread
from ayni.runs.time import People, day_of_law, people
from ayni.scenario import Comparison, Result, Row, Rows
from ayni.scenario.analysis import DISPOSABLE, money_month
from ayni.scenario.keys import LINES
from ayni.scenario.reform import unknown_columns
from ayni.scenario.result import LawOnTheWay, PathCard
from ayni.scenario.rows import Place
from ayni.series import (
    Prices,
    Series,
    last_twelve_months,
    mean_growth,
    month_of_day,
    prolonged,
    read_series,
    series,
    years_of_growth,
    years_of_prices,
)
from ayni.survey import load
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind
from ayni.words.progress import stepping

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import PathOptions
    from ayni.scenario import Analysis

MOST = 10
"""Years beyond the last prices to which a path goes at most: ages are prolonged from older projections."""
SCENARIO = Mark(MarkKind.SCENARIO, "path")
MOVED = ("prices", "growth_per_head", "wages_of_contributors", "other_earnings", "persons")
"""What moves from year to year, as the factors of carrying name it."""
BOUNDS = {"inflation": (-20.0, 200.0), "growth": (-30.0, 30.0)}
"""Per cent a year beyond which a number is a slip of the pen."""


def run(options: PathOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of a reform in each year of its path, by the law as it is written of that year.

    Each year stands for the month to which the people are carried. Raises AyniError as a reform does, for years or
    rates that cannot be read or do not fit, and for what a path does not take.
    """
    return _Path(options, law).result()


class _Growth(Struct, frozen=True):
    """What is assumed beyond the series: per cent a year, by year; `given` are those that somebody stated."""

    inflation: Mapping[int, float]
    growth: Mapping[int, float]
    given: tuple[str, ...]


class _Path:
    """The years of one reform."""

    def __init__(self, options: PathOptions, law: Law) -> None:
        _refuse(options, law)
        self.options, self.law = options, law
        self.own = load(options.data, cached=options.cached)
        unknown_columns(options.reform, law, [*self.own.columns, *self.own.absent])
        self.base = people(self.own, options, law)
        if self.base.carried is None:
            raise AyniError("path_at_survey")
        self.first = money_month(self.base.population)
        self.known = series() if options.series is None else read_series(options.series)
        self.years = _years(options.path, self.first, int(self.known.last_prices[:4]))
        self.growth = _growth(options, self.known, month_of_day(self._day(self.years[-1])))
        self.series = prolonged(
            self.known, month_of_day(self._day(self.years[-1])), self.growth.inflation, self.growth.growth
        )  # fmt: skip

    def _day(self, year: int) -> dt.date:
        return self.first.replace(year=year)

    def result(self) -> Result:
        """Every year's rows."""
        options, law = self.options, self.law
        start = self.base.run(law, day_of_law(self.base.population, options, law), options.take_up)
        rows: list[Row] = []
        first: Comparison | None = None
        for year in stepping(self.years, "years", len(self.years)):
            found = compared(self._before(year, start), options.reform.law(law), options.accounting)
            for name in options.reform.instruments(found.after.law):
                if name in found.after.refused:
                    raise found.after.refused[name]
            rows += self._of_year(found, year)
            first = found if first is None or (_differs(found) and not _differs(first)) else first
        assert first is not None
        if not _differs(first):
            options.reform.day(law, self._day(self.years[0]), asked=False)
            ends = dict.fromkeys((self.years[0], self.years[-1]))
            raise AyniError("path_changes_nothing", years="–".join(map(str, ends)))
        inflation, growth = (
            {str(year): rate for year, rate in each.items()} for each in (self.growth.inflation, self.growth.growth)
        )
        card = PathCard(
            tuple(self.years), f"{self.first:%Y-%m}", self.known.last_prices, inflation, growth, self.growth.given,
            self._wages, tuple(self._law_on_the_way()),
        )  # fmt: skip
        return Result(tuple(rows), (start.card,), described(options.reform, first), path=card)

    @property
    def _wages(self) -> str:
        """No decree is known beyond the first month: wages that follow decrees then move as other earnings do."""
        return "growth" if self.options.wages == "decree" else self.options.wages

    def _before(self, year: int, start: Analysis) -> Analysis:
        """The law of a year, as it is written, on the people of its month."""
        day = self._day(year)
        if day == self.first:
            return start if start.day == day else self.base.run(self.law, day, self.options.take_up)
        found = carry(
            self.base.population, day, self.law, steps=self.options.steps or DEFAULT_STEPS, wages=self._wages,  # type: ignore[arg-type]
            pass_through=self.options.pass_through, series=self.series,
        )  # fmt: skip
        assert self.base.carried is not None
        doubts = tuple(dict.fromkeys((*self.base.carried.doubts, *found.doubts)))
        source = {**found.population.source, "doubts": tuple(map(str, doubts))}
        carried = replace(found, population=replace(found.population, source=source), is_scenario=True)
        return People(carried.population, carried).run(self.law, day, self.options.take_up)

    def _of_year(self, found: Comparison, year: int) -> Iterator[Row]:
        step, run = str(year), found.before
        make = found.make("path", SCENARIO)
        people = run.persons.count().only
        yield run.maker("path", SCENARIO).estimate(people, concept="population", measure="persons", step=step)
        for row in found.spending():
            if row.measure != "net_cost":
                yield replace(row, table="path", step=step, marks=(*row.marks, SCENARIO))
        place: Place = {"measure": "net_cost", "side": "change", "step": step}
        cost = found.cost.with_cases(int((found.incomes[0] != found.incomes[1]).sum()) or found.cost.n)
        yield make.estimate(cost, **place)
        yield make.estimate(cost / self._prices(year), concept="first_prices", **place)
        for line in LINES:
            for name in ("poor", "headcount"):
                before, after = found.everybody[name, line]
                change, _ = measure.change(after, before)
                unit = {"unit": "points"} if name == "headcount" else {}
                yield make.estimate(
                    change, concept=DISPOSABLE, measure=name, line=line, side="change", step=step, **unit
                )  # fmt: skip
        yield from self._growth_rows(run.maker("path_growth", SCENARIO), run.carried, year)

    def _growth_rows(self, make: Rows, carried: Carried | None, year: int) -> Iterator[Row]:
        """By how much prices, the product per head, wages, other earnings and persons moved since the first month."""
        moved = {} if self._day(year) == self.first or carried is None else carried.factors
        factors = {each.what: each.value for each in moved}
        for what in MOVED:
            value = factors.get(what, 1.0)
            yield make.plain(
                value, unit="ratio", concept="factor", measure="factor", group="moved", level=what, step=str(year)
            )

    def _prices(self, year: int) -> float:
        """Prices of a year's month over those of the first."""
        prices = Prices(self.series)
        return prices.general([month_of_day(self._day(year))]) / prices.general([month_of_day(self.first)])

    def _law_on_the_way(self) -> Iterator[LawOnTheWay]:
        """What the law itself changes in the reform's instruments from one year to the next."""
        law = self.law
        touched = [name for name in self.options.reform.instruments(law) if name in law.instruments]
        for name in touched:
            for parameter in law.instruments[name].parameters.values():
                days = [self.first, *(self._day(year) for year in self.years)]
                values = [as_written(value_on(law, parameter.id, day)) for day in days]
                for day, before, after in zip(days[1:], values, values[1:], strict=False):
                    if before != after:
                        yield LawOnTheWay(parameter.id, parameter.unit, day.year, before, after)


def _differs(found: Comparison) -> bool:
    return bool(found.changed_programmes or found.revenues or (found.incomes[0] != found.incomes[1]).any())


def _refuse(options: PathOptions, law: Law) -> None:
    """Raise AyniError for an option, or a reform, that cannot be combined with a path of years."""
    if options.reform.schedules:
        raise AyniError("path_of_aggregate")
    check_unread(options, law)
    if options.reads_spending(law):
        raise AyniError("path_of_prices")
    given = {
        "--law": options.day is not None, "--prices": bool(options.prices),
        "--calibrate": options.calibrate is not None, "--by": bool(options.by), "--line": bool(options.line),
        "--carry jobs": "jobs" in options.steps, "--carry caseloads": "caseloads" in options.steps,
    }  # fmt: skip
    for option, is_given in given.items():
        if is_given:
            raise AyniError("path_without", option=option)
    if options.at == "survey":
        raise AyniError("path_at_survey")


def _years(text: str, first: dt.date, last_prices: int) -> Sequence[int]:
    found = re.fullmatch(r"(\d{4})(?::(\d{4}))?", text.strip())
    if found is None:
        raise AyniError("path_form", text=text[:40], first=first.year)
    start, end = int(found[1]), int(found[2] or found[1])
    if start < first.year:
        raise AyniError("path_before", year=start, month=f"{first:%Y-%m}", first=first.year)
    if end < start:
        raise AyniError("path_form", text=text[:40], first=first.year)
    if end > last_prices + MOST:
        raise AyniError("path_too_far", year=end, most=last_prices + MOST)
    return range(start, end + 1)


def _growth(options: PathOptions, known: Series, to: int) -> _Growth:
    """What is stated, or else goes on: prices as in the last twelve months, the product as in the last ten years."""
    inflation = _rates("inflation", options.inflation, years_of_prices(known, to))
    growth = _rates("growth", options.growth, years_of_growth(known, to))
    usual = last_twelve_months(known), mean_growth(known)
    given = tuple(name for name, rates in (("inflation", inflation), ("growth", growth)) if rates is not None)
    return _Growth(
        dict.fromkeys(years_of_prices(known, to), usual[0]) if inflation is None else inflation,
        dict.fromkeys(years_of_growth(known, to), usual[1]) if growth is None else growth,
        given,
    )


def _rates(name: str, text: str, years: Iterable[int]) -> Mapping[int, float] | None:
    """Per cent by year: one number for all years, or `2027=4,2028=3.5` with every year; None where nothing is given."""
    wanted = list(years)
    if not text.strip():
        return None
    option = f"--{name}"
    if not wanted:
        raise AyniError("path_rate_unused", option=option)
    if "=" not in text:
        return dict.fromkeys(wanted, _rate(name, text))
    found: dict[int, float] = {}
    for part in text.split(","):
        year, _, value = (each.strip() for each in part.partition("="))
        if not re.fullmatch(r"\d{4}", year) or int(year) in found:
            raise AyniError("path_rate", option=option, text=part.strip()[:40], year=wanted[0])
        found[int(year)] = _rate(name, value)
    for each in wanted:
        if each not in found:
            raise AyniError("path_rate_year", option=option, year=each, first=wanted[0], last=wanted[-1])
    for each in found:
        if each not in wanted:
            raise AyniError("path_rate_known", option=option, year=each, first=wanted[0], last=wanted[-1])
    return found


def _rate(name: str, text: str) -> float:
    low, high = BOUNDS[name]
    value = text.strip().removesuffix("%").strip()
    if not re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", value):
        raise AyniError("path_rate", option=f"--{name}", text=text.strip()[:40], year=2027)
    if not low <= float(value) <= high:
        raise AyniError("path_rate_size", option=f"--{name}", text=text.strip()[:40], low=f"{low:g}", high=f"{high:g}")
    return float(value)
