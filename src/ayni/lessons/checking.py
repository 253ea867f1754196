"""Checking an answer: right, not yet, or a slip that has a name."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from ayni.lessons.answers import expected
from ayni.lessons.course import exercise
from ayni.words import Language, say

TOLERANCE = 0.005
"""How far a number may be off, as a share of the right one: what rounding to three figures does."""


class Said(Struct, frozen=True):
    """What is said of an answer; `right` is None where there is no answer yet."""

    text: str
    right: bool | None

    def __repr__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return self.right is True


def said_of(number: str, answer: Any, language: Language) -> Said:
    """An answer compared with the one computed from the same people by another way."""
    exercise(number)
    state = "no_answer" if answer is ... else _state(answer, expected(number))
    right = None if answer is ... else state == "right"
    return Said(say(f"class.{state}", language, number=number), right)


def _state(answer: Any, right: float | str) -> str:
    if isinstance(right, str):
        return "right" if str(answer).strip().casefold() == right else "wrong"
    try:
        given = float(np.asarray(answer, dtype=float).reshape(()))
    except (TypeError, ValueError):
        return "no_number"
    slips = {"right": given, "per_cent": given / 100, "sign": -given}
    return next((name for name, value in slips.items() if np.isclose(value, right, rtol=TOLERANCE, atol=0.0)), "wrong")
