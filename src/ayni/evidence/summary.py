"""The ledger on one page: what was said and its verdicts, the figures that matter most, and what is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from ayni.engine import Law
from ayni.evidence.claims import Claim, Judgement, recorded_figure
from ayni.evidence.ledger import ledger
from ayni.evidence.registry import registry
from ayni.evidence.topics import topic
from ayni.evidence.verdicts import VERDICTS

LEVELS = (
    ("moderate_2019", "EH2019|poverty_moderate|all|all"), ("moderate_2022", "EH2022|poverty_moderate|all|all"),
    ("extreme_2019", "EH2019|poverty_extreme|all|all"), ("extreme_2022", "EH2022|poverty_extreme|all|all"),
    ("programmes", "EH2019|effect.all_programmes.poverty_extreme|all|all|points"),
    ("no_cover_2019", "EH2019|health_no_cover|all|all"), ("no_cover_2022", "EH2022|health_no_cover|all|all"),
    ("hunger_payment", "EH2020|effect.bono_contra_el_hambre.poverty_moderate|all|all|points"),
    ("simulated", "EH2020|recipients.bono_contra_el_hambre|all|all"),
)  # fmt: skip
"""Figures of ours by the name that a sentence calls them."""
FACTS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("extreme_2005", "poverty_extreme", "2005", {"method": "old_ine_method"}),
    ("extreme_2018", "poverty_extreme", "2018", {"method": "old_ine_method"}),
    ("jobless_before", "unemployment_urban_ece", "2019-10", {"area": "Urban"}),
    ("jobless_2021", "unemployment_urban_ece", "2021-03", {"area": "Urban"}),
    ("jobless_2022", "unemployment_urban_ece", "2022-03", {"area": "Urban"}),
    ("hunger_2019", "undernourishment", "2019", {"method": "edition_of_the_world_bank"}),
    ("hunger_2022", "undernourishment", "2022", {"method": "edition_of_the_world_bank"}),
    ("paid", "bono_contra_el_hambre.recipients", "2020-12..2021-05", {}),
    ("udape", "effect.bono_contra_el_hambre.poverty_moderate", "2021", {"method": "udape"}),
)  # fmt: skip
"""Published figures by the name that a sentence calls them: indicator, period and place."""
POINTS = (
    "poverty", "long_fall", "programmes", "jobless", "hunger_payment", "hunger", "wealth_tax", "women", "election",
    "health",
)  # fmt: skip
"""The sentences of the page, in their order."""


class Figure(Struct, frozen=True):
    """A figure of a sentence with the bounds of its interval, where it has one."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None


class Group(Struct, frozen=True):
    """The claims of one article, or the statements of 2024 to 2026: how many have each verdict."""

    first: Claim
    """Its first claim, which names the article."""
    verdicts: Mapping[str, int]
    causes: int
    """How many state a cause."""

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(self.verdicts.values())


def groups(law: Law) -> tuple[Group, ...]:
    """The claims by where they were said, each with its verdicts in their order."""
    found: dict[str, list[Judgement]] = {}
    for each in ledger(law).values():
        article = each.claim.article
        found.setdefault(article if isinstance(article, str) else article["en"], []).append(each)
    return tuple(Group(those[0].claim, _counted(those), sum(each.cause_verdict == "not_identified" for each in those))
                 for those in found.values())  # fmt: skip


def _counted(judgements: list[Judgement]) -> dict[str, int]:
    count = Counter(each.number_verdict for each in judgements)
    return {verdict: count[verdict] for verdict in VERDICTS if count[verdict]}


def figures(law: Law) -> Mapping[str, Figure]:
    """Every figure of the page by name."""
    return dict(_figures(law))


def _figures(law: Law) -> Iterator[tuple[str, Figure]]:
    for name, identifier in LEVELS:
        used = recorded_figure(identifier)
        half = 1.96 * (used.se or 0.0)
        yield name, Figure(used.value, used.unit, used.value - half, used.value + half)
    for name, indicator, period, place in FACTS:
        fact = registry().one(indicator, period, **place)
        yield name, Figure(fact.value, fact.unit)
    for name, claim, reading in (("of_outlay", "A07", "a"), ("of_revenue", "A07", "e"), ("lead", "B30", "count")):
        of = ledger(law)[claim]
        found = next(each.computed for each in of.outcomes if each.reading.id == reading)
        yield name, Figure(found.value or 0.0, found.unit)
    for line in topic("women", law):
        if line.period in ("2021", "2022") and line.section == "femicides" and line.confidence == "verified":
            yield f"femicides_{line.period}", Figure(line.value or 0.0, line.unit)
        if line.period == "2022" and line.section == "femicides_change":
            yield "femicides_change", Figure(line.value or 0.0, line.unit, line.low, line.high)
