"""A visitor who knows all of the code and asks reforms in turn, to find out the record of one household."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ayni.law import bolivia
from ayni.runs import analysis_of
from ayni.runs.options import Options
from ayni.scenario import read_reform
from ayni.scenario.keys import BANDS
from ayni.words import AyniError

Values = Mapping[str, float]
Ask = Callable[[Values], bytes]
NEAR = 0.05
"""Within which share an income is told."""
FEW = 10
"""Households among which one is not told from the others."""


Place = tuple[str, str, str]
"""The threshold that is counted against, the group and its level."""
GAIN = "gain_more"
"""Persons whose household gains more than one part in twenty."""


@dataclass(frozen=True)
class Claim:
    """What the attacker has found out: a household of a place whose persons, times their weight, are so many, and whose
    income comes to a threshold between two sets of amounts: a poverty line, or the gain of one part in twenty."""

    department: str
    area: str
    threshold: str
    persons: float
    low: Values
    high: Values


class Attacker:
    """Asks, and compares answers whose amounts differ a little."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.requests = 0
        self.refused: list[str] = []
        self._known: dict[tuple[tuple[str, float], ...], dict[Place, float] | None] = {}

    def counted(self, values: Values) -> dict[Place, float] | None:
        """How many persons are below each threshold under a reform; None where the question is refused."""
        key = tuple(sorted(values.items()))
        if key not in self._known:
            self.requests += 1
            try:
                rows = json.loads(self.ask(values))["rows"]
            except AyniError as error:
                self.refused.append(error.key)
                self._known[key] = None
            else:
                departments = {row["level"] for row in rows if row["group"] == "department"}
                self._known[key] = filled({**persons_poor(rows), **persons_gaining(rows)}, departments)
        return self._known[key]

    def differences(self, steps: Sequence[Values]) -> Iterator[Claim]:
        """One household where the whole, one department and one area alone change, and by the same number."""
        for low, high in pairwise(steps):
            before, after = self.counted(low), self.counted(high)
            if before is not None and after is not None:
                moved = {place: before[place] - after[place] for place in before.keys() & after.keys()}
                yield from self.told_apart(moved, low, high)

    def averaged(self, low: Values, high: Values, others: Sequence[Values]) -> Iterator[Claim]:
        """The same, of the mean over many reforms that differ in another amount besides: rounding averages out."""
        moves: dict[Place, list[float]] = {}
        for other in others:
            before, after = self.counted({**low, **other}), self.counted({**high, **other})
            for place in (before or {}).keys() & (after or {}).keys():
                moves.setdefault(place, []).append(before[place] - after[place])
        means = {place: float(np.mean(each)) for place, each in moves.items()}
        errors = {place: float(np.std(each)) / max(1, len(each)) ** 0.5 for place, each in moves.items()}
        moved = {place: mean if abs(mean) > 2 * errors[place] else 0.0 for place, mean in means.items()}
        yield from self.told_apart(moved, low, high)

    def told_apart(self, moved: Mapping[Place, float], low: Values, high: Values) -> Iterator[Claim]:
        """What follows from the changes of the whole, of departments and of areas."""
        if moved:
            for threshold in ("moderate", "extreme", GAIN):
                found = {
                    group: [(level, moved[threshold, group, level]) for of, group_of, level in moved
                            if (of, group_of) == (threshold, group) and moved[threshold, group, level]]
                    for group in ("all", "department", "area")
                }  # fmt: skip
                if all(len(each) == 1 for each in found.values()):
                    (_, whole), (department, one), (area, other) = (each[0] for each in found.values())
                    if max(abs(one - whole), abs(other - whole)) <= NEAR * abs(whole):
                        yield Claim(department, area, threshold, abs(whole), low, high)

    def bisected(self, low: Values, high: Values, depth: int) -> Iterator[Claim]:
        """The same, with the step halved again and again on the side where somebody moves."""
        for _ in range(depth):
            middle = {name: (low[name] + high[name]) / 2 for name in low}
            yield from self.differences([low, middle, high])
            found = [self.counted(each) for each in (low, middle, high)]
            if None in found:
                return
            low, high = (low, middle) if found[0] != found[1] else (middle, high)


def persons_poor(rows: Sequence[Mapping[str, Any]]) -> dict[Place, float]:
    """Poor persons after the reform by line, where they are published."""
    return {
        (row["line"], row["group"], row["level"]): row["value"]
        for row in rows
        if (row["table"], row["measure"], row["side"]) == ("comparison", "poor", "after") and row["value"] is not None
    }


def persons_gaining(rows: Sequence[Mapping[str, Any]]) -> dict[Place, float]:
    """Persons who gain much: their share, of the persons of the place that poor and headcount tell."""
    levels = {
        (row["measure"], row["group"], row["level"]): row["value"]
        for row in rows
        if (row["table"], row["line"], row["side"]) == ("comparison", "moderate", "before")
    }
    return {
        (GAIN, row["group"], row["level"]): row["value"] * poor / headcount
        for row in rows
        if row["table"] == "winners" and row["measure"] == GAIN and row["value"] is not None
        and (poor := levels.get(("poor", row["group"], row["level"])))
        and (headcount := levels.get(("headcount", row["group"], row["level"])))
    }  # fmt: skip


def filled(counts: dict[Place, float], departments: set[str]) -> dict[Place, float]:
    """The counts, with the department that alone is not published: the whole less the others."""
    for threshold in {of for of, group, _ in counts if group == "all"}:
        shown = {place[2]: count for place, count in counts.items() if place[:2] == (threshold, "department")}
        hidden = departments - shown.keys()
        if len(hidden) == 1:
            counts[threshold, "department", hidden.pop()] = counts[threshold, "all", "all"] - sum(shown.values())
    return counts


@dataclass(frozen=True)
class Truth:
    """The file itself, by which what the attacker says is judged."""

    data: Any

    def placed(self, claim: Claim) -> int:
        """How many real households a claim fits."""
        law = bolivia()
        options = Options(data=self.data)
        before = analysis_of(options, law).disposable("year")
        near = np.zeros(0, dtype=bool)
        for values in (claim.low, claim.high):
            reform = read_reform({"name": {"es": "a", "en": "a"}, **values}, law)
            run = analysis_of(options, reform.law(law))
            income = run.disposable("year")
            of_gain = (income - before) / np.maximum(before, 1) / BANDS[GAIN] if claim.threshold == GAIN else None
            reached = income / run.line(claim.threshold) if of_gain is None else of_gain
            near_now = np.abs(reached - 1) <= NEAR
            near = near_now if not len(near) else near | near_now
        people = run.population
        first = people.offsets[:-1]
        size = people.household_total(people["is_member"].astype(float))
        there = near[first]
        for name, level in (("department", claim.department), ("area", claim.area)):
            there &= people[name][first] == people.categories[name].index(level)
        return int((there & (np.abs(size * people["weight"][first] / claim.persons - 1) <= NEAR)).sum())
