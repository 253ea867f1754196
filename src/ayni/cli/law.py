"""`ayni law`: the law book."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ayni.cli.group import Group
from ayni.cli.options import (
    CHART,
    DATA,
    DATE,
    KNOWN,
    LANG,
    LAW_FOLDER,
    TABLE_OR_JSON,
    echo_json,
    first_line,
    help_of,
    law_book,
    of_money,
    say_law_folder,
)
from ayni.cli.progress import shown
from ayni.words import AyniError, Language, say, write_whole
from ayni.words.progress import stepping

if TYPE_CHECKING:
    from ayni.survey import Data


@click.group(cls=Group, help=help_of("law_group"))
def law() -> None:
    """The law book."""


@law.command("list", help=help_of("law_list"))
@LAW_FOLDER
@KNOWN
@TABLE_OR_JSON
@LANG
def law_list(known: dt.date | None, layout: str, lang: str) -> None:
    """Every instrument."""
    from ayni import report

    book = law_book(known)
    if layout == "json":
        echo_json(report.law_as_json(book, dt.date.today()), book)
        return
    say_law_folder(book, cast(Language, lang))
    report.show([report.instruments_table(book, cast(Language, lang))])


@law.command("show", help=help_of("law_show"))
@click.argument("instrument")
@DATE
@LAW_FOLDER
@KNOWN
@TABLE_OR_JSON
@LANG
def law_show(instrument: str, day: dt.date | None, known: dt.date | None, layout: str, lang: str) -> None:
    """One instrument on a day."""
    from ayni import report

    book, when = law_book(known), day or dt.date.today()
    if layout == "json":
        echo_json(report.instrument_as_json(book, instrument, when), book)
        return
    book.instrument(instrument)
    say_law_folder(book, cast(Language, lang))
    text, tables = report.instrument_text(book, instrument, when, cast(Language, lang))
    first_line(text)
    report.show(tables)


@law.command("history", help=help_of("law_history"))
@click.argument("parameter")
@LAW_FOLDER
@KNOWN
@CHART
@TABLE_OR_JSON
@LANG
def law_history(parameter: str, known: dt.date | None, chart: Path | None, layout: str, lang: str) -> None:
    """A parameter over time."""
    from ayni import report

    language, book = cast(Language, lang), law_book(known)
    rows = report.history(book, parameter)
    if chart is not None:
        write_whole(chart, report.picture(report.history_chart(book, parameter, language), chart.suffix.lower()))
        click.echo(say("cli.chart_written", language, file=chart), err=True)
    if layout == "json":
        echo_json(report.parameter_as_json(book, parameter), book)
        return
    say_law_folder(book, language)
    report.show([report.history_table(book, parameter, rows, language)])


@law.command("status", help=help_of("law_status"))
@DATE
@LAW_FOLDER
@KNOWN
@TABLE_OR_JSON
@LANG
def law_status(day: dt.date | None, known: dt.date | None, layout: str, lang: str) -> None:
    """How far the law book is known, and on what it rests."""
    from ayni import report, runs

    book = law_book(known)
    found = runs.law_status(book, day or dt.date.today())
    if layout == "json":
        echo_json(report.status_as_json(found), book)
        return
    say_law_folder(book, cast(Language, lang))
    report.show(report.status_tables(found, cast(Language, lang)))


@law.command("log", help=help_of("law_log"))
@TABLE_OR_JSON
@LANG
def law_log(layout: str, lang: str) -> None:
    """The versions of the law book."""
    from ayni import report

    if layout == "json":
        click.echo(report.log_as_json(), nl=False)
        return
    report.show([report.log_table(cast(Language, lang))])


@law.command("diff", help=help_of("law_diff"))
@click.argument("before", metavar="DAY|NORM")
@click.argument("after", metavar="DAY|NORM", required=False)
@DATA
@of_money
@LAW_FOLDER
@TABLE_OR_JSON
@LANG
def law_diff(before: str, after: str | None, data: Data, time: Mapping[str, Any], layout: str, lang: str) -> None:
    """What changed between two days or two decrees, and whom it touches."""
    from ayni import report
    from ayni.runs import Options, law_difference
    from ayni.runs.decrees import days_of, norm_called

    language, book = cast(Language, lang), law_book()
    first, second = days_of(book, before, after)
    if layout == "json":
        if data is not None:
            raise AyniError("difference_on_data_is_text")
        echo_json(report.law_difference_as_json(law_difference(book, first, second)), book)
        return
    norms = [norm_called(book, text) for text in (before, after) if text and not text[0].isdigit()]
    options = None if data is None else Options(data=data, **time)
    with shown(language):
        tables = report.difference_tables(law_difference(book, first, second, options), language)
    say_law_folder(book, language)
    report.show([*tables, *(report.carried_table(book, norm, language) for norm in norms)])


@law.command("new", help=help_of("law_new"))
@click.argument("norm")
@click.option("--template", is_flag=True, help=help_of("law_new_template"))
@click.option(
    "--law-folder", "--output", "folder", type=click.Path(path_type=Path), metavar="FOLDER",
    help=help_of("law_new_folder"),
)  # fmt: skip
@LANG
def law_new(norm: str, template: bool, folder: Path | None, lang: str) -> None:
    """The files of a new law or decree."""
    from ayni.law import bolivia
    from ayni.runs.decrees import templates

    if not template:
        raise AyniError("template_needed")
    files = templates(bolivia(), norm, dt.date.today(), folder or Path())
    for path in files:
        if path.exists() and path.parent.name != "norms":
            raise AyniError("file_there_already", file=path)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with path.open("a", encoding="utf-8") as norms:
                norms.write(f"\n{text}")
        else:
            write_whole(path, text.encode())
        click.echo(say("cli.file_written", cast(Language, lang), file=path), err=True)


@law.command("cases", help=help_of("law_cases"))
@LAW_FOLDER
@TABLE_OR_JSON
@LANG
def law_cases(layout: str, lang: str) -> None:
    """Which articles have hand-worked cases."""
    from ayni import report
    from ayni.runs.decrees import coverage

    book = law_book()
    found = coverage(book)
    if layout == "json":
        echo_json(report.coverage_as_json(found), book)
        return
    say_law_folder(book, cast(Language, lang))
    report.show(report.coverage_tables(found, cast(Language, lang)))


@law.command("test", help=help_of("law_test"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@LAW_FOLDER
@LANG
def law_test(paths: tuple[Path, ...], lang: str) -> None:
    """Hand-worked cases held against the law; exit code 1 where one does not hold."""
    from ayni.family import CASES, read_cases

    language, book = cast(Language, lang), law_book()
    say_law_folder(book, language)
    own = book.folder.path / "cases" if book.folder else None
    everything = (CASES, own) if own is not None and own.is_dir() else (CASES,)
    cases = [case for path in paths or everything for case in read_cases(path, book)]
    expectations = sum(case.expectations for case in cases)
    failed = 0
    with shown(language):
        tried = [(case, list(case.failures())) for case in stepping(cases, "cases", len(cases))]
    for case, failures in tried:
        failed += bool(failures)
        for person, rule, expected, found in failures:
            places = {"person": person, "rule": rule, "expected": expected, "found": found}
            click.echo(say("cli.case_failed", language, file=case.file, case=case.name, **places))
    click.echo(say("cli.cases_held", language, held=len(cases) - failed, failed=failed, expectations=expectations))
    sys.exit(1 if failed else 0)
