"""How much of poverty and inequality each programme accounts for: one at a time, in an order, and by Shapley values.

An accounting of what the law pays, all else equal: it does not say what a programme causes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import factorial
from time import perf_counter
from typing import cast

import numpy as np
from msgspec import Struct

from ayni import measure
from ayni.carry import design_of
from ayni.engine import Array, Rule
from ayni.income.amounts import per_head
from ayni.income.incomes import SOURCES, of_source
from ayni.income.programmes import MONTHS, Accounting, Payment, pay
from ayni.measure import Change, Design, Domains, Estimate, Figures, Spread, UndefinedError, Whole
from ayni.measure.kept import Kept
from ayni.scenario.analysis import DISPOSABLE, LINES, Analysis
from ayni.scenario.keys import TOGETHER as TOGETHER, WAYS as WAYS
from ayni.scenario.rows import Place, Row, with_cases
from ayni.words import AyniError, AyniWarning, nearest
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind
from ayni.words.progress import stepping

PENSIONS, OTHER_TRANSFERS = "pensions", "other_transfers"
PAYMENTS_2020 = ("canasta_familiar", "bono_familia", "bono_universal", "bono_contra_el_hambre")
MANY = 12
"""With more players than this the time that all subsets take is said before."""
TIMED = 16
"""Subsets measured before that time is foreseen."""
WORTHS = 64
"""Subsets whose worths are kept, by figure with their scores, for the ways to divide them."""
SEED = 0
EXCLUDED_PARENT = ("all", "collector")
"""The readings of the parameter `excluded_parent`."""

Subset = frozenset[str]
Figure = tuple[str, str]
"""A measure and its line."""


class Attribution(Struct, frozen=True, dict=True):
    """The worth of every subset of players: poverty and the Gini of disposable income when only these are paid.

    Players are contributory pensions, other transfers where they are counted, and the programmes that pay under the law
    of `analysis`; or `only` some of them, the others being paid in every subset. A subset is a law without the absent
    programmes (`Law.without`), so that a payment from which other programmes exclude grows when they are absent. What
    players pay at once is spread by `accounting`, what the others pay over the year. Raises AyniError for a name in
    `only` that is not a player, and for a programme that this wave cannot tell.

    All figures are of persons, calculated on households weighted by their members, who share one income and one line.
    """

    analysis: Analysis
    accounting: Accounting = "year"
    only: tuple[str, ...] = ()
    sample_orders: int = 0
    """How many orders of joining Shapley values are the mean of, drawn at random; zero: all, by every subset."""

    def __post_init__(self) -> None:
        self._check(self.only)
        if self.sample_orders == 1:
            raise AyniError("one_order")

    def _check(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self.analysis.refused:
                raise self.analysis.refused[name]
            if name not in self.everybody:
                known = ", ".join(self.everybody)
                raise AyniError("not_a_player", name=name, near=nearest(name, self.everybody), names=known)

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """Who could be a player: pensions, other transfers, taxes that incomes do not hold yet, programmes by day."""
        incomes = self.analysis.incomes
        has = {
            PENSIONS: (incomes.net_market != incomes.before_pensions).any(),
            OTHER_TRANSFERS: incomes.other_transfers.any(),
        }
        return (*(name for name, there in has.items() if there), *self.analysis.flows, *self.analysis.payments)

    @cached_property
    def players(self) -> tuple[str, ...]:
        """The players in the order of `everybody`."""
        return tuple(name for name in self.everybody if name in self.only or not self.only)

    # ---- households

    @cached_property
    def one_of_each(self) -> Array:
        """The first member of each household, (n_households,), whose income and line are those of all members.

        They are in the order of sampling units, which is that of the cells of `domain`.
        """
        members = np.flatnonzero(self.analysis.universe)
        _, first = np.unique(self.analysis.population.household[members], return_index=True)
        found: Array = members[first]
        return found[self.analysis.people.psu_of_person[found].argsort(kind="stable")]

    @cached_property
    def households(self) -> Design:
        """The design with one unit a household, weighted by the persons of its members."""
        population, one = self.analysis.population, self.one_of_each
        weight = population.household_total(np.where(self.analysis.universe, population["weight"], 0.0))
        return design_of(population, one, weight[population.household[one]])

    @cached_property
    def domain(self) -> Domains:
        """The tables of all households."""
        return Whole(self.households).everybody

    @cached_property
    def lines(self) -> Mapping[str, Array]:
        """The poverty line of each household, Bs a month."""
        return {line: self.analysis.line(line)[self.one_of_each] for line in LINES}

    # ---- payments

    @cached_property
    def upstream(self) -> Mapping[str, Subset]:
        """The players on which each programme's amount depends, itself included."""
        return {
            name: frozenset(
                instrument
                for each in self._definitions(payment)
                if (instrument := self.analysis.law.instrument_of(each)) in self.players and instrument is not None
            )
            for name, payment in self.analysis.payments.items()
        } | {name: frozenset({name}) for name in self.analysis.flows}

    def _definitions(self, payment: Payment) -> tuple[str, ...]:
        """The columns computed for a programme: its rules in force and all on which they rest, as far as in force."""
        law = self.analysis.law_on_day
        rules = [name for name in payment.programme.rules if law.in_force(name)]
        order = law.law.order(rules, self.analysis.population.names)
        return tuple(each for each in order if not isinstance(law.law.definitions[each], Rule) or law.in_force(each))

    def paid(self, name: str, absent: Subset = frozenset()) -> Array:
        """What a player adds per head of each household, Bs a month, when the law lacks the absent programmes."""
        absent = absent & self.upstream.get(name, frozenset())
        if (name, absent) not in self._paid:
            self._paid[name, absent] = self._per_head(name, absent)[self.one_of_each]
        return self._paid[name, absent]

    @cached_property
    def _paid(self) -> dict[tuple[str, Subset], Array]:
        return {}

    def _per_head(self, name: str, absent: Subset) -> Array:
        run, incomes = self.analysis, self.analysis.incomes
        if name == PENSIONS:
            return incomes.net_market - incomes.before_pensions
        if name == OTHER_TRANSFERS:
            return incomes.other_transfers
        if name in run.flows:
            return run.flowing(name)
        payment = run.payments[name]
        if absent:  # a programme that pays under the whole law does so without others
            law = run.law.without(*sorted(absent)).within_year(run.day)
            payment = cast(Payment, pay(run.simulation, law, payment.programme, run.take_up))
        return incomes.paid(payment, self.accounting if name in self.players else "year")

    def income(self, subset: Subset) -> Array:
        """Disposable income per head of each household when only these of the players are paid."""
        absent = frozenset(self.players) - subset
        income = self._before.copy()
        for name in self.everybody:
            if name not in absent:
                income += self.paid(name, absent)
        return income

    @cached_property
    def _before(self) -> Array:
        """Income per head of each household before any player."""
        before: Array = self.analysis.incomes.before_pensions[self.one_of_each]
        return before

    # ---- worths and their division

    def measured(self, subset: Subset) -> dict[Figure, Figures]:
        """Headcount and gap by line, and the Gini of disposable income, when only these of the players are paid.

        Raises UndefinedError where their total is not positive.
        """
        income = Spread(self.domain, self.income(subset))
        found: dict[Figure, Figures] = {}
        for line, (headcount, gap) in zip(self.lines, income.poverty(self.lines.values(), (0, 1)), strict=True):
            found["headcount", line], found["gap", line] = headcount, gap
        found["gini", ""] = income.gini()
        if not found["gini", ""].is_defined(0):
            raise UndefinedError(found["gini", ""].why_not)
        return found

    def worth(self, subset: Subset) -> Mapping[Figure, Estimate]:
        """The same figures, each by itself; those of the last subsets are kept."""
        return self._worths.made(subset, lambda: _by_itself(self.measured(subset)))

    @cached_property
    def _worths(self) -> Kept[Mapping[Figure, Estimate]]:
        return Kept(WORTHS)

    @cached_property
    def worths(self) -> Mapping[Figure, Worths]:
        """The worth of each of the 2^k subsets of the k players, by figure; all of them have been measured."""
        return {figure: Worths(self, figure) for figure in self.shapley}

    def _by_all_subsets(self) -> Mapping[Figure, Mapping[str, Estimate]]:
        """Shapley values by the worths of all subsets, which are summed as they come."""
        nobody = self.measured(frozenset())
        sums = _Joining(len(self.players), len(nobody), self.domain.units)
        sums.add((), nobody.values())
        turns = range(1, 2 ** len(self.players))
        start = perf_counter()
        for turn in stepping(turns, "subsets", len(turns)):
            if len(self.players) > MANY and turn == TIMED:
                left = (len(turns) - TIMED) * (perf_counter() - start) / TIMED
                count = {"players": len(self.players), "subsets": len(turns) + 1, "seconds": f"{left:.0f}"}
                warnings.warn(AyniWarning("many_players", **count), stacklevel=3)
            subset = self._after(turn)
            found = self.measured(subset)
            sums.add([at for at, name in enumerate(self.players) if name in subset], found.values())
            if min(len(subset), len(self.players) - len(subset)) < 2:  # the other ways ask for it
                self._worths[subset] = _by_itself(found)
        return {
            figure: dict(
                zip(self.players, replace(one, values=values, scores=scores, is_change=True, defined=None), strict=True)
            )
            for (figure, one), (values, scores) in zip(nobody.items(), sums.parts, strict=True)
        }

    def _after(self, turn: int) -> Subset:
        """The subset at a turn in which one player joins or leaves after another, in Gray's order.

        Those who move the fewest households do so most often, so that each order of incomes is nearly the one before.
        """
        return frozenset(name for bit, name in enumerate(self._by_reach) if (turn ^ turn >> 1) >> bit & 1)

    @cached_property
    def _by_reach(self) -> list[str]:
        return sorted(self.players, key=lambda name: np.count_nonzero(self.paid(name)))

    @cached_property
    def shapley(self) -> Mapping[Figure, Mapping[str, Estimate]]:
        """Each player's part of the joint effect, by figure: the mean over every order of joining (Shapley 1953)."""
        if not self.sample_orders:
            return self._by_all_subsets()
        random = np.random.default_rng(SEED)
        orders = ([self.players[at] for at in random.permutation(len(self.players))] for _ in range(self.sample_orders))
        return measure.shapley_of_orders(self.worth, stepping(orders, "orders", self.sample_orders))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """What is divided, by measure and line."""
        return tuple(self.worth(frozenset()))

    def of(self, figure: Figure) -> Callable[[Subset], Estimate]:
        """A figure of any subset."""
        return lambda subset: self.worth(subset)[figure]

    def order(self, first: Sequence[str] = ()) -> tuple[str, ...]:
        """The players, those named first in front. Raises AyniError for a name that is not a player."""
        self._check(first)
        return tuple(dict.fromkeys([*(name for name in first if name in self.players), *self.players]))

    def ways(self, figure: Figure, order: Sequence[str] = ()) -> Iterator[tuple[str, str, Change]]:
        """Each way to divide the joint effect: its name, the player, and the change that it assigns.

        The relative change of a Shapley value is a share of the figure without any player, so that they too add up.
        """
        worth, everybody, nobody = self.of(figure), frozenset(self.players), frozenset[str]()
        for name in self.players:
            yield "one_at_a_time", name, measure.change(worth(everybody), worth(everybody - {name}))
        for name in self.players:
            yield "first_in", name, measure.change(worth(frozenset({name})), worth(nobody))
        before = nobody
        for name in self.order(order):
            yield "cumulative", name, measure.change(worth(before | {name}), worth(before))
            before |= {name}
        for name, part in self.shapley[figure].items():
            yield "shapley", name, _of(part, worth(nobody))
        yield "joint", TOGETHER, measure.change(worth(everybody), worth(nobody))

    # ---- rows

    def marks(self, name: str) -> tuple[Mark, ...]:
        """The marks of all payments that change when the player is absent; of all of the players' for all together."""
        names = [
            each for each, upstream in self.upstream.items() if name in upstream or (name == TOGETHER and upstream)
        ]
        return (*self.basis, *(self.analysis.marks(*names) if names else ()))

    @property
    def basis(self) -> tuple[Mark, ...]:
        """What every row rests on: first order, and an accounting other than the year."""
        return (FIRST_ORDER,) if self.accounting == "year" else (FIRST_ORDER, Mark(MarkKind.SPREAD))

    def cases(self, name: str) -> Array:
        """The persons in households whose income the player (or any of them) moves, (n_persons,)."""
        names = self.players if name == TOGETHER else (name,)
        return self._members(np.logical_or.reduce([self.paid(each) != 0 for each in names]))

    def _members(self, households: Array) -> Array:
        """The members of these households, (n_persons,)."""
        population = self.analysis.population
        chosen = np.zeros(population.n_households, dtype=bool)
        chosen[population.household[self.one_of_each]] = households
        return np.asarray(chosen[population.household] & self.analysis.universe)

    def rows(self, order: Sequence[str] = ()) -> Iterator[Row]:
        """Table `attribution`: each way to divide each figure, in points, relative, and as a share of the joint effect.

        `order` names the players that come first in the cumulative division; the others follow in theirs. A share of a
        joint effect that may as well be zero, by its interval, is not given.
        """
        cases = {name: self.cases(name) for name in (*self.players, TOGETHER)}
        for measured, line in self.figures:
            *ways, (_, _, joint) = self.ways((measured, line), order)
            for way, name, change in [*ways, ("joint", TOGETHER, joint)]:
                make = self.analysis.maker("attribution", *self.marks(name), accounting=self.accounting)
                place: Place = {
                    "concept": DISPOSABLE, "programme": name, "measure": measured, "line": line, "order": way,
                }  # fmt: skip
                yield from make.change(_with_cases(change, cases[name]), **place)
                if joint.points.low * joint.points.high > 0 and way != "joint":
                    share = with_cases(_over(change.points, joint.points), cases[name])
                    yield make.estimate(share, unit="share_of_joint", side="change", **place)
            for name, error in ({} if self.only else self.analysis.refused).items():
                mark = Mark(MarkKind.NOT_COMPUTED, error.fields["column"])
                make = self.analysis.maker("attribution", mark, accounting=self.accounting)
                for way in WAYS:
                    yield make.plain(
                        None, unit="points", concept=DISPOSABLE, programme=name, measure=measured, line=line,
                        side="change", order=way,
                    )  # fmt: skip

    def work(self) -> Iterator[Row]:
        """Table `work`: subsets or orders, rules evaluated so far, and those without reuse; what the parts leave."""
        make = self.analysis.maker("work")
        evaluated = self.analysis.simulation.evaluated
        if self.sample_orders:
            counts = {"orders": self.sample_orders, "evaluations": evaluated}
        else:
            counts = {
                "subsets": 2 ** len(self.players),
                "evaluations": evaluated,
                "evaluations_without_reuse": self.evaluations_without_reuse,
            }
        for name, count in counts.items():
            yield make.plain(count, concept="rules", measure=name, unit="count")
        yield make.plain(self.residual, measure="residual", order="shapley", unit="number")

    @cached_property
    def residual(self) -> float:
        """The largest difference between the sum of Shapley values and the joint effect, over the figures."""
        everybody, nobody = frozenset(self.players), frozenset[str]()
        return max(
            abs(sum(part.value for part in parts.values()) - (worth(everybody).value - worth(nobody).value))
            for parts, worth in ((self.shapley[figure], self.of(figure)) for figure in self.figures)
        )

    @cached_property
    def evaluations_without_reuse(self) -> int:
        """The definitions that all subsets together would compute if each were a run of its own.

        A run computes once each definition that a programme in force rests on; a suspended one is not computed.
        """
        run = self.analysis
        rules = {
            name: [each for each in one.programme.rules if run.law_on_day.in_force(each)]
            for name, one in run.payments.items()
        }
        programmes = [name for name in self.players if name in rules]
        total = 0
        for paid in measure.subsets(programmes) if programmes else [frozenset[str]()]:
            absent = frozenset(programmes) - paid
            law = run.law.without(*absent).within_year(run.day)
            total += run.simulation.evaluations(law, [own for name, own in rules.items() if name not in absent])
        return total << len(self.players) - len(programmes)

    # ---- the Gini by source

    def sources(self) -> Mapping[str, Array]:
        """The sources of disposable income per head of each household, Bs a month; they add up to it."""
        population = self.analysis.population
        found: dict[str, Array] = {}
        for name in SOURCES:
            amounts = [population[column] for column in of_source(name) if column in population.columns]
            if amounts:
                found[name] = per_head(population, np.sum(amounts, axis=0))[self.one_of_each]
        found |= {name: self.paid(name) for name in self.everybody}
        return {name: amounts for name, amounts in found.items() if amounts.any()}

    def gini_by_source(self) -> Iterator[Row]:
        """Table `gini_by_source`: each source in the Gini of disposable income (Lerman & Yitzhaki 1985).

        Share of income, Gini of the source, correlation with the ranks of income, concentration, contribution (their
        product; it adds up to the Gini), and how far the Gini moves for ten per cent more of the source.
        """
        sources = self.sources()
        income = Whole(self.households).everybody.spread(np.sum(list(sources.values()), axis=0))
        total = income.gini().only
        for name, amounts in sources.items():
            part = income.source(amounts)
            own = self.analysis.marks(name) if name in (*self.analysis.payments, *self.analysis.flows) else ()
            make = self.analysis.maker("gini_by_source", *self.basis, *own, accounting=self.accounting)
            found = {
                "income_share": part.share,
                "source_gini": part.gini,
                "gini_correlation": part.correlation and part.correlation.with_unit("index"),
                "concentration": part.concentration and part.concentration.with_unit("index"),
                "contribution": part.contribution.with_unit("gini points"),
                "contribution_share": (part.contribution / total).with_unit("share"),
                "marginal": (0.1 * part.marginal).with_unit("gini points"),
            }
            cases = self._members(amounts != 0)
            for what, estimate in found.items():
                if estimate is not None:
                    yield make.estimate(
                        with_cases(estimate, cases), concept=DISPOSABLE, measure=what, group="income_source", level=name
                    )
        marks = (*self.basis, *self.analysis.marks())
        make = self.analysis.maker("gini_by_source", *marks, accounting=self.accounting)
        total = with_cases(total, self.analysis.universe)
        place: Place = {"concept": DISPOSABLE, "group": "income_source", "level": DISPOSABLE}
        yield make.estimate(total, measure="source_gini", **place)
        yield make.estimate(total.with_unit("gini points"), measure="contribution", **place)


class Worths(Mapping[Subset, Estimate]):
    """A figure of every subset of the players of an attribution, in the order of `measure.subsets`."""

    def __init__(self, division: Attribution, figure: Figure) -> None:
        self._of, self._players = division.of(figure), division.players

    def __getitem__(self, subset: Subset) -> Estimate:
        return self._of(subset)

    def __iter__(self) -> Iterator[Subset]:
        return iter(measure.subsets(self._players))

    def __len__(self) -> int:
        return 1 << len(self._players)


class _Joining:
    """Shapley values of figures of one domain whose worths come one subset after another; those of eleven players would
    be 77 MB to hold.

    With w the weight of joining a subset of s players, its worth counts w(s - 1) for each of its players and -w(s) for
    the others: the sum over the subsets of a player, of both together, less that of the second over all.
    """

    def __init__(self, players: int, figures: int, units: int) -> None:
        orders = [factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)]
        self._joins, self._leaves = [0.0, *orders], [*orders, 0.0]
        self._with, self._all = np.zeros((players, figures * (units + 1))), np.zeros(figures * (units + 1))
        self._figures = figures

    def add(self, members: Sequence[int], figures: Iterable[Figures]) -> None:
        """The worth of a subset of these players, by their places."""
        found, size = [*figures], len(members)
        worth = np.concatenate([*(each.values for each in found), *(each.scores[0] for each in found)])
        both = (self._joins[size] + self._leaves[size]) * worth
        for at in members:
            self._with[at] += both
        self._all += self._leaves[size] * worth

    @property
    def parts(self) -> Iterator[tuple[Array, Array]]:
        """Of each figure the part of each player, (players,), and its scores, (players, units)."""
        values, scores = np.split(self._with - self._all, [self._figures], axis=1)
        return zip(values.T, np.split(scores, self._figures, axis=1), strict=True)


def _by_itself(figures: Mapping[Figure, Figures]) -> Mapping[Figure, Estimate]:
    return {figure: found.only for figure, found in figures.items()}


def _of(part: Estimate, base: Estimate) -> Change:
    """A part with its share of the figure that it changes."""
    if not base.value:
        return Change(part, None)
    return Change(part, _over(part, base).with_unit("relative"))


def _over(part: Estimate, base: Estimate) -> Estimate:
    """A part over a figure; what drawing orders adds to its error does not vary with the figure."""
    ratio = replace(part, more_variance=0.0) / base
    return replace(ratio, more_variance=part.more_variance / base.value**2)


def _with_cases(change: Change, who: Array) -> Change:
    return Change(with_cases(change.points, who), None if change.relative is None else with_cases(change.relative, who))


# ---- some programmes together and apart


def together_and_apart(analysis: Analysis, programmes: tuple[str, ...] = PAYMENTS_2020) -> Iterator[Row]:
    """Table `together`: poverty and the Gini with some programmes, without each, with each alone, and Shapley values.

    Under each accounting of what they pay at once; then with the other reading of who among a pupil's parents is
    excluded, where a programme leaves it open (parameter `excluded_parent`): the group is then the parameter, and the
    level its value. Sides: `before` without the programme, or without all of them for `together`, `after` with all; and
    the change in each order of table `attribution` but the cumulative one. Raises AyniError for a programme that does
    not pay under the law of the analysis.
    """
    marks = Attribution(analysis, only=programmes).marks(TOGETHER)
    own: Place = {}
    for reading, run in [(own, analysis), *other_readings(analysis, programmes)]:
        for accounting in MONTHS:
            yield from _apart(Attribution(run, accounting, programmes), reading, marks)


def other_readings(analysis: Analysis, programmes: tuple[str, ...]) -> Iterator[tuple[Place, Analysis]]:
    """The same run with the other reading of whom a rule leaves out, for each programme that leaves it open."""
    for name in programmes:
        instrument = analysis.law.instruments.get(name)
        parameter = instrument.parameters.get("excluded_parent") if instrument else None
        if parameter is not None:
            first = parameter.rows[0]
            other = next(reading for reading in EXCLUDED_PARENT if reading != first.value)
            law = analysis.law.amend({parameter.id: {first.start: other}})
            yield {"group": parameter.id, "level": other}, analysis.under(law)


def _apart(division: Attribution, reading: Place, marks: tuple[Mark, ...]) -> Iterator[Row]:
    players = division.players
    everybody, nobody = frozenset(players), frozenset[str]()
    cases = {name: division.cases(name) for name in (*players, TOGETHER)}
    make = division.analysis.maker("together", *marks, accounting=division.accounting)
    for figure, worth in division.worths.items():
        place: Place = {"concept": DISPOSABLE, "measure": figure[0], "line": figure[1], **reading}
        for name in (*players, TOGETHER):
            less = nobody if name == TOGETHER else everybody - {name}
            for side, subset in (("after", everybody), ("before", less)):
                level = with_cases(worth[subset], division.analysis.universe)
                yield make.estimate(level, programme=name, side=side, **place)
        for way, name, change in division.ways(figure):
            if way != "cumulative":
                yield from make.change(_with_cases(change, cases[name]), programme=name, order=way, **place)
