"""The error of carrying: past surveys carried to the months of later ones, compared with what those found."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from ayni.carry.margins import design_of
from ayni.carry.month import carry
from ayni.carry.paths import Paths, base_months
from ayni.engine import Array, Law, Population
from ayni.income.amounts import MONEY
from ayni.income.programmes import programmes
from ayni.measure import Design, Whole
from ayni.series import Series, series
from ayni.survey import wave_named
from ayni.words import AyniError

RECIPES: Mapping[str, tuple[str, ...]] = {
    "prices": ("prices",),
    "prices_growth": ("prices", "growth"),
    "prices_growth_wages": ("prices", "growth", "wages"),
    "default": ("weights", "prices", "growth", "wages"),
}
"""The steps of each recipe, from prices alone to those that are taken by default; none is fitted to the errors."""
TARGETS = (2020, 2021, 2022, 2023)
HORIZON = 4
"""Years between a survey and the month to which it is carried, at most."""
NOVEMBER = 11
FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("mean", ""))
AREAS = ("all", "urban", "rural")
OLD_LINES, REVISED_LINES = "old", "revised"


class Error(Struct, frozen=True):
    """One figure of a base carried to the year of a target, what the target says, and what sampling alone would do."""

    lines: str
    """`old` or `revised`: INE's lines to 2018, or since."""
    base: int
    target: int
    recipe: str
    measure: str
    line: str
    area: str
    carried: float
    actual: float
    sampling: float
    """The standard error of a difference between the two surveys; of a headline alone, the base's error twice."""

    @property
    def off(self) -> float:
        """By how much the carried figure is above what the target says."""
        return self.carried - self.actual


def surveys_errors(populations: Mapping[int, Population], law: Law) -> Iterator[Error]:
    """The error of every pair: each survey carried to November of each later year of TARGETS.

    It is measured on INE's income per head. For a year without a survey file it is measured against INE's headline.
    What households were reported to receive from programmes that have ended by then is taken out of their income;
    programmes that began since are not in it.
    """
    for base, population in sorted(populations.items()):
        for target in TARGETS:
            if not base < target <= base + HORIZON:
                continue
            known = _of_population(populations[target]) if target in populations else headlines(target)
            own = _of_population(population)
            for recipe, steps in RECIPES.items():
                month = dt.date(target, NOVEMBER, 1)
                carried = carry(population, month, law, steps=steps).population
                found = _of_population(without_ended(carried, law, month))
                yield from _errors(REVISED_LINES, base, target, recipe, found, known, own)


def old_errors(path: Path, of: Series | None = None) -> Iterator[Error]:
    """The surveys of 2011 to 2018 on the old lines, from a compilation with a row a household: INE's income alone, so
    prices and growth alone; a household without income cannot be sized and is left out, at both ends."""
    import polars as pl

    frame = pl.read_parquet(path).filter((pl.col("yhogpc") > 0) & pl.col("gestion").is_between(2011, 2018))
    years = {int(str(year)): _Households.of(rows) for (year,), rows in frame.group_by("gestion")}
    tables = of or series()
    for base, households in sorted(years.items()):
        for target in range(base + 1, min(base + HORIZON, 2018) + 1):
            if target not in years:
                continue
            paths, month = Paths(tables, base_months(base)), 12 * target + NOVEMBER - 1
            food, other = paths.division("01", month).value, paths.without_food(month).value
            for recipe in ("prices", "prices_growth"):
                by = paths.general(month).value
                by *= paths.beyond_prices(month).value if recipe == "prices_growth" else 1.0
                found = households.moved(by, food, other).figures()
                yield from _errors(
                    OLD_LINES, base, target, recipe, found, years[target].figures(), households.figures()
                )


def root_mean_square(errors: Iterable[Error]) -> dict[tuple[str, str, str, str, str], tuple[float, int]]:
    """By lines, recipe, measure, line and area: the root of the mean square of errors, and of how many pairs."""
    groups: dict[tuple[str, str, str, str, str], list[float]] = {}
    for each in errors:
        relative = each.off / each.actual if each.measure == "mean" else each.off
        groups.setdefault((each.lines, each.recipe, each.measure, each.line, each.area), []).append(relative)
    return {place: (math.sqrt(float(np.mean(np.square(offs)))), len(offs)) for place, offs in groups.items()}


class Off(Struct, frozen=True):
    """By how much a level carried with some steps was off, on the average of the recorded pairs on today's lines."""

    measure: str
    line: str
    error: float
    """The root of the mean square, as a part of one."""
    sampling: float
    """The same of the standard errors of the pairs, which sampling alone would give."""
    pairs: int


def offs(steps: Collection[str]) -> tuple[Off, ...]:
    """What the recorded back-casts say of these steps; nothing where no recipe has just them."""
    recipe = next((name for name, own in RECIPES.items() if set(own) == set(steps)), None)
    found = []
    for name, line in FIGURES:
        own = [
            each for each in recorded()
            if (each.lines, each.recipe, each.measure, each.line, each.area)
            == (REVISED_LINES, recipe, name, line, "all")
        ]  # fmt: skip
        if own and name != "mean":
            error, sampling = (
                math.sqrt(float(np.mean(np.square(values))))
                for values in ([each.off for each in own], [each.sampling for each in own])
            )
            found.append(Off(name, line, error, sampling, len(own)))
    return tuple(found)


Figures = Mapping[tuple[str, str, str], tuple[float, float | None]]
"""By measure, line and area: a value and its standard error where it is known."""


def headlines(year: int, of: Series | None = None) -> Figures:
    """INE's published figures of a year of which there is no file."""
    tables = of or series()
    found: dict[tuple[str, str, str], tuple[float, float | None]] = {}
    for name, measure_, line, over in (
        ("poverty_moderate", "headcount", "moderate", 100), ("poverty_extreme", "headcount", "extreme", 100),
        ("gini", "gini", "", 1),
    ):  # fmt: skip
        for group, area in (("All", "all"), ("urban", "urban"), ("rural", "rural")):
            if group in tables.groups(name) and (point := tables.of(name, group).get(str(year))):
                found[measure_, line, area] = (point.value / over, None)
    return found


def without_ended(population: Population, law: Law, day: dt.date) -> Population:
    """INE's income without what programmes were reported to pay that pay nothing in the year of a day."""
    within = law.within_year(day)
    wave = wave_named(str(population.source["wave"]))
    members = population["is_member"].astype(bool)
    ended = np.zeros(population.n_persons)
    for programme in programmes(law):
        if not any(within.in_force(name) for name in programme.rules):
            for name in programme.amounts:
                if name in population.columns and wave.counts(name):
                    ended = ended + np.where(members, population[name], 0.0)
    if not ended.any():
        return population
    size = population.household_total(members)
    less = (population.household_total(ended) / size)[population.household]
    return population.with_columns({"ine_income": population["ine_income"] - less})


def _of_population(population: Population) -> Figures:
    for name in ("ine_income", "poverty_line"):
        if name not in population.columns:
            raise AyniError("backcast_without", wave=population.survey, column=name)
    lines = {"moderate": population["poverty_line"], "extreme": population["extreme_poverty_line"]}
    members = Whole(design_of(population), population["is_member"].astype(bool), population.household)
    return _figures(population["ine_income"], lines, members, population.is_value("area", "urban"))


def _figures(income: Array, lines: Mapping[str, Array], members: Whole, urban: Array) -> Figures:
    areas = {"all": np.ones(len(urban), dtype=bool), "urban": urban, "rural": ~urban}
    of = members.domains(list(areas.values())).spread(income)
    found = {("headcount", line): of.headcount(z) for line, z in lines.items()}
    found |= {("gini", ""): of.gini(), ("mean", ""): of.mean()}
    return {
        (*which, area): (estimate.value, estimate.se)
        for which, figures in found.items() for area, estimate in zip(areas, figures, strict=True)
    }  # fmt: skip


def _errors(
    lines: str, base: int, target: int, recipe: str, carried: Figures, actual: Figures, own: Figures
) -> Iterator[Error]:  # fmt: skip
    for place, (value, se) in actual.items():
        of_base = own[place][1] or 0.0
        sampling = math.hypot(of_base, of_base if se is None else se)
        name, line, area = place
        yield Error(lines, base, target, recipe, name, line, area, carried[place][0], value, sampling)


class _Households(Struct, frozen=True):
    """Households of one year of the compilation, each weighted by its persons."""

    income: Array
    moderate: Array
    extreme: Array
    urban: Array
    design: Design

    @classmethod
    def of(cls, rows: object) -> _Households:
        import polars as pl

        assert isinstance(rows, pl.DataFrame)
        size = np.round(rows["yhog"].to_numpy() / rows["yhogpc"].to_numpy())
        second = "estrato" if rows["estrato"].null_count() == 0 else "area"
        stratum = rows.select(pl.concat_str([pl.col("depto"), pl.col(second)], separator=" ")).to_series()
        unit = stratum + " " + rows["upm"].cast(pl.String)
        stratum_code, unit_code = (
            np.unique(codes.to_numpy().astype(str), return_inverse=True)[1] for codes in (stratum, unit)
        )
        income, moderate, extreme = (rows[name].to_numpy() for name in ("yhogpc", "z", "zext"))
        design = Design(rows["factor"].to_numpy() * size, stratum_code, unit_code, money=MONEY)
        return cls(income, moderate, extreme, rows["area"].to_numpy() == 1, design)

    def moved(self, income: float, food: float, other: float) -> _Households:
        """With incomes and lines of another month."""
        extreme = self.extreme * food
        moderate = extreme + (self.moderate - self.extreme) * other
        return _Households(self.income * income, moderate, extreme, self.urban, self.design)

    def figures(self) -> Figures:
        """By measure, line and area."""
        lines = {"moderate": self.moderate, "extreme": self.extreme}
        return _figures(self.income, lines, Whole(self.design), self.urban)


# ---- what was found when it was last run on INE's files

RECORDED = Path(__file__).with_name("backcast.csv")


@cache
def recorded() -> tuple[Error, ...]:
    """The errors of every pair, as `tools/backcast.py` found them on INE's files: aggregates alone."""
    with RECORDED.open(encoding="utf-8", newline="") as file:
        return tuple(
            Error(
                row["lines"], int(row["base"]), int(row["target"]), row["recipe"], row["measure"], row["line"],
                row["area"], float(row["carried"]), float(row["actual"]), float(row["sampling"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def write_recorded(errors: Iterable[Error], path: Path = RECORDED) -> None:
    """Write the errors for `recorded`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        names = Error.__struct_fields__
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for error in errors:
            values = (getattr(error, name) for name in names)
            writer.writerow(f"{value:.6g}" if isinstance(value, float) else value for value in values)
