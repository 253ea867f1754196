"""What the people of a run spend: asked by their survey, or that of similar households of one that asked, in draws."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.runs.till import check_treatment, revenue
from ayni.runs.time import day_of_law, day_of_reforms, people
from ayni.scenario.consumption import of_revenue, treated
from ayni.scenario.draws import combined
from ayni.series import Prices, read_series, series
from ayni.survey import (
    Asked,
    load,
    matched,
    path_of,
    read_spending,
    spending_columns,
    spending_files,
    spending_wave,
    with_spending,
)
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law, Population, Work
    from ayni.runs.options import SpendingOptions, TillOptions
    from ayni.runs.time import People
    from ayni.scenario import Analysis, DataCard, Reform, Row

PERSONS = "persona.parquet"
"""The person file in the folder of a survey's files."""


OF_SPENDING = ("modules", "donors", "indirect", "household_share")
"""The options on spending and on the taxes inside it."""


def check_unread(options: SpendingOptions, law: Law) -> None:
    """Raise AyniError for an option on spending where what is asked reads none."""
    usual = options.usual()
    for name in OF_SPENDING:
        is_given = hasattr(options, name) and getattr(options, name) != usual[name]
        if is_given and not options.reads_spending(law):
            raise AyniError("spending_not_read", option="--" + name.replace("_", "-"))


def own_people(options: SpendingOptions) -> Population:
    """The survey's own people, with what they spend where their survey asked it and it is not matched instead.

    Raises AyniError for modules that are missing or of other households, and for modules without a survey.
    """
    population, file = load(options.data, cached=options.cached), path_of(options.data)
    if options.modules is not None and file is None:
        raise AyniError("modules_need_survey")
    if options.donors is not None or file is None or population.source["wave"] != spending_wave():
        return population
    spending = read_spending(options.modules or file.parent, population, cached=options.cached)
    return with_spending(population, spending, not_bought=True)


def people_who_spend(options: SpendingOptions, law: Law, own: Population | None = None) -> tuple[People, ...]:
    """The people of the month that is asked for, with what they spend: once, or once for each draw of a match.

    `own` are those of `own_people`. What was asked is carried with them; what is matched is given to them as they are
    then. Raises AyniError for spending that is not known, and as `own_people`, `people` and `matched`.
    """
    own = own or own_people(options)
    if options.donors is not None and (spending_columns(own) or own.source["wave"] == spending_wave()):
        raise AyniError("donors_not_needed", survey=own.survey)
    if options.donors is None and not spending_columns(own):
        raise AyniError("spending_not_known", survey=own.survey)
    found = people(own, options, law)
    if options.donors is None:
        return (found,)
    from ayni.carry.month import own_month

    month, donors = own_month(found.population), asked_by(options.donors)
    prices = Prices(series() if options.series is None else read_series(options.series))
    return tuple(replace(found, population=each) for each in matched(found.population, donors, month, prices))


def runs_on_spenders(options: SpendingOptions, law: Law, work: Work | None = None) -> tuple[Analysis, ...]:
    """The law run on them: once, or once for each draw. Raises as `people_who_spend` and `analysis_of`."""
    from ayni.engine import Simulation

    found = people_who_spend(options, law)
    day = day_of_law(found[0].population, options, law)
    made: list[Analysis] = []
    for each in found:
        simulation = Simulation(each.population, engine=options.engine, work=work)
        like = made[0] if made else None
        made.append(each.run(law, day, options.take_up, simulation, like=like, is_draw=len(found) > 1))
    return tuple(made)


def runs_at_the_till(
    options: TillOptions, law: Law, reforms: Sequence[Reform], work: Work | None = None
) -> tuple[Analysis, ...]:
    """The law run on people who spend, its taxes treated as asked, which count in consumable income: for each draw.

    What a reform changes is the law so treated: what was invoiced before it is after it. Raises as `runs_on_spenders`,
    `day_of_reforms` and `treated`.
    """
    from ayni.engine import Simulation

    check_treatment(options)
    found = people_who_spend(options, law)
    day = day_of_reforms(found[0].population, options, law, reforms)
    collected = revenue(day.year, options.household_share)
    marks = of_revenue(options.indirect, collected, day)
    made: list[Analysis] = []
    for each in found:
        simulation = Simulation(each.population, engine=options.engine, work=work)
        as_treated = treated(law, day, each.population, options.indirect, collected)
        made.append(
            each.run(
                as_treated, day, options.take_up, simulation, counts="consumable", is_draw=len(found) > 1,
                marks_of_till=marks,
            )
        )  # fmt: skip
    return tuple(made)


def rows_of_draws(draws: Sequence[Sequence[Row]]) -> list[Row]:
    """The rows of a run; of several draws of a match as one: see `combined`."""
    return list(combined(draws)) if len(draws) > 1 else list(draws[0])


def card_of_spenders(run: Analysis) -> DataCard:
    """The data card, which says once and not of each part what was matched."""
    card = run.card
    parts = spending_columns(run.population)
    said = {name: text for name, text in card.imputed.items() if name not in parts}
    matched_parts = [text for name, text in card.imputed.items() if name in parts]
    return replace(card, imputed={**said, "spending": matched_parts[0]}) if matched_parts else card


def asked_by(donors: Path) -> Asked:
    """The survey of the donors, by its person file or the folder of its files, with what each household spends."""
    from ayni.carry.month import own_month

    file = _persons_of(donors)
    population = load(file)
    return Asked(population, read_spending(file.parent, population), own_month(population))


def files_of_spending(options: SpendingOptions) -> dict[str, Path]:
    """The files beside the survey's from which spending was read, by what a receipt calls them."""
    if options.donors is not None:
        donors = _persons_of(options.donors)
        return {f"donors/{each.name}": each for each in (donors, *spending_files(donors.parent))}
    file = path_of(options.data)
    modules = [] if file is None else spending_files(options.modules or file.parent)
    return {f"modules/{each.name}": each for each in modules if each.is_file()}


def _persons_of(donors: Path) -> Path:
    return donors / PERSONS if donors.is_dir() else donors
