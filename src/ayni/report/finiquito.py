"""A final settlement as the Ministry of Labour's form has it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ayni.engine import Law
from ayni.evidence.receipts import canonical
from ayni.evidence.recorded import rules_version
from ayni.family import Form, label, reason
from ayni.family.dates import read_day
from ayni.family.finiquito import Line as FormLine
from ayni.family.wording import doubt_text, not_if_sentences, value_text
from ayni.report.table import Cell, Line, Table
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import day, money, number


def finiquito_table(form: Form, law: Law, language: Language) -> Table:
    """The form: general data, the mean wage, benefits, total, and what is added where it is paid late."""
    lines = [Line(say("finiquito.data", language)), *_data(form, law, language)]
    part = ""
    for line in form.lines:
        if line.part != part:
            part = line.part
            lines.append(Line(say(f"finiquito.{part}", language)))
        article = line.law
        if line.trace is not None and not line.amount:
            article = reason(line.trace, law, language)
        cells = (Cell(_of(line, form, language)), Cell(money(line.amount, language, 2)), Cell(article))
        lines.append(Line(label(line.rule, law, language), cells))
    columns = tuple(say(f"finiquito.{key}", language) for key in ("line", "of", "amount", "article"))
    title = say("finiquito.title", language, day=_day(form.facts["left_on"], language))
    remarks = [
        *_late(form, language),
        *not_if_sentences("finiquito", law, form.family.day, language),
        *(doubt_text(mark, law, language) for mark in form.marks),
    ]
    about = say("finiquito.about", language)
    return Table("finiquito", "", title, about, columns, tuple(lines), (), tuple(remarks), "", (1, 3))


def _data(form: Form, law: Law, language: Language) -> Iterable[Line]:
    facts = form.facts
    time = {key: facts[f"service_{key}"] for key in ("years", "months", "days")}
    told = {
        label("hired_on", law, language): _day(facts["hired_on"], language),
        label("left_on", law, language): _day(facts["left_on"], language),
        label("leaving_reason", law, language): value_text("leaving_reason", facts["leaving_reason"], language),
        say("finiquito.time", language): say("finiquito.years_months_days", language, **time),
    }
    for head, text in told.items():
        yield Line(head, (Cell(text), Cell(""), Cell("")))


def _day(text: str, language: Language) -> str:
    found = read_day(text)
    return day(found, language) if found else text


def _of(line: FormLine, form: Form, language: Language) -> str:
    """The time that a line counts."""
    facts = form.facts
    for key in ("years", "months", "days"):
        if line.rule == f"finiquito_indemnity_{key}":
            return say(f"finiquito.{key}", language, **{key: facts[f"service_{key}"]})
    if line.rule in ("finiquito_christmas_bonus", "finiquito_profit_bonus"):
        of_year = {"months": facts["months_in_last_year"], "days": facts["days_in_last_year"]}
        return say("finiquito.months_days", language, **of_year)
    if line.rule == "finiquito_vacation":
        return say("finiquito.days", language, days=number(facts["finiquito_vacation_days"], language, 2))
    return ""


def _late(form: Form, language: Language) -> Iterable[str]:
    """Until when it is to be paid and what it costs not to; or that the upkeep of its value is missing."""
    given = form.family.given[form.person]
    if "days_until_paid" not in given:
        fine = money(form.fine_if_late, language, 2)
        yield say("finiquito.by_when", language, day=day(form.pay_by, language), fine=fine)
    elif form.amount("finiquito_fine") and not given.get("ufv_when_leaving"):
        yield say("finiquito.without_ufv", language)


def finiquito_as_json(forms: Sequence[Form], law: Law) -> bytes:
    """The same for programs, a settlement a worker; canonical JSON. Amounts are Bs.

    `lines` have `part`, `rule`, `name`, `amount`, `law` and, where the amount is nothing, `why_not`; `pay_by` is the
    last day on which it is paid in time, `fine_if_late` the fine after it, without the upkeep of its value.
    """
    content = {
        "law": rules_version(),
        "settlements": [
            {
                "person": form.person,
                "date": form.family.day.isoformat(),
                "facts": dict(form.facts),
                "lines": [_plain(line, law) for line in form.lines],
                "pay_by": form.pay_by.isoformat(),
                "fine_if_late": form.fine_if_late,
                "marks": list(form.marks),
            }
            for form in forms
        ],
    }
    return canonical(content) + b"\n"


def _plain(line: FormLine, law: Law) -> dict[str, object]:
    why_not = None
    if line.trace is not None and not line.amount:
        why_not = {language: reason(line.trace, law, language) for language in LANGUAGES}
    return {
        "part": line.part,
        "rule": line.rule,
        "name": {language: label(line.rule, law, language) for language in LANGUAGES},
        "amount": line.amount,
        "law": line.law,
        "why_not": why_not,
    }
