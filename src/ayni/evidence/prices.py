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
