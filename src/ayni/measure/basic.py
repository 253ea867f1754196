"""Totals, means, ratios and shares, weighted as Horvitz and Thompson (1952, JASA 47) do.

Their errors are those of the linearised figure (Woodruff 1971, JASA 66; Deville 1999, Survey Methodology 25).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from .design import Bools, Design, Where, codes
from .estimate import Estimate, UndefinedError
from .sample import Sample, mask

Result = TypeVar("Result")


def total(x: ArrayLike, design: Design, *, where: Where = None, unit: str | None = None) -> Estimate:
    """Weighted sum of ``x`` (n,) over the domain: Σ w x, in ``unit`` or else the money of the design."""
    sample = Sample(design, where)
    column = sample.column(x, "x")
    return sample.estimate(sample.total(column), column, design.money if unit is None else unit)


def population(design: Design, *, where: Where = None, unit: str = "persons") -> Estimate:
    """Number of persons in the domain: Σ w."""
    sample = Sample(design, where)
    return sample.estimate(sample.population, np.ones(sample.n), unit)


def mean(x: ArrayLike, design: Design, *, where: Where = None, unit: str | None = None) -> Estimate:
    """Weighted mean of ``x`` (n,) over the domain, in ``unit`` or else the money of the design.

    Influence (x - mean) / N.
    """
    sample = Sample(design, where)
    column = sample.column(x, "x")
    value = sample.total(column) / sample.population
    return sample.estimate(value, (column - value) / sample.population, design.money if unit is None else unit)


def share(holds: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Share of the domain's persons for whom ``holds`` (n,), a column of True or False, is true."""
    return mean(mask(holds, design.n, "holds"), design, where=where, unit="share")


def ratio(x: ArrayLike, y: ArrayLike, design: Design, *, where: Where = None, unit: str = "ratio") -> Estimate:
    """Total of ``x`` over total of ``y``, both (n,); influence (x - R y) / Y.

    Raises ValueError when the total of ``y`` is zero.
    """
    sample = Sample(design, where)
    above, below = sample.column(x, "x"), sample.column(y, "y")
    base = sample.total(below)
    if not base:
        raise UndefinedError("A ratio to a total of zero is not defined.")
    value = sample.total(above) / base
    return sample.estimate(value, (above - value * below) / base, unit)


def by(groups: ArrayLike, function: Callable[[Bools], Result], *, where: Where = None) -> dict[object, Result]:
    """``function(where)`` for each label of ``groups`` (n,), labels in sorted order.

    ``function`` takes a domain, e.g. ``lambda where: mean(x, design, where=where)``. Labels that nobody in ``where``
    bears are left out.
    """
    n = np.size(groups)
    labels, label_of_person = codes(groups, "groups", n)
    domain = np.ones(n, dtype=np.bool_) if where is None else mask(where, n, "where")
    present = np.unique(label_of_person[domain])
    return dict(
        zip(labels[present].tolist(), (function(domain & (label_of_person == k)) for k in present), strict=True)
    )
