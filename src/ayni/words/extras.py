"""Libraries that come with an extra: where one is missing, the error says what to install."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ayni.words.catalogue import AyniError

EXTRAS = {"polars": "survey", "pyreadstat": "survey"}
"""The extra with which each library comes."""


@contextmanager
def installed() -> Iterator[None]:
    """Raise AyniError where the block imports a library of an extra that is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        raise AyniError("needs_extra", library=error.name, extra=EXTRAS[error.name]) from None
