"""Job losses or gains until urban unemployment reaches a target: who loses or finds a job is drawn at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ayni import measure
from ayni.carry import design_of
from ayni.engine import Array, Population
from ayni.measure import Design, Estimate, UndefinedError
from ayni.scenario.rows import Row, Rows
from ayni.scenario.shock.labour import LABOUR
from ayni.scenario.shock.settings import Settings, known, share
from ayni.words import AyniError
from ayni.words.marks import Mark

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


@dataclass(frozen=True)
class JobLoss:
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

    def goal(self, population: Population) -> float:
        """The urban rate to reach. Raises AyniError where the points lead below 0 or above 1."""
        if self.target is not None:
            return self.target
        goal = rate(population) + self.points
        if not 0 <= goal <= 1:
            raise AyniError("shock_reach", goal=f"{goal:.1%}")
        return goal

    def after(self, population: Population, random: np.random.Generator) -> Population:
        """The population of one draw."""
        weight = population["weight"]
        odds, cell = dismissal_odds(population), _cells(population)
        clocks, chances = random.exponential(size=len(weight)), random.random(len(weight))
        inside = labour_force(population)
        jobless = inside & population.is_value("activity", *UNEMPLOYED)
        at_risk = inside & ~jobless & ~population.is_value("work_category", *UNPAID)
        missing = self.goal(population) * weight[inside].sum() - weight[jobless].sum()
        if missing >= 0:
            hit = drawn(np.where(at_risk, odds, 0.0), weight, missing, clocks)
            return population.with_columns(_without_job(population, hit))
        hit = drawn(np.where(jobless, 1 / odds, 0.0), weight, -missing, clocks)
        donor = _donors(cell, at_risk, weight, hit, chances)
        names = [name for name in (*LABOUR, *NO_JOB, *JOB) if name in population.columns]
        columns = {name: np.where(hit, population[name][donor], population[name]) for name in names}
        return population.with_columns(columns)

    def marks(self, _population: Population) -> tuple[Mark, ...]:
        """Nothing beside those of the run."""
        return ()

    def assumed(self, make: Rows, population: Population) -> Iterator[Row]:
        """The target, and the odds by which persons are drawn, over those of the first band."""
        yield make.plain(self.goal(population), concept="job_loss", measure="target_rate", unit="share")
        for (group, level), ratio in odds_ratios(population).items():
            yield make.plain(ratio, concept="job_loss", measure="odds_ratio", unit="ratio", group=group, level=level)

    def found(self, make: Rows, before: Population, after: Population) -> Iterator[Row]:
        """The survey's urban rate before, and the rate that the drawing reaches."""
        people = design_of(before)
        for side, population in (("before", before), ("after", after)):
            yield make.estimate(rate_estimate(population, people), measure="urban_unemployment", side=side)


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


def rate_estimate(population: Population, people: Design) -> Estimate:
    """The same with its error, by a design of all persons."""
    jobless = population.is_value("activity", *UNEMPLOYED)
    return measure.share(jobless, people, where=labour_force(population))


def drawn(hazard: Array, weight: Array, goal: float, clocks: Array) -> Array:
    """Who is drawn until their weights come nearest to a goal, (n_persons,).

    An exponential clock over the hazard: the first to ring is drawn with probability proportional to the hazard among
    those left (Efraimidis & Spirakis 2006, Information Processing Letters 97). The same clocks and a larger goal draw
    the same persons and more. Raises AyniError where all of them together are not enough.
    """
    ring = np.divide(clocks, hazard, out=np.full(len(hazard), np.inf), where=hazard > 0)
    order = np.argsort(ring, kind="stable")[: np.count_nonzero(hazard > 0)]
    reached = np.concatenate([[0.0], np.cumsum(weight[order])])
    if reached[-1] < goal:
        raise AyniError("shock_too_few", wanted=f"{goal:.0f}", there=f"{reached[-1]:.0f}")
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


def _bands(population: Population) -> Mapping[str, tuple[tuple[str, ...], Array]]:
    """The characteristics: name → levels and each person's level, (n_persons,). Schooling where there is a column."""
    age = np.searchsorted(list(AGES.values()), population["age"], side="right") - 1
    bands = {"sex": (population.values_of("sex"), population["sex"]), "working_age": (tuple(AGES), age.clip(min=0))}
    if "years_of_schooling" in population.columns:
        years = np.nan_to_num(population["years_of_schooling"])
        bands["schooling"] = tuple(SCHOOLING), np.searchsorted(list(SCHOOLING.values()), years, side="right") - 1
    return bands


def _cells(population: Population) -> Array:
    """One number for each combination of the characteristics."""
    cell = np.zeros(population.n_persons, dtype=np.int64)
    for levels, level in _bands(population).values():
        cell = cell * len(levels) + level
    return cell


def _regression(population: Population) -> tuple[dict[tuple[str, str], float], Array]:
    """Coefficients by characteristic and level over its first, and each person's log odds, (n_persons,)."""
    names, columns = [], [np.ones(population.n_persons)]
    for group, (levels, level) in _bands(population).items():
        for index, name in list(enumerate(levels))[1:]:
            names.append((group, name))
            columns.append((level == index).astype(float))
    x = np.column_stack(columns)
    inside = labour_force(population) & ~population.is_value("activity", "first_job_seeker")
    inside &= ~population.is_value("work_category", *UNPAID)
    if not inside.any():
        raise UndefinedError("Nobody is in the labour force.")
    beta = logistic(x[inside], population.is_value("activity", "dismissed")[inside], population["weight"][inside])
    return dict(zip(names, beta[1:].tolist(), strict=True)), x @ beta


def dismissal_odds(population: Population) -> Array:
    """The odds of being dismissed rather than employed of each person's sex, age and schooling, (n_persons,)."""
    odds: Array = np.exp(_regression(population)[1])
    return odds


def odds_ratios(population: Population) -> dict[tuple[str, str], float]:
    """Those odds over the odds of the first level, which has one, by characteristic and level."""
    beta = _regression(population)[0]
    places = [(group, level) for group, (levels, _) in _bands(population).items() for level in levels]
    return {place: float(np.exp(beta.get(place, 0.0))) for place in places}


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
