"""`ayni minimum-wage`: a new minimum wage under three cases of compliance."""

from __future__ import annotations

import click

from ayni.cli.options import Asked, a_typed_text, help_of, on_a_survey


@click.command("minimum-wage", help=help_of("minimum_wage"))
@click.argument("new", callback=a_typed_text)
@click.option("--old-floor", "old", callback=a_typed_text, metavar="BS", help=help_of("old_floor"))
@click.option("--employment", metavar="NAME", help=help_of("employment"))
@on_a_survey
def minimum_wage(asked: Asked, new: str, old: str | None, employment: str | None) -> None:
    """Who stands below the floor, and what its rise moves."""
    asked.run("minimum-wage", new=new, old_floor=old, employment=employment)
