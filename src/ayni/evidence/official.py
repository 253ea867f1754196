"""Official figures: what the administration published, with source and confidence, to stand beside ours."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ayni.scenario import Analysis, Row

BASES = ("paid", "published", "estimate", "programmed", "budget")
CONFIDENCES = ("verified", "computed", "conflicting", "recalled")
AREAS = {"all": "all", "urban": "area", "rural": "area"}


@dataclass(frozen=True)
class Figure:
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

    def marks(self, year: int) -> tuple[str, ...]:
        """The marks that a row of this figure bears when it stands for a year."""
        period = () if self.period == str(year) else (f"official_period:{self.period}",)
        return (f"basis:{self.basis}", f"confidence:{self.confidence}", *period, f"source:{self.source}")


@cache
def figures() -> tuple[Figure, ...]:
    """Every official figure that the package knows."""
    with Path(__file__).with_name("official.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Figure(**{**row, "year": int(row["year"]), "value": float(row["value"])})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def official(indicator: str, year: int, area: str = "all", *, within: int = 0) -> Figure | None:
    """The figure to prefer for a year; where that year has none, the nearest within so many years; else None."""
    found = [each for each in figures() if (each.indicator, each.area) == (indicator, area)]
    near = [each for each in found if abs(each.year - year) <= within]
    return min(near, key=lambda each: (abs(each.year - year), each.rank), default=None)


def administrative_rows(analysis: Analysis) -> Iterator[Row]:
    """The official count and outlay of each programme, and the ratios of ours and of the survey's to them.

    Where the year has no figure that of the year before or after stands, and says so.
    """
    for name, payment in analysis.payments.items():
        ours = {"recipients": analysis.recipients(name), "spending": analysis.spending(name)}
        reported = {
            "recipients": analysis.reported_recipients(payment.programme),
            "spending": analysis.reported_spending(payment.programme),
        }
        for what, estimate in ours.items():
            figure = official(f"{name}.{what}", analysis.day.year, within=1)
            if figure is None:
                continue
            make = analysis.maker("programmes", *figure.marks(analysis.day.year))
            yield make.plain(
                figure.value, concept="official", measure=what, unit=figure.unit, group="programme", level=name
            )
            for concept, mine in (("simulated/official", estimate), ("survey/official", reported[what])):
                if mine is not None and mine.value:
                    ratio = mine / figure.value
                    yield make.estimate(
                        ratio, concept=concept, measure=what, unit="ratio", group="programme", level=name
                    )


def revenue_rows(analysis: Analysis) -> Iterator[Row]:
    """What RC-IVA brought in the year of the law: wages and every other income that it taxes."""
    figure = official("rc_iva.revenue", analysis.day.year, within=1)
    if figure is not None:
        make = analysis.maker("wages", *figure.marks(analysis.day.year))
        yield make.plain(figure.value, concept="official", measure="rc_iva", unit=figure.unit)


def published_rows(analysis: Analysis, rows: Iterable[Row]) -> Iterator[Row]:
    """INE's published poverty and Gini of the wave's year beside those that `rows` give for the rebuilt income."""
    year = int(analysis.population.source["year"])
    mine = {
        (row.measure, row.line, row.level): row
        for row in rows
        if row.table == "poverty" and row.concept == "ine_income_rebuilt" and row.group in ("all", "area")
    }
    make = analysis.maker("validation")
    for area, group in AREAS.items():
        for indicator in ("headcount.moderate", "headcount.extreme", "gap.moderate", "severity.moderate", "gini"):
            measure, _, line = indicator.partition(".")
            figure = official(indicator, year, area)
            row = mine.get((measure, line, area))
            if figure is None or row is None or row.value is None:
                continue
            values = {"official": figure.value, "difference": row.value - figure.value}
            for concept, value in values.items():
                yield make.plain(
                    value, concept=concept, measure=measure, line=line, group=group, level=area, unit=figure.unit,
                    marks=figure.marks(year),
                )  # fmt: skip
