"""Evidence: what others published, beside what the program finds."""

from ayni.evidence.official import Figure, administrative_rows, figures, official, published_rows

__all__ = ["Figure", "administrative_rows", "figures", "official", "published_rows"]
