"""Take-home wages under another law of taxes and contributions: total earned stays, what is withheld changes."""

from __future__ import annotations

import numpy as np

from ayni.engine import Array, Law, LawOnDay, Population
from ayni.income.chain import Levy, on_wages, withheld
from ayni.income.gross import left_of, paid_to, with_gross_wages


def through_wages(law: Law) -> list[Levy]:
    """The taxes, then the contributions, of which reported wages are already net, and what employers pay on wages."""
    found = [levy for levy in on_wages(law) if levy.in_reported_income or levy.by_employer]
    return sorted(found, key=lambda levy: (levy.by_employer, levy.is_contribution))


def moves_wages(before: LawOnDay, after: LawOnDay) -> bool:
    """Whether two laws differ in what is withheld from a wage or paid on it by the employer."""
    laws = (before.law, after.law)
    read = [name for law in laws for name in law.order(rule for levy in through_wages(law) for rule in levy.rules)]
    return bool(before.differing(after, read))


def take_home(
    population: Population, before: LawOnDay, after: LawOnDay
) -> tuple[Population, dict[str, tuple[Array, Array]]]:
    """The population with the take-home wages of the law after, and what is paid on them, Bs a year, (n_persons,).

    First-order: each worker keeps the total earned that leaves the reported wage under the law before, presents no
    invoices, and bears none of what changes for the employer. Who pays nothing on the wage, and the aguinaldo, stay as
    they are. Taxes that the reported wage is not after are no part of this: they are taken from incomes as they stand.
    Raises AyniError where the wave does not ask who contributes.
    """
    gross = with_gross_wages(population, before)
    earners = np.flatnonzero(population["wage"] > 0)
    old, new = (paid_to(gross, earners, law, through_wages(law.law)) for law in (before, after))
    left = [
        left_of(gross["total_earned"], amounts, withheld(law.law)) for amounts, law in ((old, before), (new, after))
    ]
    paid: dict[str, tuple[Array, Array]] = {}
    nothing = np.zeros(population.n_persons)
    for name in dict.fromkeys([*old, *new]):
        pair = [12 * each.get(name, nothing) for each in (old, new)]
        if (pair[0] != pair[1]).any():
            paid[name] = (pair[0], pair[1])
    return population.with_columns({"wage": population["wage"] + (left[1] - left[0])}), paid
