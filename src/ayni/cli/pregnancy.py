"""`ayni pregnancy`: what a pregnancy and the child's first year bring, month by month."""

from __future__ import annotations

import datetime as dt
from typing import cast

import click

from ayni.cli.options import (
    BEYOND,
    DATE,
    KNOWN,
    LANG,
    LAW_FOLDER,
    TABLE_OR_JSON,
    answers_of,
    echo_json,
    first_line,
    help_of,
    law_book,
    pairs_of,
    say_law_folder,
)
from ayni.words import Language


@click.command(help=help_of("pregnancy"))
@click.argument("given", nargs=-1, metavar="ANSWER=VALUE...")
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@TABLE_OR_JSON
@LANG
def pregnancy(
    given: tuple[str, ...], day: dt.date | None, known: dt.date | None, beyond: bool, layout: str, lang: str
) -> None:
    """Every payment, month by month."""
    from ayni import report
    from ayni.family import pregnancy as pregnancy_of
    from ayni.family.knowledge import known_until
    from ayni.family.pregnancy import INSTRUMENTS

    language, book, when = cast(Language, lang), law_book(known), day or dt.date.today()
    answers = pairs_of("pregnancy", (part for text in given for part in answers_of(text)))
    found = pregnancy_of(answers, book, when)
    until = known_until(book, when, INSTRUMENTS, beyond=beyond)
    if layout == "json":
        echo_json(report.pregnancy_as_json(found, book), book)
        return
    say_law_folder(book, language)
    first_line(report.known_until(until.isoformat(), when.isoformat(), language) if until else "")
    report.show(report.pregnancy_tables(found, book, language))
