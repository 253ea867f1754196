"""Shocks: another population under the same law, its effects, and the error added by drawing persons at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.scenario.shock.fuel import (
        FuelPrices as FuelPrices,
        day_of as day_of,
        fuel_rows as fuel_rows,
        month_before as month_before,
    )
    from ayni.scenario.shock.jobs import JobLoss as JobLoss
    from ayni.scenario.shock.labour import LabourIncome as LabourIncome, labour_income as labour_income
    from ayni.scenario.shock.prices import PriceRise as PriceRise
    from ayni.scenario.shock.run import (
        Kind as Kind,
        Shock as Shock,
        card_of as card_of,
        read_shock as read_shock,
        shock_rows as shock_rows,
        shocked as shocked,
    )
    from ayni.scenario.shock.settings import read_settings as read_settings
    from ayni.scenario.shock.stoppage import Stoppage as Stoppage

face(
    __name__,
    {
        "fuel": "FuelPrices day_of fuel_rows month_before",
        "jobs": "JobLoss",
        "labour": "LabourIncome labour_income",
        "prices": "PriceRise",
        "run": "Kind Shock card_of read_shock shock_rows shocked",
        "settings": "read_settings",
        "stoppage": "Stoppage",
    },
)
