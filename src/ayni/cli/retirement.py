"""`ayni retirement`: when one may retire and with how much."""

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


@click.command(help=help_of("retirement"))
@click.argument("given", nargs=-1, metavar="ANSWER=VALUE...")
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@TABLE_OR_JSON
@LANG
def retirement(
    given: tuple[str, ...], day: dt.date | None, known: dt.date | None, beyond: bool, layout: str, lang: str
) -> None:
    """The first day and the pension."""
    from ayni import report
    from ayni.family import retirement as retirement_of
    from ayni.family.knowledge import known_until
    from ayni.family.retirement import INSTRUMENTS

    language, book, when = cast(Language, lang), law_book(known), day or dt.date.today()
    answers = pairs_of("retirement", (part for text in given for part in answers_of(text)))
    found = retirement_of(answers, book, when)
    until = known_until(book, when, INSTRUMENTS, beyond=beyond)
    if layout == "json":
        echo_json(report.retirement_as_json(found), book)
        return
    say_law_folder(book, language)
    first_line(report.known_until(until.isoformat(), when.isoformat(), language) if until else "")
    report.show([report.retirement_table(found, book, language)])
