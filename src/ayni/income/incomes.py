"""Model incomes: from what the market gives to what a household disposes of, in Bs a month per head.

The survey reports wages after contributions and RC-IVA, so the chain begins at net market income: labour income as
reported, property, and private transfers; `incidence` goes back from there to gross income. Pensions are shown as a
step of their own. Transfers that the survey reports are left out and the simulated ones put in their place: nobody is
paid twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.income.amounts import per_head
from ayni.income.programmes import Accounting, Payment
from ayni.survey import columns_entering
from ayni.words import AyniError

TAKEN_BY_PRICES = "taken_by_prices"
"""The column that holds what a rise of prices takes from a household, Bs a month, in a population after such a shock.
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "labour": ("wage", "self_employment", "second_job"),
    "property": ("property",),
    "private_transfers": ("private_transfers",),
    "other_income": ("other_income",),
}
"""The parts of net market income before pensions, by what the survey's money columns say that they enter as."""


def of_source(*sources: str) -> tuple[str, ...]:
    """The money columns of parts of net market income before pensions; of all of them where none is named."""
    return columns_entering(*(name for source in sources or SOURCES for name in SOURCES[source]))


def pensions() -> tuple[str, ...]:
    """The money columns of contributory pensions."""
    return columns_entering("pension")


def other_transfers() -> tuple[str, ...]:
    """Public transfers that no rule simulates, kept as reported: municipal and other grants, where INE counts them."""
    return columns_entering("other_transfers")


class Incomes(Struct, frozen=True):
    """Incomes per head of the household's members, Bs a month, (n_persons,); without meaning outside `members`.

    `divide` divides an amount of persons among the members: `per_head`, or `per_member` for incomes by household,
    (n_households,).
    """

    population: Population
    members: Array
    before_pensions: Array
    net_market: Array
    """With contributory pensions, as deferred income."""
    other_transfers: Array
    """Per head, as reported."""
    divide: Callable[[Population, Array], Array] = per_head

    @classmethod
    def of(cls, population: Population, divide: Callable[[Population, Array], Array] = per_head) -> Incomes:
        """The incomes that no rule of the law moves. Raises where income cannot be made from the questions."""
        members = population["is_member"].astype(bool)
        if reason := population.absent.get("rebuilt_household_income"):
            wave = population.source.get("wave", "")
            raise AyniError("column_left_out", wave=wave, column="rebuilt_household_income", reason=reason)
        market = divide(population, _sum(population, of_source()) - _sum(population, (TAKEN_BY_PRICES,)))
        counted = population.source.get("counts_other_transfers", False)
        zero = np.zeros_like(market)
        return cls(
            population,
            members,
            before_pensions=market,
            net_market=market + divide(population, _sum(population, pensions())),
            other_transfers=divide(population, _sum(population, other_transfers())) if counted else zero,
            divide=divide,
        )

    @staticmethod
    def columns() -> tuple[str, ...]:
        """The columns on which they rest."""
        return ("is_member", TAKEN_BY_PRICES, *of_source(), *pensions(), *other_transfers())

    @property
    def without_payments(self) -> Array:
        """Net market income and other transfers."""
        return self.net_market + self.other_transfers

    def disposable(self, payments: Iterable[Payment], accounting: Accounting = "year") -> Array:
        """Net market income plus other transfers and these payments."""
        total = self.without_payments
        for payment in payments:
            total = total + self.paid(payment, accounting)
        return total

    def paid(self, payment: Payment, accounting: Accounting = "year") -> Array:
        """What a programme adds per head."""
        return self.divide(self.population, payment.per_month(accounting))


def _sum(population: Population, names: Iterable[str]) -> Array:
    known = [population[name] for name in names if name in population.columns]
    return np.asarray(reduce(np.add, known)) if known else np.zeros(population.n_persons)
