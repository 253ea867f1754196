"""Job losses or gains until urban unemployment reaches a target: who loses or finds a job is drawn at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.measure import Figures, UndefinedError
from ayni.scenario.analysis import Analysis
from ayni.scenario.blocks import Block, Column
from ayni.scenario.rows import Row, Rows
from ayni.scenario.shock.labour import LABOUR
from ayni.scenario.shock.settings import Settings, known, share
from ayni.words import AyniError
from ayni.words.marks import Mark
from ayni.words.numbers import number, told

WORKING_AGE = 14
UNEMPLOYED = ("dismissed", "first_job_seeker")
UNPAID = ("unpaid_family", "unpaid_apprentice")
AGES = {"14-24": 14, "25-34": 25, "35-44": 35, "45-59": 45, "60+": 60}
SCHOOLING = {"0-6": 0, "7-12": 7, "13+": 13}
"""Bands by their lower ends: age in years; years of schooling (primary, secondary, higher)."""
NO_JOB = {
    "activity": "dismissed", "work_category": "none", "employer_sector": "none", "industry": "none",
    "second_work_category": "none", "second_employer_sector": "none",
}  # fmt: skip
JOB = ("contributes_to_pension", "is_pension_affiliate", "hours_worked")
"""With `NO_JOB` and the money of `LABOUR`, all that goes with a job."""


class JobLoss(Struct, frozen=True):
    """Urban unemployment moves to a `target` share of the urban labour force, or by `points`; the labour force stays.

    Who loses a job is drawn among the urban employed of 14 and over, unpaid family workers and apprentices apart, one
    after another without replacement, each with probability proportional to the odds of being dismissed that a
    logistic regression on the same survey gives to his or her sex, age and schooling (the dismissed have no industry
    or formality to go by). Who finds one is drawn among the urban unemployed by the inverse of those odds, and takes
    the job and the earnings of a donor: an employed person of the same sex, age and schooling, drawn by weight.
    """

    target: float | None
    points: float = 0.0
    draws: ClassVar[bool] = True

    @classmethod
    def read(cls, settings: Settings) -> JobLoss:
        """From `target=8.1%`, this survey's own rate; or `from=8.1% to=5.3%`, points of any other series."""
        known(settings, ("target", "from", "to"))
        given = {key: share(key, text) for key, text in settings.items()}
        if set(given) == {"target"}:
            return cls(given["target"])
        if set(given) == {"from", "to"}:
            return cls(None, given["to"] - given["from"])
        raise AyniError("shock_target")

    def goal(self, at_risk: AtRisk) -> float:
        """The urban rate to reach. Raises AyniError where the points lead below 0 or above 1."""
        if self.target is not None:
            return self.target
        goal = at_risk.rate + self.points
        if not 0 <= goal <= 1:
            raise AyniError("shock_reach", goal=f"{goal:.1%}")
        return goal

    def after(self, population: Population, random: np.random.Generator) -> Population:
        """The population of one draw."""
        return self.drawn(AtRisk(population), random)

    def drawn(self, of: AtRisk, random: np.random.Generator) -> Population:
        """The same, of persons whose odds are kept from draw to draw."""
        population, weight = of.population, of.population["weight"]
        clocks, chances = random.exponential(size=len(weight)), random.random(len(weight))
        missing = self.goal(of) * weight[of.labour_force].sum() - weight[of.jobless].sum()
        if missing >= 0:
            hit = drawn(np.where(of.employed, of.odds, 0.0), weight, missing, clocks)
            return population.with_columns(_without_job(population, hit))
        hit = drawn(np.where(of.jobless, 1 / of.odds, 0.0), weight, -missing, clocks)
        donor = _donors(of.cell, of.employed, weight, hit, chances)
        names = [name for name in (*LABOUR, *NO_JOB, *JOB) if name in population.columns]
        columns = {name: np.where(hit, population[name][donor], population[name]) for name in names}
        return population.with_columns(columns)

    def marks(self, _population: Population) -> tuple[Mark, ...]:
        """Nothing beside those of the run."""
        return ()

    def assumed(self, make: Rows, population: Population) -> Iterator[Row]:
        """The target, and the odds by which persons are drawn, over those of the first band."""
        of = AtRisk(population)
        yield make.plain(self.goal(of), concept="job_loss", measure="target_rate", unit="share")
        for (group, level), ratio in of.odds_ratios.items():
            yield make.plain(ratio, concept="job_loss", measure="odds_ratio", unit="ratio", group=group, level=level)

    def found(self, before: Analysis, after: Population) -> Iterator[Block]:
        """The survey's urban rate before, and the rate that the drawing reaches."""
        make = before.maker("shock")
        sides = {"before": before.population, "after": after}
        columns = [
            Column(make, urban_unemployment(population, before), {"measure": "urban_unemployment", "side": side})
            for side, population in sides.items()
        ]
        yield Block([{}], columns)


def labour_force(population: Population) -> Array:
    """The urban labour force of 14 and over, (n_persons,)."""
    active = population.is_value("activity", "employed", *UNEMPLOYED)
    inside: Array = active & population.is_value("area", "urban") & (population["age"] >= WORKING_AGE)
    return inside


def rate(population: Population) -> float:
    """Urban unemployment as the household survey defines it."""
    weight, inside = population["weight"], labour_force(population)
    jobless = inside & population.is_value("activity", *UNEMPLOYED)
    if not inside.any():
        raise UndefinedError("Nobody is in the urban labour force.")
    return float(weight[jobless].sum() / weight[inside].sum())


def urban_unemployment(population: Population, run: Analysis) -> Figures:
    """The same with its error, of the persons of a run after a shock or before."""
    inside = run.persons.whole.domains([labour_force(population)])
    return inside.share(population.is_value("activity", *UNEMPLOYED))


def drawn(hazard: Array, weight: Array, goal: float, clocks: Array) -> Array:
    """Who is drawn until their weights come nearest to a goal, (n_persons,).

    An exponential clock over the hazard: the first to ring is drawn with probability proportional to the hazard among
    those left (Efraimidis & Spirakis 2006, Information Processing Letters 97). The same clocks and a larger goal draw
    the same persons and more. Raises AyniError where all of them together are not enough.
    """
    there = np.flatnonzero(hazard)
    order = there[np.argsort(clocks[there] / hazard[there], kind="stable")]
    reached = np.concatenate([[0.0], np.cumsum(weight[order])])
    if reached[-1] < goal:
        raise AyniError("shock_too_few", wanted=told(number, goal), there=told(number, reached[-1]))
    hit = np.zeros(len(hazard), dtype=bool)
    hit[order[: int(np.argmin(np.abs(reached - goal)))]] = True
    return hit


def _without_job(population: Population, hit: Array) -> dict[str, Array]:
    columns = {name: np.where(hit, 0.0, population[name]) for name in LABOUR if name in population.columns}
    for name, value in NO_JOB.items():
        code = population.values_of(name).index(value)
        columns[name] = np.where(hit, code, population[name]).astype(population[name].dtype)
    if "contributes_to_pension" in population.columns:
        columns["contributes_to_pension"] = population["contributes_to_pension"] & ~hit
    if "hours_worked" in population.columns:
        columns["hours_worked"] = np.where(hit, np.nan, population["hours_worked"])
    return columns


def _donors(cell: Array, donors: Array, weight: Array, hit: Array, chances: Array) -> Array:
    """The row of each hit person's donor, drawn by weight in the cell, or among all donors where it has none."""
    found = np.arange(len(cell))
    for each in np.unique(cell[hit]):
        rows = np.flatnonzero(donors & (cell == each))
        if not len(rows):
            rows = np.flatnonzero(donors)
        upto = weight[rows].cumsum()
        wanting = np.flatnonzero(hit & (cell == each))
        found[wanting] = rows[np.searchsorted(upto, chances[wanting] * upto[-1], side="right").clip(max=len(rows) - 1)]
    return found


# ---- who is hit: a logistic regression of being dismissed on sex, age and schooling


class AtRisk(Struct, frozen=True, dict=True):
    """Who may lose a job or find one, as the persons of a population were before; the same in every draw."""

    population: Population

    @cached_property
    def labour_force(self) -> Array:
        """The urban labour force of 14 and over, (n_persons,)."""
        return labour_force(self.population)

    @cached_property
    def jobless(self) -> Array:
        """Those of them without a job, (n_persons,)."""
        return self.labour_force & self.population.is_value("activity", *UNEMPLOYED)

    @cached_property
    def employed(self) -> Array:
        """Those of them whom a dismissal may hit, (n_persons,)."""
        return self.labour_force & ~self.jobless & ~self.population.is_value("work_category", *UNPAID)

    @cached_property
    def rate(self) -> float:
        """Urban unemployment."""
        return rate(self.population)

    @cached_property
    def _bands(self) -> Mapping[str, tuple[tuple[str, ...], Array]]:
        """The characteristics: name → levels and each person's level, (n_persons,). Schooling where it is asked."""
        people = self.population
        age = np.searchsorted(list(AGES.values()), people["age"], side="right") - 1
        bands = {"sex": (people.values_of("sex"), people["sex"]), "working_age": (tuple(AGES), age.clip(min=0))}
        if "years_of_schooling" in people.columns:
            years = np.nan_to_num(people["years_of_schooling"])
            bands["schooling"] = tuple(SCHOOLING), np.searchsorted(list(SCHOOLING.values()), years, side="right") - 1
        return bands

    @cached_property
    def cell(self) -> Array:
        """One number for each combination of the characteristics, (n_persons,)."""
        cell = np.zeros(self.population.n_persons, dtype=np.int64)
        for levels, level in self._bands.values():
            cell = cell * len(levels) + level
        return cell

    @cached_property
    def _of_cells(self) -> Array:
        """What each combination has of a constant and of each level but the first of its characteristic, (cells, k)."""
        sizes = [len(levels) for levels, _ in self._bands.values()]
        at = np.indices(sizes).reshape(len(sizes), -1)
        levels = [at[group] == level for group, size in enumerate(sizes) for level in range(1, size)]
        return np.column_stack([np.ones(at.shape[1]), *levels])

    @cached_property
    def _beta(self) -> Array:
        """The coefficients (k,): weights of the employed and of the dismissed are those of their combination."""
        people, cells = self.population, len(self._of_cells)
        inside = self.labour_force & ~people.is_value("activity", "first_job_seeker")
        inside &= ~people.is_value("work_category", *UNPAID)
        if not inside.any():
            raise UndefinedError("Nobody is in the labour force.")
        weight, dismissed = np.where(inside, people["weight"], 0.0), people.is_value("activity", "dismissed")
        sums = [np.bincount(self.cell, np.where(dismissed == which, weight, 0.0), cells) for which in (False, True)]
        return logistic(np.tile(self._of_cells, (2, 1)), np.repeat([False, True], cells), np.concatenate(sums))

    @cached_property
    def odds(self) -> Array:
        """The odds of being dismissed rather than employed of each person's sex, age and schooling, (n_persons,)."""
        odds: Array = np.exp(self._of_cells @ self._beta)[self.cell]
        return odds

    @property
    def odds_ratios(self) -> dict[tuple[str, str], float]:
        """Those odds over the odds of the first level, which has one, by characteristic and level."""
        beta = iter(np.exp(self._beta[1:]).tolist())
        return {
            (group, level): next(beta) if at else 1.0
            for group, (levels, _) in self._bands.items()
            for at, level in enumerate(levels)
        }


def logistic(x: Array, y: Array, weight: Array) -> Array:
    """Coefficients (k,) of a weighted logistic regression of y (n,) on x (n, k), by Newton's method.

    A millionth of the weight pulls each coefficient to zero, so that a level in which nobody, or everybody, is y has
    one too.
    """
    beta = np.zeros(x.shape[1])
    pull = 1e-6 * weight.sum() * np.eye(len(beta))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        step = np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + pull, x.T @ (weight * (y - p)) - pull @ beta)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return beta
