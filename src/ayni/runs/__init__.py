"""Runs: one module for each command, which takes options and gives a `Result`. The command line, the web server, Python
and receipts all use them.

Each takes its options and the law, and fetches neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.runs.check import Question as Question, ask as ask, check_survey as check_survey
    from ayni.runs.commands import OPTIONS as OPTIONS, result as result
    from ayni.runs.expand import expand as expand
    from ayni.runs.groups import group_rows as group_rows, mean_rows as mean_rows
    from ayni.runs.household import (
        FamilyResult as FamilyResult,
        household as household,
        law_for as law_for,
        on_typical_households as on_typical_households,
    )
    from ayni.runs.law_difference import LawDifference as LawDifference, law_difference as law_difference
    from ayni.runs.law_on_survey import analysis_of as analysis_of
    from ayni.runs.law_status import LawStatus as LawStatus, law_status as law_status
    from ayni.runs.names import named as named, names_of as names_of
    from ayni.runs.options import (
        AttributionOptions as AttributionOptions,
        BetweenOptions as BetweenOptions,
        CarryOptions as CarryOptions,
        IncidenceOptions as IncidenceOptions,
        IndicatorsOptions as IndicatorsOptions,
        InflationOptions as InflationOptions,
        MinimumWageOptions as MinimumWageOptions,
        Options as Options,
        PathOptions as PathOptions,
        ReformOptions as ReformOptions,
        RunOptions as RunOptions,
        Sequence2020Options as Sequence2020Options,
        ShockOptions as ShockOptions,
        SweepOptions as SweepOptions,
    )
    from ayni.runs.people import people as people
    from ayni.runs.receipts import receipt_of_run as receipt_of_run, run_again as run_again
    from ayni.runs.reform import Reforms as Reforms
    from ayni.runs.refusals import values_only as values_only
    from ayni.runs.time import is_far as is_far
    from ayni.runs.trust import trust as trust

face(
    __name__,
    {
        "check": "Question ask check_survey",
        "commands": "OPTIONS result",
        "expand": "expand",
        "groups": "group_rows mean_rows",
        "household": "FamilyResult household law_for on_typical_households",
        "law_difference": "LawDifference law_difference",
        "law_on_survey": "analysis_of",
        "law_status": "LawStatus law_status",
        "names": "named names_of",
        "options": (
            "AttributionOptions BetweenOptions CarryOptions IncidenceOptions IndicatorsOptions InflationOptions "
            "MinimumWageOptions Options PathOptions ReformOptions RunOptions Sequence2020Options ShockOptions "
            "SweepOptions"
        ),
        "people": "people",
        "receipts": "receipt_of_run run_again",
        "reform": "Reforms",
        "refusals": "values_only",
        "time": "is_far",
        "trust": "trust",
    },
)
