"""`ayni promise`: several statements of what one promise costs."""

from __future__ import annotations

from typing import cast

import click

from ayni.cli.options import LANG, LAYOUT, help_of
from ayni.words import Language


@click.command(help=help_of("promise"))
@click.argument("identifier", metavar="[ID|FILE.yaml]", default="renta_dignidad_2000")
@click.option("--left", multiple=True, metavar="STATEMENT|FACTOR=OPTION", help=help_of("promise_left"))
@click.option("--right", multiple=True, metavar="STATEMENT|FACTOR=OPTION", help=help_of("promise_right"))
@LAYOUT
@LANG
def promise(identifier: str, left: tuple[str, ...], right: tuple[str, ...], layout: str, lang: str) -> None:
    """Who said what a promise costs, on what base, and what explains the difference."""
    from ayni.evidence.promise import costed, promise as read
    from ayni.law import bolivia
    from ayni.report import show
    from ayni.report.claims import promise_as_bytes, promise_tables

    found = costed(read(identifier), bolivia(), left, right)
    if layout == "table":
        click.echo(found.promise.title[cast(Language, lang)])
        show(promise_tables(found, bolivia(), cast(Language, lang)))
    else:
        click.echo(promise_as_bytes(found, layout), nl=False)
