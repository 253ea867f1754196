"""A survey carried to a month: its people, incomes and lines estimated for that month, one named step after another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from ayni.carry.caseloads import caseload_cells
from ayni.carry.lines import Line, carried_lines
from ayni.carry.margins import Cell, Margins, calibrated
from ayni.carry.money import Recipe, Wages, asked_of_contributors, carried_money
from ayni.carry.paths import Moved, Paths, base_months, month_within
from ayni.carry.used import Used, used
from ayni.engine import Law, Population
from ayni.series import Month, Series, first_day, month_of_day, read_month, read_series, series as package, written
from ayni.survey import spending_columns
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

STEPS = ("weights", "prices", "growth", "wages", "jobs", "caseloads")
"""What can be carried, each alone or all: persons, prices and lines, growth, decreed wages, employment, caseloads."""
DEFAULT_STEPS = STEPS[:4]
WAGES: tuple[Wages, ...] = get_args(Wages)
PASS_THROUGH = (1.1, 1.0, 0.8, 0.5)
"""How much of prices incomes keep up with, where no back-cast says how wrong a level is."""
MODEL_ERROR: Mapping[tuple[str, str], float] = MappingProxyType(
    {("headcount", "moderate"): 0.015, ("headcount", "extreme"): 0.015, ("gini", ""): 0.02}
)
"""The model's own error of a level, by measure and line, up to four years at under 10 % of inflation a year."""
FAST = 1.10
"""Prices of a year over those of the year before, from which no back-cast says how wrong a level is."""
PROJECTION = "projection"
"""What weights that meet the projections are called."""
OLD = 60
"""The age from which the recipients of Renta Dignidad are counted, whose counts replace projected persons."""
UNEMPLOYED = ("dismissed", "first_job_seeker")


class Factor(Struct, frozen=True):
    """By how much something was moved, by which rule, and what that rests on."""

    what: str
    value: float
    rule: str
    series: tuple[str, ...]
    source: str
    period: str
    confidence: str


class Carried(Struct, frozen=True):
    """A population of another month, and all that made it."""

    population: Population
    month: dt.date
    since: str
    """The months of the survey from which it was carried, as `2022-10..2022-11`."""
    steps: tuple[str, ...]
    factors: tuple[Factor, ...] = ()
    lines: tuple[Line, ...] = ()
    doubts: tuple[Mark, ...] = ()
    """Of the series on which it rests and that are recalled, told in two ways, or forecasts; and of who is formal."""
    is_scenario: bool = False
    """Whether prices rose so fast on the way that no back-cast says how wrong a level is."""
    series: Mapping[str, str] = field(default_factory=dict)
    """The hash of each table that was read."""
    used: tuple[Used, ...] = ()
    """The series of the steps taken, and where what is published of each ends."""
    model_error: Mapping[tuple[str, str], float] = field(default_factory=lambda: MODEL_ERROR)


@cache
def last_month() -> dt.date:
    """The first day of the last month that the package's prices cover."""
    return first_day(read_month(package().last_prices))


def own_month(population: Population) -> Month:
    """The month of a population: that to which it was carried, or the middle of its fieldwork."""
    if "month" in population.source:
        return read_month(str(population.source["month"]))
    start, end = (dt.date.fromisoformat(population.source[key]) for key in ("field_from", "field_to"))
    return month_of_day(start + (end - start) / 2)


def carry(
    population: Population,
    month: dt.date,
    law: Law,
    *,
    steps: Collection[str] = DEFAULT_STEPS,
    wages: Wages = "decree",
    pass_through: float = 1.0,
    lines: Path | None = None,
    series: Path | Series | None = None,
) -> Carried:
    """The population as of a month.

    `law` says what rises of wages were decreed. `wages`: how those of contributors move; `pass_through`: the power of
    prices that all other earnings follow. `lines`: INE's own table of lines; `series`: values laid over the package's,
    or series of one's own. In the survey's own months it is the population itself. Raises AyniError for a step or a
    rule that there is not, a month before the survey or after the last prices, lines that the wave does not have, and
    weights that cannot be.
    """
    for step in steps:
        if step not in STEPS:
            raise AyniError("carry_step", step=step, steps=", ".join(STEPS))
    if wages not in WAGES:
        raise AyniError("carry_wages", rule=wages, rules=", ".join(WAGES))
    chosen = tuple(step for step in STEPS if step in steps)
    tables = read_series(series) if isinstance(series, Path) else series or package()
    to, base = month_of_day(month), base_months(int(population.source["year"]))
    before = (own_month(population),) if "month" in population.source else ()
    paths = Paths(tables, base, before)
    since = before or base
    text = written(since[0]) if len(since) == 1 else f"{written(since[0])}..{written(since[-1])}"
    first, last = population.source["field_from"], population.source["field_to"]
    if to in since or (not before and month_within(first, last, to)):
        return Carried(population, first_day(to), text, chosen, series=tables.files)
    if to < min(since):
        raise AyniError("carry_before_survey", month=written(to), survey=population.survey, first=text)
    if to > paths.prices.last:
        raise AyniError("carry_after_prices", month=written(to), last=written(paths.prices.last))
    for name in ("poverty_line", "extreme_poverty_line"):
        if name not in population.columns:
            raise AyniError("carry_no_lines", wave=population.survey)
    return _Carrying(population, paths, to, law, chosen, Recipe(wages, pass_through), lines, text).done()


class _Carrying:
    """One carrying: weights, then money, then lines, then jobs and caseloads as more margins."""

    def __init__(
        self, population: Population, paths: Paths, month: Month, law: Law, steps: Sequence[str], recipe: Recipe,
        lines: Path | None, since: str,
    ) -> None:  # fmt: skip
        self.before, self.paths, self.month, self.law = population, paths, month, law
        self.steps, self.recipe, self.given, self.since = tuple(steps), recipe, lines, since
        self.factors: list[Factor] = []
        self.moved: list[Moved] = []

    def done(self) -> Carried:
        """All steps in their order."""
        found = self.before
        found = self._money(found)
        found, lines = self._lines(found)
        found = self._weights(found)
        text = written(self.month)
        absent = dict.fromkeys(("ine_is_poor", "ine_is_extremely_poor"), _FLAGS_OF_THE_SURVEY)
        columns = {name: column for name, column in found.columns.items() if name not in absent}
        source = {
            **{key: value for key, value in found.source.items() if key != "sha256"},
            "month": text,
            "prices": text if "prices" in self.steps else str(self.before.source.get("prices", "")) or self.since,
            "carried": {
                "from": self.since, "steps": self.steps, "wages": self.recipe.wages,
                "pass_through": self.recipe.pass_through,
            },
        }  # fmt: skip
        if "sha256" in self.before.source:
            source["survey_sha256"] = self.before.source["sha256"]
        found = replace(found, columns=columns, source=source, absent={**found.absent, **absent})
        return Carried(
            found, first_day(self.month), self.since, self.steps, tuple(self.factors), lines, self._doubts(),
            self._is_scenario(), self.paths.series.files,
            used(self.paths, self.month, self.law, self.steps, self.recipe.wages),
        )  # fmt: skip

    def _factor(self, what: str, moved: Moved, rule: str, value: float | None = None) -> None:
        self.moved.append(moved)
        period = f"{self.since}/{written(self.month)}"
        size = moved.value if value is None else value
        self.factors.append(Factor(what, size, rule, moved.series, moved.source, period, moved.confidence))

    def _money(self, population: Population) -> Population:
        if not {"prices", "growth", "wages"} & set(self.steps):
            return population
        divisions = sorted(set(spending_columns(population).values()))
        factors = self.recipe.factors(self.paths, self.month, self.law, self.steps, divisions)
        for what, (rule, moved) in factors.items():
            self._factor(what, moved, rule)
        return carried_money(population, {what: moved.value for what, (_, moved) in factors.items()})

    def _lines(self, population: Population) -> tuple[Population, tuple[Line, ...]]:
        if "prices" not in self.steps:
            return population, ()
        lines = carried_lines(population, self.paths, self.month, self.given)
        self._factor("line_food", lines.food, "cpi_food")
        self._factor("line_other", lines.other, "cpi_without_food")
        columns = {"poverty_line": lines.moderate, "extreme_poverty_line": lines.extreme}
        return population.with_columns(columns), lines.table

    def _weights(self, population: Population) -> Population:
        cells: list[Cell] = []
        if "weights" in self.steps:
            cells += self._projected(population)
            persons = sum(cell.persons for cell in cells if dict(cell.where).keys() == {"area"})
            moved, ages = self.paths.persons(self.month), self.paths.age_shares(self.month)[1]
            self._factor("persons", moved.resting_on(ages), PROJECTION, persons / float(population["weight"].sum()))
        names = [PROJECTION] if cells else []
        if cells and {"jobs", "caseloads"} & set(self.steps):
            population = calibrated(population, Margins(PROJECTION, tuple(cells)))
        if "jobs" in self.steps:
            names.append("jobs")
            cells += self._jobs(population)
        if "caseloads" in self.steps:
            names.append("caseloads")
            population, more, moved = caseload_cells(population, self.paths, self.month, self.law)
            cells = [*_with_fewer_old(cells, moved.value), *more]
            self._factor("recipients_renta_dignidad", moved, "caseload")
        if not cells:
            return population
        if "weights" not in self.steps:
            cells += _own(population, float(population["weight"].sum()))
        return calibrated(population, Margins("+".join(names), tuple(cells)))

    def _projected(self, population: Population) -> list[Cell]:
        """As many persons as projected; of each sex and age the survey's own share times what the projected share of it
        grows by; departments and areas with the shares that the survey has.

        INE's waves are not weighted to age: to put the projected ages themselves would move a survey in its own month.
        """
        total, weight = self.paths.total(self.month), population["weight"]
        start = [self.paths.age_shares(each)[0] for each in self.paths.since or self.paths.base]
        held: dict[tuple[tuple[str, str], ...], float] = {}
        for group, share in self.paths.age_shares(self.month)[0].items():
            sex, age = group.split(" ")
            where = (("sex", sex), ("age", age))
            before = float(np.mean([shares[group] for shares in start]))
            held[where] = float(weight[Cell(where, 0.0).holds(population)].sum()) * share / before
        everybody = sum(held.values())
        cells = [Cell(where, persons / everybody * total) for where, persons in held.items() if persons]
        return [*cells, *_own(population, total)]

    def _jobs(self, population: Population) -> list[Cell]:
        """Urban unemployed persons of 14 and more by the rate of the quarter; as many fewer or more are employed."""
        moved = self.paths.unemployment(self.month)
        self._factor("unemployed", moved, "urban_rate")
        weight = population["weight"]
        urban = population.is_value("area", "urban") & (population["age"] >= 14)
        persons = {
            value: float(weight[urban & population.is_value("activity", value)].sum())
            for value in ("employed", *UNEMPLOYED)
        }
        there = {value: number for value, number in persons.items() if number}
        unemployed = sum(there.get(value, 0.0) for value in UNEMPLOYED)
        there = {value: number * (moved.value if value in UNEMPLOYED else 1.0) for value, number in there.items()}
        there["employed"] += unemployed * (1 - moved.value)
        return [
            Cell((("area", "urban"), ("activity", value), ("age", "14+")), number) for value, number in there.items()
        ]

    def _doubts(self) -> tuple[Mark, ...]:
        pairs = dict.fromkeys(pair for moved in self.moved for pair in moved.doubtful)
        found = [Mark(MarkKind(confidence), name) for name, confidence in pairs]
        if "wages" in self.steps and asked_of_contributors(self.before) == "is_pension_affiliate":
            found.append(Mark(MarkKind.FORMALITY_BY_AFFILIATION))
        return tuple(found)

    def _is_scenario(self) -> bool:
        """Whether in any year of the way prices rose by 10 % or more."""
        start = max(self.paths.base)
        ends = [*range(self.month, start, -12)]
        general = self.paths.prices.general
        return any(general([end]) / general([max(end - 12, start)]) >= FAST for end in ends)


_FLAGS_OF_THE_SURVEY = {
    "es": "es del mes de la encuesta, no del mes al que se llevó",
    "en": "it is of the month of the survey, not of that to which it was carried",
}


def _with_fewer_old(cells: Sequence[Cell], ratio: float) -> list[Cell]:
    """Ages below 60 for a population in which those above are so many times the projected, and no cell of these."""
    ages = [cell for cell in cells if dict(cell.where).keys() == {"sex", "age"}]
    old, young = (sum(cell.persons for cell in ages if _is_old(cell) is is_old) for is_old in (True, False))
    more = (young + old * (1 - ratio)) / young if young else 1.0
    return [replace(cell, persons=cell.persons * more) if cell in ages else cell for cell in cells if not _is_old(cell)]


def _is_old(cell: Cell) -> bool:
    """Whether a cell is of an age from which Renta Dignidad is paid."""
    age = dict(cell.where).get("age", "")
    return age[:1].isdigit() and int(re.split(r"[-+]", age)[0]) >= OLD


def _own(population: Population, total: float) -> list[Cell]:
    """Departments and areas with the shares that the survey has of everybody."""
    return list(_shares(population, total, [name for name in ("department", "area") if name in population.columns]))


def _shares(population: Population, total: float, names: Sequence[str]) -> Iterator[Cell]:
    weight = population["weight"]
    for name in names:
        held = np.bincount(population[name], weights=weight, minlength=len(population.categories[name]))
        for value, persons in zip(population.categories[name], held, strict=True):
            if persons:
                yield Cell(((name, value),), float(persons / weight.sum() * total))
