"""`ayni finiquito`: the final settlement of who leaves a job."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import help_of, pairs_of_all
from ayni.cli.person import OfThePerson, of_the_person
from ayni.words import AyniError


@click.command(help=help_of("finiquito"))
@click.argument("given", nargs=-1, metavar="FILE|ANSWER=VALUE...")
@of_the_person
def finiquito(asked: OfThePerson, given: tuple[str, ...]) -> None:
    """The form, line by line."""
    from ayni import report
    from ayni.family import finiquito as form_of, read_family

    book, day = asked.book, asked.asked_day
    if not given or (len(given) > 1 and not all("=" in text for text in given)):
        raise AyniError("finiquito_form")
    if len(given) == 1 and "=" not in given[0]:
        persons = read_family(Path(given[0]), book, day).given
        workers = {name: said for name, said in persons.items() if "left_on" in said or "leaving_reason" in said}
        workers = workers or dict(persons)
    else:
        workers = {"worker": pairs_of_all("finiquito", given)}
    forms = [form_of(said, book, day, person=name) for name, said in workers.items()]
    asked.show(
        asked.known(max(form.family.day for form in forms), ["finiquito"]),
        lambda: report.finiquito_as_json(forms, book),
        lambda: [report.finiquito_table(form, book, asked.language) for form in forms],
    )
