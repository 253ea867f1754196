"""Charts of result rows in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ayni.report import run_charts
from ayni.report.chart import Chart, ChartKind, Spec, whole_spec
from ayni.report.figures import Figures, by_survey
from ayni.report.scenarios import VIEWS
from ayni.report.table import Table
from ayni.report.tables import tables
from ayni.scenario import Result
from ayni.words import Language, say

CHARTS: dict[str, ChartKind] = {
    **run_charts.CHARTS, **{name: kind for view in VIEWS for name, kind in view.CHARTS.items()}
}  # fmt: skip
"""Every chart by its identifier, in the order in which they are shown."""


def charts(result: Result, language: Language, only: Sequence[str] = ()) -> list[Chart]:
    """Every chart for which the rows are there, or those with these identifiers; survey by survey."""
    return [
        Chart(identifier, figures.wave, title, about, table.source, language, table, body)
        for figures, identifier, title, about, table, body in _found(result, language, only)
    ]


def vega_lite(result: Result, identifier: str, language: Language) -> bytes | None:
    """The specification of a chart as a file of JSON that stands alone; None where the rows do not fill it."""
    import json

    for _, _, title, about, table, body in _found(result, language, (identifier,)):
        whole = whole_spec(body, title, about, table.source, language)
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"
    return None


def _found(
    result: Result, language: Language, only: Sequence[str]
) -> Iterator[tuple[Figures, str, str, str, Table, Spec]]:
    """What is drawn: figures, identifier, title, definition, table and specification."""
    for figures in by_survey(result):
        for identifier in only or CHARTS:
            kind = CHARTS[identifier]
            title = kind.title(figures, language)
            table = next(iter(tables(figures.result, language, (kind.table,))), None)
            if title is not None and table is not None:
                about = say(f"chart.{identifier}_about", language)
                yield figures, identifier, figures.named(title, language), about, table, kind.spec(figures, language)
