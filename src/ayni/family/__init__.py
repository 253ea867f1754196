"""One household: what it is asked and answers, what the law gives and asks of it, and why not."""

from ayni.family.answers import Answer, answering, answers, totals
from ayni.family.budget import WAGES, at_a_wage, budget_line, marginal
from ayni.family.cases import FOLDER as CASES
from ayni.family.cases import Case, cases_of, read_cases
from ayni.family.household import FIRST_DAY, Family, family, read_family
from ayni.family.payroll import Payroll, payroll
from ayni.family.payslip import Line, payslip
from ayni.family.questions import MOST, Question, questions, read_number
from ayni.family.reasons import reason, trace_text, why_not
from ayni.family.wording import Due, amount_text, budget_sentence, dues, label

__all__ = [
    "CASES",
    "FIRST_DAY",
    "MOST",
    "WAGES",
    "Answer",
    "Case",
    "Due",
    "Family",
    "Line",
    "Payroll",
    "Question",
    "amount_text",
    "answering",
    "answers",
    "at_a_wage",
    "budget_line",
    "budget_sentence",
    "cases_of",
    "dues",
    "family",
    "label",
    "marginal",
    "payroll",
    "payslip",
    "questions",
    "read_cases",
    "read_family",
    "read_number",
    "reason",
    "totals",
    "trace_text",
    "why_not",
]
