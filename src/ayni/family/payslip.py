"""The payslip of a wage in one month: each line for worker and employer, with its base, rate and article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct

from ayni.engine import Law, Trace, once_a_shape, syntax
from ayni.engine.instruments import Section
from ayni.family.arrears import OWED, backdated, owed
from ayni.family.articles import articles
from ayni.family.household import Family, family
from ayni.family.questions import questions
from ayni.family.wording import label
from ayni.income.chain import MONTHS_OF, on_wages
from ayni.words import LANGUAGES, AyniError

BALANCES: Mapping[Section, str] = {"worker": "net_pay", "employer": "labour_cost"}
"""What closes a section: total earned less what is withheld; total earned and what the employer pays on it."""
TAKE_HOME = "take_home"
"""What closes the payslip where there is more than the wage: net pay with what is paid and deducted besides."""
EMPLOYEE = {
    "work_category": "employee",
    "employer_sector": "private_large",
    "is_pension_affiliate": True,
    "contributes_to_pension": True,
    "health_insurance": "social_security",
}
"""The answers assumed for a payslip: a wage earner with contributions and short-term insurance."""


class Line(Struct, frozen=True):
    """One line: what it is of, how much, on which base and rate where it is a simple share, by which article."""

    section: Section
    rule: str
    amount: float
    unit: str
    base: float | None
    rate: float | None
    law: str


def payslip(answers: Mapping[str, Any], day: dt.date, law: Law) -> list[Line]:
    """The lines of a wage earner's payslip under the law of a month.

    In the month in which a backdated raise was published, and later where the earlier basic pay is given, also what is
    owed for the months before; never in a month before it.
    `answers` are those of a family's person (`monthly_wage`, `years_of_service`, `other_earnings`,
    `invoices_with_credit`, …). Raises AyniError as a family does.
    """
    worker = family({"worker": {**EMPLOYEE, **answers}}, day, law)
    _complete(answers, law)
    sections: tuple[Section, ...] = ("earned", "worker", "employer")
    found = [_line(section, name, worker, law) for section in sections for name in _said(section, worker, law)]
    found += [*_besides(worker, law), *_arrears(worker, law)]
    return found + [_line("remarks", name, worker, law) for name in lines(law)["remarks"]]


def _complete(answers: Mapping[str, Any], law: Law) -> None:
    """Raise for an answer without those that it needs, naming them: on a payslip nothing of them is assumed."""
    for instrument in law.instruments.values():
        for name, asked in instrument.inputs.items():
            if name not in answers:
                continue
            if missing := [each for each in asked.needs if each not in answers]:
                told = {
                    language: ", ".join(f"{each} ({label(each, law, language)})" for each in missing)
                    for language in LANGUAGES
                }
                raise AyniError("payslip_missing", answer=name, answers=told)


def _said(section: Section, worker: Family, law: Law) -> Iterator[str]:
    """The lines of a section, without those of what has to be said and was not."""
    given = set(worker.given["worker"])
    homes = {name: each for each in law.instruments.values() for name in each.inputs}
    for name in lines(law)[section]:
        home = homes.get(name) or law.instruments.get(law.instrument_of(name) or "")
        if home is not None and (
            home.only_if_said or section in ("besides", "deducted") or _is_balance(section, name, law)
        ):
            reads = {name, *(law.read_by([name]) if name in law.definitions else ())}
            if not given & set(home.inputs) & reads:
                continue
        yield name


def _is_balance(section: Section, name: str, law: Law) -> bool:
    """Whether a line is what was left from the month before, or is left for the next."""
    return section == "worker" and (name not in law.definitions or getattr(law.definitions[name], "unit", "") == "Bs")


def _besides(worker: Family, law: Law) -> list[Line]:
    """What is paid and deducted besides the wage, and net pay with it; nothing where nothing of it was said."""
    paid = [_line("besides", name, worker, law) for name in _said("besides", worker, law)]
    taken = [_line("deducted", name, worker, law) for name in _said("deducted", worker, law)]
    if not paid and not taken:
        return []
    net = _line("worker", BALANCES["worker"], worker, law).amount
    total = net + sum(line.amount for line in paid) - sum(line.amount for line in taken)
    return [*paid, *taken, Line("deducted" if taken else "besides", TAKE_HOME, total, "Bs/month", None, None, "")]


def _arrears(worker: Family, law: Law) -> list[Line]:
    """What is owed for the months before a backdated raise was published, and what is withheld on it."""
    own = lines(law)["arrears"]
    of = backdated(own, worker.day, law)
    before = worker.given["worker"].get("basic_pay_before_increase")
    if of is None or not (before or of.published.month == worker.day.month):
        return []
    found = [_line("arrears", name, worker, law) for name in own] if before else []
    *earned, total = (name for name in lines(law)["earned"] if name != "monthly_wage")
    amounts = {name: amount for name, amount in owed(worker, of, (*earned, total), total, law).items() if amount}
    if total + OWED not in amounts:
        return found
    household = worker.under(law)
    for name, amount in amounts.items():
        rule = name.removesuffix(OWED)
        found.append(Line("arrears", name, amount, "Bs/once", None, None, household.trace(rule, 0).law))
    return found


@once_a_shape
def lines(law: Law) -> Mapping[Section, tuple[str, ...]]:
    """The rules and answers of each section of a payslip under a law, as its instruments say."""
    found: dict[Section, list[str]] = {section: [] for section in get_args(Section)}
    for instrument in law.instruments.values():
        for section, names in instrument.payslip.items():
            found[section] += names
    for section, name in BALANCES.items():
        found[section] += [*_others(law, section), name]
    return {section: tuple(names) for section, names in found.items()}


def _others(law: Law, section: Section) -> list[str]:
    """The rules of taxes and contributions on wages of which no instrument says what lines they have."""
    return [
        rule
        for levy in on_wages(law)
        if levy.by_employer == (section == "employer") and not law.instrument(levy.elements[0].instrument).payslip
        for rule in levy.rules
    ]


def _line(section: Section, name: str, worker: Family, law: Law) -> Line:
    household = worker.under(law)
    trace = household.trace(name, 0)
    amount = float(trace.value)
    if name in BALANCES.values():
        others = sum(
            float(household.trace(each, 0).value) / MONTHS_OF[law.rule(each).unit] for each in _others(law, section)
        )
        amount += others if section == "employer" else -others
    asked = questions(law)
    if name in asked:
        return Line(section, name, amount, asked[name].unit or "Bs/month", None, None, trace.law)
    base, rate = _base_and_rate(law.rule(name).tree, trace, worker, law)
    besides = section in ("besides", "deducted")
    stops = {each for names in lines(law).values() for each in names}
    return Line(
        section, name, amount, law.rule(name).unit, base, rate, articles(trace, stops) if besides else trace.law
    )


def _base_and_rate(tree: syntax.Node, trace: Trace, worker: Family, law: Law) -> tuple[float | None, float | None]:
    """Base and rate of a rule that is a parameter times a column, or a scale on a column."""
    read = {each.rule: each.value for each in trace.read}
    match tree:
        case syntax.If(_, then, otherwise, _):
            taken = next((each for each in (then, otherwise) if set(trace.rests_on) == set(syntax.names(each))), None)
            return _base_and_rate(taken or otherwise, trace, worker, law) if trace.rests_on else (None, None)
        case syntax.Arithmetic("*", syntax.Parameter(parameter), syntax.Column(column)) if column in read:
            parameters = law.on(worker.day).parameters(trace.rule)
            return float(read[column]), float(getattr(parameters, parameter))
        case syntax.Call("brackets", (syntax.Column(column), _)) if column in read:
            base = float(read[column])
            return base, float(trace.value) / base if base else None
    return None, None
