"""A new minimum wage: who earns less, and what it changes under three assumptions about compliance.

The floor is of a full-time month; for a shorter week than the law allows at most it is in proportion to the hours
(Ley General del Trabajo art. 46). A wage is held to it as total earned: gross for those who contribute, as reported for
others. It covers wage earners of the main job, domestic workers too; nobody else. A wage is raised up to the floor and
no further, and no other wage moves. Rules that count in minimum wages (RC-IVA, ceilings of contributions) move with it
in every case.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Law, Population, Simulation
from ayni.income.amounts import per_head
from ayni.income.chain import Levy, on_wages
from ayni.income.gross import earning, net_pay, paid_on, with_contributors, with_gross_wages
from ayni.income.incomes import Incomes
from ayni.income.levies import Flow, flows
from ayni.income.programmes import doubts
from ayni.measure import Domains, Figures, Whole
from ayni.scenario.analysis import Analysis, headline_figures
from ayni.scenario.blocks import Block, Column, averaged, changes_of, laid_out
from ayni.scenario.comparison import Comparison
from ayni.scenario.rows import Place, Row, Rows
from ayni.survey import columns_entering
from ayni.words import AyniError, read_yaml
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

FLOOR = "salario_minimo_nacional"
WAGE_EARNERS = ("employee", "employer_with_salary", "domestic_worker")
CASES = ("none", "contributors", "all")
"""Who complies with the floor: nobody, so that only the rules counted in it move; employers of those who contribute;
every employer."""
POSITIONS = ("below", "between", "above")
GROUPS = ("contribution", "week", "sex", "area", "department", "industry")
EMPLOYERS = ("public", "private", "households")
PUBLIC = ("public_administration", "public_enterprise")
TOLERANCE = 1.0
"""Bs a month: a wage this near to the minimum counts as equal to it, as people report whole bolivianos."""
MAIN_JOB = columns_entering("wage")
"""The amounts that are lost with the main job."""
BARS = 30
"""Bars of the histogram, each a tenth of the new floor wide; one more holds what is above."""
DRAWS = 20


class Elasticity(Struct, frozen=True):
    """A published elasticity of employment with respect to the minimum wage, with what it is of."""

    name: str
    value: float
    of: Mapping[str, str]
    source: str
    url: str
    confidence: str


def _assumptions() -> Any:
    return read_yaml(Path(__file__).with_name("minimum_wage.yaml"))


def elasticity(name: str) -> Elasticity:
    """The elasticity of this name in `minimum_wage.yaml`; AyniError, with the names that there are, for another."""
    known = _assumptions()["employment"]
    if name not in known:
        raise AyniError("unknown_elasticity", name=name, known=", ".join(known))
    found = known[name]
    return Elasticity(name, found["elasticity"], found["of"], found["source"], found["url"], found["confidence"])


def amount(option: str, value: float | str) -> float:
    """A floor in Bs a month; AyniError where it is no number or not above zero."""
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found > 0):
        raise AyniError("not_a_floor", option=option, value=value)
    return found


class Pay(Struct, frozen=True):
    """Wages under a minimum wage and an assumption about compliance, (n_persons,) each, Bs a month."""

    raised: Array
    """Whose wage is raised to the minimum."""
    total_earned: Array
    withheld: Mapping[str, Array]
    """What is taken of the wage and paid on it by the law with that floor, by name."""
    wage: Array
    aguinaldo: Array


class MinimumWage(Struct, frozen=True, dict=True):
    """A minimum wage that goes from `old` to `new`, on the people of an analysis.

    With an `old` other than that of the law of the day, the survey is read as if it had been taken under `old`. Raises
    AyniError where `new` is below `old`.
    """

    analysis: Analysis
    old: float
    new: float

    def __post_init__(self) -> None:
        if self.new < self.old:
            raise AyniError("new_floor_below_old", new=f"{self.new:g}", old=f"{self.old:g}")

    @classmethod
    def of(cls, analysis: Analysis, new: float, old: float | None = None) -> MinimumWage:
        """The rise to `new` from `old`, or else from the minimum wage of the law on the day of the run."""
        return cls(analysis, old or floor_of(analysis), new)

    # ---- who stands where

    def law(self, floor: float) -> Law:
        """The law with this floor, from the first of January of the year of the run."""
        return self.analysis.law.amend({f"{FLOOR}.amount": {f"{self.analysis.day.year}-01-01": floor}})

    @cached_property
    def population(self) -> Population:
        """The people with what the rules on wages ask, `total_earned` too."""
        people = with_contributors(self.analysis.population)
        return with_gross_wages(people, self.law(self.old).within_year(self.analysis.day))

    @cached_property
    def earners(self) -> Array:
        """Who earns a wage in the main job; the minimum wage covers nobody else."""
        people = self.population
        return np.logical_and(people["wage"] > 0, people.is_value("work_category", *WAGE_EARNERS))

    @cached_property
    def contributors(self) -> Array:
        """Wage earners who contribute to the pension system."""
        return np.logical_and(self.earners, self.population["contributes_to_pension"])

    @cached_property
    def part_of_week(self) -> Array:
        """Usual hours of the main job over those of a full week, at most one; one where hours are not known."""
        full = _assumptions()["full_week"]["hours"]
        week: Array = np.array([full[sex] for sex in self.population.values_of("sex")])[self.population["sex"]]
        hours = self.population.columns.get("hours_worked", week).astype(float)
        part: Array = np.where(hours > 0, np.minimum(hours / week, 1.0), 1.0)
        return part

    def below(self, floor: float) -> Array:
        """Whether each person earns a wage below the own part of a floor."""
        return np.logical_and(self.earners, self.population["total_earned"] < floor * self.part_of_week - TOLERANCE)

    @cached_property
    def positions(self) -> Mapping[str, Array]:
        """Wage earners below the old floor, between the two, and at the new one or above."""
        old, new = self.below(self.old), self.below(self.new)
        return {"below": old, "between": new & ~old, "above": self.earners & ~new}

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Array]]:
        """Groups of wage earners: name → level → who belongs, (n_persons,)."""
        people, own = self.population, self.analysis.groups
        found: dict[str, Mapping[str, Array]] = {
            "contribution": {"contributes": self.contributors, "does_not_contribute": ~self.contributors},
            "week": {"full": self.part_of_week == 1, "shorter": self.part_of_week < 1},
            **{name: own.get(name, {}) for name in ("sex", "area", "department")},
        }
        industry = people.categories["industry"] if "industry" in people.columns else ()
        return {**found, "industry": {name: people["industry"] == code for code, name in enumerate(industry)}}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What the wages rest on: doubtful parameters, and who contributes where that was not asked."""
        day = self.law(self.new).within_year(self.analysis.day)
        rules = [name for levy in self.levies for name in levy.rules]
        imputed = [name for name in ("contributes_to_pension",) if name in self.population.imputed]
        return (*doubts(day, rules), *(Mark(MarkKind.IMPUTED, name) for name in imputed))

    def standing(self) -> Iterator[Row]:
        """Wage earners by their position: persons, share of the group's wage earners, mean wage."""
        make, whole = self.analysis.maker("minimum_wage", *self.marks), self.analysis.persons.whole
        in_force = floor_of(self.analysis)
        other = () if self.old == in_force else (Mark(MarkKind.OTHER_FLOOR, f"{in_force:g}"),)
        for name, value in (("old_floor", self.old), ("new_floor", self.new)):
            yield make.marked(*other).plain(value, concept="floor", measure=name, unit="Bs/month")
        domains = [("all", "all", self.earners)]
        domains += [(group, level, self.earners & who) for group in GROUPS for level, who in self.groups[group].items()]
        of = whole.domains([where for _, _, where in domains])
        columns: list[tuple[Place, Figures, Array]] = [({"concept": "earners", "measure": "persons"}, of.count(), of.n)]
        for position, here in self.positions.items():
            inside = whole.domains([here & where for _, _, where in domains])
            columns += [
                ({"concept": position, "measure": "persons"}, of.held(here, "persons").with_cases(inside.n), of.n),
                ({"concept": position, "measure": "share"}, of.share(here), of.n),
                ({"concept": position, "measure": "mean_wage"}, inside.mean(self.population["total_earned"]), inside.n),
            ]
        for at, (group, level, _) in enumerate(domains):
            for place, figures, cases in columns:
                if cases[at]:
                    yield make.estimate(figures[at], **place, group=group, level=level)

    def bars(self) -> Iterator[Row]:
        """The wages over the own new floor in tenths: shares of all wage earners, by whether they contribute."""
        make = self.analysis.maker("minimum_wage_bars", *self.marks)
        over = (self.population["total_earned"] + TOLERANCE) / (self.new * self.part_of_week)
        bar = np.minimum(np.floor(over * 10), BARS)
        places = [(level, index) for level in self.groups["contribution"] for index in range(BARS + 1)]
        earners = Whole(self.analysis.people, self.earners)
        of = earners.domains([self.groups["contribution"][level] & (bar == index) for level, index in places])
        for (level, index), share in zip(places, of.parts_of(self.earners), strict=True):
            yield make.estimate(
                share, concept=level, measure="share", group="wage_over_floor", level=f"{index / 10:.1f}"
            )

    # ---- what a case of compliance pays

    def complying(self, case: str) -> Array:
        """Whose employers comply, in each case."""
        return {"none": np.zeros_like(self.earners), "contributors": self.contributors, "all": self.earners}[case]

    @cached_property
    def _kept(self) -> dict[tuple[float, str], Pay]:
        return {}

    def pay(self, floor: float, case: str) -> Pay:
        """Wages where the employers of the case pay the floor and the law counts in it."""
        if (floor, case) not in self._kept:
            self._kept[floor, case] = self._pay(floor, case)
        return self._kept[floor, case]

    def _pay(self, floor: float, case: str) -> Pay:
        people = self.population
        raised = self.below(floor) & self.complying(case)
        earned = np.where(raised, floor * self.part_of_week, people["total_earned"])
        wage = people["wage"] + (self._net_pay(floor, earned) - self._net_pay(self.old, people["total_earned"]))
        aguinaldo = np.where(people["aguinaldo"] > 0, people["aguinaldo"] + (earned - people["total_earned"]) / 12, 0.0)
        return Pay(raised, earned, self._withheld(floor, earned), wage, aguinaldo)

    @cached_property
    def levies(self) -> tuple[Levy, ...]:
        """The taxes and contributions on wages."""
        return on_wages(self.analysis.law)

    def _withheld(self, floor: float, total_earned: Array) -> dict[str, Array]:
        return paid_on(
            earning(self.population, total_earned), self.law(floor).within_year(self.analysis.day), self.levies
        )

    def _net_pay(self, floor: float, total_earned: Array) -> Array:
        return net_pay(earning(self.population, total_earned), self.law(floor).within_year(self.analysis.day))

    def run(self, floor: float, case: str) -> Analysis:
        """The analysis of the same people with the wages of the case, under the law with the floor."""
        pay, given = self.pay(floor, case), self.analysis
        people = given.population.with_columns({"wage": pay.wage, "aguinaldo": pay.aguinaldo})
        return given.of_others(people, self.law(floor))

    @cached_property
    def today(self) -> Analysis:
        """The wages as reported, under the law with the old floor."""
        return self.run(self.old, "none")

    def comparisons(self) -> Iterator[Comparison]:
        """Each case compared with today; then the rise alone, compared with employers who pay the old minimum."""
        for case in CASES:
            yield Comparison(self.today, self.run(self.new, case), case=case, more_marks=self.marks)
        for case in CASES[1:]:
            before, after = self.run(self.old, case), self.run(self.new, case)
            yield Comparison(before, after, case=f"{case}_rise", more_marks=self.marks)

    # ---- who pays

    @cached_property
    def employers(self) -> Mapping[str, Array]:
        """Wage earners by who pays them: the State and its enterprises, households, anybody else."""
        public = self.earners & self.population.is_value("employer_sector", *PUBLIC)
        household = self.earners & self.population.is_value("work_category", "domestic_worker")
        return {
            "public": public & ~household,
            "private": self.earners & ~public & ~household,
            "households": household,
        }

    def costs(self) -> Iterator[Row]:
        """Who is raised and by how much; what employers pay more; contributions, RC-IVA and the public balance."""
        today = self.pay(self.old, "none")
        for case in CASES:
            yield from self._costs(case, today, self.pay(self.new, case))
        for case in CASES[1:]:
            yield from self._costs(f"{case}_rise", self.pay(self.old, case), self.pay(self.new, case))

    def _costs(self, case: str, before: Pay, after: Pay) -> Iterator[Row]:
        make = self.analysis.maker("minimum_wage_costs", FIRST_ORDER, *self.marks)
        rise = after.total_earned - before.total_earned
        wages = 12 * (rise + after.aguinaldo - before.aguinaldo)
        more = {levy.id: 12 * (after.withheld[levy.id] - before.withheld[levy.id]) for levy in self.levies}
        by_employer = {levy.id: more[levy.id] for levy in self.levies if levy.by_employer}
        taxes = {levy.id: more[levy.id] for levy in self.levies if not levy.by_employer and not levy.is_contribution}
        contributions = [more[levy.id] for levy in self.levies if levy.is_contribution]
        sums = {
            "wage_bill": wages,
            **by_employer,
            "employers_cost": sum(by_employer.values(), wages),
            "contributions": sum(contributions, np.zeros_like(wages)),
            **taxes,
        }
        persons, payers = self.analysis.persons, {"all": self.earners, **self.employers}
        of = persons.whole.domains(list(payers.values()))
        raised = persons.whole.domains([who & (rise > 0) for who in payers.values()])
        raises = {"raised": raised.held(rise > 0, "persons").with_cases(raised.n), "mean_rise": raised.mean(rise)}
        changes = {name: _moved(of, values, of.n) for name, values in sums.items()}
        for at, level in enumerate(payers):
            place: Place = {"concept": case, "group": "all" if level == "all" else "employer", "level": level}
            for name, figures in raises.items() if raised.n[at] else ():
                yield make.estimate(figures[at], measure=name, **place)
            for name, change in changes.items():
                what: Place = {"programme": name, "measure": "revenue"} if name in more else {"measure": name}
                yield make.estimate(change[at], **what, **place)
        balance = sum(taxes.values(), np.zeros_like(wages))
        balance = balance - np.where(self.employers["public"], sums["employers_cost"], 0.0)
        change = _moved(persons, balance, persons.cases(self.earners))
        yield make.estimate(change.only, concept=case, measure="public_balance")

    # ---- jobs, where asked for

    def employment(self, by: Elasticity, seed: int = 0) -> Iterator[Row]:
        """Jobs lost and poverty if employment answered with an elasticity: a scenario of its own, not a forecast.

        Each raised person loses the main job, and its whole pay, with probability |elasticity| × (new / old - 1): to
        the first order, the share of a group's jobs that the elasticity gives for that rise of the floor. The mean of
        20 draws with a seed, whose spread is part of the standard error. What the law pays does not change with it.
        """
        chance = min(1.0, -by.value * (self.new / self.old - 1))
        source = f"minimum_wage.employment.{by.name}"
        doubt = () if by.confidence == "verified" else (Mark(MarkKind(by.confidence), source),)
        marks = (FIRST_ORDER, *self.marks, Mark(MarkKind.SCENARIO, by.name), *doubt)
        make = self.analysis.maker("minimum_wage_jobs", *marks)
        yield make.plain(by.value, concept="assumed", measure="elasticity", unit="ratio")
        yield make.plain(chance, concept="assumed", measure="chance", unit="share")
        for case in CASES[1:]:
            pay, after = self.pay(self.new, case), self.run(self.new, case)
            if not pay.raised.any():
                continue
            draws = ([self._without_jobs(case, make, after, chance, [seed, draw])] for draw in range(DRAWS))
            yield from laid_out(averaged(draws))

    def _without_jobs(self, case: str, make: Rows, after: Analysis, chance: float, seed: Sequence[int]) -> Block:
        """One draw: the jobs lost, and what that changes."""
        run, raised, persons = self.analysis, self.pay(self.new, case).raised, self.analysis.persons
        loses = raised & (np.random.default_rng(seed).random(len(raised)) < chance)
        jobs = persons.total(loses, "persons").with_cases(persons.cases(raised))
        columns = [Column(make, jobs, {"concept": case, "measure": "jobs_lost"})]
        incomes = self.today.disposable(), self._income_without_jobs(after, loses)
        old, new = (headline_figures(run.spread(y), run) for y in incomes)
        columns += changes_of(make, old, new, {"concept": case})
        return Block([{}], columns)

    def _income_without_jobs(self, run: Analysis, loses: Array) -> Array:
        people = run.population
        gone = {name: np.where(loses, 0.0, people[name]) for name in MAIN_JOB if name in people.columns}
        without = people.with_columns(gone)
        income = Incomes.of(without).disposable(run.payments.values())
        for _, flow in flows(Simulation(without), run.law_on_day):
            if isinstance(flow, Flow):
                income = income + per_head(without, flow.signed)
        return np.where(run.universe, income, 0.0)

    def rows(self) -> Iterator[Row]:
        """Every row, without effects on employment."""
        yield from self.standing()
        yield from self.bars()
        for comparison in self.comparisons():
            yield from comparison.poverty()
        yield from self.costs()


def _moved(of: Domains, values: Array, without: Array) -> Figures:
    """How much more each domain has of a yearly amount, by those for whom it moves; by the cases given where none."""
    cases = of.cases(values != 0)
    return of.held(values, "Bs/year").as_change().with_cases(np.where(cases > 0, cases, without))


def floor_of(analysis: Analysis) -> float:
    """The minimum wage in the law on the day of a run, Bs a month."""
    value = analysis.law.parameter(f"{FLOOR}.amount").on(analysis.day).value
    assert isinstance(value, float | int)
    return float(value)
