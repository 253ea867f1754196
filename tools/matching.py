"""How far matched spending is from what was asked, on halves of EH 2019: one half gives, the other receives.

    PYTHONPATH=src python tools/matching.py FOLDER_OF_EH2019

Prints what the hot deck that is used is off by in the mean of the splits, and a method that is not used, the means of a
regression for each group.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from ayni.carry.month import own_month
from ayni.engine import Array, Population
from ayni.income.till import flows
from ayni.law import bolivia
from ayni.measure.student import t_quantile
from ayni.series import Prices, series
from ayni.survey import Asked, Spending, load, matched, read_spending, with_spending
from ayni.survey.matching import Households

DAY = dt.date(2019, 11, 20)
GROUPS = ("spent_food_fresh", "spent_food_manuf", "spent_meals_out", "spent_communications", "spent_urban_transport",
          "spent_vehicle_fuel", "spent_rent", "spent_clothing", "spent_health", "spent_school_fees")  # fmt: skip
FIGURES = ("moderate", "extreme", "gini", "gini of spending", "tax")
"""What a method is held to: it passes where none is off by more than chance in the mean of the splits."""
SHARES = "budget shares"


def halves(population: Population, spending: Spending, rng: np.random.Generator) -> tuple[Asked, Asked]:
    """Two halves of a survey by sampling unit, within each stratum."""
    first = population.offsets[:-1]
    unit, stratum = population["psu"][first], population["stratum"][first]
    units, where = np.unique(unit, return_index=True)
    order = np.lexsort((rng.random(len(units)), stratum[where]))
    side = np.zeros(len(units), dtype=bool)
    side[order[::2]] = True
    chosen = side[np.searchsorted(units, unit)]
    one, other = (part_of(population, spending, mask) for mask in (chosen, ~chosen))
    return one, other


def part_of(population: Population, spending: Spending, households: Array) -> Asked:
    """The households (n_households,) of a survey alone, without links between persons."""
    rows = households[population.household]
    part = replace(
        population,
        columns={name: values[rows] for name, values in population.columns.items() if name not in population.links},
        offsets=np.concatenate([[0], np.cumsum(np.diff(population.offsets)[households])]),
        links=frozenset(),
    )
    spent = {name: values[households] for name, values in spending.parts.items()}
    return Asked(part, Spending(spent, spending.source), own_month(population))


def hot_deck(donors: Asked, population: Population, draws: int) -> Iterator[Population]:
    """As `ayni incidence --donors` matches."""
    return matched(population, donors, donors.month, Prices(series()), draws=draws)


def regression_means(donors: Asked, population: Population, draws: int) -> Iterator[Population]:
    """What a regression for each group expects: no spread between households that are alike."""
    ours, theirs = Households.of(population, 1.0), Households.of(donors.population, 1.0)
    root = np.sqrt(theirs.weight)
    parts = {}
    for part, spent in donors.spending.parts.items():
        slope = np.linalg.lstsq(theirs.known * root[:, None], spent / theirs.members * root, rcond=None)[0]
        parts[part] = np.maximum(ours.known @ slope, 0.0) * ours.members
    yield with_spending(population, Spending(parts, {"known": "expected"}))


METHODS = {"hot deck": hot_deck, "regression means": regression_means}


def figures(population: Population) -> dict[str, Array]:
    """What the match is held to: budget shares by tenth, poverty and Gini of INE's income less the taxes, the tax."""
    members = population["is_member"].astype(bool)
    size = population.household_total(members)[population.household]
    weight, order = _order(population, np.where(members, population["ine_income"], 0.0))
    below = np.cumsum(weight[order]) / weight.sum()
    tenth = np.zeros(population.n_persons, dtype=int)
    tenth[order] = np.minimum(10 * below - 1e-9, 9).astype(int)
    spent = {name: population.household_total(values)[population.household] / size
             for name, values in population.columns.items() if name.startswith("spent_")}  # fmt: skip
    total = np.sum(list(spent.values()), axis=0)
    by_tenth = np.bincount(tenth, weights=weight * total)
    shares = [np.bincount(tenth, weights=weight * spent[name]) / by_tenth for name in GROUPS]
    found = flows(population, bolivia().within_year(DAY))
    tax = np.sum([each.amount for each in found if each.is_tax], axis=0)
    after = np.where(members, population["ine_income"], 0.0) - tax
    lines = {"moderate": "poverty_line", "extreme": "extreme_poverty_line"}
    return {
        "budget shares": np.concatenate(shares),
        **{
            name: np.average(after[members] < population[line][members], weights=weight[members])
            for name, line in lines.items()
        },
        "gini": _gini(population, after),
        "gini of spending": _gini(population, total),
        "tax": np.array((weight * tax).sum()),
    }


def errors(real: dict[str, Array], found: list[dict[str, Array]]) -> dict[str, Array]:
    """The error of the mean of the draws with its sign: in its own unit, of the tax relative to it."""
    gap = {name: np.mean([each[name] for each in found], axis=0) - of for name, of in real.items()}
    return {**gap, "tax": gap["tax"] / real["tax"]}


@dataclass(frozen=True)
class Bias:
    """The mean of an error over splits, and that over its own standard error: Student's t, one split less in degrees of
    freedom. Splits are drawn at random, so that a method without bias errs by zero in the mean of all splits."""

    mean: Array
    t: Array

    @classmethod
    def of(cls, splits: Sequence[Array]) -> Bias:
        each = np.array(splits, dtype=float)
        error = each.std(axis=0, ddof=1) / np.sqrt(len(each))
        return cls(each.mean(axis=0), each.mean(axis=0) / np.where(error > 0, error, np.inf))


def most(splits: int) -> float:
    """The greatest t that passes: 5 % for all the figures together, shared out evenly (Bonferroni)."""
    return t_quantile(1 - 0.05 / len(FIGURES) / 2, splits - 1)


def _order(population: Population, income: Array) -> tuple[Array, Array]:
    weight = population["weight"] * population["is_member"]
    return weight, np.argsort(income, kind="stable")


def _gini(population: Population, income: Array) -> Array:
    weight, order = _order(population, income)
    below, share = np.cumsum(weight[order]), np.cumsum((weight * income)[order])
    return np.array(1 - (np.diff(below, prepend=0) * (share + np.r_[0, share[:-1]])).sum() / below[-1] / share[-1])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="EH 2019: persona.parquet and its expenditure modules")
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    population = load(options.folder / "persona.parquet")
    spending = read_spending(options.folder, population)
    rng = np.random.default_rng(options.seed)
    of: dict[str, list[dict[str, Array]]] = {name: [] for name in METHODS}
    for _ in range(options.splits):
        donors, there = halves(population, spending, rng)
        real = figures(with_spending(there.population, there.spending))
        for name, method in METHODS.items():
            made = [figures(each) for each in method(donors, there.population, options.draws)]
            of[name].append(errors(real, made))
    limit = most(options.splits)
    for name, splits in of.items():
        found = {figure: Bias.of([each[figure] for each in splits]) for figure in (*FIGURES, SHARES)}
        fails = [figure for figure in FIGURES if abs(found[figure].t) > limit]
        verdict = f"fails by {', '.join(fails)}" if fails else "passes"
        print(f"{name}: {verdict} (t above {limit:.2f})")
        for figure in FIGURES:
            print(f"    {figure:20}{found[figure].mean:>10.4f}{found[figure].t:>8.1f}")
        shares, usual = found[SHARES], t_quantile(0.975, options.splits - 1)
        beyond = int((np.abs(shares.t) > usual).sum())
        print(
            f"    {SHARES:20}{np.abs(shares.mean).mean():>10.4f}, {beyond} of {shares.t.size} beyond t of {usual:.2f}"
        )


if __name__ == "__main__":
    main()
