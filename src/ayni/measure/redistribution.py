"""From income before taxes and transfers to income after: equalisation, reranking, and the poor who gain or lose."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .design import Bools, Design, Where
from .estimate import Estimate
from .incidence import concentration
from .inequality import gini
from .poverty import own_line
from .sample import Sample


def redistributive_effect(before: ArrayLike, after: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Gini of ``before`` less Gini of ``after``, both (n,): positive when inequality falls.

    It is the `reynolds_smolensky` index less the `reranking`.
    """
    return gini(before, design, where=where) - gini(after, design, where=where)


def reynolds_smolensky(before: ArrayLike, after: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Gini of ``before`` less the concentration of ``after`` over the ranks of ``before``, both (n,): vertical equity.

    What the Gini would fall by if nobody changed ranks (Reynolds & Smolensky 1977).
    """
    return gini(before, design, where=where) - concentration(after, before, design, where=where)


def reranking(before: ArrayLike, after: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Gini of ``after`` less its concentration over the ranks of ``before``, both (n,): zero or more.

    Inequality that comes from persons changing ranks (Atkinson 1979; Plotnick 1981).
    """
    return gini(after, design, where=where) - concentration(after, before, design, where=where)


def fiscal_impoverishment(
    before: ArrayLike,
    after: ArrayLike,
    line: ArrayLike,
    design: Design,
    *,
    where: Where = None,
    unit: str | None = None,
) -> Estimate:
    """What the poor lose to the fiscal system, the fall of income below the ``line``, per person of the domain.

    Mean of max(0, min(before, line) - min(after, line)), all (n,), ``line`` also one number (Higgins & Lustig 2016, J.
    Dev. Econ. 122). Less the `gains_of_the_poor` it is the change of the poverty gap in money, the mean of
    max(0, line - income). In multiples of the line: give ``before / line``, ``after / line`` and a ``line`` of 1.
    Raises ValueError for a line that is not positive.
    """
    sample = Sample(design, where)
    z = own_line(line, sample)
    was, is_now = sample.column(before, "before"), sample.column(after, "after")
    lost = np.maximum(np.minimum(was, z) - np.minimum(is_now, z), 0.0)
    value = sample.total(lost) / sample.population
    return sample.estimate(value, (lost - value) / sample.population, design.money if unit is None else unit)


def gains_of_the_poor(
    before: ArrayLike,
    after: ArrayLike,
    line: ArrayLike,
    design: Design,
    *,
    where: Where = None,
    unit: str | None = None,
) -> Estimate:
    """What the poor gain from the fiscal system up to the ``line``, per person: see `fiscal_impoverishment`."""
    return fiscal_impoverishment(after, before, line, design, where=where, unit=unit)


def impoverished(before: ArrayLike, after: ArrayLike, line: ArrayLike) -> Bools:
    """Whether each person is poor after and poorer than before: fiscally impoverished (Higgins & Lustig 2016).

    For their share use `share`; among those who are poor after, `coverage`.
    """
    income = np.asarray(after, dtype=np.float64)
    column: Bools = (income < np.asarray(before, dtype=np.float64)) & (income < np.asarray(line, dtype=np.float64))
    return column
