"""Official figures of the administration, with source and confidence, to be compared with results."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Law
from ayni.evidence.registry import CONFIDENCES, Fact, registry
from ayni.scenario import Analysis, Row, programmes
from ayni.words.marks import Mark, MarkKind

URBAN_UNEMPLOYMENT = "unemployment_urban_ece"
NEAR_QUARTERS = 4
"""How many quarters away a published rate may be to stand beside one of ours."""
BASES = ("paid", "published", "estimate", "programmed", "budget")
AREAS = {"all": "all", "urban": "area", "rural": "area"}
PLACES = {"all": "Bolivia", "urban": "Urban", "rural": "Rural"}
PUBLISHED = {
    "poverty_moderate": "headcount.moderate", "poverty_extreme": "headcount.extreme",
    "poverty_gap_moderate": "gap.moderate", "poverty_severity_moderate": "severity.moderate", "gini_ine": "gini",
}  # fmt: skip
"""INE's indicators by their names in the registry."""
PUBLISHED_METHODS = ("revised_ine_method", "revised_ine_method_first_release", "ine_income_per_head")
PLANNED = {
    "budget": ("spending", "budget"), "budgeted_recipients": ("recipients", "budget"),
    "programmed_recipients": ("recipients", "programmed"),
}  # fmt: skip
BASIS_OF_METHOD = {
    "administrative": "paid", "informe_fiscal_2024": "paid", "estimate": "estimate", "programmed": "programmed",
}  # fmt: skip
FROM_THE_SURVEY = frozenset({"bono_discapacidad.spending|Bolivia|All|2019|estimate"})
"""Estimates that rest on the survey's own count, which would be held against itself."""
COUNTED_BY_GROUP = {"bono_juana_azurduy.recipients": ("Mothers", "Children")}
UNITS = {"million Bs": ("Bs/year", 1_000_000, 1), "%": ("share", 1, 100), "0-1": ("index", 1, 1)}
"""Units of the registry in those of rows: by how much a value is multiplied and divided."""


class Figure(Struct, frozen=True):
    """One published figure: what it counts, for when, on which basis, and who says so."""

    indicator: str
    area: str
    year: int
    period: str
    value: float
    unit: str
    basis: str
    confidence: str
    source: str
    url: str

    @property
    def rank(self) -> tuple[int, int, str]:
        """Smaller is better: paid before planned, verified before conflicting, a full period before a part of it."""
        later_first = "".join(chr(0x10FFFF - ord(letter)) for letter in self.period)
        return BASES.index(self.basis), CONFIDENCES.index(self.confidence), later_first

    def marks(self, year: int) -> tuple[Mark, ...]:
        """The marks that a row of this figure bears when it stands for a year."""
        period = () if self.period == str(year) else (Mark(MarkKind.OFFICIAL_PERIOD, self.period),)
        confidence, source = marks_of(self)
        return (Mark(MarkKind.BASIS, self.basis), confidence, *period, source)


def marks_of(published: Figure | Fact) -> tuple[Mark, Mark]:
    """Of a published figure, how well it is known and who says so."""
    return Mark(MarkKind.CONFIDENCE, published.confidence), Mark(MarkKind.SOURCE, published.source)


@cache
def figures(law: Law) -> tuple[Figure, ...]:
    """The facts of the registry that are official for a programme, a tax or a published indicator, in our units.

    What was tabulated from the survey itself is left out: it would be held against itself.
    """
    wanted = {name for name in registry().indicators if name in PUBLISHED or _is_counted(name, law)}
    facts = [fact for fact in registry() if fact.indicator in wanted]
    return tuple(figure for fact in facts if (figure := _figure(fact)) is not None) + tuple(_sums(law))


def _is_counted(indicator: str, law: Law) -> bool:
    """Whether an indicator of the registry is what administrations count, pay and raise of what the law has."""
    subject, _, what = indicator.partition(".")
    return what in ("recipients", "spending", "revenue", *PLANNED) and subject in _subjects(law)


def _figure(fact: Fact) -> Figure | None:
    """A fact as an official figure; None where it is not one."""
    subject, _, what = fact.indicator.partition(".")
    if fact.indicator in PUBLISHED:
        name, basis = PUBLISHED[fact.indicator], "published"
        if fact.confidence == "computed" or fact.method not in PUBLISHED_METHODS:
            return None
    elif fact.id in FROM_THE_SURVEY:
        return None
    elif what in PLANNED:
        counted, basis = PLANNED[what]
        name = f"{subject}.{counted}"
    else:
        name, basis = fact.indicator, BASIS_OF_METHOD.get(fact.method, "")
    area = {place: area for area, place in PLACES.items()}.get(fact.area)
    if not basis or area is None or fact.group != "All":
        return None
    unit, times, parts = UNITS.get(fact.unit, (fact.unit, 1, 1))
    year = int(fact.period[:4])
    return Figure(
        name, area, year, fact.period, fact.value * times / parts, unit, basis, fact.confidence, fact.source, fact.url
    )  # fmt: skip


@cache
def _subjects(law: Law) -> frozenset[str]:
    """What has administrative totals to stand beside ours: every programme, and RC-IVA."""
    return frozenset({"rc_iva", *(programme.id for programme in programmes(law))})


def _sums(law: Law) -> Iterator[Figure]:
    """The count of a programme that is published by group only."""
    for indicator, groups in COUNTED_BY_GROUP.items():
        first, *rest = ({fact.period: fact for fact in registry().find(indicator, group=group)} for group in groups)
        for period, fact in first.items():
            if all(period in others for others in rest):
                value = fact.value + sum(others[period].value for others in rest)
                whole = _figure(replace(fact, group="All", value=value))
                if whole is not None:
                    yield whole


def official(indicator: str, year: int, law: Law, area: str = "all", *, within: int = 0) -> Figure | None:
    """The figure to prefer for a year; where that year has none, the nearest within so many years; else None."""
    found = [each for each in figures(law) if (each.indicator, each.area) == (indicator, area)]
    near = [each for each in found if abs(each.year - year) <= within]
    return min(near, key=lambda each: (abs(each.year - year), each.rank), default=None)


def official_of_run(indicator: str, year: int, analysis: Analysis, within: int, area: str = "all") -> Figure | None:
    """The figure to stand beside a run: of its year, or near; of a carried month the last that is known.

    Of money it is the last whole year that was paid or raised, where one is known.
    """
    if analysis.carried is None:
        return official(indicator, year, analysis.law, area, within=within)
    found = [each for each in figures(analysis.law) if (each.indicator, each.area) == (indicator, area)]
    known = [each for each in found if each.year <= year]
    if indicator.endswith((".spending", ".revenue")):
        known = [each for each in known if each.basis == "paid" and each.period.isdigit()] or known
    return min(known, key=lambda each: (-each.year, each.rank), default=None)


def stands_for_the_country(analysis: Analysis) -> bool:
    """Whether national figures may be compared with those of a run: not where its file is a part of a survey."""
    return "part" not in analysis.population.source


def administrative_rows(analysis: Analysis, programmes: Container[str] | None = None) -> Iterator[Row]:
    """The official count and outlay of each programme, or of those named, and the ratios of ours and the survey's.

    Where the year has no figure that of the year before or after stands, and says so.
    """
    if not stands_for_the_country(analysis):
        return
    for name, payment in analysis.payments.items():
        if programmes is not None and name not in programmes:
            continue
        ours = {"recipients": analysis.recipients(name), "spending": analysis.spending(name)}
        reported = {
            "recipients": analysis.reported_recipients(payment.programme),
            "spending": analysis.reported_spending(payment.programme),
        }
        for what, estimate in ours.items():
            figure = official_of_run(f"{name}.{what}", analysis.day.year, analysis, 1)
            if figure is None:
                continue
            make = analysis.maker("programmes", *figure.marks(analysis.day.year))
            yield make.plain(figure.value, concept="official", measure=what, unit=figure.unit, programme=name)
            ratios = (("simulated_over_official", estimate), ("survey_over_official", reported[what]))
            for concept, mine in ratios:
                if mine is not None and mine.value:
                    ratio = mine / figure.value
                    yield make.estimate(ratio, concept=concept, measure=what, unit="ratio", programme=name)


def revenue_rows(analysis: Analysis) -> Iterator[Row]:
    """What RC-IVA brought in the year of the law: wages and every other income that it taxes."""
    if not stands_for_the_country(analysis):
        return
    figure = official_of_run("rc_iva.revenue", analysis.day.year, analysis, 1)
    if figure is not None:
        make = analysis.maker("wages", *figure.marks(analysis.day.year))
        yield make.plain(figure.value, concept="official", programme="rc_iva", measure="revenue", unit=figure.unit)


def unemployment_rows(analysis: Analysis, rows: Iterable[Row]) -> Iterator[Row]:
    """INE's published urban unemployment beside that of `rows`, of the quarter or of the nearest, which is then said.

    The difference is given for the same quarter only.
    """
    if not stands_for_the_country(analysis):
        return
    mine = next((row for row in rows if (row.measure, row.level) == ("unemployment", "urban")), None)
    wave = str(analysis.population.source["wave"])
    year, quarter = int(wave[3:7]), int(wave[8:])
    own = f"{year}-Q{quarter}"
    facts = [
        fact for fact in registry().find(URBAN_UNEMPLOYMENT, area="Urban", method="ece")
        if re.fullmatch(r"[0-9]{4}-Q[1-4]", fact.period)
    ]  # fmt: skip
    if mine is None or mine.value is None or not facts:
        return

    def apart(fact: Fact) -> tuple[int, int]:
        return abs(4 * (int(fact.period[:4]) - year) + int(fact.period[-1]) - quarter), fact.rank

    fact = min(facts, key=apart)
    if apart(fact)[0] > NEAR_QUARTERS:
        return
    period = () if fact.period == own else (Mark(MarkKind.OFFICIAL_PERIOD, fact.period),)
    make = analysis.maker("labour", Mark(MarkKind.BASIS, "published"), *marks_of(fact), *period)
    place = {"measure": "unemployment", "group": "area", "level": "urban"}
    yield make.plain(fact.value / 100, unit="share", concept="official", **place)
    if not period:
        yield make.plain(mine.value - fact.value / 100, unit="share", concept="difference", **place)


def published_rows(analysis: Analysis, rows: Iterable[Row]) -> Iterator[Row]:
    """INE's published poverty and Gini of the wave's year beside those that `rows` give for the rebuilt income.

    Of a carried month it is the last year published, and no difference is taken: one is measured, the other a model.
    """
    if not stands_for_the_country(analysis):
        return
    year = int(analysis.basis.month[:4])
    mine = {
        (row.measure, row.line, row.level): row
        for row in rows
        if row.table == "poverty" and row.concept == "ine_income_rebuilt" and row.group in ("all", "area")
    }
    make = analysis.maker("validation")
    for area, group in AREAS.items():
        for indicator in ("headcount.moderate", "headcount.extreme", "gap.moderate", "severity.moderate", "gini"):
            measure, _, line = indicator.partition(".")
            figure = official_of_run(indicator, year, analysis, 0, area)
            row = mine.get((measure, line, area))
            if figure is None or row is None or row.value is None:
                continue
            values = {"official": figure.value}
            if analysis.carried is None:
                values["difference"] = row.value - figure.value
            for concept, value in values.items():
                yield make.marked(*figure.marks(year)).plain(
                    value, concept=concept, measure=measure, line=line, group=group, level=area, unit=figure.unit
                )
