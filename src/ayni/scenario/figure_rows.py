"""The list of poverty and inequality figures of every run, for a sample and for a census-size file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from ayni.measure import UndefinedError
from ayni.scenario.keys import LINES
from ayni.scenario.rows import Figure, Place, Row, Rows

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
WITH_QUANTILES = ("all", "area")
"""The groups in which the distribution is shown."""


class Spread(Protocol):
    """An income per head over the persons of a domain, as the lists below ask for it."""

    def headcount(self, line: str) -> Figure: ...
    def gap(self, line: str) -> Figure: ...
    def severity(self, line: str) -> Figure: ...
    def poor(self, line: str) -> Figure: ...
    def gini(self) -> Figure: ...
    def mean(self) -> Figure: ...
    def quantile(self, p: float) -> Figure: ...
    def quantile_ratio(self) -> Figure: ...
    def palma(self) -> Figure: ...
    def decile_shares(self) -> Sequence[Figure]: ...


class Effect(Protocol):
    """The effect of a programme on an income: changes in points and relative, and whom it lifts over the line."""

    def change(self, name: str, line: str = "") -> tuple[Figure, Figure | None]: ...
    def lifted(self, line: str) -> Figure: ...


def groups_of(concept: str, groups: Sequence[str]) -> Sequence[str]:
    """The groups by which a concept is shown: all for INE's income and disposable income, the area for others."""
    return groups if concept in ("ine_income", "disposable") else ("area",)


def defined(make: Rows, figure: Callable[[], Figure], *, unit: str, **place: str) -> Row:
    """The row of a figure; without a value where the sample does not define it, as a ratio to an income of zero."""
    try:
        return make.estimate(figure(), **place)
    except UndefinedError:
        return make.plain(None, unit=unit, **place)


def poverty_rows(make: Rows, of: Spread, concept: str, group: str, level: str) -> Iterator[Row]:
    """Poverty and inequality in one domain; its distribution too for the whole and the areas."""
    place: Place = {"concept": concept, "group": group, "level": level}
    for line in LINES:
        figures = {"headcount": of.headcount, "gap": of.gap, "severity": of.severity, "poor": of.poor}
        for name, figure in figures.items():
            yield make.estimate(figure(line), measure=name, line=line, **place)
    yield defined(make, of.gini, unit="index", measure="gini", **place)
    yield make.estimate(of.mean(), measure="mean", **place)
    if group in WITH_QUANTILES:
        for p in QUANTILES:
            yield make.estimate(of.quantile(p), measure=f"quantile_{round(100 * p)}", **place)
        yield defined(make, of.quantile_ratio, unit="ratio", measure="p90_p10", **place)
        yield defined(make, of.palma, unit="ratio", measure="palma", **place)
    if group == "all":
        place = {"measure": "income_share", "concept": concept, "group": "decile"}
        try:
            for decile, share in enumerate(of.decile_shares(), 1):
                yield make.estimate(share, **place, level=str(decile))
        except UndefinedError:
            yield from (make.plain(None, unit="share", **place, level=str(decile)) for decile in range(1, 11))


def effect_rows(make: Rows, of: Effect, place: Place) -> Iterator[Row]:
    """What a programme does to poverty and the Gini, each change in points and relative."""
    for line in LINES:
        for name in ("headcount", "gap"):
            yield from make.change(of.change(name, line), measure=name, line=line, **place)
        yield make.estimate(of.lifted(line), measure="lifted", line=line, **place)
    yield from make.change(of.change("gini"), measure="gini", **place)
