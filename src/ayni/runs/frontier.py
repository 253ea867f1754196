"""`frontier`: what the same money does through the amounts of each programme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.reform import compared
from ayni.scenario import Result, Row
from ayni.scenario.blocks import laid_out
from ayni.words import AyniError
from ayni.words.numbers import millions, told
from ayni.words.progress import stepping

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import FrontierOptions
    from ayni.scenario import Analysis, Comparison

NEAR = 1e-4
"""How near to the budget a cost is brought, relative."""
TRIES = 8


def run(options: FrontierOptions, law: Law, work: Work | None = None) -> Result:
    """For each programme that pays: its amounts raised by one factor until they cost the budget, and what that does.

    Recipients stay those of the law. A programme whose amounts the law does not set in bolivianos, or that pays nobody
    here, is left out. Raises as a reform does, for a budget that is none, and where no programme is left.
    """
    if not options.budget > 0:
        raise AyniError("frontier_budget", budget=told(millions, options.budget, 2))
    before = analysis_of(options, law, work)
    rows: list[Row] = list(before.size())
    programmes = list(before.payments)
    for programme in stepping(programmes, "programmes", len(programmes)):
        rows += _of_programme(before, programme, options)
    if not any(row.table == "frontier" for row in rows):
        raise AyniError("frontier_nobody")
    return Result(said_of_carried(rows, before), (before.card,))


def _of_programme(before: Analysis, programme: str, options: FrontierOptions) -> Iterator[Row]:
    amounts = _amounts(before, programme)
    spent = float((before.population["weight"] * before.payments[programme].per_year).sum())
    if not amounts or not spent:
        return

    def at(factor: float) -> Comparison:
        law = before.law.amend({name: {before.day.isoformat(): factor * value} for name, value in amounts.items()})
        return compared(before, law, options.accounting)

    factor = 1 + options.budget / spent
    for _ in range(TRIES):
        with before.simulation.aside():
            comparison = at(factor)
            cost = comparison.cost
            if abs(cost.value - options.budget) <= NEAR * options.budget:
                make = comparison.make("frontier")
                place = {"programme": programme}
                yield make.plain(factor, measure="factor", unit="index", **place)
                yield make.estimate(cost, measure="net_cost", side="change", **place)
                yield from laid_out([comparison.headline_changes(make, place)])
                return
            if cost.value <= 0:
                return
        factor = 1 + (factor - 1) * options.budget / cost.value


def _amounts(before: Analysis, programme: str) -> dict[str, float]:
    """The parameters of a programme that are amounts of its payments: in bolivianos, and in force on the day."""
    law, found = before.law, {}
    rules = before.payments[programme].programme.rules
    for name in law.order(rules):
        instrument = law.instrument_of(name)
        for parameter in getattr(law.definitions[name], "parameters", ()) if instrument == programme else ():
            each = law.parameter(f"{instrument}.{parameter}")
            row = each.find(before.day)
            if each.unit.startswith("Bs") and row is not None and isinstance(row.value, int | float):
                found[each.id] = float(row.value)
    return found
