"""`ayni incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

import click

from ayni.cli.options import Asked, help_of, on_a_survey


@click.command(help=help_of("incidence"))
@on_a_survey
def incidence(asked: Asked) -> None:
    """Incomes from market to disposable, and each tax and transfer between them."""
    asked.run("incidence")
