"""`reform --sweep`: one parameter over a range of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.runs.carried import said_of_carried
from ayni.runs.reform import compared
from ayni.runs.spending import card_of_spenders, check_unread, rows_of_draws, runs_at_the_till
from ayni.runs.time import day_of_reforms, people
from ayni.scenario import Result, read_reform
from ayni.scenario.result import SweepCard
from ayni.scenario.sweep import OneValue, rows_of
from ayni.survey import load
from ayni.words.progress import stepping

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import SolveOptions, SweepOptions
    from ayni.scenario import Analysis, Reform


def run(options: SweepOptions, law: Law, work: Work | None = None) -> Result:
    """The headline figures of a parameter at each of the values, against the law as it stands.

    All values share the base run: of each only the columns that it changes are computed, and dropped before the next.
    Raises as a reform of each value would, but for one that is the law's own; and where all are.
    """
    name, start = options.parameter, options.start
    parameter = law.parameter(name)
    reforms = [read_reform({name: value if start is None else {start: value}}, law) for value in options.values]
    runs = bases(options, law, reforms, work)
    instrument = name.partition(".")[0]
    if instrument in runs[0].refused:
        raise runs[0].refused[instrument]
    draws = []
    for before in runs:
        values = []
        for value, reform in stepping(zip(options.values, reforms, strict=True), "values", len(reforms)):
            with before.simulation.aside():
                values.append(OneValue.of(compared(before, reform.law(before.law), options.accounting), value))
        draws.append([*before.size(), *rows_of(values, name, before.counts)])
    found = said_of_carried(rows_of_draws(draws), runs[0])
    return Result(found, (card_of_spenders(runs[0]),), sweep=SweepCard(name, parameter.unit))


def bases(
    options: SweepOptions | SolveOptions, law: Law, reforms: Sequence[Reform], work: Work | None = None
) -> tuple[Analysis, ...]:
    """The law as it stands, on the day of the first reform that changes anything: one run, or one for each draw."""
    check_unread(options, law)
    if options.reads_spending(law):
        return runs_at_the_till(options, law, reforms, work)
    found = people(load(options.data, cached=options.cached), options, law)
    when = day_of_reforms(found.population, options, law, reforms)
    simulation = Simulation(found.population, engine=options.engine, work=work)
    return (found.run(law, when, options.take_up, simulation),)
