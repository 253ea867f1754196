"""`ayni retirement`: when one may retire and with how much."""

from __future__ import annotations

import click

from ayni.cli.options import help_of, pairs_of_all
from ayni.cli.person import OfThePerson, of_the_person


@click.command(help=help_of("retirement"))
@click.argument("given", nargs=-1, metavar="ANSWER=VALUE...")
@of_the_person
def retirement(asked: OfThePerson, given: tuple[str, ...]) -> None:
    """The first day and the pension."""
    from ayni import report
    from ayni.family import retirement as retirement_of
    from ayni.family.retirement import INSTRUMENTS

    found = retirement_of(pairs_of_all("retirement", given), asked.book, asked.day)
    asked.show(
        asked.known(asked.day, INSTRUMENTS),
        lambda: report.retirement_as_json(found),
        lambda: [report.retirement_table(found, asked.book, asked.language)],
    )
