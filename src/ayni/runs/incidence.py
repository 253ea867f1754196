"""`incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from ayni.carry.month import own_month
from ayni.evidence.registry import registry
from ayni.runs.carried import said_of_carried
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Result
from ayni.scenario.consumption import TREATMENTS, UNIT_COSTS, VAT, Revenue, Till
from ayni.scenario.incidence import To, incidence_of_draws, incidence_rows
from ayni.series import Prices, series
from ayni.survey import Asked, load, matched, path_of, read_spending, spending_files, spending_wave, with_spending
from ayni.words import AyniError

if TYPE_CHECKING:
    from pathlib import Path

    from ayni.engine import Law, Population, Work
    from ayni.runs.options import IncidenceOptions
    from ayni.scenario import Analysis

COLLECTED = {
    VAT: ("iva_domestic.revenue", "iva_imports.revenue"),
    "it_in_spending": ("it.revenue",),
    "ice_in_spending": ("ice.revenue",),
    "iehd_in_spending": ("iehd.revenue",),
}
"""What the State collected of each tax, by indicators of the registry, million Bs of a year."""
PERSONS = "persona.parquet"
"""The person file in the folder of a survey's files."""
CONSUMPTION = ("household_consumption", "base_1990")
"""What households spent in a year, by the national accounts, with the base."""


def run(options: IncidenceOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of the incidence on a survey; errors as for `analysis_of`, and for spending that is not known."""
    _check_unread(options)
    analysis = analysis_of(options, law, work)
    tills = () if options.to == "disposable" else tills_of(options, analysis)
    if len(tills) > 1:
        found = incidence_of_draws(analysis, tills)
    else:
        found = incidence_rows(analysis, tills[0] if tills else None)
    rows = [*analysis.size(), *found]
    card = analysis.card
    if len(tills) > 1:
        card = replace(card, imputed={**card.imputed, "spending": tills[0].population.imputed["spent_food_fresh"]})
    return Result.of(said_of_carried(rows, analysis), card)


def _check_unread(options: IncidenceOptions) -> None:
    """Raise for an option that a chain as short as the one asked for does not read."""
    of_spending = () if options.to != "disposable" else ("indirect", "household_share", "modules", "donors")
    for name in (*of_spending, *(("unit_cost",) if options.to != "final" else ())):
        if getattr(options, name) != getattr(type(options), name):
            needed = "final" if name == "unit_cost" else "consumable"
            raise AyniError("till_option", option="--" + name.replace("_", "-"), to=options.to, needed=needed)
    if options.modules is not None and path_of(options.data) is None:
        raise AyniError("modules_need_survey")


def tills_of(options: IncidenceOptions, analysis: Analysis) -> tuple[Till, ...]:
    """The spending of the run's people; where it is matched from donors, once for each draw.

    Raises where it is not known, for people carried to another month, and as `read_spending` and `matched`.
    """
    if analysis.card.carried is not None:
        raise AyniError("consumable_carried")
    if not 0 < options.household_share <= 1:
        raise AyniError("not_a_share", option="household_share", value=options.household_share)
    for name, choices in (("to", get_args(To)), ("indirect", TREATMENTS), ("unit_cost", UNIT_COSTS)):
        if getattr(options, name) not in choices:
            raise AyniError("not_a_choice", option=name, value=getattr(options, name), choices=", ".join(choices))
    unit_cost = options.unit_cost if options.to == "final" else None
    collected = revenue(analysis.day.year, options.household_share)
    return tuple(Till(each, options.indirect, collected, unit_cost) for each in _with_spending(options, analysis))


def _with_spending(options: IncidenceOptions, analysis: Analysis) -> Iterable[Population]:
    population, file = analysis.population, path_of(options.data)
    has_spent = any(name.startswith("spent_") for name in population.columns)
    if options.donors is not None:
        if has_spent or population.source["wave"] == spending_wave():
            raise AyniError("donors_not_needed", survey=population.survey)
        return matched(population, asked_by(options.donors), own_month(population), Prices(series()))
    if has_spent:
        return (population,)
    if file is None or population.source["wave"] != spending_wave():
        raise AyniError("spending_not_known", survey=population.survey)
    return (with_spending(population, read_spending(options.modules or file.parent, population)),)


def files_of_spending(options: IncidenceOptions) -> dict[str, Path]:
    """The files beside the survey's from which spending was read, by what a receipt calls them."""
    file = path_of(options.data)
    if options.to == "disposable":
        return {}
    if options.donors is not None:
        donors = _persons_of(options.donors)
        return {f"donors/{each.name}": each for each in (donors, *spending_files(donors.parent))}
    modules = [] if file is None else spending_files(options.modules or file.parent)
    return {f"modules/{each.name}": each for each in modules if each.is_file()}


def _persons_of(donors: Path) -> Path:
    return donors / PERSONS if donors.is_dir() else donors


def asked_by(donors: Path) -> Asked:
    """The survey of the donors, by its person file or the folder of its files, with what each household spends."""
    file = _persons_of(donors)
    population = load(file)
    return Asked(population, read_spending(file.parent, population), own_month(population))


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
