"""Scenarios: a law run on a population, and what changes with it."""

from ayni.scenario.analysis import Analysis, survey_day
from ayni.scenario.programmes import MONTHS, Accounting, Payment, Programme, TakeUp, pay, programmes
from ayni.scenario.rows import COLUMNS, Row, Rows

__all__ = [
    "COLUMNS",
    "MONTHS",
    "Accounting",
    "Analysis",
    "Payment",
    "Programme",
    "Row",
    "Rows",
    "TakeUp",
    "pay",
    "programmes",
    "survey_day",
]
