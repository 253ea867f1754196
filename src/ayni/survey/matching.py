"""What households that were not asked spend, from households of another survey that are like them: several draws.

A predictive-mean hot deck (Little 1988, *Journal of Business & Economic Statistics* 6; for taxes on consumption JRC
Working Paper on Taxation 2/2025): donors are of the same area, region and size of household; of the nearest five by
what they can be expected to spend and by their income, one gives all that it spends, per head, so that what is bought
together stays together, times what ours are expected to spend over what it is (Schenker & Taylor 1996, *Computational
Statistics & Data Analysis* 22, draw residuals nearby in the same way). Each draw resamples the donors' sampling units
first (Rubin & Schenker 1986), so that the spread between draws holds the donors' sampling error too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.series import Month, Prices, written
from ayni.survey.spending import NOT_BOUGHT, Spending, divisions_of_parts, with_spending
from ayni.words import AyniError, catalogue

DRAWS = 5
NEAREST = 5
"""How many donors one is drawn from, by their weight."""
LEAST = 30
"""Fewest donors of a cell; with fewer, neighbouring sizes of household join."""
LARGEST = 6
"""Households of so many members and more are of one size."""
SEED = 1
REGIONS = {
    "altiplano": ("la_paz", "oruro", "potosi"),
    "valleys": ("chuquisaca", "cochabamba", "tarija"),
    "lowlands": ("santa_cruz", "beni", "pando"),
}
LOWEST_INCOME = 50.0
"""Incomes per head below this, Bs a month, count as this where their logarithm is taken."""


class Asked(Struct, frozen=True):
    """A survey that asked what households spend, and the month of its money."""

    population: Population
    spending: Spending
    month: Month


def matched(
    population: Population, donors: Asked, month: Month, prices: Prices, *, draws: int = DRAWS, seed: int = SEED
) -> Iterator[Population]:
    """The population with what it spends, Bs a month, as `with_spending`: one population a draw.

    Incomes are compared at the donors' prices by the general index; what donors spend is moved to `month`, that of the
    population's money, by the index of each group's division. Raises AyniError where an area and region of the
    population has fewer than `LEAST` donors.
    """
    ours = Households.of(population, prices.general([donors.month]) / prices.general([month]))
    theirs = Households.of(donors.population, 1.0)
    division = divisions_of_parts()
    dearer = {
        part: prices.division(division[part], [month]) / prices.division(division[part], [donors.month])
        for part in donors.spending.parts
    }
    per_head = {part: spent / theirs.members for part, spent in donors.spending.parts.items()}
    cash = np.sum([spent for part, spent in per_head.items() if part != NOT_BOUGHT], axis=0)
    rng = np.random.default_rng(seed)
    for draw in range(1, draws + 1):
        donor, nearer = _donors(ours, theirs, cash, theirs.resampled(rng), rng, donors.population.survey)
        source = {
            "known": "matched", "wave": donors.population.source["wave"], "method": "predictive_mean_hot_deck",
            "seed": seed, "draws": draws, "draw": draw, "prices": written(month),
        }  # fmt: skip
        parts = {part: spent[donor] * nearer * ours.members * dearer[part] for part, spent in per_head.items()}
        found = with_spending(population, Spending(parts, source), not_bought=True)
        told = {language: text.format(wave=donors.population.survey) for language, text in MATCHED.items()}
        names = [name for name in found.columns if name.startswith("spent_")]
        yield replace(found, imputed={**found.imputed, **dict.fromkeys(names, told)})


MATCHED = {
    "es": "no se preguntó: es lo que gasta por persona un hogar parecido de {wave}, a los precios del mes",
    "en": "not asked: it is what a similar household of {wave} spends per head, at the prices of the month",
}


class Households(Struct, frozen=True):
    """What both surveys know of their households, (n_households,) each; incomes at the donors' prices."""

    weight: Array
    psu: Array
    stratum: Array
    members: Array
    area: Array
    region: Array
    near: Array
    """What donors are near by, beside what they can be expected to spend, (n_households, k)."""
    known: Array
    """What expected spending is from, (n_households, p)."""

    @classmethod
    def of(cls, population: Population, deflator: float) -> Households:
        first = population.offsets[:-1]

        def any_of(who: Array) -> Array:
            return (population.household_total(who & inside) > 0).astype(float)

        inside = population["is_member"].astype(bool)
        members = population.household_total(inside)
        department = np.array(population.categories["department"])[population["department"][first]]
        place = {name: number for number, names in enumerate(REGIONS.values()) for name in names}
        income = np.log(np.maximum(np.nan_to_num(population["ine_income"][first]) * deflator, LOWEST_INCOME))
        children = population.household_total(inside & (population["age"] < 18)) / members
        private = any_of(population.is_value("school_type", "private"))
        transport = any_of(population.is_value("industry", "transport"))
        working = population.household_total(inside & population.is_value("activity", "employed")) / members
        urban = population.is_value("area", "urban")[first].astype(float)
        schooling = np.nan_to_num(population["years_of_schooling"][first])
        age = population["age"][first] / 10
        size = np.minimum(members, LARGEST)
        known = [
            np.ones(len(first)), income, income**2, urban, urban * income, children, private, transport, working,
            schooling, schooling**2, age, age**2, population.is_value("sex", "woman")[first].astype(float),
            *(size == each for each in range(2, LARGEST + 1)),
            *(department == name for names in REGIONS.values() for name in names[1:]),
            *(np.isin(department, names) for names in list(REGIONS.values())[1:]),
        ]  # fmt: skip
        return cls(
            population["weight"][first], population["psu"][first], population["stratum"][first], members,
            population.is_value("area", "urban")[first], np.array([place[name] for name in department]),
            np.column_stack([income, private, transport, children]), np.column_stack(known).astype(float),
        )  # fmt: skip

    @property
    def size(self) -> Array:
        """Members, at most `LARGEST`."""
        return np.minimum(self.members, LARGEST)

    def resampled(self, rng: np.random.Generator) -> Array:
        """The weights of one bootstrap: as many sampling units of each stratum drawn again, (n_households,)."""
        units, first, unit = np.unique(self.psu, return_index=True, return_inverse=True)
        times = np.zeros(len(units))
        of_unit = self.stratum[first]
        for stratum in np.unique(of_unit):
            here = np.flatnonzero(of_unit == stratum)
            np.add.at(times, rng.choice(here, len(here)), 1.0)
        found: Array = self.weight * times[unit]
        return found


def _donors(
    ours: Households, theirs: Households, cash: Array, weight: Array, rng: np.random.Generator, wave: str
) -> tuple[Array, Array]:
    """The donor of each of our households, of those with a weight, and how many times what it is expected to spend per
    head ours are expected to, (n_households,) each."""
    expected = [each.known @ _fitted(theirs.known, np.log(np.maximum(cash, 1.0)), weight) for each in (ours, theirs)]
    ours_near, theirs_near = (
        np.column_stack([own, each.near]) for own, each in zip(expected, (ours, theirs), strict=True)
    )
    mean = np.average(theirs_near, axis=0, weights=weight)
    spread = np.sqrt(np.average((theirs_near - mean) ** 2, axis=0, weights=weight))
    ours_near, theirs_near = (each / np.where(spread > 0, spread, 1.0) for each in (ours_near, theirs_near))
    donor = np.empty(len(ours.members), dtype=np.int64)
    there = weight > 0
    for urban in (True, False):
        for region, name in enumerate(REGIONS):
            here = (ours.area == urban) & (ours.region == region)
            pool = there & (theirs.area == urban) & (theirs.region == region)
            if here.any() and pool.sum() < LEAST:
                cell = catalogue()[f"donor_cell.{'urban' if urban else 'rural'}_{name}"]
                raise AyniError("donor_cell", wave=wave, cell=cell, found=int(pool.sum()), least=LEAST)
            for size in np.unique(ours.size[here]):
                rows = np.flatnonzero(here & (ours.size == size))
                near = np.flatnonzero(pool & (np.abs(theirs.size - size) <= _reach(theirs.size[pool], size)))
                donor[rows] = near[_near(ours_near[rows], theirs_near[near], weight[near], rng)]
    return donor, np.exp(expected[0] - expected[1][donor])


def _fitted(known: Array, values: Array, weight: Array) -> Array:
    """Coefficients of weighted least squares."""
    root = np.sqrt(weight)
    found: Array = np.linalg.lstsq(known * root[:, None], values * root, rcond=None)[0]
    return found


def _reach(sizes: Array, size: float) -> int:
    """By how many members donors may differ for there to be enough of them."""
    return next(reach for reach in range(LARGEST) if (np.abs(sizes - size) <= reach).sum() >= LEAST)


def _near(ours: Array, theirs: Array, weight: Array, rng: np.random.Generator) -> Array:
    """For each of ours one of the nearest of theirs, drawn by weight, (n,)."""
    distance = (ours**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1) - 2 * ours @ theirs.T
    nearest = np.argpartition(distance, NEAREST - 1, axis=1)[:, :NEAREST]
    below = np.cumsum(weight[nearest], axis=1)
    place = (below < rng.random(len(ours))[:, None] * below[:, -1:]).sum(axis=1)
    found: Array = nearest[np.arange(len(ours)), np.minimum(place, NEAREST - 1)]
    return found
