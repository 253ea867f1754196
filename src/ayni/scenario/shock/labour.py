"""Labour income by industry and formality, and what is left of it when a part is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.income.incomes import of_source
from ayni.scenario.analysis import Analysis
from ayni.scenario.blocks import Block
from ayni.scenario.rows import Row, Rows
from ayni.scenario.shock.settings import Settings, share
from ayni.survey import standard_columns
from ayni.words import AyniError, nearest
from ayni.words.marks import Mark, MarkKind

LABOUR = of_source("labour")
"""The money columns of the main and the second job."""
FORMALITIES = ("formal", "informal")


def labour_income(population: Population) -> Array:
    """Each person's income from main and second job, Bs a month, (n_persons,)."""
    income: Array = np.sum([population[name] for name in LABOUR if name in population.columns], axis=0)
    return income


def is_formal(population: Population) -> Array:
    """Who contributes to the pension system; where the wave does not ask, who is affiliated to it, (n_persons,)."""
    asked = "contributes_to_pension" in population.columns
    return population["contributes_to_pension" if asked else "is_pension_affiliate"].astype(bool)


def formality_marks(population: Population) -> tuple[Mark, ...]:
    """The mark of a wave that does not ask who contributes."""
    return () if "contributes_to_pension" in population.columns else (Mark(MarkKind.FORMALITY_BY_AFFILIATION),)


def losing(population: Population, lost: Array) -> Population:
    """The population when each person's labour income falls by a share, (n_persons,)."""
    return population.with_columns(
        {name: population[name] * (1 - lost) for name in LABOUR if name in population.columns}
    )


class Shares(Struct, frozen=True):
    """A share by industry of the main job and formality.

    Keys are `trade.informal` (an industry and a formality), `trade`, `informal` and `all`. Of those that fit a person
    the most particular holds, in that order; a person whom none fits has zero.
    """

    entries: Mapping[str, float]

    @classmethod
    def read(cls, where: str, settings: Settings, low: float = 0.0) -> Shares:
        """Shares from settings; `where` names them in errors."""
        industries = standard_columns()["industry"].values
        places = {key: _place_of(where, key) for key in settings}
        order = sorted(places, key=lambda key: (industries.index(places[key][0] or "none"), places[key][1]))
        return cls({key: share(f"{where}{key}", settings[key], low) for key in order})

    def of(self, population: Population) -> Array:
        """The share of each person, (n_persons,); zero for who does not work."""
        shares = np.zeros(population.n_persons)
        for key in sorted(self.entries, key=_particular):
            industry, formality = _place_of("", key)
            fits = ~population.is_value("industry", "none")
            if industry:
                fits &= population.is_value("industry", industry)
            if formality:
                fits &= is_formal(population) == (formality == "formal")
            shares[fits] = self.entries[key]
        return shares

    def rows(self, make: Rows, concept: str) -> Iterator[Row]:
        """What was assumed, as rows of the group `activity_part`."""
        for key, value in self.entries.items():
            yield make.plain(value, concept=concept, measure="assumed_share", unit="share", group="part", level=key)


def _place_of(where: str, key: str) -> tuple[str, str]:
    """The industry and the formality that a key names, either of them empty."""
    industries = [name for name in standard_columns()["industry"].values if name != "none"]
    if key == "all":
        return "", ""
    if key in FORMALITIES:
        return "", key
    industry, _, formality = key.partition(".")
    if industry not in industries or (formality and formality not in FORMALITIES):
        near = nearest(key, [*industries, *FORMALITIES, "all", *(f"{industry}.{each}" for each in FORMALITIES)])
        raise AyniError("shock_industry", key=f"{where}{key}", near=near)
    return industry, formality


def _particular(key: str) -> int:
    if "." in key:
        return 3
    return {"all": 0, "formal": 1, "informal": 1}.get(key, 2)


class LabourIncome(Struct, frozen=True):
    """A share of labour income lost (below zero: gained) by industry of the main job and formality, for good."""

    lost: Shares
    draws: ClassVar[bool] = False

    @classmethod
    def read(cls, settings: Settings) -> LabourIncome:
        """From `trade=20% informal=0.3`."""
        if not settings:
            raise AyniError("shock_nothing", example="trade=20% construction.informal=30%")
        return cls(Shares.read("", settings, -1.0))

    def after(self, population: Population, _random: np.random.Generator) -> Population:
        """The population with what is left."""
        return losing(population, self.lost.of(population))

    def marks(self, _population: Population) -> tuple[Mark, ...]:
        """Nothing beside those of the run."""
        return ()

    def assumed(self, make: Rows, _population: Population) -> Iterator[Row]:
        """The shares."""
        yield from self.lost.rows(make, "labour_income")

    def found(self, _before: Analysis, _after: Population) -> Iterator[Block]:
        """Nothing beside who is hit."""
        yield from ()
