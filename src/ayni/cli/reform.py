"""`ayni reform`: what another law would cost and do, from a file or from pairs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from ayni.cli.options import Asked, a_date, help_of, on_a_survey, one_of, pairs_of
from ayni.words import AyniError


@click.command(help=help_of("reform"))
@click.argument("what", nargs=-1, required=True, metavar="FILE | INSTRUMENT.PARAMETER=VALUE …")
@click.option("--from", "start", callback=a_date, metavar="YYYY-MM-DD", help=help_of("reform_from"))
@click.option(
    "--accounting", default="year", callback=one_of(("year", "quarter", "month")), metavar="year|quarter|month",
    help=help_of("accounting"),
)  # fmt: skip
@on_a_survey
def reform(asked: Asked, what: tuple[str, ...], start: dt.date | None, accounting: str) -> None:
    """Cost, poverty, winners and financing of a reform."""
    from ayni.report.scenarios import RUNS
    from ayni.scenario import of_pairs, read_reform

    files = [each for each in what if "=" not in each]
    if files and (len(what) > 1 or start is not None):
        raise AyniError("reform_file_or_pairs", given=" ".join(what))
    given: Path | dict[str, Any] = Path(files[0]) if files else of_pairs(pairs_of("reform", what), start)
    read = read_reform(given)
    rows = RUNS["reform"](asked.data, **asked.run, reform=read, accounting=accounting)
    asked.hand_over(rows, "reform", {"reform": read.content, "accounting": accounting})
