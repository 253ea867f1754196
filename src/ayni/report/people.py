"""One family and one payslip as tables and files: what the law gives and asks, and why not, in one language."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ayni.engine import Law
from ayni.family import (
    Answer,
    Family,
    amount_text,
    budget_sentence,
    label,
    marginal,
    questions,
    reason,
    totals,
    why_not,
)
from ayni.family.claiming import claiming_of
from ayni.family.wording import assumed_text, bring, doubt_text, not_if, not_if_texts
from ayni.report.family_year import year_as_plain
from ayni.report.law_status import known_until
from ayni.report.table import Cell, Line, Table
from ayni.runs import FamilyResult
from ayni.words import LANGUAGES, Language, say
from ayni.words.marks import MarkKind
from ayni.words.numbers import day, money, percent

if TYPE_CHECKING:
    from ayni.family.budget import Point


def family_tables(result: FamilyResult, language: Language) -> list[Table]:
    """What applies, with amount, month of payment and article; and what does not, with the first reason.

    Under a reform they say so, and what it changes in the budget.
    """
    of, found, law = result.family, result.answers, result.law
    when = day(of.day, language)
    applies = [answer for answer in found if answer.applies]
    doubts = list(dict.fromkeys(mark for answer in applies for mark in answer.marks))
    lines = [
        Line(
            label(answer.rule, law, language),
            (
                Cell(answer.person if len(of.names) > 1 else ""),
                Cell(amount_text(answer, language)),
                Cell(say(f"unit.{answer.unit}", language)),
                Cell(answer.paid_in.get(language, "")),
                Cell(answer.law),
            ),
        )
        for answer in applies
    ]
    columns = tuple(say(f"family.{key}", language) for key in ("what", "who", "amount", "per", "paid", "article"))
    remarks = (
        *([] if applies else [say("family.nothing", language)]),
        budget_sentence(applies, language),
        *reform_sentences(result, language),
        say("family.only_the_agency", language),
        assumed_text(of, law, language),
        *not_if_texts(applies, law, of.day, language),
        *(doubt_text(mark, law, language) for mark in doubts),
    )
    gives = Table(
        "family", "", say("family.title", language, day=when), say("family.about", language), columns, tuple(lines), (),
        remarks, "", (1, 3, 4, 5),
    )  # fmt: skip
    columns = tuple(say(f"family.{key}", language) for key in ("what", "who", "why_not"))
    title, about = say("family.title_why_not", language, day=when), say("family.about_why_not", language)
    lines = list(_why_not(of, found, law, language))
    return [gives, Table("why_not", "", title, about, columns, tuple(lines), (), (), "", (1, 2))]


def known_sentence(result: FamilyResult, language: Language) -> str:
    """The first line where the day is after the one to which the law book is known; else nothing."""
    return known_until(result.known_until, result.family.day, language)


def reform_sentences(result: FamilyResult, language: Language) -> list[str]:
    """What a reform changes in the family's budget; and, where somebody pays for it, that this is not counted."""
    if result.reform is None:
        return []
    before, after = (totals(each)["budget"] for each in (result.without, result.answers))
    amounts = {"before": money(before, language, 2, sign=True), "change": money(after - before, language, 2, sign=True)}
    found = [say("family.reform", language, name=result.reform.name[language], **amounts)]
    if result.reform.financing.kind in ("unfinanced", "text"):
        return found
    return [*found, say("family.reform_not_financed", language)]


def _why_not(of: Family, found: Iterable[Answer], law: Law, language: Language) -> Iterable[Line]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for answer in found:
        if not answer.applies:
            grouped.setdefault((answer.rule, why_not(answer, law, language)), []).append(answer.person)
    for (rule, why), persons in grouped.items():
        who = say("family.everybody", language) if len(persons) == len(of.names) > 1 else ", ".join(persons)
        yield Line(label(rule, law, language), (Cell(who if len(of.names) > 1 else ""), Cell(why)))


def family_as_yaml(of: Family, law: Law) -> str:
    """The family as a file that `ayni household` reads."""
    import yaml

    content = {"date": of.day.isoformat(), "persons": {name: _plain_of(given, law) for name, given in of.given.items()}}
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def family_command(of: Family, law: Law, reform: Sequence[str] = ()) -> str:
    """The family as a command, under a reform of such texts. It calls the persons persona1, persona2, … in order."""
    called = {name: f"persona{index}" for index, name in enumerate(of.names, 1)}
    links = {name for name, question in questions(law).items() if question.type == "person"}
    parts = ["ayni", "household", "--date", of.day.isoformat()]
    for given in of.given.values():
        pairs = ",".join(
            f"{key}={called.get(value, value) if key in links else as_text(value)}" for key, value in given.items()
        )
        parts += ["--person", pairs]
    for text in reform:
        parts += ["--reform", text]
    return shlex.join(parts)


def as_text(value: Any) -> str:
    """An answer as it stands in a file, a command or an address: `true`, `2000`, `2000.5`, `woman`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def family_as_json(result: FamilyResult) -> bytes:
    """What `family_tables` says, for programs: canonical JSON, the same bytes for the same answers, in both languages.

    `persons` in their order with the answers given, `date`, `known_until` where the book is known to a day before it,
    `law` (a hash of the law book), `answers` and `totals`, Bs
    a month. `citations` have the address of the norm and, where the book has it, what the article
    `says`. An answer has `amount` in its `unit` and `in_budget` in Bs a month (taxes and contributions below zero);
    `claiming` (on which `day` it is collected, `until` when, what if `late`, where to `complain`, each null where no
    text was found, and the `day_of_month` that a birth date sets);
    `why_not` or, where the law book knows no value, `refused`, else null; `bring`, what to take to the paying agency
    where a source says so; `not_if`, what the law leaves out and nobody was asked; and `marks`,
    `confidence:parameter`. `reform` is null, or its `name`, its `content` and `totals_without`, those of the law as it
    stands. `year` is `family_year.year_as_plain`.
    """
    from ayni.evidence.receipts import canonical
    from ayni.evidence.recorded import rules_version

    of, found, law = result.family, result.answers, result.law
    content = {
        "date": of.day.isoformat(),
        "known_until": result.known_until and result.known_until.isoformat(),
        "law": rules_version(),
        "persons": [{"name": name, "answers": _plain_of(given, law)} for name, given in of.given.items()],
        "answers": [
            {
                "instrument": answer.instrument,
                "rule": answer.rule,
                "name": {language: label(answer.rule, law, language) for language in LANGUAGES},
                "kind": answer.kind,
                "person": answer.person,
                "amount": float(answer.amount),
                "unit": answer.unit,
                "in_budget": float(answer.in_budget),
                "law": answer.law,
                "citations": [
                    {"text": each.text, "address": each.address, "says": [dict(text) for text in each.says]}
                    for each in answer.citations
                ],
                "paid_in": dict(answer.paid_in) or None,
                "claiming": _claiming(answer, of, law),
                "bring": {language: bring(answer, law)[language] for language in LANGUAGES if bring(answer, law)}
                or None,
                "not_if": [dict(each) for each in not_if(answer, law, of.day)] if answer.applies else [],
                "marks": [*answer.marks, *([f"{MarkKind.LAW_FOLDER}:{law.folder.name}"] if law.folder else [])],
                "why_not": None
                if answer.applies or answer.refused
                else {language: reason(answer.trace, law, language) for language in LANGUAGES},
                "refused": answer.refused and {each: why_not(answer, law, each) for each in LANGUAGES},
            }
            for answer in found
        ],
        "totals": totals(found),
        "year": year_as_plain(result.year, of, law),
        "reform": result.reform
        and {
            "name": dict(result.reform.name),
            "content": result.reform.content,
            "totals_without": totals(result.without),
        },
    }
    return canonical(content) + b"\n"


def _claiming(answer: Answer, of: Family, law: Law) -> dict[str, Any] | None:
    """How a payment is collected, for programs; null where nothing is paid, a facet null where no text was found."""
    found = claiming_of([answer], of, law)
    if not found:
        return None
    [claim] = found
    sources = law.instrument(answer.instrument).sources
    return {
        **{
            facet: told
            and {
                **told.text, "law": told.article, "confidence": told.confidence,
                "sources": [sources[each] for each in told.source],
            }
            for facet, told in claim.told.items()
        },
        "day_of_month": claim.day_of_month,
    }  # fmt: skip


def _plain_of(given: Mapping[str, Any], law: Law) -> dict[str, Any]:
    counts = {name for name, question in questions(law).items() if question.type == "count"}
    return {key: _plain(value, is_count=key in counts) for key, value in given.items()}


def _plain(value: Any, *, is_count: bool) -> Any:
    """An answer with one form in JSON: counts are whole, every other number has a point."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if is_count else float(value)


def budget_table(points: Sequence[Point], question: str, law: Law, language: Language) -> Table:
    """The budget constraint: net income at each value, the marginal rate to the next, and cliffs marked."""
    lines = []
    for index, (value, budget, net) in enumerate(points):
        rate, cliff = marginal(points, index)
        mark = say("budget.cliff", language) if cliff else ""
        cells = (
            money(budget, language, 2, sign=True),
            money(net, language, 2),
            "" if rate is None else percent(rate, language, 1),
            mark,
        )
        lines.append(Line(money(value, language, 2), tuple(map(Cell, cells))))
    columns = (
        label(question.rpartition(".")[2], law, language),
        *(say(f"budget.{key}", language) for key in ("budget", "net", "rate", "note")),
    )
    return Table(
        "budget", "", say("budget.title", language), say("budget.about", language), columns, tuple(lines), (),
        (say("budget.first_order", language),), "",
    )  # fmt: skip


def budget_as_json(points: Sequence[Point]) -> bytes:
    """The budget constraint for programs, canonical JSON: `value`, `budget` and `net`, Bs a month."""
    from ayni.evidence.receipts import canonical

    content = [dict(zip(("value", "budget", "net"), map(float, point), strict=True)) for point in points]
    return canonical(content) + b"\n"
