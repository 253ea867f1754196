"""From rows to printable tables in one language, for any medium: terminal, page, and the data under a chart."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.report import run_tables
from ayni.report.figures import Figures, by_survey
from ayni.report.maker import Builder
from ayni.report.scenarios import VIEWS
from ayni.report.table import Table
from ayni.scenario import Result
from ayni.words import Language

TABLES: dict[str, Builder] = {
    **run_tables.TABLES, **{name: build for view in VIEWS for name, build in view.TABLES.items()}
}  # fmt: skip
"""Every table by its identifier, in the order in which they are shown."""
ON_SCREEN = (
    *run_tables.ON_SCREEN, *(name for view in VIEWS for name in view.ON_SCREEN), *run_tables.LAST_ON_SCREEN,
)  # fmt: skip
"""The tables of the terminal, results before what they rest on; the page has all."""


def tables(result: Result, language: Language, only: Sequence[str] = ()) -> list[Table]:
    """Every table that the rows fill, or those with these identifiers; survey by survey."""
    found = [_table(figures, each, language) for figures in by_survey(result) for each in only or TABLES]
    return [table for table in found if table is not None]


def _table(figures: Figures, identifier: str, language: Language) -> Table | None:
    """A table, made once of its figures."""
    asked = (identifier, language)
    if asked not in figures.tables:
        figures.tables[asked] = TABLES[identifier](figures, language)
    return figures.tables[asked]
