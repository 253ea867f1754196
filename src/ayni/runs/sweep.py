"""`reform --sweep`: one parameter over a range of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.runs.law_on_survey import day_of_law
from ayni.runs.reform import compared
from ayni.scenario import Analysis, Row, read_reform
from ayni.scenario.sweep import figures, of_one_value
from ayni.survey import load
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Engine, Law, Work
    from ayni.scenario import Accounting, Reform, TakeUp
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    parameter: str,
    values: Sequence[float],
    start: str | None = None,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    accounting: Accounting = "year",
    engine: Engine = "auto",
    work: Work | None = None,
) -> list[Row]:
    """The headline figures of `parameter` at each of the values, against the law as it stands.

    `start` is the first day of the values (always, without it); the rest is as for a reform. All values share the base
    run: of each only the columns that it changes are computed, and dropped before the next. Raises as a reform of each
    value would, but for one that is the law's own; and where all are.
    """
    bolivia().parameter(parameter)
    reforms = [read_reform({parameter: value if start is None else {start: value}}) for value in values]
    population = load(data)
    when = _day(reforms, bolivia(), day_of_law(population, day, year), asked=bool(day or year))
    simulation = Simulation(population, engine=engine, work=work)
    before = Analysis(population, bolivia(), when, take_up, simulation)
    instrument = parameter.partition(".")[0]
    if instrument in before.refused:
        raise before.refused[instrument]
    base = figures(before, before.disposable(accounting), before.people)
    rows = list(before.data_card())
    unit = bolivia().parameter(parameter).unit
    rows.append(
        before.maker("sweep").plain(
            None, concept="parameter", measure="name", unit=unit, group="parameter", level=parameter
        )
    )
    for value, reform in zip(values, reforms, strict=True):
        with simulation.aside():
            rows += of_one_value(compared(before, reform.law(before.law), accounting), base, value)
    return rows


def _day(reforms: Sequence[Reform], law: Law, day: dt.date, *, asked: bool) -> dt.date:
    """The day on which to run them: that of the first that changes anything."""
    for reform in reforms:
        try:
            return reform.day(law, day, asked=asked)
        except AyniError as problem:
            if problem.key != "reform_changes_nothing" or reform is reforms[-1]:
                raise
    raise AyniError("reform_changes_nothing", day=day)
