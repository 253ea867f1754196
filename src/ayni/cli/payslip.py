"""`ayni payslip`: a wage, or a payroll."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import a_typed_text, first_line, help_of, pairs_of, say_law_folder
from ayni.cli.person import OfThePerson, of_the_person
from ayni.words import AyniError, say


@click.command(help=help_of("payslip"))
@click.argument("wage", required=False, callback=a_typed_text)
@click.option("--with", "pairs", multiple=True, metavar="ANSWER=VALUE", help=help_of("answer"))
@click.option("--arrears-from", "before", callback=a_typed_text, metavar="BASIC_PAY", help=help_of("before"))
@click.option("--csv", "payroll", type=click.Path(path_type=Path), metavar="FILE", help=help_of("payroll"))
@of_the_person
def payslip(
    asked: OfThePerson, wage: str | None, pairs: tuple[str, ...], before: str | None, payroll: Path | None
) -> None:  # fmt: skip
    """Every line of a payslip, or of a whole payroll."""
    from ayni import report
    from ayni.family import payslip as lines_of
    from ayni.family.knowledge import of_payslip

    book, day, language = asked.book, asked.day, asked.language
    if (wage is None) == (payroll is None):
        raise AyniError("wage_or_payroll")
    known = asked.known(day, of_payslip(book))
    if payroll is not None:
        if asked.layout == "json":
            raise AyniError("payroll_is_csv")
        from ayni.family import payroll as workers_of

        workers = workers_of(payroll, day, book)
        if workers.kept:
            click.echo(say("cli.payroll_kept", language, columns=", ".join(workers.kept)), err=True)
        say_law_folder(book, language, err=True)
        first_line(known, err=True)
        click.echo(workers.written(), nl=False)
        return
    answers = {"monthly_wage": wage, **pairs_of("--with", pairs)}
    if before is not None:
        answers["basic_pay_before_increase"] = before
    lines = lines_of(answers, day, book)
    asked.show(
        known,
        lambda: report.payslip_as_json(lines, day, book),
        lambda: [
            report.payslip_table(lines, day, book, language),
            report.claiming_table(report.claiming_of_payslip(lines, day, book), day, book, language),
        ],
    )
