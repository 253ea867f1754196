"""`ayni carry`: a survey carried to a month, the factors and the lines; and what carried surveys are off by."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_people_carried


@click.command(help=help_of("carry"))
@on_people_carried
@click.option("--backcast", is_flag=True, help=help_of("carry_backcast"))
@click.argument("surveys", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def carry(asked: Asked, backcast: bool, surveys: tuple[Path, ...]) -> None:
    """By how much money, lines and weights move to a month, and the levels step by step."""
    asked.run("carry", backcast=backcast, surveys=surveys)
