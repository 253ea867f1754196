"""Administrative counts of who is paid: more margins for costs, and what is paid by the counts alone."""

from __future__ import annotations

import datetime as dt

import numpy as np
from msgspec import Struct

from ayni.carry.margins import Cell
from ayni.carry.paths import Moved, Paths
from ayni.engine import Law, Population, Simulation
from ayni.series import Month, Series, first_day, series

PROGRAMME = "renta_dignidad"
"""The one programme whose recipients are counted by group to the last year."""
RECIPIENTS, SHARE, RATE = (f"{PROGRAMME}.{name}" for name in ("recipients", "share_without_pension", "payment_rate"))
GROUPS = ("without_pension", "with_pension")


class Paid(Struct, frozen=True):
    """Recipients by group as the administration counts them, and which part of what is due to them is paid."""

    recipients: dict[str, float]
    payment_rate: float
    period: str
    source: str
    confidence: str


def paid(programme: str, month: dt.date, of: Series | None = None) -> Paid | None:
    """The last count of a programme's recipients that is not of a year after the month; None where there is none."""
    if programme != PROGRAMME:
        return None
    tables = of or series()
    counts = tables.of(RECIPIENTS)
    years = [year for year in counts if int(year) <= month.year]
    if not years:
        return None
    count = counts[max(years)]
    without = tables.at(SHARE, 2025).value
    rate = tables.at(RATE, 2024)
    by_group = dict(zip(GROUPS, (without * count.value, (1 - without) * count.value), strict=True))
    return Paid(by_group, rate.value, count.period, tables.sources[count.source].title, count.confidence)


def caseload_cells(
    population: Population, paths: Paths, month: Month, law: Law
) -> tuple[Population, list[Cell], Moved]:  # fmt: skip
    """The population with who is paid by group under the law of the month, and as many of each as are counted."""
    counted = paid(PROGRAMME, first_day(month), paths.series)
    if counted is None:
        return population, [], Moved(1.0)
    columns = Simulation(population).run(law.within_year(first_day(month)), [PROGRAMME, "receives_pension"])
    receives, pension = columns[PROGRAMME] > 0, columns["receives_pension"].astype(bool)
    who = {"without_pension": receives & ~pension, "with_pension": receives & pension}
    cells, more = [], {}
    for group, persons in counted.recipients.items():
        if who[group].any():
            name = f"paid_{PROGRAMME}_{group}"
            more[name] = who[group]
            cells.append(Cell(((name, "true"),), persons))
    before = float(population["weight"][np.asarray(receives)].sum())
    total = sum(counted.recipients.values())
    moved = Moved(total / before if before else 1.0, (RECIPIENTS,), counted.source, counted.confidence)
    return population.with_columns(more), cells, moved
