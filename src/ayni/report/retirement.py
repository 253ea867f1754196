"""When somebody may retire and with how much, as a table and as JSON."""

from __future__ import annotations

from ayni.engine import Law
from ayni.evidence.receipts import canonical
from ayni.evidence.recorded import rules_version
from ayni.family.retirement import Amount, Retirement
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import day, money


def retirement_table(found: Retirement, law: Law, language: Language) -> Table:
    """The age, the years of contributions, the first day, and the pension with and without more contributions."""
    told = [
        (say("retirement.of_age", language, age=found.age), day(found.of_age, language), "Ley 065 art. 12 a 15"),
        (say("retirement.with_years", language, years=found.min_years), _when(found, language), "Ley 065 art. 12 a 15"),
        (say("retirement.first", language), day(found.first, language), ""),
    ]
    amounts = [found.stopping, found.going_on] if found.stopping != found.going_on else [found.going_on]
    for key, each in zip(("stopping", "going_on")[-len(amounts) :], amounts, strict=True):
        head = say(f"retirement.{key}", language, years=each.contribution_years if each else found.years)
        text = _text(each, language) if each else say("retirement.too_few", language)
        told.append((head, text, each.law if each else "Ley 065 art. 12 a 15"))
    lines = tuple(Line(head, (Cell(text), Cell(article))) for head, text, article in told)
    columns = tuple(say(f"retirement.{key}", language) for key in ("what", "answer", "article"))
    title = say("retirement.title", language, day=day(found.family.day, language))
    about = say("retirement.about", language)
    remarks = tuple(say(f"retirement.{key}", language) for key in ("law_of_today", "old_age", "not_advice"))
    return Table("retirement", "", title, about, columns, lines, (), remarks, "", (1, 2))


def _when(found: Retirement, language: Language) -> str:
    return say("retirement.already", language) if found.with_years is None else day(found.with_years, language)


def _text(amount: Amount, language: Language) -> str:
    low, high = (money(each, language, 2) for each in (amount.low, amount.high))
    return low if amount.is_known else say("retirement.between", language, low=low, high=high)


def retirement_as_json(found: Retirement) -> bytes:
    """The same for programs: canonical JSON; amounts are Bs a month."""
    content = {
        "law": rules_version(),
        "date": found.family.day.isoformat(),
        "age": found.age,
        "min_contribution_years": found.min_years,
        "contribution_years": found.years,
        "of_age": found.of_age.isoformat(),
        "with_years": found.with_years and found.with_years.isoformat(),
        "first": found.first.isoformat(),
        "stopping": found.stopping and _plain(found.stopping),
        "going_on": _plain(found.going_on),
    }
    return canonical(content) + b"\n"


def _plain(amount: Amount) -> dict[str, object]:
    return {name: getattr(amount, name) for name in ("contribution_years", "low", "high", "law")}
