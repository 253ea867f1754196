"""The chain of incomes as data: its concepts, its places, and what enters at each under a law.

Concepts as in Lustig (ed.), *Commitment to Equity Handbook* (2nd ed. 2022), ch. 1. What enters is said by the
instruments of the law (`enters` in their YAML) and by the money columns of the survey (`enters` in `amounts.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.engine import Law, LawOnDay
from ayni.engine.parameters import Payer, Place

CONCEPTS = ("market", "market_and_pensions", "net_market", "gross", "disposable", "consumable", "final")
"""Each is the one before with what enters at it; gross is market and pensions with transfers, before what is taken."""


@dataclass(frozen=True)
class Where:
    """A place in the chain: the first concept that holds what enters there, and whether it adds to it or takes."""

    concept: str
    sign: int


PLACES: Mapping[Place, Where] = {
    "market": Where("market", 1),
    "contribution": Where("net_market", -1),
    "direct_tax": Where("net_market", -1),
    "transfer": Where("gross", 1),
    "indirect_tax": Where("consumable", -1),
    "subsidy": Where("consumable", 1),
    "in_kind": Where("final", 1),
}
WAGE = frozenset({"wage", "monthly_wage"})
"""Columns of the wage of the main job: a tax or contribution that rests on one of them is of the wage."""


@dataclass(frozen=True)
class Element:
    """One tax, contribution or transfer of a law, as an instrument says that it enters."""

    id: str
    instrument: str
    place: Place
    rules: tuple[str, ...]
    paid_by: Payer
    total: str
    own_pension: bool
    counted_by_ine: bool | str

    @property
    def sign(self) -> int:
        """Whether it adds to a household's income (1), takes from it (-1), or is borne by an employer (0)."""
        return PLACES[self.place].sign if self.paid_by == "person" else 0

    @property
    def shown_as(self) -> str:
        """Its name where tables show it together with others of one total."""
        return self.total or self.id

    @property
    def in_reported_wages(self) -> bool:
        """Whether the survey reports wages after it: then it leads from gross to take-home wages."""
        return self.counted_by_ine is True and self.sign < 0


def elements(law: Law) -> tuple[Element, ...]:
    """What enters under a law, in the order of its instruments. Only what runs on a population enters its incomes."""
    return tuple(
        Element(
            entry.id, instrument.id, entry.place, law.entering(instrument, entry), entry.paid_by, entry.total,
            entry.own_pension, instrument.counted_by_ine,
        )
        for instrument in law.instruments.values()
        if instrument.tier == "executable"
        for entry in instrument.enters or ()
    )  # fmt: skip


def taken(law: Law) -> tuple[Element, ...]:
    """Direct taxes and contributions, whoever pays them: first those that are withheld from a worker."""
    found = [each for each in elements(law) if PLACES[each.place].concept == "net_market"]
    return tuple(sorted(found, key=lambda each: each.paid_by == "employer"))


def of_wages(law: Law) -> tuple[Element, ...]:
    """Of what is taken, what rests on the wage of the main job."""
    return tuple(each for each in taken(law) if WAGE & set(law.read_by(each.rules)))


def in_force(law: LawOnDay, each: Element) -> tuple[str, ...]:
    """The rules of an element that say anything on the day."""
    return tuple(name for name in each.rules if law.in_force(name))


def moving(law: Law) -> frozenset[str]:
    """The rules on which disposable income, and what employers pay on wages, rest."""
    wanted = [name for each in elements(law) if each.place not in AFTER_DISPOSABLE for name in each.rules]
    return frozenset(law.order(wanted))


AFTER_DISPOSABLE = frozenset(place for place, where in PLACES.items() if where.concept in ("consumable", "final"))
"""Places that exist, and at which no figure is made yet."""
