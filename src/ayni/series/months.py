"""Months as numbers that can be counted, and the days on which they begin."""

from __future__ import annotations

import datetime as dt
import re

from ayni.words import AyniError

Month = int
"""Twelve times the year plus the month less one: the distance between two months is their difference."""


def read_month(text: str) -> Month:
    """`2026-06` as a month; AyniError for any other text."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if found is None:
        raise AyniError("series_month", text=text)
    return 12 * int(found[1]) + int(found[2]) - 1


def month_of_day(day: dt.date) -> Month:
    """The month of a day."""
    return 12 * day.year + day.month - 1


def first_day(month: Month) -> dt.date:
    """The first day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1)


def months_from(year: int) -> range:
    """The twelve months of a year."""
    return range(12 * year, 12 * year + 12)


def written(month: Month) -> str:
    """The month as `2026-06`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
