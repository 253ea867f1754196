"""From rows to charts in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ayni.report import run_charts
from ayni.report.chart import Chart, ChartKind, draw
from ayni.report.figures import by_wave
from ayni.report.scenarios import VIEWS
from ayni.report.tables import tables
from ayni.scenario.rows import Row
from ayni.words import Language, say

CHARTS: dict[str, ChartKind] = {
    **run_charts.CHARTS, **{name: kind for view in VIEWS for name, kind in view.CHARTS.items()}
}  # fmt: skip
"""Every chart by its identifier, in the order in which they are shown."""


def charts(rows: Iterable[Row], language: Language, only: Sequence[str] = ()) -> list[Chart]:
    """Every chart for which the rows are there, or those with these identifiers; wave by wave."""
    found = []
    for figures in by_wave(rows):
        for identifier in only or CHARTS:
            kind = CHARTS[identifier]
            title = kind.title(figures, language)
            table = next(iter(tables(figures.rows, language, (kind.table,))), None)
            if title is None or table is None:
                continue
            title, about = figures.named(title, language), say(f"chart.{identifier}_about", language)
            body = kind.spec(figures, language)
            svg = draw(f"{figures.wave}-{identifier}".lower(), body, title, about, table.source, language)
            found.append(Chart(identifier, figures.wave, title, about, table.source, svg, table))
    return found
