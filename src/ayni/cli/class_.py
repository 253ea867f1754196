"""`ayni class`: seven lessons as notebooks, the check of an answer, and the marks of a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from ayni.cli.options import LANG, file_option, give, help_of, pairs_of
from ayni.cli.progress import shown
from ayni.words import AyniError, Language, say


@click.command("class", help=help_of("class"))
@click.option("--output", "folder", type=click.Path(path_type=Path), metavar="DIR", help=help_of("class_output"))
@click.option("--answers", "solved", is_flag=True, help=help_of("class_solved"))
@click.option("--answer", "answers", multiple=True, metavar="1.1=0.25", help=help_of("class_answer"))
@click.option("--check", "handed_in", type=click.Path(path_type=Path), metavar="DIR", help=help_of("class_mark"))
@file_option("--marks", ".csv", metavar="FILE.csv", help=help_of("class_marks"))
@LANG
def class_(
    folder: Path | None, solved: bool, answers: tuple[str, ...], handed_in: Path | None, marks: Path | None, lang: str
) -> None:
    """List the lessons; write them; check answers, with exit code 1 where one is wrong; mark notebooks."""
    from ayni import lessons, report

    language = cast(Language, lang)
    for option, asked, needs, there in (
        ("--answers", solved, "--output", folder),
        ("--marks", marks, "--check", handed_in),
    ):
        if asked and there is None:
            raise AyniError("class_needs", option=option, needs=needs)
    given = pairs_of("--answer", answers)
    if folder is not None:
        written = lessons.write_class(folder, language, solved=solved)
        click.echo(say("cli.class_written", language, count=len(written), folder=folder))
    if handed_in is not None:
        with shown(language):
            marked = list(lessons.mark(handed_in))
        report.show([lessons.marks_table(marked, handed_in, language)])
        if marks is not None:
            give(lessons.marks_as_csv(marked, handed_in), marks, language)
    said = [lessons.said_of(number, answer, language) for number, answer in given.items()]
    for each in said:
        click.echo(each.text)
    if folder is None and handed_in is None and not said:
        report.show([lessons.lessons_table(language)])
    sys.exit(0 if all(said) else 1)
