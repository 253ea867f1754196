"""Published daily losses of a stoppage, compared with the value of a day's work in the survey and national accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ayni.engine import Array
from ayni.evidence.official import marks_of
from ayni.evidence.registry import registry
from ayni.scenario import Analysis, Row
from ayni.scenario.rows import Place, Rows, with_cases
from ayni.scenario.shock.labour import labour_income
from ayni.scenario.shock.stoppage import DAYS_OF_YEAR, MONTHS_OF_YEAR
from ayni.words.marks import Mark, MarkKind

PER_DAY, FIRST_DAYS, DAYS = (
    "stoppage_2022.loss_per_day", "stoppage_2022.loss_first_14_days", "stoppage_2022.days",
)  # fmt: skip
GDP, EXCHANGE_RATE = "gdp_department", "exchange_rate"
PLACES = {"santa_cruz": "Santa Cruz"}
"""Departments with published losses, by their names in the registry."""
INDUSTRIES = {
    "Manufacturing": "manufacturing", "Construction": "construction", "Wholesale and retail trade": "trade",
    "Transport and storage": "transport", "Accommodation and tourism": "accommodation_food",
    "Arts and entertainment": "arts_entertainment", "Other services": "other_services",
    "Agriculture and livestock": "agriculture",
}  # fmt: skip
"""The groups of the published losses by industry, and the survey's nearest industries."""
FIRST = 14


def closure_rows(analysis: Analysis, department: str) -> Iterator[Row]:
    """The share of a day that each published daily loss is: of the department's labour income, and of its GDP.

    A day's labour income is twelve months' of all its workers, main and second job, over 365. Above one, the recorded
    labour income could not bear the loss even if all work stood still. The losses are of output, which holds profits,
    rents and taxes beside labour income. Nothing for a department without published losses.
    """
    place = PLACES.get(department)
    if place is None:
        return
    population = analysis.population
    overlap = _overlap(analysis, place)
    inside = population.is_value("department", department)
    daily = labour_income(population) * (MONTHS_OF_YEAR / DAYS_OF_YEAR)
    gdp = registry().one(GDP, 2022, area=place)
    groups = [group for area, group in registry().places(PER_DAY) if area == place]
    losses = [fact for group in groups for fact in registry().find(PER_DAY, area=place, group=group)]
    for fact in sorted(losses, key=lambda fact: fact.value):
        make = analysis.maker("closure", *marks_of(fact))
        where: Place = {"group": "loss", "level": f"{fact.method}.{fact.group.lower()}"}
        yield make.plain(fact.value, concept="official", measure="loss_per_day", unit="million USD/day", **where)
        yield _share(make, analysis, fact.value, daily, inside, overlap, **where)
        make = analysis.maker("closure", *marks_of(gdp))
        of_gdp = fact.value / (gdp.value / DAYS_OF_YEAR)
        yield make.plain(of_gdp, concept="gdp", measure="closure", unit="share", **where)
    for group, industry in INDUSTRIES.items():
        for fact in registry().find(FIRST_DAYS, area=place, group=group):
            make = analysis.maker("closure", *marks_of(fact))
            where = {"group": "industry", "level": industry}
            loss = fact.value / FIRST
            yield make.plain(loss, concept="official", measure="loss_per_day", unit="million USD/day", **where)
            works = inside & population.is_value("industry", industry)
            yield _share(make, analysis, loss, daily, works, overlap, **where)


def _share(
    make: Rows, analysis: Analysis, loss: float, daily: Array, inside: Array, marks: Iterable[Mark], **where: str
) -> Row:
    """The loss of a day, million USD, over a day's labour income of those inside."""
    rate = registry().one(EXCHANGE_RATE, "2012..2023").value
    worth = analysis.persons.whole.domains([inside]).total(daily, "Bs/day").only
    share = (loss * 1e6 * rate / with_cases(worth, inside & (daily > 0))).with_unit("share")
    return make.marked(*marks).estimate(share, concept="labour_income", measure="closure", **where)


def _overlap(analysis: Analysis, place: str) -> tuple[Mark, ...]:
    """The mark of a survey in the field while work stood still: its incomes may be low already."""
    first, last = registry().find(DAYS, area=place)[0].period.split("..")
    source = analysis.population.source
    overlaps = source["field_from"] <= last and first <= source["field_to"]
    return (Mark(MarkKind.FIELDWORK_IN_STOPPAGE),) if overlaps else ()
