"""`ayni export`: files that work without this program."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from ayni.cli.options import LANG, file_option, give, help_of
from ayni.words import Language


@click.group(help=help_of("export"))
def export() -> None:
    """The group of what is written to be used elsewhere."""


@export.command(help=help_of("export_calculator"))
@file_option("--output", ".html", ".htm", help=help_of("output"))
@LANG
def calculator(output: Path | None, lang: str) -> None:
    """The household calculator as one page that needs no server."""
    from ayni.law import bolivia
    from ayni.report import calculator_page

    language = cast(Language, lang)
    give(calculator_page(bolivia(), language).encode(), output, language)
