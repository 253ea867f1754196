"""What a pregnancy and the child's first year bring, month by month, by the mother's insurance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ayni.engine import Household, Law, Rule
from ayni.engine.citations import of_rule, text
from ayni.family.answers import answering
from ayni.family.dates import COUNTED, OF_EVENTS, PREGNANCY, day_of, first_of, last_of, month
from ayni.family.household import Family, family
from ayni.family.wording import label
from ayni.words import LANGUAGES, AyniError

BABY = "baby"
INSTRUMENTS = ("asignaciones_familiares", "subsidio_universal_prenatal", "bono_juana_azurduy")
FIRST_YEAR = 12
"""Months of the child's life that are told."""
_DATES = ("pregnant_since", "gave_birth")
_PAID = ("Bs/month", "Bs/year", "Bs/once")


class Due(Struct, frozen=True):
    """One payment of a month."""

    month: dt.date
    """Its first day."""
    of_pregnancy: int
    """The month of the pregnancy, 1 to 9; 0 after the birth."""
    of_child: int
    """The month of the child's life, 1 in the month of the birth; 0 before it."""
    instrument: str
    rule: str
    amount: float
    """Bs."""
    in_kind: bool
    law: str
    known: bool
    """Whether the law book is known to that month."""


class Pregnancy(Struct, frozen=True):
    """The payments from the first month of a pregnancy to the child's first birthday."""

    family: Family
    is_insured: bool
    birth: dt.date
    """The month of the birth, by its first day; nine months from the first where it is not said."""
    due: tuple[Due, ...]

    @property
    def total(self) -> float:
        """All of them, Bs."""
        return float(sum(each.amount for each in self.due))


def pregnancy(given: Mapping[str, Any], law: Law, day: dt.date, *, person: str = "mother") -> Pregnancy:
    """What is due month by month under the law as it stands on the day, all check-ups attended.

    `given` are answers: `pregnant_since` or `gave_birth` (a month, which may be to come) and `health_insurance`; of
    twins, `breastfed_children`. Raises AyniError naming every answer that is missing.
    """
    missing = [] if set(_DATES) & set(given) else [_DATES[0]]
    missing += [name for name in ("health_insurance",) if name not in given]
    if missing:
        told = {each: ", ".join(f"{name} ({label(name, law, each)})" for name in missing) for each in LANGUAGES}
        raise AyniError("pregnancy_missing", person=person, answers=told)
    said = {"sex": "woman", "age": 30, **given}
    read = family({person: said}, day, law, checked=False).given[person]
    since, born = (day_of(read, name) for name in _DATES)
    if since is not None and born is not None and not 1 <= month(born) - month(since) <= PREGNANCY + 1:
        raise AyniError("pregnancy_dates", since=str(read["pregnant_since"]), birth=str(read["gave_birth"]))
    birth = month(born) if born is not None else month(since or day) + PREGNANCY
    start = month(since) if since is not None else birth - PREGNANCY
    if first_of(start) < dt.date(2005, 1, 1):
        raise AyniError("before_the_law_book", date=first_of(start), year=2005)
    mother = {
        **{key: value for key, value in read.items() if key not in _DATES},
        "pregnant_since": first_of(start).isoformat()[:7], "gave_birth": first_of(birth).isoformat()[:7],
    }  # fmt: skip
    baby = {
        "born": first_of(birth).isoformat()[:7], "mother": person, "relation": "child",
        "health_insurance": read["health_insurance"],
    }  # fmt: skip
    of = Family({person: mother, BABY: baby}, day)
    rules = [
        (name, rule)
        for name in INSTRUMENTS
        for rule in answering(law, law.instrument(name))
        if rule.unit in _PAID and {*COUNTED, *OF_EVENTS} & set(rule.inputs)
    ]
    due = [
        found
        for number in range(start, birth + FIRST_YEAR)
        for found in _of_month(of, law, rules, number, start, birth)
    ]
    insured = bool(Household(law.on(day), of.persons(law, first_of(birth))).value("has_social_security", 0))
    return Pregnancy(Family({person: dict(read)}, day), insured, first_of(birth), tuple(due))


def _of_month(
    of: Family, law: Law, rules: list[tuple[str, Rule]], number: int, start: int, birth: int
) -> Iterator[Due]:
    first = first_of(number)
    then = Family(_so_far(of.given, number, birth), first)
    on = law.on(first)
    household = Household(on, then.persons(law, first))
    for name, rule in rules:
        instrument = law.instrument(name)
        if not any(span.holds(first) or span.holds(last_of(first)) for span in instrument.in_force):
            continue
        for position in range(len(household.persons)):
            amount = float(household.value(rule.name, position))
            if amount:
                window = instrument.window(rule.name, first.year)
                until = instrument.known_on(first)
                yield Due(
                    first, number - start + 1 if number < birth else 0, max(0, number - birth + 1), name, rule.name,
                    amount, bool(window and window.in_kind), text(of_rule(on, rule.name)),
                    until is None or first <= until,
                )  # fmt: skip


def _so_far(persons: Mapping[str, Mapping[str, Any]], number: int, birth: int) -> Mapping[str, Mapping[str, Any]]:
    """The persons as they are in a month: before the birth nobody has given it."""
    if number >= birth:
        return persons
    return {name: {key: value for key, value in said.items() if key != "gave_birth"} for name, said in persons.items()}
