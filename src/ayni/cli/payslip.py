"""`ayni payslip`: a wage, or a payroll."""

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
    a_typed_text,
    echo_json,
    first_line,
    help_of,
    law_book,
    pairs_of,
    say_law_folder,
)
from ayni.words import AyniError, Language, say


@click.command(help=help_of("payslip"))
@click.argument("wage", required=False, callback=a_typed_text)
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@click.option("--with", "pairs", multiple=True, metavar="ANSWER=VALUE", help=help_of("answer"))
@click.option("--arrears-from", "before", callback=a_typed_text, metavar="BASIC_PAY", help=help_of("before"))
@click.option("--csv", "payroll", type=click.Path(path_type=Path), metavar="FILE", help=help_of("payroll"))
@TABLE_OR_JSON
@LANG
def payslip(
    wage: str | None,
    day: dt.date | None,
    known: dt.date | None,
    beyond: bool,
    pairs: tuple[str, ...],
    before: str | None,
    payroll: Path | None,
    layout: str,
    lang: str,
) -> None:
    """Every line of a payslip, or of a whole payroll."""
    from ayni import report
    from ayni.family import payslip as lines_of
    from ayni.family.knowledge import known_until, of_payslip

    language, book = cast(Language, lang), law_book(known)
    when = day or dt.date.today()
    if (wage is None) == (payroll is None):
        raise AyniError("wage_or_payroll")
    until = known_until(book, when, of_payslip(book), beyond=beyond)
    sentence = report.known_until(until.isoformat(), when.isoformat(), language) if until else ""
    if payroll is not None:
        if layout == "json":
            raise AyniError("payroll_is_csv")
        from ayni.family import payroll as workers_of

        workers = workers_of(payroll, when, book)
        if workers.kept:
            click.echo(say("cli.payroll_kept", language, columns=", ".join(workers.kept)), err=True)
        say_law_folder(book, language, err=True)
        first_line(sentence, err=True)
        click.echo(workers.written(), nl=False)
        return
    answers = {"monthly_wage": wage, **pairs_of("--with", pairs)}
    if before is not None:
        answers["basic_pay_before_increase"] = before
    lines = lines_of(answers, when, book)
    if layout == "json":
        echo_json(report.payslip_as_json(lines, when, book), book)
        return
    say_law_folder(book, language)
    first_line(sentence)
    claiming = report.claiming_table(report.claiming_of_payslip(lines, when, book), when, book, language)
    report.show([report.payslip_table(lines, when, book, language), claiming])
