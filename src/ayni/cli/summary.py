"""`ayni summary`: the ledger on one page."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from ayni.cli.options import LANG, OUTPUT, give, help_of, one_of
from ayni.words import Language


@click.command(help=help_of("summary"))
@click.option(
    "--format", "layout", default="text", metavar="text|md|json", callback=one_of(("text", "md", "json")),
    help=help_of("summary_format"),
)  # fmt: skip
@OUTPUT
@LANG
def summary(layout: str, output: Path | None, lang: str) -> None:
    """What was said, the figures that matter most, and what is not said."""
    from ayni.law import bolivia
    from ayni.report.claims import summary as page

    language = cast(Language, lang)
    if output is not None and layout == "text" and output.suffix in (".md", ".json"):
        layout = output.suffix[1:]
    give(page(bolivia(), language, layout), output, language)
