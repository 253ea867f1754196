"""Who pays for a reform: a levy on households, or what other parameters take; and poverty net of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ayni import measure
from ayni.engine import Array
from ayni.measure import Design
from ayni.scenario.analysis import LINES
from ayni.scenario.comparison import Comparison
from ayni.scenario.rows import Place, Row
from ayni.words import AyniError

LEVIES = ("per_head", "proportional", "richest_tenth")
"""The same for each person; in proportion to disposable income before; the same within the richest tenth."""
HALVINGS = 100
NET = "net_of_financing"
"""The concept of disposable income after what is paid for the reform."""


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
    make, people = comparison.make("financing"), comparison.before.people
    universe = comparison.before.universe
    before, after = comparison.incomes
    net = np.where(universe, after - paid, 0.0)
    raised = measure.total(12 * paid, people, where=universe, unit="Bs/year")
    yield make.estimate(replace(raised, is_change=True), concept=kind, measure="raised_from_households")
    yield make.estimate(comparison.cost, concept=kind, measure="cost")
    yield from _net_poverty(comparison, net, people)
    for level, where in comparison.tenths.items():
        place: Place = {"group": "decile", "level": level}
        amount = replace(measure.mean(paid, people, where=where), is_change=True)
        yield make.estimate(amount, concept=kind, measure="paid", **place)
        if before[where].any():
            relative = measure.ratio(paid, before, people, where=where, unit="relative")
            yield make.estimate(replace(relative, is_change=True), concept=kind, measure="paid", **place)
        if raised.value:
            share = measure.ratio(paid * where, paid, people, where=universe, unit="share")
            yield make.estimate(replace(share, is_change=True), concept=kind, measure="share_of_levy", **place)
        gain = replace(measure.mean(net - before, people, where=where), is_change=True)
        yield make.estimate(gain, concept=NET, measure="mean", side="change", **place)


def _net_poverty(comparison: Comparison, net: Array, people: Design) -> Iterator[Row]:
    """Poverty and the Gini with the reform and its financing, and their change from before both."""
    make, universe = comparison.make("financing"), comparison.before.universe
    for line in LINES:
        z = comparison.before.line(line)
        for name, function in (("headcount", measure.headcount), ("gap", measure.gap)):
            old, new = (function(y, z, people, where=universe) for y in (comparison.incomes[0], net))
            yield make.estimate(new, concept=NET, measure=name, line=line, side="after")
            yield from make.change(measure.change(new, old), concept=NET, measure=name, line=line)
    old, new = (measure.gini(y, people, where=universe) for y in (comparison.incomes[0], net))
    yield make.estimate(new, concept=NET, measure="gini", side="after")
    yield from make.change(measure.change(new, old), concept=NET, measure="gini")
