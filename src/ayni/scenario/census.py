"""A law on a file larger than memory: each row group gives a small summary, and the sum of summaries gives the rows.

What is a sum (recipients, spending, poverty) is exact. What needs persons in order (Gini, quantiles) comes from bins of
income: the sign, exponent and upper `MANTISSA` bits of the number, with how many persons and how much money each holds.
Neighbours are summed first, in the order of the row groups, so that the same file gives the same digits whoever sums.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Literal

import numpy as np

from ayni.engine import Array, Law, Simulation
from ayni.engine.run import Engine
from ayni.income.chain import on_wages
from ayni.income.incomes import of_source, other_transfers, pensions
from ayni.income.levies import beside_reported
from ayni.income.programmes import TakeUp, programmes
from ayni.measure import UndefinedError
from ayni.scenario.analysis import DISPOSABLE, GROUPS, Analysis, SampledEffect, known_until
from ayni.scenario.cluster import Cluster
from ayni.scenario.figure_rows import effect_rows, groups_of, poverty_rows
from ayni.scenario.keys import LINES
from ayni.scenario.result import DataCard
from ayni.scenario.rows import Place, Row, Rows
from ayni.survey import Census
from ayni.words import AyniError
from ayni.words.marks import CENSUS, FIRST_ORDER, Mark, MarkKind
from ayni.words.progress import stepping

MANTISSA = 11
"""Bits of the mantissa that a bin keeps: a bin is 1/2048 to 1/4096 of the incomes in it wide."""
_SHIFT = 52 - MANTISSA
_LEAST = int(np.float64(2.0**-10).view(np.int64) >> _SHIFT)
"""All incomes below a thousandth of a Boliviano, zero among them, share a bin."""

Domain = tuple[str, str]
"""A group and its level."""


@dataclass(frozen=True)
class Counted:
    """A figure computed from every person, without sampling error; `low` and `high` are its bounds where incomes were
    binned."""

    value: float
    n: int
    unit: str
    low: float | None = None
    high: float | None = None
    se: None = None
    quality: Literal[""] = ""
    reason: str = ""


def change(after: Counted, before: Counted) -> tuple[Counted, Counted | None]:
    """The change in points, and relative where there is something to relate it to."""
    if after.low is None or after.high is None or before.low is None or before.high is None:
        points = Counted(after.value - before.value, after.n, "points")
        relative = Counted(after.value / before.value - 1, after.n, "relative") if before.value else None
        return points, relative
    points = Counted(after.value - before.value, after.n, "points", after.low - before.high, after.high - before.low)
    if before.low <= 0:
        return points, None
    low, high = after.low / before.high - 1, after.high / before.low - 1
    return points, Counted(after.value / before.value - 1, after.n, "relative", low, high)


def bins_of(income: Array) -> Array:
    """The bin of each income (n,), in the order of incomes; negative ones mirror positive ones."""
    size = np.maximum((np.abs(income.astype(np.float64)).view(np.int64) >> _SHIFT) - _LEAST, 0)
    bins: Array = np.where(income < 0, -size, size)
    return bins


def edges(bins: Array) -> tuple[Array, Array]:
    """The lower and upper end of each bin."""
    size = np.abs(bins) + _LEAST
    near, far = ((each << _SHIFT).view(np.float64) for each in (size, size + 1))
    near = np.where(bins == 0, -far, near)
    return np.where(bins < 0, -far, near), np.where(bins < 0, -near, far)


@dataclass(frozen=True)
class Tally:
    """The summary of an income per head: persons and money by bin of income and domain, and sums for poverty."""

    domains: tuple[Domain, ...]
    bins: Array
    """(b,), ascending: those in which there is anybody."""
    persons: Array
    """(b, domains)"""
    money: Array
    """(b, domains), Bs a month"""
    shortfall: Array
    """(lines, 3, domains): sums of ((z - y)/z) to the powers 0, 1 and 2 over the poor."""

    @classmethod
    def of(cls, income: Array, lines: Iterable[Array], levels: Mapping[str, tuple[tuple[str, ...], Array]]) -> Tally:
        """The tally of an income (n,), with each person's lines and the groups by which it is shown."""
        nobody = np.zeros(len(income), dtype=np.int64)
        everybody: dict[str, tuple[tuple[str, ...], Array]] = {"all": (("all",), nobody)}
        groups = everybody | {name: (names, codes) for name, (names, codes) in levels.items()}
        bins = bins_of(income)
        start = bins.min(initial=0)
        held = np.bincount(bins - start)
        used = np.flatnonzero(held)
        place = np.empty(len(held), dtype=np.int64)
        place[used] = np.arange(len(used))
        rows = place[bins - start]

        def table(codes: Array, size: int, weights: Array | None = None) -> Array:
            return np.bincount(rows * size + codes, weights, len(used) * size).reshape(len(used), size)

        poor = []
        for z in lines:
            below = np.flatnonzero(income < z)
            gap = 1 - income[below] / z[below]
            powers = (np.ones(len(below)), gap, gap * gap)
            sums = [
                [np.bincount(codes[below], power, len(names)) for names, codes in groups.values()] for power in powers
            ]
            poor.append([np.concatenate(each) for each in sums])
        return cls(
            tuple((group, level) for group, (names, _) in groups.items() for level in names),
            used + start,
            np.hstack([table(codes, len(names)) for names, codes in groups.values()]),
            np.hstack([table(codes, len(names), income) for names, codes in groups.values()]),
            np.array(poor),
        )

    def __add__(self, other: Tally) -> Tally:
        bins = np.union1d(self.bins, other.bins)
        persons, money = (np.zeros((len(bins), len(self.domains)), dtype=kind) for kind in (np.int64, np.float64))
        for each in (self, other):
            rows = np.searchsorted(bins, each.bins)
            persons[rows] += each.persons
            money[rows] += each.money
        return Tally(self.domains, bins, persons, money, self.shortfall + other.shortfall)

    def spread(self, group: str = "all", level: str = "all") -> CountedSpread:
        """The income in one domain."""
        column = self.domains.index((group, level))
        persons = self.persons[:, column]
        used = persons > 0
        return CountedSpread(self.bins[used], persons[used], self.money[used, column], self.shortfall[:, :, column])


def _ratio(above: float, below: float) -> float:
    if not below:
        raise UndefinedError("A ratio to an income of zero is not defined.")
    return above / below


@dataclass(frozen=True)
class CountedSpread:
    """An income per head over all persons of a domain, from its bins, (b,) each."""

    bins: Array
    persons: Array
    money: Array
    shortfall: Array
    """(lines, 3)"""

    @cached_property
    def n(self) -> int:
        """How many persons."""
        return int(self.persons.sum())

    @cached_property
    def upto(self) -> Array:
        """Persons in each bin and below."""
        return self.persons.cumsum()

    @cached_property
    def middle(self) -> Array:
        """The mean income of each bin, within its edges."""
        low, high = edges(self.bins)
        return np.clip(self.money / self.persons, low, high)

    def _poverty(self, power: int, line: str) -> Counted:
        return Counted(float(self.shortfall[list(LINES).index(line), power]) / self.n, self.n, "share")

    def headcount(self, line: str) -> Counted:
        return self._poverty(0, line)

    def gap(self, line: str) -> Counted:
        return self._poverty(1, line)

    def severity(self, line: str) -> Counted:
        return self._poverty(2, line)

    def poor(self, line: str) -> Counted:
        return Counted(float(self.shortfall[list(LINES).index(line), 0]), self.n, "persons")

    def mean(self) -> Counted:
        return Counted(float(self.money.sum()) / self.n, self.n, "Bs/month")

    def gini(self) -> Counted:
        """Between the index with all of a bin at its mean and that with all at its edges (Gastwirth 1972); halfway."""
        total = float(self.money.sum())
        low = _ratio(float(np.sum(self.money * (2 * self.upto - self.persons))), self.n * total) - 1
        left, right = edges(self.bins)
        within = self.persons**2.0 * (self.middle - left) * (right - self.middle) / (right - left)
        high = low + float(np.sum(within)) / (self.n * total)
        return Counted((low + high) / 2, self.n, "index", low, high)

    def quantile(self, p: float) -> Counted:
        """The mean of the bin in which the quantile lies; `low` and `high` are the edges of the bin."""
        at = int(self.upto.searchsorted(p * self.n * (1 - 1e-12)))
        low, high = (float(end[0]) for end in edges(self.bins[[at]]))
        return Counted(float(self.middle[at]), self.n, "Bs/month", low, high)

    def quantile_ratio(self) -> Counted:
        above, below = self.quantile(0.9), self.quantile(0.1)
        return Counted(_ratio(above.value, below.value), self.n, "ratio")

    def _lorenz(self, p: float) -> float:
        """The share of all income of the poorest `p`, linear within a bin."""
        if p in (0.0, 1.0):
            return p
        at = int(self.upto.searchsorted(p * self.n * (1 - 1e-12)))
        held = self.money[: at + 1].sum() - (self.upto[at] - p * self.n) * self.middle[at]
        return _ratio(float(held), float(self.money.sum()))

    def palma(self) -> Counted:
        return Counted(_ratio(1 - self._lorenz(0.9), self._lorenz(0.4)), self.n, "ratio")

    def decile_shares(self) -> list[Counted]:
        cuts = [self._lorenz(tenth / 10) for tenth in range(11)]
        return [Counted(cuts[tenth + 1] - cuts[tenth], self.n, "share") for tenth in range(10)]


Key = tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The contribution of row groups to the figures; its size does not grow with the number of persons."""

    persons: int
    households: int
    totals: Mapping[Key, float]
    tallies: Mapping[Key, Tally]

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            self.persons + other.persons,
            self.households + other.households,
            {key: total + other.totals[key] for key, total in self.totals.items()},
            {key: tally + other.tallies[key] for key, tally in self.tallies.items()},
        )


def merged(summaries: Iterable[Summary]) -> Summary:
    """The sum of summaries, added pairwise in the same order as on a cluster."""
    held: list[tuple[int, Summary]] = []
    for summary in summaries:
        size = 1
        while held and held[-1][0] == size:
            summary, size = held.pop()[1] + summary, 2 * size
        held.append((size, summary))
    _, summary = held.pop()
    while held:
        summary = held.pop()[1] + summary
    return summary


def key_of(effect: SampledEffect) -> Key:
    """What tells an effect from others: the income, the programme, and the accounting."""
    return effect.concept, effect.programme, effect.accounting


def effects_of(analysis: Analysis) -> Iterator[tuple[SampledEffect, Key, Key]]:
    """Each effect with the keys of the tallies of its income with and without; the same for every row group."""
    known = {id(income): (concept,) for concept, income in analysis.by_concept.items()}
    for effect in (*analysis.simulated_effects(), *analysis.reported_effects()):
        place = key_of(effect)
        yield effect, known.get(id(effect.after), (*place, "with")), known.get(id(effect.before), (*place, "without"))


def summary_of(analysis: Analysis) -> Summary:
    """What the persons of an analysis add up to."""
    inside = np.flatnonzero(analysis.universe)
    lines = [analysis.line(line)[inside] for line in LINES]
    levels = {name: (names, codes[inside].astype(np.int64)) for name, (names, codes) in analysis.levels.items()}
    tallies: dict[Key, Tally] = {}
    for concept, income in analysis.by_concept.items():
        shown = {name: levels[name] for name in groups_of(concept, tuple(levels)) if name in levels}
        tallies[(concept,)] = Tally.of(income[inside], lines, shown)
    totals: dict[Key, float] = {}
    for effect, *keys in effects_of(analysis):
        for key, income in zip(keys, (effect.after, effect.before), strict=True):
            if key not in tallies:
                tallies[key] = Tally.of(income[inside], lines, {})
        place = key_of(effect)
        totals["moves", *place] = float(np.count_nonzero((effect.after != effect.before)[inside]))
        for line in LINES:
            totals["lifted", *place, line] = float(np.count_nonzero(effect.moved(line)))
    for name, payment in analysis.payments.items():
        totals["recipients", name] = float(np.count_nonzero(payment.received))
        totals["spending", name] = float(np.sum(payment.per_year))
        receipt = payment.programme.reported_receipt(analysis.population)
        amount = payment.programme.reported_amount(analysis.population)
        totals["reported_recipients", name] = 0.0 if receipt is None else float(np.count_nonzero(receipt))
        totals["reported_spending", name] = 0.0 if amount is None else float(np.sum(amount) * 12)
    return Summary(analysis.population.n_persons, analysis.population.n_households, totals, tallies)


def columns_read(law: Law, day: dt.date) -> frozenset[str]:
    """The columns of a population that the rows of a census rest on."""
    of_day = law.within_year(day)
    listed = programmes(law)
    rules = [name for programme in listed for name in programme.rules if of_day.in_force(name)]
    seen = [name for programme in listed for name in (*programme.amounts, programme.receipt) if name]
    fixed = ["is_member", "age", "weight", "ine_income", "ine_income_rebuilt", *LINES.values(), *GROUPS]
    if beside := beside_reported(law):
        rules += [name for element in beside for name in element.rules]
        rules += [name for levy in on_wages(law) for name in levy.rules]
    money = (*of_source(), *pensions(), *other_transfers())
    return frozenset((*law.read_by(rules), *law.definitions, *seen, *fixed, *money))


def block(path: Path, law: Law, day: dt.date, take_up: TakeUp, engine: Engine, index: int) -> Analysis:
    """The law run on the persons of one row group. Raises AyniError where there is no such file or it is damaged."""
    try:
        state = path.stat()
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None
    population = _census(path, state.st_size, state.st_mtime_ns).population(index, columns_read(law, day))
    return Analysis(population, law, day, take_up, Simulation(population, engine=engine))


@lru_cache(maxsize=2)
def _census(path: Path, _size: int, _changed: int) -> Census:
    """The file, whose foot a worker reads once."""
    census = Census.find(path)
    if census is None:
        raise AyniError("truncated", file=path)
    return census


def summarise(path: Path, law: Law, day: dt.date, take_up: TakeUp, engine: Engine, index: int) -> Summary:
    """The summary of one row group, as a worker of a cluster computes it."""
    return summary_of(block(path, law, day, take_up, engine, index))


@dataclass(frozen=True)
class CensusRun:
    """A law on a census-size file, one row group at a time, here or on the workers of a cluster."""

    census: Census
    law: Law
    day: dt.date
    take_up: TakeUp = "legal"
    engine: Engine = "auto"
    cluster: Cluster | None = None

    @cached_property
    def first(self) -> Analysis:
        """The first row group: what does not depend on who is in it, such as which programmes are in force."""
        return block(self.census.path, self.law, self.day, self.take_up, self.engine, 0)

    @cached_property
    def summary(self) -> Summary:
        """The sum over all row groups."""
        one = partial(summarise, self.census.path.absolute(), self.law, self.day, self.take_up, self.engine)
        if self.cluster is None:
            groups = self.census.row_groups
            return merged(stepping(map(one, range(groups)), "row_groups", groups))
        return self.cluster.sum(one, self.census)

    def rows(self) -> list[Row]:
        """The rows of `ayni run` that a file with every person gives: data, poverty, programmes and effects."""
        return [*self.size(), *self.poverty(), *self.programmes(), *self.effects()]

    def maker(self, table: str, *marks: Mark, accounting: str = "") -> Rows:
        """Rows of a table, marked as having every person in them."""
        return self.first.maker(table, CENSUS, *marks, accounting=accounting)

    def total(self, unit: str, *key: str) -> Counted:
        """One of the totals."""
        return Counted(self.summary.totals[key], self.summary.persons, unit)

    @property
    def card(self) -> DataCard:
        """Where the data comes from, how large it is, and what the run rests on."""
        summary, basis, provenance = self.summary, self.first.basis, self.census.provenance
        source = provenance["source"]
        return DataCard(
            basis.survey, basis.month, basis.law_day, basis.prices, basis.weights_base, basis.take_up,
            field_from=source["field_from"],
            field_to=source["field_to"],
            persons=summary.persons,
            households=summary.households,
            sha256=self.census.sha256,
            synthetic=self.first.population.synthetic,
            census=True,
            expanded_from=source["expanded_from"],
            expansion_seed=source["seed"],
            imputed=provenance["imputed"],
            totals="own",
            known_until=known_until(self.first.law, self.first.day),
        )  # fmt: skip

    def size(self) -> Iterator[Row]:
        """How many persons and households there are."""
        make = self.maker("data")
        for name, count in (("persons", self.summary.persons), ("households", self.summary.households)):
            yield make.plain(count, count, concept="population", measure=name, unit=name)

    def poverty(self) -> Iterator[Row]:
        """Poverty and inequality by income concept and group."""
        for concept in self.first.by_concept:
            marks, accounting = (self.first.marks(), "year") if concept == DISPOSABLE else ((), "")
            make = self.maker("poverty", *marks, accounting=accounting)
            tally = self.summary.tallies[(concept,)]
            for group, level in tally.domains:
                spread = tally.spread(group, level)
                if spread.n:
                    yield from poverty_rows(make, spread, concept, group, level)

    def programmes(self) -> Iterator[Row]:
        """Recipients and spending of each programme: simulated by the law, and as households reported them."""
        for name, payment in self.first.payments.items():
            make = self.maker("programmes", *payment.marks)
            place: Place = {"programme": name}
            for what, unit in (("recipients", "persons"), ("spending", "Bs/year")):
                simulated, seen = self.total(unit, what, name), self.total(unit, f"reported_{what}", name)
                yield make.estimate(simulated, concept="simulated", measure=what, **place)
                if seen.value:
                    ratio = Counted(simulated.value / seen.value, simulated.n, "ratio")
                    asked = payment.programme.period_marks
                    yield make.marked(*asked).estimate(seen, concept="survey", measure=what, **place)
                    yield make.estimate(ratio, concept="simulated_over_survey", measure=what, **place)
        for name, error in self.first.refused.items():
            make = self.maker("programmes", Mark(MarkKind.NOT_COMPUTED, error.fields["column"]))
            yield make.plain(None, concept="simulated", measure="recipients", unit="persons", programme=name)

    def effects(self) -> Iterator[Row]:
        """What each programme, and all together, do to poverty and the Gini: first-order."""
        for effect, after, before in effects_of(self.first):
            place = key_of(effect)
            counted = CountedEffect(self, place, *(self.summary.tallies[key].spread() for key in (after, before)))
            if effect.concept != "ine_income_rebuilt" or self.summary.totals["moves", *place]:
                yield from effect_rows(self.maker("effects", FIRST_ORDER, *effect.marks), counted, effect.place)


@dataclass(frozen=True)
class CountedEffect:
    """Incomes with something and without it, over every member of a household."""

    run: CensusRun
    key: Key
    after: CountedSpread
    before: CountedSpread

    def change(self, name: str, line: str = "") -> tuple[Counted, Counted | None]:
        match name:
            case "headcount":
                return change(self.after.headcount(line), self.before.headcount(line))
            case "gap":
                return change(self.after.gap(line), self.before.gap(line))
            case _:
                return change(self.after.gini(), self.before.gini())

    def lifted(self, line: str) -> Counted:
        return self.run.total("persons", "lifted", *self.key, line)
