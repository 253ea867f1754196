"""Poverty: the family of Foster, Greer & Thorbecke (1984)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .design import Design, Floats, Where
from .estimate import Estimate
from .sample import Sample


def fgt(income: ArrayLike, line: ArrayLike, alpha: float, design: Design, *, where: Where = None) -> Estimate:
    """Mean of ((z - y)/z)^alpha over all persons of the domain, zero for the non-poor; poor means ``income < line``.

    ``income`` (n,) and ``line`` (one number, or each person's own (n,)) in the same money; ``alpha`` >= 0. Unit
    ``"share"``. Influence (g - FGT)/N. Raises ValueError for a line that is not positive or an alpha below zero.
    """
    if not alpha >= 0:
        raise ValueError(f"alpha must be zero or more, not {alpha}.")
    sample = Sample(design, where)
    y = sample.column(income, "income")
    gaps = shortfall(y, own_line(line, sample), alpha)
    value = sample.total(gaps) / sample.population
    return sample.estimate(value, (gaps - value) / sample.population, "share")


def own_line(line: ArrayLike, sample: Sample) -> Floats:
    """The line of each person of the domain, from one number or each person's own; ValueError unless all positive."""
    z = sample.column(np.full(sample.design.n, line) if np.ndim(line) == 0 else line, "line")
    if not (z > 0).all():
        raise ValueError("Every poverty line must be positive.")
    return z


def shortfall(y: Floats, z: Floats | float, alpha: float) -> Floats:
    """((z - y)/z)^alpha for the poor, zero for others."""
    poor = y < z
    gaps: Floats = np.where(poor, (z - y) / z, 0.0) ** alpha * poor
    return gaps


def headcount(income: ArrayLike, line: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Share of persons with ``income < line``, the FGT of 0."""
    return fgt(income, line, 0, design, where=where)


def gap(income: ArrayLike, line: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Mean shortfall as a share of the line, zero for the non-poor, the FGT of 1."""
    return fgt(income, line, 1, design, where=where)


def severity(income: ArrayLike, line: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Mean squared shortfall as a share of the line, zero for the non-poor, the FGT of 2."""
    return fgt(income, line, 2, design, where=where)
