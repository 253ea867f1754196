"""The command line. It reads options, calls the rooms and prints; no arithmetic lives here."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import click

from ayni import __version__
from ayni.words import LANGUAGES, AyniError, Language, say


def _language() -> Language:
    """English where the environment's locale is English, else Spanish."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "es"


def _help(key: str) -> str:
    return say(f"cli.{key}", _language())


def _date(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise AyniError("not_a_date", option="--law", date=value) from None


def _month(_context: click.Context, option: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value if len(value) == 10 else f"{value}-01")
    except ValueError:
        raise AyniError("not_a_date", option=option.opts[0], date=value) from None


def _year(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) == 4):
        raise AyniError("not_a_year", year=value)
    return int(value)


def _in(choices: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str], str]:
    def check(_context: click.Context, option: click.Parameter, value: str) -> str:
        if value not in choices:
            raise AyniError("not_a_choice", option=option.opts[0], value=value, choices=", ".join(choices))
        return value

    return check


def _optional(choices: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    check = _in(choices)
    return lambda context, option, value: None if value is None else check(context, option, value)


@click.group(help=_help("ayni"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ayni")
def ayni() -> None:
    """The group of commands."""


@ayni.command(help=_help("run"))
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=_help("data"))
@click.option("--law", "day", callback=_date, metavar="YYYY-MM-DD", help=_help("law"))
@click.option("--year", callback=_year, metavar="YYYY", help=_help("year"))
@click.option(
    "--take-up", default="legal", callback=_in(("legal", "observed")), metavar="legal|observed", help=_help("take_up")
)
@click.option("--lang", default=_language, callback=_in(LANGUAGES), metavar="es|en", help=_help("lang"))
@click.option(
    "--format", "layout", default="table", callback=_in(("table", "json", "csv", "csv-es", "parquet")),
    metavar="table|json|csv|csv-es|parquet", help=_help("format"),
)  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=_help("output"))
@click.option("--report", "page", type=click.Path(path_type=Path), metavar="FILE", help=_help("report"))
@click.option("--receipt", "proof", type=click.Path(path_type=Path), metavar="FILE", help=_help("receipt"))
@click.option("--no-cache", is_flag=True, help=_help("no_cache"))
def run(
    data: Path | None, day: dt.date | None, year: int | None, take_up: str, lang: str, layout: str, output: Path | None,
    page: Path | None, proof: Path | None, no_cache: bool,
) -> None:  # fmt: skip
    """The main job: poverty, programmes, and what each does, on a survey."""
    from ayni import report
    from ayni.scenario import TakeUp

    if day is not None and year is not None:
        raise AyniError("law_and_year")
    if layout == "parquet" and output is None:
        raise AyniError("parquet_needs_output")
    language = cast(Language, lang)
    rows = report.run(data, day=day, year=year, take_up=cast(TakeUp, take_up), cached=not no_cache)
    if proof is not None:
        from ayni.evidence.receipts import receipt_of_run, run_options

        _write_receipt(receipt_of_run(data, rows, run_options(day, year, take_up)), proof, language)
    if page is not None:
        report.write_page(rows, page, language)
        click.echo(say("cli.report_written", language, file=page), err=True)
    if output is not None:
        report.write_rows(rows, output, layout, language)
        click.echo(say("cli.rows_written", language, file=output), err=True)
    elif layout == "table":
        report.print_tables(rows, language)
    else:
        click.echo(report.rows_as_bytes(rows, layout), nl=False)


_LANG = click.option("--lang", default=_language, callback=_in(LANGUAGES), metavar="es|en", help=_help("lang"))
_DATE = click.option("--date", "day", callback=_month, metavar="YYYY-MM[-DD]", help=_help("date"))
_CHART = click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg", help=_help("chart"))


@ayni.command(help=_help("household"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--person", "persons", multiple=True, metavar="ANSWERS", help=_help("person"))
@_DATE
@click.option("--trace", is_flag=True, help=_help("trace"))
@click.option("--vary", metavar="ANSWER=FROM:TO:STEP", help=_help("vary"))
@_CHART
@_LANG
def household(
    file: Path | None, persons: tuple[str, ...], day: dt.date | None, trace: bool, vary: str | None, chart: Path | None,
    lang: str,
) -> None:  # fmt: skip
    """What the law gives and asks of one family."""
    from ayni import report
    from ayni.scenario import answers, family, read_family
    from ayni.scenario.family import budget_line

    language = cast(Language, lang)
    if (file is None) == (not persons):
        raise AyniError("no_persons_given")
    if chart is not None and vary is None:
        raise AyniError("chart_needs", needs="--vary")
    if file is not None:
        of = read_family(file, day)
    else:
        given = {f"persona{index}": _pairs("--person", text.split(",")) for index, text in enumerate(persons, 1)}
        of = family(given, day or dt.date.today())
    if vary is not None:
        question, values = _range(vary)
        points = list(budget_line(of, question, values))
        if chart is not None:
            report.write_whole(chart, report.budget_chart(points, question, language).encode())
            click.echo(say("cli.chart_written", language, file=chart), err=True)
        report.show([report.budget_table(points, question, language)])
        return
    found = list(answers(of))
    report.show(report.family_tables(of, found, language))
    if trace:
        for answer in found:
            click.echo(f"\n{answer.person}: {report.trace_text(answer.trace, language)}")


@ayni.command(help=_help("payslip"))
@click.argument("wage", required=False)
@_DATE
@click.option("--with", "pairs", multiple=True, metavar="ANSWER=VALUE", help=_help("answer"))
@click.option("--arrears-from", "before", metavar="BASIC_PAY", help=_help("before"))
@click.option("--csv", "payroll", type=click.Path(path_type=Path), metavar="FILE", help=_help("payroll"))
@_LANG
def payslip(
    wage: str | None, day: dt.date | None, pairs: tuple[str, ...], before: str | None, payroll: Path | None, lang: str
) -> None:
    """Every line of a payslip, or of a whole payroll."""
    from ayni import report
    from ayni.scenario import payslip as lines_of

    language = cast(Language, lang)
    when = day or dt.date.today()
    if (wage is None) == (payroll is None):
        raise AyniError("wage_or_payroll")
    if payroll is not None:
        click.echo(report.payroll_csv(payroll, when), nl=False)
        return
    answers = {"monthly_wage": wage, **_pairs("--with", pairs)}
    if before is not None:
        answers["basic_pay_before_increase"] = before
    report.show([report.payslip_table(lines_of(answers, when), when, language)])


@ayni.group(help=_help("law_group"))
def law() -> None:
    """The law book."""


@law.command("list", help=_help("law_list"))
@_LANG
def law_list(lang: str) -> None:
    """Every instrument."""
    from ayni import report
    from ayni.law import bolivia

    report.show([report.instruments_table(bolivia(), cast(Language, lang))])


@law.command("show", help=_help("law_show"))
@click.argument("instrument")
@_DATE
@_LANG
def law_show(instrument: str, day: dt.date | None, lang: str) -> None:
    """One instrument on a day."""
    from ayni import report
    from ayni.law import bolivia

    bolivia().instrument(instrument)
    text, tables = report.instrument_text(bolivia(), instrument, day or dt.date.today(), cast(Language, lang))
    click.echo(text)
    report.show(tables)


@law.command("history", help=_help("law_history"))
@click.argument("parameter")
@_CHART
@_LANG
def law_history(parameter: str, chart: Path | None, lang: str) -> None:
    """A parameter over time."""
    from ayni import report
    from ayni.law import bolivia

    language = cast(Language, lang)
    rows = report.history(bolivia(), parameter)
    if chart is not None:
        drawn = report.history_chart(bolivia(), parameter, language)
        report.write_whole(chart, drawn.encode())
        click.echo(say("cli.chart_written", language, file=chart), err=True)
    report.show([report.history_table(bolivia(), parameter, rows, language)])


@law.command("diff", help=_help("law_diff"))
@click.argument("before", callback=_month)
@click.argument("after", callback=_month)
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=_help("data"))
@_LANG
def law_diff(before: dt.date, after: dt.date, data: Path | None, lang: str) -> None:
    """What changed between two days, and whom it touches."""
    from ayni import report

    report.show(report.law_difference(before, after, data, cast(Language, lang)))


@law.command("test", help=_help("law_test"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_LANG
def law_test(paths: tuple[Path, ...], lang: str) -> None:
    """Hand-worked cases held against the law; exit code 1 where one does not hold."""
    from ayni.scenario import read_cases

    language = cast(Language, lang)
    cases = [case for path in paths or (Path("tests/cases"),) for case in read_cases(path)]
    failed = 0
    for case in cases:
        failures = list(case.failures())
        failed += bool(failures)
        for person, rule, expected, found in failures:
            places = {"person": person, "rule": rule, "expected": expected, "found": found}
            click.echo(say("cli.case_failed", language, file=case.file, case=case.name, **places))
    click.echo(say("cli.cases_held", language, held=len(cases) - failed, failed=failed))
    sys.exit(1 if failed else 0)


_OUTPUT = click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=_help("output"))
_RECEIPT = click.option("--receipt", "proof", type=click.Path(path_type=Path), metavar="FILE", help=_help("receipt"))
_LAYOUT = click.option(
    "--format", "layout", default="table", callback=_in(("table", "json", "csv")), metavar="table|json|csv",
    help=_help("data_format"),
)  # fmt: skip


@ayni.command(help=_help("claims"))
@click.argument("identifier", metavar="[ID|FILE.yaml]", required=False)
@click.option(
    "--format", "layout", default="table", callback=_in(("table", "json", "csv", "md", "html", "claimreview")),
    metavar="table|json|csv|md|html|claimreview", help=_help("claims_format"),
)  # fmt: skip
@_OUTPUT
@_RECEIPT
@_LANG
def claims(identifier: str | None, layout: str, output: Path | None, proof: Path | None, lang: str) -> None:
    """What was said, what the calculation gives, and the verdicts."""
    from ayni.evidence import claims as ledger
    from ayni.evidence.receipts import receipt_of_claim
    from ayni.report import claims as views
    from ayni.report import show

    language = cast(Language, lang)
    if output is not None and layout == "table":
        raise AyniError("claims_need_output")
    if proof is not None and identifier is None:
        raise AyniError("receipt_of_one_claim")
    wanted = ledger.claims() if identifier is None else (ledger.claim(identifier),)
    judged = [ledger.judge(each) for each in wanted]
    if proof is not None:
        _write_receipt(receipt_of_claim(judged[0]), proof, language)
    if layout != "table":
        _give(views.claims_as_bytes(judged, layout, language), output, language)
    elif identifier is None:
        show([views.claims_table(judged, language)])
    else:
        show(views.card_tables(judged[0], language))


@ayni.command(help=_help("check"))
@click.option("--indicator", metavar="NAME", help=_help("indicator"))
@click.option("--from", "start", metavar="PERIOD", help=_help("period_from"))
@click.option("--to", "end", metavar="PERIOD", help=_help("period_to"))
@click.option("--programme", metavar="NAME", help=_help("programme"))
@click.option("--line", callback=_optional(("moderate", "extreme")), metavar="moderate|extreme", help=_help("line"))
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=_help("data"))
@click.option("--law", "day", callback=_date, metavar="YYYY-MM-DD", help=_help("law"))
@click.option("--stated", required=True, metavar="NUMBER", help=_help("stated"))
@click.option("--relative", is_flag=True, help=_help("relative"))
@click.option("--points", is_flag=True, help=_help("points"))
@click.option("--bridge", default="", metavar="TEXT", help=_help("bridge"))
@_LAYOUT
@_LANG
def check(
    indicator: str | None, start: str | None, end: str | None, programme: str | None, line: str | None,
    data: Path | None, day: dt.date | None, stated: str, relative: bool, points: bool, bridge: str, layout: str,
    lang: str,
) -> None:  # fmt: skip
    """Try a claim of one's own."""
    from ayni.evidence import check as trial
    from ayni.report import claims as views
    from ayni.report import show

    if relative and points:
        raise AyniError("relative_or_points")
    kind: trial.Kind | None = "relative" if relative else "points" if points else None
    if indicator and start and end and not (programme or line):
        answer = trial.check(indicator, start, end, stated, kind, bridge=bridge)
    elif programme and line and not (indicator or start or end):
        answer = trial.check_survey(data, day, programme, line, stated, kind)
    else:
        raise AyniError("check_needs")
    if layout == "table":
        show(views.check_tables(answer, cast(Language, lang)))
    else:
        click.echo(views.check_as_bytes(answer, layout), nl=False)


@ayni.command(help=_help("timeline"))
@click.option("--from", "start", callback=_month, metavar="YYYY-MM[-DD]", help=_help("timeline_from"))
@click.option("--to", "end", callback=_month, metavar="YYYY-MM[-DD]", help=_help("timeline_to"))
@_CHART
@_LAYOUT
@_LANG
def timeline(start: dt.date | None, end: dt.date | None, chart: Path | None, layout: str, lang: str) -> None:
    """Everything dated, in order."""
    from ayni import report
    from ayni.evidence.timeline import between
    from ayni.report import claims as views

    language = cast(Language, lang)
    entries = between(start, end)
    if chart is not None:
        report.write_whole(chart, views.timeline_chart(entries, language).encode())
        click.echo(say("cli.chart_written", language, file=chart), err=True)
    if layout == "table":
        report.show([views.timeline_table(entries, language)])
    else:
        click.echo(views.timeline_as_bytes(entries, layout), nl=False)


@ayni.command(help=_help("rerun"))
@click.argument("file", metavar="RECEIPT", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=_help("rerun_data"))
@_LANG
def rerun(file: Path, data: Path | None, lang: str) -> None:
    """Run a receipt again; exit code 1 where something differs."""
    from ayni import report
    from ayni.evidence import receipts
    from ayni.report import claims as views

    language = cast(Language, lang)
    before = receipts.read_receipt(file)
    found = receipts.differences(before, views.again(before, data))
    if not found:
        click.echo(say("receipt.same", language, id=before.id))
        return
    report.show([views.differences_table(found, language)])
    sys.exit(1)


def _write_receipt(receipt: Any, path: Path, language: Language) -> None:
    from ayni.report import write_whole

    write_whole(path, receipt.to_json())
    click.echo(say("cli.receipt_written", language, id=receipt.id, file=path), err=True)


def _give(content: bytes, output: Path | None, language: Language) -> None:
    """Write bytes to a file, or to the standard output as they are."""
    from ayni.report import write_whole

    if output is None:
        click.echo(content, nl=False)
        return
    write_whole(output, content)
    click.echo(say("cli.file_written", language, file=output), err=True)


def _pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """`answer=value` pairs."""
    found = {}
    for text in texts:
        key, separator, value = text.partition("=")
        if not separator or not key.strip() or not value.strip():
            raise AyniError("pair_form", option=option, text=text)
        found[key.strip()] = value.strip()
    return found


def _range(text: str) -> tuple[str, list[float]]:
    """`answer=from:to:step` as the answer and its values."""
    question, _, span = text.partition("=")
    try:
        start, end, step = (float(part) for part in span.split(":"))
        if not (start < end and step > 0):
            raise ValueError
    except ValueError:
        raise AyniError("range_form", text=text) from None
    return question, [start + step * index for index in range(int((end - start) / step + 1e-9) + 1)]


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; every error of ours is one line on stderr and exit code 2."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
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
    return _language()
