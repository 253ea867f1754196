"""One household: the questions it is asked, what the law pays to it and takes from it, and the reasons why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.family.answers import Answer as Answer, answering as answering, answers as answers, totals as totals
    from ayni.family.budget import (
        WAGES as WAGES,
        at_a_wage as at_a_wage,
        budget_line as budget_line,
        marginal as marginal,
    )
    from ayni.family.cases import CASES as CASES, Case as Case, cases_of as cases_of, read_cases as read_cases
    from ayni.family.finiquito import Form as Form, finiquito as finiquito
    from ayni.family.household import (
        FIRST_DAY as FIRST_DAY,
        Family as Family,
        family as family,
        read_family as read_family,
    )
    from ayni.family.payroll import Payroll as Payroll, payroll as payroll
    from ayni.family.payslip import Line as Line, payslip as payslip
    from ayni.family.pregnancy import Pregnancy as Pregnancy, pregnancy as pregnancy
    from ayni.family.questions import (
        MOST as MOST,
        Question as Question,
        questions as questions,
        read_number as read_number,
    )
    from ayni.family.reasons import reason as reason, trace_text as trace_text, why_not as why_not
    from ayni.family.retirement import Retirement as Retirement, retirement as retirement
    from ayni.family.typical import typical_households as typical_households
    from ayni.family.wording import (
        Due as Due,
        amount_text as amount_text,
        budget_sentence as budget_sentence,
        dues as dues,
        label as label,
    )

face(
    __name__,
    {
        "answers": "Answer answering answers totals",
        "budget": "WAGES at_a_wage budget_line marginal",
        "cases": "CASES Case cases_of read_cases",
        "finiquito": "Form finiquito",
        "household": "FIRST_DAY Family family read_family",
        "payroll": "Payroll payroll",
        "payslip": "Line payslip",
        "questions": "MOST Question questions read_number",
        "reasons": "reason trace_text why_not",
        "pregnancy": "Pregnancy pregnancy",
        "retirement": "Retirement retirement",
        "typical": "typical_households",
        "wording": "Due amount_text budget_sentence dues label",
    },
)
