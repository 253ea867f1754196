"""`ayni frontier`: what the same money does through each programme."""

from __future__ import annotations

import click

from ayni.cli.options import Asked, a_number, help_of, on_a_survey, one_of


@click.command(help=help_of("frontier"))
@click.option("--budget-millions", required=True, callback=a_number, metavar="BS", help=help_of("frontier_budget"))
@click.option(
    "--accounting", default="year", callback=one_of(("year", "quarter", "month")), metavar="year|quarter|month",
    help=help_of("accounting"),
)  # fmt: skip
@on_a_survey
def frontier(asked: Asked, budget_millions: float, accounting: str) -> None:
    """Each programme's amounts raised until they cost the budget, and what that does to poverty."""
    asked.run("frontier", budget=1e6 * budget_millions, accounting=accounting)
