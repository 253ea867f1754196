"""One parameter varied over a range of values: the cost and the effects of each, starting from one base run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ayni.scenario.blocks import laid_out
from ayni.scenario.comparison import BANDS, Comparison
from ayni.scenario.rows import Place, Row, with_cases

SHARES = {"winners": ("gain_more", "gain_less"), "losers": ("lose_less", "lose_more")}
"""The shares of those whose income rises and falls by more than 0.1 per cent, by the bands that make them."""


def of_one_value(comparison: Comparison, parameter: str, value: float) -> Iterator[Row]:
    """Table `sweep` for one value of a parameter, which is the level of its group.

    Cost, changes of poverty and the Gini, and who gains and loses: those of a `Comparison` of its own.
    """
    make, members = comparison.make("sweep"), comparison.before.members
    place: Place = {"group": parameter, "level": f"{value:.10g}"}
    touched = comparison.incomes[0] != comparison.incomes[1]
    cost = with_cases(comparison.cost, touched) if touched.any() else comparison.cost
    yield make.estimate(cost, measure="net_cost", side="change", **place)
    yield from laid_out([comparison.headline_changes(make, place)])
    for name, bands in SHARES.items():
        among = np.logical_or.reduce([comparison.band == list(BANDS).index(band) for band in bands])
        share = members.everybody.share(among).only
        yield make.estimate(share, concept=comparison.concept, measure=name, **place)
