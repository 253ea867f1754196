"""One parameter over a range of values: what each would cost and do, all from one base run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ayni import measure
from ayni.engine import Array
from ayni.measure import Design, Estimate
from ayni.scenario.analysis import DISPOSABLE, LINES, Analysis
from ayni.scenario.comparison import BANDS, Comparison
from ayni.scenario.rows import Place, Row, with_cases

Figure = tuple[str, str]
"""A measure and its line."""
SHARES = {"winners": ("gain_more", "gain_less"), "losers": ("lose_less", "lose_more")}
"""The shares of those whose income rises and falls by more than 0.1 per cent, by the bands that make them."""


def figures(run: Analysis, income: Array, people: Design) -> dict[Figure, Estimate]:
    """The headcount and the gap by line, and the Gini, of a disposable income (n_persons,)."""
    universe = run.universe
    found = {
        (name, line): function(income, run.line(line), people, where=universe)
        for line in LINES
        for name, function in (("headcount", measure.headcount), ("gap", measure.gap))
    }
    return {**found, ("gini", ""): measure.gini(income, people, where=universe)}


def of_one_value(
    comparison: Comparison, before: Mapping[Figure, Estimate], parameter: str, value: float
) -> Iterator[Row]:  # fmt: skip
    """Table `sweep` for one value of a parameter, which is the level of its group.

    Cost, changes of poverty and the Gini, and who gains and loses: those of a `Comparison` of its own. `before` are the
    `figures` of the run before.
    """
    make, people, universe = comparison.make("sweep"), comparison.before.people, comparison.before.universe
    place: Place = {"group": parameter, "level": f"{value:.10g}"}
    touched = comparison.incomes[0] != comparison.incomes[1]
    cost = with_cases(comparison.cost, touched) if touched.any() else comparison.cost
    yield make.estimate(cost, measure="net_cost", side="change", **place)
    for (name, line), after in figures(comparison.after, comparison.incomes[1], people).items():
        changed = measure.change(after, before[name, line])
        yield from make.change(changed, concept=DISPOSABLE, measure=name, line=line, **place)
    for name, bands in SHARES.items():
        among: Array = np.isin(comparison.band, [list(BANDS).index(band) for band in bands])
        share = measure.share(among, people, where=universe)
        yield make.estimate(share, concept=DISPOSABLE, measure=name, **place)
