"""Recorded votes, whether they add up, and the rules that turn votes into an outcome, each as a function.

Candidates stand by place, never by name; names are in the sources. A rule sees numbers alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from ayni.evidence.registry import Fact, registry

Outcome = Literal["elected", "runoff", "congress", "approved", "rejected", "stays", "loses_office"]
Rule = Literal["absolute_majority", "majority_or_lead", "runoff", "majority", "recall"]
PRESIDENT = "presidential_election.votes"
REFERENDUMS = {"referendum_2016.votes": "2016-02-21", "constitutional_referendum_2009.votes": "2009-01-25"}
TOTALS = ("Valid", "Blank", "Null", "Cast", "Registered")
ANSWERS = ("Yes", "No")
CHAMBERS = {"seats.deputies": {"": 130}, "seats.senate": {"2005": 27, "": 36}}
"""Seats of each chamber: by year where it was another number, and otherwise."""
FROM_2009 = "2009-02-07"
"""The day from which the constitution of 2009 holds, and with it 40 per cent and a lead of ten points."""


def first_round(votes: Sequence[int], valid: int | None = None, *, rule: Rule = "majority_or_lead") -> Outcome:
    """The outcome of a first round, from the votes of each candidacy and all valid votes (their sum where not given).

    `absolute_majority` (to 2009): elected with more than half of the valid votes, else Congress chooses.
    `majority_or_lead` (constitution of 2009, article 166): elected with more than half, or with at least 40 per cent
    and at least ten points more than the second; else a second round between the first two. Compared in whole votes,
    so that no rounding decides. Raises ValueError without votes, or for valid votes fewer than those of the
    candidacies.
    """
    ordered = sorted(votes, reverse=True)
    every = sum(ordered) if valid is None else valid
    if not every or every < sum(ordered):
        raise ValueError("A round needs votes, and no fewer valid ones than its candidacies have.")
    first, second = ordered[0], ordered[1] if len(ordered) > 1 else 0
    if 2 * first > every:
        return "elected"
    if rule == "absolute_majority":
        return "congress"
    if 10 * first >= 4 * every and 10 * (first - second) >= every:
        return "elected"
    return "runoff"


def second_round(first: int, second: int) -> Outcome:
    """Elected with more votes than the other. Raises ValueError for a tie, which no recorded rule decides."""
    if first == second:
        raise ValueError("A tie of two candidacies is decided by no rule that was read.")
    return "elected"


def referendum(yes: int, no: int) -> Outcome:
    """Approved with more valid votes for than against."""
    return "approved" if yes > no else "rejected"


def recall(against: float, threshold: float) -> Outcome:
    """Whether who is voted on loses office: with a share against above the threshold, both in per cent of valid votes.

    By the law of May 2008 the threshold is the share with which each had been elected in 2005; for prefects the
    electoral court then asked for more than half.
    """
    return "loses_office" if against > threshold else "stays"


class Ballot(Struct, frozen=True):
    """A vote as recorded: the facts by group, of one count."""

    day: str
    indicator: str
    method: str
    facts: Mapping[str, Fact]

    @property
    def choices(self) -> tuple[Fact, ...]:
        """Candidacies by votes, or the answers of a referendum."""
        found = [fact for group, fact in self.facts.items() if group not in TOTALS]
        return tuple(sorted(found, key=lambda fact: -fact.value))

    @property
    def valid(self) -> int:
        """All valid votes: as recorded, else the sum of the choices."""
        known = self.facts.get("Valid")
        return int(known.value) if known else sum(int(fact.value) for fact in self.choices)

    @property
    def adds_up(self) -> bool:
        """Whether choices add to the valid votes, and these, blank and null to those cast, within the registered."""
        total = {group: int(fact.value) for group, fact in self.facts.items() if group in TOTALS}
        if sum(int(fact.value) for fact in self.choices) != self.valid:
            return False
        if not {"Blank", "Null", "Cast"} <= set(total):
            return True
        cast = self.valid + total["Blank"] + total["Null"]
        return cast == total["Cast"] and cast <= total.get("Registered", cast)

    @property
    def rule(self) -> Rule:
        """The rule that held on its day."""
        if self.indicator != PRESIDENT:
            return "majority"
        if self.method == "runoff":
            return "runoff"
        return "majority_or_lead" if self.day >= FROM_2009 else "absolute_majority"

    @property
    def outcome(self) -> Outcome:
        """What its rule makes of the votes."""
        votes = [int(fact.value) for fact in self.choices]
        if self.rule == "majority":
            return referendum(*(int(self.facts[answer].value) for answer in ANSWERS))
        if self.rule == "runoff":
            return second_round(*votes)
        return first_round(votes, self.valid, rule=self.rule)

    @property
    def lead(self) -> float:
        """Points between the first and the second."""
        first, second = (fact.value for fact in self.choices[:2])
        return 100 * (first - second) / self.valid

    def share(self, fact: Fact) -> float:
        """A choice's per cent of the valid votes."""
        return 100 * fact.value / self.valid


@cache
def ballots() -> tuple[Ballot, ...]:
    """Every recorded vote for president and every referendum with votes, by day."""
    found = []
    for indicator in (PRESIDENT, *REFERENDUMS):
        groups = [group for _, group in registry().places(indicator)]
        every = [fact for group in groups for fact in registry().find(indicator, group=group)]
        for day, method in sorted({(fact.period, fact.method) for fact in every}):
            of_day = [fact for fact in every if (fact.period, fact.method) == (day, method)]
            best: dict[str, Fact] = {}
            for fact in sorted(of_day, key=lambda fact: fact.rank):
                best.setdefault(fact.group, fact)
            found.append(Ballot(day, indicator, method, best))
    return tuple(sorted(found, key=lambda ballot: ballot.day))


class Recall(Struct, frozen=True):
    """One office in the vote of 2008: its share against, the thresholds of the law and of the court, both outcomes."""

    area: str
    office: str
    against: float
    kept: Fact
    threshold: Fact
    court: float | None
    """The share that the electoral court asked for; None where the law's held."""

    @property
    def by_law(self) -> Outcome:
        """By the law of May 2008."""
        return recall(self.against, self.threshold.value)

    @property
    def outcome(self) -> Outcome:
        """By what was applied."""
        return recall(self.against, self.threshold.value if self.court is None else self.court)


@cache
def recalls() -> tuple[Recall, ...]:
    """The president and the eight prefects who were voted on."""
    book, day = registry(), "2008-08-10"
    kept = book.one("recall_referendum_2008.president_kept", day)
    needed = book.one("recall_referendum_2008.threshold", day, group="President and vice-president")
    found = [Recall("Bolivia", "president", 100 - kept.value, kept, needed, None)]
    for area, group in book.places("recall_referendum_2008.threshold"):
        if group == "Prefect":
            kept = book.one("recall_referendum_2008.prefect_kept", day, area=area, method="final")
            needed = book.one("recall_referendum_2008.threshold", day, area=area, group=group)
            found.append(Recall(area, "prefect", 100 - kept.value, kept, needed, 50.0))
    return tuple(found)


def seats(indicator: str, year: str) -> tuple[tuple[Fact, ...], int]:
    """The seats of a chamber by party in a year, most first, and how many there are in all."""
    groups = [group for _, group in registry().places(indicator)]
    found = [fact for group in groups for fact in registry().find(indicator, group=group, period=year)]
    whole = CHAMBERS[indicator]
    return tuple(sorted(found, key=lambda fact: -fact.value)), whole.get(year, whole[""])
