"""What the articles speak of, whole: each topic as lines, every count by year and source, and no effect claimed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from ayni.engine import Law
from ayni.evidence import elections
from ayni.evidence.claims import Used, recorded_figure
from ayni.evidence.ledger import judged
from ayni.evidence.recorded import recorded
from ayni.evidence.registry import CONFIDENCES, Fact, registry
from ayni.evidence.timeline import Entry, events
from ayni.measure import poisson_rate, poisson_ratio
from ayni.words import AyniError, Text, nearest

PER = 100_000
"""Persons to whom a rate is given."""
HALF = 0.5
"""The share of women that is taken where no table gives the women of a year."""
PEOPLE = ("un_world_bank", "ine_projection")
"""Where the population of a year is taken from: the first that has it."""
WAVES = ("EH2019", "EH2020", "EH2022", "EH2023")
BY_SEX = (
    "poverty_moderate", "poverty_extreme", "unemployment_14", "participation_14", "wage_median", "illiteracy_15",
    "years_of_schooling_19", "health_no_cover",
)  # fmt: skip
PAYMENTS = ("canasta_familiar", "bono_familia", "bono_universal", "bono_contra_el_hambre")
EFFECTS = ("poverty_moderate", "poverty_extreme", "gini")
TOGETHER = ("three_bonuses_2020", "emergency_transfers_2020")
MONTHS_OF_WORK = ("2019-10", "2022-12")
COVER = ("health_public_scheme", "health_social_security", "health_other_cover", "health_no_cover")
SERVICES = "servicios_a_su_costo"
KEPT_BY_AREA = "recall_referendum_2008.president_kept"


class Line(Struct, frozen=True, kw_only=True):
    """One line of a topic: a published figure, one of ours, what arithmetic makes of them, or a dated event."""

    section: str
    figure: Used | Fact | None = None
    """What it counts, where and when, and who gives it; None for an event."""
    text: Text | None = None
    period: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    confidence: str = ""
    source: str = ""
    url: str = ""
    contested: Mapping[str, str] | None = None
    more: Mapping[str, str | float | None] = field(default_factory=dict)
    """Other columns of its section."""


def topic(name: str, law: Law) -> tuple[Line, ...]:
    """Every line of a topic; raises AyniError for an unknown one."""
    if name not in TOPICS:
        raise AyniError("unknown_topic", name=name, near=nearest(name, TOPICS), names=", ".join(TOPICS))
    return tuple(TOPICS[name](law))


def _published(section: str, indicator: str, area: str = "Bolivia") -> Iterator[Line]:
    """Every published figure of an indicator in an area, by group, period and how well it is sourced."""
    for place, group in registry().places(indicator):
        if place == area:
            for fact in registry().find(indicator, area=area, group=group):
                yield _line(section, fact)


def _line(section: str, fact: Fact, **more: str | float | None) -> Line:
    return Line(
        section=section, figure=fact, period=fact.period, value=fact.value, unit=fact.unit, confidence=fact.confidence,
        source=fact.source, url=fact.url, more=more,
    )  # fmt: skip


def _ours(section: str, identifier: str) -> Iterator[Line]:
    """A figure recorded from a survey, with its 95 per cent interval; nothing where it was not recorded."""
    if identifier in recorded():
        used = recorded_figure(identifier)
        half = None if used.se is None else 1.96 * used.se
        yield Line(
            section=section, figure=used, period=used.wave, value=used.value, unit=used.unit, confidence="computed",
            low=None if half is None else used.value - half, high=None if half is None else used.value + half,
            source=used.source,
        )  # fmt: skip


def _events(section: str, topic: str, kinds: Iterable[str]) -> Iterator[Line]:
    for event in events():
        if event.topic == topic and event.kind in kinds:
            yield _event(section, event)


def _event(section: str, event: Entry) -> Line:
    return Line(
        section=section, text=dict(event.text), period=event.days, confidence=event.confidence, source=event.source,
        url=event.url, contested=event.contested,
    )  # fmt: skip


# ---- women and children


def women(law: Law) -> Iterator[Line]:
    """Counts by year and source, rates with exact Poisson intervals, complaints, budgets, norms, and results by sex."""
    for indicator, exposed in (("femicides", _women), ("infanticides", _under_15)):
        counts = registry().find(indicator)
        for fact in counts:
            chance = poisson_rate(int(fact.value))
            yield _with(_line(indicator, fact), fact.value, chance.low, chance.high, fact.unit)
        best = _best_by_period(counts)
        for fact in best:
            for method, people in exposed(fact.period):
                rate = poisson_rate(int(fact.value), people / PER)
                unit = f"per 100 000 {'women' if indicator == 'femicides' else 'children'}"
                yield _with(_line(f"{indicator}_rate", fact, people=people, method=method), *rate, unit)
        for before, after in pairwise(best):
            exposures = [dict(exposed(each.period)) for each in (after, before)]
            shared = next((name for name in exposures[0] if name in exposures[1]), None)
            if shared is not None and int(after.period) == int(before.period) + 1:
                both = [(int(fact.value), held[shared]) for fact, held in zip((after, before), exposures, strict=True)]
                ratio = poisson_ratio(*both[0], *both[1])
                yield _with(_line(f"{indicator}_change", after, before=before.period), *ratio, "times")
    for department in sorted({fact.area for fact in registry() if fact.indicator == "infanticides"} - {"Bolivia"}):
        for fact in registry().find("infanticides", area=department)[-1:]:
            chance = poisson_rate(int(fact.value))
            yield _with(_line("infanticides_departments", fact), fact.value, chance.low, chance.high, fact.unit)
    for indicator in ("law_348.complaints", "sexual_offences.complaints"):
        yield from _published("complaints", indicator)
    for indicator in ("violence_budget.executed_share", "violence_budget.share_of_investment"):
        yield from _published("violence_budget", indicator)
    yield from _events("norms", "women", ("norm",))
    for indicator in BY_SEX:
        for wave in WAVES:
            for sex in ("woman", "man"):
                yield from _ours("by_sex", f"{wave}|{indicator}|all|{sex}")


def _with(line: Line, value: float, low: float, high: float, unit: str) -> Line:
    return replace(line, value=value, low=low, high=high, unit=unit)


def _best_by_period(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.period.isdigit():
            found.setdefault(fact.period, fact)
    return tuple(found[period] for period in sorted(found))


def _people(year: str) -> float | None:
    for method in PEOPLE:
        for fact in registry().find("population", period=year, method=method):
            return fact.value
    return None


def _women(year: str) -> Iterator[tuple[str, float]]:
    """Women of a year: half of the population, and the census where there was one."""
    people = _people(year)
    if people is not None:
        yield "half", people * HALF
    for fact in registry().find("population", group="Female", period=year, method="census"):
        yield "census", fact.value


def _under_15(year: str) -> Iterator[tuple[str, float]]:
    """Persons under 15 of a year: the population of the year by their share in the United Nations' nearest table."""
    people, tables = _people(year), ("2005", "2010", "2015", "2020")
    table = min(tables, key=lambda each: abs(int(each) - int(year)))
    ages = {
        group: registry().find("population", group=group, period=table, method="un_wpp_2019")
        for _, group in registry().places("population")
        if group.startswith(("Female ", "Male "))
    }
    whole = sum(facts[0].value for facts in ages.values() if facts)
    young = sum(facts[0].value for group, facts in ages.items() if facts and _first_age(group) < 15)
    if people is not None and whole:
        yield "un_table", people * young / whole


def _first_age(group: str) -> int:
    return int(group.split()[1].partition("-")[0].rstrip("+"))


# ---- financing


def financing(law: Law) -> Iterator[Line]:
    """What came in and what was owed, the contracts of lithium, and the money that a document ties to a payment."""
    sections = {
        "hydrocarbons": ("hydrocarbon_rent", "idh.revenue_usd"),
        "wealth_tax": ("igf.revenue",),
        "debt": ("external_public_debt",),
        "loans": ("external_loans_authorised", "imf_debt_relief", "imf_emergency_credit", "imf_allocation"),
        "lithium": ("lithium_agreements.investment",),
        "links": ("three_bonuses_2020.loans", "bono_contra_el_hambre.loans"),
    }
    for section, indicators in sections.items():
        for indicator in indicators:
            yield from _published(section, indicator)
    yield from _events("agreements", "financing", ("agreement", "norm"))


# ---- elections


def votes(law: Law) -> Iterator[Line]:
    """Each vote with what its rule makes of it, the accounts of 2019, the recall of 2008, and the seats."""
    for ballot in elections.ballots():
        first, second = ballot.choices[:2]
        yield _with_more(
            _line("outcomes", first), ballot.lead, "points", rule=ballot.rule, outcome=ballot.outcome,
            first=ballot.share(first), second=ballot.share(second), adds_up=float(ballot.adds_up), count=ballot.method,
        )  # fmt: skip
    contested = judged("B30", law)
    for outcome in (*contested.outcomes, *contested.beside):
        if outcome.computed.value is not None:
            used = max(outcome.computed.used, key=lambda each: CONFIDENCES.index(each.confidence))
            yield Line(
                section="sides_2019", text=outcome.reading.text, period="2019-10-20", value=outcome.computed.value,
                unit=outcome.computed.unit, confidence=used.confidence, source=used.source, url=used.url,
            )  # fmt: skip
    yield from _events("election_events", "elections", ("fact", "norm"))
    for office in elections.recalls():
        yield _with_more(
            _line("recall", office.kept), office.against, "%", threshold=office.threshold.value, court=office.court,
            by_law=office.by_law, outcome=office.outcome, office=office.office,
        )  # fmt: skip
    for area in sorted({fact.area for fact in registry() if fact.indicator == KEPT_BY_AREA} - {"Bolivia"}):
        yield from _published("recall_departments", KEPT_BY_AREA, area)
    for indicator in elections.CHAMBERS:
        years = sorted({fact.period for fact in registry() if fact.indicator == indicator})
        for year in years:
            parties, whole = elections.seats(indicator, year)
            for fact in parties:
                yield _line("seats", fact, of=float(whole))


def _with_more(line: Line, value: float, unit: str, **more: str | float | None) -> Line:
    return replace(line, value=value, unit=unit, more=more)


# ---- the payments of 2020


def payments_2020(law: Law) -> Iterator[Line]:
    """Who was paid by the official count and by the rule on the survey, and what others and we find that it did."""
    for name in PAYMENTS:
        for what in ("recipients", "spending"):
            if f"{name}.{what}" in registry().indicators:
                yield from _published("paid", f"{name}.{what}")
            yield from _ours("paid", f"EH2020|{what}.{name}|all|all")
    for subject in (*PAYMENTS, *TOGETHER):
        for what in EFFECTS:
            indicator = f"effect.{subject}.{what}"
            if indicator in registry().indicators:
                yield from _published("effects", indicator)
            yield from _ours("effects", f"EH2020|{indicator}|all|all|points")
    yield from _published("links", "three_bonuses_2020.loans")
    yield from _published("links", "bono_contra_el_hambre.loans")


# ---- work


def work(law: Law) -> Iterator[Line]:
    """The published rate month by month, and poverty if each unemployed person had a job at the median wage."""
    low, high = MONTHS_OF_WORK
    for group in ("All", "Male", "Female"):
        for fact in registry().find("unemployment_urban_ece", area="Urban", group=group, method="ece"):
            if low <= fact.period <= high:
                yield _line("rates", fact)
    for wave in WAVES:
        for indicator in ("unemployment_14", "poverty_moderate", "poverty_moderate_jobs_for_all"):
            yield from _ours("jobs", f"{wave}|{indicator}|all|all")
    for outcome in judged("A04", law).outcomes:
        if outcome.reading.effect and outcome.computed.value is not None:
            yield Line(
                section="jobs_share", text=outcome.reading.text, value=outcome.computed.value,
                unit=outcome.computed.unit, confidence="computed", source="A04",
            )  # fmt: skip


# ---- health


def health(law: Law) -> Iterator[Line]:
    """Cover as the surveys give it, recomputed, beside the published; who is registered; what it is worth at cost."""
    for wave in WAVES:
        for indicator in COVER:
            yield from _ours("cover", f"{wave}|{indicator}|all|all")
            for sex in ("woman", "man"):
                yield from _ours("cover_by_sex", f"{wave}|{indicator}|all|{sex}")
    yield from _published("cover_published", "health_cover")
    for indicator in ("sus.target_population", "sus.expected_share", "sus.registered"):
        yield from _published("registered", indicator)
    book = law.instruments[SERVICES]
    for parameter in book.parameters.values():
        if "health" in parameter.id:
            for row in parameter.rows:
                key = next((each for each in row.source if each in book.sources), "")
                yield Line(
                    section="worth", text=dict(parameter.text), period=row.start.isoformat(),
                    value=float(str(row.value)), unit=parameter.unit, confidence=row.confidence,
                    source=row.article or book.sources.get(key, ""), url=book.sources.get(key, ""),
                )  # fmt: skip


TOPICS: Mapping[str, Callable[[Law], Iterator[Line]]] = {
    "women": women, "financing": financing, "elections": votes, "payments-2020": payments_2020, "work": work,
    "health": health,
}  # fmt: skip
"""Each topic by its name."""
