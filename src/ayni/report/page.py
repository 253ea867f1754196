"""The report as one HTML file: no script, nothing fetched, made to be read offline, mailed and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ayni
from ayni.report.chart import Chart
from ayni.report.charts import CHARTS, charts
from ayni.report.figures import Figures, by_survey
from ayni.report.findings import headlines
from ayni.report.naming import wave_name
from ayni.report.run_tables import facts_of
from ayni.report.sheet import sheet
from ayni.report.tables import tables
from ayni.scenario import Result
from ayni.words import Language, catalogue, say, write_whole
from ayni.words.markup import escaped


def page(result: Result, language: Language) -> str:
    """The report in one language."""
    waves = by_survey(result)
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="{"es-BO" if language == "es" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="Ayni">
<title>{escaped(" · ".join(_title(wave, language) for wave in waves))}</title>
<style>
{style}</style>
</head>
<body>
{"".join(part for wave in waves for part in _article(wave, language))}
</body>
</html>
"""


def write_page(result: Result, path: Path, language: Language) -> None:
    """Write the report; the file appears whole or not at all."""
    write_whole(path, page(result, language).encode())


def _title(f: Figures, language: Language) -> str:
    return f.named(say("page.title", language, wave=wave_name(f.wave, language)), language)


def _article(f: Figures, language: Language) -> Iterator[str]:
    """What the report says of one wave."""

    def said(key: str, **fields: str) -> str:
        return escaped(say(key, language, **fields))

    found = {table.id: table for table in tables(f.result, language)}
    drawn = {chart.id: chart for chart in charts(f.result, language)}
    beside = {kind.after or kind.table: identifier for identifier, kind in CHARTS.items()}
    folded = [kind.table for kind in CHARTS.values() if kind.after]
    results = [table for identifier, table in found.items() if identifier not in ("data", *folded)]
    appendix = [found[identifier] for identifier in folded if identifier in found]
    known = facts_of(f.card, language) if f.card else {}
    facts = {name: known.get(name, "–") for name in ("field_from", "field_to", "law_date", "take_up", "file_sha256")}
    kind = "_of_two_waves" if f.card is None else "" if f.card.persons else "_aggregate"
    subtitle = said(f"page.subtitle{kind}", **facts) if f"page.subtitle{kind}" in catalogue() else ""
    methods = [key for key in catalogue() if key.startswith(f"method{kind}.")]
    id = escaped(f.wave.lower())

    yield f'<article id="{id}">\n<header>\n<h1>{escaped(_title(f, language))}</h1>\n<p class="subtitle">{subtitle}</p>'
    for mark, holds in (("synthetic", f.synthetic), ("expanded", f.expanded)):
        if holds:
            yield f'<p class="warning">{said(f"mark.{mark}")}</p>'
    yield f'\n<h2 id="{id}-findings">{said("page.findings")}</h2>\n<ul class="findings">\n'
    yield from (f"<li>{escaped(finding)}</li>\n" for finding in headlines(f, language))
    yield f'</ul>\n<nav aria-label="{said("page.contents")}">\n<ul>\n'
    for table in [found["data"], *results] if "data" in found else results:
        yield f'<li><a href="#{id}-{table.id}">{escaped(table.title)}</a></li>\n'
    if methods:
        yield f'<li><a href="#{id}-method">{said("page.method")}</a></li>\n'
    yield "</ul>\n</nav>\n"
    if "data" in found:
        yield sheet(found["data"], f"{id}-data")
    yield f'</header>\n<main>\n<h2 id="{id}-results">{said("page.results")}</h2>\n'
    for table in results:
        yield sheet(table, f"{id}-{table.id}")
        chart = drawn.get(beside.get(table.id, ""))
        if chart is not None:
            yield _figure(chart, id, said("chart.data"))
    if methods:
        yield f'<section class="method">\n<h2 id="{id}-method">{said("page.method")}</h2>\n'
        yield from (f"<p>{said(key, **facts)}</p>\n" for key in methods)
        yield "</section>\n"
    if appendix:
        yield f'<section class="print">\n<h2>{said("page.data_appendix")}</h2>\n'
        yield from (sheet(table, f"{id}-print-{table.id}") for table in appendix)
        yield "</section>\n"
    footer = said(f"page.footer{kind}", version=ayni.__version__, wave=wave_name(f.wave, language), **facts)
    yield f"</main>\n<footer><p>{footer}</p></footer>\n</article>\n"


def _figure(chart: Chart, id: str, data: str) -> str:
    """A chart with its table folded under it; inside HTML an SVG needs no name space, and so the file no address."""
    svg = chart.svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    table = sheet(chart.table, f"{id}-under-{chart.id}", 4)
    folded = f"<details><summary>{data}</summary>\n{table}</details>"
    return f'<figure id="{id}-chart-{chart.id}">\n{svg}\n{folded}\n</figure>\n'
