"""How far matched spending is from what was asked, on halves of EH 2019: one half gives, the other receives.

    PYTHONPATH=src python tools/matching.py FOLDER_OF_EH2019

Prints the errors of the hot deck that is used and of one that is not, the means of a regression for each group.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from ayni.carry.month import own_month
from ayni.engine import Array, Population
from ayni.income.till import flows
from ayni.law import bolivia
from ayni.series import Prices, series
from ayni.survey import Asked, Spending, load, matched, read_spending, with_spending
from ayni.survey.matching import Households

DAY = dt.date(2019, 11, 20)
GROUPS = ("spent_food_fresh", "spent_food_manuf", "spent_meals_out", "spent_communications", "spent_urban_transport",
          "spent_vehicle_fuel", "spent_rent", "spent_clothing", "spent_health", "spent_school_fees")  # fmt: skip
ALLOWED = {"budget shares": 0.006, "moderate": 0.006, "extreme": 0.006, "gini": 0.005, "gini of spending": 0.025,
           "tax": 0.05}  # fmt: skip
"""The greatest error that passes: shares and indices in their own unit, the tax relative to it."""


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


def errors(real: dict[str, Array], found: list[dict[str, Array]]) -> dict[str, float]:
    """The error of the mean of the draws; of shares the mean size of all."""
    mean = {name: np.mean([each[name] for each in found], axis=0) for name in real}
    gap = {name: float(np.abs(mean[name] - real[name]).mean()) for name in real}
    return {**gap, "tax": gap["tax"] / float(real["tax"])}


def failed(found: dict[str, float]) -> list[str]:
    """What is off by more than is allowed."""
    return [name for name, error in found.items() if error > ALLOWED[name]]


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
    options = parser.parse_args()
    population = load(options.folder / "persona.parquet")
    spending = read_spending(options.folder, population)
    rng = np.random.default_rng(1)
    of: dict[str, list[dict[str, float]]] = {name: [] for name in METHODS}
    for _ in range(options.splits):
        donors, there = halves(population, spending, rng)
        real = figures(with_spending(there.population, there.spending))
        for name, method in METHODS.items():
            made = [figures(each) for each in method(donors, there.population, options.draws)]
            of[name].append(errors(real, made))
    print(f"{'':20}{'allowed':>10}" + "".join(f"{name:>20}" for name in METHODS))
    for measure, allowed in ALLOWED.items():
        means = "".join(f"{np.mean([each[measure] for each in found]):>20.4f}" for found in of.values())
        print(f"{measure:20}{allowed:>10.4f}{means}")
    print(f"{'splits that fail':30}" + "".join(f"{sum(map(bool, map(failed, found))):>20}" for found in of.values()))


if __name__ == "__main__":
    main()
