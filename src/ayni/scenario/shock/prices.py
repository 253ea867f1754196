"""A rise of prices by group of expenditure, which raises poverty lines or lowers what households can buy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar, Literal

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.income.incomes import TAKEN_BY_PRICES
from ayni.income.till import marks_of_spending
from ayni.scenario.analysis import Analysis
from ayni.scenario.blocks import Block
from ayni.scenario.rows import Row, Rows
from ayni.scenario.shock.settings import Settings, share
from ayni.survey import NOT_BOUGHT, finer, parts_of
from ayni.words import AyniError, nearest
from ayni.words.marks import Mark

Basis = Literal["lines", "spending"]
BASES: tuple[Basis, ...] = ("lines", "spending")
OF_LINES = ("food", "nonfood")
FALL, RISE = -0.9, 10.0
"""The least and the greatest change of a price that is taken for meant."""


class PriceRise(Struct, frozen=True):
    """Prices of some groups rise by a share, incomes stay.

    `lines`: the cost of the baskets moves: food is the extreme line, non-food the rest of the moderate one, so
    z' = zext (1 + food) + (z - zext)(1 + nonfood) and zext' = zext (1 + food). `spending`: each household loses the sum
    over groups of what it spends on a group times the rise, the first-order compensating variation (Deaton 1989, World
    Bank Economic Review 3(2)), which is exact where quantities stay and too large where households turn to other goods.
    """

    rises: Mapping[str, float]
    basis: Basis = "lines"
    draws: ClassVar[bool] = False

    @classmethod
    def read(cls, settings: Settings) -> PriceRise:
        """From `food=10% nonfood=3%`, or `basis=spending food_at_home=10% all=2%`."""
        given = dict(settings)
        basis = given.pop("basis", "lines")
        if basis not in BASES:
            raise AyniError("not_a_choice", option="basis", value=basis, choices=", ".join(BASES))
        if not given:
            raise AyniError("shock_nothing", example="food=10% nonfood=3%")
        rises = {key: share(key, text, FALL, RISE) for key, text in sorted(given.items())}
        if basis == "lines":
            for key in rises:
                if key not in OF_LINES:
                    raise AyniError("shock_line_group", key=key, near=nearest(key, OF_LINES))
        return cls(rises, basis)

    def after(self, population: Population, _random: np.random.Generator) -> Population:
        """The population with dearer lines, or with what the rise takes from each household."""
        if self.basis == "lines":
            food, nonfood = (1 + self.rises.get(group, 0.0) for group in OF_LINES)
            extreme, line = population["extreme_poverty_line"], population["poverty_line"]
            dearer = {
                "poverty_line": extreme * food + (line - extreme) * nonfood,
                "extreme_poverty_line": extreme * food,
            }
            return population.with_columns(dearer)
        parts = parts_of(population)
        return poorer(population, lost(parts, self.of_parts(parts)))

    def of_parts(self, parts: Collection[str]) -> dict[str, float]:
        """The rise of each part of spending; a group's is that of all its parts. Raises for a part named twice."""
        within = finer()
        given: dict[str, float] = {}
        for key, rise in self.rises.items():
            if key == "all":
                continue
            if key not in within and key not in parts:
                groups = [*within, *parts]
                raise AyniError("shock_group", key=key, near=nearest(key, groups), groups=", ".join(groups))
            for part in within.get(key, (key,)):
                if part in given:
                    raise AyniError("shock_group_twice", key=key, part=part)
                given[part] = rise
        rest = self.rises.get("all", 0.0)
        return {part: given.get(part, 0.0 if part == NOT_BOUGHT else rest) for part in parts}

    def marks(self, population: Population) -> tuple[Mark, ...]:
        """Those of spending, where it is read."""
        return marks_of_spending(population) if self.basis == "spending" else ()

    def assumed(self, make: Rows, _population: Population) -> Iterator[Row]:
        """The rises."""
        for group, rise in self.rises.items():
            yield make.plain(
                rise, concept=f"prices_{self.basis}", measure="price_rise", unit="relative", group="spending",
                level=group,
            )  # fmt: skip

    def found(self, _before: Analysis, _after: Population) -> Iterator[Block]:
        """Nothing beside the comparison."""
        yield from ()


def lost(parts: Mapping[str, Array], rises: Mapping[str, float]) -> Array:
    """What rises take of each household: the sum over parts of what it spends times the rise, Bs a month,
    (n_households,)."""
    return np.asarray(np.sum([rise * parts[part] for part, rise in rises.items()], axis=0))


def poorer(population: Population, taken: Array) -> Population:
    """The population whose households have so much less, Bs a month, (n_households,)."""
    head = population.is_value("relation", "head")
    return population.with_columns({TAKEN_BY_PRICES: np.where(head, taken[population.household], 0.0)})
