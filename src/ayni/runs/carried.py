"""Additional rows for results on a survey carried to another month, and the rows that are left out there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from msgspec.structs import replace

from ayni import measure
from ayni.carry import design_of
from ayni.runs.time import People, people
from ayni.scenario.analysis import marks_of_data
from ayni.scenario.keys import CROSSED, LINES
from ayni.scenario.rows import Row, Rows
from ayni.words.marks import CARRIED, Mark, MarkKind, OfMarks

if TYPE_CHECKING:
    from ayni.engine import Array, Law, Population
    from ayni.income.programmes import Accounting
    from ayni.measure import Estimate
    from ayni.runs.options import Options
    from ayni.scenario import Analysis
    from ayni.scenario.groups import Groups
    from ayni.scenario.rows import Basis

SMALL = 0.10
"""The part of all persons below which the level of a group is not given."""
NEVER = ("department", "municipality")
"""Groups of which no level is given, whatever their size."""
NO_LEVELS = frozenset({"deciles", "gains", "targeting", "validation", "winners"})
"""Tables of what changes and of who is reached: they hold no levels of groups."""
SMALL_GROUP, MODEL_ERROR = Mark(MarkKind.SMALL_GROUP), Mark(MarkKind.MODEL_ERROR)
SCENARIO = Mark(MarkKind.SCENARIO, "carried")
FAST = Mark(MarkKind.SCENARIO, "fast_prices")
INE_INCOME = "ine_income"
WEIGHING = ("weights", "jobs", "caseloads")
"""The steps that move weights alone."""
WAGES = ("decree", "cpi", "growth")
"""The assumptions on how wages were carried that stand side by side."""
TABLE = "carried"
Runs: TypeAlias = "dict[str, Analysis]"
"""Runs by their side."""
Assumed: TypeAlias = tuple[object, ...]
"""What other people assume than those of a run."""
RunOn: TypeAlias = "Callable[[Assumed, Callable[[], People]], Runs]"


def said_of_carried(rows: Iterable[Row], analysis: Analysis, asked: Groups | None = None) -> tuple[Row, ...]:
    """The rows, of carried people without the levels of small groups; an official figure is of no carried month.

    `asked` are the groups of columns that somebody asked for.
    """
    if analysis.carried is None:
        return tuple(rows)
    rows = tuple(rows)
    small = _small_groups(analysis, {row.group for row in rows}) | _small_of(asked)
    hidden = OfMarks(lambda marks: (*marks, SMALL_GROUP))
    doubts = (CARRIED, *analysis.carried.doubts)
    found = []
    for row in rows:
        if row.concept == "official":
            row = replace(row, marks=tuple(mark for mark in row.marks if mark not in doubts))
        elif (row.group, row.level) in small and row.table not in NO_LEVELS and row.side != "change":
            row = replace(row, value=None, se=None, low=None, high=None, marks=hidden(row.marks))
        found.append(row)
    return tuple(found)


def _small_groups(analysis: Analysis, wanted: Container[str]) -> set[tuple[str, str]]:
    """Among some groups, levels with fewer than a tenth of all persons, and all departments and municipalities."""
    is_small = _smallness(analysis)
    return {
        (group, level)
        for group, levels in analysis.groups.items()
        if group in wanted
        for level, who in levels.items()
        if group in NEVER or is_small(who)
    }


def _small_of(asked: Groups | None) -> set[tuple[str, str]]:
    """The same among the groups of columns that somebody asked for, by themselves or crossed."""
    if asked is None:
        return set()
    is_small = _smallness(asked.analysis)
    return {
        (place["group"], place["level"])
        for place, who in asked.places
        if place and (set(place["group"].split(CROSSED)) & set(NEVER) or is_small(who))
    }


def _smallness(analysis: Analysis) -> Callable[[Array], bool]:
    """Whether some persons (n_persons,) are too few of all members of households."""
    weight = np.where(analysis.universe, analysis.population["weight"], 0.0)
    least = SMALL * weight.sum()
    return lambda who: bool(weight[who].sum() < least)


class Carrying:
    """The tables of a run on carried people: levels with the error of the model, the fan, and what things cost.

    `own` are the people of the survey's month. `runs` are by their side: that of one law has none, those of a reform
    are `before` and `after`; `run_on` makes the same on other people, given what they assume and what makes them.
    """

    def __init__(
        self, options: Options, law: Law, own: Population, runs: Runs, run_on: RunOn,
        accounting: Accounting = "year",
    ) -> None:  # fmt: skip
        self.options, self.law, self.own, self.accounting = options, law, own, accounting
        self.runs, self.run_on = runs, run_on
        self.first = next(iter(runs.values()))
        assert self.first.carried is not None
        self.carried = self.first.carried

    def rows(self) -> Iterator[Row]:
        """Every row."""
        yield from self.levels()
        yield from self.fan()
        yield from self.costs()

    def levels(self) -> Iterator[Row]:
        """Poverty and the Gini by disposable income with the sampling error and that of the model together."""
        for side, run in self.runs.items():
            make = run.maker(TABLE, *run.marks(), MODEL_ERROR, accounting=self.accounting)
            for (name, line), error in self.carried.model_error.items():
                level = run.everybody(self.accounting)[name, line]
                both = dataclasses.replace(level, more_variance=level.more_variance + error**2)
                yield make.estimate(both, concept=run.counts, measure=name, line=line, side=side)

    def fan(self) -> Iterator[Row]:
        """The levels where incomes keep up with prices more and less, of a month that no back-cast reaches."""
        if not self.carried.is_scenario:
            return
        from ayni.carry import PASS_THROUGH

        for part in PASS_THROUGH:
            runs = self.runs if part == self.options.pass_through else self._earning(part)
            for side, found in runs.items():
                make = found.maker(TABLE, *found.marks(), SCENARIO, accounting=self.accounting)
                for name, line in self.carried.model_error:
                    yield make.estimate(
                        found.everybody(self.accounting)[name, line], concept=found.counts, measure=name, line=line,
                        side=side, group="pass_through", level=f"{part:g}",
                    )  # fmt: skip

    def _assuming(self, **assumed: Any) -> Runs:
        """The runs on the people as other assumptions carry them."""
        return self.run_on(tuple(sorted(assumed.items())), lambda: people(self.own, self.options, self.law, **assumed))

    def _earning(self, pass_through: float) -> Runs:
        """The runs on the same people whose incomes keep up with prices otherwise; they weigh what they weighed."""

        def made() -> People:
            return earning(self.own, self.options, self.law, self.first, pass_through=pass_through)

        return self.run_on(("earning", pass_through), made)

    def costs(self) -> Iterator[Row]:
        """What each programme costs a year by the survey's weights, those calibrated, the caseload, and as it is paid.

        The last two are of the programmes whose recipients the administration counts to the last year.
        """
        from ayni.carry import paid

        counted = {name: paid(name, self.carried.month) for name in self.first.payments if self._differs(name)}
        steps = (*self.carried.steps, "caseloads")
        caseload = self._assuming(steps=steps) if any(counted.values()) else {}
        for name, count in counted.items():
            found = self._by_weights(name)
            if count is not None:
                by_caseload = {side: run.spending(name) for side, run in caseload.items()}
                found["caseload"] = by_caseload
                found["paid"] = {side: count.payment_rate * cost for side, cost in by_caseload.items()}
            for concept, costs in found.items():
                make = self.first.maker(TABLE, *self.first.marks(name))
                for side, cost in costs.items():
                    yield make.estimate(cost, concept=concept, programme=name, measure="spending", side=side)
                if "after" in costs:
                    change = (costs["after"] - costs["before"]).as_change()
                    yield make.estimate(change, concept=concept, programme=name, measure="spending", side="change")

    def _differs(self, name: str) -> bool:
        """Whether a reform moves what a programme pays; of one law every programme is of interest."""
        if not all(name in run.payments for run in self.runs.values()):
            return False
        first, *others = (run.payments[name].per_year for run in self.runs.values())
        return not others or any(bool((first != each).any()) for each in others)

    def _by_weights(self, name: str) -> dict[str, dict[str, Estimate]]:
        """What a programme costs by the weights as drawn, and as calibrated; all runs weigh the same persons alike."""
        found = {side: run.spending(name) for side, run in self.runs.items()}
        if "design_weight" not in self.first.population.columns:
            return {"drawn_weights": found}
        drawn = self.first.persons_as_drawn
        paid = {side: drawn.total(run.payments[name].per_year, "Bs/year").only for side, run in self.runs.items()}
        return {"drawn_weights": paid, "calibrated": found}


def earning(own: Population, options: Options, law: Law, run: Analysis, **assumed: Any) -> People:
    """The people of a run whose money was carried otherwise: no weight rests on money, so that theirs stay."""
    assert run.carried is not None
    steps = tuple(step for step in run.carried.steps if step not in WEIGHING) or ("prices",)
    found = people(own, replace(options, calibrate=None), law, steps=steps, **assumed)
    weights = {name: run.population[name] for name in ("weight", "design_weight") if name in run.population.columns}
    population = replace(found.population.with_columns(weights), source=run.population.source)
    return replace(found, population=population)


def step_rows(own: Population, found: People, options: Options, law: Law, basis: Basis) -> Iterator[Row]:
    """Levels of INE's income with each step alone, with all, and with the model's error.

    `own` are the people of the survey, `found` those carried; nothing where the file has no income of INE's.
    """
    if INE_INCOME not in own.columns:
        return
    carried = found.carried
    scenario = (FAST,) if carried is not None and carried.is_scenario else ()
    make = Rows("carry_steps", basis, (*marks_of_data(found.population), *scenario))
    if carried is not None and len(carried.steps) > 1:
        for step in carried.steps:
            alone = people(own, replace(options, calibrate=None), law, steps=(step,)).population
            yield from _rows_of(_levels(alone), step, Rows("carry_steps", basis, marks_of_data(alone)))
    levels = _levels(found.population)
    yield from _rows_of(levels, "all", make)
    if carried is not None:
        both = {
            place: dataclasses.replace(levels[place], more_variance=levels[place].more_variance + error**2)
            for place, error in carried.model_error.items()
        }
        yield from _rows_of(both, "all_with_model", make.marked(MODEL_ERROR))


def own_levels(own: Population, basis: Basis) -> Iterator[Row]:
    """The same levels in the survey's own month."""
    if INE_INCOME in own.columns:
        yield from _rows_of(_levels(own), "survey", Rows("carry_steps", basis, marks_of_data(own)))


def _levels(population: Population) -> dict[tuple[str, str], Estimate]:
    """The levels of a population, by measure and line."""
    members = measure.Whole(design_of(population), population["is_member"].astype(bool), population.household)
    income = members.everybody.spread(population[INE_INCOME])
    found = {("headcount", line): income.headcount(population[column]).only for line, column in LINES.items()}
    return {**found, ("gini", ""): income.gini().only, ("mean", ""): income.mean().only}


def _rows_of(levels: Mapping[tuple[str, str], Estimate], step: str, make: Rows) -> Iterator[Row]:
    for (name, line), estimate in levels.items():
        yield make.estimate(estimate, concept=INE_INCOME, measure=name, line=line, step=step)


def wages_carried(options: Options, law: Law, own: Population, analysis: Analysis, new: float) -> Iterator[Row]:
    """The share of wage earners below a new floor under each assumption on how their wages were carried."""
    if analysis.carried is None:
        return
    from ayni.scenario.minimum_wage import MinimumWage

    for rule in WAGES:
        run = earning(own, options, law, analysis, wages=rule).run(law, analysis.day, analysis.take_up)
        scenario = MinimumWage.of(run, new)
        below = scenario.positions["below"] | scenario.positions["between"]
        make = run.maker(TABLE, *scenario.marks, SCENARIO)
        share = run.persons.whole.domains([scenario.earners]).share(below)
        yield make.estimate(share.only, concept="below", measure="share", group="wages", level=rule)
