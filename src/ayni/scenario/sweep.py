"""One parameter varied over a range of values: the cost and the effects of each, starting from one base run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from ayni.measure import Figures, stacked
from ayni.scenario.blocks import Measured
from ayni.scenario.comparison import BANDS, Comparison, bands
from ayni.scenario.rows import Place, Row, Rows

SHARES = {"winners": ("gain_more", "gain_less"), "losers": ("lose_less", "lose_more")}
"""The shares of those whose income rises and falls by more than 0.1 per cent, by the bands that make them."""


class OneValue(Struct, frozen=True):
    """What one value of a parameter comes to: cost, everybody's headline figures, and who gains and loses."""

    make: Rows
    level: str
    cost: Figures
    headlines: tuple[Measured, Measured]
    shares: Mapping[str, Figures]

    @classmethod
    def of(cls, comparison: Comparison, value: float) -> OneValue:
        """That of the comparison of the law with the value and the law as it stands."""
        before, after = comparison.incomes
        touched = np.array([np.count_nonzero(before != after)])
        everybody = comparison.before.members.everybody
        of, (old, new) = everybody.columns((before, "before"), (after, "after"))
        moved = np.flatnonzero(old != new)
        band = bands(old[moved], new[moved])
        return cls(
            make=comparison.make("sweep"),
            level=f"{value:.10g}",
            cost=comparison.net_cost.with_cases(touched if touched.any() else comparison.net_cost.domains.n),
            headlines=comparison.headlines,
            shares={
                name: of.share_in(moved[np.logical_or.reduce([band == list(BANDS).index(each) for each in named])])
                for name, named in SHARES.items()
            },
        )


def rows_of(found: Sequence[OneValue], parameter: str, concept: str) -> Iterator[Row]:
    """Table `sweep`, whose group is the parameter and whose levels are its values; their errors are found together."""
    changed = {
        key: stacked([each.headlines[1][key] for each in found]).changes(before)
        for key, before in found[0].headlines[0].items()
    }
    shares = {name: stacked([each.shares[name] for each in found]) for name in SHARES}
    costs = stacked([each.cost for each in found])
    for at, each in enumerate(found):
        make, place = each.make, Place(group=parameter, level=each.level)
        yield make.estimate(costs[at], measure="net_cost", side="change", **place)
        for (name, line), (points, relative) in changed.items():
            of: Place = {"concept": concept, "measure": name, "line": line, "side": "change", **place}
            yield make.estimate(points[at], unit="points", **of)
            if relative.is_defined(at):
                yield make.estimate(relative[at], **of)
        for name, share in shares.items():
            yield make.estimate(share[at], concept=concept, measure=name, **place)
