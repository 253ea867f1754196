"""Carrying a survey to another month: its prices, wages, growth, weights and poverty lines, and how wrong that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.carry.backcast import (
        RECIPES as RECIPES,
        Error as Error,
        Off as Off,
        offs as offs,
        old_errors as old_errors,
        recorded as recorded,
        root_mean_square as root_mean_square,
        surveys_errors as surveys_errors,
        write_recorded as write_recorded,
    )
    from ayni.carry.caseloads import Paid as Paid, paid as paid
    from ayni.carry.lines import Line as Line, read_lines as read_lines
    from ayni.carry.margins import (
        Cell as Cell,
        Margins as Margins,
        calibrated as calibrated,
        design_of as design_of,
        read_margins as read_margins,
    )
    from ayni.carry.money import Wages as Wages
    from ayni.carry.month import (
        DEFAULT_STEPS as DEFAULT_STEPS,
        MODEL_ERROR as MODEL_ERROR,
        PASS_THROUGH as PASS_THROUGH,
        STEPS as STEPS,
        WAGES as WAGES,
        Carried as Carried,
        Factor as Factor,
        carry as carry,
        last_month as last_month,
        own_month as own_month,
    )
    from ayni.carry.used import Used as Used

face(
    __name__,
    {
        "backcast": "RECIPES Error Off offs old_errors recorded root_mean_square surveys_errors write_recorded",
        "caseloads": "Paid paid",
        "lines": "Line read_lines",
        "margins": "Cell Margins calibrated design_of read_margins",
        "money": "Wages",
        "month": "DEFAULT_STEPS MODEL_ERROR PASS_THROUGH STEPS WAGES Carried Factor carry last_month own_month",
        "used": "Used",
    },
)
