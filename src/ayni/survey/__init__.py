"""Surveys: INE's files in, populations out."""

from ayni.engine.cache import cache_folder
from ayni.survey.census import Census, expand
from ayni.survey.load import NOT_MEMBERS
from ayni.survey.spending import NOT_BOUGHT, Spending, read_spending
from ayni.survey.store import SYNTHETIC, load, read_population, write_population
from ayni.survey.waves import Column, Wave, money_columns, standard_columns, waves

__all__ = [
    "NOT_BOUGHT",
    "NOT_MEMBERS",
    "SYNTHETIC",
    "Census",
    "Column",
    "Spending",
    "Wave",
    "cache_folder",
    "expand",
    "load",
    "money_columns",
    "read_population",
    "read_spending",
    "standard_columns",
    "waves",
    "write_population",
]
