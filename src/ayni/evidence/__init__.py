"""Evidence: what others published, the claims about policy, and the verdicts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.evidence.effects import published_effect_rows as published_effect_rows, reading_rows as reading_rows
    from ayni.evidence.official import (
        Figure as Figure,
        administrative_rows as administrative_rows,
        figures as figures,
        official as official,
        published_rows as published_rows,
        revenue_rows as revenue_rows,
        unemployment_rows as unemployment_rows,
    )
    from ayni.evidence.prices import consumer_prices as consumer_prices, in_prices_of as in_prices_of
    from ayni.evidence.trust import trust_rows as trust_rows

face(
    __name__,
    {
        "effects": "published_effect_rows reading_rows",
        "official": "Figure administrative_rows figures official published_rows revenue_rows unemployment_rows",
        "prices": "consumer_prices in_prices_of",
        "trust": "trust_rows",
    },
)
