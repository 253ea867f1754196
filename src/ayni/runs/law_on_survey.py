"""The law run on a survey, which the commands start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.engine import Simulation
from ayni.runs.time import day_of_law, people
from ayni.survey import load

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import Options
    from ayni.scenario import Analysis


def analysis_of(options: Options, law: Law, work: Work | None = None) -> Analysis:
    """The law run on a survey; `work` counts what it costs.

    Raises AyniError for a file that cannot be read, a month to which it cannot be carried, a day of the law that its
    money does not allow, and an engine that is not installed.
    """
    found = people(load(options.data, cached=options.cached), options, law)
    simulation = Simulation(found.population, engine=options.engine, work=work)
    return found.run(law, day_of_law(found.population, options, law), options.take_up, simulation)
