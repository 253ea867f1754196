"""What a pregnancy brings month by month, as tables and as JSON."""

from __future__ import annotations

from ayni.engine import Law
from ayni.evidence.receipts import canonical
from ayni.evidence.recorded import rules_version
from ayni.family import label
from ayni.family.claiming import Claim, told_of
from ayni.family.pregnancy import Due, Pregnancy
from ayni.report.claiming import claiming_table
from ayni.report.table import Cell, Line, Table
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import money, month_of_year


def pregnancy_tables(found: Pregnancy, law: Law, language: Language) -> list[Table]:
    """Every month with its payments and articles; and how they are collected."""
    lines = [
        Line(
            say("pregnancy.head", language, month=month_of_year(each.month, language), of=_of(each, language)),
            (Cell(_what(each, law, language)), Cell(money(each.amount, language, 2)), Cell(each.law)),
        )
        for each in found.due
    ]
    columns = tuple(say(f"pregnancy.{key}", language) for key in ("when", "what", "amount", "article"))
    insured = say("pregnancy.insured" if found.is_insured else "pregnancy.uninsured", language)
    remarks = [say("pregnancy.total", language, amount=money(found.total, language, 2))]
    if any(not each.known for each in found.due):
        remarks.append(say("pregnancy.law_of_today", language))
    remarks.append(say("pregnancy.controls", language))
    title = say("pregnancy.title", language, birth=month_of_year(found.birth, language))
    table = Table("pregnancy", "", title, insured, columns, tuple(lines), (), tuple(remarks), "", (1, 3))
    when = found.family.day
    claims = {
        each.instrument: Claim(each.instrument, each.rule, (), told_of(each.instrument, each.rule, when, law), None)
        for each in found.due
    }
    return [table, *([claiming_table(claims.values(), when, law, language)] if claims else [])]


def _of(due: Due, language: Language) -> str:
    if due.of_child:
        return say("pregnancy.of_child", language, number=due.of_child)
    return say("pregnancy.of_pregnancy", language, number=due.of_pregnancy)


def _what(due: Due, law: Law, language: Language) -> str:
    name = label(due.rule, law, language)
    return say("pregnancy.in_kind", language, name=name) if due.in_kind else name


def pregnancy_as_json(found: Pregnancy, law: Law) -> bytes:
    """The same for programs: canonical JSON; amounts are Bs, a month is named by its first day."""
    content = {
        "law": rules_version(),
        "date": found.family.day.isoformat(),
        "is_insured": found.is_insured,
        "birth": found.birth.isoformat(),
        "total": found.total,
        "due": [
            {
                "month": each.month.isoformat(),
                "of_pregnancy": each.of_pregnancy,
                "of_child": each.of_child,
                "instrument": each.instrument,
                "rule": each.rule,
                "name": {language: label(each.rule, law, language) for language in LANGUAGES},
                "amount": each.amount,
                "in_kind": each.in_kind,
                "law": each.law,
                "known": each.known,
            }
            for each in found.due
        ],
    }
    return canonical(content) + b"\n"
