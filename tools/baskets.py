"""Writes src/ayni/scenario/baskets.json: what each group of households of EH 2019 buys, with the errors.

python tools/baskets.py DATA    where DATA has eh/2019 with INE's person file and the modules of spending. Aggregates
of 30 households and more; nothing of one household.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ayni.scenario.inflation import measured, write_recorded
from ayni.series import Prices, series
from ayni.survey import load, read_spending

if __name__ == "__main__":
    folder = Path(sys.argv[1]) / "eh" / "2019"
    population = load(folder / "persona.parquet")
    write_recorded(measured(population, read_spending(folder, population), Prices(series())))
