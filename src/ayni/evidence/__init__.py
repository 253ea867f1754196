"""Evidence: what others published, beside what the program finds."""

from ayni.evidence.official import (
    Figure,
    administrative_rows,
    figures,
    official,
    published_rows,
    revenue_rows,
    unemployment_rows,
)
from ayni.evidence.prices import consumer_prices, in_prices_of
from ayni.evidence.trust import trust_rows

__all__ = [
    "Figure",
    "administrative_rows",
    "consumer_prices",
    "figures",
    "in_prices_of",
    "official",
    "published_rows",
    "revenue_rows",
    "trust_rows",
    "unemployment_rows",
]
