"""When somebody may retire and with how much, by each way that the law has; what the book lacks, as a range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from ayni.engine import Household, Law
from ayni.family.dates import age_on, day_of
from ayni.family.household import Family, family
from ayni.family.wording import label
from ayni.words import LANGUAGES, AyniError

PENSION = "pension_solidaria_vejez"
INSTRUMENTS = (PENSION, "pension_de_vejez", "compensacion_cotizaciones")
OWN = ("own_pension", "savings_balance")
"""What the own account pays: as the manager told it, or the balance from which it is bounded."""
_WANTED = ("born", "sex", "contribution_years", "solidarity_reference_wage")
_MOST_YEARS = 40
"""Years of contributions after which the tables change no more."""
Standing = Literal["open", "later", "perhaps", "closed", "not_asked"]
"""Whether a way is open on the day, from a later day on, perhaps (it depends on what is not known), or not; or was not
told enough of."""


class Amount(Struct, frozen=True):
    """A pension, Bs a month, under the law of the day; `low` and `high` differ where something of it is unknown."""

    contribution_years: int
    low: float
    high: float | None
    """None where no upper end is known."""
    law: str

    @property
    def is_known(self) -> bool:
        """Whether it is one amount."""
        return self.low == self.high


class Own(Struct, frozen=True):
    """What the own account and the compensation pay a month, Bs, without the Solidarity Fund."""

    low: float
    high: float | None
    savings_low: float
    savings_high: float
    compensation: float
    compensation_is_known: bool
    """Whether the compensation is the certificate's, or there is none; else it is that of 1997, the least."""


class Way(Struct, frozen=True):
    """One way to retire."""

    id: Literal["share", "share_with_compensation", "age", "solidarity"]
    standing: Standing
    day: dt.date | None
    """The first day, where it is open on the day or later."""
    amount: Amount | None
    needs: float | None
    """Bs a month: the own pension that it asks for, where it asks for one."""
    law: str


class Retirement(Struct, frozen=True):
    """When and how much."""

    family: Family
    age: int
    """Completed years from which the solidarity pension is due."""
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
    """The solidarity pension with the contributions of today; None where they are too few."""
    going_on: Amount
    """The same with contributions every month until the first day."""
    own: Own
    ways: tuple[Way, ...]


def retirement(given: Mapping[str, Any], law: Law, day: dt.date, *, person: str = "worker") -> Retirement:
    """When a person may retire, by each way, and with how much under the law of the day.

    `given` are answers: `born`, `sex`, `contribution_years`, `solidarity_reference_wage`, and `own_pension` (what the
    own account and the compensation give a month) or `savings_balance`; of a woman, `live_born_children`. Where known,
    `old_age_reference_wage`, `months_before_1997` with `wage_october_1996` or `compensation_certificate`, `spouse_age`,
    `children_under_25`. Raises AyniError naming every answer that is missing, and for a day on which the law book has
    no such pension.
    """
    names = [*_WANTED, *(["live_born_children"] if given.get("sex") == "woman" else [])]
    missing = [name for name in names if name not in given]
    missing += [OWN[0]] if not set(OWN) & set(given) else []
    months = given.get("months_before_1997")
    if months and OWN[0] not in given and not {"wage_october_1996", "compensation_certificate"} & set(given):
        missing.append("compensation_certificate")
    if missing:
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
    own = _own(of, person, max(age, age_on(born, day)), law)
    stopping = _amount(of, person, years, age, own, law) if years >= least else None
    going_on = _amount(of, person, then, age, own, law)
    asked = _Asked(of, person, born, household, law)
    solidarity = Way(
        "solidarity", "open" if first <= day else "later", first, stopping if first <= day else going_on, None,
        going_on.law,
    )  # fmt: skip
    ways = (*asked.by_share(), asked.by_age(least, with_years), solidarity)
    return Retirement(of, age, least, years, of_age, with_years, first, stopping, going_on, own, ways)


def _years_after(day: dt.date, years: int) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _at(of: Family, person: str, law: Law, **facts: Any) -> Household:
    said = {key: value for key, value in of.given[person].items() if key != "born"}
    return Family({person: {**said, **facts}}, of.day).under(law)


def _own(of: Family, person: str, age: int, law: Law) -> Own:
    """What the account pays at an age: as it was told, or between the least and the most that its balance can."""
    said = of.given[person]
    if "own_pension" in said:
        own = float(said["own_pension"])
        return Own(own, own, own, own, 0.0, True)
    household = _at(of, person, law, age=age)
    low, high = (float(household.value(f"savings_pension_{end}", 0)) for end in ("least", "most"))
    compensation = float(household.value("compensacion_cotizaciones", 0))
    known = not compensation or bool(said.get("compensation_certificate"))
    return Own(low + compensation, high + compensation if known else None, low, high, compensation, known)


class _Asked(Struct, frozen=True):
    """A person before the law of the day, for the ways without the Solidarity Fund."""

    of: Family
    person: str
    born: dt.date
    household: Household
    law: Law

    def by_share(self) -> tuple[Way, ...]:
        """By what the account pays: at any age without contributions before May 1997, else from an age."""
        said = self.of.given[self.person]
        parameters = self.law.on(self.of.day).parameters("pays_share_of_reference_wage")
        assert parameters is not None
        before = int(said.get("months_before_1997") or 0)
        id: Literal["share", "share_with_compensation"] = "share_with_compensation" if before else "share"
        article = self.household.trace("pays_share_of_reference_wage", 0).law
        wage = float(said.get("old_age_reference_wage") or 0)
        if not wage:
            return (Way(id, "not_asked", None, None, None, article),)
        needs = parameters.share_of_reference_wage * wage
        age = int(self.household.value("pension_de_vejez_age_with_compensation", 0)) if before else 0
        day = max(_years_after(self.born, age) if before else self.of.day, self.of.day)
        return (self._own_way(id, day, needs, article),)

    def by_age(self, least: int, with_years: dt.date | None) -> Way:
        """At the age and with the years of the law, where the own pension is above the solidarity one."""
        parameters = self.law.on(self.of.day).parameters("retires_by_age")
        assert parameters is not None
        day = max(_years_after(self.born, int(parameters.min_age)), with_years or self.of.day, self.of.day)
        years = max(least, int(self.of.given[self.person]["contribution_years"]))
        target = _target(self.of, self.person, years, self.law)
        article = self.household.trace("pays_share_of_reference_wage", 0).law
        return self._own_way("age", day, target, article, above=True)

    def _own_way(
        self, id: Literal["share", "share_with_compensation", "age"], day: dt.date, needs: float, article: str,
        *, above: bool = False,
    ) -> Way:  # fmt: skip
        own = _own(self.of, self.person, age_on(self.born, day), self.law)
        years = int(self.of.given[self.person]["contribution_years"])
        reached = own.low > needs if above else own.low >= needs
        never = own.high is not None and (own.high <= needs if above else own.high < needs)
        if never:
            return Way(id, "closed", None, None, needs, article)
        standing: Standing = ("open" if day <= self.of.day else "later") if reached else "perhaps"
        return Way(id, standing, day, Amount(years, own.low, own.high, article), needs, article)


def _target(of: Family, person: str, years: int, law: Law) -> float:
    """The most that the solidarity pension may be for the years, of those rows of its table that are known."""
    for each in range(years, _MOST_YEARS + 1):
        try:
            return float(_at(of, person, law, age=60, contribution_years=each).value(f"{PENSION}_target", 0))
        except AyniError as error:
            if error.key != "no_value_on_date":
                raise
    raise AssertionError(years)


def _amount(of: Family, person: str, years: int, age: int, own: Own, law: Law) -> Amount:
    """The pension for the years, else between those of the nearest years that are known: it never falls with years."""
    lows = _between(of, person, years, age, own.low, law)
    if own.high == own.low:
        return Amount(years, *lows)
    highs = None if own.high is None else _between(of, person, years, age, own.high, law)
    return Amount(years, lows[0], highs and highs[1], lows[2])


def _between(of: Family, person: str, years: int, age: int, own: float, law: Law) -> tuple[float, float, str]:
    found = _known(of, person, years, age, own, law)
    if found is not None:
        return found[0], found[0], found[1]
    below = next(each for year in range(years, 9, -1) if (each := _known(of, person, year, age, own, law)))
    above = next(each for year in range(years, _MOST_YEARS + 1) if (each := _known(of, person, year, age, own, law)))
    return below[0], above[0], below[1]


def _known(of: Family, person: str, years: int, age: int, own: float, law: Law) -> tuple[float, str] | None:
    try:
        trace = _at(of, person, law, age=age, contribution_years=years, own_pension=own).trace(PENSION, 0)
    except AyniError as error:
        if error.key != "no_value_on_date":
            raise
        return None
    return float(trace.value), trace.law
