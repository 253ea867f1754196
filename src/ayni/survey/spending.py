"""Monthly household spending by group of goods, from the expenditure modules beside INE's person file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey import cells as reading
from ayni.survey.content import read_bytes
from ayni.survey.files import File, open_file
from ayni.survey.store import kept_or_made
from ayni.words import AyniError, read_yaml

SPENT = "spent_"
"""What the columns of spending begin with."""
RECIPE = Path(__file__).parent / "spending.yaml"
NOT_BOUGHT = "food_not_bought"
"""The one group that is no outlay: food of the household's own making or stock and food received, at its price."""

FOOD = "01"
"""The division of food at home."""


class Spending(Struct, frozen=True, dict=True):
    """Bs a month of each household, (n_households,), by part; names are in the catalogue under `spending`.

    Every part but `food_not_bought` is money paid. Purchases of durables, rent that owners would pay, building, debt
    service and gifts to other households are not in it. `source` says how it is known: `asked` with the wave and each
    file's SHA-256, `matched` to another wave, or `drawn` for invented persons.
    """

    parts: Mapping[str, Array]
    source: Mapping[str, Any]

    def by_division(self, divisions: Sequence[str]) -> Array:
        """Money spent on each division of the consumer price index, (n_households, n_divisions), without goods that
        were not bought."""
        of: Mapping[str, str] = read_yaml(RECIPE)["divisions"]
        spent = [
            np.sum([self.groups[group] for group, name in of.items() if name == division], axis=0)
            for division in divisions
        ]
        return np.column_stack(spent)

    @cached_property
    def groups(self) -> Mapping[str, Array]:
        """Sums of parts, near the divisions of the consumer price index; a part of none is a group by itself."""
        of = {part: group for group, parts in finer().items() for part in parts}
        found: dict[str, Array] = {}
        for part, spent in self.parts.items():
            group = of.get(part, part)
            found[group] = found[group] + spent if group in found else spent
        return found


def read_spending(folder: Path, population: Population, *, cached: bool = True) -> Spending:
    """The spending of a population's households from the modules in a folder, as `spending.yaml` maps them.

    What the modules hold is read once and kept in the user's cache folder, unless `cached` is false.

    The modules' households, sorted by key as the loader sorts them, are the population's: their number and weights are
    held against it. Raises AyniError for a population of another wave (or a synthetic one), a module that is missing,
    lacks a column or is of other households, and for a frequency or a text that the mapping does not foresee.
    """
    recipe = read_yaml(RECIPE)
    if population.source.get("wave") != recipe["wave"]:
        raise AyniError("spending_wave", wave=population.source.get("wave"), needed=recipe["wave"])
    contents = {}
    for name in recipe["files"]:
        path = folder / name
        if not path.is_file():
            raise AyniError("spending_file", file=path, files=", ".join(recipe["files"]))
        contents[path] = read_bytes(path)
    hashes = {path.name: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    households = hashlib.sha256(population["weight"][population.offsets[:-1]].tobytes()).hexdigest()
    of_modules = kept_or_made(
        f"spending-{households}-{'-'.join(hashes.values())}", lambda: _of_modules(contents, recipe, population), cached
    )
    parts: dict[str, Array] = {
        group: population.household_total(population[column]).astype(float)
        for group, column in recipe["persons"].items()
    }
    for group, spent in of_modules.items():
        parts[group] = parts[group] + spent if group in parts else spent
    return Spending(parts, {"known": "asked", "wave": recipe["wave"], "sha256": hashes})


def _of_modules(
    contents: Mapping[Path, bytes], recipe: Mapping[str, Any], population: Population
) -> dict[str, Array]:  # fmt: skip
    """Bs a month of each household, (n_households,), of each part that the modules ask."""
    parts: dict[str, Array] = {}
    for path, content in contents.items():
        rows = _Rows(open_file(path, content), recipe["files"][path.name], recipe, population)
        for part in recipe["files"][path.name]:
            for group, spent in rows.monthly(part).items():
                parts[group] = parts.get(group, np.zeros(len(spent))) + spent
    return parts


def spending_wave() -> str:
    """The wave whose modules can be read."""
    return str(read_yaml(RECIPE)["wave"])


def divisions_of_parts() -> Mapping[str, str]:
    """The division of the consumer price index to which each part belongs; what is not bought is of food."""
    recipe = read_yaml(RECIPE)
    of: dict[str, str] = dict(recipe["divisions"])
    return {**of, **{part: of[group] for group, parts in recipe["finer"].items() for part in parts}, NOT_BOUGHT: FOOD}


def spending_files(folder: Path) -> list[Path]:
    """The modules that `read_spending` reads in a folder."""
    return [folder / name for name in read_yaml(RECIPE)["files"]]


def spending_columns(population: Population) -> Mapping[str, str]:
    """The columns of a population that say what its households spend, each with its division of the price index."""
    of = divisions_of_parts()
    named = {**{SPENT + part: division for part, division in of.items()}, NOT_BOUGHT: of[NOT_BOUGHT]}
    return {name: division for name, division in named.items() if name in population.columns}


def parts_of(population: Population) -> Mapping[str, Array]:
    """The parts of what a population's households spend, Bs a month, (n_households,) each.

    Raises AyniError for a population of which it is not known.
    """
    own = spending_columns(population)
    if not own:
        raise AyniError("spending_not_known", survey=population.survey)
    return {name.removeprefix(SPENT): population.household_total(population[name]) for name in own}


def finer() -> Mapping[str, tuple[str, ...]]:
    """The parts of each group of spending that has several."""
    return {group: tuple(parts) for group, parts in read_yaml(RECIPE)["finer"].items()}


def with_spending(population: Population, spending: Spending, *, not_bought: bool = False) -> Population:
    """The population with `spent_` columns, Bs a month, on each household's head and zero on others.

    With `not_bought` food that is not bought is a column of its own, which no tax reads. The greatest values of each
    part are cut at a percentile of the positive ones (one hospital bill is not the country's); `source["spending"]`
    says how many. `invoice_propensity` (n_persons,) is the household's: (0.5 + rank by money spent per head) times 1 in
    urban and 0.5 in rural areas, near the gradient that Bachas, Gadenne & Jensen (Review of Economic Studies, 2024)
    find in 31 countries.
    """
    head = population.is_value("relation", "head")
    first = population.offsets[:-1]
    weight = population["weight"][first]
    columns, cut = {}, 0
    for part, spent in spending.parts.items():
        if part == NOT_BOUGHT and not not_bought:
            continue
        top = _highest(spent, weight)
        cut += int((spent > top).sum())
        name = part if part == NOT_BOUGHT else SPENT + part
        columns[name] = np.where(head, np.minimum(spent, top)[population.household], 0.0)
    members = population.household_total(population["is_member"].astype(float))
    paid = [values for name, values in columns.items() if name != NOT_BOUGHT]
    bought = population.household_total(np.sum(paid, axis=0)) / members
    order = np.argsort(bought, kind="stable")
    share = (weight * members)[order]
    rank = np.empty(len(order))
    rank[order] = (np.cumsum(share) - share / 2) / share.sum()
    urban = population.is_value("area", "urban")[first]
    columns["invoice_propensity"] = ((0.5 + rank) * np.where(urban, 1.0, 0.5))[population.household]
    found = population.with_columns(columns)
    return replace(found, source={**found.source, "spending": {**spending.source, "cut": cut}})


CUT_AT = 0.999
"""The percentile of a part's positive values at which higher ones are cut."""


def _highest(spent: Array, weight: Array) -> float:
    """The value at `CUT_AT` of those who spend anything, by weight; the highest of all where nobody does."""
    some = np.flatnonzero(spent > 0)
    if not len(some):
        return 0.0
    order = some[np.argsort(spent[some])]
    at = np.searchsorted(np.cumsum(weight[order]), CUT_AT * weight[order].sum())
    return float(spent[order[min(at, len(order) - 1)]])


class _Rows:
    """A module's rows, each with the household that it belongs to."""

    def __init__(
        self, file: File, parts: list[Mapping[str, Any]], recipe: Mapping[str, Any], population: Population
    ) -> None:
        self.path, self.times, self.recipe = file.path, recipe["frequency"], recipe
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

    def monthly(self, part: Mapping[str, Any]) -> dict[str, Array]:
        """Bs a month of each household, (n_households,), of the part's group or, by a column, of each of several."""
        amount = np.zeros(self.n_rows)
        for name in part["amounts"]:
            amount += np.nan_to_num(self.amounts(name))
        if "frequency" in part:
            amount *= self._times_a_month(part["frequency"], part.get("group", part.get("by")), amount)
        amount /= part.get("over", 1)
        groups, place = (
            ([part["group"]], np.zeros(self.n_rows, int)) if "group" in part else self._by(part["by"], amount)
        )
        n = self.n_households
        found = np.bincount(place * n + self.household, weights=amount, minlength=len(groups) * n)
        return dict(zip(groups, found.reshape(len(groups), n), strict=True))

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

    def _by(self, name: str, amount: Array) -> tuple[list[str], Array]:
        """The groups by a column's text or code, and each row's place among them, (n_rows,).

        Raises for a text that no group has, an amount without one, and a household with two rows of one text.
        """
        cells, table = self.cells[name], self.recipe["by"][name]
        groups = list(table)
        of = {reading.plain(str(each)): place for place, group in enumerate(groups) for each in table[group]}
        texts, codes = map(str, cells.kinds), reading.coded(cells, {})
        known = [of.get(reading.plain(text), of.get(code, -1)) for text, code in zip(texts, codes, strict=True)]
        place = cells.spread(known, -1, int)
        pairs = self.household[~cells.blank] * len(cells.kinds) + cells.places[~cells.blank]
        twice = np.flatnonzero(np.bincount(pairs) > 1) % max(len(cells.kinds), 1)
        strange = [cells.kinds[each] for each in twice[:1]] or list(
            cells.texts()[(place < 0) & (~cells.blank | (amount > 0))][:1]
        )
        if strange:
            raise AyniError(
                "spending_product", file=self.path, column=name, product=reading.shown(strange[0]), mapping=RECIPE.name
            )
        return groups, np.where(place < 0, 0, place)


def _reads(part: Mapping[str, Any]) -> list[str]:
    frequency = [part["frequency"]] if "frequency" in part else []
    return [*part["amounts"], *frequency, *([part["by"]] if "by" in part else [])]
