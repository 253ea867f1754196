"""The law book as tables: its instruments, one of them on a day, the history of a parameter, and what changed."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ayni import law as law_package
from ayni.engine import Instrument, Law, Row
from ayni.engine.citations import of_rule, text as text_of
from ayni.engine.parameters import Confidence, Value
from ayni.evidence import consumer_prices, in_prices_of
from ayni.family import Answer, amount_text, cases_of, label, typical_households
from ayni.report.json_and_csv import as_csv
from ayni.report.table import Cell, Line, Table
from ayni.runs import names_of
from ayni.words import AyniError, Language, say
from ayni.words.numbers import day, decimals, money, number, percent

if TYPE_CHECKING:
    from ayni.runs import LawDifference

CONFIDENCES: tuple[Confidence, ...] = ("verified", "reported", "conflicting", "recalled", "assumed")


@cache
def folders() -> Mapping[str, tuple[str, ...]]:
    """The instruments of each folder of the law book, by whom it serves: old age, children, work…"""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(Path(str(law_package.__file__)).parent.glob("*/*.yaml")):
        if path.parent.name == "norms":
            continue
        found[path.parent.name] = (*found.get(path.parent.name, ()), path.stem)
    return found


def instruments_table(law: Law, language: Language, cases: Mapping[str, int] | None = None) -> Table:
    """Every instrument: tier, first and last day, dated values by confidence, and, where known, its cases."""
    lines = []
    there = (each for name, each in law.instruments.items() if name not in law.suspended)
    for instrument in sorted(there, key=lambda each: each.id):
        counts = confidence_counts(instrument)
        spans = "; ".join(_span(span.start, span.end) for span in instrument.in_force)
        cells = [
            say(f"tier.{instrument.tier}", language),
            spans,
            *(str(counts[confidence]) for confidence in CONFIDENCES),
            *([str(cases.get(instrument.id, 0))] if cases is not None else []),
            instrument.name[language],
        ]
        lines.append(Line(instrument.id, tuple(map(Cell, cells))))
    keys = ["instrument", "tier", "in_force", *CONFIDENCES, *(["cases"] if cases is not None else []), "name"]
    columns = tuple(say(f"law.{key}", language) for key in keys)
    return Table("law", "", say("law.title", language), say("law.about", language), columns, tuple(lines), (), (), "")


def confidence_counts(instrument: Instrument) -> Counter[str]:
    """How many dated values an instrument has of each confidence, in parameters and in what is only recorded."""
    quantities = (*instrument.parameters.values(), *instrument.recorded.values())
    return Counter(row.confidence for each in quantities for row in each.rows)


def _span(start: dt.date, end: dt.date | None) -> str:
    return f"{start.isoformat()} – {end.isoformat() if end else ''}".rstrip(" –") if end else f"{start.isoformat()} →"


def instrument_text(law: Law, name: str, when: dt.date, language: Language) -> tuple[str, list[Table]]:
    """An instrument on a day: what it is, and its rules as they are written, with its parameters as a table."""
    instrument = law.instruments[name]
    texts = [
        instrument.name[language],
        *([instrument.serves[language]] if instrument.serves else []),
    ]
    texts.append(f"{say('law.tier', language)}: {say(f'tier.{instrument.tier}', language)}")
    if instrument.tier_reason:
        texts.append(instrument.tier_reason[language])
    texts.append("; ".join(_span(span.start, span.end) for span in instrument.in_force))
    for act in acts_of(instrument, language):
        texts.append(f"  {act.name} ({act.date}){f', {act.article}' if act.article else ''}: {act.about}")
    for title, article, says, source in rules_of(law, name, when, language):
        texts += ["", f"{title} [{article}]", *says, source]
    return "\n".join(texts), [parameters_table(instrument, when, language)]


def rules_of(law: Law, name: str, when: dt.date, language: Language) -> list[tuple[str, str, tuple[str, ...], str]]:
    """The rules of an instrument on a day: what each is called, its articles, what they say, and its text.

    Of rules of one form the form alone.
    """
    found = []
    for rule in {each.function: each for each in reversed(law.rules_of(name))}.values():
        cited = of_rule(law.on(when), rule.name)
        says = tuple(f"{each.text}: {said[language]}" for each in cited for said in each.says)
        source = inspect.getsource(rule.function).rstrip()
        form = rule.function.__name__
        title = label(rule.name, law, language) if form == rule.name else f"{form}…"
        found.append((title, text_of(cited) or rule.law, says, source))
    return found[::-1]


def parameters_table(instrument: Instrument, when: dt.date, language: Language) -> Table:
    """The parameters in force on a day, with since when, article and confidence; sources and remarks are its notes."""
    lines, said = [], Notes(instrument, language)
    for name, parameter in instrument.parameters.items():
        unit = unit_name(parameter.unit, language)
        try:
            row = parameter.on(when)
        except AyniError:
            cells = tuple(map(Cell, (say("law.no_value", language), unit, "", "", "")))
        else:
            value = Cell(written(row.value, parameter.unit, language), notes=said.of(row.source, row.note))
            rest = (unit, day(row.start, language), row.article, say(f"standing.{row.confidence}", language))
            cells = (value, *map(Cell, rest))
        lines.append(Line(f"{parameter.text[language]} ({name})", cells))
    keys = ("parameter", "value", "unit", "since", "article", "confidence")
    columns = tuple(say(f"law.{key}", language) for key in keys)
    title = say("law.title_parameters", language, name=instrument.name[language], day=day(when, language))
    remarks = (say("law.confidence_about", language),)
    return Table("parameters", "", title, "", columns, tuple(lines), said.texts, remarks, "", (2, 3, 4, 5))


class Notes:
    """The numbered notes of a table of an instrument: addresses of sources, and remarks on single values."""

    def __init__(self, instrument: Instrument, language: Language) -> None:
        self.addresses = instrument.sources
        self.language: Language = language
        self.texts: tuple[str, ...] = ()

    def of(self, sources: Iterable[str], remark: Mapping[str, str] | None = None) -> tuple[int, ...]:
        """The numbers of these notes, which are added where they are new."""
        given = [*([remark[self.language]] if remark else []), *(self.addresses.get(key, key) for key in sources)]
        self.texts = tuple(dict.fromkeys((*self.texts, *given)))
        return tuple(sorted(self.texts.index(text) + 1 for text in dict.fromkeys(given)))


def recorded_table(instrument: Instrument, language: Language) -> Table | None:
    """What is only recorded of an instrument: beneficiaries, spending, dates. None where there is nothing."""
    lines, said = [], Notes(instrument, language)
    for entry in instrument.recorded.values():
        lines.append(Line(f"{entry.text[language]}, {unit_name(entry.unit, language)}"))
        for row in entry.rows:
            confidence = say(f"standing.{row.confidence}", language)
            shown = Cell(written(row.value, entry.unit, language), notes=said.of(row.source, row.note))
            lines.append(Line(days(row.start, row.end, language), (shown, Cell(row.article), Cell(confidence))))
    columns = tuple(say(f"law.{key}", language) for key in ("days", "value", "article", "confidence"))
    title = say("law.title_recorded", language, name=instrument.name[language])
    about = say("law.about_recorded", language)
    found = Table("recorded", "", title, about, columns, tuple(lines), said.texts, (), "", (1, 2, 3))
    return found if lines else None


def of_typical_households(
    found: Iterable[tuple[str, Answer]], law: Law, when: dt.date, language: Language
) -> Table | None:
    """What an instrument gives or asks of the typical households on a day. None where it touches none of them."""
    lines = []
    for household, answer in found:
        what, per = label(answer.rule, law, language), say(f"unit.{answer.unit}", language)
        cells = (answer.person.capitalize(), what, amount_text(answer, language), per)
        lines.append(Line(typical_households()[household][language], tuple(map(Cell, cells))))
    columns = tuple(say(f"law.{key}", language) for key in ("household", "who", "what", "amount", "per"))
    title = say("law.title_of_households", language, day=day(when, language))
    about = say("law.about_of_households", language)
    return Table("of_households", "", title, about, columns, tuple(lines), (), (), "", (1, 2, 4)) if lines else None


class WorkedCase(Struct, frozen=True):
    """A case worked by hand as it is written, which is in English, and what the law should give: rule and value."""

    name: str
    article: str
    period: str
    working: str
    gives: tuple[tuple[str, str], ...]


def worked_cases(law: Law, name: str, language: Language) -> list[WorkedCase]:
    """The hand-worked cases of an instrument."""
    return [
        WorkedCase(
            str(entry["name"]), str(entry.get("article", "")), str(entry["period"]), str(entry.get("working", "")),
            tuple(_gives(entry["output"], law, language)),
        )
        for entry in cases_of(name)
    ]  # fmt: skip


def _gives(output: Mapping[str, Any], law: Law, language: Language) -> Iterator[tuple[str, str]]:
    for key, value in output.items():
        if isinstance(value, Mapping):
            yield from ((f"{key}, {what}", found) for what, found in _gives(value, law, language))
        else:
            yield label(key, law, language), str(value) if isinstance(value, str) else written(value, "", language)


class Act(Struct, frozen=True):
    """An act of law on which an instrument rests, and its address where the sources of the instrument have it."""

    name: str
    date: dt.date
    article: str
    about: str
    address: str


def acts_of(instrument: Instrument, language: Language) -> list[Act]:
    """The legal basis of an instrument. A source belongs to an act by its key: `l1196` to Ley 1196, `ds2152_text`."""
    found = []
    for act in instrument.legal_basis:
        key = re.sub(r"^ley ", "l", act.instrument.lower()).replace(" ", "")
        known = (each for source, each in instrument.sources.items() if source.partition("_")[0] == key)
        about = act.about[language] if act.about else ""
        found.append(Act(act.instrument, act.date, act.article, about, next(known, "")))
    return found


def written(value: Value, unit: str, language: Language) -> str:
    """A value of the law as people read it: `Bs 350`, `12,71%`, `sí`, `2: 5%; 5: 11%`; a text as it stands."""
    if isinstance(value, tuple):
        first, _, second = unit.rpartition(" and ")
        steps = ((written(start, first, language), written(rate, second, language)) for start, rate in value)
        return "; ".join(f"{start}: {rate}" for start, rate in steps)
    if isinstance(value, str):
        return value
    if unit == "flag" or isinstance(value, bool):
        return say("word.yes" if value else "word.no", language)
    places = min(4, decimals(value))
    if unit.startswith("Bs"):
        return money(value, language, max(2, places) if places else 0)
    if unit == "share":
        return percent(value, language, max(0, places - 2))
    return number(value, language, places) + ("%" if unit == "percent" else "")


def unit_name(unit: str, language: Language) -> str:
    """A unit of the law in words."""
    return say(f"law_unit.{unit}", language)


def history(law: Law, name: str) -> list[tuple[dt.date, dt.date | None, Row]]:
    """The rows of `instrument.parameter` with the day on which each ceased to hold."""
    rows = law.parameter(name).rows
    following = [row.start - dt.timedelta(1) for row in rows[1:]]
    return [(row.start, row.end or end, row) for row, end in zip(rows, [*following, None], strict=True)]


def history_as_csv(law: Law, name: str) -> bytes:
    """The rows of `instrument.parameter` as a file: from and to which day, the value, its article and standing."""
    unit = law.parameter(name).unit
    return as_csv([
        {"from": start, "to": end, "value": row.value, "unit": unit, "article": row.article, "source": row.source,
         "confidence": row.confidence}
        for start, end, row in history(law, name)
    ])  # fmt: skip


def history_table(
    law: Law, name: str, rows: Iterable[tuple[dt.date, dt.date | None, Row]], language: Language
) -> Table:
    """A parameter over time: nominal, and, where it is money, in the prices of the last year of the index."""
    base = max(consumer_prices())
    parameter = law.parameter(name)
    lines, said = [], Notes(law.instrument(name.partition(".")[0]), language)
    for start, end, row in rows:
        real = ""
        if is_money(parameter.unit) and isinstance(row.value, int | float) and start.year in consumer_prices():
            real = money(in_prices_of(float(row.value), start.year, base), language, 2)
        standing = say(f"standing.{row.confidence}", language)
        value = Cell(written(row.value, parameter.unit, language), notes=said.of(row.source, row.note))
        until = day(end, language) if end else say("law.still", language)
        cells = (Cell(until), value, *map(Cell, (real, row.article, standing)))
        lines.append(Line(day(start, language), cells))
    keys = ("from", "to", "value", "real", "article", "confidence")
    columns = tuple(say(f"law.{key}", language, year=base) for key in keys)
    title = say(
        "law.title_history",
        language,
        name=f"{parameter.text[language]} ({name})",
        unit=unit_name(parameter.unit, language),
    )
    about = say("law.about_history", language, year=base)
    remarks = (say("law.confidence_about", language),)
    return Table("history", "", title, about, columns, tuple(lines), said.texts, remarks, "", (1, 4, 5))


def days(start: dt.date, end: dt.date | None, language: Language) -> str:
    """From when to when, in words."""
    if end is None:
        return say("law.since_day", language, start=day(start, language))
    return say("law.from_to", language, start=day(start, language), end=day(end, language))


def is_money(unit: str) -> bool:
    """Whether a parameter is an amount in Bs, which prices change; a scale is not."""
    return unit.startswith("Bs") and " and " not in unit


def difference_tables(found: LawDifference, language: Language) -> list[Table]:
    """What changed between two days: instruments, parameters, typical households and, with a survey, the population."""
    tables = [_changes_table(found, language), _households_table(found, language)]
    return [*tables, _population_table(found, language)] if found.rows else tables


def _population_table(found: LawDifference, language: Language) -> Table:
    from ayni.report.figures import figure, interval
    from ayni.report.naming import measure_text, name as level_name

    lines, names = [], names_of(found.law)
    for row in found.rows:
        if row.unit == "relative":
            continue
        programme = row.programme
        what = level_name("programme", programme, language, names) if programme else measure_text(row.measure, language)
        head = f"{what}, {say(f'line.{row.line}', language)}" if row.line else what
        lines.append(Line(head, (Cell(figure(row, language), interval(row, language)),)))
    columns = ("", say("law.difference", language))
    title, about = say("law.title_population", language), say("budget.first_order", language)
    return Table("population", "", title, about, columns, tuple(lines), (), (), "")


def _changes_table(found: LawDifference, language: Language) -> Table:
    """Instruments and parameters on the two days."""
    law, lines = found.law, []
    for change in found.changes:
        name = law.instruments[change.instrument].name[language]
        if not change.parameter:
            words = [say(f"law.{'in' if force else 'not_in'}_force", language).lower() for force in change.in_force]
            lines.append(Line(name, (Cell(""), Cell(words[0]), Cell(words[1]), Cell(""))))
        else:
            parameter = law.parameter(change.parameter)
            both = (change.before, change.after)
            values = [written(row.value, parameter.unit, language) if row else "–" for row in both]
            article = change.after.article if change.after else ""
            lines.append(Line(name, (Cell(parameter.text[language]), *map(Cell, values), Cell(article))))
    when = [day(each, language) for each in found.days]
    columns = (say("law.instrument", language), say("law.parameter", language), *when, say("law.article", language))
    title = say("law.title_changes", language, before=when[0], after=when[1])
    remarks = () if lines else (say("web_law.no_change", language),)
    return Table("changes", "", title, "", columns, tuple(lines), (), remarks, "", (1, 2, 3, 4))


def _households_table(found: LawDifference, language: Language) -> Table:
    """The budgets of typical households on the two days."""
    lines = [
        Line(
            typical_households()[name][language],
            tuple(Cell(money(value, language, 2, sign=True)) for value in (before, after, after - before)),
        )
        for name, before, after in found.households
    ]
    when = [day(each, language) for each in found.days]
    columns = (say("law.household", language), *when, say("law.difference", language))
    title, about = say("law.title_households", language), say("law.about_households", language)
    return Table("households", "", title, about, columns, tuple(lines), (), (), "")
