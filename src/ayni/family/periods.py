"""OpenFisca's periods: months, years, spans of months, and ETERNITY; and what of a variable holds for which of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from ayni.family.variables import Variable
from ayni.words import AyniError

Kind = Literal["MONTH", "MONTHS", "YEAR", "ETERNITY", "OTHER"]
LAST_YEAR = 9999
_PERIOD = re.compile(r"(?:(year|month|day):)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?::([0-9]{1,4}))?")
_WEEK = re.compile(r"(?:week(?:day)?:)?([0-9]{4})-W([0-9]{2})(?:-([1-7]))?(?::[0-9]{1,4})?")


class Period(Struct, frozen=True):
    """A month, several, a calendar year, ETERNITY, or another span, for which nothing here is defined."""

    kind: Kind
    start: dt.date
    text: str
    size: int = 0
    """Months."""

    @property
    def day(self) -> dt.date:
        """The day whose law answers: the first of a month, the last of a year."""
        match self.kind:
            case "YEAR":
                return dt.date(self.start.year, 12, 31)
            case "ETERNITY":
                return dt.date.max
        return self.start

    @property
    def months(self) -> tuple[Period, ...]:
        """Each month of it."""
        first = 12 * self.start.year + self.start.month - 1
        return tuple(_month(each // 12, each % 12 + 1) for each in range(first, first + self.size))

    @property
    def year(self) -> Period:
        """The calendar year of its first day."""
        return Period("YEAR", dt.date(self.start.year, 1, 1), f"{self.start.year:04}", 12)


def _month(year: int, month: int) -> Period:
    return Period("MONTH", dt.date(year, month, 1), f"{year:04}-{month:02}", 1)


def read_period(text: str) -> Period:
    """A period from its text, `2026-01`, `month:2026-01:3`, `2026`, `ETERNITY`… Raises for what is none."""
    if text.lower() == "eternity":
        return Period("ETERNITY", dt.date.min, "ETERNITY")
    try:
        if found := _PERIOD.fullmatch(text):
            said, year, month, day, size = found.groups()
            unit = said or ("day" if day else "month" if month else "year")
            start = dt.date(int(year), int(month or 1), int(day or 1))
            if (said or size is None) and (month or unit == "year") and (day or unit != "day"):
                months = 0 if day else int(size or 1) * (12 if unit == "year" else 1)
                return _of_months(start, months, text)
        elif week := _WEEK.fullmatch(text):
            return Period("OTHER", dt.date.fromisocalendar(int(week[1]), int(week[2]), int(week[3] or 1)), text)
    except ValueError:
        pass
    raise AyniError("situation_period", period=text)


def _of_months(start: dt.date, months: int, text: str) -> Period:
    if not months or 12 * start.year + start.month + months > 12 * LAST_YEAR:
        return Period("OTHER", start, text)
    if months == 1:
        return _month(start.year, start.month)
    if months == 12 and start.month == 1:
        return Period("YEAR", start, f"{start.year:04}", 12)
    return Period("MONTHS", start, text, months)


class Parts(Struct, frozen=True):
    """The periods by whose values a question is answered: their sum, over a divisor."""

    periods: tuple[Period, ...]
    divisor: int = 1


def parts_of(variable: Variable, period: Period) -> Parts:
    """A monthly amount of several months is their sum, a yearly one of a month a twelfth: OpenFisca's ADD and DIVIDE.

    Raises AyniError for another kind of period, and with both readings where there are two.
    """
    if variable.period in ("ETERNITY", period.kind):
        return Parts((period,))
    said = {"variable": variable.name, "period": period.text}
    if variable.period == "MONTH" and period.size:
        if variable.unit == "Bs/month":
            return Parts(period.months)
        raise AyniError("situation_not_summed", **said, first=period.months[0].text, last=period.months[-1].text)
    if variable.period == "YEAR" and period.kind == "MONTH":
        if variable.unit == "Bs/year":
            return Parts((period.year,), 12)
        raise AyniError("situation_paid_once", **said, year=period.year.text)
    raise AyniError("situation_wrong_period", **said, kind=variable.period)


def check_given(variable: Variable, period: Period) -> None:
    """Raise AyniError where a value of a variable cannot be given for a period, or would have two readings."""
    if variable.period in ("ETERNITY", period.kind):
        return
    said = {"variable": variable.name, "period": period.text}
    if variable.period == "MONTH" and period.size:
        if variable.unit == "Bs/month" or variable.type == "Boolean":
            return
        raise AyniError("situation_not_divided", **said, first=period.months[0].text, last=period.months[-1].text)
    if variable.period == "YEAR" and period.kind == "MONTH":
        raise AyniError("situation_part_of_year", **said, year=period.year.text)
    raise AyniError("situation_wrong_period", **said, kind=variable.period)


def by_month(variable: Variable, dated: Mapping[Period, Any]) -> dict[Period, Any]:
    """What is given of a monthly variable, by single months.

    What is left of an amount of several months, less those of them that are given, is divided equally among the others,
    shorter spans first; a flag holds in each of the others. Raises AyniError where all are given and add up to another
    amount, or to more than the whole.
    """
    found = {period: value for period, value in dated.items() if period.size == 1}
    for period in sorted(dated, key=lambda each: (each.size, each.start)):
        if period.size <= 1:
            continue
        months, value = period.months, dated[period]
        missing = [month for month in months if month not in found]
        if variable.type == "Boolean":
            found |= dict.fromkeys(missing, value)
            continue
        given = sum(found[month] for month in months if month in found)
        if given > value + CENT or (not missing and given < value - CENT):
            raise AyniError(
                "situation_sum", variable=variable.name, period=period.text, value=value, given=round(given, 2)
            )
        found |= dict.fromkeys(missing, (value - given) / max(len(missing), 1))
    return found


CENT = 0.005
"""Bs by which months may differ from their sum."""
