"""Views of the ledger: claims and cards, a claim that is checked, the timeline; as tables, data, pages and SVG."""

from ayni.report.claims.again import again, differences_table
from ayni.report.claims.cards import card, card_tables, claims_table, readings_table, sources_table
from ayni.report.claims.check import check_as_bytes, check_tables
from ayni.report.claims.data import claim_review, entry
from ayni.report.claims.files import claims_as_bytes
from ayni.report.claims.page import drawing, html
from ayni.report.claims.timeline import timeline_as_bytes, timeline_chart, timeline_table
from ayni.report.claims.wording import chosen, computed, finding, origin, principal, stated, verdict, warnings

__all__ = [
    "again",
    "card",
    "card_tables",
    "check_as_bytes",
    "check_tables",
    "chosen",
    "claim_review",
    "claims_as_bytes",
    "claims_table",
    "computed",
    "differences_table",
    "drawing",
    "entry",
    "finding",
    "html",
    "origin",
    "principal",
    "readings_table",
    "sources_table",
    "stated",
    "timeline_as_bytes",
    "timeline_chart",
    "timeline_table",
    "verdict",
    "warnings",
]
