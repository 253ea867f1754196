"""Generalised entropy, the Atkinson index and the Watts index: measures that rest on the logarithm of income.

They are defined for positive incomes alone, as in R's ``convey``: a domain that holds an income of zero or below is
refused, and the caller narrows it (``where=y > 0``) and says whom that leaves out.

With U_a = Σ w y^a and T_a = Σ w y^a ln y, the values are functions of such totals and the influence of a person is the
function's derivative along the person's own part of each (Biewen & Jenkins 2003, Review of Income and Wealth 49(4),
for entropy and Atkinson; Watts is the mean of a column).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .design import Design, Floats, Where
from .estimate import Estimate
from .poverty import own_line
from .sample import Sample


def generalized_entropy(y: ArrayLike, alpha: float, design: Design, *, where: Where = None) -> Estimate:
    """Generalised entropy GE(alpha) of ``y`` (n,): the mean of ((y/μ)^α - 1)/(α(α - 1)); its limits at 0 and 1.

    The class of Shorrocks (1980, Econometrica 48), with the indices of Theil (1967) at 0 and 1. A larger ``alpha``
    weighs differences among the rich more. Unit ``"index"``, zero where all have the same. Raises ValueError for an
    income in the domain that is not positive, and for an alpha that is no finite number.
    """
    sample = Sample(design, where)
    column = _positive(y, "y", sample)
    mean = sample.total(column) / sample.population
    relative = column / mean
    if alpha == 1:
        part = relative * np.log(relative)
        slope = sample.total(part) / sample.population + 1
    elif alpha == 0:
        part = -np.log(relative)
        slope = -1.0
    elif np.isfinite(alpha):
        part = (relative**alpha - 1) / (alpha * (alpha - 1))
        slope = sample.total(relative**alpha) / sample.population / (alpha - 1)
    else:
        raise ValueError(f"alpha must be a finite number, not {alpha}.")
    value = sample.total(part) / sample.population
    return sample.estimate(value, (part - value - slope * (relative - 1)) / sample.population, "index")


def theil(y: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Theil's T of ``y`` (n,), GE(1): the mean of (y/μ) ln(y/μ). As `generalized_entropy`."""
    return generalized_entropy(y, 1, design, where=where)


def mean_log_deviation(y: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Theil's L of ``y`` (n,), GE(0): the mean of ln(μ/y). As `generalized_entropy`."""
    return generalized_entropy(y, 0, design, where=where)


def atkinson(y: ArrayLike, epsilon: float, design: Design, *, where: Where = None) -> Estimate:
    """Atkinson's index of ``y`` (n,): the share of all income that could be spared, at equal welfare, were it equal.

    One less the generalised mean of y/μ of order 1 - ε, at ε = 1 the geometric mean (Atkinson 1970, J. Econ. Theory 2);
    ``epsilon`` > 0 is the aversion to inequality. Unit ``"index"``, from 0 to 1. Raises ValueError for an income in the
    domain that is not positive, and for an epsilon that is not.
    """
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive, not {epsilon}.")
    sample = Sample(design, where)
    column = _positive(y, "y", sample)
    relative = column * (sample.population / sample.total(column))
    if epsilon == 1:
        logs = np.log(relative)
        middle = sample.total(logs) / sample.population
        equal = float(np.exp(middle))
        moved: Floats = logs - middle
    else:
        powers = relative ** (1 - epsilon)
        middle = sample.total(powers) / sample.population
        equal = float(middle ** (1 / (1 - epsilon)))
        moved = (powers / middle - 1) / (1 - epsilon)
    return sample.estimate(1 - equal, equal * (relative - 1 - moved) / sample.population, "index")


def watts(income: ArrayLike, line: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Watts's (1968) poverty index: the mean of ln(z/y) over all persons of the domain, zero for the non-poor.

    ``income`` (n,) and ``line`` (one number, or each person's own (n,)) in the same money. Unit ``"index"``. Influence
    (g - W)/N. Raises ValueError for an income in the domain, or a line, that is not positive.
    """
    sample = Sample(design, where)
    y, z = _positive(income, "income", sample), own_line(line, sample)
    depth = np.maximum(np.log(z / y), 0.0)
    value = sample.total(depth) / sample.population
    return sample.estimate(value, (depth - value) / sample.population, "index")


def _positive(values: ArrayLike, name: str, sample: Sample) -> Floats:
    column = sample.column(values, name)
    if not (column > 0).all():
        raise ValueError(f"{name} must be positive inside the domain: the measure rests on its logarithm.")
    return column
