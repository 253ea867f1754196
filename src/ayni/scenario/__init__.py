"""Scenarios: a law run on a population, reforms and shocks compared with it, and two survey waves compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.income.gross import with_gross_wages as with_gross_wages
    from ayni.income.programmes import (
        MONTHS as MONTHS,
        Accounting as Accounting,
        Payment as Payment,
        Programme as Programme,
        TakeUp as TakeUp,
        pay as pay,
        programmes as programmes,
    )
    from ayni.scenario.analysis import Analysis as Analysis, survey_day as survey_day
    from ayni.scenario.attribution import (
        PAYMENTS_2020 as PAYMENTS_2020,
        Attribution as Attribution,
        together_and_apart as together_and_apart,
    )
    from ayni.scenario.comparison import Comparison as Comparison
    from ayni.scenario.reform import (
        Reform as Reform,
        as_texts as as_texts,
        of_pairs as of_pairs,
        of_texts as of_texts,
        read_reform as read_reform,
    )
    from ayni.scenario.result import DataCard as DataCard, Result as Result
    from ayni.scenario.rows import COLUMNS as COLUMNS, Row as Row, Rows as Rows

face(
    __name__,
    {
        "ayni.income.gross": "with_gross_wages",
        "ayni.income.programmes": "MONTHS Accounting Payment Programme TakeUp pay programmes",
        "analysis": "Analysis survey_day",
        "attribution": "PAYMENTS_2020 Attribution together_and_apart",
        "comparison": "Comparison",
        "reform": "Reform as_texts of_pairs of_texts read_reform",
        "result": "DataCard Result",
        "rows": "COLUMNS Row Rows",
    },
)
