"""A sentence that somebody brings, as it was understood: a table to confirm, and data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ayni.evidence.sentence import SHARE, Asked, Understood
from ayni.evidence.typed_figures import Figure
from ayni.report.claims.wording import amount, period
from ayni.report.naming import name
from ayni.report.series import indicator_name
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import NBSP, number

if TYPE_CHECKING:
    from ayni.engine import Law


def understood_table(said: Understood, law: Law, language: Language) -> Table:
    """What was understood of a sentence, what is missing, and the words that no rule reads: one line each."""
    lines = tuple(Line(say(f"sentence.{key}", language), (Cell(text),)) for key, text in _told(said, law, language))
    title, about = (say(f"sentence.{key}", language) for key in ("title", "about"))
    return Table("understood", "", title, about, ("", ""), lines, (), (), "", (1,))


def _told(said: Understood, law: Law, language: Language) -> Iterator[tuple[str, str]]:
    def quoted(key: str, text: str) -> Iterator[tuple[str, str]]:
        if text:
            yield key, say(f"sentence.{key}_is", language, text=text)

    nothing = say("sentence.nothing", language)
    yield "number", "; ".join(_as_read(each, language) for each in said.figures) or nothing
    yield "counts", "; ".join(_counted(said, law, language)) or nothing
    yield "when", "; ".join(period(each.period, language) for each in said.periods) or nothing
    if said.questions:
        yield "compared", "\n".join(compared(each, law, language) for each in said.questions)
    elif said.programme:
        yield "compared", say("sentence.effect", language, programme=name("programme", said.programme, language, {}))
    yield from quoted("cause", said.cause)
    yield from quoted("rank", said.rank)
    yield from quoted("place", said.place)
    if said.laws:
        yield "laws", "; ".join(said.laws)
    if said.aside:
        yield "aside", "; ".join(_as_read(each, language) for each in said.aside)
    missing = [each.why.in_language(language) for each in said.two_readings]
    missing += [
        say(f"sentence.missing_{key}", language, choices=say("sentence.or", language).join(said.candidates))
        for key in said.missing
    ]
    if missing:
        yield "missing", " ".join(missing)
    yield from quoted("unread", " ".join(said.unread))
    if said.claim:
        yield "ledger", say("sentence.ledger_is", language, id=said.claim)
    elif said.alike:
        yield "ledger", say("sentence.alike", language, ids=", ".join(said.alike))


def _counted(said: Understood, law: Law, language: Language) -> Iterator[str]:
    for each in said.indicators:
        among = say("sentence.or", language).join(indicator_name(one, law, language) for one in each.among)
        yield say("sentence.told" if each.told else "sentence.named", language, text=each.text, indicator=among)


def _as_read(figure: Figure, language: Language) -> str:
    return say("sentence.as_read", language, text=figure.text, read=figure_text(figure, language))


def figure_text(figure: Figure, language: Language) -> str:
    """A number as it was read: `más de 25.700.000.000 Bs`."""
    places = 0 if figure.width >= 1 else len(f"{figure.width:.9f}".rstrip("0").partition(".")[2])
    if figure.spread:
        low, high = (_amount(figure.value + side * figure.width / 2, figure.unit, language, places) for side in (-1, 1))
        text = say("sentence.range", language, low=low, high=high)
    else:
        text = _amount(figure.value, figure.unit, language, places if figure.value % 1 else 0)
    if figure.relation != "equals":
        text = say(f"claim.{figure.relation}", language, amount=text)
    if figure.about:
        text = say("sentence.about_number", language, number=text)
    word = figure.change or figure.part
    return say(f"sentence.{word}", language, number=text) if word else text


def _amount(value: float, unit: str, language: Language, places: int) -> str:
    if unit in ("%", SHARE):
        return f"{number(value, language, places)}%"
    if unit == "pp":
        return f"{number(value, language, places)}{NBSP}pp"
    return amount(value, unit, language, places)


def compared(asked: Asked, law: Law, language: Language) -> str:
    """A number with what it is compared with, as a phrase."""
    said = {"number": figure_text(asked.figure, language), "indicator": indicator_name(asked.indicator, law, language)}
    if asked.start == asked.end:
        return say("sentence.level", language, when=period(asked.start, language), **said)
    start, end = (period(each, language) for each in (asked.start, asked.end))
    return say("sentence.change", language, start=start, end=end, **said)


def understood_data(said: Understood) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "text": said.text,
        "language": said.language,
        "numbers": [_figure(each) for each in said.figures],
        "periods": [each.period for each in said.periods],
        "indicators": [{"text": each.text, "among": list(each.among)} for each in said.indicators],
        "questions": [
            {
                "number": each.figure.text, "indicator": each.indicator, "from": each.start, "to": each.end,
                "stated": each.stated.value, "kind": each.kind,
            }
            for each in said.questions
        ],
        "programme": said.programme or None,
        "cause": said.cause or None,
        "rank": said.rank or None,
        "place": said.place or None,
        "laws": list(said.laws),
        "not_compared": [each.text for each in said.aside],
        "two_readings": [each.text for each in said.two_readings],
        "missing": list(said.missing),
        "unread": list(said.unread),
        "claim": said.claim or None,
        "alike": list(said.alike),
    }  # fmt: skip


def _figure(each: Figure) -> dict[str, Any]:
    return {
        "text": each.text, "value": each.value, "width": each.width, "unit": each.unit, "relation": each.relation,
        "about": each.about, "change": each.change or None,
    }  # fmt: skip
