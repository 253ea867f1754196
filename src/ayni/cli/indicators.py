"""`ayni indicators`: what a survey says by itself."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_a_survey


@click.command(help=help_of("indicators"))
@on_a_survey
@click.option("--by", multiple=True, metavar="GROUP", help=help_of("indicators_by"))
@click.option("--modules", type=click.Path(path_type=Path), metavar="DIR", help=help_of("indicators_modules"))
def indicators(asked: Asked, by: tuple[str, ...], modules: Path | None) -> None:
    """Schooling, health cover, work, incomes, ages, dwellings and food, with errors."""
    asked.run("indicators", by=by, modules=modules)
