"""Why the law gives a family nothing: the conditions of its rules in words, as they turned out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ayni.engine import Condition, Law, Trace
from ayni.family.answers import Answer
from ayni.family.questions import questions
from ayni.family.wording import is_money, label, value_text
from ayni.words import Language, say
from ayni.words.numbers import money

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def why_not(answer: Answer, law: Law, language: Language) -> str:
    """Why an answer is nothing: the reason, or what the law book does not know on the day."""
    if answer.refused:
        return say("why.no_value", language, parameter=label(answer.refused.fields["parameter"], law, language))
    return reason(answer.trace, law, language)


def reason(trace: Trace, law: Law, language: Language) -> str:
    """Why a rule gave nothing: what settled it, down to the fact that it rests on.

    That is a calculation that gives zero, or the last condition tried, with those before it that would have done.
    """
    if not trace.in_force:
        return say("why.not_in_force", language)
    if trace.rests_on:
        return _calculation(trace, law, language)
    if trace.decided_by is None:
        zero = [each for each in trace.read if each.rule in law.definitions and not each.value]
        return reason(zero[0], law, language) if zero else say("why.nothing", language)
    settled = [*_named((each for each in trace.ways if each is not trace.decided_by), law), trace.decided_by]
    return "; ".join(dict.fromkeys(_condition_reason(trace, each, law, language) for each in settled))


def _named(conditions: Iterable[Condition], law: Law) -> list[Condition]:
    """What the rule itself gave a name has none for people; the comparison that it stands for is there too."""
    return [each for each in conditions if " " in each.text or law.text(each.text) or each.text in questions(law)]


def _condition_reason(trace: Trace, condition: Condition, law: Law, language: Language) -> str:
    text = condition_text(condition, language, trace.rule, law)
    below = next((each for each in trace.read if each.rule in condition.values and each.conditions), None)
    if below is None or law.instrument_of(below.rule):
        return text
    more = "; ".join(condition_text(each, language, below.rule, law) for each in _named(below.conditions, law))
    return f"{text} ({more})"


def _calculation(trace: Trace, law: Law, language: Language) -> str:
    """Why what a rule computes is nothing: what is lacking, as far down as it has a reason; else all its numbers."""
    for each in trace.read:
        if each.rule in trace.lacking and not each.in_force:
            return f"{label(each.rule, law, language)}: {say('why.not_in_force', language)}"
        if each.rule in trace.lacking and (each.read or each.rests_on):
            return reason(each, law, language)
    named = trace.lacking or [name for name, value in trace.rests_on.items() if isinstance(value, int | float)]
    numbers = "; ".join(
        f"{_called(name, language, trace.rule, law)}: {_amount(name, trace.rests_on[name], language, trace.rule, law)}"
        for name in sorted(named, key=lambda name: name.startswith("p."))
    )
    return numbers if len(trace.rests_on) == 1 else say("why.computed", language, numbers=numbers)


def condition_text(condition: Condition, language: Language, rule: str, law: Law) -> str:
    """A condition of a rule in words, as it turned out: `Edad: 58, menor que 60 (edad mínima)`."""
    subject, operator, target = _parts(condition.text)
    if not operator:
        return f"{label(condition.text, law, language)}: {value_text(condition.text, condition.holds, language)}"

    def with_value(name: str) -> str:
        return f"{_called(name, language, rule, law)} ({value_text(name, condition.values[name], language)})"

    def with_values(text: str) -> str:
        return _NAME.sub(lambda name: with_value(name[0]) if name[0] in condition.values else name[0], text)

    if not condition.holds:
        operator = OPPOSITE[operator]
    if subject.startswith("p.") and target in condition.values and operator in MIRRORED:
        subject, operator, target = target, MIRRORED[operator], subject
    if subject in condition.values:
        left = f"{_called(subject, language, rule, law)}: {value_text(subject, condition.values[subject], language)}"
        if operator == "==" and target not in condition.values:
            return left
    else:
        left = with_values(subject)
    if target in condition.values:
        right = f"{value_text(target, condition.values[target], language)} ({_called(target, language, rule, law)})"
    elif any(name in condition.values for name in _NAME.findall(target)):
        right = with_values(target)
    else:
        right = ", ".join(value_text(subject, each, language) for each in _constants(target))
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


def _full_name(name: str, rule: str, law: Law) -> str:
    """`p.x` is a parameter of the rule's own instrument."""
    return f"{law.instrument_of(rule)}.{name[2:]}" if name.startswith("p.") else name


def _amount(name: str, value: Any, language: Language, rule: str, law: Law) -> str:
    """A number that a calculation read; an amount with its Bs."""
    full = _full_name(name, rule, law)
    return money(value, language, 2) if is_money(full, law) else value_text(name, value, language)


def _called(name: str, language: Language, rule: str, law: Law) -> str:
    return label(_full_name(name, rule, law), law, language)


def trace_text(trace: Trace, law: Law, language: Language) -> str:
    """The whole tree of an answer, one line a rule, indented."""
    lines = []
    for depth, each in trace.tree():
        conditions = "; ".join(condition_text(condition, language, each.rule, law) for condition in each.conditions)
        value = value_text(each.rule, each.value, language)
        article = f" [{each.law}]" if each.law else ""
        lines.append(
            "  " * depth
            + f"{label(each.rule, law, language)} = {value}{article}"
            + (f" ← {conditions}" if conditions else "")
        )
    return "\n".join(lines)
