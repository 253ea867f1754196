"""The reason why the law pays a household nothing, in words: the condition that decided it and the fact behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ayni.engine import Condition, Law, Trace
from ayni.family.answers import Answer
from ayni.family.questions import questions
from ayni.family.sentences import rendered, shapes
from ayni.family.wording import has_name, is_money, label, value_text
from ayni.words import Language, say
from ayni.words.numbers import day, money


def why_not(answer: Answer, law: Law, language: Language) -> str:
    """Why an answer is zero: the reason, or what the law book does not know on the day."""
    if answer.refused:
        fields = answer.refused.fields
        parameter, until = label(fields["parameter"], law, language), fields["until"]
        if until:
            return say("why.no_value_since", language, parameter=parameter, until=day(until, language))
        return say("why.no_value", language, parameter=parameter)
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
    settled = [*(each for each in trace.ways if each is not trace.decided_by), trace.decided_by]
    return _together(_condition_reason(trace, each, law, language) for each in settled)


def _together(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _condition_reason(trace: Trace, condition: Condition, law: Law, language: Language) -> str:
    """A condition, with those of the fact that it rests on; of a fact without a name those alone."""
    text = condition_text(trace, condition, law, language)
    below = next((each for each in trace.read if each.rule in condition.values and each.conditions), None)
    if below is None:
        return text
    told = [each for each in below.conditions if not _is_unsaid_second(each, law)] or below.conditions
    more = "; ".join(condition_text(below, each, law, language) for each in told)
    if not has_name(below.rule, law):
        return more
    return text if law.instrument_of(below.rule) else say("why.reasons", language, reason=text, reasons=more)


def _is_unsaid_second(condition: Condition, law: Law) -> bool:
    """Whether a condition rests on a second cover or job alone, which nobody said the person has."""
    asked = questions(law)
    return bool(condition.values) and all(
        name.startswith("second_") and name in asked and asked[name].neutral == value
        for name, value in condition.values.items()
    )


def condition_text(trace: Trace, condition: Condition, law: Law, language: Language) -> str:
    """A condition of a rule as it turned out: `Edad: 58, menor que 60 (edad mínima)`."""
    rule = law.rule(trace.rule)
    shape = shapes(rule, law)[rule.conditions.index(condition.node)]
    return rendered(shape, condition.holds, condition.values, law, language)


def _calculation(trace: Trace, law: Law, language: Language) -> str:
    """Why what a rule computes is nothing: what is lacking, as far down as it has a reason; else all its numbers."""
    for each in trace.read:
        if each.rule in trace.lacking and not each.in_force:
            name = label(each.rule, law, language)
            return say("why.fact", language, name=name, value=say("why.not_in_force", language))
        if each.rule in trace.lacking and (each.read or each.rests_on):
            return reason(each, law, language)
    named = trace.lacking or [name for name, value in trace.rests_on.items() if isinstance(value, int | float)]
    numbers = "; ".join(
        _number(trace, name, law, language) for name in sorted(named, key=lambda name: name.startswith("p."))
    )
    return numbers if len(trace.rests_on) == 1 else say("why.computed", language, numbers=numbers)


def _number(trace: Trace, name: str, law: Law, language: Language) -> str:
    """A number that a calculation read; an amount with its Bs."""
    full = f"{law.instrument_of(trace.rule)}.{name[2:]}" if name.startswith("p.") else name
    value: Any = trace.rests_on[name]
    text = money(value, language, 2) if is_money(full, law) else value_text(name, value, language)
    return say("why.fact", language, name=label(full, law, language), value=text)


def trace_text(trace: Trace, law: Law, language: Language) -> str:
    """The whole tree of an answer, one line a rule, indented; then what the articles on which it rests say."""
    lines = []
    for depth, each in trace.tree():
        conditions = "; ".join(condition_text(each, condition, law, language) for condition in each.conditions)
        value = value_text(each.rule, each.value, language)
        article = f" [{each.law}]" if each.law else ""
        lines.append(
            "  " * depth
            + f"{label(each.rule, law, language)} = {value}{article}"
            + (f" ← {conditions}" if conditions else "")
        )
    lines += [f"  {cited.text}: {said[language]}" for cited in trace.citations for said in cited.says]
    return "\n".join(lines)
