"""`ayni finiquito`: the final settlement of who leaves a job."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
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
from ayni.words import AyniError, Language


@click.command(help=help_of("finiquito"))
@click.argument("given", nargs=-1, metavar="FILE|ANSWER=VALUE...")
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@TABLE_OR_JSON
@LANG
def finiquito(
    given: tuple[str, ...], day: dt.date | None, known: dt.date | None, beyond: bool, layout: str, lang: str
) -> None:
    """The form, line by line."""
    from ayni import report
    from ayni.family import finiquito as form_of, read_family
    from ayni.family.knowledge import known_until

    language, book = cast(Language, lang), law_book(known)
    if not given or (len(given) > 1 and not all("=" in text for text in given)):
        raise AyniError("finiquito_form")
    if len(given) == 1 and "=" not in given[0]:
        persons = read_family(Path(given[0]), book, day).given
        workers = {name: said for name, said in persons.items() if "left_on" in said or "leaving_reason" in said}
        workers = workers or dict(persons)
    else:
        workers = {"worker": pairs_of("finiquito", (part for text in given for part in answers_of(text)))}
    forms = [form_of(said, book, day, person=name) for name, said in workers.items()]
    when = max(form.family.day for form in forms)
    until = known_until(book, when, ["finiquito"], beyond=beyond)
    if layout == "json":
        echo_json(report.finiquito_as_json(forms, book), book)
        return
    say_law_folder(book, language)
    first_line(report.known_until(until.isoformat(), when.isoformat(), language) if until else "")
    report.show([report.finiquito_table(form, book, language) for form in forms])
