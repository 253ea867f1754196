"""`ayni cite`: how to cite the program, the law book and the data."""

from __future__ import annotations

from typing import cast

import click

import ayni
from ayni.cli.options import LANG, help_of
from ayni.words import Language, say


@click.command(help=help_of("cite"))
@LANG
def cite(lang: str) -> None:
    """Print a citation as text and as BibTeX."""
    from ayni.evidence.recorded import rules_version

    language = cast(Language, lang)
    about = {"version": ayni.__version__, "rules": rules_version()}
    click.echo(say("cite.text", language, **about))
    click.echo(say("cite.bibtex", language, **about))
    click.echo(say("cite.data", language))
