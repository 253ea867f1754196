"""Parameters in words: finding them by what users type, and reading and writing values in their unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ayni.engine import Law
from ayni.report.lawbook import days, history
from ayni.scenario.reform import ALWAYS, Reform, why_not_on_surveys
from ayni.words import AyniError, Language, bare, catalogue, say
from ayni.words.numbers import decimals, money, number, percent, read_typed

SHOWN = 5
"""Of parameters that a search may mean, so many are named."""


def find_parameter(text: str, law: Law, language: Language) -> str:
    """The parameter with this identifier, or the only one whose programme, words and identifier hold every word."""
    known = {each.id: each for one in law.instruments.values() for each in one.parameters.values()}
    if text.strip() in known:
        return text.strip()
    words = _letters(text).split()
    found = [
        identifier
        for identifier in known
        if all(word in _letters(f"{identifier} {_title(identifier, law, language)}") for word in words)
    ]
    able = [identifier for identifier in found if why_not_on_surveys(identifier, law) is None]
    if len(able) > 1:
        more = [*(f"{_title(each, law, language)} ({each})" for each in able[:SHOWN]), *(["…"] if able[SHOWN:] else [])]
        raise AyniError("parameter_unclear", text=text, found="; ".join(more))
    if not found:
        raise AyniError("parameter_not_found", text=text)
    return (able or found)[0]


def _letters(text: str) -> str:
    return bare(text.replace("_", " "))


def _title(identifier: str, law: Law, language: Language) -> str:
    programme = law.instruments[identifier.partition(".")[0]].name[language]
    return f"{programme}: {law.parameter(identifier).text[language]}"


def parameters_for_reforms(law: Law, language: Language) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """By programme: its name; the parameters that a reform can run on a survey, with their words; why not the others.

    The reason stands where all or some of the programme's parameters cannot.
    """
    for instrument in sorted(law.instruments.values(), key=lambda each: each.name[language]):
        able, reasons = [], []
        for parameter in instrument.parameters.values():
            reason = why_not_on_surveys(parameter.id, law)
            if reason is None:
                able.append((parameter.id, parameter.text[language]))
            else:
                reasons.append(reason.in_language(language))
        if able or reasons:
            yield instrument.name[language], able, " ".join(dict.fromkeys(reasons))


def parameter_about(identifier: str, law: Law, language: Language, today: dt.date) -> str:
    """A parameter's programme and words, its unit, its value today, and between which values it has moved."""
    parameter = law.parameter(identifier)
    try:
        now = parameter_value(parameter.on(today).value, parameter.unit, language)
    except AyniError:
        now = say("parameter.not_in_force", language)
    key = f"parameter_unit.{parameter.unit}"
    unit = say(key, language) if key in catalogue() else parameter.unit
    rows = [(row.value, start.year) for start, _, row in history(law, identifier)]
    ends = [min(rows), max(rows)] if all(isinstance(value, int | float) for value, _ in rows) else rows[:1]
    least, most = ((parameter_value(value, parameter.unit, language), year) for value, year in (ends[0], ends[-1]))
    key = "parameter.about_one" if ends[0][0] == ends[-1][0] else "parameter.about"
    return say(
        key, language, name=_title(identifier, law, language), unit=unit, now=now,
        least=least[0], least_year=least[1], most=most[0], most_year=most[1],
    )  # fmt: skip


def reform_changes(reform: Reform, law: Law, language: Language) -> list[str]:
    """Each value of a reform as a sentence: programme and parameter, the value in its unit, and its days."""
    found = []
    for name, values in reform.values.items():
        for key, value in values.items():
            start, _, end = str(key).partition(".")
            said = f"{_title(name, law, language)}: {parameter_value(value, law.parameter(name).unit, language)}"
            first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None
            found.append(said if start == ALWAYS else f"{said} ({days(first, last, language)})")
    return found


def parameter_value(value: object, unit: str, language: Language) -> str:
    """A value in its unit: money, a share as per cent, or a number; a scale or a text as it stands."""
    if not isinstance(value, int | float):
        return str(value)
    if unit == "share":
        return percent(value, language, decimals(100 * value))
    return (money if unit.startswith("Bs") else number)(value, language, decimals(value))


def read_value(text: str, unit: str, language: Language) -> float:
    """A value as people type it; that of a share may be per cent. Raises as `read_typed` does."""
    bare = text.strip()
    if unit == "share" and bare.endswith("%"):
        return float(f"{read_typed(bare[:-1], language) / 100:.12g}")
    return read_typed(bare, language)


def typed_value(value: float, unit: str, language: Language) -> str:
    """A value as `read_value` reads it back."""
    if unit == "share":
        return f"{typed_value(float(f'{100 * value:.10g}'), '', language)} %"
    text = number(value, language, decimals(value))
    try:
        return text if read_typed(text, language) == value else number(value, language, decimals(value) + 1)
    except AyniError:  # 1,125 may be read in two ways, 1,1250 in one
        return number(value, language, decimals(value) + 1)
