"""A law on a file larger than memory: each row group gives a small summary, and the sum of summaries gives the rows.

What is a sum (recipients, spending, poverty) is exact. What needs persons in order (Gini, quantiles) comes from bins of
income: the sign, exponent and upper `MANTISSA` bits of the number, with how many persons and how much money each holds.
What the members of a household share is counted once, times how many they are. Summaries are added in place, in the
order of the row groups and by the runs of `cluster.parts`, so that a file gives the same digits whoever sums.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Law, Population, Simulation
from ayni.engine.run import Engine
from ayni.income.amounts import per_member
from ayni.income.chain import on_wages
from ayni.income.incomes import of_source, other_transfers, pensions
from ayni.income.levies import beside_reported
from ayni.income.programmes import TakeUp, programmes
from ayni.measure import UndefinedError
from ayni.scenario.analysis import DISPOSABLE, GROUPS, OF_INE, Analysis, SampledEffect, known_until
from ayni.scenario.cluster import Cluster, parts, summed
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

SOME = 100
"""Households on which is looked up what does not depend on who they are."""
Domain = tuple[str, str]
"""A group and its level."""


class Counted(Struct, frozen=True):
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


class Levels(Struct, frozen=True):
    """The members of cells by level of a group: how many ``persons`` (k,) of a ``cell`` (k,) have a level, by its
    ``code`` (k,). Without ``cell`` all of a cell have one level, and each stands once, in order."""

    names: tuple[str, ...]
    cell: Array | None
    code: Array
    persons: Array

    @classmethod
    def of(cls, names: tuple[str, ...], codes: Array, cell: Array, begins: Array, persons: Array) -> Levels:
        """From the level and the cell of each person, (n,) each, one cell after another, where each begins, and how
        many persons each has, (c,)."""
        if ((codes[1:] == codes[:-1]) | begins[1:]).all():
            return cls(names, None, codes[begins].astype(np.int64), persons)
        size = len(names)
        held = np.bincount(cell * size + codes, minlength=len(persons) * size)
        there = np.flatnonzero(held > 0)
        of_cell = there // size
        return cls(names, of_cell, there - of_cell * size, held[there].astype(np.float64))

    def spread(self, values: Array) -> Array:
        """The values of cells, (c,), where each of these stands, (k,)."""
        return values if self.cell is None else values.take(self.cell)


class Homes(Analysis):
    """A law run on a population, with incomes, lines and universe by household, (n_households,): what every member has.

    Payments are those of persons. It holds where `stands_for_members`.
    """

    divide = staticmethod(per_member)

    @cached_property
    def universe(self) -> Array:
        return self.population.household_total(self.population["is_member"].astype(bool)) > 0

    @cached_property
    def _member(self) -> Array:
        """A member of each household, or somebody of one that has none, by row, (n_households,)."""
        members = np.flatnonzero(self.population["is_member"])[::-1]
        found = self.population.offsets[:-1].copy()
        found[self.population.household[members]] = members
        return found

    def line(self, name: str) -> Array:
        return np.where(self.universe, self.population[LINES[name]].take(self._member), 1.0)

    def _of_universe(self, values: Array) -> Array:
        by_household = len(values) == self.population.n_households
        return super()._of_universe(values if by_household else values.take(self._member))

    @property
    def stands_for_members(self) -> bool:
        """Whether all members of each household have the same lines and the same income of INE's."""
        columns, members = self.population.columns, np.flatnonzero(self.population["is_member"])
        like = self._member.take(self.population.household.take(members))
        read = [columns[name] for name in (*LINES.values(), *OF_INE) if name in columns]
        return all((values.take(members) == values.take(like)).all() for values in read)


class Cells(Struct, frozen=True):
    """What is counted as one: the members of a household, or each person."""

    which: Array
    """Those that are counted, by their place among the households or persons, (c,)."""
    persons: Array
    """How many persons each stands for, (c,)."""
    levels: Mapping[str, Levels]

    @classmethod
    def of(cls, analysis: Analysis) -> Cells:
        """The households or the persons of an analysis."""
        inside = np.flatnonzero(analysis.population["is_member"])
        which = np.flatnonzero(analysis.universe)
        if isinstance(analysis, Homes):
            cell = (analysis.universe.cumsum() - 1).take(analysis.population.household.take(inside))
        else:
            cell = np.arange(len(inside))
        begins, persons = np.diff(cell, prepend=-1) != 0, np.bincount(cell).astype(np.float64)
        levels = {
            name: Levels.of(names, codes.take(inside), cell, begins, persons)
            for name, (names, codes) in analysis.levels.items()
        }
        return cls(which, persons, levels)


class Tally:
    """The summary of an income per head: persons and money by bin of income and domain, and sums for poverty.

    `domains` (d,): groups and their levels; `bins` (b,), ascending: those in which there is anybody; `persons` (b, d);
    `money` (b, d), Bs a month; `shortfall` (lines, 3, d): sums of ((z - y)/z) to the powers 0, 1 and 2 over the poor.
    Another is added in place: rows of bins that are new are put behind the others.
    """

    def __init__(
        self, domains: tuple[Domain, ...], bins: Array, persons: Array, money: Array, shortfall: Array
    ) -> None:
        self.domains, self.bins, self.shortfall = domains, bins, shortfall
        self._persons, self._money = persons, money
        self._row = np.arange(len(bins))

    @classmethod
    def of(
        cls, income: Array, lines: Iterable[Array], levels: Mapping[str, Levels], persons: Array | None = None
    ) -> Tally:
        """The tally of an income (c,) of cells with so many persons (None: one each), their lines (c,), and the groups
        by which it is shown."""
        persons = np.ones(len(income)) if persons is None else persons.astype(np.float64)
        everybody = Levels(("all",), None, np.zeros(len(income), dtype=np.int64), persons)
        groups = {"all": everybody, **levels}
        bins = bins_of(income)
        start = bins.min(initial=0)
        held = np.bincount(bins - start)
        used = np.flatnonzero(held > 0)
        place = np.empty(len(held), dtype=np.int64)
        place[used] = np.arange(len(used))
        rows = place[bins - start]
        domains = tuple((group, level) for group, of in groups.items() for level in of.names)
        counts = np.empty((len(used), len(domains)), dtype=np.int64)
        money = np.empty((len(used), len(domains)))
        first = 0
        for of in groups.values():
            size = len(of.names)
            keys = of.spread(rows) * size + of.code
            for sums, weights in ((counts, of.persons), (money, of.persons * of.spread(income))):
                found = np.bincount(keys, weights, len(used) * size).reshape(len(used), size)
                sums[:, first : first + size] = found
            first += size
        poor = [_shortfalls(income, z, groups.values()) for z in lines]
        return cls(domains, used + start, counts, money, np.array(poor, dtype=np.float64))

    def moved(self, was: Array, now: Array, lines: Iterable[Array], persons: Array) -> Tally:
        """The tally of everybody where these cells (c,) of so many persons have another income ``now``."""
        incomes, counts = np.concatenate([was, now]), np.concatenate([-persons, persons])
        bins = bins_of(incomes)
        start = min(int(each.min(initial=0)) for each in (self.bins, bins))
        size = max(int(each.max(initial=0)) for each in (self.bins, bins)) - start + 1
        held = np.zeros((2, size))
        held[:, self.bins - start] = self._persons[self._row, 0], self._money[self._row, 0]
        held[0] += np.bincount(bins - start, counts, size)
        held[1] += np.bincount(bins - start, counts * incomes, size)
        used = np.flatnonzero(held[0] != 0)
        shortfall = self.shortfall[:, :, :1].copy()
        for at, z in enumerate(lines):
            shortfall[at, :, 0] += _shortfall(now, z, persons) - _shortfall(was, z, persons)
        return Tally(
            self.domains[:1], used + start, held[0, used, None].astype(np.int64), held[1, used, None],
            shortfall,
        )  # fmt: skip

    def __reduce__(self) -> tuple[type[Tally], tuple[Any, ...]]:
        return Tally, (self.domains, self.bins, self.persons, self.money, self.shortfall)

    @property
    def persons(self) -> Array:
        """Persons by bin and domain."""
        return self._persons[self._row]

    @property
    def money(self) -> Array:
        """Money by bin and domain."""
        return self._money[self._row]

    def add(self, other: Tally) -> None:
        """Add another with the same domains."""
        at = np.minimum(self.bins.searchsorted(other.bins), max(len(self.bins) - 1, 0))
        is_new = self.bins[at] != other.bins if len(self.bins) else np.ones(len(other.bins), dtype=np.bool_)
        if is_new.any():
            self._make_room(other.bins[is_new])
            at = self.bins.searchsorted(other.bins)
        rows = self._row[at]
        self._persons[rows] += other.persons
        self._money[rows] += other.money
        self.shortfall += other.shortfall

    def _make_room(self, new: Array) -> None:
        """Rows of zeros for bins that are not there yet, at least as many again as there are."""
        used, wanted = len(self.bins), len(self.bins) + len(new)
        if wanted > len(self._persons):
            for name in ("_persons", "_money"):
                held = getattr(self, name)
                larger = np.zeros((max(wanted, len(held) + len(held) // 4), held.shape[1]), dtype=held.dtype)
                larger[: len(held)] = held
                setattr(self, name, larger)
        bins, row = np.concatenate([self.bins, new]), np.concatenate([self._row, np.arange(used, wanted)])
        order = bins.argsort(kind="stable")
        self.bins, self._row = bins[order], row[order]

    def spread(self, group: str = "all", level: str = "all") -> CountedSpread:
        """The income in one domain."""
        column = self.domains.index((group, level))
        persons, money = self._persons[self._row, column], self._money[self._row, column]
        used = persons > 0
        return CountedSpread(self.bins[used], persons[used], money[used], self.shortfall[:, :, column])


def _shortfalls(income: Array, z: Array, groups: Iterable[Levels]) -> list[Array]:
    """Sums of ((z - y)/z) to the powers 0, 1 and 2 over the poor, by level of the groups."""
    is_poor = income < z
    poor = np.flatnonzero(is_poor)
    short = 1 - income / z
    short_of_poor = short.take(poor)
    sums: list[list[Array]] = [[], [], []]
    for of in groups:
        below = poor if of.cell is None else np.flatnonzero(is_poor.take(of.cell))
        gap = short_of_poor if of.cell is None else short.take(of.cell.take(below))
        code, power = of.code.take(below), of.persons.take(below)
        for found in sums:
            found.append(np.bincount(code, power, len(of.names)))
            power = power * gap
    return [np.concatenate(found) for found in sums]


def _shortfall(income: Array, z: Array, persons: Array) -> Array:
    """The same sums of everybody, (3,)."""
    below = np.flatnonzero(income < z)
    short, power = 1 - income[below] / z[below], persons[below].astype(np.float64)
    return np.array([power.sum(), (power * short).sum(), (power * short * short).sum()])


def _ratio(above: float, below: float) -> float:
    if not below:
        raise UndefinedError("A ratio to an income of zero is not defined.")
    return above / below


class CountedSpread(Struct, frozen=True, dict=True):
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


class Summary(Struct):
    """The contribution of row groups to the figures; its size does not grow with the number of persons."""

    persons: int
    households: int
    totals: dict[Key, float]
    tallies: dict[Key, Tally]

    def add(self, other: Summary) -> None:
        """Add the contribution of others."""
        self.persons += other.persons
        self.households += other.households
        for key, total in other.totals.items():
            self.totals[key] += total
        for key, tally in other.tallies.items():
            self.tallies[key].add(tally)


def key_of(effect: SampledEffect) -> Key:
    """What tells an effect from others: the income, the programme, and the accounting."""
    return effect.concept, effect.programme, effect.accounting


def effects_of(analysis: Analysis) -> Iterator[tuple[SampledEffect, Key, Key]]:
    """Each effect with the keys of the tallies of its income with and without; the same for every row group."""
    known = {id(income): (concept,) for concept, income in analysis.by_concept.items()}
    for effect in chain(analysis.simulated_effects(), analysis.reported_effects()):
        place = key_of(effect)
        yield effect, known.get(id(effect.after), (*place, "with")), known.get(id(effect.before), (*place, "without"))


def summary_of(analysis: Analysis) -> Summary:
    """What the persons of an analysis add up to."""
    cells = Cells.of(analysis)
    all_lines = [analysis.line(name).take(cells.which) for name in LINES]
    tallies: dict[Key, Tally] = {}
    for concept, income in analysis.by_concept.items():
        shown = {name: cells.levels[name] for name in groups_of(concept, tuple(cells.levels))}
        tallies[(concept,)] = Tally.of(income.take(cells.which), all_lines, shown, cells.persons)
    totals: dict[Key, float] = {}
    for effect, *keys in effects_of(analysis):
        pair = [income.take(cells.which) for income in (effect.after, effect.before)]
        if not any(key in tallies for key in keys):
            tallies[keys[0]] = Tally.of(pair[0], all_lines, {}, cells.persons)
        moved = np.flatnonzero(pair[0] != pair[1])
        after, before = (values[moved] for values in pair)
        persons, lines = cells.persons[moved], [line[moved] for line in all_lines]
        for key, known, now, was in ((keys[0], keys[1], after, before), (keys[1], keys[0], before, after)):
            if key not in tallies:
                tallies[key] = tallies[known].moved(was, now, lines, persons)
        place = key_of(effect)
        totals["moves", *place] = float(persons.sum())
        for name, z in zip(LINES, lines, strict=True):
            totals["lifted", *place, name] = float(persons[(before < z) & (after >= z)].sum())
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
    fixed = ["is_member", "age", "weight", *OF_INE, *LINES.values(), *GROUPS]
    if beside := beside_reported(law):
        rules += [name for element in beside for name in element.rules]
        rules += [name for levy in on_wages(law) for name in levy.rules]
    money = (*of_source(), *pensions(), *other_transfers())
    return frozenset((*law.read_by(rules), *law.definitions, *seen, *fixed, *money))


def block(
    path: Path, law: Law, day: dt.date, take_up: TakeUp, engine: Engine, index: int, households: int | None = None
) -> Analysis:
    """The law run on the persons of one row group, or on its first households alone.

    Raises AyniError where there is no such file or it is damaged.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None
    population = _census(path, state.st_size, state.st_mtime_ns).population(index, columns_read(law, day))
    if households is not None:
        population = _first_of(population, households)
    return by_cells(population, law, day, take_up, Simulation(population, block=population.n_persons, engine=engine))


def by_cells(
    population: Population, law: Law, day: dt.date, take_up: TakeUp = "legal", simulation: Simulation | None = None
) -> Analysis:
    """The law run by household, or by person where the members of some differ."""
    homes = Homes(population, law, day, take_up, simulation)
    return homes if homes.stands_for_members else Analysis(population, law, day, take_up, homes.simulation)


def _first_of(population: Population, households: int) -> Population:
    """The first households of a population."""
    offsets = population.offsets[: households + 1]
    columns = {name: column[: offsets[-1]].copy() for name, column in population.columns.items()}
    return replace(population, columns=columns, offsets=offsets)


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


class CensusRun(Struct, frozen=True, dict=True):
    """A law on a census-size file, one row group at a time, here or on the workers of a cluster."""

    census: Census
    law: Law
    day: dt.date
    take_up: TakeUp = "legal"
    engine: Engine = "auto"
    cluster: Cluster | None = None

    @cached_property
    def first(self) -> Analysis:
        """Some households: what does not depend on who they are, such as which programmes are in force."""
        return block(self.census.path, self.law, self.day, self.take_up, self.engine, 0, SOME)

    @cached_property
    def summary(self) -> Summary:
        """The sum over all row groups."""
        one = partial(summarise, self.census.path.absolute(), self.law, self.day, self.take_up, self.engine)
        if self.cluster is not None:
            return self.cluster.sum(one, self.census)
        groups = self.census.row_groups
        blocks = stepping(map(one, range(groups)), "row_groups", groups)
        return summed(summed(islice(blocks, len(part))) for part in parts(groups))

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


class CountedEffect(Struct, frozen=True):
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
