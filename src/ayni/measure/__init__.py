"""Poverty, inequality and incidence: pure functions of columns and a sampling design, each returning an `Estimate`.

Columns are arrays with one value per person of the `Design`; ``where`` narrows a measure to a domain. Standard errors
are by linearisation over the whole design, with the domain as a subpopulation. Wrong input raises ValueError with one
sentence that says what is wrong; `UndefinedError`, a ValueError, is raised for what the sample does not define.

A `Whole` gives the same figures for all domains of a table at once, and is what the runs measure with. The functions of
one figure in `basic`, `poverty`, `inequality`, `entropy`, `incidence` and `redistribution`, and `gini_by_source`, are
written to be read beside their formulas: they are the reference to which tests hold the whole tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .basic import (
        by as by,
        mean as mean,
        population as population,
        ratio as ratio,
        share as share,
        total as total,
    )
    from .baskets import (
        Basket as Basket,
        BasketFigure as BasketFigure,
        SampledBasket as SampledBasket,
        basket_gap as basket_gap,
        fixed as fixed,
        sampled_basket as sampled_basket,
    )
    from .calibration import (
        Calibration as Calibration,
        NotCalibratedError as NotCalibratedError,
        calibrate as calibrate,
    )
    from .decomposition import (
        GrowthRedistribution as GrowthRedistribution,
        at_same_rank as at_same_rank,
        first_to_reach as first_to_reach,
        gini_by_source as gini_by_source,
        growth_and_redistribution as growth_and_redistribution,
        growths_and_redistributions as growths_and_redistributions,
        same_rank as same_rank,
        shapley as shapley,
        shapley_of_orders as shapley_of_orders,
        shapley_parts as shapley_parts,
        shapley_weights as shapley_weights,
        subsets as subsets,
    )
    from .design import (
        Design as Design,
        Sampling as Sampling,
    )
    from .entropy import (
        atkinson as atkinson,
        generalized_entropy as generalized_entropy,
        mean_log_deviation as mean_log_deviation,
        theil as theil,
        watts as watts,
    )
    from .estimate import (
        Change as Change,
        Estimate as Estimate,
        SourceShare as SourceShare,
        UndefinedError as UndefinedError,
        change as change,
    )
    from .figures import (
        Drawn as Drawn,
        Figures as Figures,
        Shown as Shown,
        find_errors as find_errors,
        stacked as stacked,
    )
    from .incidence import (
        concentration as concentration,
        concentration_curve as concentration_curve,
        coverage as coverage,
        exclusion as exclusion,
        kakwani as kakwani,
        leakage as leakage,
    )
    from .inequality import (
        decile_shares as decile_shares,
        gini as gini,
        income_share as income_share,
        lorenz as lorenz,
        lorenz_curve as lorenz_curve,
        palma as palma,
        quantile as quantile,
        quantile_ratio as quantile_ratio,
        quantile_shares as quantile_shares,
        quintile_shares as quintile_shares,
    )
    from .poisson import (
        Rate as Rate,
        poisson_rate as poisson_rate,
        poisson_ratio as poisson_ratio,
    )
    from .poverty import (
        fgt as fgt,
        gap as gap,
        headcount as headcount,
        severity as severity,
    )
    from .redistribution import (
        fiscal_impoverishment as fiscal_impoverishment,
        gains_of_the_poor as gains_of_the_poor,
        impoverished as impoverished,
        redistributive_effect as redistributive_effect,
        reranking as reranking,
        reynolds_smolensky as reynolds_smolensky,
    )
    from .replicates import (
        Ranked as Ranked,
        Replicated as Replicated,
        from_draws as from_draws,
        from_replicates as from_replicates,
        replicate_ranks as replicate_ranks,
        replicate_totals as replicate_totals,
        replicate_weights as replicate_weights,
        unit_totals as unit_totals,
    )
    from .spread import (
        Spread as Spread,
    )
    from .waves import (
        independent as independent,
    )
    from .whole import (
        Domains as Domains,
        Whole as Whole,
    )

_WHERE = {
    "basic": "by mean population ratio share total",
    "baskets": "Basket BasketFigure SampledBasket basket_gap fixed sampled_basket",
    "calibration": "Calibration NotCalibratedError calibrate",
    "decomposition": (
        "GrowthRedistribution at_same_rank first_to_reach gini_by_source growth_and_redistribution "
        "growths_and_redistributions same_rank shapley shapley_of_orders shapley_parts shapley_weights subsets"
    ),
    "design": "Design Sampling",
    "entropy": "atkinson generalized_entropy mean_log_deviation theil watts",
    "estimate": "Change Estimate SourceShare UndefinedError change",
    "figures": "Drawn Figures Shown find_errors stacked",
    "incidence": "concentration concentration_curve coverage exclusion kakwani leakage",
    "inequality": (
        "decile_shares gini income_share lorenz lorenz_curve palma quantile quantile_ratio quantile_shares "
        "quintile_shares"
    ),
    "poisson": "Rate poisson_rate poisson_ratio",
    "poverty": "fgt gap headcount severity",
    "redistribution": (
        "fiscal_impoverishment gains_of_the_poor impoverished redistributive_effect reranking reynolds_smolensky"
    ),
    "replicates": (
        "Ranked Replicated from_draws from_replicates replicate_ranks replicate_totals replicate_weights unit_totals"
    ),
    "spread": "Spread",
    "waves": "independent",
    "whole": "Domains Whole",
}
"""The public names by module; a module is imported when one of its names is asked for."""
__all__ = sorted(" ".join(_WHERE.values()).split())  # noqa: PLE0605


def __getattr__(name: str) -> object:
    module = next((module for module, names in _WHERE.items() if name in names.split()), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = found
    return found
