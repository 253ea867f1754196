"""Indicators that need no rule (tier measurable): what a survey says of schooling, health cover, work and poverty.

Each has its age range and its own universe; groups outside the range are left out. An indicator whose columns a
population does not hold has no figure, and its row names the column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import Literal

import numpy as np
from msgspec import Struct

from ayni.carry import design_of
from ayni.carry.lines import DOMAINS, line_domains
from ayni.engine import Array, Law, Population
from ayni.family import payslip
from ayni.measure import Domains, Figures, Whole
from ayni.scenario import Row, Rows, survey_day
from ayni.scenario.analysis import AGE_BANDS, basis_of, marks_of_data
from ayni.series import series
from ayni.words.marks import Mark, MarkKind

TABLE, CONCEPT = "indicators", "measurable"
GROUPS = ("area", "sex", "self_identification", "department")
OF_WAGES = ("employer_sector", "industry")
BY = (*GROUPS, "age_band", "domain", *OF_WAGES)
"""Groups by which indicators are given; those of wages and `domain`, where a poverty line holds, only their own."""
REVISED = "revised_ine_method"
FULL_TIME = 40
"""Hours a week from which a job counts as full-time."""
EMPLOYEES = ("employee", "employer_with_salary", "domestic_worker")
UNEMPLOYED = ("dismissed", "first_job_seeker")
INDEPENDENT = ("own_account", "employer", "cooperative_member")
UNPAID = ("unpaid_family", "unpaid_apprentice")
REGISTERED = ("general", "simplified")
INCOME = ("ine_income", "poverty_line", "extreme_poverty_line")
SOURCES = {
    "wages": ("wage", "production_bonus", "aguinaldo", "overtime", "employer_allowances", "in_kind_pay"),
    "self_employment": ("self_employment_income",),
    "second_job": ("second_job_income",),
    "pensions": ("pension_old_age", "pension_veteran", "pension_disability", "pension_survivor"),
    "property": ("property_income",),
    "private_transfers": ("family_support", "private_transfers_cash", "private_transfers_kind"),
    "remittances": ("remittances",),
}
"""The parts of INE's income by where they come from; what is left of the non-labour part is paid by programmes."""

NOT_PAID_BY_THE_STATE = tuple(
    name for source in ("pensions", "property", "private_transfers", "remittances") for name in SOURCES[source]
)

Statistic = Literal["mean", "gini"] | float
Values = Callable[[Population, Law], Array]
"""One number per person, NaN outside the universe; some read a parameter of the law."""


class Indicator(Struct, frozen=True):
    """An indicator of a survey: its values, their source columns, the ages it is about, and the method within which it
    can be compared."""

    id: str
    reads: tuple[str, ...]
    values: Values
    since: int = 0
    until: int = 200
    unit: str = "share"
    method: str = ""
    statistic: Statistic = "mean"
    """What is estimated of the values: their mean, their Gini index, or the quantile of a share of them."""
    also: tuple[str, ...] = ()
    """Groups by which it alone is given."""

    def figures(self, values: Array, of: Domains) -> Figures:
        """The statistic of the values in each of some domains."""
        if self.statistic == "gini":
            return of.spread(values).gini()
        if self.statistic == "mean":
            return of.mean(values, self.unit)
        return of.spread(values).quantile(self.statistic, self.unit)


def indicators(population: Population, law: Law) -> Iterator[Row]:
    """Every indicator: for all, by area, sex, age, self-identification and department, and by groups of its own.

    One that the file does not allow has one row without a value, marked with the column that is missing.
    """
    make = Rows(TABLE, basis_of(population), marks_of_data(population))
    design = design_of(population)
    domains = _domains(population)
    for indicator in INDICATORS:
        place = {"concept": CONCEPT, "measure": indicator.id}
        lacking = next((name for name in (*indicator.reads, "age") if name not in population.columns), "")
        if lacking:
            mark = Mark(MarkKind.NOT_COMPUTED, lacking)
            yield make.marked(mark).plain(None, unit=indicator.unit, **place)
            continue
        values = indicator.values(population, law)
        age = population["age"]
        universe = np.isfinite(values) & (age >= indicator.since) & (age <= indicator.until)
        marks = (Mark(MarkKind.METHOD, indicator.method),) if indicator.method else ()
        own = [each for group in indicator.also for each in _of_group(population, group)]
        if not universe.any():
            continue
        places = [*domains, *_age_bands(age, indicator), *own]
        of = Whole(design, universe).domains([who for _, _, who in places])
        figures = indicator.figures(values, of)
        for at, (group, level, _) in enumerate(places):
            if of.n[at]:
                here = {"group": group, "level": level, "unit": indicator.unit, **place}
                if group == "domain":  # one line holds there, which no sample errs about
                    yield make.marked(*marks).plain(figures[at].value, int(of.n[at]), **here)
                else:
                    yield make.marked(*marks).estimate(figures[at], **here)


def _domains(population: Population) -> list[tuple[str, str, Array]]:
    everybody = np.ones(population.n_persons, dtype=bool)
    found = [("all", "all", everybody)]
    for group in GROUPS:
        found += _of_group(population, group)
    return found


def _of_group(population: Population, group: str) -> list[tuple[str, str, Array]]:
    """The levels of a group with who is in each; of `domain`, where each poverty line holds."""
    if group == "domain":
        domains = line_domains(population, series())
        return [(group, name, domains == place) for place, name in enumerate(DOMAINS)]
    levels = [level for level in population.categories.get(group, ()) if level != "none"]
    return [(group, level, population.is_value(group, level)) for level in levels]


def _age_bands(age: Array, indicator: Indicator) -> list[tuple[str, str, Array]]:
    """The age bands that lie wholly inside the indicator's range, unless one is the whole of it."""
    starts = [*AGE_BANDS.values(), 200]
    bands = [
        (name, start, end - 1) for (name, start), end in zip(AGE_BANDS.items(), starts[1:], strict=True)
        if start >= indicator.since and end - 1 <= indicator.until
    ]  # fmt: skip
    return [("age_band", name, (age >= low) & (age <= high)) for name, low, high in bands] if len(bands) > 1 else []


@cache
def minimum_wages(day: dt.date, law: Law) -> tuple[float, float]:
    """The minimum wage of the day, gross and net of what is withheld from a worker who contributes, Bs a month."""
    gross = law.parameter("salario_minimo_nacional.amount").on(day).value
    assert isinstance(gross, float | int)
    lines = {line.rule: line.amount for line in payslip({"monthly_wage": gross}, day, law)}
    return float(gross), lines["net_pay"]


def _among(universe: Array, holds: Array) -> Array:
    return np.where(universe, holds, np.nan)


def _everybody(population: Population, holds: Array) -> Array:
    return _among(np.ones(population.n_persons, dtype=bool), holds)


def _employed(population: Population) -> Array:
    return population.is_value("activity", "employed")


def _unemployed(population: Population) -> Array:
    return population.is_value("activity", *UNEMPLOYED)


def _cover(*kinds: str) -> Values:
    return lambda population, _: _everybody(population, population.is_value("health_insurance", *kinds))


def _answered(column: str) -> Values:
    return lambda population, _: _everybody(population, population[column])


def _below_line(line: str) -> Values:
    return lambda p, _: _among(np.isfinite(p["ine_income"]), p["ine_income"] < p[line])


def _gap(line: str) -> Values:
    def values(p: Population, _: Law) -> Array:
        return _among(np.isfinite(p["ine_income"]), np.maximum(1 - p["ine_income"] / p[line], 0))

    return values


def _with_jobs_for_all(line: str) -> Values:
    """Under a line if each of the unemployed had the median wage of those of the same sex and area who earn one."""

    def values(p: Population, law: Law) -> Array:
        earned, out_of_work = _wages()(p, law), _unemployed(p)
        added = np.zeros(p.n_persons)
        for sex, area in product(p.categories["sex"], p.categories["area"]):
            alike = p.is_value("sex", sex) & p.is_value("area", area)
            paid = alike & np.isfinite(earned)
            if paid.any():
                order = np.argsort(earned[paid], kind="stable")
                weight = np.cumsum(p["weight"][paid][order])
                added[alike & out_of_work] = earned[paid][order][np.searchsorted(weight, weight[-1] / 2)]
        counted = np.isfinite(p["ine_income"])
        heads, more = (np.add.reduceat(each.astype(float), p.offsets[:-1]) for each in (counted, added))
        income = p["ine_income"] + np.repeat(more / np.maximum(heads, 1), np.diff(p.offsets))
        return _among(counted, income < p[line])

    return values


def _positive_income(population: Population, _: Law) -> Array:
    return np.where(population["ine_income"] > 0, population["ine_income"], np.nan)


def _below_minimum(contributes: bool | None = None, hours: float = 0) -> Values:
    """Wage earners paid under the minimum in the main job: net of contributions for contributors, gross for others."""

    def values(population: Population, law: Law) -> Array:
        gross, net = minimum_wages(survey_day(population), law)
        contributor = population["contributes_to_pension"].astype(bool)
        universe = population.is_value("work_category", *EMPLOYEES) & (population["wage"] > 0)
        if contributes is not None:
            universe &= contributor == contributes
        if hours:
            universe &= population["hours_worked"] >= hours
        return _among(universe, population["wage"] < np.where(contributor, net, gross))

    return values


def _column(name: str) -> Values:
    return lambda population, _: population[name]


def _every_head(name: str) -> Values:
    """An income over all whose household income INE has; a blank is none of this source, as INE adds them up."""
    return lambda p, _: _among(np.isfinite(p["ine_income"]), np.nan_to_num(p[name]))


def _aged(low: int, high: int) -> Values:
    return lambda population, _: _everybody(population, (population["age"] >= low) & (population["age"] <= high))


def _wages(contributes: bool | None = None) -> Values:
    """The wage of the main job of those who earn one."""

    def values(population: Population, _: Law) -> Array:
        earns = population.is_value("work_category", *EMPLOYEES) & (population["wage"] > 0)
        if contributes is not None:
            earns &= population["contributes_to_pension"].astype(bool) == contributes
        return _among(earns, population["wage"])

    return values


def _informal(population: Population, _: Law) -> Array:
    """Informal employment as the ILO has it: employees without contributions, independents in a unit without a tax
    number, and the unpaid; who does not know of a tax number counts as without."""
    unregistered = ~population.is_value("tax_registration", *REGISTERED)
    informal = population.is_value("work_category", *EMPLOYEES) & ~population["contributes_to_pension"].astype(bool)
    informal |= population.is_value("work_category", *INDEPENDENT) & unregistered
    return _among(_employed(population), informal | population.is_value("work_category", *UNPAID))


def _from(columns: tuple[str, ...]) -> Values:
    """An income from one source, per head of those whose household income INE has."""
    return lambda p, _: _among(np.isfinite(p["ine_income"]), _sum(p, columns))


def _sum(population: Population, columns: Iterable[str]) -> Array:
    return np.asarray(np.sum([np.nan_to_num(population[name]) for name in columns], axis=0))


def _from_programmes(population: Population, _: Law) -> Array:
    """What INE counts of non-labour income from the state: what is no pension, property or help of other households."""
    left = np.nan_to_num(population["ine_non_labour_income"]) - _sum(population, NOT_PAID_BY_THE_STATE)
    return _among(np.isfinite(population["ine_income"]), left)


def _mothers(population: Population) -> Array:
    """Women pregnant, or with a birth in the last 12 months, without social security."""
    pregnant: Array = population["is_pregnant"].astype(bool) | population["gave_birth_last_year"].astype(bool)
    return pregnant & _outside_social_security(population)


def _outside_social_security(population: Population) -> Array:
    covers = ("health_insurance", "second_health_insurance")
    covered = np.array([population.is_value(each, "social_security") for each in covers])
    return np.asarray(~covered.any(axis=0))


def _paid(column: str, universe: Callable[[Population], Array]) -> Values:
    return lambda p, _: _among(universe(p), p[column] > 0)


def _public_pupils(population: Population) -> Array:
    enrolled = population["is_enrolled"].astype(bool) & population.is_value("school_type", "public")
    return enrolled & population.is_value("school_level", "primary", "secondary", "special")


_MOTHER = ("is_pregnant", "gave_birth_last_year", "health_insurance", "second_health_insurance")
_WAGE = ("work_category", "wage", "contributes_to_pension")
INDICATORS = (
    # Schooling
    Indicator(
        "illiteracy_15", ("can_read_write",), lambda p, _: _everybody(p, ~p["can_read_write"].astype(bool)), since=15
    ),
    Indicator(
        "school_attendance_6_17", ("attends_school",), lambda p, _: _everybody(p, p["attends_school"]),
        since=6, until=17,
    ),
    Indicator(
        "school_enrolment_6_17", ("is_enrolled",), lambda p, _: _everybody(p, p["is_enrolled"]), since=6, until=17
    ),
    Indicator(
        "years_of_schooling_19", ("years_of_schooling",), lambda p, _: p["years_of_schooling"], since=19, unit="years"
    ),
    # Health cover by the first answer, and spending
    Indicator("health_public_scheme", ("health_insurance",), _cover("public_scheme")),
    Indicator("health_social_security", ("health_insurance",), _cover("social_security")),
    Indicator("health_other_cover", ("health_insurance",), _cover("subnational", "private", "other")),
    Indicator("health_no_cover", ("health_insurance",), _cover("none")),
    *(
        Indicator(f"health_{name}", (name,), _answered(name), method="last_12_months")
        for name in (
            "used_social_security", "used_public_facility", "used_private_facility", "used_traditional_medicine",
            "used_pharmacy",
        )
    ),
    Indicator(
        "health_spending_any", ("health_spending",), lambda p, _: _everybody(p, p["health_spending"] > 0)
    ),
    Indicator(
        "health_spending_year", ("health_spending",), lambda p, _: 12 * p["health_spending"], unit="Bs/year"
    ),
    # Work: the employed from 7 years for contributions, from 14 for the rates
    Indicator(
        "pension_contributors", ("activity", "contributes_to_pension"),
        lambda p, _: _among(_employed(p), p["contributes_to_pension"]),
    ),
    Indicator(
        "does_not_contribute", ("activity", "contributes_to_pension"),
        lambda p, _: _among(_employed(p), ~p["contributes_to_pension"].astype(bool)),
    ),
    Indicator(
        "informal_employment", ("activity", "work_category", "contributes_to_pension", "tax_registration"), _informal
    ),
    Indicator(
        "pension_affiliates", ("activity", "is_pension_affiliate"),
        lambda p, _: _among(_employed(p), p["is_pension_affiliate"]),
    ),
    Indicator(
        "unemployment_14", ("activity",), lambda p, _: _among(_employed(p) | _unemployed(p), _unemployed(p)), since=14
    ),
    Indicator(
        "participation_14", ("activity",), lambda p, _: _everybody(p, _employed(p) | _unemployed(p)), since=14
    ),
    Indicator("below_minimum_wage", _WAGE, _below_minimum()),
    Indicator("below_minimum_wage_contributors", _WAGE, _below_minimum(contributes=True)),
    Indicator("below_minimum_wage_non_contributors", _WAGE, _below_minimum(contributes=False)),
    Indicator("below_minimum_wage_full_time", (*_WAGE, "hours_worked"), _below_minimum(hours=FULL_TIME)),
    # Poverty and inequality of INE's income per head
    Indicator("poverty_moderate", INCOME, _below_line("poverty_line"), method=REVISED),
    Indicator("poverty_extreme", INCOME, _below_line("extreme_poverty_line"), method=REVISED),
    Indicator(
        "poverty_moderate_jobs_for_all", (*INCOME, "activity", "work_category", "wage", "sex", "area"),
        _with_jobs_for_all("poverty_line"), method=REVISED,
    ),
    Indicator("gap_moderate", INCOME, _gap("poverty_line"), method=REVISED),
    Indicator("gap_extreme", INCOME, _gap("extreme_poverty_line"), method=REVISED),
    Indicator("gini", ("ine_income",), lambda p, _: p["ine_income"], unit="index", statistic="gini"),
    Indicator("gini_positive_incomes", ("ine_income",), _positive_income, unit="index", statistic="gini"),
    # The lines used, incomes and wages
    *(
        Indicator(f"line_{name}", (column,), _column(column), unit="Bs/month", method=REVISED, also=("domain",))
        for name, column in (("moderate", "poverty_line"), ("extreme", "extreme_poverty_line"))
    ),
    *(
        Indicator(f"income_p{share:.0%}"[:-1], ("ine_income",), _column("ine_income"), unit="Bs/month", statistic=share)
        for share in (0.1, 0.25, 0.5, 0.75, 0.9)
    ),
    *(
        Indicator(f"{name}_income_per_head", (column, "ine_income"), _every_head(column), unit="Bs/month")
        for name, column in (("labour", "ine_labour_income"), ("non_labour", "ine_non_labour_income"))
    ),
    *(
        Indicator(f"{source}_income_per_head", (*columns, "ine_income"), _from(columns), unit="Bs/month")
        for source, columns in SOURCES.items()
    ),
    Indicator(
        "programmes_income_per_head",
        ("ine_income", "ine_non_labour_income", *NOT_PAID_BY_THE_STATE),
        _from_programmes, unit="Bs/month",
    ),
    Indicator("wage", ("work_category", "wage"), _wages(), unit="Bs/month", also=OF_WAGES),
    Indicator("wage_median", ("work_category", "wage"), _wages(), unit="Bs/month", statistic=0.5, also=OF_WAGES),
    Indicator("wage_contributors", _WAGE, _wages(contributes=True), unit="Bs/month"),
    Indicator("wage_non_contributors", _WAGE, _wages(contributes=False), unit="Bs/month"),
    # Ages
    *(
        Indicator(f"aged_{low}_{high}", (), _aged(low, high))
        for low, high in ((0, 14), (15, 59), (60, 120))
    ),
    # Who says to be paid, of those for whom a programme is
    Indicator("reports_renta_dignidad", ("reports_renta_dignidad",), _answered("reports_renta_dignidad"), since=60),
    Indicator(
        "reports_juancito_pinto", ("reported_juancito_pinto", "is_enrolled", "school_type", "school_level"),
        lambda p, _: _among(_public_pupils(p), p["reported_juancito_pinto"]), method="previous_year",
    ),
    Indicator(
        "reports_juana_azurduy_mother", ("reported_bono_juana_azurduy_mother", *_MOTHER),
        _paid("reported_bono_juana_azurduy_mother", _mothers),
    ),
    Indicator(
        "reports_juana_azurduy_child",
        ("reported_bono_juana_azurduy_child", "health_insurance", "second_health_insurance"),
        _paid("reported_bono_juana_azurduy_child", _outside_social_security), until=1,
    ),
    Indicator(
        "reports_subsidio_universal_prenatal", ("reported_subsidio_universal_prenatal", *_MOTHER),
        _paid("reported_subsidio_universal_prenatal", _mothers),
    ),
    Indicator(
        "reports_disability_grant", ("reports_disability_grant", "disability_card"),
        lambda p, _: _among(p["disability_card"].astype(bool), p["reports_disability_grant"]),
    ),
)  # fmt: skip
