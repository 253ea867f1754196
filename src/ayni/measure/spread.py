"""An income in many domains at once: its poverty, mean, inequality and quantiles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .design import Bools, Floats, Indices
from .estimate import CONFIDENCE, Estimate, SourceShare, UndefinedError
from .figures import Figures, find_errors
from .kept import Kept, Made
from .ranks import Ranks
from .sample import share_argument
from .shortfall import Shortfall, positive_line, sum_together
from .student import t_quantile

if TYPE_CHECKING:
    from .whole import Domains

_NO_TOTAL = "Concentration needs a positive total."


class Spread:
    """An income in some domains: its poverty, mean, inequality and quantiles. Each measure is made once."""

    def __init__(self, domains: Domains, values: Floats) -> None:
        """``values`` by cell."""
        self.domains, self.values = domains, values
        self._poverty: Kept[Shortfall] = Kept(8)
        self._figures: dict[Hashable, Figures] = {}

    def at_hand(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What figures work on, which is larger than they are: kept for the next, and made again if asked for later."""
        _, found = self.domains.at_hand.made((id(self), what), lambda: (self, make()))
        return found  # type: ignore[return-value]

    @property
    def y(self) -> Floats:
        """The income of each pair."""
        if self.domains.is_everybody:
            return self.values
        return self.at_hand("y", lambda: self.values[self.domains.cell])

    def _once(self, key: Hashable, make: Callable[[], Figures]) -> Figures:
        if key not in self._figures:
            self._figures[key] = make()
        return self._figures[key]

    @cached_property
    def by_person(self) -> Spread:
        """The same with each person alone."""
        whole = self.domains.whole
        return (
            self if whole.is_by_person else Spread(self.domains.by_person, self.values[whole.cell[whole.persons.first]])
        )

    @cached_property
    def money(self) -> Floats:
        """The rows of the income."""
        return self.domains.rows(self.domains.weight * self.y)

    @cached_property
    def income(self) -> Floats:
        """All income of each domain, (d,)."""
        return self.domains.totals(self.money)

    def mean(self, unit: str | None = None) -> Figures:
        """Means: see `measure.mean`."""
        unit = self.domains.unit_of_money(unit)
        return self._once(("mean", unit), lambda: self.domains.mean_of(self.money, unit))

    # ---- poverty

    def _below(self, line: ArrayLike) -> Shortfall:
        """The poor by a line, a number or (n,)."""

        def made() -> Shortfall:
            if not np.ndim(line):
                return Shortfall(self, positive_line(np.full(len(self.values), line, dtype=np.float64)), line)
            z, is_shared = self.domains.whole.line(line)
            return Shortfall(self, z, line) if is_shared else self.by_person._below(line)

        return self._poverty.made(id(line) if np.ndim(line) else (line,), made)

    def fgt(self, line: ArrayLike, alpha: float) -> Figures:
        """Poverty: see `measure.fgt`."""
        return self._below(line).fgt(alpha)

    def poverty(self, lines: Iterable[ArrayLike], alphas: Sequence[float] = (0, 1, 2)) -> list[list[Figures]]:
        """Poverty by several lines, each with several powers of the shortfall, summed together."""
        poor = [self._below(line) for line in lines]
        sum_together([each for each in poor if each.domains is self.domains], alphas)
        return [[each.fgt(alpha) for alpha in alphas] for each in poor]

    def headcount(self, line: ArrayLike) -> Figures:
        """Shares of persons below the line."""
        return self.fgt(line, 0)

    def gap(self, line: ArrayLike) -> Figures:
        """Mean shortfalls as a share of the line."""
        return self.fgt(line, 1)

    def severity(self, line: ArrayLike) -> Figures:
        """Mean squared shortfalls as a share of the line."""
        return self.fgt(line, 2)

    def poor(self, line: ArrayLike) -> Figures:
        """Persons below the line."""
        return self._below(line).persons

    def risen(self, before: Spread, line: ArrayLike) -> Figures:
        """Persons below a line, a number or (n,), by the income before and not by this one; its cases are they."""
        if self.domains is not before.domains:
            return self.by_person.risen(before.by_person, line)
        of, z = self.domains, self._below(line).z
        if self._below(line).domains is not of:
            return self.by_person.risen(before.by_person, line)
        over = (before.values < z) & (self.values >= z)
        pairs = (over if of.is_everybody else over[of.cell]).nonzero()[0]
        rows = of.rows(of.weight[pairs], pairs)
        return of.figures(of.totals(rows), rows, "persons").with_cases(of.persons_of(pairs))

    # ---- what rests on logarithms

    def watts(self, line: ArrayLike) -> Figures:
        """Watts indices: see `measure.watts`."""
        self._refuse_unless_positive("income")
        return self._below(line).watts()

    def theil(self) -> Figures:
        """Theil's T: see `measure.theil`."""
        return self.generalized_entropy(1)

    def mean_log_deviation(self) -> Figures:
        """Mean log deviations: see `measure.mean_log_deviation`."""
        return self.generalized_entropy(0)

    def generalized_entropy(self, alpha: float) -> Figures:
        """Generalised entropy: see `measure.generalized_entropy`."""
        if not np.isfinite(alpha):
            raise ValueError(f"alpha must be a finite number, not {alpha}.")
        return self._once(("entropy", alpha), lambda: self._generalized_entropy(alpha))

    def _generalized_entropy(self, alpha: float) -> Figures:
        of, relative = self.domains, self._relative
        if alpha == 1:
            rows = of.rows(of.weight * relative * np.log(relative))
            slope = of.totals(rows) / of.population + 1
        elif alpha == 0:
            rows, slope = of.rows(of.weight * -np.log(relative)), np.full(of.size, -1.0)
        else:
            rows = of.rows(of.weight * (relative**alpha - 1) / (alpha * (alpha - 1)))
            slope = alpha * of.totals(rows) / of.population + 1 / (alpha - 1)
        value = of.totals(rows) / of.population
        moves = rows - value[:, None] * of.weights - slope[:, None] * self._apart
        return of.figures(value, moves / of.population[:, None], "index")

    def atkinson(self, epsilon: float) -> Figures:
        """Atkinson indices: see `measure.atkinson`."""
        if not 0 < epsilon < np.inf:
            raise ValueError(f"epsilon must be positive, not {epsilon}.")
        return self._once(("atkinson", epsilon), lambda: self._atkinson(epsilon))

    def _atkinson(self, epsilon: float) -> Figures:
        of, relative = self.domains, self._relative
        if epsilon == 1:
            rows = of.rows(of.weight * np.log(relative))
            middle = of.totals(rows) / of.population
            equal, moved = np.exp(middle), rows - middle[:, None] * of.weights
        else:
            rows = of.rows(of.weight * relative ** (1 - epsilon))
            middle = np.where(of.n > 0, of.totals(rows) / of.population, 1.0)
            equal, moved = middle ** (1 / (1 - epsilon)), (rows / middle[:, None] - of.weights) / (1 - epsilon)
        return of.figures(1 - equal, equal[:, None] * (self._apart - moved) / of.population[:, None], "index")

    def _refuse_unless_positive(self, name: str) -> None:
        if not (self.y > 0).all():
            raise ValueError(f"{name} must be positive inside the domain: the measure rests on its logarithm.")

    @cached_property
    def _relative(self) -> Floats:
        """The income of each pair over the mean of its domain."""
        self._refuse_unless_positive("y")
        relative: Floats = self.y / self._means[self.domains.domain]
        return relative

    @cached_property
    def _means(self) -> Floats:
        return np.where(self._has_income, self.income / self.domains.population, 1.0)

    @cached_property
    def _apart(self) -> Floats:
        """The rows of how far incomes over the mean are from one."""
        rows: Floats = self.money / self._means[:, None] - self.domains.weights
        return rows

    # ---- what needs a sort

    @property
    def ranks(self) -> Ranks:
        """Persons of each domain by income."""
        return self.at_hand("ranks", lambda: Ranks(self.domains, self.y, self.domains.whole.order(self.values)))

    @cached_property
    def _has_income(self) -> Bools:
        return self.income > 0

    def gini(self) -> Figures:
        """Gini indices: see `measure.gini`."""
        return self._once("gini", self._gini)

    def _gini(self) -> Figures:
        """The sum of how far apart every two persons are, over the product of persons and income.

        A person is apart from those below by income times persons up to there, less their income; how equal incomes
        follow one another does not matter.
        """
        of, ranks = self.domains, self.ranks
        apart = ranks.level * ranks.upto
        apart -= ranks.money
        apart *= ranks.weight
        rows = of.rows_by_rank(apart, ranks.order)
        persons, income = of.population, np.where(self._has_income, self.income, 1.0)
        value = of.totals(rows) / (persons * income)
        moves = (2 / (persons * income))[:, None] * rows
        moves += ((1 - value) / persons)[:, None] * of.weights
        moves -= ((1 + value) / income)[:, None] * self.money
        return of.figures(value, moves, "index", defined=self._has_income, why_not=_NO_TOTAL)

    def concentration(self, x: ArrayLike) -> Figures:
        """Concentration indices of the amounts ``x`` (n,) over ranks by this income: see `measure.concentration`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.concentration(x)
        amount = amount[of.cell]
        rows = of.rows(of.weight * amount)
        whole = of.totals(rows)
        defined = whole > 0
        ranked, moves = self._ranked(amount, whole)
        whole = np.where(defined, whole, 1.0)
        value = ranked / whole - 1
        moves = (moves - (value + 1)[:, None] * rows) / whole[:, None]
        return of.figures(value, moves, "index", is_change=True, defined=defined, why_not=_NO_TOTAL)

    def _ranked(self, x: Floats, whole: Floats) -> tuple[Floats, Floats]:
        """Twice the sum of amounts ``x`` by their rank, given the sum of all, and the rows of its influence values."""
        of, ranks = self.domains, self.ranks
        amount = x.take(ranks.order)
        held = ranks.weight * amount
        above = ranks.to_middle(held, ranks.running(held))
        held *= ranks.middle
        ranked = np.empty(of.size)
        for at, here in enumerate(ranks.slices):
            np.subtract(whole[at], above[here], out=above[here])
            above[here] /= of.population[at]
            ranked[at] = 2 * float(held[here].sum())
        above += amount * ranks.middle
        above *= ranks.weight
        return ranked, 2 * of.rows_by_rank(above, ranks.order) - (ranked / of.population)[:, None] * of.weights

    def source(self, x: ArrayLike, at: int = 0) -> SourceShare:
        """A part ``x`` (n,) of this income in the Gini index of a domain: see `measure.gini_by_source`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.source(x, at)
        rows, whole = of.sums(amount), np.where(self._has_income, self.income, 1.0)
        own = of.totals(rows)
        ranked, moves = self._ranked(amount[of.cell], own)

        def part(value: Floats, moved: Floats, unit: str) -> Estimate:
            return of.figures(
                value / whole, (moved - (value / whole)[:, None] * self.money) / whole[:, None], unit,
                is_change=unit == "index", defined=self._has_income,
                why_not="A Gini by source needs a positive total income.",
            )[at]  # fmt: skip

        share, contribution = part(own, rows, "share"), part(ranked - own, moves - rows, "index")
        concentration = contribution / share if share.value else None
        index = of.spread(x).gini()[at] if own[at] > 0 else None
        correlation = concentration / index if concentration and index and index.value else None
        marginal = contribution - share * self.gini()[at]
        return SourceShare(share, index, correlation, concentration, contribution, marginal)

    def curve(self, x: ArrayLike, points: int = 101) -> tuple[Floats, Floats]:
        """The concentration curve of the amounts ``x`` (n,) in the one domain: see `measure.concentration_curve`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.curve(x, points)
        ranks = self.ranks
        held = ranks.running(ranks.weight * amount[of.cell[ranks.order]])[ranks.ends]
        if not held[-1] > 0:
            raise UndefinedError("A curve of shares needs a positive total.")
        steps = np.linspace(0.0, 1.0, points)
        persons = np.concatenate(([0.0], ranks.upto[ranks.ends] / ranks.persons[0]))
        shares = np.concatenate(([0.0], held / held[-1]))
        return steps, np.interp(steps, persons, shares)

    def kakwani(self, x: ArrayLike, at: int = 0) -> Estimate:
        """The Kakwani index of the amounts ``x`` (n,) in a domain: see `measure.kakwani`."""
        return self.concentration(x)[at] - self.gini()[at]

    def bands(self, count: int) -> Indices:
        """The band of each person by this income, of so many equal ones from 1, (n,), 0 outside; of the one domain.

        A person stands at the middle of those with the same income, who stay together.
        """
        whole, ranks = self.domains.whole, self.ranks
        band = np.empty(len(ranks.order), dtype=np.intp)
        band[ranks.order] = np.minimum(np.floor(ranks.middle * count) + 1, count)
        found = np.zeros(whole.design.n, dtype=np.intp)
        found[whole.inside] = band[whole.cell]
        return found

    def quantile(self, p: float, unit: str | None = None) -> Figures:
        """Quantiles with Woodruff's intervals: see `measure.quantile`."""
        (found,) = self.quantiles((p,), unit)
        return found

    def quantiles(self, shares: Sequence[float], unit: str | None = None) -> list[Figures]:
        """Several quantiles at once."""
        unit = self.domains.unit_of_money(unit)
        keys = {share_argument(p, "p"): ("quantile", p, unit) for p in shares}
        wanted = sorted(p for p, key in keys.items() if key not in self._figures)
        if wanted:
            self._figures.update(zip([keys[p] for p in wanted], self._quantiles(wanted, unit), strict=True))
        return [self._figures[keys[p]] for p in shares]

    def _quantiles(self, shares: list[float], unit: str) -> Iterator[Figures]:
        of, ranks = self.domains, self.ranks
        q, reached, ends = self._reached(shares)
        (rows,) = self._rows_upto(ends, ranks.weight)
        moves = (rows - reached[:, :, None] * of.weights) / of.population[:, None]
        scores = np.array([of.scores(each) for each in moves])
        errors = np.sqrt(of.sampling.variances(scores.reshape(-1, of.units))).reshape(q.shape)
        spread = np.zeros_like(q)
        for d in of.n.nonzero()[0].tolist():
            some = errors[:, d] > 1e-9  # less is rounding, as in `measure.quantile`
            half = errors[some, d] * t_quantile((1 + CONFIDENCE) / 2, of.df[d])
            low, high = np.maximum(reached[some, d] - half, 0.0), np.minimum(reached[some, d] + half, 1.0)
            width = ranks.level[ranks.at(d, high)] - ranks.level[ranks.at(d, low)]
            spread[some, d] = width / (high - low)
        for at in range(len(shares)):
            found = Figures(of, q[at], -spread[at][:, None] * scores[at], unit)
            vars(found)["errors"] = spread[at] * errors[at]
            yield found

    def _reached(self, shares: Sequence[float]) -> tuple[Floats, Floats, Indices]:
        """The quantiles of each domain, the share of its persons up to each, and the place after it, (k, d)."""
        of, ranks = self.domains, self.ranks
        q, reached = np.ones((len(shares), of.size)), np.ones((len(shares), of.size))
        ends = np.repeat(of.begins[None, :-1], len(shares), axis=0)
        for d in of.n.nonzero()[0].tolist():
            at = ranks.at(d, np.array(shares))
            q[:, d], reached[:, d], ends[:, d] = ranks.level[at], ranks.upto[at] / ranks.persons[d], at + 1
        return q, reached, ends

    def _rows_upto(self, ends: Indices, *weighted: Floats) -> Floats:
        """The rows of weighted variables by place up to ascending places of each domain (k, d), (…, k, d, m)."""
        of, order, parts = self.domains, self.ranks.order, len(ends)
        steps = np.diff(np.concatenate([of.begins[None, :-1], ends, of.begins[None, 1:]]), axis=0)
        part = np.repeat(np.tile(np.arange(parts + 1), of.size), steps.T.ravel())
        rows = of.rows_of_each(weighted, order, part, parts + 1)
        found = rows.reshape(len(weighted), parts + 1, of.size, rows.shape[2])[:, :parts]
        return np.cumsum(found, axis=1, out=found)

    def quantile_ratios(self, a: float, b: float) -> Figures:
        """Quantiles ``a`` over quantiles ``b``: see `measure.quantile_ratio`."""
        return self._once(("quantile_ratio", a, b), lambda: self.quantile(a).over(self.quantile(b)))

    def quantile_ratio(self, a: float, b: float, at: int = 0) -> Estimate:
        """That of a domain."""
        return self.quantile_ratios(a, b)[at]

    def income_shares(self, cuts: Sequence[float]) -> list[Figures]:
        """Shares of all income between each cut of persons and the next, ascending: see `measure.income_share`."""
        of, kept = self.domains, self.at_hand("ordinates", dict[float, tuple[Floats, Floats]])
        if inner := [p for p in cuts if 0 < p < 1 and p not in kept]:
            kept.update(zip(inner, zip(*self._ordinates(inner), strict=True), strict=True))
        ends = {p: (np.full(of.size, p), np.zeros_like(of.weights)) for p in (0.0, 1.0)}
        ordinates, rows = zip(*(ends[p] if p in ends else kept[p] for p in cuts), strict=True)
        return [
            of.figures(value, moves, "share", defined=self._has_income, why_not="Income shares need a positive total.")
            for value, moves in zip(np.diff(ordinates, axis=0), np.diff(rows, axis=0), strict=True)
        ]

    def _ordinates(self, cuts: Sequence[float]) -> tuple[Floats, Floats]:
        """L(p) of each domain at cuts between 0 and 1, ascending, (k, d), and the rows of its influence values."""
        of, ranks = self.domains, self.ranks
        income = np.where(self._has_income, self.income, 1.0)
        q, reached, ends = self._reached(cuts)
        persons, money = self._rows_upto(ends, ranks.weight, ranks.weight * ranks.level)
        held = money[:, :, : of.units].sum(axis=2)
        p = np.array(cuts)[:, None]
        value = (held + (p - reached) * ranks.persons * q) / income
        moves = money - q[:, :, None] * persons + (p * q)[:, :, None] * of.weights - value[:, :, None] * self.money
        return value, moves / income[:, None]

    def tenths(self) -> list[Figures]:
        """Shares of income of each tenth, poorest first."""
        if ("decile", 0) not in self._figures:
            parts = self.income_shares([k / 10 for k in range(11)])
            find_errors(parts)
            self._figures.update({("decile", at): part for at, part in enumerate(parts)})
        return [self._figures["decile", at] for at in range(10)]

    def decile_shares(self, at: int = 0) -> list[Estimate]:
        """Shares of income of each tenth of a domain, poorest first: see `measure.decile_shares`."""
        return [each[at] for each in self.tenths()]

    def palmas(self) -> Figures:
        """Income shares of the richest tenth over those of the poorest four: see `measure.palma`."""

        def make() -> Figures:
            poorest, _, richest = self.income_shares((0.0, 0.4, 0.9, 1.0))
            return richest.over(poorest)

        return self._once("palma", make)

    def palma(self, at: int = 0) -> Estimate:
        """That of a domain."""
        return self.palmas()[at]
