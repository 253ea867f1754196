"""`ayni incidence`: who pays and who receives, in the form of CEQ."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import PEOPLE, Asked, help_of, on_a_survey


@click.command(help=help_of("incidence"))
@click.option(
    "--to", type=click.Choice(["disposable", "consumable", "final"]), default="disposable", show_default=True,
    help=help_of("incidence_to"),
)  # fmt: skip
@click.option(
    "--indirect", type=click.Choice(["statutory", "invoiced", "embedded", "scaled"]), default="scaled",
    show_default=True, help=help_of("incidence_indirect"),
)  # fmt: skip
@click.option(
    "--household-share", type=float, default=0.8, show_default=True, metavar="SHARE",
    help=help_of("incidence_household_share"),
)  # fmt: skip
@click.option(
    "--unit-cost", type=click.Choice(["low", "central", "high"]), default="central", show_default=True,
    help=help_of("incidence_unit_cost"),
)  # fmt: skip
@click.option("--modules", type=click.Path(path_type=Path), metavar="DIR", help=help_of("incidence_modules"))
@click.option("--donors", type=click.Path(path_type=Path), metavar="DIR", help=help_of("incidence_donors"))
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
