"""The words for a household's answers: names of columns and parameters, amounts, doubts and assumptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Aggregate, Law
from ayni.family.answers import Answer, totals
from ayni.family.household import Family
from ayni.family.questions import questions
from ayni.words import Language, catalogue, say
from ayni.words.numbers import MINUS, decimals, money, number

ASSUMED = ("age", "sex", "self_identification", "health_insurance", "work_category")
"""Answers on which most rules depend; the value assumed for each is mentioned where nobody gave it."""


def label(name: str, law: Law, language: Language) -> str:
    """What a column, a rule, an answer or, as `instrument.parameter`, a parameter is called; a sum by what it sums.

    What nobody gave a name has that of the code.
    """
    if "." in name:
        return law.parameter(name).text[language]
    if text := law.text(name):
        return text[language]
    if name in questions(law):
        return questions(law)[name].text[language]
    if name in law.instruments:
        return law.instruments[name].called[language]
    definition = law.definitions.get(name)
    if isinstance(definition, Aggregate):
        whose = "children" if definition.links else "household"
        key = definition.kind if definition.kind == "linked" else f"{definition.kind}_of_{whose}"
        return say(f"unnamed.{key}", language, column=label(definition.column, law, language))
    return name


def has_name(name: str, law: Law) -> bool:
    """Whether a column or rule is called anything but its name in the code."""
    return label(name, law, "es") != name


def is_money(name: str, law: Law) -> bool:
    """Whether a column or a parameter (`instrument.parameter`) is an amount in Bs."""
    if name in questions(law):
        return questions(law)[name].type == "money" and questions(law)[name].unit.startswith("Bs")
    if "." in name:
        return law.parameter(name).unit.startswith("Bs")
    return str(getattr(law.definitions.get(name), "unit", "")).startswith("Bs")


def value_text(name: str, value: Any, language: Language) -> str:
    """A value of a column: yes or no, what a category is called, or a number."""
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no", language)
    try:
        amount = float(value)
    except (TypeError, ValueError):
        if (one := f"one.{name}_{value}") in catalogue():
            return say(one, language)
        key = f"{name.removeprefix('second_')}.{value}"
        return say(key, language) if key in catalogue() else str(value)
    places = decimals(amount)
    return number(amount, language, places and (2 if places <= 2 else 4))


def amount_text(answer: Answer, language: Language) -> str:
    """What a rule gives or asks, as printed; of one that only says whether, yes."""
    if answer.unit == "flag":
        return say("word.yes", language)
    sign = MINUS if answer.in_budget < 0 else ""
    return sign + money(answer.amount, language, 2)


def assumed_text(of: Family, law: Law, language: Language) -> str:
    """What is taken for each of the answers that most rules rest on and nobody gave."""
    said = {key for persons in (of.given, of.said) for answers in persons.values() for key in answers}
    shown = [key for key in ASSUMED if key not in said]
    asked = questions(law)
    texts = ", ".join(
        f"{label(key, law, language).lower()}: {value_text(key, asked[key].neutral, language)}" for key in shown
    )
    return say("family.assumed", language, answers=texts) if shown else say("family.assumed_rest", language)


def doubt_text(mark: str, law: Law, language: Language) -> str:
    """A mark `confidence:parameter` as a sentence."""
    confidence, _, name = mark.partition(":")
    standing = say(f"standing.{confidence}", language)
    return say("family.doubt", language, parameter=label(name, law, language), confidence=standing)


def not_if(answer: Answer, law: Law, day: dt.date) -> list[Mapping[str, str]]:
    """What the law leaves out or asks for on a day and the family was not asked, in both languages."""
    return _not_if(answer.instrument, law, day)


def not_if_sentences(instrument: str, law: Law, day: dt.date, language: Language) -> list[str]:
    """The same of an instrument, each a sentence."""
    name = law.instrument(instrument).called[language]
    return [say("family.not_if", language, name=name, text=text[language]) for text in _not_if(instrument, law, day)]


def _not_if(instrument: str, law: Law, day: dt.date) -> list[Mapping[str, str]]:
    return [each.text for each in law.instrument(instrument).not_if if each.start <= day <= each.end]


def not_if_texts(found: Iterable[Answer], law: Law, day: dt.date, language: Language) -> list[str]:
    """The same of everything that applies, a sentence for each instrument."""
    applies = dict.fromkeys(each.instrument for each in found if each.applies)
    return [text for instrument in applies for text in not_if_sentences(instrument, law, day, language)]


def budget_sentence(found: Iterable[Answer], language: Language) -> str:
    """Benefits less contributions and taxes, in Bs a month, as a sentence."""
    return say("family.budget", language, amount=money(totals(found)["budget"], language, 2, sign=True))


class Due(Struct, frozen=True):
    """What one programme gives some persons of a family, or asks of them, the same of each, in words."""

    instrument: str
    name: str
    persons: tuple[str, ...]
    amount: str
    per: str
    paid: str
    law: str
    cited: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Each norm with its articles, its address or nothing, and what the articles say as far as the book has it."""
    bring: str
    doubts: tuple[str, ...]
    is_withheld: bool
    """Whether it is taken from the household, as a tax or a contribution."""


def dues(found: Iterable[Answer], law: Law, language: Language) -> list[Due]:
    """What applies, in the order of the law book but money first, with what to bring where a source says so."""
    grouped: dict[Due, list[str]] = {}
    for answer in found:
        if answer.applies:
            due = Due(
                answer.instrument,
                label(answer.rule, law, language),
                (),
                "" if answer.unit == "flag" else amount_text(answer, language),
                say(f"unit.{answer.unit}", language),
                answer.paid_in.get(language, ""),
                answer.law,
                tuple(
                    (each.text, each.address, tuple(said[language] for said in each.says)) for each in answer.citations
                ),
                bring(answer, law).get(language, ""),
                tuple(doubt_text(mark, law, language) for mark in answer.marks),
                answer.in_budget < 0,
            )
            grouped.setdefault(due, []).append(answer.person)
    return sorted(
        (replace(due, persons=tuple(persons)) for due, persons in grouped.items()), key=lambda due: not due.amount
    )


def bring(answer: Answer, law: Law) -> Mapping[str, str]:
    """What to take to the paying agency, in both languages; empty where no source says so."""
    found = law.instrument(answer.instrument).bring
    return found.text if found else {}
