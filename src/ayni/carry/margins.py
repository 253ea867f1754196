"""Known numbers of persons, to which household weights are calibrated, and the sampling errors after calibration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni import measure
from ayni.engine import Array, Population
from ayni.income.amounts import MONEY
from ayni.measure import Calibration, Design, NotCalibratedError
from ayni.words import AyniError, nearest
from ayni.words.numbers import number, percent, told

COLUMNS = ("cell", "persons")
GIVEN = "calibrate"
"""What margins are called that came without a file."""
_AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")
_FLAGS = {"true": True, "false": False}
_WITHIN = 1e-6
"""Two columns of cells that hold everybody must give one population, within this part of it."""


class Cell(Struct, frozen=True):
    """Persons of whom all conditions hold: a column's value, or ages as `60-64`, `80+`; and how many there are."""

    where: tuple[tuple[str, str], ...]
    persons: float

    def __str__(self) -> str:
        return ";".join(f"{column}={value}" for column, value in self.where)

    def holds(self, population: Population) -> Array:
        """Who belongs, (n_persons,). Raises for a column or a value that the population does not have."""
        found: Array = np.ones(population.n_persons, dtype=bool)
        for column, value in self.where:
            found = found & _holds(population, column, value)
        return found


class Margins(Struct, frozen=True):
    """Cells with their persons, and what they are called."""

    name: str
    cells: tuple[Cell, ...]


def read_margins(source: Path | Sequence[str]) -> Margins:
    """Margins from a csv of two columns, `cell` (as `sex=woman;age=60-64`) and `persons`, or from its lines.

    Raises AyniError with the line of what cannot be read.
    """
    from ayni.series import number_in, rows_of_table

    name = source.name if isinstance(source, Path) else GIVEN
    cells: list[Cell] = []
    for line, row in rows_of_table(source, COLUMNS) if isinstance(source, Path) else _rows(source):
        parts = [part.partition("=") for part in row["cell"].split(";")]
        if not all(column.strip() and equals and value.strip() for column, equals, value in parts):
            near = "sex=woman;age=60-64"
            raise AyniError("series_row", file=name, row=line, column="cell", value=row["cell"], near=near)
        where = tuple((column.strip(), value.strip()) for column, _, value in parts)
        persons = number_in(row["persons"].strip(), Path(name), line, "persons")
        if persons <= 0 or where in [cell.where for cell in cells]:
            wrong, value, near = ("persons", row["persons"], "> 0") if persons <= 0 else ("cell", row["cell"], "1 ×")
            raise AyniError("series_row", file=name, row=line, column=wrong, value=value, near=near)
        cells.append(Cell(where, persons))
    if not cells:
        raise AyniError("margins_empty", file=name)
    return Margins(name, tuple(cells))


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a csv that came without a file and without its head."""
    for line, text in enumerate(lines, 1):
        cells = text.split(",")
        if len(cells) != len(COLUMNS):
            raise AyniError("series_cells", file=GIVEN, row=line, columns=len(COLUMNS))
        yield line, dict(zip(COLUMNS, cells, strict=True))


def calibrated(population: Population, margins: Margins) -> Population:
    """The population with one weight a household that meets every margin (see `measure.calibrate`).

    The weights as drawn stay in `design_weight`, and `source["calibrated_to"]` says the cells, of which `design_of`
    makes the errors. Raises where nobody is in a cell, where two sets of cells that hold everybody differ in how many
    that is, and where no weights within the bounds meet the margins, naming the one that is farthest off.
    """
    drawn = population["design_weight" if "design_weight" in population.columns else "weight"].astype(float)
    holds = [cell.holds(population) for cell in margins.cells]
    for cell, who in zip(margins.cells, holds, strict=True):
        if not who.any():
            raise AyniError("margin_empty", margins=margins.name, cell=str(cell))
    _one_population(margins, population)
    x = _sums(population, drawn, holds)
    try:
        ratio = measure.calibrate(drawn[population.offsets[:-1]], x, [cell.persons for cell in margins.cells])
    except NotCalibratedError as problem:
        cell = margins.cells[problem.margin]
        raise AyniError(
            "calibration_failed", margins=margins.name, cell=str(cell), persons=told(number, cell.persons),
            off=told(percent, abs(problem.off), 1),
        ) from None  # fmt: skip
    found = population.with_columns({"weight": drawn * ratio[population.household], "design_weight": drawn})
    weights = dict(population.source.get("weights") or {})
    source = {
        **found.source,
        "weights": {"column": "", "others": {}, **weights, "base": margins.name},
        "calibrated_to": tuple(cell.where for cell in margins.cells),
    }
    if "sha256" in population.source:
        source["survey_sha256"] = population.source["sha256"]
    return replace(found, source=source)


def design_of(population: Population, rows: Array | None = None, weight: Array | None = None) -> Design:
    """The sampling design of all persons, or of one person of each household (`rows`); errors know the calibration.

    `weight`: what each row counts for, where that is not its own weight, as all members of a household.
    """
    of = slice(None) if rows is None else rows
    own, stratum, psu = (population[name][of] for name in ("weight", "stratum", "psu"))
    weight = own if weight is None else weight
    if "calibrated_to" not in population.source:
        return Design(weight, stratum, psu, money=MONEY)
    first = population.offsets[:-1]
    holds = [Cell(where, 0.0).holds(population) for where in population.source["calibrated_to"]]
    calibration = Calibration(
        population.household[of].astype(np.intp),
        population["weight"][first].astype(float),
        population["design_weight"][first].astype(float),
        _sums(population, population["design_weight"], holds),
    )
    return Design(weight, stratum, psu, calibration, money=MONEY)


def _sums(population: Population, weight: Array, holds: Sequence[Array]) -> Array:
    """Persons in each cell by household, (n_households, cells), in units of the household's weight."""
    of_household = weight[population.offsets[:-1]][population.household]
    return np.stack([population.household_total(who * weight / of_household) for who in holds], axis=1)


def _one_population(margins: Margins, population: Population) -> None:
    """Raise where two sets of cells on the same columns that hold everybody give two populations."""
    everybody: dict[tuple[str, ...], float] = {}
    for columns, cells in _by_columns(margins.cells).items():
        held = sum(cell.holds(population).astype(int) for cell in cells)
        if np.all(held == 1):
            everybody[columns] = sum(cell.persons for cell in cells)
    if len(everybody) > 1:
        (one, first), (other, second) = sorted(everybody.items(), key=lambda each: each[1])[:: len(everybody) - 1]
        if second - first > _WITHIN * second:
            raise AyniError(
                "margins_disagree", margins=margins.name, one=" × ".join(one), first=told(number, first),
                other=" × ".join(other), second=told(number, second),
            )  # fmt: skip


def _by_columns(cells: Iterable[Cell]) -> Mapping[tuple[str, ...], Sequence[Cell]]:
    found: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        found.setdefault(tuple(sorted({column for column, _ in cell.where})), []).append(cell)
    return found


def _holds(population: Population, column: str, value: str) -> Array:
    if column in population.absent or column in population.columns:
        values: Any = population[column]
    else:
        raise AyniError("margin_column", column=column, near=nearest(column, population.columns))
    if column in population.categories:
        if value not in population.categories[column]:
            known = ", ".join(population.categories[column])
            raise AyniError("margin_value", column=column, value=value, known=known)
        return population.is_value(column, value)
    if values.dtype == np.bool_:
        if value not in _FLAGS:
            raise AyniError("margin_value", column=column, value=value, known=", ".join(_FLAGS))
        return np.asarray(values == _FLAGS[value])
    ages = _AGES.fullmatch(value)
    if ages is None:
        raise AyniError("margin_value", column=column, value=value, known="60, 60-64, 80+")
    low = int(ages[1])
    high = np.inf if ages[3] else int(ages[2] or low)
    return np.asarray((values >= low) & (values <= high))
