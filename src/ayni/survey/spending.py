"""What households spend a month, by group of goods, from the expenditure modules beside INE's person file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engine import Array, Population
from ayni.survey import cells as reading
from ayni.survey.files import File, open_file, read_bytes
from ayni.words import AyniError, read_yaml

RECIPE = Path(__file__).parent / "spending.yaml"
NOT_BOUGHT = "food_not_bought"
"""The one group that is no outlay: food of the household's own making or stock and food received, at its price."""


@dataclass(frozen=True)
class Spending:
    """Bs a month of each household, (n_households,), by group; names are in the catalogue under `spending`.

    Every group but `food_not_bought` is money paid. Purchases of durables, rent that owners would pay, building, debt
    service and gifts to other households are not in it. `source` holds the wave and each file's SHA-256.
    """

    groups: Mapping[str, Array]
    source: Mapping[str, Any]

    def by_division(self, divisions: Sequence[str]) -> Array:
        """Money spent on each division of the consumer price index, (n_households, n_divisions); nothing of one's own
        making."""
        of: Mapping[str, str] = read_yaml(RECIPE)["divisions"]
        spent = [
            np.sum([self.groups[group] for group, name in of.items() if name == division], axis=0)
            for division in divisions
        ]
        return np.column_stack(spent)


def read_spending(folder: Path, population: Population) -> Spending:
    """The spending of a population's households from the modules in a folder, as `spending.yaml` maps them.

    The modules' households, sorted by key as the loader sorts them, are the population's: their number and weights are
    held against it. Raises AyniError for a population of another wave (or a synthetic one), a module that is missing,
    lacks a column or is of other households, and for a frequency or a text that the mapping does not foresee.
    """
    recipe = read_yaml(RECIPE)
    if population.source.get("wave") != recipe["wave"]:
        raise AyniError("spending_wave", wave=population.source.get("wave"), needed=recipe["wave"])
    groups = {
        group: population.household_total(population[column]).astype(float)
        for group, column in recipe["persons"].items()
    }
    hashes = {}
    for name, module in recipe["files"].items():
        path = folder / name
        if not path.is_file():
            raise AyniError("spending_file", file=path, files=", ".join(recipe["files"]))
        content = read_bytes(path)
        hashes[name] = hashlib.sha256(content).hexdigest()
        rows = _Rows(open_file(path, content), module, recipe, population)
        for part in module:
            spent = rows.monthly(part)
            groups[part["group"]] = groups.get(part["group"], np.zeros(len(spent))) + spent
    return Spending(groups, {"wave": recipe["wave"], "sha256": hashes})


def spending_files(folder: Path) -> list[Path]:
    """The modules that `read_spending` reads in a folder."""
    return [folder / name for name in read_yaml(RECIPE)["files"]]


class _Rows:
    """A module's rows, each with the household that it belongs to."""

    def __init__(
        self, file: File, parts: list[Mapping[str, Any]], recipe: Mapping[str, Any], population: Population
    ) -> None:
        self.path, self.times = file.path, recipe["frequency"]
        columns = ["folio", "factor", *dict.fromkeys(name for part in parts for name in _reads(part))]
        missing = [name for name in columns if name not in file.columns]
        if missing:
            raise AyniError("missing_columns", file=file.path, wave=recipe["wave"], columns=", ".join(missing))
        self.cells = file.read(columns)
        self.n_rows = len(self.cells["folio"])
        amounts = dict.fromkeys(["factor", *(name for part in parts for name in part["amounts"])])
        self.convention = reading.convention(self.cells[name] for name in amounts)
        self.household = np.unique(reading.keys(self.cells["folio"]), return_inverse=True)[1]
        self.n_households = int(self.household.max(initial=-1)) + 1
        weight = population["weight"][population.offsets[:-1]]
        same = self.n_households == len(weight) and not self.cells["folio"].blank.any()
        if not same or not np.allclose(weight[self.household], self.amounts("factor")):
            raise AyniError("spending_households", file=file.path, found=self.n_households, expected=len(weight))

    def amounts(self, name: str) -> Array:
        """A column as amounts, (n_rows,), NaN where blank."""
        return reading.amounts(self.cells[name], self.convention, low=0)

    def monthly(self, part: Mapping[str, Any]) -> Array:
        """Bs a month of each household, (n_households,)."""
        amount = np.zeros(self.n_rows)
        for name in part["amounts"]:
            amount += np.nan_to_num(self.amounts(name))
        if "frequency" in part:
            amount *= self._times_a_month(part["frequency"], part["group"], amount)
        for key, inside in (("only", True), ("but", False)):
            for name, value in part.get(key, {}).items():
                amount = np.where(self._one_row_each(name, value) == inside, amount, 0.0)
        total: Array = np.bincount(self.household, weights=amount, minlength=self.n_households) / part.get("over", 1)
        return total

    def _times_a_month(self, name: str, group: str, amount: Array) -> Array:
        table = {str(code): float(times) for code, times in self.times.items()}
        cells = self.cells[name]
        times = cells.spread([table.get(code, np.nan) for code in reading.coded(cells, {})], np.nan, float)
        unknown = np.flatnonzero(np.isnan(times) & (~cells.blank | (amount > 0)))
        if len(unknown):
            raise AyniError(
                "spending_code", file=self.path, column=name, group=group,
                text=reading.shown(cells.texts()[unknown[0]]),
                row=cells.row_of(int(unknown[0])), rows=len(unknown), mapping=RECIPE.name,
            )  # fmt: skip
        factors: Array = np.nan_to_num(times)
        return factors

    def _one_row_each(self, name: str, value: str) -> Array:
        """The rows with a text in a column; raises unless each household has one."""
        cells = self.cells[name]
        rows = cells.spread(
            [reading.plain(shown) == reading.plain(value) for shown in map(str, cells.kinds)], False, bool
        )
        if (np.bincount(self.household, weights=rows, minlength=self.n_households) != 1).any():
            raise AyniError("spending_product", file=self.path, column=name, product=value, mapping=RECIPE.name)
        return rows


def _reads(part: Mapping[str, Any]) -> list[str]:
    frequency = [part["frequency"]] if "frequency" in part else []
    return [*part["amounts"], *frequency, *part.get("only", {}), *part.get("but", {})]
