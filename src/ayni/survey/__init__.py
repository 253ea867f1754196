"""Surveys: INE's files in, populations out."""

from ayni.engine.cache import cache_folder
from ayni.survey.census import Census, expand
from ayni.survey.draft import Draft, draft
from ayni.survey.load import NOT_MEMBERS
from ayni.survey.modules import Module, Modules, read_modules
from ayni.survey.own import MISSING, Grouping, Original, OwnColumns, original
from ayni.survey.spending import NOT_BOUGHT, Spending, read_spending, spending_files
from ayni.survey.store import (
    SYNTHETIC,
    Data,
    SurveyFile,
    compared,
    content_of,
    folder_of,
    frame_file,
    like,
    load,
    path_of,
    read_population,
    write_population,
)
from ayni.survey.totals import Difference, has_held
from ayni.survey.waves import (
    Column,
    Wave,
    columns_entering,
    fieldwork,
    money_columns,
    standard_columns,
    wave_named,
    waves,
)

__all__ = [
    "MISSING",
    "NOT_BOUGHT",
    "NOT_MEMBERS",
    "SYNTHETIC",
    "Census",
    "Column",
    "Data",
    "Difference",
    "Draft",
    "Grouping",
    "Module",
    "Modules",
    "Original",
    "OwnColumns",
    "Spending",
    "SurveyFile",
    "Wave",
    "cache_folder",
    "columns_entering",
    "compared",
    "content_of",
    "draft",
    "expand",
    "fieldwork",
    "folder_of",
    "frame_file",
    "has_held",
    "like",
    "load",
    "money_columns",
    "original",
    "path_of",
    "read_modules",
    "read_population",
    "read_spending",
    "spending_files",
    "standard_columns",
    "wave_named",
    "waves",
    "write_population",
]
