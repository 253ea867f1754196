"""Claims as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ayni.evidence.claims import Judgement
from ayni.report.claims.cards import card_tables, claims_table
from ayni.report.claims.data import claim_review, entry, flat
from ayni.report.claims.page import html
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.share import share_card, share_image
from ayni.report.json_and_csv import as_csv, as_json
from ayni.report.table import Table
from ayni.words import AyniError, Language

NOT_JUDGED = ("not_testable_here", "opinion")
"""Verdicts of which no ClaimReview is made: nothing was reviewed."""


KINDS: Mapping[str, tuple[str, ...]] = {
    ".json": ("json", "claimreview"), ".jsonld": ("claimreview",), ".csv": ("csv",), ".md": ("md",), ".html": ("html",),
    ".htm": ("html",), ".svg": ("svg",), ".png": ("png",),
}  # fmt: skip
"""How the name of a file of claims ends, and the layouts that it may hold, the usual one first."""


def claims_as_bytes(
    judgements: Sequence[Judgement], layout: str, language: Language, publisher: Publisher = NOBODY
) -> bytes:
    """Claims as `json`, `csv`, `md`, `html` or `claimreview`; one claim as a card to share, `svg` or `png`."""
    if layout in ("svg", "png"):
        if len(judgements) != 1:
            raise AyniError("card_of_one_claim")
        draw = {"svg": lambda *of: share_card(*of).encode(), "png": share_image}[layout]
        return draw(judgements[0], language, publisher)
    if layout == "json":
        return as_json([entry(each) for each in judgements])
    if layout == "csv":
        return as_csv([flat(each) for each in judgements])
    if layout == "claimreview":
        judged = [each for each in judgements if each.number_verdict not in NOT_JUDGED]
        return as_json([claim_review(each, language, publisher) for each in judged])
    if layout == "html":
        return html(judgements, language, publisher).encode()
    tables = (
        card_tables(judgements[0], language, publisher)
        if len(judgements) == 1
        else [claims_table(judgements, language)]
    )
    return "\n".join(markdown(table) for table in tables).encode()


def markdown(table: Table) -> str:
    """A table in Markdown."""
    rows = [table.columns, *((line.head, *(cell.text for cell in line.cells)) for line in table.lines if line.cells)]
    written = ["| " + " | ".join(_escaped(text) for text in row) + " |" for row in rows]
    ruled = [written[0], "|" + " --- |" * len(table.columns), *written[1:]]
    said = [f"## {table.title}", "", *filter(None, (table.about,)), "", *ruled, ""]
    return "\n".join([*said, *(f"{remark}\n" for remark in filter(None, (*table.remarks, table.source)))])


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
