"""`ayni attribution`: what each programme accounts for."""

from __future__ import annotations

import click

from ayni.cli.options import STATS, Asked, help_of, on_a_survey, one_of, say_work
from ayni.words import say


def _names(_context: click.Context, _option: click.Parameter, value: str | None) -> list[str]:
    """Names separated by commas."""
    return [name.strip() for name in (value or "").split(",") if name.strip()]


@click.command(help=help_of("attribution"))
@on_a_survey
@click.option(
    "--accounting", default="year", callback=one_of(("year", "quarter", "month")), metavar="year|quarter|month",
    help=help_of("attribution_accounting"),
)  # fmt: skip
@click.option("--order", callback=_names, metavar="NAME,…", help=help_of("attribution_order"))
@click.option("--only", callback=_names, metavar="NAME,…", help=help_of("attribution_only"))
@STATS
def attribution(asked: Asked, accounting: str, order: list[str], only: list[str], stats: bool) -> None:
    """What each programme accounts for."""
    from ayni.engine import Work

    work = Work()
    rows = asked.run("attribution", accounting=accounting, order=order, only=only, work=work)
    if stats:
        counts = {row.measure: row.value for row in rows if row.table == "work"}
        click.echo(say("cli.attribution_work", asked.language, **counts), err=True)
        say_work(work, asked.language)
