"""`ayni incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import DONORS, HOUSEHOLD_SHARE, INDIRECT, MODULES, PEOPLE, Asked, help_of, on_a_survey


@click.command(help=help_of("incidence"))
@click.option(
    "--to", type=click.Choice(["disposable", "consumable", "final"]), default="disposable", show_default=True,
    help=help_of("incidence_to"),
)  # fmt: skip
@INDIRECT
@HOUSEHOLD_SHARE
@click.option(
    "--unit-cost", type=click.Choice(["low", "central", "high"]), default="central", show_default=True,
    help=help_of("incidence_unit_cost"),
)  # fmt: skip
@MODULES
@DONORS
@PEOPLE
@on_a_survey
def incidence(
    asked: Asked, to: str, indirect: str, household_share: float, unit_cost: str, modules: Path | None,
    donors: Path | None,
) -> None:  # fmt: skip
    """Incomes from market to disposable, consumable or final, and each tax and transfer between them."""
    asked.run(
        "incidence", to=to, indirect=indirect, household_share=household_share, unit_cost=unit_cost, modules=modules,
        donors=donors,
    )  # fmt: skip
