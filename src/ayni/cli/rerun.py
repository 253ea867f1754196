"""`ayni rerun`: a receipt run again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from ayni.cli.options import LANG, LAW_FOLDER, help_of, law_book
from ayni.cli.progress import shown
from ayni.words import Language, say


@click.command(help=help_of("rerun"))
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
    with shown(language):
        found = receipts.differences(before, run_again(before, law_book(), data, rules))
    if not found:
        click.echo(say("receipt.same", language, id=before.id))
        return
    report.show([views.differences_table(found, language)])
    sys.exit(1)
