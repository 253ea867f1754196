"""What a decree changed, and which articles have test cases, as tables and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from ayni.engine import Law
from ayni.report.json_and_csv import as_json
from ayni.report.lawbook import written
from ayni.report.table import Cell, Line, Table
from ayni.runs.decrees import Coverage, carried
from ayni.words import Language, say
from ayni.words.numbers import day, number


def carried_table(law: Law, norm: str, language: Language) -> Table:
    """The rows that cite a norm: parameter, from, to, value, article."""
    lines = []
    for name, row in carried(law, norm):
        parameter = law.parameter(name)
        cells = (
            parameter.text[language], day(row.start, language), day(row.end, language) if row.end else "",
            written(row.value, parameter.unit, language), row.article,
        )  # fmt: skip
        lines.append(Line(name, tuple(map(Cell, cells))))
    columns = ("", *(say(f"law_kit.{key}", language) for key in ("parameter", "start", "end")))
    columns += (say("law.value", language), say("law.article", language))
    title = say("law_kit.carries", language, norm=norm)
    return Table("carries", "", title, "", columns, tuple(lines), (), (), "", (1, 2, 3, 5))


def coverage_as_json(found: Sequence[Coverage]) -> bytes:
    """Every article with how many cases cite it."""
    return as_json(map(asdict, found))


def coverage_tables(found: Sequence[Coverage], language: Language) -> list[Table]:
    """How many articles have cases, by instrument, and those that have none."""
    lines = []
    for name in dict.fromkeys(each.instrument for each in found):
        own = [each for each in found if each.instrument == name]
        without = [f"{each.norm} {each.article}".strip() for each in own if not each.cases]
        texts = (number(len(own), language), number(len(own) - len(without), language), "; ".join(without))
        lines.append(Line(name, tuple(map(Cell, texts))))
    columns = tuple(say(f"law_kit.{key}", language) for key in ("instrument", "articles", "worked", "without"))
    covered = sum(bool(each.cases) for each in found)
    title = say("law_kit.coverage", language, covered=covered, whole=len(found))
    return [Table("coverage", "", title, "", columns, tuple(lines), (), (), "", (3,))]
