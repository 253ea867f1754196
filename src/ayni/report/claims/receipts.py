"""The differences between a receipt and a run repeated now, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.evidence.receipts import Difference
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say


def differences_table(found: Sequence[Difference], language: Language) -> Table:
    """What differs between a receipt and the run that was made from it now."""
    lines = tuple(
        Line(say(f"receipt.{each.part}", language), (Cell(each.before or "–"), Cell(each.now or "–"))) for each in found
    )
    columns = tuple(say(f"receipt.{key}", language) for key in ("part", "before", "now"))
    return Table("receipt", "", say("receipt.differs", language), "", columns, lines, (), (), "", (1, 2))
