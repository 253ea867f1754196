"""The payslip of one wage in one month: every line for the worker and the employer, with its base, rate and article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ayni.engine import Law, Trace, syntax
from ayni.family.household import Family, family
from ayni.family.questions import questions

Section = Literal["earned", "worker", "employer", "arrears"]
LINES: Mapping[Section, tuple[str, ...]] = {
    "earned": ("monthly_wage", "bono_antiguedad", "other_earnings", "total_earned"),
    "worker": (
        "aportes_sip_old_age", "aportes_sip_common_risk", "aportes_sip_commission", "aportes_sip_solidarity",
        "aportes_sip_national_solidarity", "aportes_sip_worker", "rc_iva_base", "rc_iva_before_credits",
        "rc_iva_presumed_credit", "rc_iva_invoice_credit", "rc_iva", "net_pay",
    ),
    "employer": (
        "aportes_sip_employer_health", "aportes_sip_employer_housing", "aportes_sip_employer_professional_risk",
        "aportes_sip_employer_solidarity", "aportes_sip_employer_mining", "aportes_sip_employer", "labour_cost",
    ),
    "arrears": (
        "incremento_salarial_rate", "basic_pay_after_increase", "incremento_salarial_arrears_of_month",
        "incremento_salarial_arrears",
    ),
}  # fmt: skip
EMPLOYEE = {
    "work_category": "employee",
    "employer_sector": "private_large",
    "is_pension_affiliate": True,
    "contributes_to_pension": True,
    "health_insurance": "social_security",
}
"""What a payslip presumes: a wage earner with contributions and short-term insurance."""


@dataclass(frozen=True)
class Line:
    """One line: what it is of, how much, on which base and rate where it is a simple share, by which article."""

    section: Section
    rule: str
    amount: float
    unit: str
    base: float | None
    rate: float | None
    law: str


def payslip(answers: Mapping[str, Any], day: dt.date, law: Law) -> list[Line]:
    """The lines of a wage earner's payslip under the law of a month; arrears only where the earlier pay is given.

    `answers` are those of a family's person (`monthly_wage`, `years_of_service`, `other_earnings`,
    `invoices_with_credit`, …). Raises AyniError as a family does.
    """
    worker = family({"worker": {**EMPLOYEE, **answers}}, day, law)
    sections: list[Section] = ["earned", "worker", "employer"]
    if worker.given["worker"].get("basic_pay_before_increase"):
        sections.append("arrears")
    return [_line(section, name, worker, law) for section in sections for name in LINES[section]]


def _line(section: Section, name: str, worker: Family, law: Law) -> Line:
    household = worker.under(law)
    trace = household.trace(name, 0)
    asked = questions(law)
    unit = "Bs/month" if name in asked else law.rule(name).unit
    base, rate = (None, None) if name in asked else _base_and_rate(law.rule(name).tree, trace, worker, law)
    return Line(section, name, float(trace.value), unit, base, rate, trace.law)


def _base_and_rate(tree: syntax.Node, trace: Trace, worker: Family, law: Law) -> tuple[float | None, float | None]:
    """Base and rate of a rule that is a parameter times a column, or a scale on a column."""
    read = {each.rule: each.value for each in trace.read}
    match tree:
        case syntax.If(_, _, otherwise, _):
            return _base_and_rate(otherwise, trace, worker, law)
        case syntax.Arithmetic("*", syntax.Parameter(parameter), syntax.Column(column)) if column in read:
            parameters = law.on(worker.day).parameters(trace.rule)
            return float(read[column]), float(getattr(parameters, parameter))
        case syntax.Call("brackets", (syntax.Column(column), _)) if column in read:
            base = float(read[column])
            return base, float(trace.value) / base if base else None
    return None, None
