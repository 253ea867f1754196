"""`ayni claims`: the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from ayni.cli.options import CONTACT, LANG, OUTPUT, PUBLIC_URL, RECEIPT, give, help_of, one_of, write_receipt
from ayni.words import AyniError, Language


@click.command(help=help_of("claims"))
@click.argument("identifier", metavar="[ID|FILE.yaml]", required=False)
@click.option(
    "--format", "layout", default="table", metavar="table|json|csv|md|html|claimreview|svg|png",
    callback=one_of(("table", "json", "csv", "md", "html", "claimreview", "svg", "png")), help=help_of("claims_format"),
)  # fmt: skip
@click.option("--changes", is_flag=True, help=help_of("claims_changes"))
@PUBLIC_URL
@CONTACT
@OUTPUT
@RECEIPT
@LANG
def claims(
    identifier: str | None, layout: str, *, changes: bool, public_url: str, contact: str, output: Path | None,
    proof: Path | None, lang: str,
) -> None:  # fmt: skip
    """What was said, what the calculation gives, and the verdicts."""
    from ayni.evidence import claims as ledger
    from ayni.evidence.receipts import receipt_of_claim
    from ayni.law import bolivia
    from ayni.report import claims as views, show

    language = cast(Language, lang)
    if output is not None:
        from ayni.report import layout_of

        layout = layout_of(output, layout, views.KINDS)
        if layout == "table":
            raise AyniError("claims_need_output")
    if changes and layout != "table":
        raise AyniError("claims_changes_layout", layout=layout)
    if proof is not None and identifier is None:
        raise AyniError("receipt_of_one_claim")
    wanted = ledger.claims() if identifier is None else (ledger.claim(identifier),)
    judged = [ledger.judge(each, bolivia()) for each in wanted]
    if proof is not None:
        write_receipt(receipt_of_claim(judged[0]), proof, language)
    publisher = views.Publisher(public_url, contact)
    if layout != "table":
        give(views.claims_as_bytes(judged, layout, language, publisher), output, language)
    elif changes:
        show([views.changes_table(judged, language)])
    elif identifier is None:
        show([views.claims_table(judged, language)])
    else:
        show(views.card_tables(judged[0], language, publisher))
