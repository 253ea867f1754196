"""Views of the ledger of claims: lists and cards, a checked number and the timeline, as tables, data, pages and SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.report.claims.cards import (
        card as card,
        card_facts as card_facts,
        card_tables as card_tables,
        changes_table as changes_table,
        claims_table as claims_table,
        readings_table as readings_table,
        sources_table as sources_table,
    )
    from ayni.report.claims.check import (
        check_as_bytes as check_as_bytes,
        check_tables as check_tables,
        stated_as_read as stated_as_read,
        typed_stated as typed_stated,
    )
    from ayni.report.claims.data import claim_review as claim_review, entry as entry
    from ayni.report.claims.desk import understood_data as understood_data, understood_table as understood_table
    from ayni.report.claims.figures import figure_name as figure_name
    from ayni.report.claims.files import KINDS as KINDS, NOT_JUDGED as NOT_JUDGED, claims_as_bytes as claims_as_bytes
    from ayni.report.claims.page import drawing as drawing, html as html
    from ayni.report.claims.promise import (
        promise_as_bytes as promise_as_bytes,
        promise_data as promise_data,
        promise_tables as promise_tables,
    )
    from ayni.report.claims.publisher import NOBODY as NOBODY, Publisher as Publisher
    from ayni.report.claims.receipts import differences_table as differences_table
    from ayni.report.claims.share import share_card as share_card
    from ayni.report.claims.summary import summary as summary
    from ayni.report.claims.timeline import (
        timeline_as_bytes as timeline_as_bytes,
        timeline_chart as timeline_chart,
        timeline_plan as timeline_plan,
        timeline_table as timeline_table,
    )
    from ayni.report.claims.topics import topic_as_bytes as topic_as_bytes, topic_tables as topic_tables
    from ayni.report.claims.wording import (
        article_name as article_name,
        chosen as chosen,
        computed as computed,
        definition as definition,
        finding as finding,
        origin as origin,
        stated as stated,
        verdict as verdict,
        warnings as warnings,
    )

face(
    __name__,
    {
        "cards": "card card_facts card_tables changes_table claims_table readings_table sources_table",
        "check": "check_as_bytes check_tables stated_as_read typed_stated",
        "data": "claim_review entry",
        "desk": "understood_data understood_table",
        "figures": "figure_name",
        "files": "KINDS NOT_JUDGED claims_as_bytes",
        "page": "drawing html",
        "promise": "promise_as_bytes promise_data promise_tables",
        "publisher": "NOBODY Publisher",
        "receipts": "differences_table",
        "share": "share_card",
        "summary": "summary",
        "timeline": "timeline_as_bytes timeline_chart timeline_plan timeline_table",
        "topics": "topic_as_bytes topic_tables",
        "wording": "article_name chosen computed definition finding origin stated verdict warnings",
    },
)
