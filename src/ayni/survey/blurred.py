"""The people of a survey that is shown to visitors: no household has its own money."""

from __future__ import annotations

import hashlib

import numpy as np
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey.waves import money_columns

LEAST, MOST = 1.06, 1.14
"""By what a household's income is moved: by more than the five per cent within which it is not to be told from others',
and by little more."""
OF_MONEY = ("ine_", "rebuilt_", "spent_")
"""What the columns of incomes that INE or we have put together, and of spending, begin with."""
FLAGS = ("ine_is_poor", "ine_is_extremely_poor")


def blurred(population: Population) -> Population:
    """A copy in which each household has the income a head of another, and all of its money in proportion to it.

    Two households of one department and area and of different size exchange their incomes a head, one from 1.06 to 1.14
    times the other where there is such a pair; so the incomes of a place stay what they were, but none is found again
    in a household of its size. Who finds no other has its money moved by as much, up or down. Amounts of zero, poverty
    lines, weights and all that is not money stay. A file always gives the same copy, and nobody can compute it without
    the file: what chance decides is drawn from a digest of incomes and weights, which is published nowhere.
    """
    first = population.offsets[:-1]
    size = np.diff(population.offsets)
    income = population["ine_income"][first].astype(np.float64)
    places = [population[name][first] for name in ("department", "area") if name in population.columns]
    cell = np.unique(np.column_stack([np.zeros(len(first)), *places]), axis=0, return_inverse=True)[1].reshape(-1)
    rng = np.random.default_rng(_secret(population))
    order = np.lexsort((rng.random(len(first)), income, cell))
    factor = rng.uniform(LEAST, MOST, len(first)) ** rng.choice((-1, 1), len(first))
    for rows in np.split(order, np.flatnonzero(np.diff(cell[order])) + 1):
        known = rows[income[rows] > 0]
        one, other = _pairs(income[known], size[known])
        factor[known[one]] = income[known[other]] / income[known[one]]
        factor[known[other]] = income[known[one]] / income[known[other]]
    each = factor[population.household]
    columns = {name: column * each if is_money(name) else column for name, column in population.columns.items()}
    return replace(population, columns=columns, source={**population.source, "protected": True})


def is_money(column: str) -> bool:
    """Whether a column of a population is money of its persons or of their household."""
    return column in money_columns() or (column.startswith(OF_MONEY) and column not in FLAGS)


def _pairs(income: Array, size: Array) -> tuple[list[int], list[int]]:
    """Which households of a place exchange with which; `income` rises."""
    taken = np.zeros(len(income), dtype=bool)
    ends = np.searchsorted(income, np.multiply.outer((LEAST, MOST), income))
    found: list[tuple[int, int]] = []
    for one, (start, stop) in enumerate(ends.T):
        others = [other for other in range(start, stop) if not taken[other] and size[other] != size[one]]
        if others and not taken[one]:
            other = min(others, key=lambda each: abs(size[each] - size[one]))
            taken[[one, other]] = True
            found.append((one, other))
    return [one for one, _ in found], [other for _, other in found]


def _secret(population: Population) -> list[int]:
    """Numbers that depend on every income and weight of a population."""
    digest = hashlib.blake2b(b"ayni.survey.blurred")
    for name in sorted(each for each in population.columns if is_money(each) or each == "weight"):
        digest.update(np.ascontiguousarray(population[name], dtype=np.float64).tobytes())
    return [int(each) for each in np.frombuffer(digest.digest(), dtype=np.uint32)]
