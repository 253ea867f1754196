"""Two survey waves compared: the change of poverty, split into parts that add up to it; no part is a cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from ayni import measure
from ayni.engine import Array, Population
from ayni.income.incomes import other_transfers, pensions
from ayni.income.programmes import programmes
from ayni.measure import Change, Design, Estimate
from ayni.scenario.analysis import LINES, Analysis, left_out_of
from ayni.scenario.result import DataCard, LeftOut
from ayni.scenario.rows import Basis, Place, Row, Rows
from ayni.words import LANGUAGES, AyniError, say
from ayni.words.marks import Mark, MarkKind
from ayni.words.progress import stepping

PLAYERS = ("employment", "earnings", "transfers", "composition")
_STATES = measure.subsets(PLAYERS)
PARTS = ("employment", "earnings", "labour", "transfers", "composition")
"""The parts that are shown: labour is employment and earnings together."""
POVERTY = ("headcount", "gap", "severity")
"""The poverty measures, by the power to which the shortfall is raised."""
ADULT = 14
"""The age from which INE counts the working-age population."""
REPLICATES = 200
SEED = 2020
ACCOUNTING_SPLIT = Mark(MarkKind.ACCOUNTING_SPLIT)
INCOME = "ine_income"


# ---- the split of a change


class Households(Struct, frozen=True, dict=True):
    """One wave's households, in ascending order of income, (h,) each.

    Income per head in multiples of the household's own line is the product of `adults` (share of members who are 14 or
    more), `employed` (share of the adults) and `earnings` (labour income per employed adult), plus `transfers` and
    `other` income per head. The last three count in multiples of the line. `persons` are the members, weighted; `unit`
    is the sampling unit's place in the design.
    """

    persons: Array
    unit: Array
    income: Array
    adults: Array
    employed: Array
    earnings: Array
    transfers: Array

    @cached_property
    def work(self) -> Array:
        """The share of members who are adults and employed."""
        return self.adults * self.employed

    @cached_property
    def other(self) -> Array:
        """What neither work of adults nor transfers give: it stays with the household."""
        other: Array = self.income - self.work * self.earnings - self.transfers
        return other

    @classmethod
    def of(cls, analysis: Analysis, line: str) -> Households:
        """The households of a survey by INE's income."""
        population, members = analysis.population, analysis.universe
        first = population.offsets[:-1]

        def total(values: Array) -> Array:
            found: Array = population.household_total(np.where(members, np.nan_to_num(values), 0.0))
            return found

        adults = members & (population["age"] >= ADULT)
        employed = adults & (population["activity"] == population.categories["activity"].index("employed"))
        size, grown, working = (population.household_total(who) for who in (members, adults, employed))
        z = total(analysis.line(line)) / size
        labour = total(np.where(employed, population["ine_labour_income"], 0.0))
        columns = {
            "persons": total(population["weight"]),
            "unit": analysis.people.psu_of_person[first],
            "income": total(analysis.by_concept[INCOME]) / size / z,
            "adults": grown / size,
            "employed": working / np.maximum(grown, 1),
            "earnings": labour / np.maximum(working, 1) / z,
            "transfers": total(counted_transfers(population, analysis)) / size / z,
        }
        order = np.argsort(columns["income"], kind="stable")
        return cls(**{name: values[order] for name, values in columns.items()})

    def weighted(self, multipliers: Array) -> Weighted:
        """The same under replicate weights: multipliers by sampling unit; households that weigh nothing are left out.

        Those in which no adult is employed get the earnings that are found at their rank among those in which somebody
        is: what an employed adult of theirs would earn. Their own income does not change, as nobody is employed.
        """
        persons = self.persons * multipliers.take(self.unit)
        there = (persons > 0).nonzero()[0]
        persons = persons.take(there)
        upto = persons.cumsum()
        found = Weighted(
            persons, upto, upto - persons / 2,
            *(each.take(there) for each in (
                self.income, self.adults, self.employed, self.work, self.earnings, self.transfers, self.other,
            )),
        )  # fmt: skip
        works = found.employed > 0
        working, idle = works.nonzero()[0], (~works).nonzero()[0]
        if len(idle) and len(working):
            theirs = persons.take(working).cumsum()
            middle = found.middle.take(idle) * (theirs[-1] / persons.sum())
            found.earnings[idle] = found.earnings.take(working.take(measure.first_to_reach(theirs, middle)))
        return found


class Weighted(Struct, frozen=True):
    """Households under some weights, in ascending order of income, (k,) each: what a state of a change asks of them.

    ``upto`` and ``middle``: persons up to the end and to the middle of each.
    """

    persons: Array
    upto: Array
    middle: Array
    income: Array
    adults: Array
    employed: Array
    work: Array
    earnings: Array
    transfers: Array
    other: Array


def worths(before: Weighted, after: Weighted) -> Array:
    """Headcount, gap and severity, (16, 3), in every state between two waves, in the order of `measure.subsets`.

    A state says of which wave each of `PLAYERS` is: in the set of the state it is of the later wave. `composition`
    says whose households stand there, with their members, ages, places, lines and other income. Employed, earnings and
    transfers that are not of their wave are those at the same weighted rank of income of the wave that they are of.
    """
    found = np.empty((len(_STATES), 3))
    for at, (home, away) in enumerate(((before, after), (after, before))):
        persons = home.persons.sum()
        rank = measure.first_to_reach(away.upto, home.middle * (away.upto[-1] / persons))
        work = (home.work, home.adults * away.employed.take(rank))
        earnings = (home.earnings, away.earnings.take(rank))
        earned = [[each * pay for pay in earnings] for each in work]
        besides = [transfers + home.other for transfers in (home.transfers, away.transfers.take(rank))]
        incomes = np.empty((8, len(rank)))
        for state, (given, pay, works) in enumerate(product((0, 1), repeat=3)):
            np.add(earned[works][pay], besides[given], out=incomes[state])
        incomes[0] = home.income
        found[8 * at : 8 * at + 8] = poverty_at(home.persons, incomes)[:: -1 if at else 1]
    return found


def poverty_at(persons: Array, incomes: Array) -> Array:
    """Headcount, gap and severity, (s, 3), of persons (k,) at each of several incomes (s, k) in multiples of a line."""
    states, size = incomes.shape
    poor = (incomes.ravel() < 1).nonzero()[0]
    begins = poor.searchsorted(np.arange(states + 1) * size)
    count = np.diff(begins)
    short = 1 - incomes.ravel().take(poor)
    weight = persons.take(poor - np.repeat(np.arange(states) * size, count))
    found = np.empty((states, 3))
    for power in range(3):
        found[:, power] = np.add.reduceat(np.append(weight, 0.0), begins[:-1])
        weight *= short
    found[count == 0] = 0.0
    found /= persons.sum()
    return found


def split(
    before: Households, after: Households, designs: tuple[Design, Design], domains: tuple[Array, Array]
) -> dict[tuple[str, str], Change]:
    """The change of each measure of `POVERTY` by each of `PARTS`, in points and relative to the first wave.

    The part of a player is its mean over all orders of moving, the Shapley value of `worths` (Shorrocks 2013): the four
    add up to the change. `domains` (n,) are those measured among the persons of the `designs`. Errors come from
    replicate weights of both waves (Rao, Wu & Yue 1992), which are taken as independent samples.
    """
    multipliers = [
        np.vstack([np.ones(len(design.sampling.psus)), measure.replicate_weights(design, REPLICATES, [SEED, at])])
        for at, design in enumerate(designs)
    ]
    values = np.array(
        [
            worths(before.weighted(one), after.weighted(other))
            for one, other in stepping(zip(*multipliers, strict=True), "replicates", REPLICATES + 1)
        ]
    )
    parts = np.einsum("ps,rsm->pmr", measure.shapley_weights(PLAYERS), values)
    by_name = {**dict(zip(PLAYERS, parts, strict=True)), "labour": parts[0] + parts[1]}
    replicated = measure.Replicated(*zip(designs, domains, strict=True))
    found: dict[tuple[str, str], Change] = {}
    for name in PARTS:
        for index, what in enumerate(POVERTY):
            part, base = by_name[name][index], values[:, 0, index]
            points = replicated.change(part, "share")
            relative = replicated.change(part / base, "relative") if (base > 0).all() else None
            found[what, name] = Change(points, relative)
    return found


def counted_transfers(population: Population, analysis: Analysis) -> Array:
    """Pensions and public transfers that INE counts in its income, Bs a month by person."""
    wanted = transfer_columns(analysis)
    return np.asarray(np.sum([population[name] for name in counted(population) if name in wanted], axis=0))


def transfer_columns(analysis: Analysis) -> tuple[str, ...]:
    """The money columns of pensions and public transfers."""
    reported = [name for programme in programmes(analysis.law) for name in programme.amounts]
    return (*pensions(), *reported, *other_transfers())


def counted(population: Population) -> tuple[str, ...]:
    """The money columns of a wave that INE includes in its income."""
    return tuple(population.source["counted"])


# ---- two waves


class TwoWaves(Struct, frozen=True, dict=True):
    """Two survey waves compared by INE's income and each household's own line. Raises AyniError where they cannot be
    compared."""

    before: Analysis
    after: Analysis
    mix_bases: bool = False
    """Whether weights based on different censuses may be compared."""
    left_out: list[LeftOut] = field(default_factory=list)
    """The tables that one of the files cannot give."""

    def __post_init__(self) -> None:
        populations = [each.population for each in self.waves]
        if populations[0].synthetic or populations[1].synthetic:
            raise AyniError("between_synthetic")
        if self.names[0] == self.names[1]:
            raise AyniError("between_same_wave", wave=self.names[0])
        first, second = (each.source.get("weights", {}).get("base", "") for each in populations)
        if populations[0].source.get("lines", "") != populations[1].source.get("lines", ""):
            raise AyniError("between_lines", before=self.names[0], after=self.names[1])
        if first != second and not self.mix_bases:
            said = [
                {language: say(f"weights_base.{base or 'unknown'}", language) for language in LANGUAGES}
                for base in (first, second)
            ]
            raise AyniError(
                "different_bases", before=self.names[0], after=self.names[1], base_before=said[0], base_after=said[1]
            )

    @property
    def waves(self) -> tuple[Analysis, Analysis]:
        """Before and after."""
        return self.before, self.after

    @property
    def names(self) -> tuple[str, str]:
        """Both waves by their identifiers."""
        return self.before.population.survey, self.after.population.survey

    @property
    def wave(self) -> str:
        """The pair, as `EH2019-EH2020`."""
        whole = "-".join(str(each.population.source["wave"]) for each in self.waves)
        parts = [str(each.population.source["part"]) for each in self.waves if "part" in each.population.source]
        return f"{whole} part:{', '.join(dict.fromkeys(parts))}" if parts else whole

    @cached_property
    def domains(self) -> tuple[Array, Array]:
        """The groups of persons for which poverty is compared."""
        return self.before.universe, self.after.universe

    def rows(self) -> Iterator[Row]:
        """Every row of the pair."""
        yield from self.sizes()
        yield from self.sides(self.levels())
        yield from self.growth()
        for table in (self.split, self.counted_in_one):
            try:
                yield from list(self.sides(table()))
            except AyniError as error:
                if error.key != "column_left_out":
                    raise
                self.left_out.append(left_out_of(table.__name__, error))

    def make(self, table: str, *marks: Mark) -> Rows:
        """Rows of a table of the pair, at the month and prices of the later wave."""
        return Rows(table, replace(self.after.basis, survey=self.wave, take_up=""), marks)

    def of_the_first(self, row: Row) -> Row:
        """A row of the pair that is of the first wave: with its month, prices and law."""
        return self._at(row, self.before.basis)

    def _at(self, row: Row, basis: Basis) -> Row:
        return replace(
            row, survey=self.wave, month=basis.month, law_day=basis.law_day, prices=basis.prices,
            weights_base=basis.weights_base, take_up="",
        )  # fmt: skip

    def sides(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of the pair, those before with the month and prices of the first wave."""
        for row in rows:
            yield self.of_the_first(row) if row.side == "before" else row

    @property
    def cards(self) -> tuple[DataCard, DataCard]:
        """Where the data of each wave comes from; no law is run on it."""
        return self.before.card, self.after.card

    def sizes(self) -> Iterator[Row]:
        """How many persons and households each wave stands for."""
        for side, wave in zip(("before", "after"), self.waves, strict=True):
            for row in wave.size("waves"):
                yield replace(self._at(row, wave.basis), side=side)

    def poverty(self, what: str, line: str) -> tuple[Estimate, Estimate]:
        """A measure of poverty in both waves, on their joint sampling."""
        alpha = POVERTY.index(what)
        first, second = (wave.spread(wave.by_concept[INCOME]).fgt(wave.line(line), alpha).only for wave in self.waves)
        return _pair(first, second)

    def levels(self) -> Iterator[Row]:
        """Poverty, inequality and mean income in both waves, and the change in points and relative."""
        make = self.make("levels")
        for line in LINES:
            for what in POVERTY:
                yield from make.before_after(*self.poverty(what, line), concept=INCOME, measure=what, line=line)
        spreads = [wave.spread(wave.by_concept[INCOME]) for wave in self.waves]
        yield from make.before_after(*_pair(*(y.gini().only for y in spreads)), concept=INCOME, measure="gini")
        yield from make.before_after(*_pair(*(y.mean().only for y in spreads)), concept=INCOME, measure="mean")
        for line in LINES:
            means = (
                wave.members.everybody.mean(wave.by_concept[INCOME] / wave.line(line), "ratio").only
                for wave in self.waves
            )
            yield from make.before_after(*_pair(*means), concept=INCOME, measure="mean_in_lines", line=line)

    def growth(self) -> Iterator[Row]:
        """The change of poverty split in growth and redistribution (Datt & Ravallion 1992, both orders)."""
        make = self.make("growth", ACCOUNTING_SPLIT)
        (y0, y1), (where0, where1) = (wave.by_concept[INCOME] for wave in self.waves), self.domains
        for line in LINES:
            z0, z1 = (wave.line(line) for wave in self.waves)
            powers = measure.growths_and_redistributions(
                y0, z0, self.before.people, y1, z1, self.after.people, range(len(POVERTY)), where0=where0,
                where1=where1, replicates=REPLICATES, seed=SEED,
            )  # fmt: skip
            for what, found in zip(POVERTY, powers, strict=True):
                before, after = self.poverty(what, line)
                parts = {
                    "growth": _of_base(found.growth, before),
                    "redistribution": _of_base(found.redistribution, before),
                    "total": measure.change(after, before),
                }
                for part, change in parts.items():
                    yield from make.change(change, concept=INCOME, measure=what, line=line, step=part)

    def split(self) -> Iterator[Row]:
        """The change of poverty split in employment, earnings, transfers and composition."""
        make = self.make("split", ACCOUNTING_SPLIT)
        for wave in self.waves:
            _ = wave.incomes  # what a wave without questions of income cannot give
        for line in LINES:
            first, second = (Households.of(wave, line) for wave in self.waves)
            found = split(first, second, (self.before.people, self.after.people), self.domains)
            for what in POVERTY:
                place: Place = {"concept": INCOME, "measure": what, "line": line}
                for part in PARTS:
                    yield from make.change(found[what, part], step=part, **place)
                before, after = self.poverty(what, line)
                yield from make.change(measure.change(after, before), step="total", **place)

    def counted_in_one(self) -> Iterator[Row]:
        """The amounts that INE counts in one of the waves only, mean per head, Bs a month."""
        make = self.make("counted")
        for wave in self.waves:
            _ = wave.incomes
        first, second = (counted(wave.population) for wave in self.waves)
        for name in (*first, *second):
            if (name in first) != (name in second):
                side, wave = ("before", self.before) if name in first else ("after", self.after)
                amount = wave.members.everybody.mean(wave.population[name]).only
                yield make.estimate(amount, concept=INCOME, measure="mean", group="amount", level=name, side=side)


def _pair(first: Estimate, second: Estimate) -> tuple[Estimate, Estimate]:
    before, after = measure.independent(first, second)
    return before, after


def _of_base(part: Estimate, before: Estimate) -> Change:
    """A part in points, and relative to the first wave's poverty, which is held at its estimate."""
    return Change(part, (part / before.value).with_unit("relative") if before.value else None)
