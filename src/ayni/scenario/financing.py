"""Financing a reform: a levy on households or other parameters pay for it, and poverty is measured net of that."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ayni.engine import Array
from ayni.scenario.analysis import headline_figures
from ayni.scenario.blocks import Block, Changed, Column, changes, laid_out
from ayni.scenario.comparison import Comparison
from ayni.scenario.keys import NET as NET
from ayni.scenario.rows import Place, Row
from ayni.words import AyniError

LEVIES = ("per_head", "proportional", "richest_tenth")
"""The rules of a levy: an equal amount per person; in proportion to disposable income before the reform; the same
within the richest tenth."""
HALVINGS = 100


def levy(comparison: Comparison, rule: str) -> Array:
    """What each person pays so that the yearly cost is met, Bs a month, (n_persons,).

    A rate times a base (one, or disposable income before), and never more than the income that the person has after the
    reform; a saving is given back in the same way. First-order: the amount is that of the estimated cost, which the
    errors take as known. Raises where those who should pay do not have it.
    """
    before, after = comparison.incomes
    universe = comparison.before.universe
    who = universe & (comparison.tenth == 10) if rule == "richest_tenth" else universe
    base = np.where(who, 1.0 if rule == "per_head" else np.maximum(before, 0.0), 0.0)
    weight = comparison.before.people.weight
    wanted = comparison.cost.value / 12
    if wanted <= 0:
        return base * (wanted / float(weight @ base))
    limit = np.where(who, np.maximum(after, 0.0), 0.0)
    if wanted > float(weight @ np.where(base > 0, limit, 0.0)):
        raise AyniError("levy_cannot_be_borne", rule=rule, cost=comparison.cost.value / 1e6)
    low, high = 0.0, wanted / float(weight @ base)
    while float(weight @ np.minimum(high * base, limit)) < wanted:
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = float(weight @ np.minimum(middle * base, limit)) >= wanted
        low, high = (low, middle) if enough else (middle, high)
    paid: Array = np.minimum(high * base, limit)
    return paid


def financing_rows(comparison: Comparison, paid: Array, kind: str) -> Iterator[Row]:
    """Who pays by tenth of income before, what is raised against the cost, and poverty net of what is paid.

    `paid` is Bs a month per head, (n_persons,); `kind` names the rule of the levy, or `parameters`.
    """
    make, members = comparison.make("financing"), comparison.before.members
    before, after = comparison.incomes
    net = np.where(comparison.before.universe, after - paid, 0.0)
    raised = members.everybody.total(12 * paid, "Bs/year").only
    yield make.estimate(raised.as_change(), concept=kind, measure="raised_from_households")
    yield make.estimate(comparison.cost, concept=kind, measure="cost")
    yield from _net_poverty(comparison, net)
    levels, tenths = comparison.tenths.levels, comparison.tenths.domains
    amounts, gains = tenths.mean(paid, is_change=True), tenths.mean(net - before, is_change=True)
    relative, shares = tenths.ratio(paid, before, "relative", is_change=True), tenths.parts_of(paid)
    for at, level in enumerate(levels):
        place: Place = {"group": "decile", "level": level}
        yield make.estimate(amounts[at], concept=kind, measure="paid", **place)
        if before[comparison.tenth == int(level)].any():
            yield make.estimate(relative[at], concept=kind, measure="paid", **place)
        if raised.value:
            share = shares[at].as_change()
            yield make.estimate(share, concept=kind, measure="share_of_levy", **place)
        yield make.estimate(gains[at], concept=NET, measure="mean", side="change", **place)


def _net_poverty(comparison: Comparison, net: Array) -> Iterator[Row]:
    """Poverty and the Gini with the reform and its financing, and their change from before both."""
    make, run = comparison.make("financing"), comparison.before
    old, new = (headline_figures(run.spread(y), run) for y in (comparison.incomes[0], net))
    columns = []
    for (name, line), level in new.items():
        place: Place = {"concept": NET, "measure": name, "line": line}
        columns.append(Column(make, level, {**place, "side": "after"}))
        columns += changes(make, Changed(old[name, line], level), place)
    yield from laid_out([Block([{}], columns)])
