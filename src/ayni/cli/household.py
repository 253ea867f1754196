"""`ayni household`: one family."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import click

from ayni.cli.options import (
    BEYOND,
    CHART,
    DATE,
    KNOWN,
    LANG,
    LAW_FOLDER,
    REFORM,
    TABLE_OR_JSON,
    a_reform,
    answers_of,
    echo_json,
    first_line,
    help_of,
    law_book,
    pairs_of,
    range_of,
    say_law_folder,
)
from ayni.words import AyniError, Language, say, write_whole


@click.command(help=help_of("household"))
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
    from ayni.family import family, read_family
    from ayni.family.claiming import claiming_of

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
        given = {f"persona{index}": pairs_of("--person", answers_of(text)) for index, text in enumerate(persons, 1)}
        of = family(given, day or dt.date.today(), law)
    found = runs.household(of, book, asked, beyond=beyond)
    if vary is not None:
        from ayni.family import budget_line

        question, values = range_of("--vary", vary)
        points = list(budget_line(of, question, values, law))
        if chart is not None:
            drawn = report.budget_chart(points, question, law, language)
            write_whole(chart, report.picture(drawn, chart.suffix.lower()))
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
    claiming = report.claiming_table(claiming_of(found.answers, of, law), of.day, law, language)
    report.show(
        [gives, *report.year_tables(found.year, of, law, language), *([claiming] if claiming.lines else []), why_not]
    )
    if trace:
        from ayni.family import trace_text

        for answer in found.answers:
            report.show_text(f"\n{answer.person}: {trace_text(answer.trace, law, language)}")
