"""The registry of official figures that the ledger may use, with unit, period, method, source and confidence."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from sys import intern

from msgspec import Struct

from ayni.words import AyniError, nearest
from ayni.words.bundle import stored

FOLDER = Path(__file__).with_name("series")
SOURCES = "sources.csv"
COLUMNS = ("id", "indicator", "area", "group", "period", "value", "unit", "method", "source", "confidence", "note_en")
CONFIDENCES = ("verified", "computed", "reported", "conflicting", "recalled")
UNITS = frozenset((
    "%", "% of annual GDP", "% of employees", "% of labour force", "% of population", "% of total",
    "% of working-age population", "0-1", "Bs", "Bs, one payment", "Bs/USD", "Bs/month", "Bs/person/month", "Bs/year",
    "Gini points (0-100)", "USD", "cases", "complaints", "days", "families", "index (spliced series as published)",
    "million Bs", "million Bs of 2017", "million USD", "million USD/day", "percentage points", "persons", "ratio",
    "schools", "seats", "students", "tally sheets", "thousand persons", "times", "votes",
))  # fmt: skip
SLUG = re.compile(r"[a-z][a-z0-9]*([_.][a-z0-9]+)*")
_MOMENT = r"\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?|-Q[1-4])?"
PERIOD = re.compile(rf"{_MOMENT}(\.\.{_MOMENT})?")


class Fact(Struct, frozen=True):
    """One published figure. Values with the same indicator and method can be compared; others need a bridge."""

    id: str
    indicator: str
    area: str
    group: str
    period: str
    value: float
    unit: str
    method: str
    source: str
    url: str
    confidence: str
    note: str

    @property
    def rank(self) -> int:
        """Smaller is better: verified, computed, conflicting, recalled."""
        return CONFIDENCES.index(self.confidence)


KINDS = {(Fact.__module__, "Fact"): Fact}
"""What the stored facts are made of."""


class Registry:
    """The facts by id and by what they measure."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self._by_id = {fact.id: fact for fact in self.facts}
        if len(self._by_id) < len(self.facts):
            [(twice, _)] = Counter(fact.id for fact in self.facts).most_common(1)
            raise AyniError("fact_twice", id=twice)
        self._by_indicator: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self._by_indicator[fact.indicator].append(fact)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator, by name."""
        return tuple(sorted(self._by_indicator))

    def of(self, indicator: str) -> Sequence[Fact]:
        """The facts of an indicator, in the order of the tables."""
        if indicator not in self._by_indicator:
            raise AyniError("unknown_indicator", indicator=indicator, near=nearest(indicator, self._by_indicator))
        return self._by_indicator[indicator]

    def methods(self, indicator: str) -> tuple[str, ...]:
        """The methods of an indicator, in the order of the tables."""
        return tuple(dict.fromkeys(fact.method for fact in self.of(indicator)))

    def unit(self, indicator: str) -> str:
        """The unit of an indicator."""
        return self.of(indicator)[0].unit

    def has_period(self, indicator: str, period: str) -> bool:
        """Whether there is a fact of an indicator at a period, anywhere."""
        return any(fact.period == period for fact in self.of(indicator))

    def places(self, indicator: str) -> tuple[tuple[str, str], ...]:
        """The pairs of area and group for which an indicator has facts, in the order of the tables."""
        return tuple(dict.fromkeys((fact.area, fact.group) for fact in self.of(indicator)))

    def get(self, id: str) -> Fact:
        """The fact of an id."""
        if id not in self._by_id:
            raise AyniError("unknown_fact", id=id, near=nearest(id, self._by_id))
        return self._by_id[id]

    def find(
        self,
        indicator: str,
        *,
        area: str = "Bolivia",
        group: str = "All",
        period: str | int | None = None,
        method: str | None = None,
    ) -> tuple[Fact, ...]:
        """The facts of an indicator, by period, the better sourced first; rival values are all kept."""
        found = (
            fact
            for fact in self.of(indicator)
            if (fact.area, fact.group) == (area, group)
            and (period is None or fact.period == str(period))
            and (method is None or fact.method == method)
        )
        return tuple(sorted(found, key=lambda fact: (fact.period, fact.rank)))

    def one(
        self,
        indicator: str,
        period: str | int,
        *,
        area: str = "Bolivia",
        group: str = "All",
        method: str | None = None,
    ) -> Fact:
        """The best sourced fact of a period; among equals the first of the table.

        Where equals differ in method one must be named: which of them is meant is for the reader to say.
        """
        found = self.find(indicator, area=area, group=group, period=period, method=method)
        if not found:
            known = ", ".join(dict.fromkeys(fact.period for fact in self.find(indicator, area=area, group=group)))
            raise AyniError(
                "no_fact", indicator=indicator, place=f"{area}, {group}", period=period, method=method or "–",
                known=known or "; ".join(f"{area}, {group}" for area, group in self.places(indicator)[:6]),
            )  # fmt: skip
        best = [fact for fact in found if fact.rank == found[0].rank]
        methods = list(dict.fromkeys(fact.method for fact in best))
        if len(methods) > 1:
            raise AyniError("method_not_named", indicator=indicator, period=period, methods=", ".join(methods))
        return best[0]

    def rivals(self, fact: Fact) -> tuple[Fact, ...]:
        """The other values for the same thing, period and method."""
        same = self.find(
            fact.indicator, area=fact.area, group=fact.group, period=fact.period, method=fact.method
        )  # fmt: skip
        return tuple(other for other in same if other.id != fact.id)


@cache
def registry() -> Registry:
    """The registry shipped with the package."""
    return Registry(stored("registry", (FOLDER,), lambda: read(FOLDER).facts, KINDS))


def read(folder: Path) -> Registry:
    """The registry of a folder of tables, each row checked."""
    with (folder / SOURCES).open(encoding="utf-8", newline="") as file:
        sources = {row["id"]: row for row in csv.DictReader(file)}
    return Registry(_facts(folder, sources))


def version(folder: Path = FOLDER) -> str:
    """The hash of the tables, their names included."""
    digest = hashlib.sha256()
    for table in sorted(folder.glob("*.csv")):
        digest.update(table.name.encode() + b"\0" + table.read_bytes() + b"\0")
    return digest.hexdigest()


def difference(after: Fact, before: Fact, *, bridge: str = "") -> float:
    """`after` less `before`, in their unit; over a break of method only with a bridge named."""
    _comparable(after, before, bridge)
    return after.value - before.value


def relative_change(after: Fact, before: Fact, *, bridge: str = "") -> float:
    """`after` less `before` as a share of `before` (0.25 is a quarter); over a break only with a bridge named."""
    change = difference(after, before, bridge=bridge)
    if not before.value:
        raise AyniError("zero_base", before=before.id)
    return change / before.value


def _comparable(after: Fact, before: Fact, bridge: str) -> None:
    if after.unit != before.unit:
        raise AyniError("units_differ", after=after.id, before=before.id, one=after.unit, other=before.unit)
    if (after.indicator, after.method) != (before.indicator, before.method) and not bridge.strip():
        raise AyniError("break_of_method", after=_concept(after), before=_concept(before))


def _concept(fact: Fact) -> str:
    return f"{fact.indicator} {fact.period} [{fact.method or '–'}]"


def _facts(folder: Path, sources: Mapping[str, Mapping[str, str]]) -> Iterator[Fact]:
    for table in sorted(folder.glob("*.csv")):
        if table.name == SOURCES:
            continue
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _fact(table.name, row, sources)


def _fact(table: str, row: Mapping[str, str], sources: Mapping[str, Mapping[str, str]]) -> Fact:
    if tuple(row) != COLUMNS or None in row.values():
        raise AyniError("fact_columns", file=table, columns=", ".join(COLUMNS))
    wrong = {
        "id": not row["id"].strip(),
        "indicator": not SLUG.fullmatch(row["indicator"]),
        "area": not row["area"].strip(),
        "group": not row["group"].strip(),
        "period": not PERIOD.fullmatch(row["period"]),
        "value": not re.fullmatch(r"-?\d+(\.\d+)?", row["value"]),
        "unit": row["unit"] not in UNITS,
        "method": bool(row["method"]) and not SLUG.fullmatch(row["method"]),
        "source": row["source"] not in sources,
        "confidence": row["confidence"] not in CONFIDENCES,
    }
    for column, is_wrong in wrong.items():
        if is_wrong:
            raise AyniError("fact_form", file=table, id=row["id"], column=column, value=row[column])
    source = sources[row["source"]]
    plain = {name: intern(row[name]) for name in COLUMNS if name not in ("value", "source", "note_en")}
    return Fact(
        **plain, value=float(row["value"]), source=source["title"], url=source["url"], note=row["note_en"]
    )  # fmt: skip
