"""`ayni shock`: jobs lost or found, labour income lost, prices risen, a stoppage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ayni.cli.group import Group
from ayni.cli.options import DONORS, MODULES, MOST_SEED, PEOPLE, Asked, help_of, on_a_survey, pairs_of, whole_number

MOST_DRAWS = 5_000
"""Of `--draws`."""
SETTINGS = click.argument("settings", nargs=-1, metavar="[FILE.yaml] [KEY=VALUE]...")


@click.group(cls=Group, help=help_of("shock"))
def shock() -> None:
    """The group of shocks."""


@shock.command("job-loss", help=help_of("shock_job_loss"))
@SETTINGS
@PEOPLE
@click.option(
    "--draws", default="20", callback=whole_number(MOST_DRAWS, least=0), metavar="R", help=help_of("shock_draws")
)
@click.option("--seed", default="0", callback=whole_number(MOST_SEED, least=0), metavar="S", help=help_of("shock_seed"))
@on_a_survey
def job_loss(asked: Asked, settings: tuple[str, ...], draws: int, seed: int) -> None:
    """Urban unemployment moves to a target."""
    _run(asked, "job_loss", settings, draws=draws, seed=seed)


@shock.command("labour-income", help=help_of("shock_labour_income"))
@SETTINGS
@PEOPLE
@on_a_survey
def labour_income(asked: Asked, settings: tuple[str, ...]) -> None:
    """A share of labour income is lost."""
    _run(asked, "labour_income", settings)


@shock.command("price-rise", help=help_of("shock_price_rise"))
@SETTINGS
@PEOPLE
@MODULES
@DONORS
@on_a_survey
def price_rise(asked: Asked, settings: tuple[str, ...], modules: Path | None, donors: Path | None) -> None:
    """Prices rise by group of expenditure."""
    _run(asked, "price_rise", settings, modules=modules, donors=donors)


@shock.command("fuel", help=help_of("shock_fuel"))
@SETTINGS
@PEOPLE
@MODULES
@DONORS
@on_a_survey
def fuel(asked: Asked, settings: tuple[str, ...], modules: Path | None, donors: Path | None) -> None:
    """Fuel prices change, and the law pays to make up for it."""
    _run(asked, "fuel", settings, modules=modules, donors=donors)


@shock.command("stoppage", help=help_of("shock_stoppage"))
@SETTINGS
@PEOPLE
@on_a_survey
def stoppage(asked: Asked, settings: tuple[str, ...]) -> None:
    """Work stands still in a department."""
    _run(asked, "stoppage", settings)


def _run(asked: Asked, kind: str, texts: tuple[str, ...], **more: Any) -> None:
    from ayni.scenario.shock import read_settings

    pairs = pairs_of(f"shock {kind}", (text for text in texts if "=" in text))
    settings: dict[str, str] = {}
    for file in (text for text in texts if "=" not in text):
        settings |= read_settings(Path(file))
    asked.run("shock", kind=kind, settings=settings | pairs, **more)
