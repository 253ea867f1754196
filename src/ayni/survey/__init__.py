"""Surveys: INE's files in, populations out."""

from ayni.survey.load import NOT_MEMBERS
from ayni.survey.store import SYNTHETIC, cache_folder, load, read_population, write_population
from ayni.survey.waves import Column, Wave, money_columns, standard_columns, waves

__all__ = [
    "NOT_MEMBERS",
    "SYNTHETIC",
    "Column",
    "Wave",
    "cache_folder",
    "load",
    "money_columns",
    "read_population",
    "standard_columns",
    "waves",
    "write_population",
]
