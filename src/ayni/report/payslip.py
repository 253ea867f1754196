"""One payslip as a table and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ayni.engine import Law
from ayni.family import Line as PayslipLine, label
from ayni.family.arrears import OWED
from ayni.family.claiming import Claim, told_of
from ayni.family.payslip import TAKE_HOME
from ayni.report.table import Cell, Line, Table
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import money, percent


def payslip_table(lines: Sequence[PayslipLine], when: dt.date, law: Law, language: Language) -> Table:
    """A payslip: every line with base, rate, amount and article, by section; remarks where they hold."""
    found: list[Line] = []
    section = ""
    for line in lines:
        if line.section == "remarks" and line.amount == 0:
            continue
        if line.section != section:
            section = line.section
            found.append(Line(say(f"payslip.{section}", language)))
        base = money(line.base, language, 2) if line.base is not None else ""
        rate = percent(line.rate, language, 2) if line.rate is not None else ""
        amount = percent(line.amount, language, 2) if line.unit == "share" else money(line.amount, language, 2)
        found.append(Line(_line_name(line.rule, law, language), (Cell(base), Cell(rate), Cell(amount), Cell(line.law))))
    columns = tuple(say(f"payslip.{key}", language) for key in ("line", "base", "rate", "amount", "article"))
    month = say(f"number.month_{when.month}", language)
    title = say("payslip.title", language, month=month, year=when.year)
    return Table("payslip", "", title, say("payslip.about", language), columns, tuple(found), (), (), "", (4,))


def payslip_as_json(lines: Sequence[PayslipLine], when: dt.date, law: Law) -> bytes:
    """The same for programs: canonical JSON. `lines` have `section`, `rule`, `name`, `amount` in its `unit`, `base` and
    `rate` where the line is a simple share, and `law`, its articles; remarks stand where they hold."""
    from ayni.evidence.receipts import canonical
    from ayni.evidence.recorded import rules_version

    content = {
        "law": rules_version(),
        "date": when.isoformat(),
        "lines": [
            {
                "section": line.section,
                "rule": line.rule,
                "name": {language: _line_name(line.rule, law, language) for language in LANGUAGES},
                "amount": float(line.amount),
                "unit": line.unit,
                "base": line.base,
                "rate": line.rate,
                "law": line.law,
            }
            for line in lines
            if line.section != "remarks" or line.amount
        ],
    }
    return canonical(content) + b"\n"


def _line_name(rule: str, law: Law, language: Language) -> str:
    if rule == TAKE_HOME:
        return say("payslip.take_home", language)
    name = label(rule, law, language)
    if rule == name and name.endswith(OWED):
        return say("payslip.owed", language, name=label(name.removesuffix(OWED), law, language))
    return name


def claiming_of_payslip(lines: Sequence[PayslipLine], when: dt.date, law: Law) -> list[Claim]:
    """How what stands on a payslip is paid, an instrument once."""
    found: dict[str, Claim] = {}
    for line in lines:
        name = law.instrument_of(line.rule) if line.rule in law.definitions else None
        told = told_of(name, line.rule, when, law) if name and line.amount else {}
        if name and told:
            found.setdefault(name, Claim(name, line.rule, (), told, None))
    return list(found.values())
