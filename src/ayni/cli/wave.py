"""`ayni wave`: the known survey waves, a file compared with its wave, and the draft of a new mapping."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from ayni.cli.group import Group
from ayni.cli.options import LANG, WAVE, WEIGHTS, check_outputs, file_option, give, help_of, whole_number
from ayni.cli.progress import shown
from ayni.words import Language, say


@click.group(cls=Group, help=help_of("wave_group"))
def wave() -> None:
    """Survey waves."""


@wave.command("list", help=help_of("wave_list"))
@LANG
def wave_list(lang: str) -> None:
    """Every wave that has a mapping."""
    from ayni import report

    report.show([report.waves_table(cast(Language, lang))])


@wave.command("check", help=help_of("wave_check"))
@click.argument("file", type=click.Path(path_type=Path))
@WAVE
@WEIGHTS
@click.option("--modules", type=click.Path(path_type=Path), metavar="DIR", help=help_of("modules"))
@LANG
def wave_check(file: Path, wave: str | None, weights: str | None, modules: Path | None, lang: str) -> None:
    """The known totals of a wave beside those of a file; exit code 1 where one does not hold."""
    from ayni import report
    from ayni.survey import SurveyFile, compared, read_modules

    language = cast(Language, lang)
    if modules is not None:
        joined = read_modules(modules, SurveyFile(file, wave=wave))
        for name, each in joined.by_name.items():
            counts = {"rows": len(each.household), "answered": each.answered, "households": joined.n_households}
            click.echo(say("cli.module_joined", language, name=name, **counts))
    with shown(language):
        of, found = compared(file, weights=weights, wave=wave)
    if not found:
        click.echo(say("cli.wave_nothing_known", language, wave=of.id))
        return
    report.show([report.totals_table(of, found, language)])
    sys.exit(0 if all(each.holds for each in found) else 1)


@wave.command("draft", help=help_of("wave_draft"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--like", metavar="EH2022", help=help_of("wave_like"))
@click.option("--year", callback=whole_number(9999), metavar="YYYY", help=help_of("wave_year"))
@click.option("--labels", type=click.Path(path_type=Path), metavar="FILE.xml|json", help=help_of("wave_labels"))
@file_option("--output", ".yaml", ".yml", help=help_of("output"))
@LANG
def wave_draft(
    file: Path, like: str | None, year: int | None, labels: Path | None, output: Path | None, lang: str
) -> None:
    """A first mapping from the labels of a file, with what moved and what was not found."""
    from ayni.survey import draft, wave_named

    language = cast(Language, lang)
    check_outputs({"--output": output})
    with shown(language):
        made = draft(file, wave_named(like) if like else None, year, labels)
    give(made.text.encode(), output, language)
    counts = {"moved": len(made.moved), "not_found": len(made.not_found)}
    click.echo(say("cli.wave_drafted", language, **counts), err=True)
