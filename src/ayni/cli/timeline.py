"""`ayni timeline`: the dated events."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import click

from ayni.cli.options import CHART, LANG, LAYOUT, a_month, help_of
from ayni.words import Language, say, write_whole


@click.command(help=help_of("timeline"))
@click.option("--from", "start", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("timeline_from"))
@click.option("--to", "end", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("timeline_to"))
@CHART
@LAYOUT
@LANG
def timeline(start: dt.date | None, end: dt.date | None, chart: Path | None, layout: str, lang: str) -> None:
    """Everything dated, in order."""
    from ayni import report
    from ayni.evidence.timeline import between
    from ayni.law import bolivia
    from ayni.report import claims as views

    language = cast(Language, lang)
    entries = between(bolivia(), start, end)
    if chart is not None:
        write_whole(chart, report.picture(views.timeline_chart(entries, language), chart.suffix.lower()))
        click.echo(say("cli.chart_written", language, file=chart), err=True)
    if layout == "table":
        report.show([views.timeline_table(entries, language)])
    else:
        click.echo(views.timeline_as_bytes(entries, layout), nl=False)
