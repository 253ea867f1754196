"""`ayni pregnancy`: what a pregnancy and the child's first year bring, month by month."""

from __future__ import annotations

import click

from ayni.cli.options import help_of, pairs_of_all
from ayni.cli.person import OfThePerson, of_the_person


@click.command(help=help_of("pregnancy"))
@click.argument("given", nargs=-1, metavar="ANSWER=VALUE...")
@of_the_person
def pregnancy(asked: OfThePerson, given: tuple[str, ...]) -> None:
    """Every payment, month by month."""
    from ayni import report
    from ayni.family import pregnancy as pregnancy_of
    from ayni.family.pregnancy import INSTRUMENTS

    found = pregnancy_of(pairs_of_all("pregnancy", given), asked.book, asked.day)
    asked.show(
        asked.known(asked.day, INSTRUMENTS),
        lambda: report.pregnancy_as_json(found, asked.book),
        lambda: report.pregnancy_tables(found, asked.book, asked.language),
    )
