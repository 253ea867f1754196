"""Model incomes: from what the market gives to what a household disposes of, in Bs a month per head.

The survey reports wages after contributions and RC-IVA, so the chain begins at net market income: labour income as
reported, property, and private transfers; `incidence` goes back from there to gross income. Pensions are shown as a
step of their own. Transfers that the survey reports are left out and the simulated ones put in their place: nobody is
paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ayni.engine import Array, Population
from ayni.income.programmes import Accounting, Payment
from ayni.words import AyniError

MARKET = (
    "wage", "aguinaldo", "production_bonus", "overtime", "employer_allowances", "in_kind_pay", "self_employment_income",
    "second_job_income", "property_income", "family_support", "private_transfers_cash", "private_transfers_kind",
    "remittances", "other_income",
)  # fmt: skip
TAKEN_BY_PRICES = "taken_by_prices"
"""What a rise of prices takes from a household, Bs a month: a column of populations after such a shock alone."""
PENSIONS = ("pension_old_age", "pension_veteran", "pension_disability", "pension_survivor")
OTHER_TRANSFERS = ("other_social_benefits",)
"""Public transfers that no rule simulates, kept as reported: municipal and other grants, where INE counts them."""


@dataclass(frozen=True)
class Incomes:
    """Incomes per head of the household's members, Bs a month, (n_persons,); meaningless outside `members`."""

    population: Population
    members: Array
    before_pensions: Array
    net_market: Array
    """With contributory pensions, as deferred income."""
    other_transfers: Array
    """Per head, as reported."""

    @classmethod
    def of(cls, population: Population) -> Incomes:
        """The incomes that no rule of the law moves. Raises where income cannot be made from the questions."""
        members = population["is_member"].astype(bool)
        if reason := population.absent.get("rebuilt_household_income"):
            wave = population.source.get("wave", "")
            raise AyniError("column_left_out", wave=wave, column="rebuilt_household_income", reason=reason)
        market = per_head(population, _sum(population, MARKET) - _sum(population, (TAKEN_BY_PRICES,)))
        counted = population.source.get("counts_other_transfers", False)
        zero = np.zeros(population.n_persons)
        return cls(
            population,
            members,
            before_pensions=market,
            net_market=market + per_head(population, _sum(population, PENSIONS)),
            other_transfers=per_head(population, _sum(population, OTHER_TRANSFERS)) if counted else zero,
        )

    def disposable(self, payments: Iterable[Payment], accounting: Accounting = "year") -> Array:
        """Net market income plus other transfers and these payments."""
        total = self.net_market + self.other_transfers
        for payment in payments:
            total = total + self.paid(payment, accounting)
        return total

    def paid(self, payment: Payment, accounting: Accounting = "year") -> Array:
        """What a programme adds per head."""
        return per_head(self.population, payment.per_month(accounting))


def per_head(population: Population, values: Array) -> Array:
    """A persons' amount shared over the members of the household, (n_persons,)."""
    members = population["is_member"].astype(bool)
    total = population.household_total(np.where(members, values, 0.0))
    return (total / population.household_total(members))[population.household]


def _sum(population: Population, names: Iterable[str]) -> Array:
    known = [population[name] for name in names if name in population.columns]
    return np.sum(known, axis=0) if known else np.zeros(population.n_persons)
