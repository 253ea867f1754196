"""Views of the ledger: claims and cards, a claim that is checked, the timeline; as tables, data, pages and SVG."""

from ayni.report.claims.cards import (
    card,
    card_facts,
    card_tables,
    changes_table,
    claims_table,
    readings_table,
    sources_table,
)
from ayni.report.claims.check import check_as_bytes, check_tables, stated_as_read, typed_stated
from ayni.report.claims.data import claim_review, entry
from ayni.report.claims.files import NOT_JUDGED, claims_as_bytes
from ayni.report.claims.page import drawing, html, readings_svg
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.claims.receipts import differences_table
from ayni.report.claims.share import share_card
from ayni.report.claims.timeline import timeline_as_bytes, timeline_chart, timeline_table
from ayni.report.claims.wording import (
    article_name,
    chosen,
    computed,
    definition,
    finding,
    origin,
    stated,
    verdict,
    warnings,
)

__all__ = [
    "NOBODY",
    "NOT_JUDGED",
    "Publisher",
    "article_name",
    "card",
    "card_facts",
    "card_tables",
    "changes_table",
    "check_as_bytes",
    "check_tables",
    "chosen",
    "claim_review",
    "claims_as_bytes",
    "claims_table",
    "computed",
    "definition",
    "differences_table",
    "drawing",
    "entry",
    "finding",
    "html",
    "origin",
    "readings_svg",
    "readings_table",
    "share_card",
    "sources_table",
    "stated",
    "stated_as_read",
    "timeline_as_bytes",
    "timeline_chart",
    "timeline_table",
    "typed_stated",
    "verdict",
    "warnings",
]
