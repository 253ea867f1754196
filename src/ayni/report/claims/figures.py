"""The figures on which a claim rests, in words: what each counts, where and when, and who gives it."""

from __future__ import annotations

from collections.abc import Iterable

from ayni.engine import Law
from ayni.evidence.claims import Used
from ayni.evidence.over_time import home, place_of
from ayni.evidence.recorded import recorded
from ayni.evidence.registry import Fact
from ayni.report.claims.wording import amount, period
from ayni.report.naming import wave_name
from ayni.report.series import indicator_name, method_name, place_name
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say


def figures_table(used: Iterable[Used | Fact], law: Law, language: Language) -> Table:
    """Figures, each once, with value, confidence and source."""
    lines = []
    for each in {one.id: one for one in used}.values():
        value = amount(each.value, each.unit, language, 2)
        cells = (value, say(f"standing.{each.confidence}", language), figure_source(each, language))
        lines.append(Line(figure_name(each, law, language), tuple(map(Cell, cells))))
    columns = tuple(say(f"claim.{key}", language) for key in ("figure", "value", "confidence", "source"))
    return Table("sources", "", say("claim.sources", language), "", columns, tuple(lines), (), (), "", (2, 3))


def figure_name(one: Used | Fact, law: Law, language: Language) -> str:
    """What a figure counts, where, when and by which method: of a fact, a survey's figure or a parameter of the law."""
    fact = one if isinstance(one, Fact) else one.fact
    if fact is not None:
        said = [
            indicator_name(fact.indicator, law, language),
            place_name(fact.area, fact.group, law, language),
            period(fact.period, language),
        ]
        return ", ".join([*said, method_name(False, fact.method, language)] if fact.method else said)
    if one.id in recorded():
        row = recorded()[one.id]
        under, method = home(row.indicator)
        said = [indicator_name(under, law, language), *([method_name(True, method, language)] if method else [])]
        return ", ".join([*said, place_name(*place_of(row), law, language), wave_name(row.wave, language)])
    name, _, day = one.id.partition("@")
    if day:
        return f"{law.parameter(name).text[language]}, {period(day, language)}"
    given = say("web_claims.given", language)
    return f"{given}, {period(one.period, language)}" if one.period else given


def figure_source(one: Used | Fact, language: Language) -> str:
    """Who gives a figure, and the address."""
    if isinstance(one, Used) and one.wave:
        return say("claim.from_survey", language, wave=wave_name(one.wave, language))
    return one.source if one.source == one.url else "\n".join(filter(None, (one.source, one.url)))
