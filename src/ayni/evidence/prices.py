"""Consumer prices: INE's general index, annual average, spliced series 2005–2025 (republished by M. Foronda)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ayni.words import AyniError

SOURCE = "INE, IPC, serie empalmada; https://github.com/mauforonda/indicadores_inflacion"


@cache
def consumer_prices() -> Mapping[int, float]:
    """The index by year."""
    with Path(__file__).with_name("consumer_prices.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["year"]): float(row["index"]) for row in csv.DictReader(file)}


def in_prices_of(value: float, year: int, base: int) -> float:
    """An amount of one year in the money of another; raises where the index has no such year."""
    index = consumer_prices()
    for wanted in (year, base):
        if wanted not in index:
            raise AyniError("no_price_index", year=wanted, first=min(index), last=max(index))
    return value * index[base] / index[year]


def in_prices_of_month(value: float, year: int, month: str) -> float:
    """An amount of a year in the money of a month of INE's index, `2026-07`: by the yearly means to the last whole year
    before it, from there by the months. Raises as `in_prices_of`, and for a month that the index does not have."""
    from ayni.series import series

    base = min(max(consumer_prices()), int(month[:4]))
    months = series().of("cpi", "general")
    mean = sum(months[f"{base}-{each:02}"].value for each in range(1, 13)) / 12
    return in_prices_of(value, year, base) * series().at("cpi", month, "general").value / mean
