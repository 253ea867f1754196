"""Rows of several draws of what was not asked, combined to one: the mean, with the error between draws in its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from ayni.measure import Estimate, Shown, from_draws
from ayni.scenario.rows import COLUMNS, Basis, Figure, Row, Rows
from ayni.words.marks import MarkKind

OF_QUALITY = frozenset({MarkKind.QUALITY, MarkKind.FEW_CASES, MarkKind.HIGH_CV})
"""What an estimate says of itself."""
FIGURES = ("value", "se", "low", "high", "n")


class DrawnRow(Row, frozen=True, kw_only=True):
    """A row of one draw, with the estimate that it is of."""

    estimate: Estimate


class DrawnRows(Rows, frozen=True):
    """Makes rows that keep the estimates that they are of."""

    def estimate(self, estimate: Figure, /, *, unit: str = "", **place: str) -> Row:
        row = Rows.estimate(self, estimate, unit=unit, **place)
        if isinstance(estimate, Shown):
            estimate = estimate.estimate
        return DrawnRow(**_columns(row), estimate=estimate) if isinstance(estimate, Estimate) else row


def combined(draws: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """One row for each place that every draw has, in the order of the first.

    An estimate is the mean of the draws', its variance the mean sampling variance and (1 + 1/m) times that between the
    draws (Rubin 1987), and whether it may be published is asked of that. Other figures are means.
    """
    others = [{_place(row): row for row in draw} for draw in draws[1:]]
    for first in draws[0]:
        if not all(_place(first) in draw for draw in others):
            continue
        same = [first, *(draw[_place(first)] for draw in others)]
        estimates = [row.estimate for row in same if isinstance(row, DrawnRow)]
        values = [row.value for row in same if row.value is not None]
        if len(estimates) == len(same):
            yield _of_estimate(first, of_draws(estimates))
        elif len(values) == len(same):
            yield replace(first, value=sum(values) / len(values))
        else:
            yield first


def of_draws(estimates: Sequence[Estimate]) -> Estimate:
    """The mean of draws, with the variance that `combined` says; one draw is its own.

    The variance of the mean of their scores is less than the mean of their variances, and is made up to it.
    """
    if len(estimates) == 1:
        return estimates[0]
    found = from_draws(estimates)
    within = sum(each.se**2 for each in estimates) / len(estimates)
    lacking = max(0.0, within - found.sampling.variance(found.scores))
    return dataclasses.replace(found, more_variance=found.more_variance + lacking)


def _of_estimate(first: Row, estimate: Estimate) -> Row:
    """A row in the place of another with the figures of an estimate."""
    made = Rows(first.table, Basis(first.survey)).estimate(estimate, unit=first.unit, measure=first.measure)
    marks = tuple(mark for mark in first.marks if mark.kind not in OF_QUALITY)
    figures = {name: getattr(made, name) for name in FIGURES}
    return Row(**{**_columns(first), **figures, "marks": (*marks, *made.marks)})


def _columns(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _place(row: Row) -> tuple[Any, ...]:
    """What it is a figure of."""
    return tuple(getattr(row, name) for name in COLUMNS if name not in (*FIGURES, "marks"))
