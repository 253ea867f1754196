"""The method in tables: the tier of each instrument, and which values of the law are in doubt."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from ayni.engine import Law, Row
from ayni.engine.instruments import Tier
from ayni.report.lawbook import CONFIDENCES
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say


def tiers_table(law: Law, language: Language) -> Table:
    """Each tier: what it means, and how many instruments of the law book it has."""
    counts = Counter(instrument.tier for instrument in law.instruments.values())
    lines = tuple(
        Line(
            say(f"tier.{tier}", language),
            (Cell(str(counts[tier]), figure=counts[tier]), Cell(say(f"tiers.{tier}", language))),
        )
        for tier in get_args(Tier)
    )
    columns = ("", say("tiers.instruments", language), say("tiers.meaning", language))
    title, about = (say(f"tiers.{key}", language) for key in ("title", "about"))
    return Table("tiers", "", title, about, columns, lines, (), (), "", (2,))


def confidence_table(law: Law, language: Language) -> Table:
    """How many dated values of parameters are verified, conflicting and recalled, and how many parameters have any."""
    found = [(name, row.confidence) for name, row in _rows(law)]
    values = Counter(confidence for _, confidence in found)
    parameters = Counter(confidence for _, confidence in set(found))
    lines = tuple(
        Line(
            say(f"standing.{confidence}", language),
            (
                Cell(str(values[confidence]), figure=values[confidence]),
                Cell(str(parameters[confidence]), figure=parameters[confidence]),
            ),
        )
        for confidence in CONFIDENCES
    )
    columns = ("", say("doubts.values", language), say("doubts.parameters", language))
    title, about = (say(f"doubts.{key}", language) for key in ("count_title", "count_about"))
    return Table("confidence", "", title, about, columns, lines, (), (), "")


def doubts_table(law: Law, language: Language) -> Table:
    """Every dated value of the law that is below verified."""
    lines = []
    for instrument in law.instruments.values():
        doubtful = [
            (parameter, row)
            for parameter in instrument.parameters.values()
            for row in parameter.rows
            if row.confidence != "verified"
        ]
        if doubtful:
            lines.append(Line(instrument.name[language]))
        for parameter, row in doubtful:
            cells = (row.start.isoformat(), row.article or "–", say(f"standing.{row.confidence}", language))
            lines.append(Line(parameter.text[language], tuple(map(Cell, cells))))
    columns = ("", *(say(f"law.{key}", language) for key in ("from", "article", "confidence")))
    title, about = (say(f"doubts.{key}", language) for key in ("title", "about"))
    return Table("doubts", "", title, about, columns, tuple(lines), (), (), "", (1, 2, 3))


def _rows(law: Law) -> list[tuple[str, Row]]:
    return [
        (parameter.id, row)
        for instrument in law.instruments.values()
        for parameter in instrument.parameters.values()
        for row in parameter.rows
    ]
