"""Incomes carried to another month: contributors' wages by decree, other incomes by prices and real growth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.carry.paths import Moved, Paths
from ayni.engine import Array, Law, Population
from ayni.income.incomes import of_source, pensions
from ayni.series import Month
from ayni.survey import Wave, columns_entering, spending_columns, waves

Wages = Literal["decree", "cpi", "growth", "flat"]
WITH_GROWTH = ("own_consumption", "commissions", "severance", "other_excluded")
"""Money that enters no income of the model, and moves as earnings do."""
SPENT_ON_HEALTH = "health_spending"
SPENDING = "spending_"
"""With a division of the price index: what households spend on its goods."""
PARTS = ("main_job", "second_job", "non_labour")
INE = {
    "main_job": "ine_main_job_income", "second_job": "ine_second_job_income", "non_labour": "ine_non_labour_income",
}  # fmt: skip
"""INE's own aggregates of a person, each with the part of the rebuilt income that it is."""


class Recipe(Struct, frozen=True):
    """How money moves, by source.

    `wages`: those of contributors by decree, by prices, as other earnings, or not at all. Other earnings: c^a (1 + 0.7
    (g - 1)), with c the rise of prices, g that of real product per head, and a the `pass_through`.
    """

    wages: Wages = "decree"
    pass_through: float = 1.0

    def factors(
        self, paths: Paths, month: Month, law: Law, steps: Collection[str], divisions: Iterable[str] = ()
    ) -> dict[str, tuple[str, Moved]]:
        """What each source moves by, with its rule: one of a step that is not taken stays.

        `divisions` are those of the price index on which people are known to spend.
        """
        still = Moved(1.0)
        prices = paths.general(month) if "prices" in steps else still
        growth = paths.beyond_prices(month) if "growth" in steps else still
        kept_up = replace(prices, value=prices.value**self.pass_through)
        earned = replace(kept_up, value=kept_up.value * growth.value).resting_on(growth)
        found: dict[str, tuple[str, Moved]] = {}
        if "prices" in steps:
            found["prices"] = ("cpi", prices)
        if "growth" in steps:
            found["growth_per_head"] = ("growth", paths.growth_per_head(month))
        wages = self.wages if "wages" in steps else "growth"
        match wages:
            case "decree":
                found["wages_of_contributors"] = ("decree", paths.decreed(law, month))
            case "cpi":
                found["wages_of_contributors"] = ("cpi", prices)
            case "growth":
                found["wages_of_contributors"] = ("k", earned)
            case "flat":
                found["wages_of_contributors"] = ("flat", still)
        found["other_earnings"] = ("k", earned)
        sent = paths.remittances(month) if {"prices", "growth"} <= set(steps) else None
        found["remittances"] = ("k", earned) if sent is None else ("dollars", sent)
        found["pensions"] = ("cpi" if "prices" in steps else "flat", prices)
        found["other_benefits"] = ("flat", still)
        health = paths.division("06", month) if "prices" in steps else still
        found["health_spending"] = ("cpi_health" if "prices" in steps else "flat", health)
        for each in divisions if "prices" in steps else ():
            found[SPENDING + each] = ("cpi_division", paths.division(each, month))
        return found


def carried_money(population: Population, factors: Mapping[str, float]) -> Population:
    """The population with every money column moved by the factor of its source, and INE's incomes made again of them.

    What programmes are reported to pay stays: their rules pay in the month. What is spent moves by its division's
    index, in the same quantities. INE's own aggregates move by what the income rebuilt of the questions moves by,
    person by person and household by household; where a wave has no recipe
    they move as other earnings do.
    """
    by_column = {name: by for name, by in _by_column(population, factors).items() if name in population.columns}
    moved = {name: population[name] * by for name, by in by_column.items()}
    return population.with_columns({**moved, **_incomes(population, moved, factors["other_earnings"])})


def asked_of_contributors(population: Population) -> str | None:
    """The column that says whose wages follow decrees: who contributes to a pension, or where that is not asked who is
    affiliated; None where neither is, and all wages move as other earnings."""
    asked = ("contributes_to_pension", "is_pension_affiliate")
    return next((name for name in asked if name in population.columns), None)


def _by_column(population: Population, factors: Mapping[str, float]) -> dict[str, float | Array]:
    earned = factors["other_earnings"]
    found: dict[str, float | Array] = dict.fromkeys((*of_source(), *WITH_GROWTH), earned)
    found |= dict.fromkeys(pensions(), factors["pensions"])
    found |= dict.fromkeys(columns_entering("other_transfers"), factors["other_benefits"])
    found[SPENT_ON_HEALTH] = factors["health_spending"]
    found["remittances"] = factors["remittances"]
    if (asked := asked_of_contributors(population)) is not None:
        wage = np.where(population[asked].astype(bool), factors["wages_of_contributors"], earned)
        found |= dict.fromkeys(columns_entering("wage"), wage)
    for name, division in spending_columns(population).items():
        found[name] = factors.get(SPENDING + division, 1.0)
    return found


def _incomes(population: Population, moved: Mapping[str, Array], earned: float) -> dict[str, Array]:
    """INE's incomes, rebuilt and as published, of the month."""
    there = population.columns
    wave = _wave(population)
    if "rebuilt_person_income" not in there or wave is None:
        published = (*INE.values(), "ine_labour_income", "ine_person_income", "ine_household_income", "ine_income")
        return {name: population[name] * earned for name in published if name in there}
    found: dict[str, Array] = {}
    part_of = {component.into: component.part for component in wave.components if component.part}
    for part in PARTS:
        more = [values - population[name] for name, values in moved.items() if part_of.get(name) == part]
        found[f"rebuilt_{part}"] = population[f"rebuilt_{part}"] + (np.sum(more, axis=0) if more else 0.0)
    members = population["is_member"].astype(bool)
    person = np.sum([found[f"rebuilt_{part}"] for part in PARTS], axis=0)
    household = population.household
    total = population.household_total(np.where(members, person, 0.0))[household]
    size = population.household_total(members)[household]
    found["rebuilt_person_income"] = person
    found["rebuilt_household_income"] = np.where(members, total, np.nan)
    found["ine_income_rebuilt"] = np.where(members, total / size, np.nan)
    found |= _published(population, found, earned)
    return found


def _published(population: Population, rebuilt: Mapping[str, Array], earned: float) -> dict[str, Array]:
    """INE's own aggregates times what the rebuilt ones moved by; as other earnings where there is nothing rebuilt."""
    found: dict[str, Array] = {}
    pairs = {
        **{name: f"rebuilt_{part}" for part, name in INE.items()},
        "ine_person_income": "rebuilt_person_income",
        "ine_household_income": "rebuilt_household_income",
        "ine_income": "ine_income_rebuilt",
    }
    for name, own in pairs.items():
        if name in population.columns:
            before = population[own]
            ratio = np.divide(rebuilt[own], before, out=np.full(len(before), earned), where=before > 0)
            found[name] = population[name] * ratio
    if "ine_labour_income" in population.columns:
        before, after = (
            np.sum([of[name] for name in ("rebuilt_main_job", "rebuilt_second_job")], axis=0)
            for of in (population.columns, rebuilt)
        )
        ratio = np.divide(after, before, out=np.full(len(before), earned), where=before > 0)
        found["ine_labour_income"] = population["ine_labour_income"] * ratio
    return found


def _wave(population: Population) -> Wave | None:
    """The wave whose recipe made the incomes of a population, the synthetic one's too."""
    name = str(population.source.get("wave", "")).partition("-")[0]
    return next((wave for wave in waves() if wave.id == name and wave.components), None)
