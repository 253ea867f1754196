"""From rows to printable tables in one language, for any medium: terminal, page, and the data under a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ayni.report import run_tables
from ayni.report.figures import by_wave
from ayni.report.scenarios import VIEWS
from ayni.report.table import Builder, Table
from ayni.scenario.rows import Row
from ayni.words import Language

TABLES: dict[str, Builder] = {
    **run_tables.TABLES, **{name: build for view in VIEWS for name, build in view.TABLES.items()}
}  # fmt: skip
"""Every table by its identifier, in the order in which they are shown."""
ON_SCREEN = (*run_tables.ON_SCREEN, *(name for view in VIEWS for name in view.ON_SCREEN))
"""The tables of the terminal; the page has all."""


def tables(rows: Iterable[Row], language: Language, only: Sequence[str] = ()) -> list[Table]:
    """Every table that the rows fill, or those with these identifiers; wave by wave."""
    found = [TABLES[each](figures, language) for figures in by_wave(rows) for each in only or TABLES]
    return [table for table in found if table is not None]
