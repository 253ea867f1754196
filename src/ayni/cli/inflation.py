"""`ayni inflation`: by how much what each group buys became dearer."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_people


@click.command(help=help_of("inflation"))
@on_people
@click.option("--by", multiple=True, metavar="decile|area|household_type", help=help_of("inflation_by"))
@click.option("--from", "start", default="survey", metavar="YYYY-MM|survey", help=help_of("inflation_from"))
@click.option("--to", "end", default="last", metavar="YYYY-MM|last", help=help_of("inflation_to"))
@click.option("--modules", type=click.Path(path_type=Path), metavar="DIR", help=help_of("inflation_modules"))
@click.option("--series", "values", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("carry_series"))
def inflation(
    asked: Asked, by: tuple[str, ...], start: str, end: str, modules: Path | None, values: Path | None
) -> None:
    """Inflation by group and of the poverty lines' baskets, month by month."""
    asked.run("inflation", by=by, start=start, end=end, modules=modules, series=values)
