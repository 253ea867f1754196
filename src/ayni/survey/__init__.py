"""Household surveys of Bolivia's statistics office (INE): their files are read and become populations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.survey.census import Census as Census, expand as expand
    from ayni.survey.draft import Draft as Draft, draft as draft
    from ayni.survey.load import NOT_MEMBERS as NOT_MEMBERS
    from ayni.survey.matching import Asked as Asked, matched as matched
    from ayni.survey.modules import Module as Module, Modules as Modules, read_modules as read_modules
    from ayni.survey.own import (
        MISSING as MISSING,
        Grouping as Grouping,
        Original as Original,
        OwnColumns as OwnColumns,
        original as original,
    )
    from ayni.survey.spending import (
        NOT_BOUGHT as NOT_BOUGHT,
        Spending as Spending,
        finer as finer,
        parts_of as parts_of,
        read_spending as read_spending,
        spending_columns as spending_columns,
        spending_files as spending_files,
        spending_wave as spending_wave,
        with_spending as with_spending,
    )
    from ayni.survey.store import (
        SYNTHETIC as SYNTHETIC,
        Data as Data,
        SurveyFile as SurveyFile,
        compared as compared,
        content_of as content_of,
        folder_of as folder_of,
        frame_file as frame_file,
        like as like,
        load as load,
        path_of as path_of,
        read_population as read_population,
        write_population as write_population,
    )
    from ayni.survey.totals import Difference as Difference, has_held as has_held
    from ayni.survey.waves import (
        Column as Column,
        Wave as Wave,
        columns_entering as columns_entering,
        fieldwork as fieldwork,
        money_columns as money_columns,
        standard_columns as standard_columns,
        wave_named as wave_named,
        waves as waves,
    )
    from ayni.words.cache import cache_folder as cache_folder

face(
    __name__,
    {
        "ayni.words.cache": "cache_folder",
        "census": "Census expand",
        "draft": "Draft draft",
        "load": "NOT_MEMBERS",
        "matching": "Asked matched",
        "modules": "Module Modules read_modules",
        "own": "MISSING Grouping Original OwnColumns original",
        "spending": (
            "NOT_BOUGHT Spending finer parts_of read_spending spending_columns spending_files spending_wave "
            "with_spending"
        ),
        "store": (
            "SYNTHETIC Data SurveyFile compared content_of folder_of frame_file like load path_of read_population "
            "write_population"
        ),
        "totals": "Difference has_held",
        "waves": "Column Wave columns_entering fieldwork money_columns standard_columns wave_named waves",
    },
)
