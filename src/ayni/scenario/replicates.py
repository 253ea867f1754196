"""The headline figures with errors by replicate weights beside the linearised ones; no rule is run again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct, field

from ayni import measure
from ayni.engine import Array
from ayni.measure import Estimate
from ayni.scenario.analysis import ALL_PROGRAMMES, DISPOSABLE, LINES, Analysis
from ayni.scenario.rows import Place, Row, Rows, with_cases
from ayni.words.marks import FIRST_ORDER

SEED = 0
WITHOUT = "without_programmes"
"""Disposable income were no programme paid."""
FGT = {"headcount": 0, "gap": 1, "severity": 2}


class _Income(Struct, frozen=True):
    """Figures of one income, linearised and under replicate weights, by measure and line."""

    estimates: dict[tuple[str, str], Estimate] = field(default_factory=dict)
    values: dict[tuple[str, str], Array] = field(default_factory=dict)


def replicate_rows(analysis: Analysis, replicates: int) -> Iterator[Row]:
    """Table `replicates`: step `linearised`, `replicates` (the rescaling bootstrap) and `ratio` of the two errors.

    For poverty, inequality, the mean and the median by income, recipients and spending by programme, and the effect of
    all programmes on headcounts and the Gini. A stratum with a single unit adds to the linearised error alone. Raises
    ValueError for fewer than two replicates.
    """
    people, universe = analysis.people, analysis.universe
    multipliers = measure.replicate_weights(people, replicates, SEED)
    nothing = np.where(universe, analysis.with_payments(()), 0.0)
    found = {
        name: _of_income(analysis, income, multipliers)
        for name, income in {**analysis.by_concept, WITHOUT: nothing}.items()
    }
    for concept in analysis.by_concept:
        make = analysis.maker("replicates", *(analysis.marks() if concept == DISPOSABLE else ()))
        for (name, line), estimate in found[concept].estimates.items():
            place: Place = {"concept": concept, "measure": name, "line": line}
            yield from _both(analysis, make, estimate, found[concept].values[name, line], place)
    for name, payment in analysis.payments.items():
        make = analysis.maker("replicates", *payment.marks)
        paid = measure.replicate_totals([payment.received, payment.per_year], people, multipliers)
        estimates = {"recipients": analysis.recipients(name), "spending": analysis.spending(name)}
        for (what, estimate), values in zip(estimates.items(), paid, strict=True):
            place = {"programme": name, "measure": what}
            if estimate.value:
                yield from _both(
                    analysis, make, with_cases(estimate, payment.received), values, place, of_members=False
                )
    make = analysis.maker("replicates", FIRST_ORDER, *analysis.marks())
    after, before = found[DISPOSABLE], found[WITHOUT]
    for name, line in [*(("headcount", line) for line in LINES), ("gini", "")]:
        change = after.estimates[name, line] - before.estimates[name, line]
        values = after.values[name, line] - before.values[name, line]
        place = {
            "concept": DISPOSABLE, "programme": ALL_PROGRAMMES, "measure": name, "line": line, "side": "change",
        }  # fmt: skip
        yield from _both(analysis, make, change, values, place, unit="points")


def _of_income(analysis: Analysis, income: Array, multipliers: Array) -> _Income:
    people, universe = analysis.people, analysis.universe
    found, of = _Income(), analysis.spread(income)
    columns = {("persons", ""): universe.astype(float), ("mean", ""): income}
    for line in LINES:
        z = analysis.line(line)
        poor = income < z
        for name, alpha in FGT.items():
            found.estimates[name, line] = of.fgt(z, alpha).only
            columns[name, line] = np.where(poor, ((z - income) / z) ** alpha, 0.0)
        found.estimates["poor", line] = of.poor(z).only
    found.estimates["gini", ""] = of.gini().only
    found.estimates["mean", ""] = of.mean().only
    found.estimates["quantile_50", ""] = of.quantile(0.5).only
    totals = measure.replicate_totals([*columns.values()], people, multipliers, where=universe)
    summed = dict(zip(columns, totals, strict=True))
    persons = summed.pop(("persons", ""))
    found.values.update({key: total / persons for key, total in summed.items()})
    found.values.update({("poor", line): summed["headcount", line] for line in LINES})
    ranked = measure.replicate_ranks(income, 0.5, people, multipliers, where=universe)
    found.values.update({("gini", ""): ranked.gini, ("quantile_50", ""): ranked.quantile})
    return found


def _both(
    analysis: Analysis, make: Rows, estimate: Estimate, values: Array, place: Place, *, unit: str = "",
    of_members: bool = True,
) -> Iterator[Row]:  # fmt: skip
    """A figure with either error, and the error of the replicates over the linearised one."""
    where = analysis.universe if of_members else None
    other = measure.from_replicates(
        estimate.value, values, estimate.unit, (analysis.people, where), is_change=estimate.is_change
    )
    other = other.with_cases(estimate.n)
    yield make.estimate(estimate, unit=unit, step="linearised", **place)
    yield make.estimate(other, unit=unit, step="replicates", **place)
    if estimate.se and "suppressed" not in (estimate.quality, other.quality):
        yield make.plain(other.se / estimate.se, estimate.n, unit="ratio", step="ratio", **place)
