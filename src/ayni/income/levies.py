"""Taxes, contributions and wage payments that the incomes reported in the survey do not include."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Law, LawOnDay, Simulation
from ayni.income.amounts import monthly
from ayni.income.chain import PLACES, Element, elements
from ayni.income.gross import UNSEEN, with_gross_wages
from ayni.income.programmes import doubts
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

OF_GROSS_WAGES = frozenset({"total_earned", "monthly_wage", *UNSEEN})
"""Columns that a population has once gross wages have been computed."""


class Flow(Struct, frozen=True):
    """What one tax, contribution or wage payment takes from or gives to each person, Bs a month, (n_persons,)."""

    element: Element
    amount: Array
    marks: tuple[Mark, ...] = ()

    @property
    def signed(self) -> Array:
        """What it adds to income: a tax takes away."""
        return self.element.sign * self.amount


def beside_reported(law: Law) -> tuple[Element, ...]:
    """The amounts that change market or net market income and are not part of any reported amount."""
    return tuple(
        each
        for each in elements(law)
        if PLACES[each.place].concept in ("market", "net_market") and each.sign and not each.in_reported_income
    )


def flows(simulation: Simulation, law: LawOnDay) -> Iterator[tuple[str, Flow | AyniError]]:
    """Each such element that is in force, by name; the error where this wave cannot tell.

    A payment of the year is spread over its months. Rules on total earned see gross wages (see `gross`).
    """
    gross: Simulation | None = None
    for element in beside_reported(law.law):
        rules = element.in_force(law)
        if not rules:
            continue
        try:
            of = simulation
            if OF_GROSS_WAGES & {*law.law.order(rules), *law.law.read_by(rules)}:
                of = gross = gross or Simulation(with_gross_wages(simulation.population, law))
            columns = of.run(law, rules)
        except AyniError as error:
            if error.key != "column_absent":
                raise
            yield element.id, error
            continue
        population = of.population
        amount = monthly(law.law, columns, rules, population)
        marks = doubts(law, rules)
        marks += [Mark(MarkKind.IMPUTED, name) for name in law.law.read_by(rules) if name in population.imputed]
        yield element.id, Flow(element, np.asarray(amount), tuple(marks))
