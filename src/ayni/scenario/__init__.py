"""Scenarios: a law run on a population, and what changes with it."""

from ayni.income.gross import with_gross_wages
from ayni.income.programmes import MONTHS, Accounting, Payment, Programme, TakeUp, pay, programmes
from ayni.scenario.analysis import Analysis, survey_day
from ayni.scenario.attribution import PAYMENTS_2020, Attribution, together_and_apart
from ayni.scenario.cases import FOLDER as CASES
from ayni.scenario.cases import Case, cases_of, read_cases
from ayni.scenario.comparison import Comparison
from ayni.scenario.family import Answer, Family, answers, family, questions, read_family
from ayni.scenario.payslip import payslip
from ayni.scenario.reform import Reform, as_texts, of_pairs, of_texts, read_reform
from ayni.scenario.rows import COLUMNS, Row, Rows

__all__ = [
    "CASES",
    "COLUMNS",
    "MONTHS",
    "PAYMENTS_2020",
    "Accounting",
    "Analysis",
    "Answer",
    "Attribution",
    "Case",
    "Comparison",
    "Family",
    "Payment",
    "Programme",
    "Reform",
    "Row",
    "Rows",
    "TakeUp",
    "answers",
    "as_texts",
    "cases_of",
    "family",
    "of_pairs",
    "of_texts",
    "pay",
    "payslip",
    "programmes",
    "questions",
    "read_cases",
    "read_family",
    "read_reform",
    "survey_day",
    "together_and_apart",
    "with_gross_wages",
]
