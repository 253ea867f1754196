"""The price of fuel: what the change of a day takes from each household, net of what the law pays to make up for it.

Only the day's prices of gasoline and diesel are the law's. How far they reach fares and food is read, not known: each
reading has a name, and they stand beside each other. The loss is what a household spends times the rise, summed over
the parts of its spending: first-order, and an upper bound (Deaton 1989, World Bank Economic Review 3(2)).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from ayni import measure
from ayni.engine import Array, Law, Population
from ayni.income.till import SAMPLING_ONLY, marks_of_spending
from ayni.measure import Estimate
from ayni.scenario.analysis import LINES, Analysis
from ayni.scenario.blocks import Block
from ayni.scenario.rows import Place, Row, Rows, within
from ayni.scenario.shock.prices import lost, poorer
from ayni.scenario.shock.settings import Settings, date, known, share
from ayni.survey import parts_of
from ayni.words import AyniError, nearest
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

OBSERVED: Mapping[str, float] = {"urban_transport": 0.25, "intercity_transport": 0.40}
"""Fares: minibus in La Paz, short stretch, 24 December 2025 (Bs 2.40 to 3.00); band of buses between cities, 2 January
2026 (ATT)."""
GOVERNMENT = 0.03
"""The highest rise of chicken, oil and eggs that ministers gave on 18 December 2025."""
FOOD = ("food_fresh", "food_bread", "food_manuf", "soft_drinks", "alcohol_tobacco", "meals_out")
KINDS: Mapping[str, tuple[str, ...]] = {
    "own_fuel": ("vehicle_fuel",), "fares": ("urban_transport", "intercity_transport"), "food": FOOD,
    "rest": ("school_other", "health", "clothing", "cleaning", "personal_care", "furnishings", "recreation", "repairs"),
}  # fmt: skip
"""What a household loses by, and the parts of its spending."""
READINGS: Mapping[str, tuple[str, ...]] = {
    "fares": ("observed", "cost_push"), "food": ("none", "cost_push", "government"), "rest": ("none", "cost_push"),
}  # fmt: skip
KEYS = ("day", *READINGS, "compensation")
DAY = dt.date(2025, 12, 18)
"""The day of the prices of DS 5503."""
PAID = dt.date(2026, 1, 15)
"""A day on which the payments that came with them are in force (DS 5516)."""
MARK = Mark(MarkKind.ASSUMPTION, "impuestos_al_consumo")


class FuelPrices(Struct, frozen=True):
    """The change of fuel prices on a day, how it is passed on, and what the law pays on another day."""

    day: dt.date
    readings: Mapping[str, str]
    """Of fares, food and the rest: a reading by its name, or a rise."""
    compensation: dt.date | None
    rises: Mapping[str, float] = field(default_factory=dict)
    """Of each part of spending, relative, by the law of a run."""
    parts: Mapping[str, Array] | None = None
    """The spending of the households of the run, Bs a month, (n_households,) each."""
    paid: Array | float = 0.0
    """What the law pays more than before, Bs a month of each household in the money of its survey."""
    draws: ClassVar[bool] = False

    @classmethod
    def read(cls, settings: Settings) -> FuelPrices:
        """From `fares=observed food=none`, and `day`, `rest`, `compensation` where they are not as usual."""
        known(settings, KEYS)
        day = day_of(settings)
        readings = {"rest": "none", **{name: settings[name] for name in READINGS if name in settings}}
        for name, choices in READINGS.items():
            if name not in readings:
                raise AyniError("fuel_reading", name=name, choices=", ".join(choices))
            if readings[name] not in choices:
                if readings[name][:1].isalpha():
                    near = nearest(readings[name], choices)
                    raise AyniError("fuel_reading_unknown", name=name, value=readings[name], near=near)
                share(name, readings[name], -0.9, 10.0)
        said = settings.get("compensation", PAID.isoformat())
        compensation = None if said == "none" else date("compensation", said)
        return cls(day, readings, compensation)

    def on(self, before: Analysis, deflator: float) -> FuelPrices:
        """The same for a run: with the rises, its households' spending, and what the law pays them.

        That is what it pays more on the day of compensation than on the eve of the new prices, over `deflator`, the
        prices of the month before the new ones over those of the run's money: the rise itself is in the loss, and to
        deflate by it too would count it twice. Raises as `parts_of`.
        """
        rises = rises_of(before.law, self.day, self.readings)
        found = replace(self, rises=rises, parts=parts_of(before.population))
        if self.compensation is None:
            return found
        given = []
        for day in (self.day - dt.timedelta(1), self.compensation):
            run = Analysis(before.population, before.law, day, before.take_up)
            amounts = [payment.per_month() for payment in run.payments.values()]
            given.append(before.population.household_total(np.sum(amounts, axis=0)))
        return replace(found, paid=(given[1] - given[0]) / deflator)

    def lost(self, kind: str = "") -> Array:
        """What the rises take of each household, Bs a month, (n_households,): of one kind, or of all."""
        names = KINDS[kind] if kind else self.rises
        return lost(self.parts or {}, {name: self.rises[name] for name in names})

    def after(self, population: Population, _random: np.random.Generator) -> Population:
        """The population less what it loses, with what it is paid."""
        return poorer(population, self.lost() - self.paid)

    def marks(self, population: Population) -> tuple[Mark, ...]:
        """See `marks_of`."""
        return marks_of(population)

    def assumed(self, make: Rows, _population: Population) -> Iterator[Row]:
        """The rises of the parts that rise."""
        for part, rise in self.rises.items():
            if rise:
                yield make.plain(
                    rise, concept="prices_spending", measure="price_rise", unit="relative", group="spending", level=part
                )

    def found(self, _before: Analysis, _after: Population) -> Iterator[Block]:
        """Nothing beside the comparison and `fuel_rows`."""
        yield from ()


def day_of(settings: Settings) -> dt.date:
    """The day of the new prices."""
    return date("day", settings["day"]) if "day" in settings else DAY


def month_before(day: dt.date) -> str:
    """The last month before that of new prices, `2025-11`: in its people and money they are read."""
    return f"{day.replace(day=1) - dt.timedelta(1):%Y-%m}"


def rises_of(law: Law, day: dt.date, readings: Mapping[str, str]) -> dict[str, float]:
    """The relative rise of each part of spending. Raises where fuel's prices of the day or its eve are not known."""
    eve = day - dt.timedelta(1)
    gasoline, diesel = (
        _value(law, f"combustibles.{fuel}", day) / _value(law, f"combustibles.{fuel}", eve) - 1
        for fuel in ("gasolina_especial", "diesel_oil")
    )

    def pushed(part: str) -> float:
        by_gasoline = _value(law, f"impuestos_al_consumo.gasoline_in_{part}", eve)
        return gasoline * by_gasoline + diesel * _value(law, f"subsidios_al_consumo.diesel_in_{part}", eve)

    found = {"vehicle_fuel": pushed("vehicle_fuel")}
    for kind in READINGS:
        reading = readings[kind]
        for part in KINDS[kind]:
            if reading == "cost_push":
                found[part] = pushed(part)
            elif reading == "observed":
                found[part] = OBSERVED[part]
            elif reading == "government":
                found[part] = GOVERNMENT
            else:
                found[part] = 0.0 if reading == "none" else share(kind, reading, -0.9, 10.0)
    return found


def _value(law: Law, name: str, day: dt.date) -> float:
    value = law.parameter(name).on(day).value
    if not isinstance(value, int | float):
        raise TypeError(name)
    return float(value)


BY = ("decile", "area", "household_type")


def fuel_rows(before: Analysis, shock: FuelPrices) -> Iterator[Row]:
    """Who loses and who wins, table `fuel`; the flat payment that makes up for it; and every reading, `fuel_readings`.

    Losses and payments are Bs a month per head, of everybody, each tenth by income before, area and type of household.
    """
    population = before.population
    members = population.household_total(population["is_member"].astype(float))

    def per_head(of_household: Array) -> Array:
        return np.where(before.universe, (of_household / members)[population.household], 0.0)

    amounts = {f"lost_by_{kind}": -per_head(shock.lost(kind)) for kind in KINDS}
    paid = per_head(shock.paid + np.zeros(population.n_households))
    net = sum(amounts.values(), paid)
    income = before.disposable()
    make = before.maker("fuel", FIRST_ORDER, *marks_of(population))
    for group, levels in _levels(before).items():
        domains = before.members.domains(list(levels.values()))
        means = {name: domains.mean(amount, is_change=True) for name, amount in {**amounts, "paid": paid}.items()}
        of_net, part = domains.mean(net, is_change=True), domains.ratio(net, income, "relative", is_change=True)
        worse = domains.share(net < 0)
        for at, level in enumerate(levels):
            place: Place = {"group": group, "level": level}
            for name, mean in means.items():
                yield make.estimate(mean[at], measure=name, **place)
            yield make.estimate(of_net[at], measure="net_change", **place)
            yield make.estimate(part[at], measure="net_change", **place)
            yield make.estimate(worse[at], measure="losers", **place)
    yield from _flat(before, income, net - paid)
    yield from _readings(before, shock, income, paid, per_head)


def marks_of(population: Population) -> tuple[Mark, ...]:
    """What every figure rests on: how much fuel is in prices, and spending that was matched."""
    return (MARK, SAMPLING_ONLY, *marks_of_spending(population))


def _levels(before: Analysis) -> dict[str, dict[str, Array]]:
    everybody = {"all": {"all": before.universe}}
    tenth = before.by_tenth().tenth
    found = {**everybody, "decile": {str(each): tenth == each for each in range(1, 11)}}
    for group in BY[1:]:
        values = before.population.categories[group]
        levels = {value: before.universe & before.population.is_value(group, value) for value in values}
        found[group] = {value: where for value, where in levels.items() if where.any()}
    return found


def _flat(before: Analysis, income: Array, lost: Array) -> Iterator[Row]:
    """What everybody would have to be paid, Bs a month, for poverty to stay: the value at which its change is zero.

    The interval holds the payments at which the change of the headcount does not differ from zero at 95 %.
    """
    everybody = before.members.everybody
    make = before.maker("fuel", FIRST_ORDER, *marks_of(before.population))
    for line in LINES:
        z = before.line(line)
        level = everybody.spread(income).headcount(z).only

        def change(payment: float, z: Array = z, level: Estimate = level) -> Estimate:
            return everybody.spread(income + lost + payment).headcount(z).only - level

        value = _crossing(lambda payment: change(payment).value)
        ends = [_crossing(lambda payment, end=end: getattr(change(payment), end)) for end in ("low", "high")]  # type: ignore[misc]
        moved = change(value)
        width = abs(ends[1] - ends[0]) / (moved.high - moved.low) if moved.se else 0.0
        payment = dataclasses.replace(width * moved, value=value, unit="Bs/month", is_change=True)
        yield within(make.estimate(payment, measure="flat_payment", line=line), *ends)


def _crossing(change: Callable[[float], float]) -> float:
    """The payment at which a change that falls with it is zero, to a centavo."""
    low, high = -1_000.0, 1_000.0
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (middle, high) if change(middle) > 0 else (low, middle)
    return (low + high) / 2


def _readings(
    before: Analysis, shock: FuelPrices, income: Array, paid: Array, per_head: Callable[[Array], Array]
) -> Iterator[Row]:
    """The change of poverty under each reading of fares and food, with what the law pays."""
    everybody = before.members.everybody
    make = before.maker("fuel_readings", FIRST_ORDER, *marks_of(before.population))
    levels = {line: everybody.spread(income).headcount(before.line(line)).only for line in LINES}
    for fares in READINGS["fares"]:
        for food in READINGS["food"]:
            readings = {**shock.readings, "fares": fares, "food": food}
            other = replace(shock, readings=readings, rises=rises_of(before.law, shock.day, readings))
            after = everybody.spread(income + paid - per_head(other.lost()))
            for line, level in levels.items():
                changed = measure.change(after.headcount(before.line(line)).only, level)
                place: Place = {"measure": "headcount", "line": line, "group": "reading", "level": f"{fares}.{food}"}
                yield from make.change(changed, **place)
