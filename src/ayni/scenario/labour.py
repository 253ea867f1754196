"""The labour market of an employment survey: activity, occupation, unemployment, pension accounts and wages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ayni.engine import Array
from ayni.measure import Figures
from ayni.scenario.analysis import Analysis
from ayni.scenario.keys import COUNTS as COUNTS, RATES as RATES
from ayni.scenario.rows import Row
from ayni.words.marks import Mark, MarkKind

ACTIVE = ("employed", "dismissed", "first_job_seeker")
UNEMPLOYED = ("dismissed", "first_job_seeker")
PAID = ("employee", "domestic_worker")
"""Who earns a wage, in the order of the questionnaire."""


def is_employment_survey(analysis: Analysis) -> bool:
    """Whether the file is of the quarterly employment survey."""
    return str(analysis.population.source.get("wave", "")).startswith("ECE")


def labour_rows(analysis: Analysis) -> Iterator[Row]:
    """Rates, persons and the mean wage of everybody and of each group.

    Unemployment is of the active; activity and occupation of those of working age; `not_affiliated` is the share of the
    employed without a pension account, which is no informality: what is read of the file does not say who works in a
    unit with a tax number. The wage is INE's monthly income of the main job (yprilab), Bs, of employees and domestic
    workers who give one.
    """
    population, whole, make = analysis.population, analysis.persons.whole, analysis.maker("labour")
    of_age = ~population.is_value("activity", "not_asked")
    active, employed = population.is_value("activity", *ACTIVE), population.is_value("activity", "employed")
    unemployed = population.is_value("activity", *UNEMPLOYED)
    unaffiliated = wage = None
    if "is_pension_affiliate" in population.columns:
        unaffiliated = employed & ~population["is_pension_affiliate"].astype(bool)
    if {"work_category", "ine_main_job_income"} <= set(population.columns):
        earned = np.nan_to_num(population["ine_main_job_income"])
        wage = np.where(employed & population.is_value("work_category", *PAID), earned, 0.0)
    everybody = np.ones(population.n_persons, dtype=bool)
    domains = [("all", "all", everybody)] if _whole_country(analysis) else []
    domains += [(group, level, who) for group, levels in analysis.groups.items() for level, who in levels.items()]
    lacking = Mark(MarkKind.NOT_COMPUTED, "tax_registration")
    yield analysis.maker("labour", lacking).plain(None, measure="informal_employment", unit="share")
    shares = [("unemployment", unemployed, active), ("activity_rate", active, of_age)]
    shares.append(("occupation_rate", employed, of_age))
    if unaffiliated is not None:
        shares.append(("not_affiliated", unaffiliated, employed))
    columns: list[tuple[str, Figures, Array]] = []
    for name, holds, base in shares:
        among = whole.domains([who & base for _, _, who in domains])
        columns.append((name, among.share(holds), among.n))
    everybody_of = whole.domains([who for _, _, who in domains])
    for name, counted in zip(COUNTS, (active, employed, unemployed), strict=True):
        cases = everybody_of.cases(counted)
        columns.append((name, everybody_of.held(counted, "persons").with_cases(cases), cases))
    if wage is not None:
        paid = whole.domains([who & (wage > 0) for _, _, who in domains])
        columns.append(("main_job_wage", paid.mean(wage, "Bs/month"), paid.n))
    for at, (group, level, _) in enumerate(domains):
        for name, figures, cases in columns:
            if cases[at]:
                yield make.estimate(figures[at], measure=name, group=group, level=level)


def _whole_country(analysis: Analysis) -> bool:
    """Whether both areas are there: some quarters of 2020 were urban only."""
    areas = analysis.groups.get("area", {})
    return all(who.any() for who in areas.values())
