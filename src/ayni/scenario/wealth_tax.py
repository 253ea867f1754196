"""The wealth tax as an aggregate: no survey sees large fortunes, so a Pareto tail is fitted to what was collected.

Fortunes above the threshold x₀ follow a Pareto law: the number above x is N (x₀/x)^a (Pareto 1896; Atkinson, Piketty &
Saez 2011, Journal of Economic Literature 49, section 3, for its use with tax returns). With N the taxpayers counted, a
is the one exponent at which the schedule of the law raises what was collected. Other schedules are then recomputed on
the same tail, with nobody moving, hiding or leaving.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from ayni.engine.parameters import Scale
from ayni.words import AyniError
from ayni.words.numbers import millions, number, told

INSTRUMENT = "impuesto_grandes_fortunas"
HALVINGS = 200


class Schedule(Struct, frozen=True):
    """Rates on the whole fortune by bracket, and the amount taken off in each, as in the law."""

    threshold: float
    rates: Scale
    deductions: Scale

    def brackets(self) -> Iterator[tuple[float, float, float, float]]:
        """Lower end, upper end, rate and deduction of each stretch above the threshold."""
        steps = sorted({start for scale in (self.rates, self.deductions) for start, _ in scale})
        ends = [self.threshold, *(start for start in steps if start > self.threshold), float("inf")]
        for low, high in pairwise(ends):
            yield low, high, _at(self.rates, low), _at(self.deductions, low)

    def tax(self, fortune: float) -> float:
        """The tax on one fortune, Bs."""
        if fortune <= self.threshold:
            return 0.0
        return fortune * _at(self.rates, fortune) - _at(self.deductions, fortune)


class Tail(Struct, frozen=True):
    """How many fortunes are above any amount: `persons` above `threshold`, thinning out with exponent `a` > 1."""

    threshold: float
    persons: float
    a: float

    def above(self, fortune: float) -> float:
        """Persons with more than this."""
        return self.persons * float((self.threshold / fortune) ** self.a)

    def revenue(self, schedule: Schedule) -> float:
        """What the schedule raises, Bs a year: the sum of the tax over the tail, in closed form by bracket."""
        total = 0.0
        for low, high, rate, deduction in schedule.brackets():
            ends = low / self.threshold, high / self.threshold
            wealth = self.threshold * self.a / (self.a - 1) * (ends[0] ** (1 - self.a) - ends[1] ** (1 - self.a))
            total += self.persons * (rate * wealth - deduction * (ends[0] ** -self.a - ends[1] ** -self.a))
        return total


def fitted(schedule: Schedule, persons: float, revenue: float) -> Tail:
    """The tail on which the schedule raises `revenue` Bs from `persons`; raises where no exponent does."""
    low, high = 1.0 + 1e-9, 100.0
    ends = [Tail(schedule.threshold, persons, a).revenue(schedule) for a in (low, high)]
    if not ends[1] <= revenue <= ends[0]:
        asked, least = told(millions, revenue), told(millions, ends[1])
        raise AyniError("no_pareto_tail", revenue=asked, persons=told(number, persons), least=least)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = Tail(schedule.threshold, persons, middle).revenue(schedule) >= revenue
        low, high = (middle, high) if enough else (low, middle)
    return Tail(schedule.threshold, persons, low)


def _at(scale: Scale, fortune: float) -> float:
    reached = 0.0
    for start, value in scale:
        if fortune >= start:
            reached = value
    return reached
