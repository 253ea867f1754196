"""The command line. It reads options, calls the rooms and prints; no arithmetic lives here."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ayni import __version__
from ayni.cli.attribution import attribution
from ayni.cli.between import between
from ayni.cli.carry import carry
from ayni.cli.expand import expand
from ayni.cli.export import export
from ayni.cli.incidence import incidence
from ayni.cli.indicators import indicators
from ayni.cli.inflation import inflation
from ayni.cli.minimum_wage import minimum_wage
from ayni.cli.options import (
    BEYOND,
    BY,
    CHART,
    CONTACT,
    DATA,
    DATE,
    ENGINE,
    KNOWN,
    LANG,
    LAW_FOLDER,
    LAYOUT,
    LINE,
    OUTPUT,
    PUBLIC_URL,
    RECEIPT,
    REFORM,
    STATS,
    TABLE_OR_JSON,
    Asked,
    a_month,
    a_reform,
    echo_json,
    ended_tidily,
    first_line,
    give,
    help_of,
    language_of_environment,
    law_book,
    of_money,
    of_time,
    on_a_survey,
    one_of,
    pairs_of,
    range_of,
    say_law_folder,
    say_work,
    warnings_in_one_line,
    whole_number,
    write_receipt,
)
from ayni.cli.reform import reform
from ayni.cli.sequence_2020 import sequence_2020
from ayni.cli.serve import serve
from ayni.cli.shock import shock
from ayni.cli.wave import wave
from ayni.words import LANGUAGES, AyniError, Language, say, write_whole

if TYPE_CHECKING:
    from ayni.evidence.check import Kind
    from ayni.survey import Data


@click.group(help=help_of("ayni"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ayni")
def ayni() -> None:
    """The group of commands."""


MOST_REPLICATES = 5_000


def _replicates(_context: click.Context, _option: click.Parameter, value: str | None) -> int:
    """A number of replicates, two or more; zero where none is given."""
    digits = value is not None and value.isascii() and value.isdecimal()
    if value is not None and not (digits and 1 < int(value[:9]) <= MOST_REPLICATES and len(value) < 9):
        raise AyniError("not_replicates", given=value[:20], most=MOST_REPLICATES)
    return int(value or 0)


@ayni.command(help=help_of("run"))
@on_a_survey
@click.option("--no-cache", is_flag=True, help=help_of("no_cache"))
@click.option("--replicates", callback=_replicates, metavar="N", help=help_of("replicates"))
@click.option("--workers", callback=whole_number(1_000), metavar="N", help=help_of("workers"))
@click.option("--cluster", "address", metavar="ADDRESS", help=help_of("cluster"))
@BY
@LINE
@ENGINE
@STATS
def run(
    asked: Asked, no_cache: bool, replicates: int, workers: int | None, address: str | None, by: tuple[str, ...],
    line: tuple[str, ...], engine: str, stats: bool,
) -> None:  # fmt: skip
    """The main job: poverty, programmes, and what each does, on a survey or on a census-size file."""
    from ayni.engine import Work
    from ayni.scenario.cluster import Cluster

    if workers is not None and address is not None:
        raise AyniError("cluster_or_workers")
    cluster = Cluster(address, workers or 1) if workers or address else None
    work = Work()
    own = {"replicates": replicates, "cluster": cluster, "by": by, "line": line}
    asked.run("run", cached=not no_cache, engine=engine, work=work, **own)
    if stats:
        say_work(work, asked.language)


@ayni.command(help=help_of("household"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--person", "persons", multiple=True, metavar="ANSWERS", help=help_of("person"))
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@click.option("--trace", is_flag=True, help=help_of("trace"))
@click.option("--vary", metavar="ANSWER=FROM:TO:STEP", help=help_of("vary"))
@REFORM
@CHART
@TABLE_OR_JSON
@LANG
def household(
    file: Path | None, persons: tuple[str, ...], day: dt.date | None, known: dt.date | None, beyond: bool,
    trace: bool, vary: str | None, reform: tuple[str, ...], chart: Path | None, layout: str, lang: str,
) -> None:  # fmt: skip
    """What the law gives and asks of one family."""
    from ayni import report, runs
    from ayni.family import budget_line, family, read_family, trace_text

    language, book = cast(Language, lang), law_book(known)
    if (file is None) == (not persons):
        raise AyniError("no_persons_given")
    if chart is not None and vary is None:
        raise AyniError("chart_needs", needs="--vary")
    if trace and layout == "json":
        raise AyniError("trace_is_text")
    asked = None
    if reform:
        from ayni.scenario import read_reform

        asked = read_reform(a_reform("--reform", reform), book)
    law = runs.law_for(book, asked)
    if file is not None:
        of = read_family(file, law, day)
    else:
        given = {f"persona{index}": pairs_of("--person", text.split(",")) for index, text in enumerate(persons, 1)}
        of = family(given, day or dt.date.today(), law)
    found = runs.household(of, book, asked, beyond=beyond)
    if vary is not None:
        question, values = range_of("--vary", vary)
        points = list(budget_line(of, question, values, law))
        if chart is not None:
            write_whole(chart, report.budget_chart(points, question, law, language).encode())
            click.echo(say("cli.chart_written", language, file=chart), err=True)
        if layout == "json":
            echo_json(report.budget_as_json(points), law)
        else:
            say_law_folder(law, language)
            first_line(report.known_sentence(found, language))
            report.show([report.budget_table(points, question, law, language)])
        return
    if layout == "json":
        echo_json(report.family_as_json(found), law)
        return
    gives, why_not = report.family_tables(found, language)
    say_law_folder(law, language)
    first_line(report.known_sentence(found, language))
    report.show([gives, *report.year_tables(found.year, of, law, language), why_not])
    if trace:
        for answer in found.answers:
            click.echo(f"\n{answer.person}: {trace_text(answer.trace, law, language)}")


@ayni.command(help=help_of("payslip"))
@click.argument("wage", required=False)
@DATE
@LAW_FOLDER
@KNOWN
@BEYOND
@click.option("--with", "pairs", multiple=True, metavar="ANSWER=VALUE", help=help_of("answer"))
@click.option("--arrears-from", "before", metavar="BASIC_PAY", help=help_of("before"))
@click.option("--csv", "payroll", type=click.Path(path_type=Path), metavar="FILE", help=help_of("payroll"))
@LANG
def payslip(
    wage: str | None,
    day: dt.date | None,
    known: dt.date | None,
    beyond: bool,
    pairs: tuple[str, ...],
    before: str | None,
    payroll: Path | None,
    lang: str,
) -> None:
    """Every line of a payslip, or of a whole payroll."""
    from ayni import report
    from ayni.family import payroll as workers_of, payslip as lines_of
    from ayni.family.knowledge import known_until, of_payslip

    language, book = cast(Language, lang), law_book(known)
    when = day or dt.date.today()
    if (wage is None) == (payroll is None):
        raise AyniError("wage_or_payroll")
    until = known_until(book, when, of_payslip(book), beyond=beyond)
    sentence = report.known_until(until.isoformat(), when.isoformat(), language) if until else ""
    if payroll is not None:
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
    say_law_folder(book, language)
    first_line(sentence)
    report.show([report.payslip_table(lines, when, book, language)])


@ayni.group(help=help_of("law_group"))
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
    click.echo(text)
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
        write_whole(chart, report.history_chart(book, parameter, language).encode())
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
    for case in cases:
        failures = list(case.failures())
        failed += bool(failures)
        for person, rule, expected, found in failures:
            places = {"person": person, "rule": rule, "expected": expected, "found": found}
            click.echo(say("cli.case_failed", language, file=case.file, case=case.name, **places))
    click.echo(say("cli.cases_held", language, held=len(cases) - failed, failed=failed, expectations=expectations))
    sys.exit(1 if failed else 0)


@ayni.command(help=help_of("claims"))
@click.argument("identifier", metavar="[ID|FILE.yaml]", required=False)
@click.option(
    "--format", "layout", default="table", metavar="table|json|csv|md|html|claimreview|svg|png",
    callback=one_of(("table", "json", "csv", "md", "html", "claimreview", "svg", "png")), help=help_of("claims_format"),
)  # fmt: skip
@click.option("--changes", is_flag=True, help=help_of("claims_changes"))
@PUBLIC_URL
@CONTACT
@OUTPUT
@RECEIPT
@LANG
def claims(
    identifier: str | None, layout: str, *, changes: bool, public_url: str, contact: str, output: Path | None,
    proof: Path | None, lang: str,
) -> None:  # fmt: skip
    """What was said, what the calculation gives, and the verdicts."""
    from ayni.evidence import claims as ledger
    from ayni.evidence.receipts import receipt_of_claim
    from ayni.law import bolivia
    from ayni.report import claims as views, show

    language = cast(Language, lang)
    if output is not None and layout == "table":
        raise AyniError("claims_need_output")
    if changes and layout != "table":
        raise AyniError("claims_changes_layout", layout=layout)
    if proof is not None and identifier is None:
        raise AyniError("receipt_of_one_claim")
    wanted = ledger.claims() if identifier is None else (ledger.claim(identifier),)
    judged = [ledger.judge(each, bolivia()) for each in wanted]
    if proof is not None:
        write_receipt(receipt_of_claim(judged[0]), proof, language)
    publisher = views.Publisher(public_url, contact)
    if layout != "table":
        give(views.claims_as_bytes(judged, layout, language, publisher), output, language)
    elif changes:
        show([views.changes_table(judged, language)])
    elif identifier is None:
        show([views.claims_table(judged, language)])
    else:
        show(views.card_tables(judged[0], language, publisher))


@ayni.command(help=help_of("check"))
@click.argument("claim", metavar="[ID|SENTENCE]", required=False)
@click.option("--indicator", metavar="NAME", help=help_of("indicator"))
@click.option("--from", "start", metavar="PERIOD", help=help_of("period_from"))
@click.option("--to", "end", metavar="PERIOD", help=help_of("period_to"))
@click.option("--programme", metavar="NAME", help=help_of("programme"))
@click.option("--line", callback=one_of(("moderate", "extreme")), metavar="moderate|extreme", help=help_of("line"))
@DATA
@of_time
@click.option("--stated", metavar="NUMBER", help=help_of("stated"))
@click.option("--relative", is_flag=True, help=help_of("relative"))
@click.option("--points", is_flag=True, help=help_of("points"))
@click.option("--bridge", default="", metavar="TEXT", help=help_of("bridge"))
@PUBLIC_URL
@CONTACT
@LAYOUT
@LANG
def check(
    data: Data, time: Mapping[str, Any], *, relative: bool, points: bool, public_url: str, contact: str, layout: str,
    lang: str, **asked: str | None,
) -> None:  # fmt: skip
    """Try a sentence of the ledger, or a number of one's own."""
    from ayni.law import bolivia
    from ayni.report import claims as views, show
    from ayni.runs import Options, Question, ask

    if relative and points:
        raise AyniError("relative_or_points")
    kind: Kind | None = "relative" if relative else "points" if points else None
    question = Question(kind=kind, **{name: value or "" for name, value in asked.items()})
    answer = ask(question, bolivia(), Options(data=data, **time))
    if layout == "table":
        show(views.check_tables(answer, cast(Language, lang), views.Publisher(public_url, contact)))
    else:
        click.echo(views.check_as_bytes(answer, layout), nl=False)


@ayni.command(help=help_of("timeline"))
@click.option("--from", "start", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("timeline_from"))
@click.option("--to", "end", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("timeline_to"))
@CHART
@LAYOUT
@LANG
def timeline(start: dt.date | None, end: dt.date | None, chart: Path | None, layout: str, lang: str) -> None:
    """Everything dated, in order."""
    from ayni import report
    from ayni.evidence.timeline import between
    from ayni.law import bolivia
    from ayni.report import claims as views

    language = cast(Language, lang)
    entries = between(bolivia(), start, end)
    if chart is not None:
        write_whole(chart, views.timeline_chart(entries, language).encode())
        click.echo(say("cli.chart_written", language, file=chart), err=True)
    if layout == "table":
        report.show([views.timeline_table(entries, language)])
    else:
        click.echo(views.timeline_as_bytes(entries, layout), nl=False)


@ayni.command(help=help_of("rerun"))
@click.argument("file", metavar="RECEIPT", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=help_of("rerun_data"))
@click.option("--reform", "rules", type=click.Path(path_type=Path), metavar="FILE", help=help_of("rerun_reform"))
@LAW_FOLDER
@LANG
def rerun(file: Path, data: Path | None, rules: Path | None, lang: str) -> None:
    """Run a receipt again; exit code 1 where something differs."""
    from ayni import report
    from ayni.evidence import receipts
    from ayni.report import claims as views
    from ayni.runs import run_again

    language = cast(Language, lang)
    before = receipts.read_receipt(file)
    found = receipts.differences(before, run_again(before, law_book(), data, rules))
    if not found:
        click.echo(say("receipt.same", language, id=before.id))
        return
    report.show([views.differences_table(found, language)])
    sys.exit(1)


for command in (
    reform,
    minimum_wage,
    attribution,
    between,
    carry,
    sequence_2020,
    incidence,
    indicators,
    inflation,
    shock,
    expand,
    export,
    serve,
    wave,
):
    ayni.add_command(command)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; every error of ours is one line on stderr and exit code 2.

    Python processes that it starts, workers of a server or of a cluster, import no file of the folder they start in.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        with ended_tidily(), warnings_in_one_line(_asked_language(arguments)):
            return ayni.main(arguments, prog_name="ayni")
    except AyniError as error:
        click.echo(f"ayni: {error.in_language(_asked_language(arguments))}", err=True)
        sys.exit(2)


def _asked_language(arguments: list[str]) -> Language:
    """The language of `--lang` where it was given rightly, else the environment's; options may not be read yet."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        asked = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in LANGUAGES:
            return asked
    return language_of_environment()
