"""The report as one HTML file: no script, nothing fetched, made to be read offline, mailed and printed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ayni
from ayni.report.charts import Chart, charts
from ayni.report.figures import Figures, by_wave, wave_name
from ayni.report.files import write_whole
from ayni.report.findings import headlines
from ayni.report.tables import Table, fact, tables
from ayni.scenario.rows import Row
from ayni.words import Language, catalogue, say

BESIDE = {
    "poverty_model": "waterfall", "targeting": "deciles", "effects": "effects", "groups_ine_income": "departments",
    "distribution": "curves",
}  # fmt: skip
"""The chart that stands after a table."""
UNDER_CHARTS = ("deciles", "waterfall", "curves")
"""Tables that stand folded under their chart, and unfolded at the end in print."""


def page(rows: Iterable[Row], language: Language) -> str:
    """The report in one language."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    waves = [_wave(figures, language) for figures in by_wave(rows)]
    return environment.get_template("page.html.j2").render(
        language=language,
        say=lambda key: say(key, language),
        # Inside HTML an SVG needs no name space, and so the file holds no address at all.
        inline=lambda chart: Markup(chart.svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)),
        title=" · ".join(wave["title"] for wave in waves),
        waves=waves,
    )


def write_page(rows: Iterable[Row], path: Path, language: Language) -> None:
    """Write the report; the file appears whole or not at all."""
    write_whole(path, page(rows, language).encode())


def _wave(f: Figures, language: Language) -> dict[str, Any]:
    """What the template says of one wave."""
    found = {table.id: table for table in tables(f.rows, language)}
    drawn: dict[str, Chart] = {chart.id: chart for chart in charts(f.rows, language)}
    facts = {
        name: fact(name, f.text(name), language) if f.text(name) else "–"
        for name in ("field_from", "field_to", "law_date", "take_up", "file_sha256")
    }
    wave = wave_name(f.wave, language)
    order: list[tuple[Table, Chart | None]] = [
        (table, drawn.get(BESIDE.get(identifier, "")))
        for identifier, table in found.items()
        if identifier not in ("data", *UNDER_CHARTS)
    ]
    methods = [key.partition(".")[2] for key in catalogue() if key.startswith("method.")]
    return {
        "id": f.wave.lower(),
        "title": f.named(say("page.title", language, wave=wave), language),
        "synthetic": f.synthetic,
        "subtitle": say("page.subtitle", language, **facts),
        "findings": headlines(f, language),
        "card": found.get("data"),
        "order": order,
        "appendix": [found[identifier] for identifier in UNDER_CHARTS if identifier in found],
        "method": [say(f"method.{key}", language, **facts) for key in methods],
        "footer": say("page.footer", language, version=ayni.__version__, wave=wave, **facts),
    }
