"""`ayni expand`: a census-size file from a survey."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ayni.cli.options import DATA, LANG, MOST_SEED, file_option, help_of, whole_number
from ayni.cli.progress import shown
from ayni.words import Language, check_output, say

if TYPE_CHECKING:
    from ayni.survey import Data

MOST_PERSONS = 100_000_000
"""Of a census-size file."""


@click.command(help=help_of("expand"))
@DATA
@file_option("--output", ".parquet", metavar="FILE.parquet", required=True, help=help_of("expand_output"))
@click.option("--persons", callback=whole_number(MOST_PERSONS), metavar="N", help=help_of("expand_persons"))
@click.option("--seed", callback=whole_number(MOST_SEED), default="1", metavar="N", help=help_of("expand_seed"))
@LANG
def expand(data: Data, output: Path, persons: int | None, seed: int, lang: str) -> None:
    """Each household of a survey as often as its weight says."""
    from ayni import runs
    from ayni.words.numbers import number

    language = cast(Language, lang)
    check_output(output)
    with shown(language):
        written = runs.expand(data, output, persons, seed)
    click.echo(say("cli.expanded", language, file=output, persons=number(written, language)), err=True)
