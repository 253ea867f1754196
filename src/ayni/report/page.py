"""The report as one HTML file: no script, nothing fetched, made to be read offline, mailed and printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ayni
from ayni.report.chart import Chart
from ayni.report.charts import CHARTS, charts
from ayni.report.figures import Figures, by_survey
from ayni.report.findings import headlines
from ayni.report.naming import wave_name
from ayni.report.run_tables import facts_of
from ayni.report.table import Table
from ayni.report.tables import tables
from ayni.scenario import Result
from ayni.words import Language, catalogue, say, write_whole


def page(result: Result, language: Language) -> str:
    """The report in one language."""
    from markupsafe import Markup

    from ayni.report.templates import environment

    waves = [_wave(figures, language) for figures in by_survey(result)]
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            language=language,
            say=lambda key: say(key, language),
            # Inside HTML an SVG needs no name space, and so the file holds no address at all.
            inline=lambda chart: Markup(chart.svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)),
            title=" · ".join(wave["title"] for wave in waves),
            waves=waves,
        )
    )


def write_page(result: Result, path: Path, language: Language) -> None:
    """Write the report; the file appears whole or not at all."""
    write_whole(path, page(result, language).encode())


def _wave(f: Figures, language: Language) -> dict[str, Any]:
    """What the template says of one wave."""
    found = {table.id: table for table in tables(f.result, language)}
    drawn: dict[str, Chart] = {chart.id: chart for chart in charts(f.result, language)}
    known = facts_of(f.card, language) if f.card else {}
    facts = {name: known.get(name, "–") for name in ("field_from", "field_to", "law_date", "take_up", "file_sha256")}
    wave = wave_name(f.wave, language)
    beside = {kind.after or kind.table: identifier for identifier, kind in CHARTS.items()}
    folded = [kind.table for kind in CHARTS.values() if kind.after]
    order: list[tuple[Table, Chart | None]] = [
        (table, drawn.get(beside.get(identifier, "")))
        for identifier, table in found.items()
        if identifier not in ("data", *folded)
    ]
    kind = "_of_two_waves" if f.card is None else "" if f.card.persons else "_aggregate"
    methods = [key for key in catalogue() if key.partition(".")[0] == f"method{kind}"]
    return {
        "id": f.wave.lower(),
        "title": f.named(say("page.title", language, wave=wave), language),
        "warnings": [mark for mark, holds in (("synthetic", f.synthetic), ("expanded", f.expanded)) if holds],
        "subtitle": say(f"page.subtitle{kind}", language, **facts) if f"page.subtitle{kind}" in catalogue() else "",
        "findings": headlines(f, language),
        "card": found.get("data"),
        "order": order,
        "appendix": [found[identifier] for identifier in folded if identifier in found],
        "method": [say(key, language, **facts) for key in methods],
        "footer": say(f"page.footer{kind}", language, version=ayni.__version__, wave=wave, **facts),
    }
