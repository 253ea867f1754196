"""Shocks: another population under the same law, its effects, and the error added by drawing persons at random."""

from ayni.scenario.shock.fuel import FuelPrices, day_of, fuel_rows, month_before
from ayni.scenario.shock.jobs import JobLoss
from ayni.scenario.shock.labour import LabourIncome, labour_income
from ayni.scenario.shock.prices import PriceRise
from ayni.scenario.shock.run import Kind, Shock, card_of, read_shock, shock_rows, shocked
from ayni.scenario.shock.settings import read_settings
from ayni.scenario.shock.stoppage import Stoppage

__all__ = [
    "FuelPrices",
    "JobLoss",
    "Kind",
    "LabourIncome",
    "PriceRise",
    "Shock",
    "Stoppage",
    "card_of",
    "day_of",
    "fuel_rows",
    "labour_income",
    "month_before",
    "read_settings",
    "read_shock",
    "shock_rows",
    "shocked",
]
