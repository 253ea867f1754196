"""`incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ayni.evidence.registry import registry
from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.consumption import TREATMENTS, UNIT_COSTS, VAT, Revenue, Till
from ayni.scenario.incidence import To, incidence_rows
from ayni.survey import path_of, read_spending, with_spending
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import IncidenceOptions
    from ayni.scenario import Analysis

COLLECTED = {
    VAT: ("iva_domestic.revenue", "iva_imports.revenue"),
    "it_in_spending": ("it.revenue",),
    "ice_in_spending": ("ice.revenue",),
    "iehd_in_spending": ("iehd.revenue",),
}
"""What the State collected of each tax, by indicators of the registry, million Bs of a year."""
CONSUMPTION = ("household_consumption", "base_1990")
"""What households spent in a year, by the national accounts, with the base."""


def run(options: IncidenceOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of the incidence on a survey; errors as for `analysis_of`, and for spending that is not known."""
    analysis = analysis_of(options, law, work)
    till = None if options.to == "disposable" else till_of(options, analysis)
    rows = [*analysis.size(), *incidence_rows(analysis, till)]
    return Result.of(said_of_carried(rows, analysis), analysis.card)


def till_of(options: IncidenceOptions, analysis: Analysis) -> Till:
    """The spending of the run's people. Raises where it is not known, and for people carried to another month."""
    if analysis.card.carried is not None:
        raise AyniError("consumable_carried")
    if not 0 < options.household_share <= 1:
        raise AyniError("not_a_share", option="household_share", value=options.household_share)
    for name, choices in (("to", get_args(To)), ("indirect", TREATMENTS), ("unit_cost", UNIT_COSTS)):
        if getattr(options, name) not in choices:
            raise AyniError("not_a_choice", option=name, value=getattr(options, name), choices=", ".join(choices))
    file = path_of(options.data)
    population = analysis.population
    if not any(name.startswith("spent_") for name in population.columns):
        if file is None:
            raise AyniError("spending_not_known", survey=population.survey)
        population = with_spending(population, read_spending(options.modules or file.parent, population))
    unit_cost = options.unit_cost if options.to == "final" else None
    return Till(population, options.indirect, revenue(analysis.day.year, options.household_share), unit_cost)


def revenue(year: int, household_share: float) -> Revenue | None:
    """What was collected in a year, as the registry has it; None for a year without a figure."""
    known = registry()
    try:
        collected = {tax: sum(1e6 * known.one(name, year).value for name in names) for tax, names in COLLECTED.items()}
        consumption = 1e6 * known.one(CONSUMPTION[0], year, method=CONSUMPTION[1]).value
    except AyniError as error:
        if error.key != "no_fact":
            raise
        return None
    return Revenue(year, collected, consumption, household_share)
