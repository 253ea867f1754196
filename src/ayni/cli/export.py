"""`ayni export`: files that work without this program."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from ayni.cli.group import Group
from ayni.cli.options import CONTACT, LANG, PUBLIC_URL, file_option, give, help_of
from ayni.words import Language, say, write_whole


@click.group(cls=Group, help=help_of("export"))
def export() -> None:
    """The group of what is written to be used elsewhere."""


@export.command(help=help_of("export_calculator"))
@file_option("--output", ".html", ".htm", help=help_of("output"))
@LANG
def calculator(output: Path | None, lang: str) -> None:
    """The household calculator as one page that needs no server."""
    from ayni.law import bolivia
    from ayni.report import calculator_page

    language = cast(Language, lang)
    give(calculator_page(bolivia(), language).encode(), output, language)


@export.command(help=help_of("export_registry"))
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help=help_of("export_folder"))
@LANG
def registry(output: Path, lang: str) -> None:
    """Figures, sources and claims as a Data Package."""
    from ayni.law import bolivia
    from ayni.report.data_package import registry_package

    files = registry_package(bolivia())
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(output / name, content)
    click.echo(say("export.site_written", cast(Language, lang), files=len(files), folder=output), err=True)


@export.command(help=help_of("export_site"))
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help=help_of("export_folder"))
@PUBLIC_URL
@CONTACT
@LANG
def site(output: Path, public_url: str, contact: str, lang: str) -> None:
    """Every page that is there before anything is typed, as files."""
    from ayni.cli.progress import shown
    from ayni.law import bolivia
    from ayni.report.claims import Publisher
    from ayni.web.export import export_site

    language = cast(Language, lang)
    with shown(language):
        written = export_site(output, bolivia(), Publisher(public_url, contact))
    click.echo(say("export.site_written", language, files=len(written.files), folder=output), err=True)
    if written.failed:
        addresses = ", ".join(sorted(written.failed)[:8])
        click.echo(say("export.site_failed", language, count=len(written.failed), addresses=addresses), err=True)
