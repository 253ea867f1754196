"""Numbers, money and dates as written in Bolivia and in English."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from ayni.words import LANGUAGES, AyniError, Language, say

NBSP, MINUS = "\u00a0", "\u2212"
LONGEST = 20
"""Characters of a number that people type; more digits than that are not told apart."""
_SEPARATORS = {"es": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}
_MARKS = {"es": (".", ","), "en": (",", ".")}
"""What parts thousands, and what begins decimals."""
_EXACT, _NEAR = 1e11, 1e-4
"""Below so many units of its last digit a float knows them to far less than this; nearer to a tie they are counted."""


def number(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`1.234,5`; negative places round to tens, hundreds…; a tie goes away from zero and zero has no sign."""
    units = abs(value) * 10.0**places
    if units < _EXACT and not -_NEAR < units % 1 - 0.5 < _NEAR:
        whole = int(units + 0.5)
        size = f"{abs(value):,.{places}f}" if places > 0 else f"{whole * 10**-places:,}"
    else:
        rounded = Decimal(abs(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole, size = int(rounded != 0), f"{rounded:,.{max(places, 0)}f}"
    before = "" if not whole else MINUS if value < 0 else "+" if sign else ""
    return before + size.translate(_SEPARATORS[language])


def money(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`Bs 1.234,50`."""
    text = number(value, language, places, sign=sign)
    return f"{text[0]}Bs{NBSP}{text[1:]}" if text[0] in f"{MINUS}+" else f"Bs{NBSP}{text}"


def millions(value: float, language: Language, places: int = 0, *, sign: bool = False) -> str:
    """`Bs 5.529 millones`, from a value in Bs."""
    text = money(value / 1e6, language, places, sign=sign)
    one = number(abs(value) / 1e6, language, places) == "1"
    return say("number.million" if one else "number.millions", language, amount=text).replace(" ", NBSP)


def told(write: Callable[..., str], value: float, places: int = 0) -> dict[Language, str]:
    """A number as each language writes it, for the field of an error: `told(millions, 5e8)`."""
    return {language: write(value, language, places) for language in LANGUAGES}


def decimals(value: float) -> int:
    """The decimals that a number is written with, of ten digits."""
    exponent = Decimal(f"{value:.10g}").normalize().as_tuple().exponent
    return max(0, -int(exponent))


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


def month_of_year(date: dt.date, language: Language) -> str:
    """`enero de 2026`."""
    return say("number.month_of_year", language, month=say(f"number.month_{date.month}", language), year=date.year)


ROUNDING = 1e-9
"""Far below any error of sampling in the units in which figures are printed."""


def supported_places(se: float | None, default: int, *, least: int = 0, most: int = 2) -> int:
    """How many decimals a standard error supports: down to its first digit, so one for 0.7 and two for 0.05.

    None, and what rounding leaves of none, support the default.
    """
    if se is None or se < ROUNDING:
        return default
    return max(least, min(most, -math.floor(math.log10(se))))


def read_typed(text: str, language: Language) -> float:
    """A number as people type it in a form: `2.000` and `2.000,5` in Spanish, `2,000.5` in English, `2000.5` in both.

    Whoever takes it says how it was read. Raises for what is no number, and with both readings for one mark that may
    part thousands in one language and begin decimals in the other, unless it is the thousands' mark of this language.
    """
    return float(plain_typed(text, language))


def plain_typed(text: str, language: Language) -> str:
    """A number as people type it, as programs write it, its last digits kept: `4.50`. Raises as `read_typed` does."""
    if len(text) > LONGEST:
        raise AyniError("typed_too_long", text=text[:LONGEST])
    bare = re.sub(r"^(-?)Bs", r"\1", re.sub(r"\s", "", text.replace(MINUS, "-")))
    thousands, decimals = _MARKS[language]
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}(\{thousands}\d{{3}})+(\{decimals}\d+)?", bare):
        return bare.replace(thousands, "").replace(decimals, ".")
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}\{decimals}\d{{3}}", bare):
        readings = (bare.replace(decimals, mark) for mark in ("", "."))
        one, other = (
            number(float(reading), language, len(reading.partition(".")[2].rstrip("0"))) for reading in readings
        )
        raise AyniError("typed_two_readings", text=text, one=one, other=other)
    if re.fullmatch(r"-?\d+([.,]\d+)?", bare, re.ASCII):
        return bare.replace(",", ".")
    raise AyniError("typed_no_number", text=text)
