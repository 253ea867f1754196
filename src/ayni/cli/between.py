"""`ayni between`: two survey waves."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_two_surveys


@click.command(help=help_of("between"))
@on_two_surveys
@click.option("--mix-bases", is_flag=True, help=help_of("mix_bases"))
def between(asked: Asked, before: Path, mix_bases: bool) -> None:
    """How poverty moved between two waves, split in parts that add up."""
    asked.run("between", before=before, mix_bases=mix_bases)
