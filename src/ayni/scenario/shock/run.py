"""Running a shock: the same law before and after, the persons affected, and the average over several random draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Literal, Protocol

import numpy as np

from ayni import measure
from ayni.engine import Array, Population
from ayni.income.programmes import MONTHS
from ayni.measure import Domains, Estimate
from ayni.scenario.analysis import Analysis
from ayni.scenario.comparison import GROUPS, Comparison
from ayni.scenario.result import ShockCard
from ayni.scenario.rows import Figure, Place, Row, Rows, with_cases
from ayni.scenario.shock.fuel import FuelPrices
from ayni.scenario.shock.jobs import JobLoss
from ayni.scenario.shock.labour import LabourIncome, is_formal, labour_income
from ayni.scenario.shock.prices import PriceRise
from ayni.scenario.shock.settings import Settings
from ayni.scenario.shock.stoppage import Stoppage
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark
from ayni.words.progress import stepping

LOSS_SPREAD = "loss_spread"
"""The case of a loss that is spread over the months of the row's accounting."""
OF_JOBS = ("industry", "formality")
"""Groups of those who work, which say nothing of who finds a job."""


class Shock(Protocol):
    """What changes a population."""

    draws: ClassVar[bool]
    """Whether chance decides who is hit."""

    def after(self, population: Population, random: np.random.Generator) -> Population:
        """The population after it: new columns, the same persons and weights."""

    def marks(self, population: Population) -> tuple[Mark, ...]:
        """What every figure of the comparison rests on beside the run."""

    def assumed(self, make: Rows, population: Population) -> Iterator[Row]:
        """What was assumed."""

    def found(self, make: Rows, before: Population, after: Population) -> Iterator[Row]:
        """What came out beside poverty and who is hit."""


def card_of(shock: Shock) -> ShockCard:
    """What a shock is, beside the figures that it assumes."""
    kind = KINDS[type(shock)]
    return ShockCard(kind, shock.department, shock.start) if isinstance(shock, Stoppage) else ShockCard(kind)


Kind = Literal["job_loss", "labour_income", "price_rise", "fuel", "stoppage"]


KINDS: Mapping[type, Kind] = {
    JobLoss: "job_loss", LabourIncome: "labour_income", PriceRise: "price_rise", FuelPrices: "fuel",
    Stoppage: "stoppage",
}  # fmt: skip


def read_shock(kind: Kind, settings: Settings) -> Shock:
    """The shock of a kind with its settings. Raises AyniError."""
    match kind:
        case "job_loss":
            return JobLoss.read(settings)
        case "labour_income":
            return LabourIncome.read(settings)
        case "price_rise":
            return PriceRise.read(settings)
        case "fuel":
            return FuelPrices.read(settings)
        case "stoppage":
            return Stoppage.read(settings)


def shock_rows(before: Analysis, shock: Shock, *, draws: int = 20, seed: int = 0) -> Iterator[Row]:
    """Every row of a shock: what was assumed, who is hit, and the comparison; means over draws where chance decides.

    Draw k of a seed is always the same. Raises AyniError for fewer than two draws where the shock draws.
    """
    population, workers = before.population, Workers(before)
    make = before.maker("shock")
    yield from shock.assumed(make, population)
    if shock.draws:
        if draws < 2:
            raise AyniError("shock_draws", draws=draws)
        for name, count in (("draws", draws), ("seed", seed)):
            yield make.plain(count, concept="drawing", measure=name, unit="")
        each = (shocked(before, shock, [seed, draw], workers) for draw in range(draws))
        yield from over_draws(stepping(each, "draws", draws))
        return
    yield from shocked(before, shock, [seed, 0], workers).rows()
    if isinstance(shock, Stoppage):
        for accounting, months in MONTHS.items():
            spread = shocked(before, replace(shock, months=months), workers=workers)
            for row in replace(spread, case=LOSS_SPREAD).poverty():
                yield replace(row, accounting=accounting)


def shocked(before: Analysis, shock: Shock, seed: Sequence[int] = (0,), workers: Workers | None = None) -> Shocked:
    """One draw: the law run again on the population that the shock leaves; `workers` are those of other draws."""
    population = shock.after(before.population, np.random.default_rng(seed))
    after = Analysis(population, before.law, before.day, before.take_up, carried=before.carried)
    marks = shock.marks(before.population)
    return Shocked(before, after, shock=shock, workers=workers or Workers(before), more_marks=marks)


Key = tuple[str, ...]
_KEYED = ("concept", "programme", "measure", "line", "group", "level", "side", "take_up")
_UNSAID = {**dict.fromkeys(_KEYED, ""), "group": "all", "level": "all"}
Kept = dict[Key, tuple[Callable[[Estimate], Row], Estimate]]
"""Estimates by the place of their rows, each with what lays it out."""


@dataclass(frozen=True)
class Keeping(Rows):
    """Rows that keep the estimate behind each, with what lays it out."""

    kept: Kept = field(default_factory=dict)
    lays: bool = True

    def estimate(self, estimate: Figure, /, *, unit: str = "", **place: str) -> Row:
        """The row of an estimate, which is kept; without its figures where only estimates are wanted."""
        assert isinstance(estimate, Estimate)

        def lay(given: Estimate) -> Row:
            return super(Keeping, self).estimate(given, unit=unit, **place)

        said = {**_UNSAID, "take_up": self.basis.take_up, **place}
        key = (self.table, *map(said.__getitem__, _KEYED), unit or estimate.unit)
        self.kept[key] = lay, estimate
        return lay(estimate) if self.lays else self.without_figures

    @cached_property
    def without_figures(self) -> Row:
        """A row of the table that says nothing."""
        return self.plain(None, unit="", measure="persons")


@dataclass(frozen=True)
class Shocked(Comparison):
    """The comparison of a population before and after a shock; it keeps its estimates."""

    shock: Shock = field(kw_only=True)
    workers: Workers = field(kw_only=True)
    kept: Kept = field(default_factory=dict)
    lays: bool = True
    """Whether rows are wanted, or estimates alone."""

    def make(self, table: str, *marks: Mark) -> Rows:
        """Rows that keep their estimates where chance decides who is hit."""
        rows = super().make(table, *marks)
        return self.keeping(rows) if self.shock.draws else rows

    def keeping(self, rows: Rows) -> Keeping:
        """The same rows, keeping their estimates."""
        return Keeping(rows.table, rows.basis, rows.marks, rows.accounting, self.kept, self.lays)

    def rows(self) -> Iterator[Row]:
        """What the shock found, who is hit, and the comparison without prices of results: nobody pays for a shock."""
        make = self.keeping(self.before.maker("shock"))
        yield from self.shock.found(make, self.before.population, self.after.population)
        yield from self.hit()
        yield from self.poverty(GROUPS)
        if (self.incomes[0] != self.incomes[1]).any():
            yield from self.winners()
            yield from self.gains()
        if (self.paid(self.before) != self.paid(self.after)).any():
            yield from self.spending()

    def hit(self) -> Iterator[Row]:
        """Who is hit, and the change of labour income in Bs a year and relative: all, and by group before the shock."""
        make, workers = self.keeping(self.before.maker("hit", FIRST_ORDER)), self.workers
        before, after = workers.income, labour_income(self.after.population)
        activities = [run.population["activity"] for run in (self.before, self.after)]
        hit = (before != after) | (activities[0] != activities[1])
        if not hit.any():
            return
        for group, levels in workers.levels.items():
            if group in OF_JOBS and not (hit & (before > 0)).any():
                continue
            domains = workers.domains[group]
            persons, change = domains.total(hit, "persons"), domains.total(12 * (after - before), "Bs/year")
            relative = domains.ratio(after - before, before, "relative", is_change=True)
            for at, (level, where) in enumerate(levels.items()):
                if not (workers.earn[group][at] or hit[where].any()):
                    continue
                place: Place = {"group": group, "level": level}
                cases = where & hit if (where & hit).any() else where
                yield make.estimate(with_cases(persons[at], cases), measure="hit", **place)
                moved = with_cases(change[at].as_change(), cases)
                yield make.estimate(moved, measure="labour_income", side="change", **place)
                if workers.earn[group][at]:
                    part = with_cases(relative[at], cases)
                    yield make.estimate(part, measure="labour_income", side="change", **place)


@dataclass(frozen=True)
class Workers:
    """Who may be hit, as they were before: the same in every draw."""

    before: Analysis

    @cached_property
    def income(self) -> Array:
        """Labour income, Bs a month, (n_persons,)."""
        return labour_income(self.before.population)

    @cached_property
    def levels(self) -> Mapping[str, Mapping[str, Array]]:
        """The groups by which who is hit is shown: name → level → who belongs."""
        population, formal = self.before.population, is_formal(self.before.population)
        works = population.is_value("activity", "employed")
        names = [name for name in population.categories.get("industry", ()) if name != "none"]
        tenth = self.before.by_tenth().tenth
        return {
            "all": {"all": np.ones(population.n_persons, dtype=bool)},
            "industry": {name: population.is_value("industry", name) for name in names},
            "formality": {"formal": works & formal, "informal": works & ~formal},
            **{name: self.before.groups.get(name, {}) for name in GROUPS},
            "decile": {str(each): tenth == each for each in range(1, 11)},
        }

    @cached_property
    def domains(self) -> Mapping[str, Domains]:
        """The persons of each level, by group."""
        people = self.before.persons.whole
        return {group: people.domains(list(levels.values())) for group, levels in self.levels.items()}

    @cached_property
    def earn(self) -> Mapping[str, list[bool]]:
        """Whether somebody of each level earns anything, by group."""
        return {
            group: [bool(self.income[who].any()) for who in levels.values()] for group, levels in self.levels.items()
        }


def over_draws(runs: Iterable[Shocked]) -> Iterator[Row]:
    """The rows of several draws as one: means, with the error that drawing adds, and that part of it by itself.

    A row that some draw does not have, because nothing of its kind changed there, is left out.
    """
    kept: list[Kept] = []
    for run in runs:
        for _ in replace(run, lays=False).rows():
            pass
        kept.append(run.kept)
    for key, (lay, _) in kept[0].items():
        if all(key in each for each in kept):
            estimate = measure.from_draws([each[key][1] for each in kept])
            row = lay(estimate)
            yield row
            if (row.table, row.side, row.group, row.unit) == ("comparison", "change", "all", "points"):
                drawn = math.sqrt(estimate.more_variance)
                yield replace(row, table="shock", concept="se", value=estimate.se, se=None, low=None, high=None)
                yield replace(row, table="shock", concept="se_of_drawing", value=drawn, se=None, low=None, high=None)
