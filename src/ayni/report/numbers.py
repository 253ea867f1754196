"""Numbers, money and dates as they are written in Bolivia, and in English."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

from ayni.words import Language, say

NBSP, MINUS = "\u00a0", "\u2212"
_SEPARATORS = {"es": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}


def number(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`1.234,5`; negative places round to tens, hundreds…; a tie goes away from zero and zero has no sign."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
    return before + f"{abs(rounded):,.{max(places, 0)}f}".translate(_SEPARATORS[language])


def money(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`Bs 1.234,50`."""
    text = number(value, language, places, sign=sign)
    return f"{text[0]}Bs{NBSP}{text[1:]}" if text[0] in f"{MINUS}+" else f"Bs{NBSP}{text}"


def millions(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`Bs 5.529 millones`, from a value in Bs."""
    text = money(value / 1e6, language, places, sign=sign)
    one = number(abs(value) / 1e6, language, places) == "1"
    return say("number.million" if one else "number.millions", language, amount=text).replace(" ", NBSP)


def percent(share: float, language: Language, places: int = 1, *, sign: bool = False) -> str:
    """`12,9%`, from a fraction."""
    return number(100 * share, language, places, sign=sign) + "%"


def points(difference: float, language: Language, places: int = 1) -> str:
    """`−3,2 pp`, from a difference of fractions."""
    return f"{number(100 * difference, language, places, sign=True)}{NBSP}pp"


def day(date: dt.date, language: Language) -> str:
    """`13 de enero de 2026`."""
    month = say(f"number.month_{date.month}", language)
    return say("number.day", language, day=date.day, month=month, year=date.year)


def supported_places(se: float | None, default: int, *, least: int = 0, most: int = 2) -> int:
    """How many decimals a standard error supports: down to its first digit, so one for 0.7 and two for 0.05."""
    if not se:
        return default
    return max(least, min(most, -math.floor(math.log10(se))))
