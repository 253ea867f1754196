"""Poverty, inequality and incidence: pure functions of columns and a sampling design, each returning an `Estimate`.

Columns are arrays with one value per person of the `Design`; ``where`` narrows a measure to a domain. Standard errors
are by linearisation over the whole design, with the domain as a subpopulation. Wrong input raises ValueError with one
sentence that says what is wrong.
"""

from .basic import by, mean, population, ratio, share, total
from .design import Design, Sampling
from .estimate import Change, Estimate, change
from .incidence import concentration, concentration_curve, coverage, exclusion, kakwani, leakage
from .inequality import (
    decile_shares,
    gini,
    income_share,
    lorenz,
    lorenz_curve,
    palma,
    quantile,
    quantile_ratio,
    quantile_shares,
    quintile_shares,
)
from .poverty import fgt, gap, headcount, severity

__all__ = [
    "Change",
    "Design",
    "Estimate",
    "Sampling",
    "by",
    "change",
    "concentration",
    "concentration_curve",
    "coverage",
    "decile_shares",
    "exclusion",
    "fgt",
    "gap",
    "gini",
    "headcount",
    "income_share",
    "kakwani",
    "leakage",
    "lorenz",
    "lorenz_curve",
    "mean",
    "palma",
    "population",
    "quantile",
    "quantile_ratio",
    "quantile_shares",
    "quintile_shares",
    "ratio",
    "severity",
    "share",
    "total",
]
