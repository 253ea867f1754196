"""`ayni topic`: what the articles speak of, whole."""

from __future__ import annotations

from typing import cast

import click

from ayni.cli.options import LANG, LAYOUT, first_line, help_of
from ayni.words import Language


@click.command(help=help_of("topic"))
@click.argument("name", metavar="[women|financing|elections|payments-2020|work|health]", required=False)
@LAYOUT
@LANG
def topic(name: str | None, layout: str, lang: str) -> None:
    """Every line of a topic; without one, the topics."""
    from ayni import report
    from ayni.evidence.topics import TOPICS, topic as lines_of
    from ayni.law import bolivia
    from ayni.report import claims as views
    from ayni.words import say

    language = cast(Language, lang)
    if name is None:
        for each in TOPICS:
            click.echo(f"{each:14} {say(f'topic_title.{each}', language)}")
        return
    lines, law = lines_of(name, bolivia()), bolivia()
    if layout != "table":
        click.echo(views.topic_as_bytes(name, lines, law, layout), nl=False)
        return
    first_line(say(f"topic_title.{name}", language))
    first_line(say(f"topic_lead.{name}", language))
    report.show(views.topic_tables(name, lines, law, language))
