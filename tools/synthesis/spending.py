"""What each household spends by group: a last step, drawn after everything else, which nothing reads."""

from __future__ import annotations

import numpy as np

from ayni.engine import Array, Population
from synthesis.cart import Cart, top_averaged
from synthesis.households import PLACE_FEATURES
from synthesis.persons import COMPOSITION
from synthesis.table import Table

OF_HEAD = (
    "self_identification", "activity", "work_category", "industry", "employer_sector", "health_insurance",
)  # fmt: skip
OF_HOUSEHOLD = ("n_higher", "n_private", "n_pensions", "legal", "rebuilt_household_income", "ine_income_rebuilt")
NEAR = 2.0
"""By how much at most the groups of a household are moved to add up to what it spends, as a factor."""
TO_COME = 0.2
"""The part of spending still to come beyond which what is left says something of the group that is next."""


def groups_of(population: Population) -> tuple[str, ...]:
    """The columns of spending, the largest first."""
    names = [name for name in population.columns if name.startswith("spent_")]
    return tuple(sorted(names, key=lambda name: (-float((population["weight"] * population[name]).sum()), name)))


def draw_spending(real: Table, table: Table, groups: tuple[str, ...], rng: np.random.Generator) -> dict[str, Array]:
    """Bs a month of each household of the table, (n_households,), by group, in whole bolivianos.

    First what a household spends in all, per head; then group after group, whether it spends on it and how much per
    head, given all that, the groups before and, while much of spending is still to come, what is left. One factor a
    household makes them add up, within `NEAR`.
    """
    known = [_features(each) for each in (real, table)]
    members = [each.total(each["is_member"]) for each in (real, table)]
    parts = {name: real.head(name) / members[0] for name in groups}
    total = np.sum(list(parts.values()), axis=0)
    drawn_total = _amounts(known[0], total, known[1], rng)
    left = [total.copy(), drawn_total.copy()]
    given = [[known[0], total], [known[1], drawn_total]]
    drawn: dict[str, Array] = {}
    for name in groups:
        waiting = left[0].mean() > TO_COME * total.mean()
        x, x_new = (np.column_stack([*given[side], *([left[side]] if waiting else [])]) for side in (0, 1))
        drawn[name] = _amounts(x, parts[name], x_new, rng)
        for side, values in enumerate((parts[name], drawn[name])):
            given[side].append(values)
            left[side] -= values
    found = np.sum(list(drawn.values()), axis=0)
    factor = np.divide(drawn_total, found, out=np.ones(len(found)), where=found > 0)
    scale = np.clip(factor, 1 / NEAR, NEAR) * members[1]
    return {name: np.where(each > 0, np.maximum(np.round(each * scale), 1), 0.0) for name, each in drawn.items()}


def _features(table: Table) -> Array:
    names = (*PLACE_FEATURES, *COMPOSITION, *OF_HEAD, *OF_HOUSEHOLD)
    return np.column_stack([np.nan_to_num(table.head(name)) for name in names])


def _amounts(x: Array, y: Array, x_new: Array, rng: np.random.Generator) -> Array:
    """Whether there is an amount, then how much, smoothed; the largest are averaged before a tree is grown."""
    some = Cart(x, (y > 0).astype(np.int64), category=True).draw(x_new, rng).astype(bool)
    found = np.zeros(len(x_new))
    there = y > 0
    found[some] = Cart(x[there], top_averaged(y[there]), amounts=True).draw(x_new[some], rng)
    return found
