"""The answer to a stated number or a sentence of the ledger, with the readings computed for it, as tables and data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from ayni.engine import Law
from ayni.evidence.check import Answer, Stated, Tried
from ayni.evidence.claim_file import Nothing
from ayni.evidence.claims import Judgement, Outcome
from ayni.report.claims.cards import card_tables
from ayni.report.claims.desk import compared, understood_data, understood_table
from ayni.report.claims.figures import figure_name, figures_table
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.wording import amount, definition, period, stated, verdict, wave_warnings, yes
from ayni.report.json_and_csv import as_csv, as_json, twelve_digits
from ayni.report.series import indicator_name
from ayni.report.table import Cell, Line, Table
from ayni.runs.check import Read
from ayni.words import AyniError, Language, catalogue, say
from ayni.words.numbers import LONGEST, NBSP, number, plain_typed

_NAMES = ("concept", "measure", "indicator", "series_name", "series_place", "series_group", "series_method")
_PER_CENT = ("%", "por ciento", "per cent", "percent")
_TYPED = re.compile(
    rf"([<>]?\s*[+\-\u2212]?)(.*?)\s*({'|'.join(_PER_CENT)}|pp|puntos?|points?)?", re.DOTALL | re.IGNORECASE
)


def check_tables(
    answer: Answer | Judgement | Read, law: Law, language: Language, publisher: Publisher = NOBODY
) -> list[Table]:  # fmt: skip
    """A sentence's card; or the readings tried at what was asked, and the other pairs of periods that give the number.

    The first two remarks are the verdict and what it means. Of a sentence that was brought, first what was understood.
    """
    if isinstance(answer, Read):
        tables = [understood_table(answer.said, law, language)]
        refused = [
            f"{compared(each.asked, law, language)}. {_refused(each.refused, each.asked.indicator, law, language)}"
            for each in answer.compared
            if each.refused
        ]
        tables[0] = replace(tables[0], remarks=tuple(refused))
        if answer.claim or answer.effect:
            return tables + check_tables(answer.claim or answer.effect, law, language, publisher)  # type: ignore[arg-type]
        for each in answer.compared:
            if each.found is not None:
                title = compared(each.asked, law, language)
                first, *more = check_tables(each.found, law, language, publisher)
                tables += [replace(first, title=f"{title}. {first.title}"), *more]
        return tables
    if isinstance(answer, Judgement):
        card, *more = card_tables(answer, language, publisher)
        word = answer.number_verdict
        said = {"id": answer.claim.id, "says": answer.claim.paraphrase[language], "tried": answer.tried}
        told = say("claim.check_sentence", language, **said, verdict=verdict(word, language))
        return [replace(card, remarks=(told, definition(word, language))), *more]
    heads = ("reading", "before", "after", "gives", "needed", "natural", "fits")
    columns = tuple(say(f"claim.{key}", language) for key in heads)
    meaning = definition(answer.verdict, language)
    remarks = [say("claim.check_cause", language), *wave_warnings(answer.wave, answer.overlaps, language)]
    remarks.insert(0, say("claim.check_pairs", language, pairs=answer.pairs_tried, fitting=len(answer.pairs)))
    if answer.wave:
        remarks.insert(0, say("mark.first_order", language))
    if answer.carried_to:
        remarks.insert(0, say("claim.check_carried", language, month=answer.carried_to))
    given = stated_as_read(answer.stated, language)
    said = {"stated": given, "verdict": verdict(answer.verdict, language), "tried": answer.tried}
    verdict_line = say("claim.check_verdict", language, **said)
    refused = list(dict.fromkeys(_refusal(each, law, language) for each in answer.readings if each.refused))
    about = say("claim.check_about", language)
    title = say("claim.check_title", language, stated=given)
    lines = tuple(_tried_line(each, language) for each in answer.readings)
    tables = [
        Table(
            "check",
            answer.wave,
            title,
            about,
            columns,
            lines,
            (),
            (verdict_line, meaning, *refused, *remarks),
            "",
            (1, 2),
        )
    ]
    if answer.pairs:
        others = tuple(_tried_line(each, language) for each in answer.pairs)
        title = say("claim.pairs_title", language, fitting=len(answer.pairs), pairs=answer.pairs_tried)
        tables.append(
            Table("pairs", "", title, say("claim.pairs_about", language), columns, others, (), (), "", (1, 2))
        )
    facts = [fact for each in answer.readings for fact in each.facts]
    if facts:
        tables.append(figures_table(facts, law, language))
    return tables


def _tried_line(each: Tried, language: Language) -> Line:
    places = "" if each.value is None else amount(each.value, each.unit, language, 2 if abs(each.value) < 1000 else 0)
    if each.low is not None and each.high is not None:
        low, high = (number(end, language, 2 if abs(end) < 1000 else 0) for end in (each.low, each.high))
        places += f" [{low};{NBSP}{high}]"
    needed = "" if each.needed is None else number(each.needed, language, 2)
    flags = (yes(each.natural, language), yes(each.fits, language))
    cells = (_at(each.before, language), _at(each.after, language), places or "–", needed, *flags)
    head = ", ".join((say(f"claim.kind_{each.kind}", language), *_named(each.place, language)))
    return Line(head, tuple(map(Cell, cells)))


def _at(text: str, language: Language) -> str:
    """A period and its figure, or a figure alone, as written in a language."""
    when, colon, figure = text.rpartition(": ")
    places = len(figure.partition(".")[2])
    return f"{period(when, language)}{colon}{number(float(figure), language, places)}" if figure else text


def _refusal(each: Tried, law: Law, language: Language) -> str:
    """Why two figures are not compared, with the figures in words."""
    assert each.refused is not None
    if len(each.facts) != 2:
        return each.refused.in_language(language)
    before, after = (figure_name(fact, law, language) for fact in each.facts)
    return AyniError(each.refused.key, **{**each.refused.fields, "before": before, "after": after}).in_language(
        language
    )


def _refused(error: AyniError, indicator: str, law: Law, language: Language) -> str:
    """Why a number could not be compared, with its indicator by name."""
    named = {"indicator": indicator_name(indicator, law, language)} if "indicator" in error.fields else {}
    return AyniError(error.key, **{**error.fields, **named}).in_language(language)


def _named(place: Sequence[str], language: Language) -> Iterator[str]:
    """The names of incomes and measures, of places, groups and methods, where the catalogue has them."""
    for word in place:
        keys = [f"{section}.{word}" for section in _NAMES]
        yield next((say(key, language) for key in keys if key in catalogue()), word)


def typed_stated(text: str, language: Language) -> str:
    """A number as people state it in a form, as `check` takes it: `43 %`, `−4,5 puntos`, `2.000` in Spanish.

    Raises for what is no number, and for one with two readings.
    """
    text = text.strip()
    if len(text) > 2 * LONGEST:
        raise AyniError("typed_too_long", text=text[:LONGEST])
    found = _TYPED.fullmatch(text)
    assert found
    sign, amount, unit = found.groups()
    plain = plain_typed(amount, language)
    if plain.startswith("-"):
        raise AyniError("typed_no_number", text=text)
    return f"{sign}{plain}{'' if unit is None else '%' if unit.lower() in _PER_CENT else 'pp'}"


def stated_as_read(stated: Stated, language: Language) -> str:
    """A stated number as it was read."""
    if stated.width:
        return stated.text
    text = number(stated.value, language, stated.decimals, sign=stated.signed)
    text += {"pp": f"{NBSP}pp"}.get(stated.unit, stated.unit)
    return text if stated.relation == "equals" else say(f"claim.{stated.relation}", language, amount=text)


def check_as_bytes(answer: Answer | Judgement | Read, layout: str) -> bytes:
    """The readings tried as `json` or `csv`, one a row, each with the verdict and the count.

    Rows of a sentence that was brought say in `understood` what was read of it.
    """
    rows = _rows(answer)
    if layout == "json":
        return as_json(rows)
    told = (json.dumps(row["understood"], ensure_ascii=False) if row["understood"] else None for row in rows)
    return as_csv([{**row, "understood": text} for row, text in zip(rows, told, strict=True)])


def _rows(answer: Answer | Judgement | Read) -> list[dict[str, Any]]:
    if isinstance(answer, Read):
        told = None if answer.claim else understood_data(answer.said)
        return [{**row, "understood": told} for each in answer.answers for row in _rows(each)]
    if isinstance(answer, Judgement):
        over_all = {
            "stated": stated(answer.claim.number, "en"),
            "verdict": answer.number_verdict,
            "cause_verdict": answer.cause_verdict,
            "tried": answer.tried,
            "claim": answer.claim.id,
            "understood": None,
        }
        return [{**_row_of_sentence(each, answer), **over_all} for each in answer.outcomes]
    over_all = {
        "stated": answer.stated.text,
        "verdict": answer.verdict,
        "cause_verdict": "not_identified",
        "tried": answer.tried,
        "claim": None,
        "understood": None,
    }
    return [{**_row(each), **over_all} for each in (*answer.readings, *answer.pairs)]


def _row(each: Tried) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "place": "; ".join(each.place),
        "before": each.before,
        "after": each.after,
        "value": twelve_digits(each.value),
        "se": twelve_digits(each.se),
        "low": twelve_digits(each.low),
        "high": twelve_digits(each.high),
        "unit": each.unit,
        "needed": twelve_digits(each.needed),
        "natural": each.natural,
        "fits": each.fits,
        "refused": str(each.refused) if each.refused else None,
        "figures": "; ".join(fact.id for fact in each.facts),
    }


def _row_of_sentence(each: Outcome, of: Judgement) -> dict[str, Any]:
    """A reading of a sentence in the same columns: `place` is its words."""
    found = each.computed
    low, high = (
        found.value + side * 1.96 * found.se if found.value is not None and found.se else None for side in (-1, 1)
    )
    why = each.reading.spec.why["en"] if isinstance(each.reading.spec, Nothing) else None
    return {
        "kind": each.reading.spec.__struct_config__.tag,
        "place": each.reading.text["en"],
        "before": "",
        "after": "",
        "value": twelve_digits(found.value),
        "se": twelve_digits(found.se),
        "low": twelve_digits(low),
        "high": twelve_digits(high),
        "unit": found.unit,
        "needed": None,
        "natural": each in of.natural,
        "fits": each.fits,
        "refused": why,
        "figures": "; ".join(used.id for used in found.used),
    }
