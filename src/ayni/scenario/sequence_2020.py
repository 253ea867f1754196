"""The year 2020: poverty before and after, and the four emergency payments in the order of their laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct

from ayni import measure
from ayni.engine import Array
from ayni.income.amounts import per_head
from ayni.income.programmes import MONTHS
from ayni.scenario.analysis import DISPOSABLE, Analysis, headline_figures
from ayni.scenario.attribution import PAYMENTS_2020, Attribution, together_and_apart
from ayni.scenario.between_waves import INCOME, TwoWaves, counted
from ayni.scenario.blocks import Block, laid_out, levels_of
from ayni.scenario.result import ActCard
from ayni.scenario.rows import Place, Row, with_cases
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

WAVES = ("EH2019", "EH2020")
INE_COUNTS = Mark(MarkKind.INE_COUNTS_2020)
RECEIPT = "receipt_2020"


class Sequence(Struct, frozen=True, dict=True):
    """EH 2019 and EH 2020, the second with the law of a day on which the payments of 2020 are those of the year.

    Raises AyniError for other waves, and for a day of the law on which one of the payments is not made.
    """

    before: Analysis
    after: Analysis

    def __post_init__(self) -> None:
        found = tuple(str(each.population.source["wave"]) for each in (self.before, self.after))
        if found != WAVES or self.before.population.synthetic or self.after.population.synthetic:
            raise AyniError("sequence_waves", before=found[0], after=found[1])
        for name in PAYMENTS_2020:
            if name not in self.after.payments:
                raise AyniError("sequence_day", programme=name, date=self.after.day)

    def rows(self) -> Iterator[Row]:
        """Every row: the pair of waves, then the payments on EH 2020."""
        yield from TwoWaves(self.before, self.after).rows()
        yield from self.after.size()
        yield from self.laws()
        yield from (row for row in self.after.programmes() if row.programme in self.order)
        yield from self.receipt()
        yield from self.one_by_one()
        yield from together_and_apart(self.after, self.order)
        yield from self.nothing_paid()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The payments by the day of the first act in the law book on which each rests."""
        return tuple(sorted(PAYMENTS_2020, key=lambda name: (self.act(name)[0], name)))

    def act(self, name: str) -> tuple[dt.date, str]:
        """Day and name of the first act of a payment."""
        acts = self.after.law.instrument(name).legal_basis
        return min((each.date, each.instrument) for each in acts)

    @property
    def acts(self) -> tuple[ActCard, ...]:
        """First act, its day and the days of payment of each payment, in the order of their laws."""
        found = []
        for name in self.order:
            day, act = self.act(name)
            (span,) = self.after.law.instrument(name).in_force
            found.append(ActCard(name, act, day, span.start, span.end))
        return tuple(found)

    def laws(self) -> Iterator[Row]:
        """The amount of each payment, in the order of their laws."""
        make = self.after.maker("laws")
        for name in self.order:
            amount = (self.after.law_on_day.rows(name) or {})["amount"]
            yield make.plain(float(str(amount.value)), concept="law", measure="amount", unit="Bs", programme=name)

    def receipt(self) -> Iterator[Row]:
        """Of those eligible by the law, who reports receiving; and of those who report receiving, who is eligible;
        where EH 2020 asks."""
        for name in self.order:
            payment = self.after.payments[name]
            reports = payment.programme.reported_receipt(self.after.population)
            if reports is None:
                continue
            make = self.after.maker(RECEIPT, *payment.marks)
            pairs = {"reporting_of_simulated": (reports, payment.received)}
            pairs["simulated_of_reporting"] = (payment.received, reports)
            for what, (who, among) in pairs.items():
                share = self.after.persons.whole.domains([among]).share(who)
                yield make.estimate(share.only, concept="survey", measure=what, programme=name)

    def one_by_one(self) -> Iterator[Row]:
        """Poverty and the Gini as each payment joins those before it in the order of their laws, by accounting."""
        for accounting in MONTHS:
            division = Attribution(self.after, accounting, self.order)
            worths = [division.worth(frozenset(self.order[:upto])) for upto in range(len(self.order) + 1)]
            for figure in worths[0]:
                for name, before, after in zip(self.order, worths, worths[1:], strict=False):
                    marks = self.after.marks(name)
                    make = self.after.maker("sequence", FIRST_ORDER, *marks, accounting=accounting)
                    place: Place = {
                        "concept": DISPOSABLE, "programme": name, "measure": figure[0], "line": figure[1],
                        "order": "cumulative",
                    }  # fmt: skip
                    change = measure.change(after[figure], before[figure])
                    cases = division.cases(name)
                    yield make.estimate(after[figure], side="after", **place)
                    counted_change = measure.Change(
                        with_cases(change.points, cases),
                        None if change.relative is None else with_cases(change.relative, cases),
                    )
                    yield from make.change(counted_change, **place)

    def nothing_paid(self) -> Iterator[Row]:
        """Poverty and the Gini with none of the payments, with them, and the change: first-order, by income.

        INE's income holds what INE counts for those who report a payment; disposable income what the law gives.
        """
        run = self.after
        reported = np.zeros(run.population.n_persons)
        for name in self.order:
            amount = run.payments[name].programme.reported_amount(run.population)
            if amount is not None and set(run.payments[name].programme.amounts) <= set(counted(run.population)):
                reported = reported + per_head(run.population, amount)
        observed = run.by_concept[INCOME]
        yield from self._with_and_without(
            INCOME, "", observed - np.where(run.universe, reported, 0.0), observed, INE_COUNTS
        )
        others = [payment for name, payment in run.payments.items() if name not in self.order]
        without = np.where(run.universe, run.with_payments(others), 0.0)
        for accounting in MONTHS:
            paid = sum(
                (run.incomes.paid(run.payments[name], accounting) for name in self.order), np.zeros_like(without)
            )
            with_all = without + np.where(run.universe, paid, 0.0)
            yield from self._with_and_without(DISPOSABLE, accounting, without, with_all, *run.marks(*self.order))

    def _with_and_without(
        self, income: str, accounting: str, without: Array, with_all: Array, *marks: Mark
    ) -> Iterator[Row]:
        run = self.after
        make = run.maker("nothing_paid", FIRST_ORDER, *marks, accounting=accounting)
        before, after = (headline_figures(run.spread(y), run) for y in (without, with_all))
        yield from laid_out([Block([{}], levels_of(make, before, after, {"concept": income}))])
