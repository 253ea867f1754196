"""The analysis of a population under a law: poverty, inequality, programmes, their effects and recipients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict, replace

from ayni.carry import design_of
from ayni.engine import Array, Law, LawOnDay, Population, Simulation
from ayni.income.amounts import per_head
from ayni.income.chain import on_wages
from ayni.income.gross import wage_estimates
from ayni.income.incomes import Incomes
from ayni.income.levies import Flow, flows
from ayni.income.programmes import Accounting, Payment, Programme, TakeUp, beyond, doubts, pay, programmes
from ayni.income.till import InSpending, flows as in_spending
from ayni.measure import Design, Domains, Estimate, Figures, Shown, Spread, Whole, find_errors, stacked
from ayni.scenario.blocks import Block, Changed, Column, Measured, ShownChange, all_of, changed_by, laid_out
from ayni.scenario.draws import DrawnRows
from ayni.scenario.figure_rows import QUANTILES, WITH_QUANTILES, effect_rows, groups_of, poverty_rows
from ayni.scenario.keys import ALL_PROGRAMMES as ALL_PROGRAMMES, LINES as LINES
from ayni.scenario.result import CarriedCard, DataCard, FactorCard, LeftOut, LineCard, OffCard, UsedCard
from ayni.scenario.rows import Basis, Place, Row, Rows, with_cases
from ayni.words import AyniError
from ayni.words.marks import CARRIED, EXPANDED, FIRST_ORDER, LATER_LAW, OTHER_YEAR, SYNTHETIC, Mark, MarkKind

if TYPE_CHECKING:
    from ayni.carry import Carried

AGE_BANDS = {"0-5": 0, "6-17": 6, "18-29": 18, "30-44": 30, "45-59": 45, "60+": 60}
GROUPS = ("area", "department", "sex", "self_identification", "household_type")
GROUP_COLUMNS = {**{group: group for group in GROUPS}, "age_band": "age"}
"""The survey column that defines each group in the tables."""
AT_ONCE: tuple[Accounting, ...] = ("quarter", "month")
"""The ways, besides the whole year, of spreading one-off payments over time."""
OF_SAMPLE = ("is_member", "weight", "design_weight", "stratum", "psu")
"""The columns on which the design and the universe rest."""
NO_INVOICES = Mark(MarkKind.ASSUMED, "no_invoices")
Counted = Literal["disposable", "consumable"]
"""The income in which changes are counted."""
BEFORE_PENSIONS, NET_MARKET, DISPOSABLE = "net_market_before_pensions", "net_market", "disposable"
OF_INE = ("ine_income", "ine_income_rebuilt")
"""The incomes that the survey's office gives, or that are rebuilt as it builds them."""
FLAGS = {"moderate": "ine_is_poor", "extreme": "ine_is_extremely_poor"}
"""INE's own poverty flags, by poverty line."""


def survey_day(population: Population) -> dt.date:
    """The middle of the fieldwork, which is the day of the law that a survey is run with."""
    start, end = (dt.date.fromisoformat(population.source[key]) for key in ("field_from", "field_to"))
    return start + (end - start) / 2


def known_until(law: Law, day: dt.date) -> str:
    """The last day to which the law book knows the instruments that run on a survey, where the run's day is later; else
    None."""
    until = law.known_until(day, law.of_tier("executable"))
    return until.isoformat() if until and until < day else ""


def money_month(population: Population) -> dt.date:
    """The first day of the month that people and incomes are of: the survey's own, or the month to which it was
    carried."""
    carried = population.source.get("month")
    return dt.date.fromisoformat(f"{carried}-01") if carried else survey_day(population).replace(day=1)


def months_of_fieldwork(population: Population) -> list[str]:
    """The months of the fieldwork, `2019-11`."""
    first, last = (dt.date.fromisoformat(population.source[key]) for key in ("field_from", "field_to"))
    counts = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [f"{count // 12}-{count % 12 + 1:02}" for count in counts]


def years_of_money(population: Population) -> set[int]:
    """The years whose law fits the incomes: those of the fieldwork, or of the month to which they were carried."""
    if "month" in population.source:
        return {money_month(population).year}
    return {int(month[:4]) for month in months_of_fieldwork(population)}


def months_later(day: dt.date, month: dt.date) -> int:
    """By how many months a day comes after a month."""
    return 12 * (day.year - month.year) + day.month - month.month


def basis_of(population: Population, law_day: str = "", take_up: str = "") -> Basis:
    """The columns of every result row on a population that say its month and its prices."""
    month = money_month(population).strftime("%Y-%m")
    base = str((population.source.get("weights") or {}).get("base", ""))
    return Basis(population.survey, month, law_day, str(population.source.get("prices", month)), base, take_up)


def weights_of(source: Mapping[str, Any]) -> dict[str, Any]:
    """The data card's entries on weights and on whether the file adds up to its wave; empty for synthetic data."""
    weights = source.get("weights")
    if not weights or "lines" not in source:
        return {"totals": str(source.get("totals", "not_checked"))}
    return {
        "weights": weights["column"],
        "other_weights": dict(weights["others"]),
        "totals": str(source["totals"]),
        "lines": str(source["lines"] or ""),
        "mapping": str(source["mapping"] or ""),
    }


def marks_of_data(population: Population) -> tuple[Mark, ...]:
    """The marks of data that are synthetic, expanded or carried to another month, and of doubtful series used to carry
    them."""
    has = {SYNTHETIC: population.synthetic, EXPANDED: population.expanded, CARRIED: "month" in population.source}
    marks = [mark for mark, is_so in has.items() if is_so]
    return (*marks, *map(Mark.read, population.source.get("doubts", ())))


def carried_card(found: Carried) -> CarriedCard:
    """How a survey was carried, for its data card."""
    from ayni.carry import offs

    how = found.population.source["carried"]
    return CarriedCard(
        found.since, found.steps, how["wages"], how["pass_through"], found.is_scenario,
        tuple(FactorCard(**asdict(each)) for each in found.factors),
        tuple(LineCard(**asdict(each)) for each in found.lines),
        dict(found.series),
        tuple(UsedCard(**asdict(each)) for each in found.used),
        tuple(OffCard(**asdict(each)) for each in offs(found.steps)),
    )  # fmt: skip


class _Concepts(dict[str, Array]):
    """Incomes by concept, computed on demand; a concept that the file cannot give is a validation error with its
    reason."""

    def __init__(self, population: Population, found: Mapping[str, Array]) -> None:
        super().__init__(found)
        self.population = population

    def __missing__(self, name: str) -> Array:
        if name not in OF_INE:
            Incomes.of(self.population)
        return self.population[name]


class Tenths(Struct, frozen=True):
    """Persons by tenth of an income: the tenth of each, 1 to 10, or 0 outside; and the tenths that have anybody."""

    tenth: Array
    levels: tuple[str, ...]
    domains: Domains

    @classmethod
    def of(cls, tenth: Array, members: Whole) -> Tenths:
        """The tenths by that of each person; one in which nobody is, for want of persons, is left out."""
        there = [each for each in range(1, 11) if (tenth == each).any()]
        return cls(tenth, tuple(map(str, there)), members.domains([tenth == each for each in there]))


@dataclass(repr=False)
class Analysis:
    """A law run on a population, and the figures computed from it.

    Figures are computed when they are first asked for; `rows()` gives all of them as result rows.
    """

    population: Population
    law: Law
    day: dt.date
    take_up: TakeUp = "legal"
    kept: InitVar[Simulation | None] = None
    """The simulation of another run on the same population, whose computed columns are reused."""
    like: InitVar[Analysis | None] = None
    """An earlier analysis of the same persons, day and take-up: its payments are reused where the laws agree on them
    and nothing differs that they rest on, and so are incomes, lines and domains."""
    carried: Carried | None = None
    """How the survey was carried to another month, if it was."""
    counts: Counted = "disposable"
    """The income in which changes and everybody's levels are counted."""
    marks_of_till: tuple[Mark, ...] = ()
    """What taxes inside what is spent rest on beside the law: how they were treated."""
    is_draw: bool = False
    """Whether it is one draw of several, whose rows keep what joins them."""
    simulation: Simulation = field(init=False)
    refused: dict[str, AyniError] = field(init=False, default_factory=dict)
    """Programmes in force that cannot be simulated on this survey wave, each with the reason."""
    payments: dict[str, Payment] = field(init=False, default_factory=dict)
    flows: dict[str, Flow] = field(init=False, default_factory=dict)
    """Taxes, contributions and wage payments that reported incomes do not include, by name."""
    left_out: tuple[LeftOut, ...] = ()
    """The tables that this file cannot give, with the missing column."""
    _disposable: dict[Accounting, Array] = field(init=False, repr=False, default_factory=dict)
    _moved_from: tuple[dict[str, Payment], dict[Accounting, Array]] | None = field(init=False, repr=False, default=None)
    """The payments of the first analysis of the same incomes, and the disposable incomes that it has found."""
    _lines: dict[str, Array] = field(init=False, repr=False, default_factory=dict)
    _per_head: dict[tuple[int, Accounting], tuple[Payment, Array]] = field(init=False, repr=False, default_factory=dict)
    _domains: dict[str, tuple[tuple[str, ...], Domains]] = field(init=False, repr=False, default_factory=dict)
    _tenths: dict[Accounting, Tenths] = field(init=False, repr=False, default_factory=dict)
    divide = staticmethod(per_head)
    """Divides an amount of persons among the members of their household."""

    def __post_init__(self, kept: Simulation | None, like: Analysis | None) -> None:
        self.simulation = kept or Simulation(self.population)
        changed = like.population.differing(self.population) if like else frozenset[str]()
        if like:
            self._share(like, changed)
        law = self.law_on_day
        alike = self._paying_alike(like, changed) if like else set[str]()
        for programme in self.transfers:
            found: Payment | AyniError | None
            if like and programme.id in alike:
                found = like.payments.get(programme.id, like.refused.get(programme.id))
            else:
                found = pay(self.simulation, law, programme, self.take_up)
            if isinstance(found, AyniError):
                self.refused[programme.id] = found
            elif found is not None:
                self.payments[programme.id] = found
        for name, flow in flows(self.simulation, law):
            if isinstance(flow, AyniError):
                self.refused[name] = flow
            else:
                self.flows[name] = flow
        if like and "is_member" not in changed:
            paid = {id(payment) for payment in self.payments.values()}
            self._per_head = {key: kept for key, kept in like._per_head.items() if key[0] in paid}
        if like and not changed and not (self.flows or like.flows):
            self._moved_from = like._moved_from or (like.payments, like._disposable)

    def __repr__(self) -> str:
        return f"<Analysis of {self.population!r} under {self.law!r} on {self.day}>"

    def under(self, law: Law) -> Analysis:
        """The same people and day under another law; columns that do not change are reused."""
        return Analysis(
            self.population, law, self.day, self.take_up, self.simulation, self, self.carried, self.counts,
            self.marks_of_till, self.is_draw,
        )  # fmt: skip

    def of_others(self, population: Population, law: Law | None = None) -> Analysis:
        """The same law, or another, and day on the same persons with other columns."""
        simulation = self.simulation.of_others(population)
        return Analysis(
            population, law or self.law, self.day, self.take_up, simulation, self, self.carried, self.counts,
            self.marks_of_till, self.is_draw,
        )  # fmt: skip

    def _share(self, like: Analysis, changed: frozenset[str]) -> None:
        """Take from an earlier analysis what does not rest on the columns that differ."""
        if changed.isdisjoint(Incomes.columns()):
            self.incomes = like.incomes
        if changed.isdisjoint(OF_SAMPLE):
            self.people, self.members, self.persons = like.people, like.members, like.persons
            self.universe, self._outside = like.universe, like._outside
            if not changed:
                self._lines, self._domains = like._lines, like._domains
            else:
                self._lines = {name: like.line(name) for name, column in LINES.items() if column not in changed}

    @cached_property
    def otherwise_paid(self) -> Analysis:
        """The same run with the other take-up: those who report receiving, or all who are eligible."""
        other: TakeUp = "observed" if self.take_up == "legal" else "legal"
        found = Analysis(
            self.population, self.law, self.day, other, self.simulation, carried=self.carried, counts=self.counts,
            marks_of_till=self.marks_of_till, is_draw=self.is_draw,
        )  # fmt: skip
        found._share(self, frozenset())
        return found

    def _paying_alike(self, like: Analysis, changed: frozenset[str]) -> set[str]:
        """The programmes that pay what they pay in an earlier analysis: the law says the same of them, and they rest on
        no column that changed."""
        law, known = self.law, {programme.id: programme for programme in like.transfers}
        return {
            each.id
            for each in self.transfers
            if known.get(each.id) == each
            and not (changed and changed & {*law.read_by(each.rules), *each.amounts, each.receipt, "is_member"})
            and self.law_on_day.agrees(like.law_on_day, law.order(each.rules, self.population.names))
        }

    @cached_property
    def transfers(self) -> tuple[Programme, ...]:
        """The transfer programmes of the law."""
        return programmes(self.law)

    @cached_property
    def law_on_day(self) -> LawOnDay:
        """The law on the day of the run."""
        return self.law.within_year(self.day)

    @cached_property
    def incomes(self) -> Incomes:
        """The incomes that do not depend on any rule."""
        return Incomes.of(self.population, self.divide)

    @cached_property
    def people(self) -> Design:
        """The sampling design over all persons, for recipients and spending."""
        return design_of(self.population)

    @cached_property
    def universe(self) -> Array:
        """Whether each person is a member of a household, for whom INE measures poverty, (n_persons,)."""
        return self.population["is_member"].astype(bool)

    @cached_property
    def members(self) -> Whole:
        """Their tables, all domains at once."""
        return Whole(self.people, self.universe, self.population.household)

    @cached_property
    def persons(self) -> Domains:
        """All persons: for recipients and spending."""
        return Whole(self.people).everybody

    @cached_property
    def persons_as_drawn(self) -> Domains:
        """All persons by the weights with which they were drawn, where a calibration has moved these."""
        drawn, stratum, psu = (self.population[name] for name in ("design_weight", "stratum", "psu"))
        return Whole(Design(drawn, stratum, psu)).everybody

    def domains(self, group: str) -> tuple[tuple[str, ...], Domains]:
        """The levels of a group of tables in which there is a member, and the members of each."""
        if group not in self._domains:
            found = {level: who for level, who in self.groups.get(group, {}).items() if (self.universe & who).any()}
            self._domains[group] = tuple(found), self.members.domains(list(found.values()))
        return self._domains[group]

    def spread(self, income: Array) -> Spread:
        """An income per head (n_persons,) over all members."""
        return self.members.everybody.spread(income)

    def flowing(self, name: str) -> Array:
        """What a tax, contribution or wage payment outside reported incomes adds to income per head, Bs a month,
        (n_persons,)."""
        return self.divide(self.population, self.flows[name].signed)

    @cached_property
    def net_market(self) -> Array:
        """Net market income per head with pensions, Bs a month: reported, with what reports do not include."""
        net: Array = sum((self.flowing(name) for name in self.flows), self.incomes.net_market)
        return net

    def with_payments(self, payments: Iterable[Payment], accounting: Accounting = "year") -> Array:
        """Disposable income per head when these programmes are paid; only meaningful within the universe."""
        total = self.incomes.without_payments
        for payment in payments:
            total = total + self._paid_per_head(payment, accounting)
        if self.flows:
            total = total + (self.net_market - self.incomes.net_market)
        return total

    def line(self, name: str) -> Array:
        """The poverty line of each person, Bs a month; INE gives none for persons outside the universe, where the value
        is not used."""
        if name not in self._lines:
            self._lines[name] = np.where(self.universe, self.population[LINES[name]], 1.0)
        return self._lines[name]

    def paid(self, name: str, accounting: Accounting = "year") -> Array:
        """What a programme adds to income per head, Bs a month, (n_persons,)."""
        return self._paid_per_head(self.payments[name], accounting)

    @cached_property
    def paid_to_members(self) -> Mapping[str, Array]:
        """What each programme that pays members anything adds to their income per head, Bs a month, (n_persons,)."""
        paid = {name: self._of_universe(self.paid(name)) for name in self.payments}
        return {name: amount for name, amount in paid.items() if amount.any()}

    def _paid_per_head(self, payment: Payment, accounting: Accounting) -> Array:
        key = id(payment), accounting
        if key not in self._per_head:
            self._per_head[key] = payment, self.incomes.paid(payment, accounting)
        return self._per_head[key][1]

    def disposable(self, accounting: Accounting = "year") -> Array:
        """Disposable income per head under an accounting of what is paid at once; zero outside the universe."""
        if accounting not in self._disposable:
            payments, known = self._moved_from or ({}, {})
            if accounting in known:
                income = known[accounting]
                for who, more in beyond(payments, self.payments, lambda payment: payment.per_month(accounting)):
                    income = income + self.divide(self.population, more, who)
            else:
                income = self.with_payments(self.payments.values(), accounting)
            self._disposable[accounting] = self._of_universe(income)
        return self._disposable[accounting]

    @cached_property
    def in_spending(self) -> tuple[InSpending, ...]:
        """The taxes and subsidies inside what is spent, where they count."""
        if self.counts == DISPOSABLE:
            return ()
        return in_spending(self.population, self.law_on_day, simulation=self.simulation)

    def counted(self, accounting: Accounting = "year") -> Array:
        """The income per head in which is counted, as `disposable` gives it."""
        if self.counts == DISPOSABLE:
            return self.disposable(accounting)
        found: Array = sum((self._of_universe(each.signed) for each in self.in_spending), self.disposable(accounting))
        return found

    def everybody(self, accounting: Accounting = "year") -> Mapping[tuple[str, str], Estimate]:
        """Headcount and gap by line and the Gini of the income in which is counted, everybody's."""
        found = headline_figures(self.spread(self.counted(accounting)), self)
        return {key: figures.only for key, figures in found.items()}

    @cached_property
    def by_concept(self) -> Mapping[str, Array]:
        """Income per head by concept, Bs a month, (n_persons,); zero outside the universe."""
        there = self.population.columns
        concepts = {name: there[name] for name in OF_INE if name in there}
        if not self.has_recipe:
            return _Concepts(self.population, {name: self._of_universe(values) for name, values in concepts.items()})
        incomes = self.incomes
        concepts |= {BEFORE_PENSIONS: incomes.before_pensions, NET_MARKET: self.net_market}
        found = {name: self._of_universe(values) for name, values in concepts.items()}
        return _Concepts(self.population, {**found, DISPOSABLE: self.disposable()})

    def _of_universe(self, values: Array) -> Array:
        found: Array = values.astype(float)
        found[self._outside] = 0.0
        return found

    @cached_property
    def _outside(self) -> Array:
        """The persons who are no members of a household."""
        return np.flatnonzero(~self.universe)

    @property
    def has_recipe(self) -> bool:
        """Whether incomes can be rebuilt from the questionnaire; otherwise only INE's own income is available."""
        return "rebuilt_household_income" not in self.population.absent

    @cached_property
    def poor_before(self) -> Mapping[str, Array]:
        """Whether each person is poor by net market income, before any transfer, for each line."""
        return {line: self.universe & (self.by_concept[NET_MARKET] < self.line(line)) for line in LINES}

    @cached_property
    def levels(self) -> Mapping[str, tuple[tuple[str, ...], Array]]:
        """The groups of tables: name → its levels, and the position of each person's level, (n_persons,)."""
        there = self.population.columns
        found = {name: (self.population.categories[name], there[name]) for name in GROUPS if name in there}
        if "age" not in there:
            return found
        band = np.searchsorted(list(AGE_BANDS.values()), there["age"], side="right") - 1
        return {**found, "age_band": (tuple(AGE_BANDS), band)}

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Array]]:
        """The groups of tables: name → level → who belongs, (n_persons,)."""
        return {
            group: {level: position == index for index, level in enumerate(levels)}
            for group, (levels, position) in self.levels.items()
        }

    @cached_property
    def basis(self) -> Basis:
        """What every row of the run rests on."""
        return basis_of(self.population, self.day.isoformat(), self.take_up)

    def maker(self, table: str, *marks: Mark, accounting: str = "") -> Rows:
        """Rows of a table, marked as synthetic or expanded where the population is."""
        make = DrawnRows if self.is_draw else Rows
        return make(table, self.basis, (*marks_of_data(self.population), *self._marks_of_time, *marks), accounting)

    @cached_property
    def _marks_of_time(self) -> tuple[Mark, ...]:
        """What is said of every row where the law is of another year than the money."""
        if "month" in self.population.source:
            return (LATER_LAW,) if months_later(self.day, money_month(self.population)) > 0 else ()
        return () if self.day.year in years_of_money(self.population) else (OTHER_YEAR,)

    def marks(self, *programme_ids: str) -> tuple[Mark, ...]:
        """The marks of all results of the run: doubtful parameters, imputed columns, and take-up where the survey does
        not ask."""
        wanted = programme_ids or (*self.payments, *self.flows)
        held: dict[str, Payment | Flow] = {**self.payments, **self.flows}
        found = [mark for name in wanted for mark in held[name].marks]
        if not programme_ids:
            found += [*(mark for each in self.in_spending for mark in each.marks), *self.marks_of_till]
        return tuple(dict.fromkeys(found))

    # ---- the tables

    def rows(self) -> list[Row]:
        """Every row of the run."""
        levels: list[Callable[[], Iterator[Row]]] = [self.poverty]
        effects: list[Callable[[], Iterator[Row]]] = [self.programmes, self.effects, self.targeting, self.deciles]
        first, second = (levels, effects) if self.carried is None else (effects, levels)
        tables = [self.size, *first, *second, self.waterfall, self.curves, self.wages]
        if self.carried is None:  # what the survey asked is of its own month
            tables.append(self.reproduction)
        found: list[Row] = []
        left_out: list[LeftOut] = []
        for table in tables:
            try:
                found += list(table())
            except AyniError as error:
                if error.key != "column_left_out":
                    raise
                left_out.append(left_out_of(table.__name__, error))
        self.left_out = tuple(left_out)
        return found

    @property
    def card(self) -> DataCard:
        """Where the data comes from, how large it is, and what the run rests on."""
        population, basis, sampling = self.population, self.basis, self.people.sampling
        source = population.source
        groups = tuple(
            LeftOut(group, column, population.absent.get(column, {}))
            for group, column in GROUP_COLUMNS.items()
            if column not in population.columns
        )
        return DataCard(
            basis.survey, basis.month, basis.law_day, basis.prices, basis.weights_base, basis.take_up,
            field_from=source["field_from"],
            field_to=source["field_to"],
            persons=population.n_persons,
            households=population.n_households,
            sampling_units=len(sampling.psus),
            strata=len(sampling.strata),
            sha256=source.get("sha256", source.get("survey_sha256", "")),
            synthetic=population.synthetic,
            imputed=population.imputed,
            left_out=(*groups, *self.left_out),
            known_until=known_until(self.law, self.day),
            carried=None if self.carried is None else carried_card(self.carried),
            **weights_of(source),
        )  # fmt: skip

    def size(self, table: str = "data") -> Iterator[Row]:
        """How many persons and households the sample stands for."""
        make = self.maker(table)
        yield make.estimate(self.persons.count().only, concept="population", measure="persons")
        yield make.estimate(self.households.count("households").only, concept="population", measure="households")

    @cached_property
    def households(self) -> Domains:
        """One person of each household."""
        return self.persons.whole.domains([self.first_of_household])

    @cached_property
    def first_of_household(self) -> Array:
        """One person of each household."""
        first = np.zeros(self.population.n_persons, dtype=bool)
        first[self.population.offsets[:-1]] = True
        return first

    def poverty(self) -> Iterator[Row]:
        """Poverty and inequality by income concept; by group for INE's income and for disposable income."""
        if not self.by_concept:
            yield from self.poverty_by_flags()
            return
        for concept, income in self.by_concept.items():
            marks = self.marks() if concept == DISPOSABLE else ()
            make = self.maker("poverty", *marks, accounting="year" if concept == DISPOSABLE else "")
            yield from poverty_rows(make, Sampled.of(self, self.spread(income), "all"), concept, "all", "all")
            for group in groups_of(concept, tuple(self.groups)):
                levels, domains = self.domains(group)
                found = Sampled.of(self, domains.spread(income), group)
                for at, level in enumerate(levels):
                    yield from poverty_rows(make, replace(found, at=at), concept, group, level)

    def poverty_by_flags(self) -> Iterator[Row]:
        """Headcounts by INE's own flags, where a file has no income."""
        make = self.maker("poverty")
        domains = [("all", "all", self.universe)]
        domains += [
            (g, level, self.universe & who) for g, levels in self.groups.items() for level, who in levels.items()
        ]
        found = {}
        for line, column in FLAGS.items():
            flag = self.population[column]
            known = self.members.domains([where & np.isfinite(flag) for _, _, where in domains])
            found[line] = known, {"headcount": known.share(flag == 1), "poor": known.total(flag == 1, "persons")}
        for at, (group, level, _) in enumerate(domains):
            for line, (known, figures) in found.items():
                place = {"concept": "ine_flag", "line": line, "group": group, "level": level}
                for name, each in figures.items() if known.n[at] else ():
                    yield make.estimate(each[at], measure=name, **place)

    def recipients(self, name: str) -> Estimate:
        """Persons whom a programme pays."""
        return self.persons.total(self.payments[name].received, "persons").only

    def spending(self, name: str) -> Estimate:
        """What a programme pays in a year, Bs."""
        return self.persons.total(self.payments[name].per_year, "Bs/year").only

    def reported_recipients(self, programme: Programme) -> Estimate | None:
        """The number of persons who report receiving a programme; None where the wave does not ask."""
        receipt = programme.reported_receipt(self.population)
        return None if receipt is None else self.persons.total(receipt, "persons").only

    def reported_spending(self, programme: Programme) -> Estimate | None:
        """The yearly amount of a programme that households report, in Bs; None where the wave asks for no amount."""
        amount = programme.reported_amount(self.population)
        return None if amount is None else self.persons.total(amount * 12, "Bs/year").only

    def programmes(self) -> Iterator[Row]:
        """Recipients and spending of each programme: simulated, and as households report them."""
        for name, payment in self.payments.items():
            make = self.maker("programmes", *payment.marks)
            place: Place = {"programme": name}
            simulated = {"recipients": self.recipients(name), "spending": self.spending(name)}
            reported = {
                "recipients": self.reported_recipients(payment.programme),
                "spending": self.reported_spending(payment.programme),
            }
            for what, estimate in simulated.items():
                yield make.estimate(with_cases(estimate, payment.received), concept="simulated", measure=what, **place)
                seen = reported[what] if self.carried is None else None
                if seen is not None and seen.value:
                    asked = payment.programme.period_marks
                    cases = payment.programme.reported_receipt(self.population)
                    yield make.marked(*asked).estimate(with_cases(seen, cases), concept="survey", measure=what, **place)
                    yield make.estimate(
                        estimate / seen, concept="simulated_over_survey", measure=what, unit="ratio", **place
                    )
        for name, error in self.refused.items():
            make = self.maker("programmes", Mark(MarkKind.NOT_COMPUTED, error.fields["column"]))
            yield make.plain(None, concept="simulated", measure="recipients", unit="persons", programme=name)

    def effects(self) -> Iterator[Row]:
        """The effect of each programme, and of all together, on poverty and the Gini: with the programme less without
        it, all else equal.

        For disposable income, the programme's own payments are taken at once under each accounting, those of the others
        over the year; for INE's income, transfers are as reported.
        """
        reported = self.reported_effects() if self.carried is None else ()
        effects = [*self.simulated_effects(), *(each for each in reported if (each.after != each.before).any())]
        for effect, found in zip(effects, measured(effects), strict=True):
            yield from effect_rows(self.maker("effects", FIRST_ORDER, *effect.marks), found, effect.place)

    def simulated_effects(self) -> Iterator[SampledEffect]:
        """Disposable income with and without each programme, under each accounting, and without all."""
        everything = self.by_concept[DISPOSABLE]
        for name, payment in self.payments.items():
            without = everything - self.paid(name)
            yield SampledEffect(self, DISPOSABLE, name, "year", everything, without, payment.marks)
            if self.paid_at_once(payment.programme):
                for accounting in AT_ONCE:
                    after = without + self.paid(name, accounting)
                    yield SampledEffect(self, DISPOSABLE, name, accounting, after, without, payment.marks)
        for name, flow in self.flows.items():
            without = everything - self.flowing(name)
            yield SampledEffect(self, DISPOSABLE, name, "year", everything, without, flow.marks)
        nothing = self.with_payments(())
        yield SampledEffect(self, DISPOSABLE, ALL_PROGRAMMES, "year", everything, nothing, self.marks())

    def paid_at_once(self, programme: Programme) -> bool:
        """Whether the programme makes a one-off payment on the day of the run."""
        law = self.law_on_day
        return any(law.in_force(name) and self.law.rule(name).unit == "Bs/once" for name in programme.rules)

    def reported_effects(self) -> Iterator[SampledEffect]:
        """INE's income with and without each transfer that it counts, as reported, and without all."""
        income = self.by_concept["ine_income_rebuilt"]
        total = np.zeros_like(income)
        for programme in self.transfers:
            amount = programme.reported_amount(self.population)
            if amount is not None and self._ine_counts(programme):
                share = self._of_universe(self.divide(self.population, amount))
                total += share
                yield SampledEffect(self, "ine_income_rebuilt", programme.id, "", income, income - share)
        yield SampledEffect(self, "ine_income_rebuilt", ALL_PROGRAMMES, "", income, income - total)

    def _ine_counts(self, programme: Programme) -> bool:
        if isinstance(programme.counted_by_office, bool):
            return programme.counted_by_office
        return bool(self.population.source.get("counts_other_transfers"))

    def targeting(self) -> Iterator[Row]:
        """Who receives each programme's money; persons are ranked, and called poor, by net market income, before any
        transfer."""
        before, members = self.spread(self.by_concept[NET_MARKET]), self.members
        poor = members.domains(list(self.poor_before.values()))
        lines: list[Place] = [{"line": line} for line in self.poor_before]
        everybody: list[Place] = [{}]
        for name, amount in self.paid_to_members.items():
            make = self.maker("targeting", *self.payments[name].marks)
            place: Place = {"concept": NET_MARKET, "programme": name}
            receives = amount > 0
            paid, cases = members.domains([receives]), np.array([np.count_nonzero(receives)])
            leak = stacked([paid.ratio(amount * ~is_poor, amount, "share") for is_poor in self.poor_before.values()])
            covered = poor.share(receives)
            by_line = {"share_to_poor": leak.rest, "leakage": leak, "coverage": covered, "exclusion": covered.rest}
            concentration = before.concentration(amount).with_cases(cases)
            by_rank = {"concentration": concentration, "kakwani": concentration.less(before.gini())}
            for places, figures in ((lines, by_line), (everybody, by_rank)):
                columns = [Column(make, each, {**place, "measure": name}) for name, each in figures.items()]
                yield from laid_out([Block(places, columns)])

    @cached_property
    def decile(self) -> Array:
        """The tenth of persons, 1 to 10, by net market income."""
        return self.tenths(self.by_concept[NET_MARKET])

    def tenths(self, income: Array) -> Array:
        """The tenth of persons, 1 to 10, by an income; equal incomes stay together; 0 outside."""
        return self.members.everybody.spread(income).bands(10)

    def by_tenth(self, accounting: Accounting = "year") -> Tenths:
        """The tenths of persons by disposable income."""
        if accounting not in self._tenths:
            self._tenths[accounting] = Tenths.of(self.tenths(self.disposable(accounting)), self.members)
        return self._tenths[accounting]

    def deciles(self) -> Iterator[Row]:
        """The share of each programme's money that goes to each tenth of persons before transfers."""
        tenths = self.members.domains([self.decile == decile for decile in range(1, 11)])
        places: list[Place] = [{"group": "decile", "level": str(decile)} for decile in range(1, 11)]
        for name, amount in self.paid_to_members.items():
            make = self.maker("deciles", *self.payments[name].marks)
            place: Place = {"concept": NET_MARKET, "programme": name, "measure": "share_of_spending"}
            cases = np.bincount(self.decile.take((amount > 0).nonzero()[0]), minlength=11)[1:]
            yield from laid_out([Block(places, [Column(make, tenths.parts_of(amount).with_cases(cases), place)])])

    def waterfall(self) -> Iterator[Row]:
        """Poverty and the Gini step by step, from market to disposable income; each step's change with its error.

        The order is that of the list of programmes; a step's size depends on it.
        """
        steps: list[tuple[str, Array, tuple[Mark, ...]]] = [
            (BEFORE_PENSIONS, self.incomes.before_pensions, ()),
            ("pensions", self.incomes.net_market, ()),
        ]
        income = self.incomes.net_market
        for name, flow in self.flows.items():
            income = income + self.flowing(name)
            steps.append((name, income, flow.marks))
        income = self.net_market + self.incomes.other_transfers
        if self.incomes.other_transfers.any():
            steps.append(("other_transfers", income, ()))
        for name, payment in self.payments.items():
            income = income + self.paid(name)
            steps.append((name, income, payment.marks))
        lines = {line: self.line(line) for line in LINES}
        yield from step_by_step(
            steps, lines, self.members.everybody, lambda marks: self.maker("waterfall", FIRST_ORDER, *marks)
        )

    def curves(self) -> Iterator[Row]:
        """Lorenz curves of incomes and concentration curves of programmes, at every twentieth of persons."""
        before = self.by_concept[NET_MARKET]
        make = self.maker("curves")
        curves: list[tuple[Place, Array, Array]] = [
            ({"concept": name, "measure": "lorenz"}, self.by_concept[name], self.by_concept[name])
            for name in (NET_MARKET, DISPOSABLE)
        ]
        for name, amount in self.paid_to_members.items():
            if with_cases(self.recipients(name), self.payments[name].received).quality != "suppressed":
                place: Place = {"concept": NET_MARKET, "programme": name, "measure": "concentration"}
                curves.append((place, amount, before))
        for of, values, rank in curves:
            persons, shares = self.spread(rank).curve(values, 21)
            for person, held in zip(persons, shares, strict=True):
                at: Place = {**of, "group": "population_share", "level": f"{person:.2f}"}
                yield make.plain(float(held), unit="share", **at)

    def wages(self) -> Iterator[Row]:
        """Gross wages of those who contribute, found from take-home pay through the law, and what is paid on them."""
        law = self.law_on_day
        rules = [name for levy in on_wages(self.law) for name in levy.rules if law.in_force(name)]
        if "contributes_to_pension" not in self.population.columns or not rules:
            return
        make = self.maker("wages", FIRST_ORDER, *doubts(law, rules), NO_INVOICES)
        levies = [levy.id for levy in on_wages(self.law)]
        for name, (estimate, unit) in wage_estimates(self.population, self.law_on_day, self.people).items():
            of: Place = {"programme": name, "measure": "revenue"} if name in levies else {"measure": name}
            yield make.estimate(estimate, concept="simulated", unit=unit, **of)

    def reproduction(self) -> Iterator[Row]:
        """How closely the rebuilt income reproduces INE's own figures, as a test of reading the file."""
        make = self.maker("validation")
        pairs = {
            "ine_main_job_income": "rebuilt_main_job",
            "ine_second_job_income": "rebuilt_second_job",
            "ine_non_labour_income": "rebuilt_non_labour",
            "ine_person_income": "rebuilt_person_income",
            "ine_household_income": "rebuilt_household_income",
            "ine_income": "ine_income_rebuilt",
        }
        pairs = {
            published: rebuilt for published, rebuilt in pairs.items()
            if published in self.population.columns and rebuilt in self.population.columns
        }  # fmt: skip
        for published, rebuilt in pairs.items():
            known = np.isfinite(self.population[published])
            near = np.abs(self.population[published][known] - self.population[rebuilt][known]) < 1
            yield make.plain(
                float(near.mean()), int(known.sum()), concept="rebuilt_within_1_bs", measure="share", unit="share",
                group="variable", level=published,
            )  # fmt: skip
        for line, flag in FLAGS.items():
            if not {flag, "ine_income", LINES[line]} <= set(self.population.columns):
                continue
            known = np.isfinite(self.population[flag])
            poor = self.population["ine_income"][known] < self.population[LINES[line]][known]
            same = poor == (self.population[flag][known] == 1)
            yield make.plain(
                float(same.mean()), int(known.sum()), concept="flag_reproduced", measure="share", unit="share",
                group="variable", line=line, level=flag,
            )  # fmt: skip


def left_out_of(what: str, error: AyniError) -> LeftOut:
    """The table that a file cannot give, for an error about a missing column."""
    return LeftOut(what, str(error.fields["column"]), error.fields["reason"])


def poverty_figures(income: Spread, run: Analysis) -> dict[tuple[str, str], Figures]:
    """Poverty by the lines of a run, the Gini and the mean of an income per head, by measure and line."""
    lines = [run.line(line) for line in LINES]
    found: dict[tuple[str, str], Figures] = {}
    for line, z, by_power in zip(LINES, lines, income.poverty(lines), strict=True):
        found |= {(name, line): each for name, each in zip(("headcount", "gap", "severity"), by_power, strict=True)}
        found["poor", line] = income.poor(z)
    return {**found, ("gini", ""): income.gini(), ("mean", ""): income.mean()}


def headline_figures(income: Spread, run: Analysis) -> dict[tuple[str, str], Figures]:
    """The headcount and the gap by the lines of a run, and the Gini, of an income per head."""
    found = {}
    for line, (headcount, gap) in zip(LINES, income.poverty(map(run.line, LINES), (0, 1)), strict=True):
        found["headcount", line], found["gap", line] = headcount, gap
    return {**found, ("gini", ""): income.gini()}


def step_by_step(
    steps: Sequence[tuple[str, Array, tuple[Mark, ...]]], lines: Mapping[str, Array], everybody: Domains,
    make: Callable[[tuple[Mark, ...]], Rows],
) -> Iterator[Row]:  # fmt: skip
    """Poverty and the Gini at each of a series of incomes per head (n_persons,), with the changes between them.

    A step has a name, an income and marks; `make` gives the maker of rows with these marks.
    """
    by_step: list[Measured] = []
    for _, values, _ in steps:
        income = everybody.spread(values)
        headcounts = {("headcount", line): income.headcount(z) for line, z in lines.items()}
        by_step.append({**headcounts, ("gini", ""): income.gini()})
    levels, changed = all_of(by_step), changed_by(by_step[:-1], by_step[1:])
    find_errors(levels.values())
    for at, (step, _, marks) in enumerate(steps):
        maker = make(marks)
        for (name, line), figures in levels.items():
            place: Place = {"measure": name, "line": line, "step": step}
            yield maker.estimate(figures.show(at), **place, side="after")
            if at:
                yield from maker.change(changed[name, line].show(at - 1), **place)


class Sampled(Struct, frozen=True):
    """An income per head over the persons of one of some domains, with sampling errors."""

    income: Spread
    figures: Measured
    at: int = 0

    @classmethod
    def of(cls, run: Analysis, income: Spread, group: str) -> Sampled:
        """What `poverty_rows` asks of the levels of a group, measured and its errors found at once."""
        found = poverty_figures(income, run)
        of_places = income.quantiles(QUANTILES) if group in WITH_QUANTILES else ()
        find_errors([*found.values(), *of_places])
        if group == "all":
            income.tenths()
        return cls(income, found)

    def headcount(self, line: str) -> Shown:
        return self.figures["headcount", line].show(self.at)

    def gap(self, line: str) -> Shown:
        return self.figures["gap", line].show(self.at)

    def severity(self, line: str) -> Shown:
        return self.figures["severity", line].show(self.at)

    def poor(self, line: str) -> Shown:
        return self.figures["poor", line].show(self.at)

    def gini(self) -> Shown:
        return self.figures["gini", ""].show(self.at)

    def mean(self) -> Shown:
        return self.figures["mean", ""].show(self.at)

    def quantile(self, p: float) -> Shown:
        return self.income.quantile(p).show(self.at)

    def quantile_ratio(self) -> Shown:
        return self.income.quantile_ratios(0.9, 0.1).show(self.at)

    def palma(self) -> Shown:
        return self.income.palmas().show(self.at)

    def decile_shares(self) -> list[Shown]:
        return [each.show(self.at) for each in self.income.tenths()]


class SampledEffect(Struct, frozen=True, dict=True):
    """Incomes per head (n_persons,) with something and without it, over the members of households."""

    analysis: Analysis
    concept: str
    programme: str
    accounting: str
    after: Array
    before: Array
    marks: tuple[Mark, ...] = ()

    @property
    def place(self) -> Place:
        """Where its rows stand."""
        return {"concept": self.concept, "programme": self.programme, "accounting": self.accounting}

    @property
    def spreads(self) -> tuple[Spread, Spread]:
        """Both incomes, with and without."""
        return self.analysis.spread(self.after), self.analysis.spread(self.before)

    @cached_property
    def _alone(self) -> MeasuredEffect:
        (found,) = measured([self])
        return found

    def change(self, name: str, line: str = "") -> ShownChange:
        return self._alone.change(name, line)


class MeasuredEffect(Struct, frozen=True):
    """One of several effects that were measured together."""

    changed: Mapping[tuple[str, str], Changed]
    """What they do to headcount and gap by line, and to the Gini."""
    risen: Mapping[str, Figures]
    """Whom they lift over each line."""
    at: int

    def change(self, name: str, line: str = "") -> ShownChange:
        return self.changed[name, line].show(self.at)

    def lifted(self, line: str) -> Shown:
        return self.risen[line].show(self.at)


def measured(effects: Sequence[SampledEffect]) -> list[MeasuredEffect]:
    """What each of some effects of one run does to poverty and inequality, the errors of all found together."""
    run, spreads = effects[0].analysis, [each.spreads for each in effects]
    after, before = ([headline_figures(y, run) for y in side] for side in zip(*spreads, strict=True))
    changed = changed_by(before, after)
    risen = {line: stacked([new.risen(old, run.line(line)) for new, old in spreads]) for line in LINES}
    find_errors(risen.values())
    return [MeasuredEffect(changed, risen, at) for at in range(len(effects))]
