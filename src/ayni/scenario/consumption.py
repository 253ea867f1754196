"""Taxes and subsidies inside what households spend: how prices hold them, what they add up to, and their range.

The survey knows what was spent, at prices that hold the tax, and not whether there was an invoice. Four treatments
stand beside each other (Lustig (ed.), *CEQ Handbook*, 2nd ed. 2022, ch. 6; Bachas, Gadenne & Jensen, *Review of
Economic Studies*, 2024): everything taxable with invoice, only what is assumed to be invoiced, that and the tax in the
inputs of the rest, and the same with the assumed shares moved until the rate is that of the year's revenue over private
consumption (Inchauste 2016).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from ayni.engine import Array, Law, Population
from ayni.income.amounts import per_head
from ayni.income.till import ASSUMED, TAXES, VAT, InSpending, flows, marks_of_spending
from ayni.scenario.analysis import LINES, Analysis
from ayni.scenario.keys import INDIRECT, Indirect as Indirect
from ayni.scenario.rows import Row
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

TREATMENTS = INDIRECT
UnitCost = Literal["low", "central", "high"]
UNIT_COSTS: tuple[UnitCost, ...] = get_args(UnitCost)
SERVICES = "servicios_a_su_costo"
"""The instrument of public education and health, with its unit costs."""
FARTHEST = 30.0
"""Beyond this shift, in logits, every share is one or zero."""


@dataclass(frozen=True)
class Revenue:
    """What the State collected in a year, Bs by tax, of which households bear a share of the IVA; and what they spent.

    `consumption` is that of households in the national accounts, Bs.
    """

    year: int
    collected: Mapping[str, float]
    consumption: float
    household_share: float

    @property
    def rate(self) -> float:
        """The effective rate of IVA: what households bear of it over what they spend by the national accounts.

        The survey sees about half of that spending, so that all that was collected cannot be found in it.
        """
        return self.household_share * self.collected[VAT] / self.consumption


@dataclass(frozen=True)
class Till:
    """The spending of a run's population, and how the taxes in it are treated."""

    population: Population
    """The run's, with its spending."""
    indirect: Indirect
    revenue: Revenue | None
    unit_cost: UnitCost | None = None
    """At what cost services are valued; None where the chain ends at consumable income."""

    def services(self, analysis: Analysis) -> tuple[InSpending, ...]:
        """Public education and health in use, at cost; nothing where the chain ends before them."""
        if self.unit_cost is None:
            return ()
        law = analysis.law
        if self.unit_cost != "central":
            recorded = law.instruments[SERVICES].recorded
            costs = {name: recorded[f"{name}_{self.unit_cost}"] for name in law.instruments[SERVICES].parameters}
            day = analysis.day.isoformat()
            law = law.amend({f"{SERVICES}.{name}": {day: each.on(analysis.day).value} for name, each in costs.items()})
        found = flows(self.population, law.within_year(analysis.day), "final")
        if not found:
            raise AyniError("services_unknown", year=analysis.day.year)
        mark = Mark(MarkKind.ASSUMPTION, SERVICES)
        return tuple(replace(each, marks=tuple(dict.fromkeys([*each.marks, mark]))) for each in found)

    def flows(self, analysis: Analysis) -> tuple[InSpending, ...]:
        """What the run's law takes and gives in what is spent, under the treatment."""
        law = treated(analysis.law, analysis.day, self.population, self.indirect, self.revenue)
        marks = of_revenue(self.indirect, self.revenue, analysis.day)
        found = flows(self.population, law.within_year(analysis.day))
        return tuple(replace(each, marks=(*each.marks, *marks)) if each.is_tax else each for each in found)


def of_revenue(indirect: Indirect, revenue: Revenue | None, day: dt.date) -> tuple[Mark, ...]:
    """The mark of taxes that meet the revenue of another year than the law's."""
    if indirect != "scaled" or revenue is None or revenue.year == day.year:
        return ()
    return (Mark(MarkKind.REVENUE_OF, str(revenue.year)),)


def spent(population: Population) -> Array:
    """What is spent, Bs a month per head of the household, (n_persons,)."""
    return per_head(population, np.sum([population[name] for name in _parts(population)], axis=0))


def _parts(population: Population) -> list[str]:
    return [name for name in population.columns if name.startswith("spent_")]


def treated(law: Law, day: dt.date, population: Population, indirect: Indirect, revenue: Revenue | None) -> Law:
    """The law with what is invoiced as a treatment says; raises for `scaled` where the year's revenue is not known."""
    shares = _Shares.of(law, day)
    if indirect == "statutory":
        everything = {name: 1.0 for name, share in shares.invoiced.items() if share > 0}
        return _amended(law, day, {"informality_slope": 0.0}, everything, {})
    if indirect == "invoiced":
        return _amended(law, day, {}, {}, dict.fromkeys(shares.taxed_inputs, 0.0))
    if indirect == "embedded":
        return law
    if revenue is None:
        raise AyniError("revenue_unknown", year=day.year, treatments=", ".join(TREATMENTS[:3]))
    bought = float((population["weight"] * np.sum([population[name] for name in _parts(population)], axis=0)).sum())
    moved = shares.moved(shares.shift_to(12 * revenue.rate * bought, population))
    return _amended(law, day, {}, moved.invoiced, moved.taxed_inputs)


def _amended(
    law: Law, day: dt.date, others: Mapping[str, float], invoiced: Mapping[str, float], inputs: Mapping[str, float]
) -> Law:
    values = {**others, **{f"invoiced_{name}": value for name, value in invoiced.items()}}
    values |= {f"taxed_inputs_{name}": value for name, value in inputs.items()}
    return law.amend({f"{TAXES}.{name}": {day.isoformat(): value} for name, value in values.items()})


@dataclass(frozen=True)
class _Shares:
    """What is invoiced of each part of spending, what of the rest bore tax before, and the rates."""

    invoiced: Mapping[str, float]
    taxed_inputs: Mapping[str, float]
    slope: float
    vat: float

    @classmethod
    def of(cls, law: Law, day: dt.date) -> _Shares:
        values = {name: each.on(day).value for name, each in law.instruments[TAXES].parameters.items()}

        def part(prefix: str) -> dict[str, float]:
            return {
                name.removeprefix(prefix): _number(value) for name, value in values.items() if name.startswith(prefix)
            }

        vat = law.parameter("iva_it_iue.vat_rate").on(day).value
        return cls(part("invoiced_"), part("taxed_inputs_"), _number(values["informality_slope"]), _number(vat))

    def moved(self, shift: float) -> _Shares:
        """The same with the logit of every share moved; what is zero or one stays."""

        def of(shares: Mapping[str, float]) -> dict[str, float]:
            return {name: _moved(share, shift) for name, share in shares.items()}

        return _Shares(of(self.invoiced), of(self.taxed_inputs), self.slope, self.vat)

    def iva(self, population: Population) -> float:
        """The IVA in all that is spent, Bs a year: the rules' own formula, written for totals."""
        propensity = 1 + self.slope * (population["invoice_propensity"] - 1)
        total = 0.0
        for name, share in self.invoiced.items():
            invoiced = np.minimum(share * propensity, 1.0)
            taxed = invoiced + (1 - invoiced) * self.taxed_inputs[name]
            total += float((population["weight"] * population[f"spent_{name}"] * taxed).sum())
        return 12 * self.vat * total

    def shift_to(self, target: float, population: Population) -> float:
        """The shift that gives a total; raises where not even every share at its end does. No rate passes the law's."""
        low, high = -FARTHEST, FARTHEST
        least, most = self.moved(low).iva(population), self.moved(high).iva(population)
        if not least <= target <= most:
            raise AyniError("revenue_out_of_reach", target=target / 1e6, least=least / 1e6, most=most / 1e6)
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if self.moved(middle).iva(population) < target else (low, middle)
        return (low + high) / 2


def _moved(share: float, shift: float) -> float:
    if not 0 < share < 1:
        return share
    return float(1 / (1 + (1 - share) / share * np.exp(-shift)))


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def consumption_rows(
    analysis: Analysis, population: Population, disposable: Array, revenue: Revenue | None
) -> Iterator[Row]:
    """The treatments beside each other, table `indirect_treatments`, and what the run adds up to, `reconciliation`.

    `population` is the analysis's with its spending; `disposable` (n_persons,) is the income before the till. Under
    each treatment: what taxes take and subsidies give a year, and poverty and the Gini after them.
    """
    everybody, maker = analysis.members.everybody, analysis.maker
    day, law = analysis.day, analysis.law
    for indirect in TREATMENTS:
        if indirect == "scaled" and revenue is None:
            continue
        found = flows(population, treated(law, day, population, indirect, revenue).within_year(day))
        marks = dict.fromkeys(mark for each in found for mark in each.marks)
        marks |= dict.fromkeys(of_revenue(indirect, revenue, day))
        make = maker("indirect_treatments", FIRST_ORDER, *marks)
        taken = sum((each.amount for each in found if each.is_tax), np.zeros_like(disposable))
        given = sum((each.amount for each in found if not each.is_tax), np.zeros_like(disposable))
        for name, amount in (("indirect_taxes", taken), ("subsidies", given)):
            yield make.estimate(everybody.total(12 * amount, "Bs/year").only, concept=indirect, measure=name)
        yield make.estimate(
            everybody.ratio(taken, spent(population), "share").only, concept=indirect, measure="share_of_spending"
        )
        after = everybody.spread(disposable - taken + given)
        for line in LINES:
            yield make.estimate(
                after.headcount(analysis.line(line)).only, concept=indirect, measure="headcount", line=line
            )
        yield make.estimate(after.gini().only, concept=indirect, measure="gini")
    if revenue is not None and revenue.year == day.year:
        yield from _reconciled(analysis, population, revenue)


def _reconciled(analysis: Analysis, population: Population, revenue: Revenue) -> Iterator[Row]:
    """Simulated beside collected, by tax, and spending beside the national accounts, Bs a year."""
    everybody = analysis.members.everybody
    day, law = analysis.day, analysis.law
    found = flows(population, treated(law, day, population, "embedded", revenue).within_year(day))
    official = {**revenue.collected, "spending": revenue.consumption}
    amounts = {each.id: each.amount for each in found if each.id in revenue.collected}
    for name, amount in {**amounts, "spending": spent(population)}.items():
        make = analysis.maker("reconciliation", FIRST_ORDER, ASSUMED, *marks_of_spending(population)[:1])
        simulated = everybody.total(12 * amount, "Bs/year").only
        yield make.estimate(simulated, programme=name, measure="simulated")
        yield make.plain(official[name], programme=name, measure="official", unit="Bs/year")
        part = (1 / official[name]) * simulated
        yield make.estimate(part, programme=name, measure="simulated_of_official", unit="share")
