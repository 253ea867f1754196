"""The command line: `ayni run`. It reads options, calls the rooms and prints; no arithmetic lives here."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
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
@click.option("--no-cache", is_flag=True, help=_help("no_cache"))
def run(
    data: Path | None, day: dt.date | None, year: int | None, take_up: str, lang: str, layout: str, output: Path | None,
    page: Path | None, no_cache: bool,
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
