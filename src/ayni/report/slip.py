"""A payslip as the paper looks: what is earned, what is withheld, what is left, and two months beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from ayni.engine import Law
from ayni.family import Line, label
from ayni.family.arrears import OWED
from ayni.family.payslip import TAKE_HOME
from ayni.income.chain import on_wages
from ayni.report.table import Cell, Line as TableLine, Table
from ayni.words import Language, say
from ayni.words.numbers import money, month_of_year, number, percent

SAME = 0.005
"""Bs: amounts nearer than this print alike."""


class Entry(Struct, frozen=True):
    """A line as it is printed: its name, amount, and under it base, rate and article."""

    rule: str
    name: str
    amount: str
    how: str
    article: str
    rate: str = ""


class Slip(Struct, frozen=True):
    """The parts of a paper slip. `accounts` are the steps by which a withheld line is reached, by its rule."""

    month: str
    earned: tuple[Entry, ...]
    total_earned: str
    withheld: tuple[Entry, ...]
    total_withheld: str
    net: str
    employer: tuple[Entry, ...]
    total_employer: str
    cost: str
    arrears: tuple[Entry, ...]
    besides: tuple[Entry, ...]
    """What is paid and deducted besides the wage, and what is left of the month with it."""
    take_home: str
    remarks: tuple[Entry, ...]
    accounts: Mapping[str, tuple[Entry, ...]]
    at_zero: tuple[str, ...]
    parts: Mapping[str, float]
    """Net pay, contributions, taxes and what the employer pays on top, Bs a month: where the cost of the job goes."""


def slip(lines: Sequence[Line], day: dt.date, law: Law, language: Language) -> Slip:
    """A payslip's lines as they stand on paper. What is a part of a total that is listed too is listed by its parts."""
    sections = ("earned", "arrears", "besides", "deducted", "remarks")
    of = {name: [line for line in lines if line.section == name] for name in sections}
    total_earned = of["earned"][-1]
    more = [line for line in (*of["besides"], *of["deducted"]) if abs(line.amount) >= SAME]
    worker, accounts = _withheld([line for line in lines if line.section == "worker"], law, language, employer=False)
    employer, _ = _withheld([line for line in lines if line.section == "employer"], law, language, employer=True)
    amounts = {line.rule: line.amount for line in lines}
    levies = {
        levy.id: sum(amounts.get(rule, 0.0) for rule in levy.rules) for levy in on_wages(law) if not levy.by_employer
    }
    contributions = sum(levies[levy.id] for levy in on_wages(law) if levy.is_contribution and levy.id in levies)
    withheld = total_earned.amount - amounts["net_pay"]
    zero = [
        line
        for line in (*of["earned"][1:-1], *worker, *employer)
        if abs(line.amount) < SAME and line.rule not in accounts
    ]
    shown = {line.rule for line in zero}
    return Slip(
        month=month_of_year(day, language),
        earned=tuple(_entry(line, law, language) for line in of["earned"][:-1] if line.rule not in shown),
        total_earned=money(total_earned.amount, language, 2),
        withheld=tuple(_entry(line, law, language, short=True) for line in worker if line.rule not in shown),
        total_withheld=money(withheld, language, 2),
        net=money(amounts["net_pay"], language, 2),
        employer=tuple(_entry(line, law, language, short=True) for line in employer if line.rule not in shown),
        total_employer=money(amounts["labour_cost"] - total_earned.amount, language, 2),
        cost=money(amounts["labour_cost"], language, 2),
        arrears=tuple(_entry(line, law, language) for line in of["arrears"]),
        besides=tuple(_entry(line, law, language) for line in more if line.rule != TAKE_HOME),
        take_home=next((money(line.amount, language, 2) for line in more if line.rule == TAKE_HOME), ""),
        remarks=tuple(_entry(line, law, language) for line in of["remarks"] if line.amount),
        accounts={rule: tuple(_entry(line, law, language) for line in steps) for rule, steps in accounts.items()},
        at_zero=tuple(_name(line, law, language) for line in zero),
        parts={
            "net": amounts["net_pay"], "contributions": contributions, "taxes": withheld - contributions,
            "employer": amounts["labour_cost"] - total_earned.amount,
        },
    )  # fmt: skip


def _withheld(
    lines: Sequence[Line], law: Law, language: Language, *, employer: bool
) -> tuple[list[Line], dict[str, list[Line]]]:
    """The lines of a section that add up to what is withheld, and the steps that lead to one and are no parts of it."""
    totals = {rule for levy in on_wages(law) if levy.by_employer == employer for rule in levy.rules}
    found: list[Line] = []
    accounts: dict[str, list[Line]] = {}
    steps: list[Line] = []
    for line in lines:
        if line.rule not in totals:
            steps.append(line)
            continue
        if steps and abs(sum(each.amount for each in steps) - line.amount) < SAME:
            found += steps
        else:
            found.append(line)
            if steps:
                accounts[line.rule] = [*steps, line]
        steps = []
    return found, accounts


def _entry(line: Line, law: Law, language: Language, *, short: bool = False) -> Entry:
    base = money(line.base, language, 2) if line.base is not None else ""
    rate = percent(line.rate, language, 2) if line.rate is not None else ""
    amount = percent(line.amount, language, 2) if line.unit == "share" else money(line.amount, language, 2)
    name = _name(line, law, language)
    if short and ": " in name:
        name = name.partition(": ")[2]
        name = name[:1].upper() + name[1:]
    return Entry(line.rule, name, amount, f"{base} × {rate}" if base and rate else "", line.law, rate)


def _name(line: Line, law: Law, language: Language) -> str:
    if line.rule == TAKE_HOME:
        return say("payslip.take_home", language)
    name = label(line.rule, law, language)
    if line.rule == name and name.endswith(OWED):
        return say("payslip.owed", language, name=label(name.removesuffix(OWED), law, language))
    return name


def beside(
    before: Sequence[Line], after: Sequence[Line], days: tuple[dt.date, dt.date], law: Law, language: Language
) -> tuple[Table, Table, list[str]]:
    """Two months of one wage, Bs: the lines that differ with what is earned and left, the others, and the names of the
    first."""
    one, other = ({line.rule: line for line in lines} for lines in (before, after))
    differing: list[TableLine] = []
    same: list[TableLine] = []
    names = []
    for rule in dict.fromkeys([*one, *other]):
        line = other.get(rule) or one[rule]
        values = [side[rule].amount if rule in side else 0.0 for side in (one, other)]
        if line.section in ("remarks", "arrears") or line.unit == "share" or all(abs(value) < SAME for value in values):
            continue
        change = values[1] - values[0]
        differs = abs(change) >= SAME
        texts = [
            *(number(value, language, 2) for value in values),
            number(change, language, 2, sign=True) if differs else "=",
        ]
        entry = TableLine(_name(line, law, language), tuple(map(Cell, texts)))
        (differing if differs or rule in ("total_earned", "net_pay") else same).append(entry)
        if differs:
            names.append(entry.head)
    months = [month_of_year(day, language) for day in days]
    heads = [f"{day:%m/%Y}" for day in days]
    columns = (say("web_payslip.in_bolivianos", language), *heads, say("web_payslip.difference", language))
    title = say("web_payslip.beside_table", language, before=months[0], after=months[1])
    tables = [
        Table(id, "", title, "", columns, tuple(lines), (), (), "")
        for id, lines in (("beside", differing), ("beside_same", same))
    ]
    return tables[0], tables[1], names
