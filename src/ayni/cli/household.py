"""`ayni household`: one family."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from ayni.cli.options import CHART, REFORM, a_reform, answers_of, help_of, pairs_of, range_of
from ayni.cli.person import OfThePerson, of_the_person
from ayni.words import AyniError, say, write_whole


@click.command(help=help_of("household"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--person", "persons", multiple=True, metavar="ANSWERS", help=help_of("person"))
@click.option("--trace", is_flag=True, help=help_of("trace"))
@click.option("--vary", metavar="ANSWER=FROM:TO:STEP", help=help_of("vary"))
@REFORM
@CHART
@of_the_person
def household(
    asked: OfThePerson, file: Path | None, persons: tuple[str, ...], trace: bool, vary: str | None,
    reform: tuple[str, ...], chart: Path | None,
) -> None:  # fmt: skip
    """What the law gives and asks of one family."""
    from ayni import report, runs
    from ayni.family import family, read_family
    from ayni.family.claiming import claiming_of

    language, book = asked.language, asked.book
    if (file is None) == (not persons):
        raise AyniError("no_persons_given")
    if chart is not None and vary is None:
        raise AyniError("chart_needs", needs="--vary")
    if trace and asked.layout == "json":
        raise AyniError("trace_is_text")
    other = None
    if reform:
        from ayni.scenario import read_reform

        other = read_reform(a_reform("--reform", reform), book)
    law = runs.law_for(book, other)
    if file is not None:
        of = read_family(file, law, asked.asked_day)
    else:
        given = {f"persona{index}": pairs_of("--person", answers_of(text)) for index, text in enumerate(persons, 1)}
        of = family(given, asked.day, law)
    found = runs.household(of, book, other, beyond=asked.beyond)
    known, under = report.known_sentence(found, language), replace(asked, book=law)
    if vary is not None:
        from ayni.family import budget_line

        question, values = range_of("--vary", vary)
        points = list(budget_line(of, question, values, law))
        if chart is not None:
            drawn = report.budget_chart(points, question, law, language)
            write_whole(chart, report.picture(drawn, chart.suffix.lower()))
            click.echo(say("cli.chart_written", language, file=chart), err=True)
        under.show(
            known, lambda: report.budget_as_json(points),
            lambda: [report.budget_table(points, question, law, language)],
        )  # fmt: skip
        return

    def tables() -> list[report.Table]:
        gives, why_not = report.family_tables(found, language)
        claiming = report.claiming_table(claiming_of(found.answers, of, law), of.day, law, language)
        claims = [claiming] if claiming.lines else []
        return [gives, *report.year_tables(found.year, of, law, language), *claims, why_not]

    under.show(known, lambda: report.family_as_json(found), tables)
    if trace:
        from ayni.family import trace_text

        for answer in found.answers:
            report.show_text(f"\n{answer.person}: {trace_text(answer.trace, law, language)}")
