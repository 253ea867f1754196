"""Taxes and subsidies inside what households spend: how prices hold them, what they add up to, and their range.

The survey knows what was spent, at prices that hold the tax, and not whether there was an invoice. Four treatments
stand beside each other (Lustig (ed.), *CEQ Handbook*, 2nd ed. 2022, ch. 6; Bachas, Gadenne & Jensen, *Review of
Economic Studies*, 2024): everything taxable with invoice, only what is assumed to be invoiced, that and the tax in the
inputs of the rest, and the same with the assumed shares moved until the rate is that of the year's revenue over private
consumption (Inchauste 2016).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Law, Population
from ayni.income.amounts import per_head
from ayni.income.till import ASSUMED, TAXES, VAT, InSpending, flows, marks_of_spending
from ayni.scenario.analysis import LINES, Analysis
from ayni.scenario.keys import INDIRECT, Indirect as Indirect
from ayni.scenario.rows import Place, Row
from ayni.series import Prices, read_month, series
from ayni.survey import NOT_BOUGHT, spending_columns
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind
from ayni.words.numbers import millions, told

TREATMENTS = INDIRECT
UnitCost = Literal["low", "central", "high"]
UNIT_COSTS: tuple[UnitCost, ...] = get_args(UnitCost)
RECONCILIATION = "reconciliation"
SERVICES = "servicios_a_su_costo"
"""The instrument of public education and health, with its unit costs."""
NEAR, STEPS = 1e-13, 100
"""How near to the revenue a shift comes, relative, and after how many steps it ends all the same."""
FARTHEST = 30.0
"""Beyond this shift, in logits, every share is one or zero."""


class Revenue(Struct, frozen=True):
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


class Till(Struct, frozen=True, dict=True):
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
        return self.under(analysis, self.indirect)

    def under(self, analysis: Analysis, indirect: Indirect) -> tuple[InSpending, ...]:
        """The same under any treatment; what is found once is kept."""
        if indirect not in self._treated:
            law = treated(analysis.law, analysis.day, self.population, indirect, self.revenue)
            marks = of_revenue(indirect, self.revenue, analysis.day)
            self._treated[indirect] = tuple(
                replace(each, marks=(*each.marks, *marks)) if each.is_tax else each
                for each in flows(self.population, law.within_year(analysis.day))
            )
        return self._treated[indirect]

    @cached_property
    def _treated(self) -> dict[Indirect, tuple[InSpending, ...]]:
        return {}


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
    bought = _Bought.by(population, list(shares.invoiced))
    moved = shares.moved(shares.shift_to(revenue.rate, bought))
    return _amended(law, day, {}, moved.invoiced, moved.taxed_inputs)


def _amended(
    law: Law, day: dt.date, others: Mapping[str, float], invoiced: Mapping[str, float], inputs: Mapping[str, float]
) -> Law:
    values = {**others, **{f"invoiced_{name}": value for name, value in invoiced.items()}}
    values |= {f"taxed_inputs_{name}": value for name, value in inputs.items()}
    return law.amend({f"{TAXES}.{name}": {day.isoformat(): value} for name, value in values.items()})


class _Shares(Struct, frozen=True):
    """What is invoiced of each part of spending, what of the rest bore tax before, and the rates."""

    invoiced: Mapping[str, float]
    taxed_inputs: Mapping[str, float]
    slope: float
    vat: float

    @classmethod
    def of(cls, law: Law, day: dt.date) -> _Shares:
        values = {name: each.on(day).value for name, each in law.instruments[TAXES].parameters.items()}
        for name, value in values.items():
            if name.startswith(("invoiced_", "taxed_inputs_")) and not 0 <= _number(value) <= 1:
                raise AyniError("taxed_above_the_law", parameter=f"{TAXES}.{name}", value=value)

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

    def iva(self, bought: _Bought) -> float:
        """The IVA in all that is spent, Bs a year: the rules' own formula, written for totals."""
        propensity = 1 + self.slope * (bought.propensity - 1)
        invoiced = np.minimum(np.array(list(self.invoiced.values()))[:, None] * propensity, 1.0)
        inputs = np.array([self.taxed_inputs[name] for name in self.invoiced])[:, None]
        return 12 * self.vat * float((bought.spent * (invoiced + (1 - invoiced) * inputs)).sum())

    def shift_to(self, rate: float, bought: _Bought) -> float:
        """The shift with which IVA is a share of what is spent; raises where not even every share at its end gives it.

        No rate passes the law's. Between two shifts around it the next is taken on their chord, of which an end that
        stays weighs half (the Illinois method).
        """
        target = 12 * rate * float(bought.spent.sum())
        ends = [-FARTHEST, FARTHEST]
        gaps = [self.moved(end).iva(bought) - target for end in ends]
        if not gaps[0] <= 0 <= gaps[1]:
            least, most = (told(millions, gap + target) for gap in gaps)
            raise AyniError("revenue_out_of_reach", target=told(millions, target), least=least, most=most)
        stayed = -1
        shift = 0.0
        for _ in range(STEPS):
            gap = self.moved(shift).iva(bought) - target
            if abs(gap) <= NEAR * target:
                break
            moves = 0 if gap < 0 else 1
            ends[moves], gaps[moves] = shift, gap
            if stayed == 1 - moves:
                gaps[1 - moves] /= 2
            stayed = 1 - moves
            shift = (ends[0] * gaps[1] - ends[1] * gaps[0]) / (gaps[1] - gaps[0])
        return shift


class _Bought(Struct, frozen=True):
    """What is spent on each part, times the weight, Bs a month, (n_parts, n), by whom spends anything; and by each how
    much is invoiced relative to the average, (n,)."""

    spent: Array
    propensity: Array

    @classmethod
    def by(cls, population: Population, parts: Sequence[str]) -> _Bought:
        spent = np.array([population[f"spent_{name}"] for name in parts])
        who = np.flatnonzero(spent.any(axis=0))
        return cls(spent[:, who] * population["weight"][who], population["invoice_propensity"][who])


def _moved(share: float, shift: float) -> float:
    if not 0 < share < 1:
        return share
    return float(1 / (1 + (1 - share) / share * np.exp(-shift)))


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def consumption_rows(analysis: Analysis, till: Till, disposable: Array) -> Iterator[Row]:
    """The treatments beside each other, table `indirect_treatments`, and what the run adds up to, `reconciliation`.

    `disposable` (n_persons,) is the income before the till. Under each treatment: what taxes take and subsidies give a
    year, and poverty and the Gini after them.
    """
    everybody, maker = analysis.members.everybody, analysis.maker
    population, revenue = till.population, till.revenue
    for indirect in TREATMENTS:
        if indirect == "scaled" and revenue is None:
            continue
        found = till.under(analysis, indirect)
        marks = dict.fromkeys(mark for each in found for mark in each.marks)
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
    if revenue is not None and revenue.year == analysis.day.year:
        yield from _reconciled(analysis, till, revenue)


def _reconciled(analysis: Analysis, till: Till, revenue: Revenue) -> Iterator[Row]:
    """Simulated beside official, Bs a year: each tax and subsidy, and spending beside the national accounts.

    The accounts by division of the price index are their total by the weights of that index: by division no others are
    published.
    """
    population = till.population
    found = {each.id: each for each in till.under(analysis, "embedded")}
    for name, official in revenue.collected.items():
        if name in found:
            yield from _beside(analysis, till, found[name].amount, official, {"programme": name})
    for name, outlay in OUTLAYS.items():
        if name in found and (known := _of_year(analysis, *outlay)) is not None:
            yield from _beside(analysis, till, found[name].amount, known[0], {"programme": name}, *known[1])
    yield from _beside(analysis, till, spent(population), revenue.consumption, {"programme": "spending"})
    of = {name: division for name, division in spending_columns(population).items() if name != NOT_BOUGHT}
    for division, share in Prices(series()).shares([read_month(f"{revenue.year}-11")]).items():
        parts = [population[name] for name, its in of.items() if its == division]
        amount = per_head(population, np.sum(parts, axis=0))
        place: Place = {"programme": "spending", "group": "division", "level": division}
        yield from _beside(analysis, till, amount, share * revenue.consumption, place)


OUTLAYS = {
    "fuel_subsidy_in_spending": ("subsidios_al_consumo", "fuel_subsidy_outlay", 0),
    "tarifa_dignidad_in_spending": ("subsidios_al_consumo", "tarifa_dignidad_outlay", 3),
    "public_school_at_cost": (SERVICES, "school_wages", 3),
    "public_university_at_cost": (SERVICES, "university_wages", 3),
    "public_health_at_cost": (SERVICES, "health_wages", 3),
}
"""What the State is known to spend on a subsidy, and on the wages of a service: what is recorded, by instrument and
name, and how many years it may be from that of the law. What is added to each litre changes from year to year."""


def _of_year(analysis: Analysis, instrument: str, name: str, years: int) -> tuple[float, tuple[Mark, ...]] | None:
    """An outlay of the law's year or of the nearest one known, marked; None where that is too far."""
    rows = analysis.law.instruments[instrument].recorded[name].rows
    row = min(rows, key=lambda each: abs(each.start.year - analysis.day.year))
    if abs(row.start.year - analysis.day.year) > years:
        return None
    period = () if row.start.year == analysis.day.year else (Mark(MarkKind.OFFICIAL_PERIOD, str(row.start.year)),)
    return _number(row.value), period


def _beside(
    analysis: Analysis, till: Till, amount: Array, official: float, place: Place, *marks: Mark
) -> Iterator[Row]:  # fmt: skip
    """What all have, from Bs a month per head, beside an official figure, Bs a year."""
    make = analysis.maker(RECONCILIATION, FIRST_ORDER, ASSUMED, *marks_of_spending(till.population)[:1])
    simulated = analysis.members.everybody.total(12 * amount, "Bs/year").only
    yield make.estimate(simulated, **place, measure="simulated")
    yield make.marked(*marks).plain(official, **place, measure="official", unit="Bs/year")
    part = (1 / official) * simulated
    yield make.marked(*marks).estimate(part, **place, measure="simulated_of_official", unit="share")


def service_rows(analysis: Analysis, till: Till) -> Iterator[Row]:
    """Users times cost of each service beside the wages that the State is known to pay for it."""
    for each in till.services(analysis):
        users = analysis.members.everybody.total(each.paid > 0, "persons").only
        make = analysis.maker(RECONCILIATION, FIRST_ORDER, *each.marks)
        yield make.estimate(users, programme=each.id, measure="persons")
        cost = float(12 * each.paid.max())
        yield make.plain(cost, programme=each.id, measure="unit_cost", unit="Bs")
        if (known := _of_year(analysis, *OUTLAYS[each.id])) is not None:
            yield from _beside(analysis, till, each.amount, known[0], {"programme": each.id}, *known[1])
