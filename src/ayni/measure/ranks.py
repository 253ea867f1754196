"""The order of an income in each of many domains, and what is read off it."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .design import Floats, Indices

if TYPE_CHECKING:
    from .whole import Domains


class Ranks:
    """The pairs of each domain by income, ascending, with running sums of their own.

    ``order`` (pairs,): which pair stands at each place; ``slices``: the places of each domain; ``level``, ``weight``
    and ``upto`` (pairs,): the income at each place, its persons, and those up to it; ``persons`` (d,): all of them.
    """

    def __init__(self, domains: Domains, y: Floats, cells: Indices) -> None:
        """``y`` by pair, and the ``cells`` in the order of the income."""
        self.order = cells if domains.is_everybody else self._within(domains, cells)
        self.slices = [slice(begin, end) for begin, end in pairwise(domains.begins.tolist())]
        self.level: Floats = y.take(self.order)
        self.weight: Floats = domains.weight.take(self.order)
        self.upto = self.running(self.weight)
        self.persons: Floats = np.ones(domains.size)
        for at, here in enumerate(self.slices):
            if here.stop > here.start:
                self.persons[at] = self.upto[here.stop - 1]

    def _within(self, domains: Domains, cells: Indices) -> Indices:
        """The pairs of each domain in the order of their cells."""
        rank = np.empty(len(cells), dtype=np.intp)
        rank[cells] = np.arange(len(cells))
        place = domains.domain * len(cells) + rank[domains.cell]
        there = np.zeros(domains.size * len(cells), dtype=np.bool_)
        there[place] = True
        pair = np.empty(len(there), dtype=np.int32)
        pair[place] = np.arange(len(place), dtype=np.int32)
        return pair[there.nonzero()[0]].astype(np.intp)

    def running(self, amounts: Floats) -> Floats:
        """The running sums of amounts (pairs,) by place: one for each domain, as one across all loses digits."""
        found = np.empty_like(amounts)
        for here in self.slices:
            np.cumsum(amounts[here], out=found[here])
        return found

    @cached_property
    def money(self) -> Floats:
        """Income up to each place, (pairs,)."""
        return self.running(self.weight * self.level)

    @cached_property
    def ends(self) -> Indices:
        """The last place of each group of equal incomes of a domain."""
        is_last = np.ones(len(self.level), dtype=np.bool_)
        np.not_equal(self.level[1:], self.level[:-1], out=is_last[:-1])
        is_last[[here.stop - 1 for here in self.slices if here.stop > here.start]] = True
        return is_last.nonzero()[0]

    @cached_property
    def middle(self) -> Floats:
        """The share of persons of its domain up to the middle of each place, (pairs,): those of equal incomes alike."""
        upto = self.to_middle(self.weight, self.upto)
        for at, here in enumerate(self.slices):
            upto[here] /= self.persons[at]
        return upto

    def to_middle(self, amounts: Floats, upto: Floats) -> Floats:
        """The running sums of amounts (pairs,) by place to the middle of its group of equal incomes."""
        if len(self.ends) == len(amounts):
            return upto - amounts / 2
        size = np.diff(self.ends, prepend=-1)
        begins = self.ends - size + 1
        middle: Floats = (upto[self.ends] + upto[begins] - amounts[begins]) / 2
        return middle.repeat(size)

    def at(self, domain: int, shares: Floats) -> Indices:
        """The last place of the first income at which the cumulative share of a domain's persons reaches each share."""
        here = self.slices[domain]
        # one part in 10^12 forgives the rounding of a sum of weights that should equal p exactly
        found = self.upto[here].searchsorted(shares * self.persons[domain] * (1 - 1e-12))
        income = self.level[np.minimum(here.start + found, here.stop - 1)]
        last: Indices = self.level[here].searchsorted(income, side="right") + (here.start - 1)
        return last
