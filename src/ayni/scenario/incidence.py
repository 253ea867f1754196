"""Fiscal incidence in the form of CEQ: from market to disposable income, and after the till to consumable income.

Sources: Lustig (ed.), *Commitment to Equity Handbook* (2018; 2nd ed. 2022), ch. 1 and 6, and the help of the CEQ Stata
package (ceqtarget), which spells the concepts out. Contributory pensions are treated in both of its ways: as deferred
income (`pdi`: pensions are income before the fiscal system, and contributing to them is saving) and as a government
transfer (`pgt`: pensions are a transfer, and contributing to them is a tax). Disposable income is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni import measure
from ayni.engine import Array, Simulation
from ayni.income import chain as chain_of_incomes
from ayni.income.amounts import monthly, per_head
from ayni.income.chain import taken
from ayni.income.gross import with_contributors, with_gross_wages
from ayni.income.programmes import doubts
from ayni.measure import Domains, Estimate, Figures, Spread, Whole
from ayni.scenario.analysis import LINES, NO_INVOICES, Analysis, step_by_step
from ayni.scenario.consumption import Till, consumption_rows, service_rows, spent
from ayni.scenario.keys import SYSTEM as SYSTEM, TREATMENTS as TREATMENTS, Treatment as Treatment
from ayni.scenario.rows import Place, Row, Rows, with_cases
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

CONCEPTS = chain_of_incomes.CONCEPTS
To = Literal["disposable", "consumable", "final"]
"""The income concept at which the chain ends."""
PENSION_CONTRIBUTIONS = "pension_contributions"
"""What workers pay for pensions of their own: the account, the premium for disability and death, and the commission.
Saving where pensions are deferred income. What they pay for the pensions of others is a tax in both treatments."""


class Element(Struct, frozen=True, eq=False):
    """One tax or transfer: Bs a month per head of the household, (n_persons,), zero or more."""

    id: str
    amount: Array
    is_tax: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def signed(self) -> Array:
        """What it adds to income: a tax takes away."""
        return -self.amount if self.is_tax else self.amount


class Chain(Struct, frozen=True):
    """The income concepts under one treatment of pensions, Bs a month per head, (n_persons,) each.

    The sum of the `elements` is the last concept less `prefiscal`.
    """

    treatment: Treatment
    concepts: Mapping[str, Array]
    elements: tuple[Element, ...]
    marks: tuple[Mark, ...] = ()
    """The marks of all concepts but disposable income, which use gross wages computed through the law."""
    till: tuple[Element, ...] = ()
    """The elements between disposable and consumable income."""
    services: tuple[Element, ...] = ()
    """The elements between consumable and final income, which are in kind: poverty is not measured after them."""

    @property
    def prefiscal(self) -> Array:
        """Income before the fiscal system: with pensions where they are deferred income, without where a transfer."""
        return self.concepts["market_and_pensions" if self.treatment == "pdi" else "market"]

    @property
    def last(self) -> Array:
        """Income after the whole system: disposable income, or consumable or final where the chain goes on to it."""
        return self.concepts[list(self.concepts)[-1]]

    @property
    def cash(self) -> Array:
        """The last income that is money, in which poverty is counted."""
        return self.concepts[[name for name in self.concepts if name != "final"][-1]]

    @property
    def in_cash(self) -> tuple[Element, ...]:
        """The elements that are money."""
        return tuple(each for each in self.elements if each not in self.services)

    def to_final(self, found: Sequence[Element]) -> Chain:
        """The chain with services at cost."""
        final = sum((each.amount for each in found), self.last)
        return replace(
            self, concepts={**self.concepts, "final": final}, elements=(*self.elements, *found), services=tuple(found)
        )

    def to_consumable(self, found: Sequence[Element]) -> Chain:
        """The chain with the taxes and subsidies inside what is spent."""
        consumable = sum((each.signed for each in found), self.concepts["disposable"])
        return replace(
            self, concepts={**self.concepts, "consumable": consumable}, elements=(*self.elements, *found),
            till=tuple(found),
        )  # fmt: skip


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
    """The chain of a run under each treatment of pensions.

    Gross wages are computed from reported ones through the law (see `gross`); other incomes are as reported. Taxes and
    contributions that reported incomes do not reflect are deducted. What employers pay is left out, both as income and
    as tax. Where the wave does not ask who contributes, persons affiliated to a pension fund count as contributors.
    """
    population, law, incomes = with_contributors(analysis.population), analysis.law_on_day, analysis.incomes
    of_person = [each for each in taken(law.law) if each.paid_by == "person"]
    in_wages = [each for each in of_person if each.in_reported_income]
    rules = [name for each in in_wages for name in each.rules]
    gross = with_gross_wages(population, law)
    columns = Simulation(gross).run(law, rules)
    imputed = [name for name in ("contributes_to_pension",) if name in population.imputed]
    wages = (*doubts(law, rules), NO_INVOICES, *(Mark(MarkKind.IMPUTED, name) for name in imputed))

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


def incidence_rows(analysis: Analysis, till: Till | None = None) -> Iterator[Row]:
    """Every row of the incidence, tables `incidence_pdi` and `incidence_pgt`; with a `till` to consumable income."""
    make = analysis.maker
    found_by = chains(analysis)
    if till is not None:
        of_spending = [
            Element(each.id, np.where(analysis.universe, each.amount, 0.0), each.is_tax, each.marks)
            for each in till.flows(analysis)
        ]
        disposable = found_by["pdi"].concepts["disposable"]
        found_by = {treatment: found.to_consumable(of_spending) for treatment, found in found_by.items()}
        in_kind = [
            Element(each.id, np.where(analysis.universe, each.amount, 0.0), marks=each.marks)
            for each in till.services(analysis)
        ]
        if in_kind:
            found_by = {treatment: found.to_final(in_kind) for treatment, found in found_by.items()}
        yield from consumption_rows(analysis, till, disposable)
        yield from service_rows(analysis, till)
    for treatment, found in found_by.items():
        table = f"incidence_{treatment}"
        yield from Incidence(
            found,
            {line: analysis.line(line) for line in LINES},
            analysis.members,
            analysis.universe,
            analysis.tenths(found.prefiscal),
            lambda marks, table=table: make(table, FIRST_ORDER, *marks),  # type: ignore[misc]
            None if till is None else np.where(analysis.universe, spent(till.population), 0.0),
        ).rows()


def fallen(before: Array, after: Array, line: Array | float) -> Array:
    """By how much each person's income falls below the line, (n_persons,): see `measure.fiscal_impoverishment`."""
    found: Array = np.maximum(np.minimum(before, line) - np.minimum(after, line), 0.0)
    return found


class Incidence(Struct, frozen=True, dict=True):
    """What is measured of one chain, over the persons `where`, by the tenths (n_persons,) of income before it."""

    chain: Chain
    lines: Mapping[str, Array]
    members: Whole
    where: Array
    tenth: Array
    make: Callable[[tuple[Mark, ...]], Rows]
    """The maker of rows that bear these marks."""
    spending: Array | None = None
    """Bs a month per head, (n_persons,), by which taxes on it are ranked too."""

    @property
    def everybody(self) -> Domains:
        """All of them."""
        return self.members.everybody

    def spread(self, income: Array) -> Spread:
        """An income (n_persons,) over all of them."""
        return self.everybody.spread(income)

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

    @property
    def marks_in_cash(self) -> tuple[Mark, ...]:
        """The same without services in kind."""
        return tuple(dict.fromkeys([*self.chain.marks, *(mark for each in self.chain.in_cash for mark in each.marks)]))

    def marks_of(self, concept: str) -> tuple[Mark, ...]:
        """What an income concept rests on."""
        before = [each for each in self.chain.in_cash if each not in self.chain.till]
        given = [mark for each in before if not each.is_tax for mark in each.marks]
        wages = () if concept in ("disposable", "net_market") else self.chain.marks
        if concept == "final":
            return self.marks
        if concept == "consumable":
            return self.marks_in_cash
        return tuple(dict.fromkeys([*wages, *(given if concept in ("gross", "disposable") else ())]))

    @cached_property
    def totals(self) -> tuple[Element, ...]:
        """All taxes and contributions as one element, all transfers and subsidies, and all services in kind."""
        found = []
        of_kind = {
            "all_taxes": [each for each in self.chain.in_cash if each.is_tax],
            "all_transfers": [each for each in self.chain.in_cash if not each.is_tax],
        }
        if self.chain.services:
            of_kind["all_services"] = list(self.chain.services)
        for name, parts in of_kind.items():
            amount = sum((each.amount for each in parts), np.zeros_like(self.chain.last))
            marks = tuple(dict.fromkeys(mark for each in parts for mark in each.marks))
            found.append(Element(name, amount, name == "all_taxes", marks))
        return tuple(found)

    def concepts(self) -> Iterator[Row]:
        """Poverty, inequality and mean of each income concept."""
        for concept, income in self.chain.concepts.items():
            make, of = self.make(self.marks_of(concept)), self.spread(income)
            for line, z in self.lines.items() if concept != "final" else ():
                for name, found in (("headcount", of.headcount(z)), ("gap", of.gap(z)), ("severity", of.severity(z))):
                    yield make.estimate(found.only, concept=concept, measure=name, line=line)
            yield make.estimate(of.gini().only, concept=concept, measure="gini")
            yield make.estimate(of.mean().only, concept=concept, measure="mean")

    def elements(self) -> Iterator[Row]:
        """Each tax and transfer, and all of each kind: size, progressivity, and what it does at disposable income.

        Sizes bear the sign of what they add to income, so that they add up. The Kakwani index bears that of CEQ: a
        tax's concentration less the Gini of income before the system, and that Gini less a transfer's concentration, so
        that progressive is positive for both. The marginal contribution is the last income's measure less what it would
        be without the element, all else as it is: negative where it lowers poverty or the Gini.
        """
        before, after = self.spread(self.chain.prefiscal), self.spread(self.chain.last)
        in_cash = self.spread(self.chain.cash) if self.chain.services else after
        for each in (*self.chain.elements, *self.totals):
            cases = self.where & (each.amount > 0)
            if not cases.any():
                continue
            make, place = self.make(each.marks), {"programme": each.id}
            size = self.everybody.total(12 * each.signed, "Bs/year").only
            yield make.estimate(with_cases(size, cases), measure="size", **place)
            part = self._share(each.signed, self.everybody).only
            yield make.estimate(with_cases(part, cases), measure="incidence", **place)
            concentration = before.concentration(each.amount).only
            yield make.estimate(with_cases(concentration, cases), measure="concentration", **place)
            kakwani = concentration - before.gini().only
            progressive = (kakwani if each.is_tax else -1 * kakwani).as_change()
            yield make.estimate(with_cases(progressive, cases), measure="kakwani_ceq", **place)
            if self.spending is not None and each.is_tax and each in self.chain.till:
                ranked = self.spread(self.spending)
                by_spending = ranked.concentration(each.amount).only - ranked.gini().only
                yield make.estimate(with_cases(by_spending.as_change(), cases), measure="kakwani_by_spending", **place)
            without = self.spread(self.chain.last - each.signed)
            poorer = self.spread(self.chain.cash - each.signed) if self.chain.services else without
            is_service = each in self.chain.services or each.id == "all_services"
            for line, z in self.lines.items() if not is_service else ():
                for name, pair in (
                    ("headcount", (in_cash.headcount(z), poorer.headcount(z))),
                    ("gap", (in_cash.gap(z), poorer.gap(z))),
                ):
                    yield from make.change(measure.change(*(y.only for y in pair)), measure=name, line=line, **place)
            yield from make.change(measure.change(after.gini().only, without.gini().only), measure="gini", **place)

    def system(self) -> Iterator[Row]:
        """The redistributive effect from income before the system to disposable income, and its two parts.

        Redistributive effect = Reynolds-Smolensky (vertical equity) - reranking (Atkinson-Plotnick); the residual of
        this identity is a row.
        """
        make = self.make(self.marks)
        before, after = self.chain.prefiscal, self.chain.last
        net = self.everybody.total(12 * (after - before), "Bs/year").only
        yield make.estimate(net.as_change(), programme=SYSTEM, measure="size")
        share = self._share(after - before, self.everybody).only.as_change()
        yield make.estimate(share, programme=SYSTEM, measure="incidence")
        of = self.spread(before)
        gini, gini_after, ranked = of.gini().only, self.spread(after).gini().only, of.concentration(after).only
        found = {
            "redistributive_effect": gini - gini_after,
            "reynolds_smolensky": gini - ranked,
            "reranking": gini_after - ranked,
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
        make = self.make(self.marks_in_cash)
        before, after = self.chain.prefiscal, self.chain.cash
        everybody = self.everybody
        persons = everybody.count().only
        for line, z in self.lines.items():
            place: Place = {"programme": SYSTEM, "line": line}
            deeper = np.maximum(z - after, 0.0) - np.maximum(z - before, 0.0)
            hurt, helped = measure.impoverished(before, after, z), measure.impoverished(after, before, z)
            lost, gained = fallen(before, after, z), fallen(after, before, z)
            loss, gain = everybody.mean(lost).only, everybody.mean(gained).only
            change = everybody.mean(deeper, is_change=True).only
            in_bs: dict[str, tuple[Estimate, Array]] = {
                "fiscal_impoverishment": (loss, hurt & self.where),
                "gains_of_the_poor": (gain, helped & self.where),
                "gap_change": (change, (hurt | helped) & self.where),
            }
            for name, (each, cases) in in_bs.items():
                yield make.estimate(with_cases(each, cases), measure=name, **place)
                total = (12 * each * persons).as_change(each.is_change)
                yield make.estimate(with_cases(total, cases), measure=f"{name}_total", unit="Bs/year", **place)
            residual = loss.value - gain.value - change.value
            yield make.plain(residual, measure="impoverishment_residual", unit="Bs/month", **place)
            for name, of_line, cases in (
                ("fiscal_impoverishment", fallen(before / z, after / z, 1.0), hurt & self.where),
                ("gains_of_the_poor", fallen(after / z, before / z, 1.0), helped & self.where),
            ):
                part = everybody.mean(of_line, "share").only
                yield make.estimate(with_cases(part, cases), measure=f"{name}_of_line", **place)
            yield make.estimate(everybody.share(hurt).only, measure="impoverished", **place)
            count = everybody.total(hurt, "persons").only
            yield make.estimate(with_cases(count, hurt & self.where), measure="impoverished_persons", **place)
            poor = self.where & (after < z)
            if poor.any():
                among = self.members.domains([poor]).share(hurt).only
                yield make.estimate(among, measure="impoverished_of_poor", **place)
            yield make.estimate(everybody.share(helped).only, measure="gaining_poor", **place)

    def deciles(self) -> Iterator[Row]:
        """By tenth of persons by income before the system: means, and each element as a part of that income."""
        there = {tenth: self.where & (self.tenth == tenth) for tenth in range(1, 11)}
        there = {tenth: inside for tenth, inside in there.items() if inside.any()}
        tenths = self.members.domains(list(there.values()))
        change = self.chain.last - self.chain.prefiscal
        means = {concept: tenths.mean(income) for concept, income in self.chain.concepts.items()}
        weights = [
            (each, tenths.mean(each.signed), self._share(each.signed, tenths))
            for each in (*self.chain.elements, *self.totals)
        ]
        nets = {"mean": tenths.mean(change, is_change=True), "incidence": self._share(change, tenths, is_change=True)}
        for at, (tenth, inside) in enumerate(there.items()):
            place: Place = {"group": "decile", "level": str(tenth)}
            shown = ("mean", "incidence") if self.chain.prefiscal[inside].any() else ("mean",)
            for concept, mean in means.items():
                yield self.make(self.marks_of(concept)).estimate(mean[at], concept=concept, measure="mean", **place)
            for each, *found in weights:
                make, cases = self.make(each.marks), inside & (each.amount > 0)
                for name, of in zip(shown, found, strict=False):
                    yield make.estimate(with_cases(of[at], cases), programme=each.id, measure=name, **place)
            for name in shown:
                yield self.make(self.marks).estimate(nets[name][at], programme=SYSTEM, measure=name, **place)

    def _share(self, values: Array, domains: Domains, *, is_change: bool = False) -> Figures:
        """Of income before the system."""
        return domains.ratio(values, self.chain.prefiscal, "share", is_change=is_change)

    def steps(self) -> Iterator[Row]:
        """Poverty and the Gini from market to disposable income, one element after another, with each step's change."""
        income = self.chain.concepts["market"]
        steps = [("market", income, self.chain.marks)]
        if self.chain.treatment == "pdi":
            income = self.chain.prefiscal
            steps.append(("pensions", income, self.chain.marks))
        for each in self.chain.in_cash:
            income = income + each.signed
            steps.append((each.id, income, each.marks))
        yield from step_by_step(steps, self.lines, self.members.everybody, self.make)
