"""`ayni check`: a stated number, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import click

from ayni.cli.options import CONTACT, DATA, LANG, LAYOUT, PUBLIC_URL, a_typed_text, help_of, of_time, one_of
from ayni.cli.progress import shown
from ayni.words import AyniError, Language

if TYPE_CHECKING:
    from ayni.evidence.check import Kind
    from ayni.survey import Data


@click.command(help=help_of("check"))
@click.argument("claim", metavar="[ID|SENTENCE]", required=False)
@click.option("--indicator", metavar="NAME", help=help_of("indicator"))
@click.option("--from", "start", metavar="PERIOD", help=help_of("period_from"))
@click.option("--to", "end", metavar="PERIOD", help=help_of("period_to"))
@click.option("--programme", metavar="NAME", help=help_of("programme"))
@click.option("--line", callback=one_of(("moderate", "extreme")), metavar="moderate|extreme", help=help_of("line"))
@DATA
@of_time
@click.option("--stated", callback=a_typed_text, metavar="NUMBER", help=help_of("stated"))
@click.option("--relative", is_flag=True, help=help_of("relative"))
@click.option("--points", is_flag=True, help=help_of("points"))
@click.option("--bridge", default="", metavar="TEXT", help=help_of("bridge"))
@PUBLIC_URL
@CONTACT
@LAYOUT
@LANG
def check(
    data: Data, time: Mapping[str, Any], *, relative: bool, points: bool, public_url: str, contact: str, layout: str,
    lang: str, **asked: str | None,
) -> None:  # fmt: skip
    """Check a sentence of the ledger, or a number that the user states."""
    from ayni.law import bolivia
    from ayni.report import claims as views, show
    from ayni.runs import Options, Question, ask

    if relative and points:
        raise AyniError("relative_or_points")
    kind: Kind | None = "relative" if relative else "points" if points else None
    question = Question(kind=kind, **{name: value or "" for name, value in asked.items()})
    with shown(cast(Language, lang)):
        answer = ask(question, bolivia(), Options(data=data, **time), cast(Language, lang))
    if layout == "table":
        show(views.check_tables(answer, bolivia(), cast(Language, lang), views.Publisher(public_url, contact)))
    else:
        click.echo(views.check_as_bytes(answer, layout), nl=False)
