"""Runs: one module a command, options in and a result out. What the doors, the receipts and the documents read.

Each takes its options and the law, and fetches neither.
"""

from ayni.runs.check import Question, ask, check_survey
from ayni.runs.commands import OPTIONS, result
from ayni.runs.expand import expand
from ayni.runs.groups import group_rows, mean_rows
from ayni.runs.household import FamilyResult, household, law_for, on_typical_households
from ayni.runs.law_difference import LawDifference, law_difference
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.law_status import LawStatus, law_status
from ayni.runs.names import named, names_of
from ayni.runs.options import (
    AttributionOptions,
    BetweenOptions,
    CarryOptions,
    IncidenceOptions,
    IndicatorsOptions,
    InflationOptions,
    MinimumWageOptions,
    Options,
    PathOptions,
    ReformOptions,
    RunOptions,
    Sequence2020Options,
    ShockOptions,
    SweepOptions,
)
from ayni.runs.receipts import receipt_of_run, run_again
from ayni.runs.reform import Reforms
from ayni.runs.refusals import values_only
from ayni.runs.time import is_far
from ayni.runs.trust import trust

__all__ = [
    "OPTIONS",
    "AttributionOptions",
    "BetweenOptions",
    "CarryOptions",
    "FamilyResult",
    "IncidenceOptions",
    "IndicatorsOptions",
    "InflationOptions",
    "LawDifference",
    "LawStatus",
    "MinimumWageOptions",
    "Options",
    "PathOptions",
    "Question",
    "ReformOptions",
    "Reforms",
    "RunOptions",
    "Sequence2020Options",
    "ShockOptions",
    "SweepOptions",
    "analysis_of",
    "ask",
    "check_survey",
    "expand",
    "group_rows",
    "household",
    "is_far",
    "law_difference",
    "law_for",
    "law_status",
    "mean_rows",
    "named",
    "names_of",
    "on_typical_households",
    "receipt_of_run",
    "result",
    "run_again",
    "trust",
    "values_only",
]
