"""Running a shock: the same law before and after, the persons affected, and the average over several random draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal, Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.income.programmes import MONTHS
from ayni.measure import Domains
from ayni.scenario.analysis import Analysis
from ayni.scenario.blocks import Block, Column, averaged, laid_out
from ayni.scenario.comparison import GROUPS, Comparison
from ayni.scenario.keys import LOSS_SPREAD as LOSS_SPREAD
from ayni.scenario.result import ShockCard
from ayni.scenario.rows import Place, Row, Rows
from ayni.scenario.shock.fuel import FuelPrices
from ayni.scenario.shock.jobs import AtRisk, JobLoss
from ayni.scenario.shock.labour import LabourIncome, is_formal, labour_income
from ayni.scenario.shock.prices import PriceRise
from ayni.scenario.shock.settings import Settings
from ayni.scenario.shock.stoppage import Stoppage
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark
from ayni.words.progress import stepping

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

    def found(self, before: Analysis, after: Population) -> Iterator[Block]:
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
    workers, random = workers or Workers(before), np.random.default_rng(seed)
    if isinstance(shock, JobLoss):
        population = shock.drawn(workers.at_risk, random)
    else:
        population = shock.after(before.population, random)
    return Shocked(
        before, before.of_others(population), shock=shock, workers=workers, more_marks=shock.marks(before.population)
    )


class Shocked(Comparison, frozen=True, kw_only=True):
    """The comparison of a population before and after a shock."""

    shock: Shock
    workers: Workers

    def rows(self) -> Iterator[Row]:
        """What the shock found, who is hit, and the comparison without prices of results: nobody pays for a shock."""
        return laid_out(self.blocks())

    def blocks(self) -> Iterator[Block]:
        """The blocks of `rows`."""
        yield from self.shock.found(self.before, self.after.population)
        yield from self.hit()
        yield from self.of_poverty(GROUPS)
        if (self.incomes[0] != self.incomes[1]).any():
            yield from self.of_winners()
            yield from self.of_gains()
        if (self.paid(self.before) != self.paid(self.after)).any():
            yield from self.of_spending()

    def hit(self) -> Iterator[Block]:
        """Who is hit, and the change of labour income in Bs a year and relative: all, and by group before the shock."""
        make, workers = self.before.maker("hit", FIRST_ORDER), self.workers
        before, after = workers.income, labour_income(self.after.population)
        activities = [run.population["activity"] for run in (self.before, self.after)]
        hit = (before != after) | (activities[0] != activities[1])
        if not hit.any():
            return
        change = after - before
        earners_hit = (hit & (before > 0)).any()
        place: Place = {"measure": "labour_income", "side": "change"}
        for group, levels in workers.levels.items():
            if group in OF_JOBS and not earners_hit:
                continue
            domains, earn = workers.domains[group], workers.earn[group]
            struck = domains.cases(hit)
            cases = np.where(struck > 0, struck, domains.n)
            persons, moved = domains.total(hit, "persons"), domains.total(12 * change, "Bs/year").as_change()
            relative = domains.ratio(change, before, "relative", is_change=True)
            shown = earn | (struck > 0)
            yield Block(
                [{"group": group, "level": level} for level in levels],
                [
                    Column(make, persons.with_cases(cases), {"measure": "hit"}, shown=shown),
                    Column(make, moved.with_cases(cases), place, shown=shown),
                    Column(make, relative.with_cases(cases), place, shown=earn),
                ],
            )


class Workers(Struct, frozen=True, dict=True):
    """Who may be hit, as they were before: the same in every draw."""

    before: Analysis

    @cached_property
    def income(self) -> Array:
        """Labour income, Bs a month, (n_persons,)."""
        return labour_income(self.before.population)

    @cached_property
    def at_risk(self) -> AtRisk:
        """Who may lose a job or find one."""
        return AtRisk(self.before.population)

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
    def earn(self) -> Mapping[str, Array]:
        """Whether somebody of each level earns anything, by group."""
        return {group: domains.cases(self.income != 0) > 0 for group, domains in self.domains.items()}


def over_draws(runs: Iterable[Shocked]) -> Iterator[Row]:
    """The rows of several draws as one: means, with the error that drawing adds, and that part of it by itself.

    A row that some draw does not have, because nothing of its kind changed there, is left out.
    """
    for block in averaged(run.blocks() for run in runs):
        for row, column, at in block.laid():
            yield row
            if (row.table, row.side, row.group, row.unit) == ("comparison", "change", "all", "points"):
                estimate = column.figures[at]
                drawn = math.sqrt(estimate.more_variance)
                yield replace(row, table="shock", concept="se", value=estimate.se, se=None, low=None, high=None)
                yield replace(row, table="shock", concept="se_of_drawing", value=drawn, se=None, low=None, high=None)
