"""`ayni between`: two survey waves."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_two_surveys


@click.command(help=help_of("between"))
@on_two_surveys
def between(asked: Asked, before: Path) -> None:
    """How poverty moved between two waves, split in parts that add up."""
    from ayni.runs.between import run

    rows = run(asked.data, before=str(before))
    asked.hand_over(rows, "between", {"before": str(before)})
