"""`incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.spending import card_of_spenders, rows_of_draws, runs_on_spenders
from ayni.runs.till import check_treatment, revenue
from ayni.scenario import Result
from ayni.scenario.consumption import UNIT_COSTS, Till
from ayni.scenario.incidence import To, incidence_rows
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import IncidenceOptions
    from ayni.scenario import Analysis


def run(options: IncidenceOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of the incidence on a survey; errors as for `analysis_of`, and for spending that is not known."""
    _check_unread(options)
    if options.to == "disposable":
        analysis = analysis_of(options, law, work)
        found, rows = analysis, [*analysis.size(), *incidence_rows(analysis)]
    else:
        draws = tills_of(options, law, work)
        found, _ = draws[0]
        rows = rows_of_draws([[*run.size(), *incidence_rows(run, till)] for run, till in draws])
    return Result.of(said_of_carried(rows, found), card_of_spenders(found))


def _check_unread(options: IncidenceOptions) -> None:
    """Raise for an option that a chain as short as the one asked for does not read."""
    of_spending = () if options.to != "disposable" else ("indirect", "household_share", "modules", "donors")
    usual = options.usual()
    for name in (*of_spending, *(("unit_cost",) if options.to != "final" else ())):
        if getattr(options, name) != usual[name]:
            needed = "final" if name == "unit_cost" else "consumable"
            raise AyniError("till_option", option="--" + name.replace("_", "-"), to=options.to, needed=needed)


def tills_of(options: IncidenceOptions, law: Law, work: Work | None = None) -> list[tuple[Analysis, Till]]:
    """The runs that go past the till, with how it is treated: one, or one for each draw of what is matched.

    Raises for what is no choice, and as `runs_on_spenders`.
    """
    check_treatment(options)
    for name, choices in (("to", get_args(To)), ("unit_cost", UNIT_COSTS)):
        if getattr(options, name) not in choices:
            raise AyniError("not_a_choice", option=name, value=getattr(options, name), choices=", ".join(choices))
    unit_cost = options.unit_cost if options.to == "final" else None
    runs = runs_on_spenders(options, law, work)
    collected = revenue(runs[0].day.year, options.household_share)
    return [(run, Till(run.population, options.indirect, collected, unit_cost)) for run in runs]
