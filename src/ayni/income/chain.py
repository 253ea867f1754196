"""The chain of incomes as data: its concepts, its places, and what enters at each under a law.

Concepts as in Lustig (ed.), *Commitment to Equity Handbook* (2nd ed. 2022), ch. 1. What enters is said by the
instruments of the law (`enters` in their YAML) and by the money columns of the survey (`enters` in `amounts.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ayni.engine import Law, LawOnDay, once_a_shape
from ayni.engine.instruments import Payer, Place

MONTHS_OF = {"Bs/month": 1, "Bs/year": 12, "Bs/once": 12}
"""Over how many months an amount of a unit is spread where a year is one."""

CONCEPTS = ("market", "market_and_pensions", "net_market", "gross", "disposable", "consumable", "final")
"""The income concepts in order: each is the one before with what enters at it. Gross income is market income and
pensions with transfers, before taxes."""


class Where(Struct, frozen=True):
    """A place in the chain: the first income concept that includes what enters there, and whether it is added or
    deducted."""

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
LATER = ("consumable", "final")
"""Concepts after disposable income."""
WAGE = frozenset({"wage", "monthly_wage"})
"""Columns of the wage of the main job; a tax or contribution based on one of them is one on wages."""


class Element(Struct, frozen=True):
    """One tax, contribution or transfer of a law, as an instrument says that it enters."""

    id: str
    instrument: str
    place: Place
    rules: tuple[str, ...]
    paid_by: Payer
    total: str
    own_pension: bool
    counted_by_office: bool | str

    @property
    def sign(self) -> int:
        """Whether it adds to a household's income (1), takes from it (-1), or is borne by an employer (0)."""
        return PLACES[self.place].sign if self.paid_by == "person" else 0

    @property
    def in_reported_income(self) -> bool:
        """Whether the incomes reported in the survey are already net of it, as take-home wages are of RC-IVA."""
        return self.counted_by_office is True

    def in_force(self, law: LawOnDay) -> tuple[str, ...]:
        """Its rules that are in force on a day."""
        return tuple(name for name in self.rules if law.in_force(name))


class Levy(Struct, frozen=True):
    """A tax, or contributions that have one total: what tables of wages and of revenue show as one."""

    id: str
    rules: tuple[str, ...]
    elements: tuple[Element, ...]

    @property
    def is_contribution(self) -> bool:
        """A contribution, else a tax."""
        return self.elements[0].place == "contribution"

    @property
    def by_employer(self) -> bool:
        """Borne by the employer, on top of the wage."""
        return self.elements[0].paid_by == "employer"

    @property
    def in_reported_income(self) -> bool:
        """Whether the incomes reported in the survey are already net of it; none of them includes what an employer
        pays."""
        return self.elements[0].in_reported_income

    def is_of_wages(self, law: Law) -> bool:
        """Whether it is based on the wage of the main job."""
        return bool(WAGE & set(law.read_by(self.rules)))


@once_a_shape
def elements(law: Law) -> tuple[Element, ...]:
    """What enters under a law, in the order of its instruments. Only what runs on a population enters its incomes."""
    return tuple(
        Element(
            entry.id, instrument.id, entry.place, law.entering(instrument, entry), entry.paid_by, entry.total,
            entry.own_pension, instrument.counted_by_office,
        )
        for instrument in law.instruments.values()
        if instrument.tier == "executable"
        for entry in instrument.enters or ()
    )  # fmt: skip


def taken(law: Law) -> tuple[Element, ...]:
    """Direct taxes and contributions: first what persons pay, then what employers pay."""
    found = [each for each in elements(law) if PLACES[each.place].concept == "net_market"]
    return tuple(sorted(found, key=lambda each: each.paid_by == "employer"))


def levies(law: Law) -> tuple[Levy, ...]:
    """What is taken, with the contributions of one total as one."""
    groups: dict[str, list[Element]] = {}
    for each in taken(law):
        groups.setdefault(each.total or each.id, []).append(each)
    return tuple(
        Levy(name, (found[0].total,) if found[0].total else found[0].rules, tuple(found))
        for name, found in groups.items()
    )


@once_a_shape
def on_wages(law: Law) -> tuple[Levy, ...]:
    """The levies on the wage of the main job."""
    return tuple(levy for levy in levies(law) if levy.is_of_wages(law))


def withheld(law: Law) -> tuple[Levy, ...]:
    """The taxes and contributions between gross wages and the wages that the survey reports."""
    return tuple(levy for levy in on_wages(law) if levy.in_reported_income and not levy.by_employer)


@once_a_shape
def moving_spending(law: Law) -> frozenset[str]:
    """The rules on which taxes and subsidies inside what is spent depend."""
    found = [each for each in elements(law) if PLACES[each.place].concept == "consumable"]
    return frozenset(law.order([name for each in found for name in each.rules]))


@once_a_shape
def moving(law: Law) -> frozenset[str]:
    """The rules on which disposable income, and what employers pay on wages, depend."""
    found = [each for each in elements(law) if PLACES[each.place].concept not in LATER]
    return frozenset(law.order([name for each in found for name in each.rules]))
