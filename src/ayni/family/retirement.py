"""When somebody may retire with the solidarity pension and with how much; what the law book lacks, as a range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.engine import Law
from ayni.family.dates import age_on, day_of
from ayni.family.household import Family, family
from ayni.family.wording import label
from ayni.words import LANGUAGES, AyniError

PENSION = "pension_solidaria_vejez"
_WANTED = ("born", "sex", "contribution_years", "solidarity_reference_wage", "own_pension")
_MOST_YEARS = 40
"""Years of contributions after which the tables change no more."""


@dataclass(frozen=True)
class Amount:
    """A pension, Bs a month, under the law of the day; `low` and `high` differ where a row of its tables is unknown."""

    contribution_years: int
    low: float
    high: float
    law: str

    @property
    def is_known(self) -> bool:
        """Whether it is one amount."""
        return self.low == self.high


@dataclass(frozen=True)
class Retirement:
    """When and how much."""

    family: Family
    age: int
    """Completed years from which the pension is due."""
    min_years: int
    """Years of contributions that it asks for."""
    years: int
    """Years of contributions on the day."""
    of_age: dt.date
    """The day on which the age is reached."""
    with_years: dt.date | None
    """The day on which the years are reached by contributing every month; None where they are reached already."""
    first: dt.date
    """The first day on which both are."""
    stopping: Amount | None
    """With the contributions of today; None where they are too few."""
    going_on: Amount
    """With contributions every month until the first day."""


def retirement(given: Mapping[str, Any], law: Law, day: dt.date, *, person: str = "worker") -> Retirement:
    """When a person may retire with the solidarity pension, and with how much under the law of the day.

    `given` are answers: `born`, `sex`, `contribution_years`, `solidarity_reference_wage`, `own_pension` (what the own
    account and the compensation give a month) and, of a woman, `live_born_children`. Raises AyniError naming every
    answer that is missing, and for a day on which the law book has no such pension.
    """
    names = [*_WANTED, *(["live_born_children"] if given.get("sex") == "woman" else [])]
    if missing := [name for name in names if name not in given]:
        told = {each: ", ".join(f"{name} ({label(name, law, each)})" for name in missing) for each in LANGUAGES}
        raise AyniError("retirement_missing", person=person, answers=told)
    of = family({person: dict(given)}, day, law)
    begins = law.instrument(PENSION).in_force[0].start
    if day < begins:
        raise AyniError("retirement_before", day=day, begins=begins)
    said, household = of.given[person], of.under(law)
    parameters = law.on(day).parameters(PENSION)
    born = day_of(said, "born")
    assert parameters is not None
    assert born is not None
    age, least = int(household.value(f"{PENSION}_age", 0)), int(parameters.min_contribution_years)
    years = int(said["contribution_years"])
    of_age = _years_after(born, age)
    with_years = _years_after(day, least - years) if years < least else None
    first = max(of_age, with_years or day, day)
    then = min(years + age_on(day, first), 60)
    return Retirement(
        of,
        age,
        least,
        years,
        of_age,
        with_years,
        first,
        _amount(of, person, years, age, law) if years >= least else None,
        _amount(of, person, then, age, law),
    )


def _years_after(day: dt.date, years: int) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _amount(of: Family, person: str, years: int, age: int, law: Law) -> Amount:
    """The pension for the years, else between those of the nearest years that are known: it never falls with years."""
    found = _known(of, person, years, age, law)
    if found is not None:
        return Amount(years, found[0], found[0], found[1])
    below = next(each for year in range(years, 9, -1) if (each := _known(of, person, year, age, law)))
    above = next(each for year in range(years, _MOST_YEARS + 1) if (each := _known(of, person, year, age, law)))
    return Amount(years, below[0], above[0], below[1])


def _known(of: Family, person: str, years: int, age: int, law: Law) -> tuple[float, str] | None:
    said = {key: value for key, value in of.given[person].items() if key != "born"}
    try:
        trace = Family({person: {**said, "age": age, "contribution_years": years}}, of.day).under(law).trace(PENSION, 0)
    except AyniError as error:
        if error.key != "no_value_on_date":
            raise
        return None
    return float(trace.value), trace.law
