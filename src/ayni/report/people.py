"""One family and one payslip as tables: what the law gives and asks, and why not, in one language."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ayni.engine import Condition, Trace
from ayni.evidence.receipts import canonical
from ayni.evidence.recorded import rules_version
from ayni.law import bolivia, names
from ayni.report.table import Cell, Line, Table
from ayni.scenario.family import Answer, Family, questions
from ayni.scenario.payslip import LINES, payslip
from ayni.scenario.payslip import Line as PayslipLine
from ayni.words import LANGUAGES, AyniError, Language, catalogue, say
from ayni.words.numbers import MINUS, day, money, number, percent

ASSUMED = ("age", "sex", "self_identification", "health_insurance", "work_category")
"""Answers that most rules rest on: what is taken for each is said where nobody gave it."""
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def family_tables(of: Family, found: Sequence[Answer], language: Language) -> list[Table]:
    """What applies, with amount, month of payment and article; and what does not, with the first reason."""
    when = day(of.day, language)
    applies = [answer for answer in found if answer.applies]
    doubts = list(dict.fromkeys(mark for answer in applies for mark in answer.marks))
    lines = [
        Line(
            label(answer.rule, language),
            (
                Cell(answer.person if len(of.names) > 1 else ""),
                Cell(amount(answer, language)),
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
        say("family.only_the_agency", language),
        _assumed(of, language),
        *(_doubt(mark, language) for mark in doubts),
    )
    gives = Table(
        "family", "", say("family.title", language, day=when), say("family.about", language), columns, tuple(lines), (),
        remarks, "", (1, 3, 4, 5),
    )  # fmt: skip
    columns = tuple(say(f"family.{key}", language) for key in ("what", "who", "why_not"))
    return [
        gives,
        Table(
            "why_not",
            "",
            say("family.title_why_not", language, day=when),
            say("family.about_why_not", language),
            columns,
            tuple(_why_not(of, found, language)),
            (),
            (),
            "",
            (1, 2),
        ),
    ]


def budget_sentence(found: Iterable[Answer], language: Language) -> str:
    """Benefits less contributions and taxes, in Bs a month, as a sentence."""
    budget = family_totals(found)["budget"]
    return say("family.budget", language, amount=money(budget, language, 2, sign=True))


@dataclass(frozen=True)
class Due:
    """What one programme gives some persons of a family, or asks of them, the same of each, in words."""

    instrument: str
    name: str
    persons: tuple[str, ...]
    amount: str
    per: str
    paid: str
    law: str
    bring: str
    doubts: tuple[str, ...]
    is_withheld: bool
    """Whether it is taken from the household, as a tax or a contribution."""


def dues(found: Iterable[Answer], language: Language) -> list[Due]:
    """What applies, in the order of the law book but money first, with what to bring where a source says so."""
    grouped: dict[Due, list[str]] = {}
    for answer in found:
        if answer.applies:
            due = Due(
                answer.instrument,
                label(answer.rule, language),
                (),
                "" if answer.unit == "flag" else amount(answer, language),
                say(f"unit.{answer.unit}", language),
                answer.paid_in.get(language, ""),
                answer.law,
                _bring(answer).get(language, ""),
                tuple(_doubt(mark, language) for mark in answer.marks),
                answer.in_budget < 0,
            )
            grouped.setdefault(due, []).append(answer.person)
    return sorted(
        (replace(due, persons=tuple(persons)) for due, persons in grouped.items()), key=lambda due: not due.amount
    )


def family_totals(found: Iterable[Answer]) -> dict[str, float]:
    """`benefits`, `taxes_and_contributions` (below zero) and `budget`, their sum, Bs a month."""
    budget = [answer.in_budget for answer in found]
    return {
        "benefits": float(sum(amount for amount in budget if amount > 0)),
        "taxes_and_contributions": float(sum(amount for amount in budget if amount < 0)),
        "budget": float(sum(budget)),
    }


def _bring(answer: Answer) -> dict[str, str]:
    about = bolivia().instrument(answer.instrument).about.get("bring", {})
    return {language: about[language] for language in LANGUAGES if about}


def family_as_yaml(of: Family) -> str:
    """The family as a file that `ayni household` reads."""
    import yaml

    content = {"date": of.day.isoformat(), "persons": {name: _plain_of(given) for name, given in of.given.items()}}
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def family_command(of: Family) -> str:
    """The family as a command. It calls the persons persona1, persona2, … in their order."""
    called = {name: f"persona{index}" for index, name in enumerate(of.names, 1)}
    parts = ["ayni", "household", "--date", of.day.isoformat()]
    for given in of.given.values():
        pairs = ",".join(
            f"{key}={called.get(value, value) if _is_link(key) else as_text(value)}" for key, value in given.items()
        )
        parts += ["--person", pairs]
    return shlex.join(parts)


def as_text(value: Any) -> str:
    """An answer as it stands in a file, a command or an address: `true`, `2000`, `2000.5`, `woman`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _is_link(key: str) -> bool:
    return key in questions() and questions()[key].type == "person"


def _plain_of(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(key, value) for key, value in given.items()}


def family_as_json(of: Family, found: Sequence[Answer]) -> bytes:
    """What `family_tables` says, for programs: canonical JSON, the same bytes for the same answers, in both languages.

    `persons` in their order with the answers given, `date`, `law` (a hash of the law book), `answers` and `totals`, Bs
    a month. An answer has `amount` in its `unit` and `in_budget` in Bs a month (taxes and contributions below zero);
    `why_not` or, where the law book knows no value, `refused`, else null; `bring`, what to take to the paying agency
    where a source says so; and `marks`, `confidence:parameter`.
    """
    content = {
        "date": of.day.isoformat(),
        "law": rules_version(),
        "persons": [{"name": name, "answers": _plain_of(given)} for name, given in of.given.items()],
        "answers": [
            {
                "instrument": answer.instrument,
                "rule": answer.rule,
                "name": {language: label(answer.rule, language) for language in LANGUAGES},
                "kind": answer.kind,
                "person": answer.person,
                "amount": float(answer.amount),
                "unit": answer.unit,
                "in_budget": float(answer.in_budget),
                "law": answer.law,
                "paid_in": dict(answer.paid_in) or None,
                "bring": _bring(answer) or None,
                "marks": list(answer.marks),
                "why_not": None
                if answer.applies or answer.refused
                else {language: reason(answer.trace, language) for language in LANGUAGES},
                "refused": answer.refused and {each: why_not(answer, each) for each in LANGUAGES},
            }
            for answer in found
        ],
        "totals": family_totals(found),
    }
    return canonical(content) + b"\n"


def _plain(key: str, value: Any) -> Any:
    """An answer with one form in JSON: counts are whole, every other number has a point."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if key in questions() and questions()[key].type == "count" else float(value)


def _why_not(of: Family, found: Iterable[Answer], language: Language) -> Iterable[Line]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for answer in found:
        if not answer.applies:
            grouped.setdefault((answer.rule, why_not(answer, language)), []).append(answer.person)
    for (rule, why), persons in grouped.items():
        who = say("family.everybody", language) if len(persons) == len(of.names) > 1 else ", ".join(persons)
        yield Line(label(rule, language), (Cell(who if len(of.names) > 1 else ""), Cell(why)))


def why_not(answer: Answer, language: Language) -> str:
    """Why an answer is nothing: the reason, or what the law book does not know on the day."""
    if answer.refused:
        parameter = _parameter_text(answer.refused.fields["parameter"], language)
        return say("why.no_value", language, parameter=parameter)
    return reason(answer.trace, language)


def reason(trace: Trace, language: Language) -> str:
    """Why a rule gave nothing: what settled it, down to the fact that it rests on.

    That is a calculation that gives zero, or the last condition tried, with those before it that would have done.
    """
    if not trace.in_force:
        return say("why.not_in_force", language)
    if trace.rests_on:
        return _calculation(trace, language)
    if trace.decided_by is None:
        zero = [each for each in trace.read if each.rule in bolivia().definitions and not each.value]
        return reason(zero[0], language) if zero else say("why.nothing", language)
    settled = [*_named(each for each in trace.ways if each is not trace.decided_by), trace.decided_by]
    return "; ".join(dict.fromkeys(_condition_reason(trace, each, language) for each in settled))


def _named(conditions: Iterable[Condition]) -> list[Condition]:
    """What the rule itself gave a name has none for people; the comparison that it stands for is there too."""
    return [each for each in conditions if " " in each.text or each.text in names() or each.text in questions()]


def _condition_reason(trace: Trace, condition: Condition, language: Language) -> str:
    text = condition_text(condition, language, trace.rule)
    below = next((each for each in trace.read if each.rule in condition.values and each.conditions), None)
    if below is None or bolivia().instrument_of(below.rule):
        return text
    return f"{text} ({'; '.join(condition_text(each, language, below.rule) for each in _named(below.conditions))})"


def _calculation(trace: Trace, language: Language) -> str:
    """Why what a rule computes is nothing: what is lacking, as far down as it has a reason; else all its numbers."""
    for each in trace.read:
        if each.rule in trace.lacking and not each.in_force:
            return f"{label(each.rule, language)}: {say('why.not_in_force', language)}"
        if each.rule in trace.lacking and (each.read or each.rests_on):
            return reason(each, language)
    named = trace.lacking or [name for name, value in trace.rests_on.items() if isinstance(value, int | float)]
    numbers = "; ".join(
        f"{_called(name, language, trace.rule)}: {_amount(name, trace.rests_on[name], language, trace.rule)}"
        for name in sorted(named, key=lambda name: name.startswith("p."))
    )
    return numbers if len(trace.rests_on) == 1 else say("why.computed", language, numbers=numbers)


def condition_text(condition: Condition, language: Language, rule: str) -> str:
    """A condition of a rule in words, as it turned out: `Edad: 58, menor que 60 (edad mínima)`."""
    subject, operator, target = _parts(condition.text)
    if not operator:
        return f"{label(condition.text, language)}: {_value(condition.text, condition.holds, language)}"

    def with_value(name: str) -> str:
        return f"{_called(name, language, rule)} ({_value(name, condition.values[name], language)})"

    def with_values(text: str) -> str:
        return _NAME.sub(lambda name: with_value(name[0]) if name[0] in condition.values else name[0], text)

    if not condition.holds:
        operator = OPPOSITE[operator]
    if subject.startswith("p.") and target in condition.values and operator in MIRRORED:
        subject, operator, target = target, MIRRORED[operator], subject
    if subject in condition.values:
        left = f"{_called(subject, language, rule)}: {_value(subject, condition.values[subject], language)}"
        if operator == "==" and target not in condition.values:
            return left
    else:
        left = with_values(subject)
    if target in condition.values:
        right = f"{_value(target, condition.values[target], language)} ({_called(target, language, rule)})"
    elif any(name in condition.values for name in _NAME.findall(target)):
        right = with_values(target)
    else:
        right = ", ".join(_value(subject, each, language) for each in _constants(target))
    return say("why.compared", language, left=left, operator=say(f"operator.{_KEY[operator]}", language), right=right)


_NAME = re.compile(r"(?:p\.)?[A-Za-z_]\w*")
_KEY = {
    "<": "below",
    "<=": "at_most",
    ">": "above",
    ">=": "at_least",
    "==": "is",
    "!=": "is_not",
    "in": "among",
    "not in": "not_among",
}


def _parts(text: str) -> tuple[str, str, str]:
    for operator in (" not in ", " in ", " <= ", " >= ", " == ", " != ", " < ", " > "):
        if operator in text:
            left, _, right = text.partition(operator)
            return left, operator.strip(), right
    return text, "", ""


def _constants(text: str) -> list[str]:
    return [part.strip(" '\"") for part in text.strip("()").split(",") if part.strip()]


def label(name: str, language: Language) -> str:
    """What a column, a rule or an answer is called."""
    if name in names():
        return names()[name][language]
    if name in questions():
        return questions()[name].text[language]
    return name


def is_money(name: str) -> bool:
    """Whether a column or a parameter (`instrument.parameter`) is an amount in Bs."""
    if name in questions():
        return questions()[name].type == "money" and questions()[name].unit.startswith("Bs")
    if "." in name:
        return bolivia().parameter(name).unit.startswith("Bs")
    return str(getattr(bolivia().definitions.get(name), "unit", "")).startswith("Bs")


def _full_name(name: str, rule: str) -> str:
    """`p.x` is a parameter of the rule's own instrument."""
    return f"{bolivia().instrument_of(rule)}.{name[2:]}" if name.startswith("p.") else name


def _amount(name: str, value: Any, language: Language, rule: str) -> str:
    """A number that a calculation read; an amount with its Bs."""
    return money(value, language, 2) if is_money(_full_name(name, rule)) else _value(name, value, language)


def _called(name: str, language: Language, rule: str) -> str:
    full = _full_name(name, rule)
    return _parameter_text(full, language) if "." in full else label(full, language)


def _value(name: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no", language)
    try:
        amount = float(value)
    except (TypeError, ValueError):
        key = f"{name.removeprefix('second_')}.{value}"
        return say(key, language) if key in catalogue() else str(value)
    return number(amount, language, 0 if amount == int(amount) else 2 if amount == round(amount, 2) else 4)


def amount(answer: Answer, language: Language) -> str:
    """What a rule gives or asks, as printed; of one that only says whether, yes."""
    if answer.unit == "flag":
        return say("word.yes", language)
    sign = MINUS if answer.in_budget < 0 else ""
    return sign + money(answer.amount, language, 2)


def _assumed(of: Family, language: Language) -> str:
    said = {key for answers in of.given.values() for key in answers}
    shown = [key for key in ASSUMED if key not in said]
    texts = ", ".join(
        f"{label(key, language).lower()}: {_value(key, questions()[key].neutral, language)}" for key in shown
    )
    return say("family.assumed", language, answers=texts) if shown else say("family.assumed_rest", language)


def _doubt(mark: str, language: Language) -> str:
    confidence, _, name = mark.partition(":")
    text = _parameter_text(name, language)
    return say("family.doubt", language, parameter=text, confidence=say(f"standing.{confidence}", language))


def _parameter_text(name: str, language: Language) -> str:
    return bolivia().parameter(name).text[language]


def trace_text(trace: Trace, language: Language) -> str:
    """The whole tree of an answer, one line a rule, indented."""
    lines = []
    for depth, each in trace.tree():
        conditions = "; ".join(condition_text(condition, language, each.rule) for condition in each.conditions)
        value = _value(each.rule, each.value, language)
        article = f" [{each.law}]" if each.law else ""
        lines.append(
            "  " * depth
            + f"{label(each.rule, language)} = {value}{article}"
            + (f" ← {conditions}" if conditions else "")
        )
    return "\n".join(lines)


def payslip_table(lines: Sequence[PayslipLine], when: dt.date, language: Language) -> Table:
    """A payslip: every line with base, rate, amount and article, by section."""
    found: list[Line] = []
    section = ""
    for line in lines:
        if line.section != section:
            section = line.section
            found.append(Line(say(f"payslip.{section}", language)))
        base = money(line.base, language, 2) if line.base is not None else ""
        rate = percent(line.rate, language, 2) if line.rate is not None else ""
        amount = percent(line.amount, language, 2) if line.unit == "share" else money(line.amount, language, 2)
        found.append(Line(label(line.rule, language), (Cell(base), Cell(rate), Cell(amount), Cell(line.law))))
    columns = tuple(say(f"payslip.{key}", language) for key in ("line", "base", "rate", "amount", "article"))
    month = say(f"number.month_{when.month}", language)
    title = say("payslip.title", language, month=month, year=when.year)
    return Table("payslip", "", title, say("payslip.about", language), columns, tuple(found), (), (), "", (4,))


def budget_table(points: Sequence[tuple[float, float, float]], question: str, language: Language) -> Table:
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
        label(question, language),
        *(say(f"budget.{key}", language) for key in ("budget", "net", "rate", "note")),
    )
    return Table(
        "budget", "", say("budget.title", language), say("budget.about", language), columns, tuple(lines), (),
        (say("budget.first_order", language),), "",
    )  # fmt: skip


def budget_as_json(points: Sequence[tuple[float, float, float]]) -> bytes:
    """The budget constraint for programs, canonical JSON: `value`, `budget` and `net`, Bs a month."""
    content = [dict(zip(("value", "budget", "net"), map(float, point), strict=True)) for point in points]
    return canonical(content) + b"\n"


def marginal(points: Sequence[tuple[float, float, float]], index: int) -> tuple[float | None, bool]:
    """The share of the next step that does not reach net income, and whether net income does not rise on it."""
    if index + 1 == len(points):
        return None, False
    gained, step = points[index + 1][2] - points[index][2], points[index + 1][0] - points[index][0]
    return 1 - gained / step, gained <= 0


def payroll_csv(path: Path, when: dt.date) -> str:
    """A payroll as csv: each worker's row of the file with every line of the payslip behind it.

    Raises AyniError naming the worker and the answer; nothing is written before every row is right.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            workers = list(reader)
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None
    except UnicodeDecodeError:
        raise AyniError("payroll_form", file=path) from None
    if not workers or "monthly_wage" not in workers[0]:
        raise AyniError("payroll_form", file=path)
    names = [rule for section in ("earned", "worker", "employer") for rule in LINES[section]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    given = list(workers[0])
    writer.writerow([*given, *(name for name in names if name not in given)])
    for number_of, worker in enumerate(workers, 2):
        known = {key: value for key, value in worker.items() if key != "name" and value not in ("", None)}
        try:
            lines = {line.rule: line.amount for line in payslip(known, when)}
        except AyniError as error:
            raise AyniError(
                "payroll_row", file=path, row=number_of, reason={key: error.in_language(key) for key in LANGUAGES}
            ) from None
        amounts = [f"{lines[name]:.2f}" for name in names if name not in given]
        writer.writerow([*worker.values(), *amounts])
    return text.getvalue()
