"""Taxes and subsidies inside what households spend, and services at cost: what a law takes and gives of each."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from ayni.engine import Array, LawOnDay, Population, Simulation
from ayni.income import chain
from ayni.income.amounts import monthly, per_head
from ayni.income.programmes import doubts
from ayni.words.marks import Mark, MarkKind

TAXES = "impuestos_al_consumo"
"""The instrument whose parameters say what is invoiced."""
VAT = "iva_in_spending"
OF_FUEL = ("iehd_in_spending", "fuel_subsidy_in_spending")
"""What is taken and given in fuel, by who has a vehicle above all."""
HEALTH = "public_health_at_cost"
"""What SUS is worth to whom no health fund covers."""
ASSUMED = Mark(MarkKind.ASSUMPTION, TAXES)
SAMPLING_ONLY, UNDER_RECORDED = Mark(MarkKind.SAMPLING_ONLY), Mark(MarkKind.UNDER_RECORDED)


class InSpending(Struct, frozen=True):
    """A tax or subsidy inside what is spent, or a service at cost, Bs a month, (n_persons,)."""

    id: str
    is_tax: bool
    paid: Array
    """Of each person as the rules say: of spending, of the head."""
    amount: Array
    """Per head of the household."""
    marks: tuple[Mark, ...]

    @property
    def signed(self) -> Array:
        """What it adds to income per head: a tax takes away."""
        return -self.amount if self.is_tax else self.amount


def flows(
    population: Population, law: LawOnDay, concept: str = "consumable", simulation: Simulation | None = None
) -> tuple[InSpending, ...]:
    """What of a law enters at an income concept after disposable income, each once.

    `simulation` is one on the same population, whose columns are used again.
    """
    found = [
        each for each in chain.elements(law.law) if chain.PLACES[each.place].concept == concept and each.in_force(law)
    ]
    simulation = simulation or Simulation(population)
    columns = simulation.run(law, [name for each in found for name in each.in_force(law)])
    made = []
    for each in found:
        paid = np.asarray(monthly(law.law, columns, each.in_force(law), population))
        marks = dict.fromkeys(doubts(law, each.in_force(law)))
        marks |= dict.fromkeys(_marks(each, population, concept))
        made.append(
            InSpending(each.id, each.place == "indirect_tax", paid, per_head(population, paid), tuple(marks))
        )  # fmt: skip
    return tuple(made)


def _marks(element: chain.Element, population: Population, concept: str) -> list[Mark]:
    found = [ASSUMED] if element.place == "indirect_tax" else []
    found.append(SAMPLING_ONLY)
    if element.id == HEALTH:
        found.append(Mark(MarkKind.INSURANCE_VALUE))
    if concept == "consumable":
        found += [UNDER_RECORDED, *marks_of_spending(population)[: 2 if element.id in OF_FUEL else 1]]
    return found


def marks_of_spending(population: Population) -> tuple[Mark, ...]:
    """Nothing where spending was asked; of a match the survey that it is from, and that vehicles are not matched."""
    said = population.source.get("spending", {})
    if said.get("known") != "matched":
        return ()
    return Mark(MarkKind.MATCHED, said["wave"]), Mark(MarkKind.VEHICLE_NOT_MATCHED)
