"""`reform --sweep`: one parameter over a range of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.family.knowledge import known_until
from ayni.runs.law_on_survey import day_of_law
from ayni.runs.reform import compared
from ayni.scenario import Analysis, Result, Row, read_reform
from ayni.scenario.result import SweepCard
from ayni.scenario.sweep import figures, of_one_value
from ayni.survey import load
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import SweepOptions
    from ayni.scenario import Reform


def run(options: SweepOptions, law: Law, work: Work | None = None) -> Result:
    """The headline figures of a parameter at each of the values, against the law as it stands.

    All values share the base run: of each only the columns that it changes are computed, and dropped before the next.
    Raises as a reform of each value would, but for one that is the law's own; and where all are.
    """
    name, start = options.parameter, options.start
    parameter = law.parameter(name)
    reforms = [read_reform({name: value if start is None else {start: value}}, law) for value in options.values]
    population = load(options.data, cached=options.cached)
    when = _day(reforms, law, day_of_law(population, options, law), asked=bool(options.day or options.year))
    known_until(law, when, law.of_tier("executable"), beyond=options.beyond)
    simulation = Simulation(population, engine=options.engine, work=work)
    before = Analysis(population, law, when, options.take_up, simulation)
    instrument = name.partition(".")[0]
    if instrument in before.refused:
        raise before.refused[instrument]
    base = figures(before, before.disposable(options.accounting), before.people)
    rows: list[Row] = list(before.size())
    for value, reform in zip(options.values, reforms, strict=True):
        with simulation.aside():
            rows += of_one_value(compared(before, reform.law(law), options.accounting), base, name, value)
    return Result(tuple(rows), (before.card,), sweep=SweepCard(name, parameter.unit))


def _day(reforms: Sequence[Reform], law: Law, day: dt.date, *, asked: bool) -> dt.date:
    """The day on which to run them: that of the first that changes anything."""
    for reform in reforms:
        try:
            return reform.day(law, day, asked=asked)
        except AyniError as problem:
            if problem.key != "reform_changes_nothing" or reform is reforms[-1]:
                raise
    raise AyniError("reform_changes_nothing", day=day)
