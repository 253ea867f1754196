"""Scenarios: a law run on a population, and what changes with it."""

from ayni.income.gross import with_gross_wages
from ayni.income.programmes import MONTHS, Accounting, Payment, Programme, TakeUp, pay, programmes
from ayni.scenario.analysis import Analysis, survey_day
from ayni.scenario.attribution import PAYMENTS_2020, Attribution, together_and_apart
from ayni.scenario.comparison import Comparison
from ayni.scenario.reform import Reform, as_texts, of_pairs, of_texts, read_reform
from ayni.scenario.result import DataCard, Result
from ayni.scenario.rows import COLUMNS, Row, Rows

__all__ = [
    "COLUMNS",
    "MONTHS",
    "PAYMENTS_2020",
    "Accounting",
    "Analysis",
    "Attribution",
    "Comparison",
    "DataCard",
    "Payment",
    "Programme",
    "Reform",
    "Result",
    "Row",
    "Rows",
    "TakeUp",
    "as_texts",
    "of_pairs",
    "of_texts",
    "pay",
    "programmes",
    "read_reform",
    "survey_day",
    "together_and_apart",
    "with_gross_wages",
]
