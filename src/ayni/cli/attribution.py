"""`ayni attribution`: what each programme accounts for."""

from __future__ import annotations

import click

from ayni.cli.options import STATS, Asked, help_of, on_a_survey, one_of, say_work, whole_number
from ayni.words import say

MOST_ORDERS = 100_000


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
@click.option(
    "--sample-orders", callback=whole_number(MOST_ORDERS, least=0), default="0", metavar="N",
    help=help_of("attribution_sample_orders"),
)  # fmt: skip
@STATS
def attribution(
    asked: Asked, accounting: str, order: list[str], only: list[str], sample_orders: int, stats: bool
) -> None:  # fmt: skip
    """What each programme accounts for."""
    from ayni.engine import Work

    work = Work()
    rows = asked.run(
        "attribution", accounting=accounting, order=order, only=only, sample_orders=sample_orders, work=work
    )
    if stats:
        counts = {row.measure: row.value for row in rows if row.table == "work"}
        phrase = "cli.attribution_work_sampled" if "orders" in counts else "cli.attribution_work"
        click.echo(say(phrase, asked.language, **counts), err=True)
        say_work(work, asked.language)
