"""Comparing two runs on the same persons: poverty before and after, winners and losers, and the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from ayni.engine import Array
from ayni.income.programmes import Accounting, beyond
from ayni.measure import Domains, Estimate, Figures
from ayni.scenario.analysis import (
    ALL_PROGRAMMES,
    LINES,
    Analysis,
    Counted,
    Tenths,
    headline_figures,
    poverty_figures,
)
from ayni.scenario.blocks import Block, Column, Measured, changes_of, laid_out, levels_of
from ayni.scenario.keys import BANDS as BANDS
from ayni.scenario.rows import Place, Row, Rows, with_cases
from ayni.words.marks import FIRST_ORDER, Mark

LEAST_INCOME = 1.0
"""Bs a month: an income below it counts as this much when a relative change is taken, as PolicyEngine does."""
GROUPS = ("area", "department", "sex", "age_band")


class Comparison(Struct, frozen=True, dict=True):
    """The differences between two runs on the same persons, by the income in which both count, under one accounting.

    `before` and `after` have the same persons in the same order with the same weights; poverty is by each run's own
    lines. `case` names one of several comparisons in a result: it becomes the level of the group `case`.
    """

    before: Analysis
    after: Analysis
    accounting: Accounting = "year"
    case: str = ""
    more_marks: tuple[Mark, ...] = ()
    revenues: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)
    """Taxes and contributions that differ, by name: what each person pays before and after, Bs a year."""
    subsidies: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)
    """Subsidies inside what is spent that differ: what each household's head gets before and after, Bs a year."""
    concept: Counted = "disposable"
    """The income in which is counted."""

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The mark of first-order effects, and the marks of the payments in both runs."""
        own = (FIRST_ORDER, *self.before.marks(), *self.after.marks(), *self.more_marks)
        return tuple(dict.fromkeys(own))

    @cached_property
    def incomes(self) -> tuple[Array, Array]:
        """The income per head before and after, Bs a month, (n_persons,)."""
        if self.concept == "disposable":
            return self.before.disposable(self.accounting), self.after.disposable(self.accounting)
        return self.before.counted(self.accounting), self.after.counted(self.accounting)

    def lines(self, name: str) -> tuple[Array, Array]:
        """Each person's poverty line before and after."""
        return self.before.line(name), self.after.line(name)

    @cached_property
    def place(self) -> Place:
        """Group and level of the rows for everybody."""
        return {"group": "case", "level": self.case} if self.case else {}

    def make(self, table: str, *marks: Mark) -> Rows:
        """Rows of a table with the marks of both runs, and their accounting."""
        return self.before.maker(table, *self.marks, *marks, accounting=self.accounting)

    def rows(self) -> Iterator[Row]:
        """Every row of the comparison."""
        yield from self.poverty(GROUPS)
        yield from self.winners()
        yield from self.gains()
        yield from self.costs()

    def headline(self) -> Iterator[Row]:
        """The rows of everybody and of programmes, as among `rows`."""
        yield from self.poverty()
        yield from self.winners(())
        yield from self.costs()

    def domains(self, groups: tuple[str, ...] = ()) -> Iterator[tuple[list[Place], Domains]]:
        """Everybody, then each group: where its levels stand in rows, and who belongs to each."""
        yield [self.place], self.before.members.everybody
        for group in groups:
            if group == "decile":
                levels, domains = self.tenths.levels, self.tenths.domains
            else:
                levels, domains = self.before.domains(group)
            yield [{"group": group, "level": level} for level in levels], domains

    def poverty(self, groups: tuple[str, ...] = ()) -> Iterator[Row]:
        """Poverty, inequality and mean income before, after, and the change in points and relative."""
        return laid_out(self.of_poverty(groups))

    def of_poverty(self, groups: tuple[str, ...] = ()) -> Iterator[Block]:
        """The blocks of `poverty`."""
        make = self.make("comparison")
        for places, domains in self.domains(groups):
            yield Block(places, levels_of(make, *self.figures(domains), {"concept": self.concept}))

    def figures(self, domains: Domains) -> tuple[Measured, Measured]:
        """Poverty, inequality and mean income of some domains before and after."""
        before, after = (
            poverty_figures(domains.spread(income), run)
            for income, run in zip(self.incomes, (self.before, self.after), strict=True)
        )
        return before, after

    @cached_property
    def headlines(self) -> tuple[Measured, Measured]:
        """Everybody's headcount and gap by line and Gini, before and after."""
        everybody = self.before.members.everybody
        before, after = (
            headline_figures(everybody.spread(income), run)
            for income, run in zip(self.incomes, (self.before, self.after), strict=True)
        )
        return before, after

    def headline_changes(self, make: Rows, place: Place) -> Block:
        """The changes of the headlines, as rows of another table."""
        return Block([place], changes_of(make, *self.headlines, {"concept": self.concept}))

    @cached_property
    def everybody(self) -> Mapping[tuple[str, str], tuple[Estimate, Estimate]]:
        """The levels of everybody before and after, by measure and line."""
        before, after = self.figures(self.before.members.everybody)
        return {key: (before[key].only, after[key].only) for key in before}

    @property
    def tenths(self) -> Tenths:
        """The tenths of persons by disposable income before."""
        return self.before.by_tenth(self.accounting)

    @property
    def tenth(self) -> Array:
        """That of each person, 1 to 10; 0 outside the universe."""
        return self.tenths.tenth

    @cached_property
    def band(self) -> Array:
        """The index of each person's band among `BANDS`."""
        return bands(*self.incomes)

    def winners(self, groups: tuple[str, ...] = (*GROUPS, "decile")) -> Iterator[Row]:
        """Shares of persons in the five bands: everybody, and by group; `decile` is the tenth of income before."""
        return laid_out(self.of_winners(groups))

    def of_winners(self, groups: tuple[str, ...] = (*GROUPS, "decile")) -> Iterator[Block]:
        """The blocks of `winners`."""
        make = self.make("winners")
        for places, domains in self.domains(groups):
            shares = zip(BANDS, domains.shares_by(self.band, len(BANDS)), strict=True)
            yield Block(
                places, [Column(make, share, {"concept": self.concept, "measure": name}) for name, share in shares]
            )

    def gains(self) -> Iterator[Row]:
        """Mean change of income per head, Bs a month, and as a share of income before: by tenth of income before."""
        return laid_out(self.of_gains())

    def of_gains(self) -> Iterator[Block]:
        """The block of `gains`."""
        make = self.make("gains")
        before, after = self.incomes
        tenths, gain = self.tenths, after - before
        place: Place = {"concept": self.concept, "measure": "mean", "side": "change"}
        relative = tenths.domains.ratio(gain, before, "relative", is_change=True)
        means = tenths.domains.mean(gain, is_change=True)
        earning = tenths.domains.cases(before != 0) > 0
        places: list[Place] = [{"group": "decile", "level": level} for level in tenths.levels]
        yield Block(places, [Column(make, means, place), Column(make, relative, place, shown=earning)])

    # ---- what it costs

    @cached_property
    def cost(self) -> Estimate:
        """The yearly cost: what programmes and subsidies pay after less before, less the rise of revenue, Bs."""
        return self.net_cost.only

    @cached_property
    def net_cost(self) -> Figures:
        """The same, as a table of one figure."""
        who, more = zip(*self._paid_more(), strict=True)
        return self.before.persons.total_of(np.concatenate(who), np.concatenate(more), "Bs/year").as_change()

    def _paid_more(self) -> Iterator[tuple[Array, Array]]:
        """Persons (k,) to whom is paid more, or from whom is taken less, and how much more, Bs a year."""
        yield np.zeros(0, dtype=np.intp), np.zeros(0)
        yield from beyond(self.before.payments, self.after.payments, lambda payment: payment.per_year)
        for sign, pairs in ((-1, self.revenues), (1, self.subsidies)):
            for before, after in pairs.values():
                who = np.flatnonzero(after != before)
                yield who, sign * (after - before)[who]

    def paid(self, run: Analysis) -> Array:
        """What all programmes of a run pay each person in a year, Bs, (n_persons,)."""
        nothing = np.zeros(run.population.n_persons)
        return sum((payment.per_year for payment in run.payments.values()), nothing)

    def costs(self) -> Iterator[Row]:
        """What programmes pay, and the cost of each unit of result, such as a person lifted over the line."""
        yield from self.spending()
        yield from self._unit_costs()

    def spending(self) -> Iterator[Row]:
        """Recipients and spending of each programme that changes, and of all; revenue, where it changes."""
        return laid_out(self.of_spending())

    def of_spending(self) -> Iterator[Block]:
        """The blocks of `spending`."""
        amounts: dict[str, Callable[[Analysis, str], Array]] = {
            "recipients": lambda run, name: run.payments[name].received,
            "spending": lambda run, name: run.payments[name].per_year,
        }
        units = {"recipients": "persons", "spending": "Bs/year"}
        nothing = np.zeros(self.before.population.n_persons)
        for name in () if self.case else self.changed_programmes:
            for what, column in amounts.items():
                before, after = (
                    column(run, name) if name in run.payments else nothing for run in (self.before, self.after)
                )
                yield self._change_of(units[what], before, after, {"programme": name, "measure": what})
        before, after = (self.paid(run) for run in (self.before, self.after))
        yield self._change_of("Bs/year", before, after, {"programme": ALL_PROGRAMMES, "measure": "spending"})
        for name, (before, after) in self.subsidies.items():
            yield self._change_of("Bs/year", before, after, {"programme": name, "measure": "spending"})
        for name, (before, after) in self.revenues.items():
            yield self._change_of("Bs/year", before, after, {"programme": name, "measure": "revenue"})
        if self.revenues or self.subsidies:
            place: Place = {"measure": "net_cost", "side": "change"}
            yield Block([self.place], [Column(self.make("costs"), self.net_cost, place)])

    @cached_property
    def changed_programmes(self) -> tuple[str, ...]:
        """The programmes whose payments to anybody differ between the runs."""
        names = dict.fromkeys([*self.before.payments, *self.after.payments])
        return tuple(name for name in names if self._changes(name))

    def _changes(self, name: str) -> bool:
        if self.before.payments.get(name) is self.after.payments.get(name):
            return False
        runs = [run.payments[name].per_year for run in (self.before, self.after) if name in run.payments]
        return bool((runs[0] != runs[1]).any()) if len(runs) == 2 else bool(runs[0].any())

    def _change_of(self, unit: str, before: Array, after: Array, place: Place) -> Block:
        make, persons = self.make("costs"), self.before.persons
        old, new = (persons.total(column, unit) for column in (before, after))
        columns = [  # nobody is paid by either law or take-up: a zero without an error
            Column(
                make, total.with_cases(persons.cases(column != 0)), {**place, "side": side}, is_nothing=not column.any()
            )
            for side, total, column in (("before", old, before), ("after", new, after))
        ]  # fmt: skip
        change, _ = new.changes(old)
        touched = before != after
        cases = persons.cases(touched if touched.any() else before > 0)
        return Block([self.place], [*columns, Column(make, change.with_cases(cases), {**place, "side": "change"})])

    def _unit_costs(self) -> Iterator[Row]:
        """Bs a year for each person over the line, on balance, and for each point of the gap; none where none moves."""
        make = self.make("costs")
        for line in LINES:
            poor = [y < z for y, z in zip(self.incomes, self.lines(line), strict=True)]
            counts, gaps = self.everybody["poor", line], self.everybody["gap", line]
            moved = with_cases(counts[0] - counts[1], poor[0] != poor[1])
            found = {
                "cost_per_lifted": (moved, "Bs"), "cost_per_gap_point": (100 * (gaps[0] - gaps[1]), "Bs/year"),
            }  # fmt: skip
            for name, (effect, unit) in found.items():
                if effect.value and self.cost.value and effect.value * self.cost.value > 0:
                    price = (self.cost / effect).with_cases(effect.n).with_unit(unit).as_change(False)
                    yield make.estimate(price, measure=name, line=line, side="change", **self.place)


def bands(before: Array, after: Array) -> Array:
    """The index of each one's band among `BANDS`, by incomes before and after."""
    relative = (after - before) / np.maximum(before, LEAST_INCOME)
    band: Array = np.add.reduce([relative <= floor for floor in list(BANDS.values())[:-1]], dtype=np.int8)
    return band


def collected(before: Analysis, after: Analysis) -> dict[str, tuple[Array, Array]]:
    """Taxes and contributions outside reported incomes, and in spending, that differ: Bs a year before and after,
    (n_persons,)."""
    found: dict[str, tuple[Array, Array]] = {}
    nothing = np.zeros(before.population.n_persons)
    for name in dict.fromkeys([*before.flows, *after.flows]):
        flows = [run.flows.get(name) for run in (before, after)]
        old, new = (nothing if flow is None or flow.element.sign > 0 else 12 * flow.amount for flow in flows)
        if (old != new).any():
            found[name] = (old, new)
    return found | _in_spending(before, after, is_tax=True)


def subsidised(before: Analysis, after: Analysis) -> dict[str, tuple[Array, Array]]:
    """Subsidies in spending that differ: Bs a year before and after, (n_persons,)."""
    return _in_spending(before, after, is_tax=False)


def _in_spending(before: Analysis, after: Analysis, *, is_tax: bool) -> dict[str, tuple[Array, Array]]:
    old, new = (
        {each.id: 12 * each.paid for each in run.in_spending if each.is_tax is is_tax} for run in (before, after)
    )
    nothing = np.zeros(before.population.n_persons)
    pairs = {name: (old.get(name, nothing), new.get(name, nothing)) for name in dict.fromkeys([*old, *new])}
    return {name: pair for name, pair in pairs.items() if (pair[0] != pair[1]).any()}
