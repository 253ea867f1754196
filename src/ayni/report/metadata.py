"""What a chart on the web is, beside its address, for those who find the data without the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ayni
from ayni.scenario.rows import COLUMNS
from ayni.words import Language

if TYPE_CHECKING:
    from ayni.report.chart import Chart
    from ayni.scenario import Result


def chart_metadata(
    chart: Chart, result: Result, language: Language, page: str, files: Mapping[str, str]
) -> bytes:  # fmt: skip
    """A chart's title, what it shows, its source, the columns of its rows, whose people and which law, as JSON."""
    cards: list[dict[str, Any]] = [
        {
            "survey": card.survey, "month": card.month, "prices": card.prices, "law_day": card.law_day,
            "persons": card.persons, "synthetic": card.synthetic, "sha256": card.sha256,
        }
        for card in result.cards
    ]  # fmt: skip
    found = {
        "title": chart.title, "description": chart.about, "source": chart.source, "language": language, "page": page,
        "files": dict(files), "columns": list(COLUMNS), "data": cards, "program": f"Ayni {ayni.__version__}",
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"
