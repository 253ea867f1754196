"""Poverty, inequality and incidence: pure functions of columns and a sampling design, each returning an `Estimate`.

Columns are arrays with one value per person of the `Design`; ``where`` narrows a measure to a domain. Standard errors
are by linearisation over the whole design, with the domain as a subpopulation. Wrong input raises ValueError with one
sentence that says what is wrong; `UndefinedError`, a ValueError, is raised for what the sample does not define. A
`Whole` gives the same figures for all domains of a table at once.
"""

from .basic import by, mean, population, ratio, share, total
from .baskets import Basket, BasketFigure, SampledBasket, basket_gap, fixed, sampled_basket
from .calibration import Calibration, NotCalibratedError, calibrate
from .decomposition import (
    GrowthRedistribution,
    SourceShare,
    at_same_rank,
    gini_by_source,
    growth_and_redistribution,
    same_rank,
    shapley,
    shapley_of_orders,
    shapley_weights,
    subsets,
)
from .design import Design, Sampling
from .entropy import atkinson, generalized_entropy, mean_log_deviation, theil, watts
from .estimate import Change, Estimate, UndefinedError, change
from .in_turn import InTurn
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
from .poisson import Rate, poisson_rate, poisson_ratio
from .poverty import fgt, gap, headcount, severity
from .redistribution import (
    fiscal_impoverishment,
    gains_of_the_poor,
    impoverished,
    redistributive_effect,
    reranking,
    reynolds_smolensky,
)
from .replicates import (
    Ranked,
    from_draws,
    from_replicates,
    replicate_ranks,
    replicate_totals,
    replicate_weights,
    unit_totals,
)
from .waves import independent
from .whole import Domains, Drawn, Figures, Spread, Whole, find_errors

__all__ = [
    "Basket",
    "BasketFigure",
    "Calibration",
    "Change",
    "Design",
    "Domains",
    "Drawn",
    "Estimate",
    "Figures",
    "GrowthRedistribution",
    "InTurn",
    "NotCalibratedError",
    "Ranked",
    "Rate",
    "SampledBasket",
    "Sampling",
    "SourceShare",
    "Spread",
    "UndefinedError",
    "Whole",
    "at_same_rank",
    "atkinson",
    "basket_gap",
    "by",
    "calibrate",
    "change",
    "concentration",
    "concentration_curve",
    "coverage",
    "decile_shares",
    "exclusion",
    "fgt",
    "find_errors",
    "fiscal_impoverishment",
    "fixed",
    "from_draws",
    "from_replicates",
    "gains_of_the_poor",
    "gap",
    "generalized_entropy",
    "gini",
    "gini_by_source",
    "growth_and_redistribution",
    "headcount",
    "impoverished",
    "income_share",
    "independent",
    "kakwani",
    "leakage",
    "lorenz",
    "lorenz_curve",
    "mean",
    "mean_log_deviation",
    "palma",
    "poisson_rate",
    "poisson_ratio",
    "population",
    "quantile",
    "quantile_ratio",
    "quantile_shares",
    "quintile_shares",
    "ratio",
    "redistributive_effect",
    "replicate_ranks",
    "replicate_totals",
    "replicate_weights",
    "reranking",
    "reynolds_smolensky",
    "same_rank",
    "sampled_basket",
    "severity",
    "shapley",
    "shapley_of_orders",
    "shapley_weights",
    "share",
    "subsets",
    "theil",
    "total",
    "unit_totals",
    "watts",
]
