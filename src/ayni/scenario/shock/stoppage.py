"""A strike or blockade in one department: its days, and how much work stops on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.scenario.analysis import Analysis
from ayni.scenario.blocks import Block
from ayni.scenario.rows import Row, Rows
from ayni.scenario.shock.labour import Shares, formality_marks, losing
from ayni.scenario.shock.settings import Settings, date, known, share, under, whole_days
from ayni.survey import standard_columns
from ayni.words import AyniError, nearest
from ayni.words.marks import Mark

DAYS_OF_YEAR = 365
MONTHS_OF_YEAR = 12
KEYS = ("department", "from", "days", "spill_over")
SOURCES = ("strike", "blockade")


class Stoppage(Struct, frozen=True):
    """Labour income not earned on days without work, by who stops it: the strike and the counter-blockade apart.

    A day's labour income is twelve months' over 365 calendar days: the stoppage is counted in calendar days, and a
    month's income pays for days of rest too. On each of the `days` a person loses the share min(1, strike + blockade)
    of it in the department, and `spill_over` of that share elsewhere. The loss is made once; over `months` it is spread
    as an accounting does, and no month loses more days than it has.
    """

    department: str
    days: int
    strike: Shares
    blockade: Shares
    spill_over: float = 0.0
    start: str = ""
    months: int = MONTHS_OF_YEAR
    draws: ClassVar[bool] = False

    @classmethod
    def read(cls, settings: Settings) -> Stoppage:
        """From `department=santa_cruz days=36 strike.trade=50% blockade.transport=30%`."""
        known(settings, KEYS, SOURCES)
        departments = standard_columns()["department"].values
        for key in ("department", "days"):
            if key not in settings:
                raise AyniError("shock_lacks", key=key)
        department = settings["department"]
        if department not in departments:
            raise AyniError("shock_department", value=department, near=nearest(department, departments))
        strike, blockade = (Shares.read(f"{source}.", under(settings, source)) for source in SOURCES)
        return cls(
            department,
            whole_days("days", settings["days"]),
            strike,
            blockade,
            share("spill_over", settings.get("spill_over", "0")),
            date("from", settings["from"]).isoformat() if "from" in settings else "",
        )

    def intensity(self, population: Population) -> Array:
        """The share of a day's labour income that each person loses on a day, (n_persons,)."""
        closed = np.minimum(1.0, self.strike.of(population) + self.blockade.of(population))
        felt: Array = closed * np.where(population.is_value("department", self.department), 1.0, self.spill_over)
        return felt

    def after(self, population: Population, _random: np.random.Generator) -> Population:
        """The population with what is left over the months of the accounting."""
        window = DAYS_OF_YEAR * self.months / MONTHS_OF_YEAR
        return losing(population, self.intensity(population) * min(self.days, window) / window)

    def marks(self, _population: Population) -> tuple[Mark, ...]:
        """Nothing beside those of the run."""
        return ()

    def assumed(self, make: Rows, population: Population) -> Iterator[Row]:
        """Days, and the intensities of strike and blockade."""
        yield make.plain(self.days, concept="stoppage", measure="days", unit="days")
        yield make.plain(self.spill_over, concept="stoppage", measure="spill_over", unit="share")
        marked = make.marked(*formality_marks(population))
        yield from self.strike.rows(marked, "strike")
        yield from self.blockade.rows(marked, "blockade")

    def found(self, _before: Analysis, _after: Population) -> Iterator[Block]:
        """Nothing beside who is hit."""
        yield from ()
