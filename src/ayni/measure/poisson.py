"""Rates of rare events: exact intervals of a Poisson count, and of the ratio of two, without SciPy.

A count of all cases has no sampling error; its interval says by how much chance alone moves it from year to year.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .design import Floats
from .estimate import CONFIDENCE

STEPS = 200
"""Halvings: enough for the last bit of any bracket."""


class Rate(NamedTuple):
    """Cases over exposure, with the bounds of its exact interval."""

    value: float
    low: float
    high: float


def poisson_rate(count: int, exposure: float = 1.0, confidence: float = CONFIDENCE) -> Rate:
    """The rate of ``count`` cases in ``exposure`` (persons, or thousands of them) with its exact interval.

    Garwood (1936): the least and the greatest mean under which so many cases, or more, and so many, or fewer, have a
    probability of half of what is left; R's ``poisson.test``. Raises ValueError for a count that is negative or not
    whole, an exposure that is not positive, or a confidence outside 0 to 1.
    """
    tail = _tail(confidence)
    _checked(count, exposure)
    top = count + 12 * math.sqrt(count + 1.0) + 12
    low = _root(lambda mean: 1 - _poisson(count - 1, mean), tail, 0.0, top, rises=True) if count else 0.0
    high = _root(lambda mean: _poisson(count, mean), tail, 0.0, top * 2, rises=False)
    return Rate(count / exposure, low / exposure, high / exposure)


def poisson_ratio(
    count: int, exposure: float, other: int, other_exposure: float, confidence: float = CONFIDENCE
) -> Rate:  # fmt: skip
    """One rate over another with its exact interval: of all cases together, the share of the first is binomial.

    Clopper and Pearson (1934), as R's ``poisson.test`` of two counts. With no case in the second the ratio and its
    upper bound are infinite. Raises ValueError as `poisson_rate`, and where neither has a case.
    """
    tail = _tail(confidence)
    _checked(count, exposure)
    _checked(other, other_exposure)
    both = count + other
    if not both:
        raise ValueError("A ratio of two rates needs a case in one of them.")
    low = _root(lambda share: 1 - _binomial(count - 1, both, share), tail, 0.0, 1.0, rises=True) if count else 0.0
    high = _root(lambda share: _binomial(count, both, share), tail, 0.0, 1.0, rises=False) if other else 1.0
    times = other_exposure / exposure
    return Rate(*(share / (1 - share) * times if share < 1 else math.inf for share in (count / both, low, high)))


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence must lie strictly between 0 and 1, not {confidence}.")
    return (1 - confidence) / 2


def _checked(count: int, exposure: float) -> None:
    if count < 0 or count != int(count):
        raise ValueError(f"A count of cases must be whole and not negative, not {count}.")
    if not exposure > 0:
        raise ValueError(f"What is exposed must be positive, not {exposure}.")


def _log_factorials(upto: int) -> Floats:
    """The logarithm of n! for n from 0 to ``upto``, (upto + 1,)."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, upto + 1, dtype=np.float64)))))


def _poisson(count: int, mean: float) -> float:
    """P(X <= count) of a Poisson variable."""
    if mean <= 0:
        return 1.0
    cases = np.arange(count + 1)
    return float(np.exp(cases * np.log(mean) - mean - _log_factorials(count)).sum())


def _binomial(count: int, tries: int, share: float) -> float:
    """P(X <= count) of a binomial variable."""
    if share <= 0 or share >= 1:
        return float(share <= 0 or count >= tries)
    factorials, cases = _log_factorials(tries), np.arange(count + 1)
    ways = factorials[tries] - factorials[cases] - factorials[tries - cases]
    return float(np.exp(ways + cases * np.log(share) + (tries - cases) * np.log1p(-share)).sum())


def _root(of: Callable[[float], float], wanted: float, low: float, high: float, *, rises: bool) -> float:
    """Where a function that only rises, or only falls, takes a value: by halving."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if (of(middle) < wanted) is rises:
            low = middle
        else:
            high = middle
    return (low + high) / 2
