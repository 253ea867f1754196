"""`ayni sequence-2020`: the year 2020."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_a_survey


@click.command("sequence-2020", help=help_of("sequence_2020"))
@on_a_survey
@click.option(
    "--before", required=True, type=click.Path(path_type=Path), metavar="FILE", help=help_of("sequence_before")
)
def sequence_2020(asked: Asked, before: Path) -> None:
    """From EH 2019 to EH 2020, and the four payments of 2020 in the order of their laws."""
    asked.run("sequence-2020", before=before)
