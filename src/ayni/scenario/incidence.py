"""Fiscal incidence in the form of CEQ: from market to disposable income, and what each tax and transfer does to it.

Sources: Lustig (ed.), *Commitment to Equity Handbook* (2018; 2nd ed. 2022), ch. 1 and 6, and the help of the CEQ Stata
package (ceqtarget), which spells the concepts out. Contributory pensions are treated in both of its ways: as deferred
income (`pdi`: pensions are income before the fiscal system, and contributing to them is saving) and as a government
transfer (`pgt`: pensions are a transfer, and contributing to them is a tax). Disposable income is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from ayni import measure
from ayni.engine import Array, Simulation
from ayni.income import chain as chain_of_incomes
from ayni.income.amounts import monthly, per_head
from ayni.income.chain import taken
from ayni.income.gross import with_gross_wages
from ayni.income.programmes import doubts
from ayni.measure import Design, Estimate
from ayni.scenario.analysis import LINES, NO_INVOICES, Analysis, step_by_step
from ayni.scenario.rows import Place, Row, Rows, with_cases
from ayni.words.marks import FIRST_ORDER, Mark

Treatment = Literal["pdi", "pgt"]
TREATMENTS: tuple[Treatment, ...] = ("pdi", "pgt")
CONCEPTS = tuple(concept for concept in chain_of_incomes.CONCEPTS if concept not in chain_of_incomes.LATER)
SYSTEM = "fiscal_system"
"""What stands for all taxes and transfers together, in the column of programmes."""

PENSION_CONTRIBUTIONS = "pension_contributions"
"""What workers pay for pensions of their own: the account, the premium for disability and death, and the commission.
Saving where pensions are deferred income. What they pay for the pensions of others is a tax in both treatments."""


@dataclass(frozen=True)
class Element:
    """One tax or transfer: Bs a month per head of the household, (n_persons,), zero or more."""

    id: str
    amount: Array
    is_tax: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def signed(self) -> Array:
        """What it adds to income: a tax takes away."""
        return -self.amount if self.is_tax else self.amount


@dataclass(frozen=True)
class Chain:
    """The income concepts under one treatment of pensions, Bs a month per head, (n_persons,) each.

    The `elements` lead from `prefiscal` to disposable income: their sum is the difference.
    """

    treatment: Treatment
    concepts: Mapping[str, Array]
    elements: tuple[Element, ...]
    marks: tuple[Mark, ...] = ()
    """What all concepts but disposable income rest on: gross wages are worked back through the law."""

    @property
    def prefiscal(self) -> Array:
        """Income before the fiscal system: with pensions where they are deferred income, without where a transfer."""
        return self.concepts["market_and_pensions" if self.treatment == "pdi" else "market"]

    @property
    def disposable(self) -> Array:
        """Income after direct taxes and transfers."""
        return self.concepts["disposable"]


def chain(
    treatment: Treatment,
    earned: Array,
    pensions: Element,
    saving: Element,
    taxes: Sequence[Element],
    transfers: Sequence[Element],
    marks: tuple[Mark, ...] = (),
) -> Chain:
    """The concepts from `earned`, income before taxes, contributions, pensions and transfers, private transfers in it.

    `saving` are the contributions to pensions; `taxes` the other contributions and direct taxes. All are Bs a month per
    head, (n_persons,). With deferred pensions: market = earned - saving; market and pensions = market + pensions; net
    market = that - taxes; gross = market and pensions + transfers. With pensions as a transfer: market = earned; market
    and pensions = market + pensions; net market = market - saving - taxes; gross = market and pensions + transfers. In
    both: disposable = earned - saving - taxes + pensions + transfers.
    """
    deferred = treatment == "pdi"
    taxes = list(taxes) if deferred else [saving, *taxes]
    transfers = list(transfers) if deferred else [pensions, *transfers]
    nothing = np.zeros_like(earned)
    taken = sum((tax.amount for tax in taxes), nothing)
    given = sum((transfer.amount for transfer in transfers), nothing)
    market = earned - saving.amount if deferred else earned
    before = market + pensions.amount if deferred else market
    concepts = {
        "market": market,
        "market_and_pensions": market + pensions.amount,
        "net_market": before - taken,
        "gross": before + given,
        "disposable": before - taken + given,
    }
    return Chain(treatment, concepts, (*taxes, *transfers), marks)


def chains(analysis: Analysis) -> dict[Treatment, Chain]:
    """The chain of a run under each treatment.

    Wages are grossed up through the law (see `gross`); every other income stands as reported. What the law takes and
    the survey's incomes are not after is taken from them. What employers pay is outside, as income and as tax. Raises
    AyniError where the wave does not ask who contributes.
    """
    population, law, incomes = analysis.population, analysis.law_on_day, analysis.incomes
    of_person = [each for each in taken(law.law) if each.paid_by == "person"]
    in_wages = [each for each in of_person if each.in_reported_income]
    rules = [name for each in in_wages for name in each.rules]
    gross = with_gross_wages(population, law)
    columns = Simulation(gross).run(law, rules)
    wages = (*doubts(law, rules), NO_INVOICES)

    def element(name: str, values: Array, is_tax: bool = False, marks: tuple[Mark, ...] = ()) -> Element:
        return Element(name, np.where(analysis.universe, values, 0.0), is_tax, marks)

    def of(each: chain_of_incomes.Element) -> Element | None:
        if each.in_reported_income:
            return element(each.id, per_head(population, monthly(law.law, columns, each.rules, gross)), True, wages)
        flow = analysis.flows.get(each.id)
        return None if flow is None else element(each.id, per_head(population, flow.amount), True, flow.marks)

    found = {each: amount for each in of_person if (amount := of(each)) is not None}
    saved = [amount for each, amount in found.items() if each.own_pension]
    saving = element(
        PENSION_CONTRIBUTIONS, sum((each.amount for each in saved), np.zeros(population.n_persons)), True, wages
    )
    taxes = [amount for each, amount in found.items() if not each.own_pension]
    transfers = [element("other_transfers", incomes.other_transfers)]
    transfers += [
        element(name, incomes.paid(payment), marks=payment.marks) for name, payment in analysis.payments.items()
    ]
    transfers = [transfer for transfer in transfers if transfer.amount.any()]
    net = np.where(analysis.universe, incomes.before_pensions, 0.0)
    earned = net + sum((amount.amount for each, amount in found.items() if each.in_reported_income), np.zeros_like(net))
    for name, flow in analysis.flows.items():
        if flow.element.sign > 0:
            earned = earned + np.where(analysis.universe, analysis.flowing(name), 0.0)
    pensions = element("pensions", incomes.net_market - incomes.before_pensions)
    return {each: chain(each, earned, pensions, saving, taxes, transfers, wages) for each in TREATMENTS}


def incidence_rows(analysis: Analysis) -> Iterator[Row]:
    """Every row of the incidence, tables `incidence_pdi` and `incidence_pgt`."""
    for treatment, found in chains(analysis).items():
        table = f"incidence_{treatment}"
        yield from Incidence(
            found,
            {line: analysis.line(line) for line in LINES},
            analysis.people,
            analysis.universe,
            analysis.tenths(found.prefiscal),
            lambda marks, table=table: analysis.maker(table, FIRST_ORDER, *marks),  # type: ignore[misc]
        ).rows()


@dataclass(frozen=True)
class Incidence:
    """What is measured of one chain, over the persons `where`, by the tenths (n_persons,) of income before it."""

    chain: Chain
    lines: Mapping[str, Array]
    people: Design
    where: Array
    tenth: Array
    make: Callable[[tuple[Mark, ...]], Rows]
    """The maker of rows that bear these marks."""

    def rows(self) -> Iterator[Row]:
        """Every row of the chain."""
        yield from self.concepts()
        yield from self.elements()
        yield from self.system()
        yield from self.impoverishment()
        yield from self.deciles()
        yield from self.steps()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What a figure on the whole system rests on."""
        return tuple(dict.fromkeys([*self.chain.marks, *(mark for each in self.chain.elements for mark in each.marks)]))

    def marks_of(self, concept: str) -> tuple[Mark, ...]:
        """What an income concept rests on."""
        given = [mark for each in self.chain.elements if not each.is_tax for mark in each.marks]
        wages = () if concept in ("disposable", "net_market") else self.chain.marks
        return tuple(dict.fromkeys([*wages, *(given if concept in ("gross", "disposable") else ())]))

    @cached_property
    def totals(self) -> tuple[Element, ...]:
        """All taxes and contributions as one element, and all transfers."""
        found = []
        for name, is_tax in (("all_taxes", True), ("all_transfers", False)):
            parts = [each for each in self.chain.elements if each.is_tax == is_tax]
            amount = sum((each.amount for each in parts), np.zeros_like(self.chain.disposable))
            marks = tuple(dict.fromkeys(mark for each in parts for mark in each.marks))
            found.append(Element(name, amount, is_tax, marks))
        return tuple(found)

    def concepts(self) -> Iterator[Row]:
        """Poverty, inequality and mean of each income concept."""
        for concept, income in self.chain.concepts.items():
            make = self.make(self.marks_of(concept))
            for line, z in self.lines.items():
                for name, function in (
                    ("headcount", measure.headcount), ("gap", measure.gap), ("severity", measure.severity),
                ):  # fmt: skip
                    found = function(income, z, self.people, where=self.where)
                    yield make.estimate(found, concept=concept, measure=name, line=line)
            yield make.estimate(measure.gini(income, self.people, where=self.where), concept=concept, measure="gini")
            yield make.estimate(measure.mean(income, self.people, where=self.where), concept=concept, measure="mean")

    def elements(self) -> Iterator[Row]:
        """Each tax and transfer, and all of each kind: size, progressivity, and what it does at disposable income.

        Sizes bear the sign of what they add to income, so that they add up. The Kakwani index bears that of CEQ: a
        tax's concentration less the Gini of income before the system, and that Gini less a transfer's concentration, so
        that progressive is positive for both. The marginal contribution is disposable income's measure less what it
        would be without the element, all else as it is: negative where it lowers poverty or the Gini.
        """
        before, after = self.chain.prefiscal, self.chain.disposable
        for each in (*self.chain.elements, *self.totals):
            cases = self.where & (each.amount > 0)
            if not cases.any():
                continue
            make, place = self.make(each.marks), {"programme": each.id}
            size = measure.total(12 * each.signed, self.people, where=self.where, unit="Bs/year")
            yield make.estimate(with_cases(size, cases), measure="size", **place)
            yield make.estimate(with_cases(self._share(each.signed, self.where), cases), measure="incidence", **place)
            concentration = measure.concentration(each.amount, before, self.people, where=self.where)
            yield make.estimate(with_cases(concentration, cases), measure="concentration", **place)
            kakwani = measure.kakwani(each.amount, before, self.people, where=self.where)
            progressive = replace(kakwani if each.is_tax else -1 * kakwani, is_change=True)
            yield make.estimate(with_cases(progressive, cases), measure="kakwani_ceq", **place)
            without = after - each.signed
            for line, z in self.lines.items():
                for name, function in (("headcount", measure.headcount), ("gap", measure.gap)):
                    pair = (function(y, z, self.people, where=self.where) for y in (after, without))
                    yield from make.change(measure.change(*pair), measure=name, line=line, **place)
            pair = (measure.gini(y, self.people, where=self.where) for y in (after, without))
            yield from make.change(measure.change(*pair), measure="gini", **place)

    def system(self) -> Iterator[Row]:
        """The redistributive effect from income before the system to disposable income, and its two parts.

        Redistributive effect = Reynolds-Smolensky (vertical equity) - reranking (Atkinson-Plotnick); the residual of
        this identity is a row.
        """
        make = self.make(self.marks)
        before, after = self.chain.prefiscal, self.chain.disposable
        net = measure.total(12 * (after - before), self.people, where=self.where, unit="Bs/year")
        yield make.estimate(replace(net, is_change=True), programme=SYSTEM, measure="size")
        share = replace(self._share(after - before, self.where), is_change=True)
        yield make.estimate(share, programme=SYSTEM, measure="incidence")
        found = {
            name: function(before, after, self.people, where=self.where)
            for name, function in (
                ("redistributive_effect", measure.redistributive_effect),
                ("reynolds_smolensky", measure.reynolds_smolensky),
                ("reranking", measure.reranking),
            )
        }
        for name, estimate in found.items():
            yield make.estimate(estimate, programme=SYSTEM, measure=name)
        effect, vertical, moved = (estimate.value for estimate in found.values())
        yield make.plain(effect - (vertical - moved), programme=SYSTEM, measure="redistribution_residual", unit="index")

    def impoverishment(self) -> Iterator[Row]:
        """What the fiscal system takes from the poor and gives to them, by line (Higgins & Lustig 2016).

        Fiscal impoverishment less gains of the poor is the change of the poverty gap, in Bs; the residual of this
        identity, Bs a month per head, is a row. Also each as a share of the line, and how many persons.
        """
        make = self.make(self.marks)
        before, after = self.chain.prefiscal, self.chain.disposable
        persons = measure.population(self.people, where=self.where)
        for line, z in self.lines.items():
            place: Place = {"programme": SYSTEM, "line": line}
            deeper = np.maximum(z - after, 0.0) - np.maximum(z - before, 0.0)
            hurt, helped = measure.impoverished(before, after, z), measure.impoverished(after, before, z)
            loss = measure.fiscal_impoverishment(before, after, z, self.people, where=self.where)
            gain = measure.gains_of_the_poor(before, after, z, self.people, where=self.where)
            change = replace(measure.mean(deeper, self.people, where=self.where), is_change=True)
            in_bs: dict[str, tuple[Estimate, Array]] = {
                "fiscal_impoverishment": (loss, hurt & self.where),
                "gains_of_the_poor": (gain, helped & self.where),
                "gap_change": (change, (hurt | helped) & self.where),
            }
            for name, (each, cases) in in_bs.items():
                yield make.estimate(with_cases(each, cases), measure=name, **place)
                total = replace(12 * each * persons, is_change=each.is_change)
                yield make.estimate(with_cases(total, cases), measure=f"{name}_total", unit="Bs/year", **place)
            residual = loss.value - gain.value - change.value
            yield make.plain(residual, measure="impoverishment_residual", unit="Bs/month", **place)
            for name, function, cases in (
                ("fiscal_impoverishment", measure.fiscal_impoverishment, hurt & self.where),
                ("gains_of_the_poor", measure.gains_of_the_poor, helped & self.where),
            ):
                part = function(before / z, after / z, 1, self.people, where=self.where, unit="share")
                yield make.estimate(with_cases(part, cases), measure=f"{name}_of_line", **place)
            yield make.estimate(measure.share(hurt, self.people, where=self.where), measure="impoverished", **place)
            count = measure.total(hurt, self.people, where=self.where, unit="persons")
            yield make.estimate(with_cases(count, hurt & self.where), measure="impoverished_persons", **place)
            poor = self.where & (after < z)
            if poor.any():
                among = measure.coverage(hurt, poor, self.people, where=self.where)
                yield make.estimate(among, measure="impoverished_of_poor", **place)
            yield make.estimate(measure.share(helped, self.people, where=self.where), measure="gaining_poor", **place)

    def deciles(self) -> Iterator[Row]:
        """By tenth of persons by income before the system: means, and each element as a part of that income."""
        change = self.chain.disposable - self.chain.prefiscal
        for tenth in range(1, 11):
            inside = self.where & (self.tenth == tenth)
            if not inside.any():
                continue
            place: Place = {"group": "decile", "level": str(tenth)}
            for concept, income in self.chain.concepts.items():
                mean = measure.mean(income, self.people, where=inside)
                yield self.make(self.marks_of(concept)).estimate(mean, concept=concept, measure="mean", **place)
            for each in (*self.chain.elements, *self.totals):
                make, cases = self.make(each.marks), inside & (each.amount > 0)
                for name, estimate in self._weights(each.signed, inside).items():
                    yield make.estimate(with_cases(estimate, cases), programme=each.id, measure=name, **place)
            for name, estimate in self._weights(change, inside).items():
                net = replace(estimate, is_change=True)
                yield self.make(self.marks).estimate(net, programme=SYSTEM, measure=name, **place)

    def _weights(self, values: Array, where: Array) -> dict[str, Estimate]:
        """Mean, Bs a month per head, and the part of income before the system, where there is any."""
        found = {"mean": measure.mean(values, self.people, where=where)}
        return found | ({"incidence": self._share(values, where)} if self.chain.prefiscal[where].any() else {})

    def _share(self, values: Array, where: Array) -> Estimate:
        """Of income before the system."""
        return measure.ratio(values, self.chain.prefiscal, self.people, where=where, unit="share")

    def steps(self) -> Iterator[Row]:
        """Poverty and the Gini from market to disposable income, one element after another, with each step's change."""
        income = self.chain.concepts["market"]
        steps = [("market", income, self.chain.marks)]
        if self.chain.treatment == "pdi":
            income = self.chain.prefiscal
            steps.append(("pensions", income, self.chain.marks))
        for each in self.chain.elements:
            income = income + each.signed
            steps.append((each.id, income, each.marks))
        yield from step_by_step(steps, self.lines, self.people, self.where, self.make)
