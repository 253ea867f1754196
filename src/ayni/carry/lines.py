"""Poverty lines of another month: their food part follows food prices, the rest follows other prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from ayni.carry.paths import Moved, Paths, base_months
from ayni.engine import Array, Population
from ayni.series import Month, Series, number_in, rows_of_table
from ayni.words import AyniError

COLUMNS = ("domain", "year", "moderate", "extreme")
DOMAINS = (
    "sucre", "la_paz", "el_alto", "cochabamba", "oruro", "potosi", "tarija", "santa_cruz", "trinidad", "cobija",
    "other_urban", "rural",
)  # fmt: skip
"""Where INE has lines of their own."""
NEAR = 0.006
"""Bs within which two lines are one: files hold them in single precision."""


class Line(Struct, frozen=True):
    """A poverty line of a domain, Bs a month per head, before and after; of how many sample persons."""

    domain: str
    line: str
    before: float
    after: float
    n: int
    source: str
    """`index`, or `ine` where INE's own table has given it."""


class Pair(Struct, frozen=True):
    """The two lines of a domain, or of each person, (n_persons,)."""

    moderate: Any
    extreme: Any


def read_lines(path: Path) -> Mapping[int, Mapping[str, Pair]]:
    """INE's table of lines, a csv `domain,year,moderate,extreme` with all twelve domains of each year.

    Raises AyniError with the line of what cannot be read.
    """
    found: dict[int, dict[str, Pair]] = {}
    for line, row in rows_of_table(path, COLUMNS):
        if row["domain"] not in DOMAINS:
            near = ", ".join(DOMAINS)
            raise AyniError("series_row", file=path.name, row=line, column="domain", value=row["domain"], near=near)
        if not re.fullmatch(r"20\d\d", row["year"]):
            raise AyniError("series_row", file=path.name, row=line, column="year", value=row["year"], near="2025")
        pair = Pair(*(number_in(row[name], path, line, name) for name in ("moderate", "extreme")))
        if not 0 < pair.extreme < pair.moderate:
            near = "0 < extreme < moderate"
            raise AyniError("series_row", file=path.name, row=line, column="extreme", value=row["extreme"], near=near)
        if row["domain"] in found.setdefault(int(row["year"]), {}):
            raise AyniError("series_row", file=path.name, row=line, column="domain", value=row["domain"], near="1 ×")
        found[int(row["year"])][row["domain"]] = pair
    for year, pairs in found.items():
        if lacking := [name for name in DOMAINS if name not in pairs]:
            raise AyniError("lines_lack_domain", file=path.name, year=year, domain=lacking[0])
    return found


class Lines(Struct, frozen=True):
    """Each person's lines in the month, (n_persons,), the table of them, and what they rest on."""

    moderate: Array
    extreme: Array
    table: tuple[Line, ...]
    food: Moved
    other: Moved


def carried_lines(population: Population, paths: Paths, month: Month, given: Path | None) -> Lines:
    """Each person's lines moved to a month.

    z_ext(t) = z_ext(t0) I_1(t)/I_1(t0); z(t) = z_ext(t) + (z - z_ext)(t0) N(t)/N(t0), with I_1 the index of food and N
    that of the other divisions. With INE's own table, from its last year that does not come after the month.
    """
    moderate, extreme = population["poverty_line"], population["extreme_poverty_line"]
    food, other = paths.division("01", month), paths.without_food(month)
    after_extreme, after_moderate = _moved(Pair(moderate, extreme), food, other)
    source = "index"
    domains = line_domains(population, paths.series)
    if given is not None:
        tables = read_lines(given)
        years = [year for year in tables if base_months(year)[0] <= month]
        if years:
            last = max(years)
            own = Paths(paths.series, base_months(last))
            within = month in own.base
            food, other = (Moved(1.0), Moved(1.0)) if within else (own.division("01", month), own.without_food(month))
            unknown = np.isfinite(moderate) & (domains < 0)
            if unknown.any():
                raise AyniError("lines_unknown_domain", file=given.name, persons=int(unknown.sum()))
            pairs = [tables[last][name] for name in DOMAINS]
            z, z_extreme = (np.array([getattr(pair, name) for pair in pairs]) for name in ("moderate", "extreme"))
            after_extreme, after_moderate = _moved(Pair(z[domains], z_extreme[domains]), food, other)
            after_moderate, after_extreme = (
                np.where(np.isfinite(moderate), values, moderate) for values in (after_moderate, after_extreme)
            )
            source = "ine"
    table = _table(population, domains, Pair(moderate, extreme), Pair(after_moderate, after_extreme), source)
    return Lines(after_moderate, after_extreme, table, food, other)


def _moved(pair: Pair, food: Moved, other: Moved) -> tuple[Array, Array]:
    extreme = np.asarray(pair.extreme * food.value)
    return extreme, np.asarray(extreme + (np.asarray(pair.moderate) - pair.extreme) * other.value)


def line_domains(population: Population, series: Series) -> Array:
    """Each person's domain by the lines of the survey's year, as a position in DOMAINS, (n_persons,); -1 where none."""
    found = np.full(population.n_persons, -1)
    year = str(population.source["year"])
    if year not in series.of("moderate_line", "rural"):
        return found
    moderate, extreme = population["poverty_line"], population["extreme_poverty_line"]
    for place, name in enumerate(DOMAINS):
        z, z_extreme = (series.at(line, year, name).value for line in ("moderate_line", "extreme_line"))
        found[(np.abs(moderate - z) < NEAR) & (np.abs(extreme - z_extreme) < NEAR)] = place
    return found


def _table(population: Population, domains: Array, before: Pair, after: Pair, source: str) -> tuple[Line, ...]:
    """The lines by domain; where it is not known, by department and area."""
    rows: list[Line] = []
    known = np.isfinite(np.asarray(before.moderate))
    pairs = np.column_stack([domains, before.moderate, before.extreme])[known]
    _, first, count = np.unique(pairs, axis=0, return_index=True, return_counts=True)
    for at, n in zip(np.flatnonzero(known)[first], count, strict=True):
        name = DOMAINS[int(domains[at])] if domains[at] >= 0 else _place(population, int(at))
        for line in ("moderate", "extreme"):
            one, other = (float(getattr(pair, line)[at]) for pair in (before, after))
            rows.append(Line(name, line, one, other, int(n), source))
    order = {name: place for place, name in enumerate(DOMAINS)}
    return tuple(sorted(rows, key=lambda row: (order.get(row.domain, len(order)), row.domain, row.line != "moderate")))


def _place(population: Population, person: int) -> str:
    names = (name for name in ("department", "area") if name in population.columns)
    return " ".join(population.categories[name][int(population[name][person])] for name in names)
